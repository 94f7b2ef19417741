import { itemAt } from './item-at.ts';
import type { Gift, Program } from './program.ts';
import type { SettledSale } from './refund.ts';
import type { LineLeft, TendersLeft } from './refund-amounts.ts';
import type { PricedLine } from './sale.ts';
import { saleContext, unmetCondition } from './sale-conditions.ts';
import type { SaleContext } from './sale-conditions.ts';
import { scaleLines } from './scale-lines.ts';
import { tierOn } from './tiers.ts';

/** What is left of a sale, as if nothing else had been sold: only lines of which units are left. */
export type RestOfSale = { readonly context: SaleContext; readonly lines: readonly PricedLine[] };

/** The rest of a sale for the rules to look at, on the day and for the member of the sale. */
export function restOfSale(
  program: Program,
  { asked, facts, lines }: SettledSale,
  left: readonly LineLeft[],
  tenders: TendersLeft,
): RestOfSale {
  const scaled = scaleLines(lines, left, tenders);
  const places = asked.lines.flatMap((_, place) =>
    itemAt(scaled.qtyByLine, place) > 0 ? [place] : [],
  );
  const rest = places.map((place) => itemAt(scaled.lines, place));
  const goods = places.map((place) => ({
    ...itemAt(asked.lines, place),
    qty: itemAt(scaled.qtyByLine, place),
  }));
  const context = saleContext({
    program,
    state: facts,
    sale: { ...asked, lines: goods },
    grossByLine: rest.map((line) => line.grossMinor),
    tierId: tierOn(program, facts, asked.date).tierId,
  });
  return { context, lines: rest };
}

/** The gifts on the sale itself that it gave: what of it must stay for them to stay is in their conditions. */
export function giftsOnSale(program: Program, { giftIds }: SettledSale): Gift[] {
  return program.gifts.filter((gift) => gift.on === 'sale' && giftIds.includes(gift.giftId));
}

/** Whether the rest of the sale would still bring the gift. */
export function bringsGift({ context, lines }: RestOfSale, gift: Gift): boolean {
  const discountByLine = lines.map((line) => line.discountMinor);
  return unmetCondition(context, gift, discountByLine) === null;
}
