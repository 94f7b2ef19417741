import type { Language, Say } from './words.ts';

/** `NT$1,280`. */
export function showMoney(minor: number): string {
  return `NT$${minor.toLocaleString('en-US')}`;
}

/** A count with its thousands set apart. */
export function showCount(count: number): string {
  return count.toLocaleString('en-US');
}

/** An instant in the stores' time zone: `11/22 18:05:09`. */
export function showInstant(atMs: number, language: Language): string {
  return new Intl.DateTimeFormat(language, {
    timeZone: 'Asia/Taipei',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hour12: false,
  }).format(atMs);
}

/** How long ago, roughly. */
export function showAgo(atMs: number | null, nowMs: number, say: Say): string {
  if (atMs === null) return say('never');
  const minutes = Math.floor((nowMs - atMs) / 60_000);
  if (minutes < 1) return say('ago.now');
  if (minutes < 60) return say('ago.minutes', { n: minutes });
  if (minutes < 48 * 60) return say('ago.hours', { n: Math.floor(minutes / 60) });
  return say('ago.days', { n: Math.floor(minutes / 1_440) });
}

/** `09:41` of what is left. */
export function showLeft(leftMs: number): string {
  const seconds = Math.max(0, Math.ceil(leftMs / 1000));
  return `${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`;
}
