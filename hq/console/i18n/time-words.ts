import { businessDate, formatClock } from '../../../app/domain/time.ts';
import type { Texts } from './texts.ts';

const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** `YYYY-MM-DD` for people: `2026/11/22`. */
export function formatDay(date: string): string {
  return date.replaceAll('-', '/');
}

/** Seconds of an instant in Taipei, `HH:mm:ss`. */
export function formatClockSeconds(atMs: number): string {
  const seconds = Math.floor((((atMs % minuteMs) + minuteMs) % minuteMs) / secondMs);
  return `${formatClock(atMs)}:${String(seconds).padStart(2, '0')}`;
}

/** Today's instants as a clock with seconds, others with month and day, or the year where it differs. */
export function formatRecent(atMs: number, nowMs: number): string {
  const day = businessDate(atMs);
  const today = businessDate(nowMs);
  if (day === today) return formatClockSeconds(atMs);
  const shown = day.slice(0, 4) === today.slice(0, 4) ? day.slice(5) : day;
  return `${formatDay(shown)} ${formatClock(atMs)}`;
}

/**
 * How long ago in words, rounded down; a day from a week on. An instant up to a minute ahead counts
 * as now: two clocks never agree to the second.
 */
export function agoWords(t: Texts['time'], atMs: number, nowMs: number): string {
  const pastMs = nowMs - atMs;
  if (pastMs < -minuteMs) return formatRecent(atMs, nowMs);
  if (pastMs < 5 * secondMs) return t.now;
  if (pastMs < minuteMs) return t.seconds(Math.floor(pastMs / secondMs));
  if (pastMs < hourMs) return t.minutes(Math.floor(pastMs / minuteMs));
  if (pastMs < dayMs) return t.hours(Math.floor(pastMs / hourMs));
  if (pastMs < 7 * dayMs) return t.days(Math.floor(pastMs / dayMs));
  return formatDay(businessDate(atMs));
}

/** What is left until an instant, `9:59`; `0:00` from then on. Rounded up, so that 0:00 means over. */
export function countdownClock(untilMs: number, nowMs: number): string {
  const seconds = Math.max(0, Math.ceil((untilMs - nowMs) / secondMs));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** A counter that was heard within this time counts as online: while all is well it asks every few seconds. */
const onlineMs = 2 * minuteMs;

export type CounterPresence = 'online' | 'quiet' | 'absent' | 'never' | 'revoked';

/** Whether a counter is there, from when HQ last heard it. */
export function counterPresence(
  counter: { readonly lastSeenMs: number | null; readonly revokedAtMs: number | null },
  nowMs: number,
): CounterPresence {
  if (counter.revokedAtMs !== null) return 'revoked';
  if (counter.lastSeenMs === null) return 'never';
  const silentMs = nowMs - counter.lastSeenMs;
  if (silentMs < onlineMs) return 'online';
  return silentMs < dayMs ? 'quiet' : 'absent';
}

/** A store not heard of for this long is worth a call, ms. */
export const silentStoreMs = 7 * dayMs;

/** Whether a store's counters that are in use have all been silent for more than 7 days. */
export function isSilentStore(
  counters: readonly { readonly lastSeenMs: number | null; readonly revokedAtMs: number | null }[],
  nowMs: number,
): boolean {
  const heard = counters.filter((c) => c.revokedAtMs === null && c.lastSeenMs !== null);
  return heard.length > 0 && heard.every((c) => nowMs - (c.lastSeenMs ?? 0) > silentStoreMs);
}

/** A whole number with thousands commas, the same in both languages. */
export function formatWhole(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 0 });
}
