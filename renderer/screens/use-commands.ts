import { useRef } from 'react';
import { useCounter } from '../counter-context.tsx';
import { clearField, focusKind, insertText, removeLast } from '../input/focused-field.ts';
import type { Command } from '../input/commands.ts';
import type { StepStore } from '../step-store.ts';
import { hasOwnBack, type UiAction, type UiState } from '../ui-state.ts';
import type { AmountEntry } from './counter/amount-entry.ts';
import { appendDigits, dropDigit } from './counter/amount-text.ts';
import { canTypePoints } from './counter/spend-points.ts';
import { nextVoucherToggles, orderVouchers } from './counter/vouchers.ts';
import {
  closeDenial,
  readyView,
  settleShown,
  takeTypedPoints,
  togglePoints,
  toggleVouchers,
  applyBest,
  backOnCounter,
  type SaleCallDeps,
} from './sale-calls.ts';
import type { RefundDesk } from './use-refund.ts';

/** Does a command; answers whether it meant anything here. */
export type RunCommand = (command: Command) => boolean;

/** A call whose trouble is told by the view or by the reconnecting sign: nothing more to do here. */
function send(answer: Promise<unknown>): void {
  answer.catch(() => undefined);
}

/** Keys that write: into the field that has the focus, else where the place says. */
type WritingCommand = Extract<Command, { kind: 'digit' | 'backspace' | 'clear' }>;

function isWriting(command: Command): command is WritingCommand {
  return command.kind === 'digit' || command.kind === 'backspace' || command.kind === 'clear';
}

/** Writes into the focused field; answers false when none has the focus. */
function writeInField(command: WritingCommand): boolean {
  const field = document.activeElement;
  const kind = focusKind(field);
  if (kind !== 'text' && kind !== 'digits') return false;
  if (command.kind === 'digit') insertText(field, command.digit);
  else if (command.kind === 'backspace') removeLast(field);
  else clearField(field);
  return true;
}

function writeAmount(amount: AmountEntry, command: WritingCommand): void {
  const text = amount.text();
  if (command.kind === 'digit') amount.set(appendDigits(text, command.digit));
  else if (text !== '') amount.set(command.kind === 'clear' ? '' : dropDigit(text));
}

type CommandParts = {
  readonly ui: StepStore<UiState, UiAction>;
  readonly amount: AmountEntry;
  readonly refund: RefundDesk;
};

/** The commands of the counter, for keys and for buttons alike. */
export function useCommands(parts: CommandParts): RunCommand {
  const { call, store } = useCounter();
  const confirming = useRef(false);
  const { amount, refund } = parts;
  const { dispatch } = parts.ui;

  return (command) => {
    const ui = parts.ui.get();
    const deps = { call, store, amount };
    if (isWriting(command)) return write(command, parts);
    switch (command.kind) {
      case 'confirm': {
        if (ui.imeSwallowed || ui.helpOpen) dispatch({ kind: 'back' });
        else if (!confirming.current) {
          confirming.current = true;
          // Two quick presses of Enter are one wish.
          const done = () => (confirming.current = false);
          confirmPlace(deps, parts).then(done, done);
        }
        return true;
      }
      case 'back':
        if (ownBackFirst(ui) || !refundTakes(parts, command)) {
          if (hasOwnBack(ui)) dispatch({ kind: 'back' });
          else send(backOnCounter(deps));
        }
        return true;
      case 'bind-line':
        dispatch({ kind: 'go', place: 'counter' });
        if (ui.panel !== 'member') dispatch({ kind: 'close-panel' });
        send(call('line:bind', {}));
        return true;
      case 'refund':
        refund.start(null);
        return true;
      case 'undo-last':
        startUndo(deps, refund);
        return true;
      case 'best':
      case 'points':
      case 'type-points':
      case 'next-voucher':
      case 'nth-voucher':
      case 'move':
      case 'step':
        return refundTakes(parts, command) || changeSale(command, deps, parts);
      default:
        dispatch(placeAction(command.kind, ui));
        return true;
    }
  };
}

/** Something of the screen's own stands over the refund desk. */
function ownBackFirst(ui: UiState): boolean {
  return ui.imeSwallowed || ui.helpOpen || ui.syncOpen;
}

/** Gives a command to the refund desk while it is what the person sees. */
function refundTakes({ ui, refund }: CommandParts, command: Command): boolean {
  return ui.get().place === 'refund' && refund.run(command);
}

function write(command: WritingCommand, parts: CommandParts): boolean {
  const { place } = parts.ui.get();
  if (place !== 'counter' && place !== 'refund') return false;
  if (writeInField(command) || refundTakes(parts, command)) return true;
  if (place === 'counter') writeAmount(parts.amount, command);
  return place === 'counter';
}

/** Enter: a refusal closes; then typed points are taken, then the place's own confirmation. */
async function confirmPlace(deps: SaleCallDeps, parts: CommandParts): Promise<void> {
  if (await closeDenial(deps)) return;
  if (refundTakes(parts, { kind: 'confirm' })) return;
  const ui = parts.ui.get();
  // Elsewhere nobody sees what would be settled.
  if (ui.place !== 'counter') return;
  if (ui.pointsText === null) return settleShown(deps);
  parts.ui.dispatch({ kind: 'points-text', text: null });
  await takeTypedPoints(deps, ui.pointsText);
}

type SaleCommand = Extract<
  Command,
  { kind: 'best' | 'points' | 'type-points' | 'next-voucher' | 'nth-voucher' | 'move' | 'step' }
>;

/** What keys change on the open sale; answers whether the key meant anything. */
function changeSale(command: SaleCommand, deps: SaleCallDeps, parts: CommandParts): boolean {
  const { dispatch } = parts.ui;
  const view = readyView(deps.store);
  const vouchers = view?.member?.vouchers ?? [];
  if (parts.ui.get().place !== 'counter') return command.kind !== 'move' && command.kind !== 'step';
  switch (command.kind) {
    case 'best':
      send(applyBest(deps));
      return true;
    case 'points':
      dispatch({ kind: 'points-text', text: null });
      send(togglePoints(deps));
      return true;
    case 'type-points':
      if (view && canTypePoints(view.sale)) dispatch({ kind: 'points-text', text: '' });
      else send(togglePoints(deps));
      return true;
    case 'next-voucher':
      send(toggleVouchers(deps.call, nextVoucherToggles(vouchers)));
      return true;
    case 'nth-voucher': {
      const nth = orderVouchers(vouchers)[command.index];
      if (nth) send(toggleVouchers(deps.call, [nth.voucherId]));
      return true;
    }
    default:
      return false;
  }
}

/** Opens the newest sale to be undone; the list when it cannot be. */
function startUndo({ store }: SaleCallDeps, refund: RefundDesk): void {
  const last = readyView(store)?.lastSales[0];
  refund.start(last && last.refundable && !last.undone ? last.saleId : null);
}

/** What opens for the keys that open something. */
function placeAction(
  kind: 'find' | 'members' | 'figures' | 'enrol' | 'settings' | 'scanners' | 'help',
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
    case 'figures':
    case 'settings':
      return { kind: 'go', place: kind };
    case 'scanners':
      return ui.place === 'scanners'
        ? { kind: 'test-mode', on: !ui.testing }
        : { kind: 'go', place: kind };
    case 'help':
      return { kind: 'toggle-help' };
  }
}
