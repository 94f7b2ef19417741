import type { LedgerEntry } from './evaluate-sale.ts';
import type { LotId } from './ids.ts';
import { compareDates } from './time.ts';
import type { CalendarDate } from './time.ts';

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
  /** What stops being usable next, never more than is available. */
  readonly expiringNext: { readonly points: number; readonly expiresOn: CalendarDate } | null;
  /** Points in lots past their last day for which no expire entry stands yet. */
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
 * Sums one member's ledger entries into lots, in spending order, without those that are empty.
 * The order of the entries does not matter; where entries name different last days for a lot, the
 * soonest counts.
 */
export function lotsFromEntries(entries: readonly LedgerEntry[]): Lot[] {
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
function isLapsed(lot: Lot, today: CalendarDate): boolean {
  return lot.points > 0 && lot.expiresOn !== null && compareDates(lot.expiresOn, today) < 0;
}

/** The balance on a day. A lot is usable through the whole of its last day. */
export function balanceOf(lots: readonly Lot[], today: CalendarDate): Balance {
  let availablePoints = 0;
  let lapsedPoints = 0;
  let nextDay: CalendarDate | null = null;
  let nextPoints = 0;
  for (const lot of lots) {
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
  const shownPoints = Math.min(nextPoints, availablePoints);
  const expiringNext =
    nextDay !== null && shownPoints > 0 ? { points: shownPoints, expiresOn: nextDay } : null;
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
  const takes: LotTake[] = [];
  let left = points;
  for (const lot of [...lots].sort(compareLots)) {
    if (left === 0) break;
    if (lot.points <= 0 || isLapsed(lot, today)) continue;
    const taken = Math.min(left, lot.points);
    takes.push({ lotId: lot.lotId, points: taken, expiresOn: lot.expiresOn });
    left -= taken;
  }
  return { kind: 'planned', takes };
}

/**
 * The expire entries due on a day, in spending order. Idempotent: once its entries stand in the
 * ledger the lots are empty and nothing more is planned.
 */
export function planExpiry(lots: readonly Lot[], today: CalendarDate): PlannedExpiry[] {
  const planned: PlannedExpiry[] = [];
  for (const lot of [...lots].sort(compareLots)) {
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
