import {
  periodDaysMax,
  refusalsMax,
  type Figures,
  type Period,
} from '../contract/manager-views.ts';
import type { LocalizedText, Program } from '../domain/program.ts';
import { addDays, addMonths, daysBetween, endOfPeriod, type CalendarDate } from '../domain/time.ts';
import {
  getBuyers,
  getSpanCounts,
  getSpanPoints,
  listHourFigures,
  listSpanUses,
  listStaffFigures,
  type DaySpan,
  type HourFigures,
} from '../db/day-figures.ts';
import { getUnsentSummary } from '../db/events.ts';
import type { Reader } from '../db/handles.ts';
import { findProgramInForce } from '../db/programs.ts';
import { listRefusals } from '../db/refusal-tally.ts';

const couponsMax = 20;
/** As many people as can be listed at a counter. */
const staffMax = 100;

/** The days of a period as seen on `today`, both inclusive; a running month ends today. */
export function spanOf(period: Period, today: CalendarDate): DaySpan {
  const monthBegan = `${today.slice(0, 8)}01`;
  switch (period) {
    case 'today':
      return { from: today, to: today };
    case 'yesterday':
      return { from: addDays(today, -1), to: addDays(today, -1) };
    case '7-days':
      return { from: addDays(today, -6), to: today };
    case 'this-month':
      return { from: monthBegan, to: today };
    case 'last-month': {
      const from = addMonths(monthBegan, -1);
      return { from, to: endOfPeriod(from, 'month') };
    }
  }
}

/**
 * What this counter did in a period: every number is a sum over what it recorded. Only refusals, which
 * record nothing, are counted when they happen.
 */
export async function showFigures(
  db: Reader,
  { period, today }: { readonly period: Period; readonly today: CalendarDate },
): Promise<Figures> {
  const span = spanOf(period, today);
  const hours = await listHourFigures(db, span);
  const counts = await getSpanCounts(db, span);
  const points = await getSpanPoints(db, span);
  const buyers = await getBuyers(db, span);
  const program = await findProgramInForce(db, today);
  // Gifts share the count of uses, but were given and not redeemed.
  const uses = (await listSpanUses(db, span)).filter(
    ({ id }) => program?.gifts.some(({ giftId }) => giftId === id) !== true,
  );
  const { count } = await getUnsentSummary(db);
  const sum = (of: (hour: HourFigures) => number) => hours.reduce((n, hour) => n + of(hour), 0);
  return {
    ...span,
    sales: sum(({ sales }) => sales),
    amountMinor: sum(({ amountMinor }) => amountMinor),
    discountMinor: sum(({ discountMinor }) => discountMinor),
    paidMinor: sum(({ paidMinor }) => paidMinor),
    ...counts,
    points,
    ...buyers,
    coupons: uses.slice(0, couponsMax).map((one) => ({ ...one, name: useName(program, one.id) })),
    couponUses: uses.reduce((n, one) => n + one.uses, 0),
    hours: Array.from({ length: 24 }, (_, hour) => ({
      hour,
      ...lineOf(hours.filter((one) => one.hour === hour)),
    })),
    days: daysOf(span).map((date) => ({
      date,
      ...lineOf(hours.filter((one) => one.date === date)),
    })),
    byStaff: [...(await listStaffFigures(db, span, staffMax))],
    refusals: [...(await listRefusals(db, { ...span, limit: refusalsMax }))],
    unsent: count,
  };
}

function daysOf({ from, to }: DaySpan): CalendarDate[] {
  const length = Math.min(daysBetween(from, to) + 1, periodDaysMax);
  return Array.from({ length }, (_, n) => addDays(from, n));
}

function lineOf(
  hours: readonly HourFigures[],
): Pick<HourFigures, 'sales' | 'paidMinor' | 'points'> {
  const sum = { sales: 0, paidMinor: 0, points: 0 };
  for (const { sales, paidMinor, points } of hours) {
    sum.sales += sales;
    sum.paidMinor += paidMinor;
    sum.points += points;
  }
  return sum;
}

/** The name of a coupon or reward; one that the program no longer has keeps its id. */
function useName(program: Program | null, id: string): LocalizedText {
  const name =
    program?.coupons.find((one) => one.couponId === id)?.name ??
    program?.rewards.find((one) => one.rewardId === id)?.name;
  return name ?? { 'zh-TW': id.slice(-8), en: id.slice(-8) };
}
