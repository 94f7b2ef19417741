import type { SettledSaleView } from '../contract/counter-view.ts';
import { maskName } from '../domain/member-name.ts';
import { reasonWords } from '../domain/reason-words.ts';
import type { Member } from '../db/members.ts';
import type { OwnSale } from '../db/own-sales.ts';

/** Lines the contract allows. */
const reasonsMax = 50;

/**
 * A sale of this counter as the screen shows it. `lineState`: of its member, where that is known.
 */
export function settledView(
  sale: OwnSale,
  mode: 'local' | 'hq',
  lineState?: Member['lineState'],
): SettledSaleView {
  const { saleId, saleNo, atMs, paidMinor, discountMinor, points, pointsSpent, atHq } = sale;
  return {
    saleId,
    saleNo,
    atMs,
    nameMasked: maskName(sale.memberName),
    paidMinor,
    discountMinor,
    points,
    sync: mode === 'local' && atHq === 'waiting' ? 'local' : atHq,
    reasons: sale.reasons
      .slice(0, reasonsMax)
      .map((reason) => ({ code: reason.code, words: reasonWords(reason) })),
    pointsSpent,
    refundedMinor: sale.refundedMinor,
    undone: sale.undone,
    refundable: !sale.undone,
    ...(lineState === undefined ? {} : { lineState }),
  };
}
