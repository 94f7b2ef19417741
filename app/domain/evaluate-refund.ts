import { expiryFor } from './expiry.ts';
import type { LotId } from './ids.ts';
import { itemAt } from './item-at.ts';
import { planGiveBack, planValueBack, spentLots, spentPointsKept } from './give-back-points.ts';
import { balanceOf, lotsFromEntries } from './lots.ts';
import type { Lot } from './lots.ts';
import { pointsKept } from './points-kept.ts';
import type { Program } from './program.ts';
import type {
  EvaluatedRefund,
  RefundContext,
  RefundReason,
  RefundRefusal,
  RefundRequest,
  SettledSale,
} from './refund.ts';
import { linesAfter, planTaking, wholeLines } from './refund-amounts.ts';
import type { LineLeft } from './refund-amounts.ts';
import { changeOf } from './refund-change.ts';
import type { RefundChange } from './refund-change.ts';
import type { LedgerEntry } from './sale.ts';
import { isInEffect } from './sale-conditions.ts';
import { stampsBack } from './stamps-back.ts';
import type { StampsBack } from './stamps-back.ts';
import { takeBackGifts } from './take-back-gifts.ts';
import { earnedByOthers, lotsOfOther, planReferralBack } from './take-back-referral.ts';
import { lapsedIn, planTakeBack, takenElsewhere } from './take-back-points.ts';
import type { LotChange, TakeBackPlan } from './take-back-points.ts';
import { addDays, compareDates } from './time.ts';
import type { CalendarDate } from './time.ts';

/**
 * What taking a sale back, whole or in part, does to money, points, lots, vouchers and stamps, under
 * the program version of the sale. Cumulative: what earlier refunds took is never taken again, and
 * refunds that add up to the whole sale leave the member as before it (as far as nothing lapsed or was
 * used since). A `void` takes back everything, whatever `request` says, and only a sale of which nothing
 * was refunded. Tiers stay as they are: what was spent counts less at the end of their period. Value
 * sold in the sale (lines of stored value) is not taken off its card here.
 *
 * The entries of the buying member, `expire` aside, sum to `returned` − `clawedBack`; those of other members (referral)
 * come with the refund that takes the last of what was paid. Never throws on any sale that `evaluateSale` made; throws RangeError
 * where `lotIds` has fewer than 2 ids.
 */
export function evaluateRefund(
  program: Program,
  context: RefundContext,
  mode: 'void' | 'refund',
  request: RefundRequest,
): EvaluatedRefund | RefundRefusal {
  const { sale, earlier } = context;
  const before = earlier.reduce<readonly LineLeft[]>(linesAfter, wholeLines(sale));
  const taking = planTaking(before, mode === 'void' ? { kind: 'all' } : request);
  const refusal = refusalOf(program, context, mode);
  if (taking.kind === 'refused') return taking;
  if (refusal !== null) return refusal;
  const change = changeOf(sale, before, taking);
  const stamps = stampsBack(program, context, change);
  const points = planPoints(program, context, change, stamps);
  if (mode === 'void' && program.policies.voidPolicy === 'block-if-points-spent') {
    const spent = pointsSpentSince(program, context, points.lots);
    if (spent > 0) return { kind: 'refused', refusal: { code: 'points-spent', points: spent } };
  }
  return settleRefund(program, context, { mode, change, stamps, points });
}

function refusalOf(
  program: Program,
  { sale, earlier, today }: RefundContext,
  mode: 'void' | 'refund',
): RefundRefusal | null {
  if (mode === 'void' && earlier.length > 0) {
    return { kind: 'refused', refusal: { code: 'already-refunded' } };
  }
  const { refundDaysMax } = program.policies;
  if (refundDaysMax === null) return null;
  const lastDay = addDays(sale.asked.date, refundDaysMax);
  if (compareDates(today, lastDay) <= 0) return null;
  return { kind: 'refused', refusal: { code: 'too-late', lastDay } };
}

/** What happens to the buying member's points. */
type PointsPlan = {
  readonly returned: number;
  readonly giveBack: { readonly changes: readonly LotChange[]; readonly lapsed: number };
  /** The lots once spent points are back. */
  readonly lots: readonly Lot[];
  readonly takeBack: TakeBackPlan;
  /** Of the points to take back, those that had lapsed. */
  readonly lapsedCounted: number;
  /** Points of the sale the member is still entitled to. */
  readonly kept: number;
  /** Under `clamp`: points that are missing since this refund, beyond what was missing before it. */
  readonly shortfall: number;
};

function planPoints(
  program: Program,
  context: RefundContext,
  change: RefundChange,
  stamps: StampsBack,
): PointsPlan {
  const { sale, earlier, today } = context;
  const { policies } = program;
  const takes = spentLots(sale);
  const spent = takes.reduce((sum, take) => sum + take.points, 0);
  const spentBefore = spentPointsKept(program, sale, change.linesBefore, change.before);
  const returned = spentBefore - spentPointsKept(program, sale, change.linesAfter, change.after);
  const giveBack = planGiveBack(takes, spent - spentBefore, returned, {
    lots: context.lots,
    newLotId: itemAt(context.lotIds, 0),
    policy: policies.expiredReturn,
    today,
    slidTo: slidTo(program, sale),
  });
  const lots = lotsFromEntries([...context.lots, ...giveBack.changes]);
  const keptAfterEach = pointsKept(program, sale, [...earlier, change.taking], rewardsOf(stamps));
  const kept = itemAt(keptAfterEach, earlier.length);
  const keptBefore = keptAfterEach[earlier.length - 1] ?? sale.points;
  const clawedBefore = earlier.reduce((sum, one) => sum + one.clawedBack, 0);
  // With the last of what was paid all that had to go went.
  const due = change.before.left === 0 ? 0 : Math.max(sale.points - kept - clawedBefore, 0);
  const own = ownLot(sale);
  const lapsed = (context.lapsedPoints ?? 0) + lapsedIn(lots, own.lotId, today);
  const lapsedCounted = Math.min(due, lapsed);
  // Earlier refunds found less than was due: what they missed is due again, but recorded only once.
  const missedBefore = Math.max(sale.points - keptBefore - clawedBefore - lapsed, 0);
  const takeBack = planTakeBack({
    lots,
    own,
    points: due - lapsedCounted,
    policy: policies.negativeBalance,
    today,
    elsewhere: takenElsewhere(earlier, sale.facts.memberId, own.lotId),
  });
  const shortfall = Math.max(takeBack.shortfall - missedBefore, 0);
  return { returned, giveBack, lots, takeBack, lapsedCounted, kept, shortfall };
}

