import { daysBetween, type CalendarDate } from './time.ts';

/** What kind of customer a member is, by when they joined and bought. */
export const activityClasses = ['new', 'regular', 'active', 'away', 'lapsed', 'never'] as const;
export type ActivityClass = (typeof activityClasses)[number];

/** Joined within this many days: still new, whatever they bought. */
export const newDaysMax = 30;
/** Bought within this many days: around. The member list filters by the same. */
export const activeDaysMax = 90;
/** Not seen for longer than this: gone for good, most likely. */
export const awayDaysMax = 365;
/** Days with a sale within the last 90 that make a regular: about one a month. */
export const regularVisitsMin = 3;

/**
 * `new`: joined within 30 days. `regular`: bought on 3 days or more of the last 90; `active`: bought in them.
 * `away`: not for 90 days; `lapsed`: not for a year. `never`: no sale is known, and not new.
 */
export function activityClassOf(member: {
  readonly joinedOn: CalendarDate;
  /** Day of the last sale that is known; null = none. */
  readonly lastSaleOn: CalendarDate | null;
  /** Days with a sale within the last 90. */
  readonly visits: number;
  readonly today: CalendarDate;
}): ActivityClass {
  const { joinedOn, lastSaleOn, visits, today } = member;
  if (daysBetween(joinedOn, today) <= newDaysMax) return 'new';
  if (lastSaleOn === null) return 'never';
  const agoDays = daysBetween(lastSaleOn, today);
  if (agoDays > awayDaysMax) return 'lapsed';
  if (agoDays > activeDaysMax) return 'away';
  return visits >= regularVisitsMin ? 'regular' : 'active';
}
