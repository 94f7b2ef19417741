import type { CounterCallIn } from '../../../app/contract/counter-calls.ts';
import type {
  RefundableSale,
  RefundPreview,
  SettledSaleView,
} from '../../../app/contract/counter-view.ts';
import type { RefundId, SaleId } from '../../../app/domain/ids.ts';
import { appendDigits, dropDigit } from '../counter/amount-text.ts';

/** Everything the counter is told to undo or refund. */
export type RefundOrder = CounterCallIn<'refund:settle'>;
export type RefundRequest = RefundOrder['request'];
export type RefundMode = RefundOrder['mode'];
export type RefundWhy = RefundOrder['why'];

/** In the order of the keys Alt+1 to Alt+4. */
export const refundWhys = [
  'mistake',
  'wrong-member',
  'goods-back',
  'other',
] as const satisfies readonly RefundWhy[];

/** Which sale? A search and its answers. */
export type ChoosingSale = {
  readonly phase: 'choose';
  readonly text: string;
  /** Null until the first answer. */
  readonly sales: readonly SettledSaleView[] | null;
  readonly chosen: number;
  /** The text was scanned: the only sale it finds opens by itself. */
  readonly scanned: boolean;
  /** Why the chosen sale did not open: a code. */
  readonly trouble: string | null;
};

/** One sale, and what of it comes back. */
export type RefundingSale = {
  readonly phase: 'open';
  /** Opened by a key of its own, not from the list: Esc leads back to the counter. */
  readonly direct: boolean;
  readonly open: RefundableSale;
  readonly mode: RefundMode;
  /** Digits of a part to take back; '' = all of it, or the units of the lines. */
  readonly amountText: string;
  /** Units to take back, line by line as in `open.lines`. */
  readonly units: readonly number[];
  readonly line: number;
  readonly why: RefundWhy;
  /** The answer, and for what it was asked. */
  readonly preview: { readonly key: string; readonly answer: RefundPreview } | null;
  readonly trouble: string | null;
  /** The id of one intent, so that the same wish sent twice counts once. */
  readonly intent: { readonly key: string; readonly refundId: RefundId } | null;
  /** Sent and not refused: nothing may change until its answer came. */
  readonly sent: RefundOrder | null;
  /** The answer got lost on its way: Enter asks again with the very same order. */
  readonly lost: boolean;
};

export type RefundState = ChoosingSale | RefundingSale;

export type RefundAction =
  | { readonly kind: 'start' }
  | { readonly kind: 'text'; readonly text: string }
  /** An e-invoice or a card: another sale is meant than the one that may be open. */
  | { readonly kind: 'scanned'; readonly text: string }
  | {
      readonly kind: 'found';
      readonly text: string;
      readonly sales: readonly SettledSaleView[];
    }
  | { readonly kind: 'opened'; readonly open: RefundableSale; readonly direct: boolean }
  | { readonly kind: 'not-opened'; readonly code: string }
  | { readonly kind: 'digits'; readonly digits: string }
  | { readonly kind: 'backspace' }
  | { readonly kind: 'clear' }
  | { readonly kind: 'set-mode'; readonly mode: RefundMode }
  | { readonly kind: 'why'; readonly index: number }
  | { readonly kind: 'move'; readonly by: -1 | 1 }
  | { readonly kind: 'step'; readonly by: -1 | 1; readonly line?: number }
  | { readonly kind: 'previewed'; readonly key: string; readonly answer: RefundPreview }
  | { readonly kind: 'sent'; readonly order: RefundOrder }
  | { readonly kind: 'refused'; readonly code: string }
  | { readonly kind: 'lost' };

export const choosing: ChoosingSale = {
  phase: 'choose',
  text: '',
  sales: null,
  chosen: 0,
  scanned: false,
  trouble: null,
};

/** What is asked of the sale now. */
export function requestOf(state: RefundingSale): RefundRequest {
  if (state.mode === 'void') return { kind: 'all' };
  if (state.amountText !== '') return { kind: 'amount', amountMinor: Number(state.amountText) };
  const lines = state.open.lines.flatMap(({ line }, index) => {
    const qty = state.units[index] ?? 0;
    return qty > 0 ? [{ line, qty }] : [];
  });
  return lines.length > 0 ? { kind: 'lines', lines } : { kind: 'all' };
}

/** Names what is asked, so that an answer to something else is not taken for it. */
export function askedKey(state: RefundingSale): string {
  return JSON.stringify([state.open.sale.saleId, state.mode, requestOf(state)]);
}

/** The answer to what is asked now; null while it is on its way. */
export function currentPreview(state: RefundingSale): RefundPreview | null {
  return state.preview?.key === askedKey(state) ? state.preview.answer : null;
}

/**
 * The order Enter sends; null while there is nothing sure to send. What was sent and got no answer
 * is sent again as it was. `newId` is only asked for an intent that has no id yet.
 */
export function orderOf(state: RefundingSale, newId: () => RefundId): RefundOrder | null {
  if (state.sent) return state.lost ? state.sent : null;
  const preview = currentPreview(state);
  if (preview?.kind !== 'evaluated') return null;
  return {
    refundId: state.intent?.key === intentKey(state) ? state.intent.refundId : newId(),
    saleId: state.open.sale.saleId,
    mode: state.mode,
    request: requestOf(state),
    why: state.why,
    expectedMoneyMinor: preview.moneyMinor,
    expectedClawedBack: preview.clawedBack,
  };
}

