/** `Date.now` counts whole milliseconds; within this the finer clock is the better wall time. */
const driftMsMax = 1.5;

/**
 * Wall time with a fraction, for measuring scans to the millisecond: the monotonic clock laid on
 * the wall clock, and laid anew whenever the wall clock is set.
 */
export function createWallClock(wallMs: () => number, monoMs: () => number): () => number {
  let offsetMs = wallMs() - monoMs();
  return () => {
    const wall = wallMs();
    const fine = monoMs() + offsetMs;
    if (Math.abs(fine - wall) <= driftMsMax) return fine;
    offsetMs = wall - monoMs();
    return wall;
  };
}
