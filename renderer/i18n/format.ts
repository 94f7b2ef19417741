import type { Calendar } from '../../app/contract/language.ts';
import { businessDate, formatClock } from '../../app/domain/time.ts';
import { formatTwd } from '../../app/domain/money.ts';
import type { Language } from './i18n.ts';

/** Whole NT$ for people: `NT$1,234` in every language, as price tags in Taiwan have it. */
export const formatMoney = formatTwd;

/** Made once: each call of `toLocaleString` with options makes one anew, 30 µs of a list's every row. */
const wholeNumber = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** A whole number with thousands commas, the same in every language. */
export function formatWhole(value: number): string {
  return wholeNumber.format(value);
}

/** `YYYY-MM-DD` for people: `2026/11/22`, or `115/11/22` where years are the Republic's. */
export function formatDay(date: string, calendar: Calendar = 'gregory'): string {
  return countYears(date.replaceAll('-', '/'), calendar);
}

const rocYear = new Intl.DateTimeFormat('zh-TW-u-ca-roc', { timeZone: 'UTC', year: 'numeric' });

/** The last year before the Republic's first; such dates (a wrong clock) keep their own count. */
const yearBeforeRoc = 1911;

/** The Republic's year at the head of `2026/11/22` or `2026/11/22 14:32`; other texts stay as they are. */
export function countYears(day: string, calendar: Calendar): string {
  const year = Number(/^(\d{4})\/\d{2}\/\d{2}(?:\s|$)/.exec(day)?.[1] ?? 0);
  if (calendar === 'gregory' || year <= yearBeforeRoc) return day;
  const parts = rocYear.formatToParts(Date.UTC(year, 6, 1));
  return (parts.find((part) => part.type === 'year')?.value ?? String(year)) + day.slice(4);
}

/** An instant in Taipei: `2026/11/22 14:32`. */
export function formatInstant(atMs: number, calendar: Calendar = 'gregory'): string {
  return `${formatDay(businessDate(atMs), calendar)} ${formatClock(atMs)}`;
}

/** Today's instants as clock alone, this year's with their day, earlier ones as the day with its year. */
export function formatRecent(atMs: number, today: string, calendar: Calendar = 'gregory'): string {
  const date = businessDate(atMs);
  if (date === today) return formatClock(atMs);
  if (date.slice(0, 4) !== today.slice(0, 4)) return formatDay(date, calendar);
  return `${formatDay(date).slice(5)} ${formatClock(atMs)}`;
}

/** Thai would otherwise count Buddhist years, and its months are long. */
const longDayLocale: Readonly<Record<Language, string>> = {
  'zh-TW': 'zh-TW',
  en: 'en',
  ja: 'ja-JP',
  th: 'th-TH-u-ca-gregory',
};

/** A day with its weekday, as a clock on the wall has it. */
export function formatLongDay(atMs: number, language: Language): string {
  return new Intl.DateTimeFormat(longDayLocale[language], {
    timeZone: 'Asia/Taipei',
    month: language === 'th' ? 'short' : 'long',
    day: 'numeric',
    weekday: 'short',
  }).format(atMs);
}

/** 15,000 basis points = `1.5`. */
export function formatTimes(multiplierBps: number): string {
  return String(multiplierBps / 10_000);
}
