import { earnPoints } from './earn-points.ts';
import { itemAt } from './item-at.ts';
import type { Gift, GiftContent, Program } from './program.ts';
import type { SettledSale } from './refund.ts';
import { linesAfter, tendersLeft, wholeLines } from './refund-amounts.ts';
import type { LineLeft, Taking, TendersLeft } from './refund-amounts.ts';
import { bringsGift, giftsOnSale, restOfSale } from './rest-of-sale.ts';
import { saleContext } from './sale-conditions.ts';
import { scaleLines } from './scale-lines.ts';
import { tierAfterSale, tierOn } from './tiers.ts';

/** Asks the program's earn rules what a part of the sale would have earned. */
type EarnFor = (left: readonly LineLeft[], tenders: NotMoney) => number;

/** What of the sale points and stored value pay, NT$. */
type NotMoney = Pick<TendersLeft, 'pointsValueMinor' | 'valueMinor'>;

/**
 * How many of the sale's points the member keeps after each of `takings` in turn. `cumulative`: what the rest
 * of the sale would earn, never more than before. `floor-of-refunded`: less what the part taken back
 * would earn alone, at most what `cumulative` would take. Points of a gift on the sale are kept while
 * the rest would bring it, those of other gifts until nothing paid is left; then, or when all is
 * taken back at once, `rewardsKept` are: those of stamp cards that stay full. Partial refunds under
 * `floor-of-refunded` may leave points of the rules with the member: what each of them floors away.
 */
export function pointsKept(
  program: Program,
  sale: SettledSale,
  takings: readonly Taking[],
  rewardsKept: number,
): number[] {
  const earn = earnOf(program, sale);
  let lines = wholeLines(sale);
  const whole = tendersLeft(sale, lines);
  let byRules = Math.min(earn(lines, whole), sale.points);
  let byGifts = sale.points - byRules;
  let gifts = giftsOnSale(program, sale).filter(givesPoints);
  let before = whole;
  return takings.map((taking, place) => {
    const rest = linesAfter(lines, taking);
    const after = tendersLeft(sale, rest);
    const cumulative = after.left === 0 ? 0 : Math.min(byRules, earn(rest, after));
    const isAtOnce = after.left === 0 && place === 0;
    if (program.policies.refundRounding === 'cumulative' || isAtOnce) byRules = cumulative;
    else {
      const part = earn(partTaken(lines, taking), tendersTaken(before, after));
      byRules = Math.max(byRules - part, cumulative);
    }
    if (after.left === 0) byGifts = Math.min(byGifts, rewardsKept);
    else {
      const left = restOfSale(program, sale, rest, after);
      const kept = gifts.filter((gift) => bringsGift(left, gift));
      byGifts = Math.max(byGifts - sumPoints(gifts) + sumPoints(kept), 0);
      gifts = kept;
    }
    lines = rest;
    before = after;
    return byRules + byGifts;
  });
}

type PointsGift = Gift & { readonly give: Extract<GiftContent, { readonly kind: 'points' }> };

function givesPoints(gift: Gift): gift is PointsGift {
  return gift.give.kind === 'points';
}

function sumPoints(gifts: readonly PointsGift[]): number {
  return gifts.reduce((sum, { give }) => sum + give.points, 0);
}

/** The part of each line that one refund takes, as if it were all that is left of the line. */
function partTaken(lines: readonly LineLeft[], taking: Taking): LineLeft[] {
  const after = linesAfter(lines, taking);
  return lines.map((line, place) => {
    const leftMinor = line.leftMinor - itemAt(after, place).leftMinor;
    const qtyLeft = line.qtyLeft - itemAt(after, place).qtyLeft;
    // Without units an amount was taken; what it takes may still be worth started units.
    return {
      ...line,
      leftMinor,
      qtyLeft: qtyLeft > 0 ? qtyLeft : line.qty,
      byAmount: qtyLeft === 0,
    };
  });
}

function tendersTaken(before: NotMoney, after: NotMoney): NotMoney {
  return {
    pointsValueMinor: before.pointsValueMinor - after.pointsValueMinor,
    valueMinor: before.valueMinor - after.valueMinor,
  };
}

function earnOf(program: Program, sale: SettledSale): EarnFor {
  const { asked, facts, lines } = sale;
  const before = tierOn(program, facts, asked.date);
  const reached = tierAfterSale(program, facts, sale.spentMinor, asked.date);
  const context = saleContext({
    program,
    state: facts,
    sale: asked,
    grossByLine: lines.map((line) => line.grossMinor),
    tierId: before.tierId,
  });
  const { multiplierOf } = program.tierRules;
  const multiplierTierId = multiplierOf === 'tier-before' ? before.tierId : reached.tierId;
  return (left, tenders) =>
    earnPoints(context, { ...scaleLines(lines, left, tenders), multiplierTierId }).points;
}
