import { itemAt } from './item-at.ts';

/** A day `YYYY-MM-DD` as a shop in Taiwan counts it. Plain strings compare in calendar order. */
export type CalendarDate = string;

const minuteMs = 60_000;
const dayMs = 86_400_000;

/**
 * Asia/Taipei is UTC+8 all year: the last daylight saving of Taiwan ended on 1979-10-01
 * (tzdb, file `asia`, Rule Taiwan and Zone Asia/Taipei). A constant offset needs no zone data,
 * so every PC agrees on "today" whatever zone it is set to.
 */
const taipeiOffsetMs = 8 * 60 * minuteMs;

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}

/**
 * The first and the last day that `YYYY-MM-DD` can write, and their first and last instants in UTC; everything
 * beyond is written as they are, so that days stay comparable and no clock is too wrong to be dated.
 */
const firstDay: CalendarDate = '0000-01-01';
const lastDay: CalendarDate = '9999-12-31';
const firstUtcMs = -62_167_219_200_000;
const lastUtcMs = 253_402_300_799_999;

function writeDate(year: number, month: number, day: number): CalendarDate {
  if (year < 0) return firstDay;
  if (year > 9999) return lastDay;
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
}

function dateOfUtcMs(utcMs: number): CalendarDate {
  const date = new Date(Math.min(Math.max(utcMs, firstUtcMs), lastUtcMs));
  if (Number.isNaN(date.getTime())) throw new RangeError('not an instant');
  return writeDate(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate());
}

/** How many days a month has; `month` from 1. */
function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

type DateParts = { readonly year: number; readonly month: number; readonly day: number };

function readDate(date: string): DateParts | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return null;
  const year = Number(date.slice(0, 4));
  const month = Number(date.slice(5, 7));
  const day = Number(date.slice(8));
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null;
  return { year, month, day };
}

function partsOf(date: CalendarDate): DateParts {
  const parts = readDate(date);
  if (parts === null) throw new RangeError('not a calendar date');
  return parts;
}

/** Days since 1970-01-01. `Date.UTC` would read years below 100 as 19xx, so the year is set apart. */
function dayNumber({ year, month, day }: DateParts): number {
  return Math.round(new Date(0).setUTCFullYear(year, month - 1, day) / dayMs);
}

/** Whether the text is a day that exists, written `YYYY-MM-DD`. */
export function isCalendarDate(text: string): text is CalendarDate {
  return readDate(text) !== null;
}

/**
 * The day in Asia/Taipei at an instant (UTC epoch ms, may have a fraction), the first or last that can be
 * written where it lies beyond. Throws on NaN.
 */
export function businessDate(atMs: number): CalendarDate {
  return dateOfUtcMs(atMs + taipeiOffsetMs);
}

/** Whether an instant lies on a later day of Asia/Taipei than another (any numbers, also beyond `Date`). */
export function isLaterDay(beforeMs: number, atMs: number): boolean {
  const dayOf = (ms: number) => Math.floor((ms + taipeiOffsetMs) / dayMs);
  return dayOf(atMs) > dayOf(beforeMs);
}

/** Minutes since midnight in Asia/Taipei, 0 to 1,439. */
export function minuteOfDay(atMs: number): number {
  const inDayMs = (((atMs + taipeiOffsetMs) % dayMs) + dayMs) % dayMs;
  return Math.floor(inDayMs / minuteMs);
}

/** The clock in Asia/Taipei, `HH:mm`. */
export function formatClock(atMs: number): string {
  const minute = minuteOfDay(atMs);
  return `${pad(Math.floor(minute / 60), 2)}:${pad(minute % 60, 2)}`;
}

/** The day `days` later (earlier if negative). Throws if `date` is no calendar date. */
export function addDays(date: CalendarDate, days: number): CalendarDate {
  return dateOfUtcMs((dayNumber(partsOf(date)) + days) * dayMs);
}

/**
 * The same day of the month `months` later; the last day of that month where the day does not
 * exist (31 January + 1 month = 28 or 29 February). Throws if `date` is no calendar date.
 */
export function addMonths(date: CalendarDate, months: number): CalendarDate {
  const { year, month, day } = partsOf(date);
  const count = year * 12 + (month - 1) + months;
  const newYear = Math.floor(count / 12);
  const newMonth = count - newYear * 12 + 1;
  return writeDate(newYear, newMonth, Math.min(day, daysInMonth(newYear, newMonth)));
}

/** Days from `from` to `to`; negative if `to` is earlier. Throws if either is no calendar date. */
export function daysBetween(from: CalendarDate, to: CalendarDate): number {
  return dayNumber(partsOf(to)) - dayNumber(partsOf(from));
}

/** 31 December of the year after the date's. */
export function endOfNextYear(date: CalendarDate): CalendarDate {
  return writeDate(partsOf(date).year + 1, 12, 31);
}

const monthsPerPeriod = { month: 1, quarter: 3, 'half-year': 6, year: 12 } as const;

/** The last day of the month, quarter, half-year or year the date is in. Throws if it is no calendar date. */
export function endOfPeriod(
  date: CalendarDate,
  period: 'month' | 'quarter' | 'half-year' | 'year',
): CalendarDate {
  const { year, month } = partsOf(date);
  const months = monthsPerPeriod[period];
  const lastMonth = Math.ceil(month / months) * months;
  return writeDate(year, lastMonth, daysInMonth(year, lastMonth));
}

/** Days by which the months move the weekday on, January first, the leap day being the last of the year. */
const weekdayOfMonth = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4];

/**
 * The weekday as ISO 8601 counts it: 1 = Monday … 7 = Sunday. Sakamoto's rule for the Gregorian
 * calendar: sums only, because every rule with weekdays asks it in every sale. `date` is not checked.
 */
export function isoWeekday(date: CalendarDate): number {
  const month = twoDigits(date, 5);
  // January and February belong to the year before, so that a leap day moves only what follows it.
  const year = twoDigits(date, 0) * 100 + twoDigits(date, 2) - (month < 3 ? 1 : 0) + 400;
  const leapDays = Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400);
  const monthDays = itemAt(weekdayOfMonth, month - 1);
  return ((year + leapDays + monthDays + twoDigits(date, 8) + 6) % 7) + 1;
}

/** The number two digits write, without cutting the text up. */
function twoDigits(text: string, from: number): number {
  const zero = 48;
  return (text.charCodeAt(from) - zero) * 10 + text.charCodeAt(from + 1) - zero;
}

/** Negative, 0 or positive as `a` is before, the same as, or after `b`. */
export function compareDates(a: CalendarDate, b: CalendarDate): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * The date as Taiwanese papers write it, year of the Republic = year − 1911: `115/11/22`.
 * Days before 1912 have no such year and are written `1911/12/31`.
 */
export function formatRocDate(date: CalendarDate): string {
  const { year, month, day } = partsOf(date);
  const shownYear = year >= 1912 ? String(year - 1911) : pad(year, 4);
  return `${shownYear}/${pad(month, 2)}/${pad(day, 2)}`;
}

/** Reads seven digits, year of the Republic (3) + month + day, as on an e-invoice: `1150722`. */
export function parseRocDate(text: string): CalendarDate | null {
  const match = /^(\d{3})(\d{2})(\d{2})$/.exec(text);
  if (match === null || match[1] === '000') return null;
  const date = `${pad(Number(match[1]) + 1911, 4)}-${match[2]}-${match[3]}`;
  return isCalendarDate(date) ? date : null;
}
