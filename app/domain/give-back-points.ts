import type { LotId } from './ids.ts';
import { isLapsed, lotsFromEntries, planReturn } from './lots.ts';
import type { Lot } from './lots.ts';
import type { Policies, Program } from './program.ts';
import type { SettledSale } from './refund.ts';
import { shareOf } from './refund-amounts.ts';
import type { LineLeft, TendersLeft } from './refund-amounts.ts';
import { allocateLargestRemainder } from './money.ts';
import { itemAt } from './item-at.ts';
import type { AppliedDiscount, ValueEntry } from './sale.ts';
import type { LotChange } from './take-back-points.ts';
import { addDays, compareDates } from './time.ts';
import type { CalendarDate } from './time.ts';

/** The buying member's spend of a sale, lot by lot in the order taken; `points` above 0. */
export function spentLots(sale: Pick<SettledSale, 'entries' | 'facts'>): Lot[] {
  return sale.entries
    .filter((entry) => entry.kind === 'spend' && entry.memberId === sale.facts.memberId)
    .map(({ lotId, points, expiresOn }) => ({ lotId, points: -points, expiresOn }));
}

/**
 * Points that stay spent while `lines` of a sale are left. What paid follows what it still pays; rewards
 * that made no line cheaper (goods handed over) follow the value of the sale. A reward's cost is spread
 * over the lines it made cheaper, like its discount, and each part follows its line: who keeps the goods
 * a reward made free does not get its points back. All rounded up, so that points come back no faster
 * than their value, and what comes back sums to what was spent.
 */
export function spentPointsKept(
  program: Program,
  sale: SettledSale,
  lines: readonly LineLeft[],
  tenders: TendersLeft,
): number {
  let paying = spentLots(sale).reduce((sum, take) => sum + take.points, 0);
  let kept = 0;
  for (const discount of sale.discounts) {
    const cost = Math.min(costOf(program, discount), paying);
    paying -= cost;
    if (discount.discountMinor === 0) kept += shareUp(cost, tenders.left, tenders.whole);
    else {
      allocateLargestRemainder(cost, discount.byLine).forEach((part, place) => {
        kept += shareLeft(part, itemAt(lines, place));
      });
    }
  }
  const { pointsValueMinor, left, whole } = tenders;
  if (sale.pointsValueMinor === 0) return kept + shareUp(paying, left, whole);
  return kept + shareUp(paying, pointsValueMinor, sale.pointsValueMinor);
}

/** value × part ÷ whole, rounded up. The whole is above 0. */
function shareUp(value: number, part: number, whole: number): number {
  return value - shareOf(value, whole - part, whole);
}

/** What a reward cost altogether; 0 for coupons. */
function costOf(program: Program, { source, uses }: AppliedDiscount): number {
  if (source.kind !== 'reward') return 0;
  const reward = program.rewards.find((one) => one.rewardId === source.rewardId);
  return reward === undefined ? 0 : reward.costPoints * uses;
}

function shareLeft(part: number, line: LineLeft): number {
  return line.dueMinor > 0
    ? shareUp(part, line.leftMinor, line.dueMinor)
    : shareUp(part, line.qtyLeft, line.qty);
}

/** Points coming back, and how many of them come back to a day already past. */
export type GiveBackPlan = { readonly changes: readonly LotChange[]; readonly lapsed: number };

/** How points come back: the member's lots now, the id for a new one, and the rule for lapsed ones. */
export type GiveBack = {
  readonly lots: readonly Lot[];
  readonly newLotId: LotId;
  readonly policy: Policies['expiredReturn'];
  readonly today: CalendarDate;
};

/** How spent points come back. */
export type PointsBack = GiveBack & {
  /** Under sliding expiry the day to which the sale moved all points it left; else null. */
  readonly slidTo: CalendarDate | null;
};

/**
 * Gives `points` back to the lots they were spent from, in reverse order of taking, after
 * `returnedBefore` have come back. Of a lot past its day they come back to that lot and lapse with it
 * (as far as they do not repay a debt on it), or under `extend` to one new lot that can be used so many
 * days more. Under sliding expiry they come back to where the rest has moved: to the member's lot that
 * lasts longest, or to a new one with the day to which the sale moved the rest.
 */
export function planGiveBack(
  takes: readonly Lot[],
  returnedBefore: number,
  points: number,
  back: PointsBack,
): GiveBackPlan {
  const { lots, newLotId, policy, today } = back;
  const targets = planReturn(takes, returnedBefore, points).map((take) => {
    const slid = slidWith(take, back);
    return policy.kind === 'extend' && isLapsed(slid, today)
      ? { lotId: newLotId, points: take.points, expiresOn: addDays(today, policy.days) }
      : slid;
  });
  const changes = lotsFromEntries(targets);
  const after = lotsFromEntries([...lots, ...changes]);
  const lapsed = changes.reduce((sum, back) => {
    const lot = after.find((one) => one.lotId === back.lotId);
    return lot !== undefined && isLapsed(lot, today)
      ? sum + Math.min(back.points, lot.points)
      : sum;
  }, 0);
  return { changes: changes.map((back) => ({ ...back, kind: 'refund' as const })), lapsed };
}

/** The lot of a take, or where its points would be had they not been spent. */
function slidWith(take: Lot, { lots, newLotId, today, slidTo }: PointsBack): Lot {
  if (slidTo === null || take.expiresOn === null) return take;
  let to = { lotId: newLotId, expiresOn: slidTo };
  for (const { lotId, points, expiresOn } of lots) {
    if (points <= 0 || expiresOn === null || compareDates(expiresOn, to.expiresOn) < 0) continue;
    to = { lotId, expiresOn };
  }
  const lasts =
    compareDates(to.expiresOn, take.expiresOn) > 0 && compareDates(to.expiresOn, today) >= 0;
  return lasts ? { ...take, ...to } : take;
}

/**
 * Gives stored value and gift cards back, NT$, in reverse order of taking: to the member's lot or the
 * card it came from. Member's value past its day comes back under the same rule as points; a gift
 * card gets its value back whatever its day.
 */
export function planValueBack(
  values: readonly ValueEntry[],
  returnedBefore: number,
  amountMinor: number,
  { newLotId, policy, today }: Omit<GiveBack, 'lots'>,
): ValueEntry[] {
  const takes = values.flatMap((value) =>
    value.amountMinor < 0 ? [{ ...value, points: -value.amountMinor }] : [],
  );
  return planReturn(takes, returnedBefore, amountMinor).map((take) => {
    const { holder, holderId, expiresOn, points } = take;
    const isPast = expiresOn !== null && compareDates(expiresOn, today) < 0;
    return holder === 'member' && isPast && policy.kind === 'extend'
      ? { holder, holderId: newLotId, amountMinor: points, expiresOn: addDays(today, policy.days) }
      : { holder, holderId, amountMinor: points, expiresOn };
  });
}
