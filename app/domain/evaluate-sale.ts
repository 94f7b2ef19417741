import { earnPoints } from './earn-points.ts';
import type { Earned } from './earn-points.ts';
import { expiryFor } from './expiry.ts';
import { itemAt } from './item-at.ts';
import { balanceOf } from './lots.ts';
import { saleAmountMinorMax } from './money.ts';
import { paySale } from './pay-sale.ts';
import type { PaidSale } from './pay-sale.ts';
import { priceSale } from './price-sale.ts';
import type { PricedSale } from './price-sale.ts';
import type { Program } from './program.ts';
import type {
  EvaluatedSale,
  MemberState,
  PricedLine,
  SaleInput,
  SaleLine,
  SaleRefusal,
} from './sale.ts';
import { isInEffect, saleContext } from './sale-conditions.ts';
import type { SaleContext } from './sale-conditions.ts';
import { saleEntries } from './sale-entries.ts';
import { noGains, saleGains } from './sale-gains.ts';
import type { SaleGains } from './sale-gains.ts';
import { saleNotices } from './sale-notices.ts';
import { tierAfterSale, tierOn } from './tiers.ts';

export { saleAmountMinorMax };
export type {
  EvaluatedSale,
  LedgerEntry,
  MemberState,
  OfferedVoucher,
  SaleInput,
  SaleRefusal,
} from './sale.ts';
export { expiryFor } from './expiry.ts';

/**
 * The rules of the product: what a sale costs, earns and brings under one program version, from what
 * is known of the member before it. Pure and deterministic: the same three inputs give the same result
 * at the till and at HQ, byte for byte. Never throws on any schema-valid input with lot ids enough.
 *
 * Order of evaluation:
 * 1. The amount: whole NT$, above 0, at most `saleAmountMinorMax`.
 * 2. The tier on the sale's day (`tierOn`): a period that is over, or a tier the program does not have
 *    (any more), has ended before the sale.
 * 3. Coupons, codes, vouchers and rewards (`priceSale`).
 * 4. Where the sale's own points may be used: what the earn rules would give if nothing were paid with
 *    points or value (`earnPoints`).
 * 5. Points, stored value and gift cards pay (`paySale`), then money the rest.
 * 6. The tier after the sale (`tierAfterSale`) from what counts as spent.
 * 7. What the earn rules give for what was paid (`earnPoints`), by the tier before or the tier reached.
 *    If that, with own points, no longer covers the points spent, the sale is refused.
 * 8. Gifts for the sale, for rising, for a referral, and stamps with the rewards of full cards
 *    (`saleGains`). None of them can be used in this sale.
 * 9. Ledger entries (`saleEntries`), notices (`saleNotices`), reasons in the order above.
 * Outside the program's days only 2, 3 (without coupons), 5 and 9 happen.
 */
export function evaluateSale(
  program: Program,
  state: MemberState,
  sale: SaleInput,
): EvaluatedSale | SaleRefusal {
  const grossByLine = sale.lines.map((line) => line.qty * line.unitMinor);
  const refusal = refusalOf(grossByLine);
  if (refusal !== null) return { kind: 'refused', refusal };
  const tierBefore = tierOn(program, state, sale.date);
  const context = saleContext({ program, state, sale, grossByLine, tierId: tierBefore.tierId });
  const { availablePoints } = balanceOf(state.lots, sale.date);
  const usesOwn = program.sameSalePoints && isInEffect(program, sale.date);
  const ownPoints = (lines: PaidSale['lines']) =>
    usesOwn ? earned(context, lines, context.tierId).points : 0;
  const priced = priceSale(context);
  if (priced.kind === 'refused') {
    if (priced.refusal.code !== 'reward-refused') return priced;
    // Who cannot afford a reward is told so, before anything else that is wrong with it.
    const atMost = availablePoints + ownPoints(grossByLine.map(undiscounted));
    const neededPoints = costOfRewards(program, sale);
    return neededPoints > atMost ? pointsShort(atMost, neededPoints) : priced;
  }
  const beforePayment = availablePoints + ownPoints(priced.lines);
  const afterRewards = beforePayment - priced.rewardPoints;
  if (priced.rewardPoints > 0 && afterRewards < 0) {
    return pointsShort(beforePayment, priced.rewardPoints + sale.spendPoints);
  }
  const paid = paySale(context, priced, afterRewards);
  if (paid.kind === 'refused') return paid;
  const settled = settle(context, priced, paid);
  const pointsSpent = priced.rewardPoints + paid.pointsPaid;
  const covered = availablePoints + (usesOwn ? settled.earned.points : 0);
  if (pointsSpent > Math.max(covered, 0)) return pointsShort(covered, pointsSpent);
  return evaluated(context, settled, { pointsBefore: availablePoints, pointsSpent });
}

function undiscounted(grossMinor: number): PricedLine {
  return {
    grossMinor,
    discountMinor: 0,
    tiedDiscountMinor: 0,
    rewardMinor: 0,
    pointsMinor: 0,
    valueMinor: 0,
  };
}

