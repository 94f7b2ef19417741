import type { LotId } from './ids.ts';
import { inOrder } from './in-order.ts';
import { compareDates } from './time.ts';
import type { CalendarDate } from './time.ts';

/*
 * Debts. A lot below 0 is a debt: points taken back that were spent already, or spent twice by counters
 * that were apart. The member's other points cover it, those that lapse soonest first. This is never
 * written: it is a function of the lots alone (`coverDebts`), so that counter and HQ agree in whatever order
 * they heard of them. What covers a debt is neither spent nor lapses: it stays in its lot for ever, and
 * lot and debt together stay 0. So a debt that was repaid stays repaid, and the balance never falls by
 * the calendar by more than lapses.
 */

/** What is left of one earning. `expiresOn` = its last usable day; null = it never lapses. */
export type Lot = {
  readonly lotId: LotId;
  readonly points: number;
  readonly expiresOn: CalendarDate | null;
};

/** A member's points as one looks at them on a day. */
export type Balance = {
  /** May be below 0 when counters spent the same points while apart. */
  readonly availablePoints: number;
  /** What stops being usable next, without what covers debts. */
  readonly expiringNext: { readonly points: number; readonly expiresOn: CalendarDate } | null;
  /** Points in lots past their last day for which no expire entry stands yet, without what covers debts. */
  readonly lapsedPoints: number;
};

/** Points taken from one lot; `points` above 0. */
export type LotTake = Lot;

export type SpendPlan =
  | { readonly kind: 'planned'; readonly takes: readonly LotTake[] }
  | { readonly kind: 'short'; readonly availablePoints: number };

/** What an expire entry must carry, apart from its leg and member. `points` is below 0. */
export type PlannedExpiry = {
  readonly kind: 'expire';
  readonly lotId: LotId;
  readonly points: number;
  readonly expiresOn: CalendarDate;
};

/** The order of spending: soonest last day first, undated last, then by id. */
export function compareLots(a: Lot, b: Lot): number {
  const byDay = compareLastDays(a.expiresOn, b.expiresOn);
  if (byDay !== 0) return byDay;
  return a.lotId < b.lotId ? -1 : a.lotId > b.lotId ? 1 : 0;
}

function compareLastDays(a: CalendarDate | null, b: CalendarDate | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  return compareDates(a, b);
}

/**
 * Sums one member's ledger entries (or lots and changes to them) into lots, in spending order, without those that are empty.
 * The order of the entries does not matter; where entries name different last days for a lot, the
 * soonest counts.
 */
export function lotsFromEntries(entries: readonly Lot[]): Lot[] {
  const lots = new Map<LotId, Lot>();
  for (const { lotId, points, expiresOn } of entries) {
    const known = lots.get(lotId);
    if (known === undefined) {
      lots.set(lotId, { lotId, points, expiresOn });
      continue;
    }
    const soonest = compareLastDays(known.expiresOn, expiresOn) <= 0 ? known.expiresOn : expiresOn;
    lots.set(lotId, { lotId, points: known.points + points, expiresOn: soonest });
  }
  return [...lots.values()].filter((lot) => lot.points !== 0).sort(compareLots);
}

/**
 * Whether the lot's points are past their last day. A debt (points below 0) never lapses: the
 * member would be given points by the calendar.
 */
export function isLapsed(lot: Lot, today: CalendarDate): boolean {
  return lot.points > 0 && lot.expiresOn !== null && compareDates(lot.expiresOn, today) < 0;
}

/**
 * What is left of the lots once the debts are covered, soonest last day first, lapsed lots before all:
 * either only points or only debts that nothing covers. In spending order; sums to the same.
 */
export function coverDebts(lots: readonly Lot[]): Lot[] {
  return coverBy(lots, () => true);
}

/**
 * The same lots without what those past their last day cover, on both sides. For whoever needs to know
 * how many points have really lapsed, but the live lots as they are.
 */
export function coverDebtsByLapsed(lots: readonly Lot[], today: CalendarDate): Lot[] {
  return coverBy(lots, (lot) => isLapsed(lot, today));
}

