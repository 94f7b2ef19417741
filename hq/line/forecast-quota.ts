import { addDays, daysBetween } from '../../app/domain/time.ts';
import type { CalendarDate } from '../../app/domain/time.ts';

/** How much of the month's messages was used when it was last looked at on a day. LINE's count is about right. */
export type QuotaSample = { readonly day: CalendarDate; readonly used: number };

/** What is left of this month's messages, and for how long. */
export type QuotaForecast = {
  readonly used: number;
  /** Null = the plan has no limit. */
  readonly quota: number | null;
  /** Messages of a day, over the last week; null until a day of the month has passed. */
  readonly perDay: number | null;
  /** What the month will have used at this pace. */
  readonly monthEndUsed: number | null;
  /** The day on which nothing will be left; null where the month ends before. */
  readonly runsOutOn: CalendarDate | null;
};

const weekDays = 7;

/**
 * The forecast from the samples of this month, newest last. LINE counts by the calendar month
 * (reference "Get the target limit for sending messages this month").
 */
export function forecastQuota(
  samples: readonly QuotaSample[],
  given: { readonly quota: number | null; readonly today: CalendarDate },
): QuotaForecast | null {
  const { quota, today } = given;
  const month = today.slice(0, 7);
  const own = samples.filter(({ day }) => day.startsWith(month) && day <= today);
  const last = own.at(-1);
  if (last === undefined) return null;
  const { used } = last;
  // The month began with nothing used.
  const weekAgo = addDays(last.day, -weekDays);
  const first = own.find(({ day }) => day >= weekAgo) ?? last;
  const start = first.day === last.day ? { day: `${month}-01`, used: 0 } : first;
  const days = daysBetween(start.day, last.day);
  const nothing = { used, quota, perDay: null, monthEndUsed: null, runsOutOn: null };
  if (days <= 0) return nothing;
  const perDay = Math.max(0, used - start.used) / days;
  const daysLeft = daysBetween(last.day, lastOfMonth(month));
  const monthEndUsed = Math.round(used + perDay * daysLeft);
  const left = quota === null ? Number.POSITIVE_INFINITY : Math.max(0, quota - used);
  const lasts =
    left === 0 ? 0 : perDay === 0 ? Number.POSITIVE_INFINITY : Math.floor(left / perDay);
  const runsOutOn = lasts > daysLeft ? null : addDays(last.day, lasts);
  return { used, quota, perDay: Math.round(perDay), monthEndUsed, runsOutOn };
}

function lastOfMonth(month: string): CalendarDate {
  const [year = 0, nth = 0] = month.split('-').map(Number);
  return new Date(Date.UTC(year, nth, 0)).toISOString().slice(0, 10);
}
