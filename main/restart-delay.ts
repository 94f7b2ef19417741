const firstDelayMs = 100;
const deathsInWindowMax = 5;
const windowMs = 60_000;
const slowDelayMs = 5_000;

/**
 * How long to wait before starting the counter process again: 100 ms first (the screen is back well
 * within 2 s), doubling with each further death of the last minute; from the fifth on, 5 s. Never
 * gives up: a till that came back late is better than one that stays down.
 * @param deathsAtMs monotonic times of all deaths known, the present one included
 */
export function nextRestartDelayMs(deathsAtMs: readonly number[], nowMs: number): number {
  const recent = recentDeaths(deathsAtMs, nowMs).length;
  if (recent >= deathsInWindowMax) return slowDelayMs;
  return firstDelayMs * 2 ** Math.max(0, recent - 1);
}

/** The deaths that still count, so that the list stays short. */
export function recentDeaths(deathsAtMs: readonly number[], nowMs: number): readonly number[] {
  return deathsAtMs.filter((atMs) => nowMs - atMs < windowMs);
}
