import { businessDate, formatClock } from '../../app/domain/time.ts';
import { formatTwd } from '../../app/domain/money.ts';
import type { Language } from './i18n.ts';

/** Whole NT$ for people. */
export const formatMoney = formatTwd;

/** A whole number with thousands commas, the same in both languages. */
export function formatWhole(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 0 });
}

/** `YYYY-MM-DD` for people: `2026/11/22`. */
export function formatDay(date: string): string {
  return date.replaceAll('-', '/');
}

/** An instant in Taipei: `2026/11/22 14:32`. */
export function formatInstant(atMs: number): string {
  return `${formatDay(businessDate(atMs))} ${formatClock(atMs)}`;
}

/** Today's instants as clock alone, others with their day. */
export function formatRecent(atMs: number, today: string): string {
  return businessDate(atMs) === today ? formatClock(atMs) : formatInstant(atMs).slice(5);
}

/** A day with its weekday, as a clock on the wall has it. */
export function formatLongDay(atMs: number, language: Language): string {
  return new Intl.DateTimeFormat(language, {
    timeZone: 'Asia/Taipei',
    month: 'long',
    day: 'numeric',
    weekday: 'short',
  }).format(atMs);
}

/** 15,000 basis points = `1.5`. */
export function formatTimes(multiplierBps: number): string {
  return String(multiplierBps / 10_000);
}
