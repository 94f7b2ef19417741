import { coverDebts } from './lots.ts';
import type { Lot } from './lots.ts';

/**
 * The most lots a sale may spend from: each stands twice in its event, as known before and as spent or
 * moved, and the event must stay small enough to be sent (256 KiB at the very most). See
 * `event-size.test.ts` in app/contract.
 */
export const lotsOfSaleMax = 200;

/**
 * The lots a sale sees: all, or of very many those that lapse soonest, after they covered what the member
 * owes. Points in later lots stay for the next sale.
 */
export function lotsOfSale(lots: readonly Lot[]): readonly Lot[] {
  return lots.length <= lotsOfSaleMax ? lots : coverDebts(lots).slice(0, lotsOfSaleMax);
}
