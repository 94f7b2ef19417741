import { useCallback, useRef, type Dispatch } from 'react';
import type { ReadyView } from '../../app/contract/counter-view.ts';
import type { VoucherId } from '../../app/domain/ids.ts';
import type { Call } from '../connection.ts';
import { useCounter } from '../counter-context.tsx';
import { clearField, focusKind, insertText, removeLast } from '../input/focused-field.ts';
import type { Command } from '../input/commands.ts';
import { hasOwnBack, type UiAction, type UiState } from '../ui-state.ts';
import type { ViewStore } from '../view-store.ts';
import type { AmountEntry } from './counter/amount-entry.ts';
import { appendDigits, dropDigit } from './counter/amount-text.ts';
import { nextVoucherToggles, orderVouchers } from './counter/vouchers.ts';

/** Does a command; answers whether it meant anything here. */
export type RunCommand = (command: Command) => boolean;

/** A call whose trouble is told by the view or by the reconnecting sign: nothing more to do here. */
function send(answer: Promise<unknown>): void {
  answer.catch(() => undefined);
}

function readyView(store: ViewStore): ReadyView | null {
  const { view } = store.get();
  return view?.kind === 'ready' ? view : null;
}

/** Settles what the screen shows; the counter refuses if that is no longer what would happen. */
async function confirmSale(
  call: Call,
  store: ViewStore,
  amount: AmountEntry,
  onCounter: boolean,
): Promise<void> {
  if (readyView(store)?.notice?.tone === 'deny') {
    await call('sale:back', {});
    return;
  }
  // Elsewhere nobody sees what would be settled.
  if (!onCounter) return;
  await amount.whenSettled();
  const view = readyView(store);
  if (!view || (!view.member && view.sale.amountText === '')) return;
  const { preview } = view.sale;
  const shown = preview?.kind === 'evaluated' ? preview : { paidMinor: 0, points: 0 };
  await call('sale:settle', { expectedPaidMinor: shown.paidMinor, expectedPoints: shown.points });
}

async function toggleVouchers(call: Call, voucherIds: readonly VoucherId[]): Promise<void> {
  // In order: the one that leaves makes room for the next.
  for (const voucherId of voucherIds) await call('sale:toggle-voucher', { voucherId });
}

/** Where digits of the keypad go: into the field that has the focus, else into the amount. */
function typeDigits(amount: AmountEntry, digits: string): void {
  const kind = focusKind(document.activeElement);
  if (kind === 'text' || kind === 'digits') insertText(document.activeElement, digits);
  else amount.set(appendDigits(amount.text(), digits));
}

function eraseDigit(amount: AmountEntry): void {
  const kind = focusKind(document.activeElement);
  if (kind === 'text' || kind === 'digits') removeLast(document.activeElement);
  else if (amount.text() !== '') amount.set(dropDigit(amount.text()));
}

function clearDigits(amount: AmountEntry): void {
  const kind = focusKind(document.activeElement);
  if (kind === 'text' || kind === 'digits') clearField(document.activeElement);
  else if (amount.text() !== '') amount.set('');
}

type CommandParts = {
  readonly ui: UiState;
  readonly dispatch: Dispatch<UiAction>;
  readonly amount: AmountEntry;
};

/** The commands of the counter, for keys and for buttons alike. */
export function useCommands(parts: CommandParts): RunCommand {
  const { call, store } = useCounter();
  const confirming = useRef(false);
  const { ui, dispatch, amount } = parts;

  return useCallback(
    (command) => {
      const onCounter = ui.place === 'counter';
      switch (command.kind) {
        case 'digit':
          if (onCounter) typeDigits(amount, command.digit);
          return onCounter;
        case 'backspace':
          if (onCounter) eraseDigit(amount);
          return onCounter;
        case 'clear':
          if (onCounter) clearDigits(amount);
          return onCounter;
        case 'confirm': {
          if (ui.imeSwallowed || ui.helpOpen) dispatch({ kind: 'back' });
          else if (!confirming.current) {
            confirming.current = true;
            // Two quick presses of Enter are one wish.
            const done = () => (confirming.current = false);
            confirmSale(call, store, amount, onCounter).then(done, done);
          }
          return true;
        }
        case 'back':
          if (hasOwnBack(ui)) dispatch({ kind: 'back' });
          else send(call('sale:back', {}));
          return true;
        case 'next-voucher':
          send(toggleVouchers(call, nextVoucherToggles(readyView(store)?.member?.vouchers ?? [])));
          return true;
        case 'nth-voucher': {
          const nth = orderVouchers(readyView(store)?.member?.vouchers ?? [])[command.index];
          if (onCounter && nth) send(toggleVouchers(call, [nth.voucherId]));
          return true;
        }
        default:
          dispatch(placeAction(command.kind, ui));
          return true;
      }
    },
    [call, store, ui, dispatch, amount],
  );
}

/** What opens for the keys that open something. */
function placeAction(
  kind: 'find' | 'members' | 'enrol' | 'settings' | 'help',
  ui: UiState,
): UiAction {
  switch (kind) {
    case 'find':
      return { kind: 'open-panel', panel: 'find' };
    case 'enrol': {
      const digits = ui.panel === 'find' ? ui.findText.replace(/\D/g, '') : '';
      return { kind: 'open-panel', panel: 'enrol', mobile: digits.startsWith('09') ? digits : '' };
    }
    case 'members':
    case 'settings':
      return { kind: 'go', place: kind };
    case 'help':
      return { kind: 'toggle-help' };
  }
}
