import { useRef } from 'react';
import { languageDefault } from '../../app/contract/language.ts';
import { useCounter } from '../counter-context.tsx';
import { helpTakes } from '../help/help-commands.ts';
import { topicFor } from '../help/topic-for.ts';
import { clearField, focusKind, insertText, removeLast } from '../input/focused-field.ts';
import type { Command } from '../input/commands.ts';
import type { StepStore } from '../step-store.ts';
import { hasFields, hasOwnBack, type UiAction, type UiState } from '../ui-state.ts';
import type { AmountEntry } from './counter/amount-entry.ts';
import { appendDigits, dropDigit } from './counter/amount-text.ts';
import { mobileAsTyped } from './counter/enrol-draft.ts';
import { canTypePoints, pointsAsTyped } from './counter/spend-points.ts';
import type { PanelDesk } from './counter/use-panel-keys.ts';
import { nextVoucherToggles, orderVouchers } from './counter/vouchers.ts';
import { parkedRows, parkedStep } from './counter/parked-calls.ts';
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
import { useKeysFirst, type KeysFirst } from './staff/keys-first.ts';
import type { RefundDesk } from './use-refund.ts';

/** Enter pressed again this soon after it closed a panel is the same wish, ms. */
const oneWishMs = 400;

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
  /** A member's page over the list, while it stands. */
  readonly story: KeysFirst;
  /** A panel with fields on the counter, while it stands. */
  readonly panel: PanelDesk;
};

/** Two quick presses of Enter are one wish: also one for a panel and one for the sale that it uncovered. */
function useOneWish() {
  const running = useRef(false);
  const panelLeftAtMs = useRef(Number.NEGATIVE_INFINITY);
  return {
    /** Another key came between. */
    forget: (): void => void (panelLeftAtMs.current = Number.NEGATIVE_INFINITY),
    run: (confirm: () => Promise<{ readonly leftPanel: boolean }>): void => {
      if (running.current || performance.now() - panelLeftAtMs.current < oneWishMs) return;
      running.current = true;
      confirm()
        .then(
          ({ leftPanel }) => leftPanel && (panelLeftAtMs.current = performance.now()),
          () => undefined,
        )
        .finally(() => (running.current = false));
    },
  };
}

