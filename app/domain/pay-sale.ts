import { itemAt, numberAt } from './item-at.ts';
import { balanceOf, planSpend } from './lots.ts';
import { allocateLargestRemainder, multiplyBpsFloor } from './money.ts';
import type { PricedSale } from './price-sale.ts';
import type { Program, Redemption } from './program.ts';
import { strongerNeed } from './redeem-needs.ts';
import type { SaleContext } from './sale-conditions.ts';
import type { PricedLine, SaleRefusal, ValueEntry } from './sale.ts';
import type { SaleReason } from './sale-reason.ts';

/** A priced sale after points, stored value and gift cards have paid their parts. */
export type PaidSale = {
  readonly kind: 'paid';
  readonly lines: readonly PricedLine[];
  /** Points spent as payment; rewards are counted apart. */
  readonly pointsPaid: number;
  readonly pointsValueMinor: number;
  readonly valueMinor: number;
  readonly paidMinor: number;
  readonly values: readonly ValueEntry[];
  readonly reasons: readonly SaleReason[];
};

/** How many points may pay for a sale of `netMinor` after coupons; 0 with the reason why not. */
export type PointsRoom = {
  readonly maxPoints: number;
  readonly refusal: SaleRefusal | null;
};

type Refusal = SaleRefusal['refusal'];

function refuse(refusal: Refusal): SaleRefusal {
  return { kind: 'refused', refusal };
}

/** What a number of points is worth, NT$: whole steps only. */
function valueOfPoints(redemption: Redemption, points: number): number {
  return Math.floor(points / redemption.pointsPerStep) * redemption.minorPerStep;
}

/** The sale after coupons is too small for points, or null. */
function belowCartMin({ cartMinMinor }: Redemption, netMinor: number): Refusal | null {
  if (netMinor >= cartMinMinor) return null;
  return { code: 'redeem-cart-min', cartMinMinor, missingMinor: cartMinMinor - netMinor };
}

/** Whole steps of points that a sale takes by amount due, share and block, whatever the balance. */
function pointsTaken(redemption: Redemption, netMinor: number): number {
  const { block, minorPerStep, pointsPerStep, shareMaxBps } = redemption;
  const shareMinor = multiplyBpsFloor(netMinor, shareMaxBps);
  const steps = Math.floor(shareMinor / minorPerStep);
  if (block === null) return steps * pointsPerStep;
  const blockPoints = Math.floor(netMinor / block.perSpendMinor) * block.pointsMax;
  return Math.min(steps, Math.floor(blockPoints / pointsPerStep)) * pointsPerStep;
}

/**
 * The most points that may be spent: whole steps, within balance, share, block and amount due.
 * `netMinor` = goods after coupons (value sold is not counted), NT$. `availablePoints` is the balance
 * (with the sale's own points where the program lets them be used).
 */
export function pointsRoom(
  program: Program,
  netMinor: number,
  availablePoints: number,
): PointsRoom {
  const { redemption } = program;
  const none = (refusal: Refusal): PointsRoom => ({ maxPoints: 0, refusal: refuse(refusal) });
  if (redemption === null) return none({ code: 'no-redemption' });
  const { pointsMin, pointsPerStep } = redemption;
  const availableWhole = availablePoints - (availablePoints % pointsPerStep);
  const neededPoints = Math.max(1, Math.ceil(pointsMin / pointsPerStep)) * pointsPerStep;
  if (availableWhole < neededPoints) {
    return none({ code: 'points-short', availablePoints, neededPoints });
  }
  const cartMin = belowCartMin(redemption, netMinor);
  if (cartMin !== null) return none(cartMin);
  const maxPoints = Math.min(availableWhole, pointsTaken(redemption, netMinor));
  if (maxPoints === 0) return none({ code: 'redeem-above-max', maxPoints });
  if (maxPoints < pointsMin) return none({ code: 'redeem-min-above-max', pointsMin, maxPoints });
  return { maxPoints, refusal: null };
}

/** Why so many points cannot be spent on a sale, or null. Identity, balance, bill, then the program's bounds. */
function whyNotPoints(
  context: SaleContext,
  redemption: Redemption,
  netMinor: number,
  availablePoints: number,
): Refusal | null {
  const { spendPoints } = context.sale;
  const need = strongerNeed(context);
  if (need !== null) return { code: `redeem-needs-${need}` };
  if (spendPoints > availablePoints) {
    return { code: 'points-short', availablePoints, neededPoints: spendPoints };
  }
  if (valueOfPoints(redemption, spendPoints) > netMinor) return { code: 'redeem-exceeds-total' };
  const { pointsMin, pointsPerStep } = redemption;
  const cartMin = belowCartMin(redemption, netMinor);
  if (spendPoints < pointsMin) {
    const maxPoints = pointsTaken(redemption, netMinor);
    // Where more would be refused as well, more is not asked for.
    return cartMin === null && maxPoints < pointsMin
      ? { code: 'redeem-min-above-max', pointsMin, maxPoints }
      : { code: 'redeem-below-min', pointsMin };
  }
  if (cartMin !== null) return cartMin;
  if (spendPoints % pointsPerStep !== 0) return { code: 'redeem-not-step', pointsPerStep };
  const { maxPoints, refusal } = pointsRoom(context.program, netMinor, availablePoints);
  if (refusal !== null) return refusal.refusal;
  return maxPoints < spendPoints ? { code: 'redeem-above-max', maxPoints } : null;
}