function intentKey(state: RefundingSale): string {
  return `${askedKey(state)} ${state.why}`;
}

/** One step of the desk for goods that come back. */
export function stepRefund(state: RefundState, action: RefundAction): RefundState {
  if (action.kind === 'start') return choosing;
  if (action.kind === 'opened') return refunding(action.open, action.direct);
  if (action.kind === 'scanned') return stepScanned(state, action.text);
  return state.phase === 'choose' ? stepChoosing(state, action) : stepRefunding(state, action);
}

/** What was sent and has no answer yet must not be lost sight of. */
function stepScanned(state: RefundState, text: string): RefundState {
  if (state.phase === 'open' && state.sent) return state;
  // The same text is not asked for again.
  const sales = state.phase === 'choose' && state.text === text ? state.sales : null;
  return { ...choosing, text, sales, scanned: true };
}

/** The sale that a scanned text means, when it can mean no other. */
export function onlyScanned(state: RefundState): SaleId | null {
  if (state.phase !== 'choose' || !state.scanned) return null;
  const [only, another] = state.sales ?? [];
  return only && !another && only.refundable && !only.undone ? only.saleId : null;
}

function stepChoosing(state: ChoosingSale, action: RefundAction): ChoosingSale {
  switch (action.kind) {
    case 'text':
      return { ...state, text: action.text, scanned: false, trouble: null };
    case 'found':
      return action.text === state.text ? { ...state, sales: action.sales, chosen: 0 } : state;
    case 'not-opened':
      return { ...state, scanned: false, trouble: action.code };
    case 'move': {
      const last = (state.sales?.length ?? 0) - 1;
      const chosen = Math.max(0, Math.min(state.chosen + action.by, last));
      return { ...state, chosen, trouble: null };
    }
    default:
      return state;
  }
}

function refunding(open: RefundableSale, direct: boolean): RefundingSale {
  const whole = open.voidBlockedBy === null;
  return {
    phase: 'open',
    direct,
    open,
    mode: whole ? 'void' : 'refund',
    amountText: '',
    units: open.lines.map(() => 0),
    line: 0,
    why: whole ? 'mistake' : 'goods-back',
    preview: null,
    trouble: null,
    intent: null,
    sent: null,
    lost: false,
  };
}

function stepRefunding(state: RefundingSale, action: RefundAction): RefundingSale {
  switch (action.kind) {
    case 'previewed':
      return action.key === askedKey(state)
        ? { ...state, preview: { key: action.key, answer: action.answer } }
        : state;
    case 'sent': {
      const intent = { key: intentKey(state), refundId: action.order.refundId };
      return { ...state, sent: action.order, lost: false, trouble: null, intent };
    }
    case 'refused':
      // Nothing was recorded: what is asked may change again, and is asked for anew.
      return { ...state, sent: null, lost: false, trouble: action.code, preview: null };
    case 'lost':
      return { ...state, lost: state.sent !== null };
    default:
      return state.sent ? state : changeAsked(state, action);
  }
}

/** What a person changes. Digits and units mean a part, and a part is never a void. */
function changeAsked(state: RefundingSale, action: RefundAction): RefundingSale {
  switch (action.kind) {
    case 'digits':
      return asPart(state, { amountText: appendDigits(state.amountText, action.digits) });
    case 'backspace':
      return { ...state, amountText: dropDigit(state.amountText), trouble: null };
    case 'clear':
      return { ...state, amountText: '', units: noUnits(state), trouble: null };
    case 'set-mode':
      return setMode(state, action.mode);
    case 'why':
      return { ...state, why: refundWhys[action.index] ?? state.why };
    case 'move': {
      const line = Math.max(0, Math.min(state.line + action.by, state.open.lines.length - 1));
      return { ...state, line };
    }
    case 'step':
      return stepUnits(state, action.line ?? state.line, action.by);
    default:
      return state;
  }
}

function setMode(state: RefundingSale, mode: RefundMode): RefundingSale {
  if (mode === state.mode || (mode === 'void' && state.open.voidBlockedBy !== null)) return state;
  const why = mode === 'void' ? 'mistake' : 'goods-back';
  return { ...state, mode, why, amountText: '', units: noUnits(state), trouble: null };
}

function stepUnits(state: RefundingSale, line: number, by: -1 | 1): RefundingSale {
  const qtyLeft = state.open.lines[line]?.qtyLeft;
  if (qtyLeft === undefined || !hasLines(state.open)) return state;
  const units = state.units.map((count, index) =>
    index === line ? Math.max(0, Math.min(count + by, qtyLeft)) : count,
  );
  return { ...asPart(state, { amountText: '', units }), line };
}

function asPart(
  state: RefundingSale,
  part: { readonly amountText: string; readonly units?: readonly number[] },
): RefundingSale {
  const refund = state.mode === 'refund' ? state : setMode(state, 'refund');
  return { ...refund, units: noUnits(state), ...part, trouble: null };
}

function noUnits(state: RefundingSale): number[] {
  return state.units.map(() => 0);
}

/** Whether the sale has goods to choose among; an amount alone is one nameless line. */
export function hasLines(open: RefundableSale): boolean {
  return open.lines.length > 1 || (open.lines[0]?.name ?? '') !== '';
}