/** Points the rewards asked for cost together; a started claim costs a whole one. */
function costOfRewards({ rewards }: Program, sale: SaleInput): number {
  return sale.rewards.reduce((sum, { rewardId, units }) => {
    const asked = rewards.filter((reward) => reward.rewardId === rewardId);
    return asked.reduce(
      (cost, { costPoints, unitsPerClaim }) => cost + Math.ceil(units / unitsPerClaim) * costPoints,
      sum,
    );
  }, 0);
}

/** A sale after payment, with what it earns and brings. */
type SettledSale = {
  readonly priced: PricedSale;
  readonly paid: PaidSale;
  readonly spentMinor: number;
  readonly tier: EvaluatedSale['tier'];
  readonly earned: Earned;
  readonly gains: SaleGains;
};

function refusalOf(grossByLine: readonly number[]): SaleRefusal['refusal'] | null {
  if (!grossByLine.every((minor) => Number.isInteger(minor))) return { code: 'amount-not-whole' };
  const amountMinor = sumOf(grossByLine);
  if (amountMinor <= 0 || grossByLine.some((minor) => minor < 0)) {
    return { code: 'amount-not-positive' };
  }
  if (amountMinor > saleAmountMinorMax) return { code: 'amount-too-large' };
  return null;
}

function sumOf(amounts: readonly number[]): number {
  return amounts.reduce((sum, amount) => sum + amount, 0);
}

function pointsShort(availablePoints: number, neededPoints: number): SaleRefusal {
  return { kind: 'refused', refusal: { code: 'points-short', availablePoints, neededPoints } };
}

function earned(context: SaleContext, lines: PaidSale['lines'], multiplierTierId: string): Earned {
  const qtyByLine = context.sale.lines.map((line) => line.qty);
  return earnPoints(context, { lines, qtyByLine, multiplierTierId });
}

/** Money and stored value paid for goods and their delivery; value sold is spent when it pays. */
function spentOn(lines: readonly SaleLine[], paid: PaidSale): number {
  return sumOf(
    paid.lines.map((line, place) =>
      itemAt(lines, place).kind === 'stored-value'
        ? 0
        : line.grossMinor - line.discountMinor - line.pointsMinor,
    ),
  );
}

function settle(context: SaleContext, priced: PricedSale, paid: PaidSale): SettledSale {
  const { program, state, sale } = context;
  const spentMinor = spentOn(sale.lines, paid);
  if (!isInEffect(program, sale.date)) {
    const none = { points: 0, baseMinor: 0, reasons: [{ code: 'outside-program' as const }] };
    const tier = tierOn(program, state, sale.date);
    return { priced, paid, spentMinor, tier, earned: none, gains: noGains };
  }
  const tier = tierAfterSale(program, state, spentMinor, sale.date);
  const byTier = program.tierRules.multiplierOf === 'tier-before' ? context.tierId : tier.tierId;
  const byRules = earned(context, paid.lines, byTier);
  const gains = saleGains(context, { lines: paid.lines, spentMinor, tier });
  return { priced, paid, spentMinor, tier, earned: byRules, gains };
}

function evaluated(
  context: SaleContext,
  { priced, paid, spentMinor, tier, earned: byRules, gains }: SettledSale,
  { pointsBefore, pointsSpent }: { readonly pointsBefore: number; readonly pointsSpent: number },
): EvaluatedSale {
  const { program, state, sale, grossByLine } = context;
  const points = byRules.points + gains.own.points;
  const lastDay = expiryFor(program.expiry, sale.date);
  const slides = program.expiry.kind === 'sliding' && isInEffect(program, sale.date);
  const entries = saleEntries(state, sale, {
    spent: pointsSpent,
    earned: points,
    inviter: gains.inviter,
    expiresOn: lastDay,
    slidesTo: slides ? lastDay : null,
  });
  const expiresOn = points > 0 ? lastDay : null;
  return {
    kind: 'evaluated',
    lines: paid.lines,
    amountMinor: sumOf(grossByLine),
    discountMinor: priced.discountMinor,
    pointsSpent,
    pointsValueMinor: paid.pointsValueMinor,
    valueMinor: paid.valueMinor,
    paidMinor: paid.paidMinor,
    spentMinor,
    baseMinor: byRules.baseMinor,
    points,
    expiresOn,
    discounts: priced.discounts,
    refused: priced.refused,
    goods: [...priced.goods, ...gains.own.goods],
    issued: gains.issued,
    giftIds: gains.giftIds,
    stamps: gains.stamps,
    tier,
    entries,
    values: paid.values,
    reasons: priced.reasons.concat(
      paid.reasons,
      byRules.reasons,
      gains.own.reasons,
      points > 0 ? [{ code: 'expires', expiresOn }] : [],
    ),
    notices: saleNotices(context, {
      tier,
      pointsBefore,
      points,
      pointsSpent,
      goods: priced.goods,
      gains,
    }),
  };
}
