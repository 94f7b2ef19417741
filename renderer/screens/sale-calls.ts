import type { ReadyView } from '../../app/contract/counter-view.ts';
import type { VoucherId } from '../../app/domain/ids.ts';
import type { Call } from '../connection.ts';
import type { ViewStore } from '../view-store.ts';
import type { AmountEntry } from './counter/amount-entry.ts';
import { toggledPoints, typedPoints } from './counter/spend-points.ts';

/** What the cashier's keys ask of the open sale. */
export type SaleCallDeps = {
  readonly call: Call;
  readonly store: ViewStore;
  readonly amount: AmountEntry;
};

/** The counter's newest view, if it is at work. */
export function readyView(store: ViewStore): ReadyView | null {
  const { view } = store.get();
  return view?.kind === 'ready' ? view : null;
}

/** Whether a refusal stands that Enter closes first; if so it closes it. */
export async function closeDenial({ call, store }: SaleCallDeps): Promise<boolean> {
  if (readyView(store)?.notice?.tone !== 'deny') return false;
  await call('sale:back', {});
  return true;
}

/** Esc on the counter: a refusal closes, then the panel with LINE's QR, then the sale goes a step back. */
export async function backOnCounter({ call, store }: SaleCallDeps): Promise<void> {
  const view = readyView(store);
  const closesPanel = view?.line?.binding != null && view.notice?.tone !== 'deny';
  await call(closesPanel ? 'line:close' : 'sale:back', {});
}

/** Settles what the screen shows; the counter refuses if that is no longer what would happen. */
export async function settleShown({ call, store, amount }: SaleCallDeps): Promise<void> {
  await amount.whenSettled();
  const view = readyView(store);
  if (!view || (!view.member && view.sale.amountText === '')) return;
  const { preview } = view.sale;
  const shown = preview?.kind === 'evaluated' ? preview : { paidMinor: 0, points: 0 };
  await call('sale:settle', { expectedPaidMinor: shown.paidMinor, expectedPoints: shown.points });
}

/** Puts vouchers on the sale or takes them off, in order: the one that leaves makes room. */
export async function toggleVouchers(call: Call, voucherIds: readonly VoucherId[]): Promise<void> {
  for (const voucherId of voucherIds) await call('sale:toggle-voucher', { voucherId });
}

/** Puts the best combination of vouchers on the sale; the counter says so when there is none. */
export async function applyBest({ call, amount }: SaleCallDeps): Promise<void> {
  await amount.whenSettled();
  await call('sale:use-best', {});
}

/** Pays with as many points as possible, or takes them off again; else the counter says why not. */
export async function togglePoints({ call, store, amount }: SaleCallDeps): Promise<void> {
  await amount.whenSettled();
  const view = readyView(store);
  if (view) await call('sale:set-points', { points: toggledPoints(view.sale) });
}

/** Takes the points typed in their field; an emptied field takes none. */
export async function takeTypedPoints({ call, store }: SaleCallDeps, text: string): Promise<void> {
  const points = typedPoints(text);
  // Enter in an empty field that changes nothing needs no answer.
  if (points === 0 && !readyView(store)?.sale.spendPoints) return;
  await call('sale:set-points', { points });
}
