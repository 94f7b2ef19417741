import type { CounterEvent } from '../contract/events.ts';
import { businessDate, type CalendarDate } from '../domain/time.ts';
import type { SyncState } from '../db/sync-state.ts';
import type { CounterDeps } from './ports.ts';
import { isTimeUnknown } from './time-ratchet.ts';

/** When something is done, as the rules see it and as the clocks of this PC say. */
export type Moment = {
  /** The time the rules believe. */
  readonly nowMs: number;
  /** The business day of `nowMs`. */
  readonly today: CalendarDate;
  /**
   * The clock ran more than a day ahead of all that is known, and HQ has not been heard since: nothing is
   * taken as expired or fresh by it, and no points are spent at own risk.
   */
  readonly timeUnknown: boolean;
  /** What the event will tell HQ of our clocks. */
  readonly eventTime: CounterEvent['t'];
};

/** Clocks of shops differ by seconds; beyond this the PC's clock is taken as wrong. */
const offsetMsMax = 120_000;

/**
 * The time to believe: this PC's clock, put right by HQ's when they differ by more than two minutes,
 * and never before HQ's last word or the last event recorded, carried on by the monotonic clock. So a
 * clock set back, or standing still, revives no voucher.
 */
export function momentOf(
  clocks: Pick<CounterDeps, 'nowMs' | 'monoMs' | 'bootId' | 'timeRatchet'>,
  sync: Pick<SyncState, 'hqOffsetMs' | 'lastContactAtMs' | 'timeFloorMs'>,
): Moment {
  const wallMs = Math.round(clocks.nowMs());
  const { hqOffsetMs, lastContactAtMs, timeFloorMs } = sync;
  const correctionMs = hqOffsetMs !== null && Math.abs(hqOffsetMs) > offsetMsMax ? hqOffsetMs : 0;
  const monoMs = Math.round(clocks.monoMs());
  const earliestMs = clocks.timeRatchet?.earliestMs(timeFloorMs, monoMs) ?? timeFloorMs;
  const nowMs = Math.max(wallMs + correctionMs, earliestMs);
  const timeUnknown = isTimeUnknown(wallMs + correctionMs, earliestMs, sync);
  return {
    nowMs,
    today: businessDate(nowMs),
    timeUnknown,
    eventTime: {
      wallMs,
      monoMs,
      boot: clocks.bootId,
      hqOffsetMs,
      hqAgeS: lastContactAtMs === null ? null : Math.round((wallMs - lastContactAtMs) / 1000),
      ...(timeUnknown ? { conf: 'unknown' as const } : {}),
    },
  };
}