/** The member's stored value taken lot by lot, or why it cannot be. */
function takeStoredValue(context: SaleContext): ValueEntry[] | Refusal {
  const { sale, state } = context;
  const need = strongerNeed(context);
  if (need !== null) return { code: `redeem-needs-${need}` };
  const plan = planSpend(state.storedValue, sale.storedValueMinor, sale.date);
  if (plan.kind === 'planned') {
    return plan.takes.map((take) => ({
      holder: 'member',
      holderId: take.lotId,
      amountMinor: -take.points,
      expiresOn: take.expiresOn,
    }));
  }
  const { lapsedPoints } = balanceOf(state.storedValue, sale.date);
  const isCoveredByLapsed = plan.availablePoints + lapsedPoints >= sale.storedValueMinor;
  return { code: isCoveredByLapsed ? 'value-expired' : 'value-short' };
}

/** What the gift cards pay as asked, or why they cannot. A card listed twice holds its value once. */
function takeGiftCards({ sale }: SaleContext): ValueEntry[] | Refusal {
  const taken = new Map<string, number>();
  const entries: ValueEntry[] = [];
  for (const { cardId, balanceMinor, useMinor } of sale.giftCards) {
    if (useMinor === 0) continue;
    const usedMinor = (taken.get(cardId) ?? 0) + useMinor;
    if (usedMinor > balanceMinor) return { code: 'value-short' };
    taken.set(cardId, usedMinor);
    entries.push({
      holder: 'gift-card',
      holderId: cardId,
      amountMinor: -useMinor,
      expiresOn: null,
    });
  }
  return entries;
}

/** Stored value first, then gift cards. */
function takeValue(context: SaleContext): ValueEntry[] | Refusal {
  const stored = context.sale.storedValueMinor > 0 ? takeStoredValue(context) : [];
  if ('code' in stored) return stored;
  const cards = takeGiftCards(context);
  return 'code' in cards ? cards : [...stored, ...cards];
}

/**
 * Takes the points, stored value and gift cards asked for. `availablePoints` = usable balance less
 * what rewards cost, plus the sale's own points where `sameSalePoints`. Refuses a request that is not
 * possible as asked; never takes less than asked. None of the three pays for lines that sell value:
 * else points could be turned into value, and value that ends into value that does not.
 */
export function paySale(
  context: SaleContext,
  priced: PricedSale,
  availablePoints: number,
): PaidSale | SaleRefusal {
  const { program, sale } = context;
  const netByLine = priced.lines.map((line) => line.grossMinor - line.discountMinor);
  const payable = netByLine.map((net, line) =>
    itemAt(sale.lines, line).kind === 'stored-value' ? 0 : net,
  );
  const payableMinor = sumOf(payable);

  const pointsPaid = sale.spendPoints;
  let pointsValueMinor = 0;
  if (pointsPaid > 0) {
    if (program.redemption === null) return refuse({ code: 'no-redemption' });
    const why = whyNotPoints(context, program.redemption, payableMinor, availablePoints);
    if (why !== null) return refuse(why);
    pointsValueMinor = valueOfPoints(program.redemption, pointsPaid);
  }
  const values = takeValue(context);
  if ('code' in values) return refuse(values);
  const valueMinor = values.reduce((sum, entry) => sum - entry.amountMinor, 0);
  if (valueMinor > payableMinor - pointsValueMinor) return refuse({ code: 'value-exceeds-total' });

  const pointsByLine = allocateLargestRemainder(pointsValueMinor, payable);
  const afterPoints = payable.map((net, line) => net - numberAt(pointsByLine, line));
  const valueByLine = allocateLargestRemainder(valueMinor, afterPoints);
  return {
    kind: 'paid',
    lines: priced.lines.map((line, place) => ({
      grossMinor: line.grossMinor,
      discountMinor: line.discountMinor,
      tiedDiscountMinor: line.tiedDiscountMinor,
      rewardMinor: line.rewardMinor,
      pointsMinor: numberAt(pointsByLine, place),
      valueMinor: numberAt(valueByLine, place),
    })),
    pointsPaid,
    pointsValueMinor,
    valueMinor,
    paidMinor: sumOf(netByLine) - pointsValueMinor - valueMinor,
    values,
    reasons: reasonsFor(pointsPaid, pointsValueMinor, valueMinor),
  };
}

function sumOf(amounts: readonly number[]): number {
  return amounts.reduce((sum, amount) => sum + amount, 0);
}

function reasonsFor(points: number, pointsValueMinor: number, valueMinor: number): SaleReason[] {
  const reasons: SaleReason[] = [];
  if (points > 0) reasons.push({ code: 'points-spent', points, valueMinor: pointsValueMinor });
  if (valueMinor > 0) reasons.push({ code: 'value-used', valueMinor });
  return reasons;
}
