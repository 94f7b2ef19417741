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
  { from, until }: QuietHours,
  message: { readonly happenedAtMs: number; readonly nowMs: number },
): number {
  const { happenedAtMs, nowMs } = message;
  if (nowMs - happenedAtMs <= freshMsMax) return nowMs;
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
