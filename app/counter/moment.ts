import type { CounterEvent } from '../contract/events.ts';
import { memberTokenSkewMs, type HqTime } from '../domain/member-token.ts';
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
  /** The latest day that has surely come: `today`, unless the time is unknown. */
  readonly sureToday: CalendarDate;
  /**
   * How far this PC's clock, put right by HQ's, is behind `nowMs`: something was recorded, or HQ heard, under
   * a later time.
   */
  readonly behindMs: number;
  /** HQ's time to the second, for codes that live a minute; see `hqTimeOf`. */
  readonly hqTime: HqTime;
  /** What the event will tell HQ of our clocks. */
  readonly eventTime: CounterEvent['t'];
};

/** A clock that is behind by more is told: until it catches up, everything is dated by another time. */
export const clockBehindMsMax = 300_000;

/** Clocks of shops differ by seconds; beyond this the PC's clock is taken as wrong. */
const offsetMsMax = 120_000;

/** How long HQ's word on the time holds: a PC's clock drifts by seconds a day. */
export const hqTimeMsMax = 24 * 3_600_000;
/** A clock that left the monotonic one by more than this since HQ's word was set, or the PC slept. */
export const clockDriftMsMax = 10_000;

/**
 * HQ's time: this PC's clock and what HQ said it is off by, however much. Sure while that word is no older
 * than a day, the clock was not set since (as far as this run of the process saw), and it is not behind
 * what was recorded. A clock an hour off is so put right; one set by an hour after HQ's word is doubted
 * until the next.
 */
function hqTimeOf(
  { timeRatchet }: Pick<CounterDeps, 'timeRatchet'>,
  { hqOffsetMs, lastContactAtMs, timeFloorMs }: Parameters<typeof momentOf>[1],
  { wallMs, monoMs }: { readonly wallMs: number; readonly monoMs: number },
): HqTime {
  if (hqOffsetMs === null || lastContactAtMs === null) return { nowMs: wallMs, isSure: false };
  const nowMs = wallMs + hqOffsetMs;
  const agoMs = wallMs - lastContactAtMs;
  const driftMs = timeRatchet?.driftMs(lastContactAtMs, wallMs, monoMs) ?? 0;
  const isSure =
    agoMs >= -memberTokenSkewMs &&
    agoMs <= hqTimeMsMax &&
    Math.abs(driftMs) <= clockDriftMsMax &&
    // The floor may be of a clock that was not put right for being off by less than two minutes.
    nowMs >= timeFloorMs - offsetMsMax - memberTokenSkewMs;
  return { nowMs, isSure };
}

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
  const correctedMs = wallMs + correctionMs;
  const nowMs = Math.max(correctedMs, earliestMs);
  const timeUnknown = isTimeUnknown(correctedMs, earliestMs, sync);
  return {
    nowMs,
    today: businessDate(nowMs),
    timeUnknown,
    sureToday: businessDate(timeUnknown ? earliestMs : nowMs),
    behindMs: nowMs - correctedMs,
    hqTime: hqTimeOf(clocks, sync, { wallMs, monoMs }),
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