/** The day to which the sale moved what it left of the member's points; null where it moved none. */
function slidTo(program: Program, { asked }: SettledSale): CalendarDate | null {
  const slides = program.expiry.kind === 'sliding' && isInEffect(program, asked.date);
  return slides ? expiryFor(program.expiry, asked.date) : null;
}

/** Points of stamp cards that stay full. */
function rewardsOf({ stayFull }: StampsBack): number {
  return stayFull.reduce(
    (sum, { reward }) => sum + (reward.kind === 'points' ? reward.points : 0),
    0,
  );
}

/** The lot the sale earned for the buying member. A sale without points has none: nothing is ever due. */
function ownLot({ entries, facts, asked }: SettledSale): Lot {
  const earned = entries.find((one) => one.kind === 'earn' && one.memberId === facts.memberId);
  return earned ?? { lotId: itemAt(asked.lotIds, 0), points: 0, expiresOn: null };
}

/**
 * How many points of the sale are no longer in the lots it made, the buyer's and other members' alike;
 * lapsed points count as there. Under sliding expiry, where later sales move all lots along, the
 * buyer's balance counts instead.
 */
function pointsSpentSince(program: Program, context: RefundContext, lots: readonly Lot[]): number {
  const { sale, today } = context;
  const heldIn = (held: readonly Lot[], lotId: LotId) =>
    held.find((one) => one.lotId === lotId)?.points ?? 0;
  const own =
    program.expiry.kind === 'sliding'
      ? balanceOf(lots, today).availablePoints
      : heldIn(lots, ownLot(sale).lotId) + (context.lapsedPoints ?? 0);
  return earnedByOthers(sale).reduce(
    (sum, one) => sum + Math.max(one.points - heldIn(lotsOfOther(context, one), one.lotId), 0),
    Math.max(sale.points - own, 0),
  );
}

type Settling = {
  readonly mode: 'void' | 'refund';
  readonly change: RefundChange;
  readonly stamps: StampsBack;
  readonly points: PointsPlan;
};

function settleRefund(
  program: Program,
  context: RefundContext,
  { mode, change, stamps, points }: Settling,
): EvaluatedRefund {
  const { sale } = context;
  const { taking, before, after, takesLast, complete } = change;
  const { giveBack, takeBack, returned } = points;
  const gifts = takeBackGifts(program, context, change, stamps);
  const { memberId } = sale.facts;
  const own = [...giveBack.changes, ...takeBack.changes].map((one) => ({ ...one, memberId }));
  const others = takesLast ? planReferralBack(program, context) : [];
  const valueMinor = before.valueMinor - after.valueMinor;
  const amountMinor = taking.byLine.reduce((sum, minor) => sum + minor, 0);
  return {
    kind: 'evaluated',
    result: {
      mode,
      byLine: taking.byLine,
      qtyByLine: taking.qtyByLine,
      amountMinor,
      moneyMinor: before.moneyMinor - after.moneyMinor,
      pointsValueMinor: before.pointsValueMinor - after.pointsValueMinor,
      valueMinor,
      spentMinor: before.spentMinor - after.spentMinor,
      clawedBack: takeBack.points,
      returned,
      shortfall: points.shortfall,
      entries: [...own, ...others].map((one, leg): LedgerEntry => ({ leg, ...one })),
      values: planValueBack(sale.values, sale.valueMinor - before.valueMinor, valueMinor, {
        newLotId: itemAt(context.lotIds, 1),
        policy: program.policies.expiredReturn,
        today: context.today,
      }),
      stamps: stamps.entries,
      cancelled: gifts.cancelled,
      reissued: gifts.reissued,
      complete,
    },
    reasons: [...reasonsOf(amountMinor, valueMinor, points), ...gifts.reasons, ...stamps.reasons],
  };
}

function reasonsOf(amountMinor: number, valueMinor: number, plan: PointsPlan): RefundReason[] {
  const { returned, giveBack, takeBack, kept, shortfall, lapsedCounted } = plan;
  const reasons: RefundReason[] = [{ code: 'goods-back', amountMinor }];
  if (returned > 0) {
    reasons.push({ code: 'points-given-back', points: returned, lapsed: giveBack.lapsed });
  }
  if (valueMinor > 0) reasons.push({ code: 'value-given-back', valueMinor });
  if (takeBack.points > 0) {
    reasons.push({ code: 'points-taken-back', points: takeBack.points, kept });
  }
  if (lapsedCounted > 0) reasons.push({ code: 'lapsed-counted', points: lapsedCounted });
  if (takeBack.debt > 0) reasons.push({ code: 'debt', points: takeBack.debt });
  if (shortfall > 0) reasons.push({ code: 'shortfall', points: shortfall });
  return reasons;
}