function coverBy(lots: readonly Lot[], mayCover: (lot: Lot) => boolean): Lot[] {
  const sorted = inOrder(lots, compareLots);
  let owed = 0;
  let held = 0;
  for (const lot of sorted) {
    if (lot.points < 0) owed -= lot.points;
    else if (mayCover(lot)) held += lot.points;
  }
  let toTake = Math.min(owed, held);
  if (toTake === 0) return sorted;
  let toCover = toTake;
  return sorted.flatMap((lot) => {
    let { points } = lot;
    if (points < 0) {
      const covered = Math.min(toCover, -points);
      toCover -= covered;
      points += covered;
    } else if (mayCover(lot)) {
      const taken = Math.min(toTake, points);
      toTake -= taken;
      points -= taken;
    }
    return points === 0 ? [] : [{ ...lot, points }];
  });
}

/** The balance on a day. A lot is usable through the whole of its last day. */
export function balanceOf(lots: readonly Lot[], today: CalendarDate): Balance {
  const rests = lots.some((lot) => lot.points < 0) ? coverDebts(lots) : lots;
  let availablePoints = 0;
  let lapsedPoints = 0;
  let nextDay: CalendarDate | null = null;
  let nextPoints = 0;
  for (const lot of rests) {
    if (isLapsed(lot, today)) {
      lapsedPoints += lot.points;
      continue;
    }
    availablePoints += lot.points;
    if (lot.points <= 0 || lot.expiresOn === null) continue;
    if (nextDay === null || compareDates(lot.expiresOn, nextDay) < 0) {
      nextDay = lot.expiresOn;
      nextPoints = 0;
    }
    if (lot.expiresOn === nextDay) nextPoints += lot.points;
  }
  const expiringNext = nextDay === null ? null : { points: nextPoints, expiresOn: nextDay };
  return { availablePoints, expiringNext, lapsedPoints };
}

/**
 * Which lots a spend of `points` takes from: soonest last day first, undated last. Debts lower
 * what may be spent. Throws when `points` is negative or not whole.
 */
export function planSpend(lots: readonly Lot[], points: number, today: CalendarDate): SpendPlan {
  if (!Number.isSafeInteger(points) || points < 0)
    throw new RangeError('points must be whole, from 0');
  const { availablePoints } = balanceOf(lots, today);
  // Nothing asked is never short, not even for a member in debt.
  if (points > Math.max(availablePoints, 0)) return { kind: 'short', availablePoints };
  return { kind: 'planned', takes: takeFromLots(lots, points, today) };
}

/**
 * Up to `points` from the lots that are usable on a day, in spending order: less where they hold less.
 * What covers a debt is not taken.
 */
export function takeFromLots(lots: readonly Lot[], points: number, today: CalendarDate): LotTake[] {
  const takes: LotTake[] = [];
  let left = points;
  for (const lot of coverDebts(lots)) {
    if (left === 0) break;
    if (lot.points <= 0 || isLapsed(lot, today)) continue;
    const taken = Math.min(left, lot.points);
    takes.push({ lotId: lot.lotId, points: taken, expiresOn: lot.expiresOn });
    left -= taken;
  }
  return takes;
}

/**
 * What of earlier takes comes back when `points` are returned after `returnedBefore` were: in reverse
 * order of taking, so that the lot that lasts longest is filled first. Taking and returning the same
 * number, in any steps, leaves every lot as it was. Never more than was taken.
 */
export function planReturn<Take extends { readonly points: number }>(
  takes: readonly Take[],
  returnedBefore: number,
  points: number,
): Take[] {
  const returned: Take[] = [];
  let skip = returnedBefore;
  let left = points;
  for (const take of takes.toReversed()) {
    const skipped = Math.min(skip, take.points);
    skip -= skipped;
    const back = Math.min(left, take.points - skipped);
    if (back > 0) returned.push({ ...take, points: back });
    left -= back;
  }
  return returned;
}

/**
 * The expire entries due on a day, in spending order. A lot lapses with what is left of it after the
 * debts; what covers them stays in the ledger. Idempotent: once its entries stand in the ledger
 * nothing more is planned.
 */
export function planExpiry(lots: readonly Lot[], today: CalendarDate): PlannedExpiry[] {
  const planned: PlannedExpiry[] = [];
  for (const lot of coverDebts(lots)) {
    if (lot.expiresOn === null || !isLapsed(lot, today)) continue;
    planned.push({
      kind: 'expire',
      lotId: lot.lotId,
      points: -lot.points,
      expiresOn: lot.expiresOn,
    });
  }
  return planned;
}
