import type { SyncState } from '../db/sync-state.ts';

/** The highest time known and how far the monotonic clock has carried it since. */
export type TimeRatchet = {
  /** The earliest it can be now, epoch ms; 0 when nothing is known. */
  readonly earliestMs: (floorMs: number, monoMs: number) => number;
  /**
   * How far this PC's clock went ahead (or, below 0, back) of the monotonic clock since this contact with HQ
   * was first seen: about 0 unless the clock was set, or the PC slept.
   */
  readonly driftMs: (contactAtMs: number, wallMs: number, monoMs: number) => number;
};

/**
 * Carries the last time believed (HQ's word, or the last event) on with the monotonic clock of this run:
 * a PC's clock that is set back, or stands still, cannot stop time (sync-and-reliability §2.9). Holds
 * a few numbers that may be lost: after a restart the stored floor counts alone.
 */
export function createTimeRatchet(): TimeRatchet {
  let floor = { ms: 0, atMonoMs: 0 };
  let contact: { readonly atMs: number; readonly aheadMs: number } | null = null;
  return {
    earliestMs: (floorMs, monoMs) => {
      if (floorMs !== floor.ms) floor = { ms: floorMs, atMonoMs: monoMs };
      return floorMs === 0 ? 0 : floorMs + Math.max(0, monoMs - floor.atMonoMs);
    },
    driftMs: (contactAtMs, wallMs, monoMs) => {
      const aheadMs = wallMs - monoMs;
      if (contact?.atMs !== contactAtMs) contact = { atMs: contactAtMs, aheadMs };
      return aheadMs - contact.aheadMs;
    },
  };
}

/** A clock that is further ahead of all that is known was set, or the PC was off for long. */
export const jumpMsMax = 24 * 3_600_000;

/**
 * Whether the clock is so far ahead that, without HQ, nobody can say what time it is. Only for counters
 * that have heard an HQ: a shop without one may close for a week.
 */
export function isTimeUnknown(
  wallMs: number,
  earliestMs: number,
  { lastContactAtMs }: Pick<SyncState, 'lastContactAtMs'>,
): boolean {
  return lastContactAtMs !== null && earliestMs > 0 && wallMs - earliestMs > jumpMsMax;
}
