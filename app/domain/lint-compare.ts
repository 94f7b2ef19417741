import type { Conditions, LineScope } from './program.ts';
import type { CalendarDate } from './time.ts';

/** Days, inclusive; null = open. */
export type DayRange = { readonly from: CalendarDate | null; readonly until: CalendarDate | null };

/** Whether both ranges have a day in common. */
export function daysOverlap(a: DayRange, b: DayRange): boolean {
  return isNotAfter(a.from, b.until) && isNotAfter(b.from, a.until);
}

function isNotAfter(from: CalendarDate | null, until: CalendarDate | null): boolean {
  return from === null || until === null || from <= until;
}

/** The days that lie in both ranges; may be reversed when there are none. */
export function daysInBoth(a: DayRange, b: DayRange): DayRange {
  return {
    from: a.from === null || (b.from !== null && b.from > a.from) ? b.from : a.from,
    until: a.until === null || (b.until !== null && b.until < a.until) ? b.until : a.until,
  };
}

/** Whether one sale can meet both, as far as days, tiers, stores and channels tell. */
export function canHoldTogether(a: Conditions, b: Conditions): boolean {
  return (
    daysOverlap(a, b) &&
    listsMeet(a.weekdays, b.weekdays) &&
    listsMeet(a.tierIds, b.tierIds) &&
    listsMeet(a.storeIds, b.storeIds) &&
    listsMeet(a.channels, b.channels)
  );
}

/** Empty lists ask nothing. */
function listsMeet<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === 0 || b.length === 0 || a.some((one) => b.includes(one));
}

/** Whether every line that `narrow` takes is taken by `wide` too. */
export function coversScope(wide: LineScope, narrow: LineScope): boolean {
  return (
    coversList(wide.skus, narrow.skus) &&
    coversList(wide.categories, narrow.categories) &&
    coversList(wide.labels, narrow.labels) &&
    wide.exceptSkus.every((one) => narrow.exceptSkus.includes(one)) &&
    wide.exceptCategories.every((one) => narrow.exceptCategories.includes(one)) &&
    wide.exceptLabels.every((one) => narrow.exceptLabels.includes(one)) &&
    (wide.delivery || !narrow.delivery)
  );
}

function coversList<T>(wide: readonly T[], narrow: readonly T[]): boolean {
  return wide.length === 0 || (narrow.length > 0 && narrow.every((one) => wide.includes(one)));
}

/** Whether `wide` holds in every sale in which `narrow` does (scopes being the same). */
export function coversConditions(wide: Conditions, narrow: Conditions): boolean {
  return (
    coversMeasures(wide, narrow) &&
    coversDays(wide, narrow) &&
    coversList(wide.needsSkus, narrow.needsSkus) &&
    (wide.needsCode === null || wide.needsCode === narrow.needsCode) &&
    coversList(wide.tierIds, narrow.tierIds) &&
    coversList(wide.storeIds, narrow.storeIds) &&
    coversList(wide.channels, narrow.channels) &&
    coversMember(wide, narrow)
  );
}

function coversMeasures(wide: Conditions, narrow: Conditions): boolean {
  const asksNothing =
    wide.minSpendMinor === 0 &&
    wide.maxSpendMinor === null &&
    wide.minUnits === 0 &&
    wide.maxUnits === null;
  if (asksNothing) return true;
  return (
    typeof wide.measureOn === 'string' &&
    wide.measureOn === narrow.measureOn &&
    wide.spendBasis === narrow.spendBasis &&
    wide.minSpendMinor <= narrow.minSpendMinor &&
    wide.minUnits <= narrow.minUnits &&
    isNotBelow(wide.maxSpendMinor, narrow.maxSpendMinor) &&
    isNotBelow(wide.maxUnits, narrow.maxUnits)
  );
}

/** Of two limits that may be absent. */
function isNotBelow(wide: number | null, narrow: number | null): boolean {
  return wide === null || (narrow !== null && wide >= narrow);
}

function coversDays(wide: Conditions, narrow: Conditions): boolean {
  const sameHours =
    wide.hours.length === narrow.hours.length &&
    wide.hours.every(
      (one, i) => one.from === narrow.hours[i]?.from && one.until === narrow.hours[i]?.until,
    );
  return (
    (wide.from === null || (narrow.from !== null && wide.from <= narrow.from)) &&
    (wide.until === null || (narrow.until !== null && wide.until >= narrow.until)) &&
    coversList(wide.weekdays, narrow.weekdays) &&
    (wide.hours.length === 0 || sameHours)
  );
}

function coversMember(wide: Conditions, narrow: Conditions): boolean {
  return (
    (wide.birthday === 'any' ||
      wide.birthday === narrow.birthday ||
      (wide.birthday === 'month' && narrow.birthday === 'day')) &&
    isNotBelow(wide.joinedWithinDays, narrow.joinedWithinDays) &&
    (wide.purchase === 'any' || narrow.purchase === 'first')
  );
}