/** The commands of the counter, for keys and for buttons alike. */
export function useCommands(parts: CommandParts): RunCommand {
  const { call, store } = useCounter();
  const keysFirst = useKeysFirst();
  const wish = useOneWish();
  const { amount, refund } = parts;
  const { dispatch } = parts.ui;

  return (command) => {
    const ui = parts.ui.get();
    const deps = { call, store, amount };
    if (command.kind !== 'confirm') wish.forget();
    if (!isWriting(command)) amount.flush();
    const byHelp = takenByHelp(command, deps, parts);
    if (byHelp !== null) return byHelp;
    if (!ownBackFirst(ui) && parts.story.taker()?.(command)) return true;
    if (command.kind === 'digit' && takeNthParked(Number(command.digit) - 1, deps, parts))
      return true;
    if (isWriting(command)) return ui.keysOpen || write(command, parts);
    if (ui.keysOpen && isForSale(command)) dispatch({ kind: 'toggle-keys' });
    switch (command.kind) {
      case 'confirm': {
        if (ui.imeSwallowed || ui.keysOpen) dispatch({ kind: 'back' });
        else wish.run(() => confirmPlace(deps, parts));
        return true;
      }
      case 'back':
        if (!ownBackFirst(ui) && keysFirst?.stepBack() === true) return true;
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
      case 'parked':
        takeParked(deps, parts);
        return true;
      case 'refund':
        refund.start(null);
        return true;
      case 'tag':
        return false;
      case 'help':
      case 'lock':
      case 'training':
      case 'end-training':
        return runAround(command, deps, parts);
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

type AroundCommand = Extract<Command, { kind: 'help' | 'lock' | 'training' | 'end-training' }>;

/** What stands around the sale and leaves it as it is. */
function runAround(command: AroundCommand, deps: SaleCallDeps, { ui }: CommandParts): true {
  const view = readyView(deps.store);
  if (command.kind === 'help') {
    ui.dispatch({ kind: 'toggle-help', topic: topicFor(ui.get(), view) });
  } else if (command.kind === 'training') ui.dispatch({ kind: 'toggle-training' });
  else if (command.kind === 'lock') {
    if (view?.staff) send(deps.call('staff:lock', { why: 'person' }));
  } else if (view?.training === true) send(deps.call('training:end', {}));
  return true;
}

/** What a command means while the help is open; see `helpTakes`. */
function takenByHelp(command: Command, deps: SaleCallDeps, parts: CommandParts): boolean | null {
  const ui = parts.ui.get();
  if (ui.help === null) return null;
  if (isWriting(command) && writeInField(command)) return true;
  const isReading = document.activeElement?.closest('[data-help-article]') != null;
  const language = readyView(deps.store)?.language ?? languageDefault;
  return helpTakes(command, { ui, dispatch: parts.ui.dispatch, language, isReading });
}

/** Something of the screen's own stands over the refund desk. */
function ownBackFirst(ui: UiState): boolean {
  return ui.imeSwallowed || ui.keysOpen || ui.help !== null || ui.syncOpen || ui.trainingOpen;
}

/** Gives a command to the refund desk while it is what the person sees. */
function refundTakes({ ui, refund }: CommandParts, command: Command): boolean {
  return ui.get().place === 'refund' && refund.run(command);
}

function write(command: WritingCommand, parts: CommandParts): boolean {
  const ui = parts.ui.get();
  if (ui.place !== 'counter' && ui.place !== 'refund') return false;
  if (writeInField(command) || refundTakes(parts, command)) return true;
  if (ui.place !== 'counter') return false;
  // What the screen says that keys write into, though it has not the focus.
  if (ui.pointsText !== null) writePoints(ui.pointsText, command, parts);
  else if (hasFields(ui)) {
    parts.panel.keys()?.field()?.focus();
    writeInField(command);
  } else writeAmount(parts.amount, command);
  return true;
}

function writePoints(before: string, command: WritingCommand, { ui }: CommandParts): void {
  const text =
    command.kind === 'digit'
      ? pointsAsTyped(before + command.digit)
      : command.kind === 'clear'
        ? ''
        : before.slice(0, -1);
  ui.dispatch({ kind: 'points-text', text });
}

/** Enter: a refusal closes; then the place's own confirmation. @returns whether it closed a panel over the sale */
async function confirmPlace(
  deps: SaleCallDeps,
  parts: CommandParts,
): Promise<{ readonly leftPanel: boolean }> {
  const isInPanel = hasFields(parts.ui.get());
  if (!(await closeDenial(deps))) await confirmHere(deps, parts);
  return { leftPanel: isInPanel && !hasFields(parts.ui.get()) };
}

/** Enter where there is nothing to close: typed points are taken first. */
async function confirmHere(deps: SaleCallDeps, parts: CommandParts): Promise<void> {
  if (refundTakes(parts, { kind: 'confirm' })) return;
  if (takeNthParked(0, deps, parts)) return;
  const ui = parts.ui.get();
  // Elsewhere nobody sees what would be settled.
  if (ui.place !== 'counter') return;
  if (hasFields(ui)) return parts.panel.keys()?.confirm();
  if (ui.pointsText === null) return settleShown(deps);
  parts.ui.dispatch({ kind: 'points-text', text: null });
  await takeTypedPoints(deps, ui.pointsText);
}

type SaleCommand = Extract<
  Command,
  { kind: 'best' | 'points' | 'type-points' | 'next-voucher' | 'nth-voucher' | 'move' | 'step' }
>;

const saleCommands: readonly Command['kind'][] = [
  'best',
  'points',
  'type-points',
  'next-voucher',
  'nth-voucher',
] satisfies SaleCommand['kind'][];

/** What it changes on the sale must be seen: the list of keys gives way. */
function isForSale({ kind }: Command): boolean {
  return saleCommands.includes(kind);
}

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

/** The key of parked sales: one is taken back at once, of several one is chosen, with none this one is parked. */
function takeParked({ call, store, amount }: SaleCallDeps, { ui }: CommandParts): void {
  const view = readyView(store);
  if (view === null) return;
  const step = parkedStep(view);
  ui.dispatch({ kind: 'go', place: 'counter' });
  if (step.kind === 'choose') return ui.dispatch({ kind: 'open-panel', panel: 'parked' });
  if (ui.get().panel === 'parked') ui.dispatch({ kind: 'close-panel' });
  // What is half typed belongs to the sale that goes aside.
  send(
    amount
      .whenSettled()
      .then(() =>
        step.kind === 'park'
          ? call('sale:park', {})
          : call('sale:recall', { parkedAtMs: step.parkedAtMs }),
      ),
  );
}

/** A digit, or Enter for the newest, takes a parked sale back while they are listed; answers whether it did. */
function takeNthParked(
  index: number,
  { call, store }: SaleCallDeps,
  { ui }: CommandParts,
): boolean {
  const view = readyView(store);
  const { place, panel } = ui.get();
  if (view === null || place !== 'counter' || panel !== 'parked') return false;
  const row = parkedRows(view)[index];
  if (row === undefined) return true;
  ui.dispatch({ kind: 'close-panel' });
  send(call('sale:recall', { parkedAtMs: row.parkedAtMs }));
  return true;
}

/** What opens for the keys that open something. */
function placeAction(
  kind:
    'find' | 'members' | 'figures' | 'shift' | 'enrol' | 'settings' | 'scanners' | 'inbox' | 'keys',
  ui: UiState,
): UiAction {
  switch (kind) {
    case 'find':
      return { kind: 'open-panel', panel: 'find' };
    case 'enrol': {
      const mobile = ui.panel === 'find' ? mobileAsTyped(ui.findText) : '';
      return { kind: 'open-panel', panel: 'enrol', mobile };
    }
    case 'members':
    case 'figures':
    case 'shift':
    case 'settings':
    case 'inbox':
      return { kind: 'go', place: kind };
    case 'scanners':
      return ui.place === 'scanners'
        ? { kind: 'test-mode', on: !ui.testing }
        : { kind: 'go', place: kind };
    case 'keys':
      return { kind: 'toggle-keys' };
  }
}
