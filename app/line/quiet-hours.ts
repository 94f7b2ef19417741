import { minuteOfDay } from '../domain/time.ts';

/** When members are left in peace: from and until as `HH:MM` in Asia/Taipei, over midnight where needed. */
export type QuietHours = { readonly from: string; readonly until: string };

/** A receipt within this time of its sale finds the member awake, beside the till. */
const freshMsMax = 30 * 60_000;
const minuteMs = 60_000;
const dayMinutes = 24 * 60;

/**
 * From when a message may go out. What happened just now is told at once, at any hour; what comes late (a
 * counter that was offline until the night) waits for the end of the quiet hours. `from` = `until` = none.
 */
export function tellFromMs(
  quiet: QuietHours,
  message: { readonly happenedAtMs: number; readonly nowMs: number },
): number {
  const { happenedAtMs, nowMs } = message;
  return nowMs - happenedAtMs <= freshMsMax ? nowMs : afterQuietMs(quiet, nowMs);
}

/** HQ's own work is done at night; what comes of it is told at an hour at which nobody is woken. */
const nobodyIsToldOfIt: QuietHours = { from: '20:00', until: '10:00' };

/** From when something may be told that waits well until the day: a gift, a reminder, a tier judged anew. */
export function tellByDayMs(quiet: QuietHours, nowMs: number): number {
  return afterQuietMs(quiet, afterQuietMs(nobodyIsToldOfIt, nowMs));
}

/** The end of the quiet hours where it is now within them; else now. */
function afterQuietMs({ from, until }: QuietHours, nowMs: number): number {
  const quietMinutes = minutesBetween(minutesOf(from), minutesOf(until));
  const now = minuteOfDay(nowMs);
  if (minutesBetween(minutesOf(from), now) >= quietMinutes) return nowMs;
  const begunMs = nowMs - (nowMs % minuteMs);
  return begunMs + minutesBetween(now, minutesOf(until)) * minuteMs;
}

function minutesOf(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  return hours * 60 + minutes;
}

/** How long from one time of day to the next time it is the other; 0 when they are the same. */
function minutesBetween(from: number, to: number): number {
  return (to - from + dayMinutes) % dayMinutes;
}
