import type { HqDeps } from '../server/hq-deps.ts';
import { findLastNight, holdNight, isRechecked } from '../db/nightly.ts';
import { addDays, businessDate, minuteOfDay } from '../../app/domain/time.ts';
import { runNightly } from './nightly.ts';
import type { NightlyDeps } from './nightly.ts';

/** The quietest hour of a shop, Asia/Taipei. */
const startsAtMinute = 3 * 60;
const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
/** A night that was missed is made up for once HQ has run for a while. */
const missedDelayMs = 5 * minuteMs;
/** After a night that failed. */
const retryDelayMs = 15 * minuteMs;

/** Milliseconds until the next 03:00 in Asia/Taipei, never 0. */
export function delayToNight(nowMs: number): number {
  const sinceMinuteMs = ((nowMs % minuteMs) + minuteMs) % minuteMs;
  const untilMs = (startsAtMinute - minuteOfDay(nowMs)) * minuteMs - sinceMinuteMs;
  return untilMs > 0 ? untilMs : untilMs + dayMs;
}

/** The day whose night should have been done by now. */
function dayDue(nowMs: number): string {
  const today = businessDate(nowMs);
  return minuteOfDay(nowMs) >= startsAtMinute ? today : addDays(today, -1);
}

/** Whether the last night was not done, or was cut off before its end: its members come first, the ledger last. */
async function isMissed({ db, nowMs }: Pick<HqDeps, 'db' | 'nowMs'>): Promise<boolean> {
  const last = await findLastNight(db);
  return last === null || last < dayDue(nowMs()) || !(await isRechecked(db, last));
}

/** Whether another process did the work of this very day already. */
async function isDone({ db, nowMs }: Pick<HqDeps, 'db' | 'nowMs'>): Promise<boolean> {
  const today = businessDate(nowMs());
  return (await findLastNight(db)) === today && (await isRechecked(db, today));
}

type TimerDeps = NightlyDeps & Pick<HqDeps, 'storeKind' | 'timer'>;

export type NightlyTimer = {
  /** Stops; resolves when a night that is being worked on is over. */
  readonly stop: () => Promise<void>;
};

/** Does the night's work every day at 03:00, and soon after the start where one was missed. */
export function startNightlyTimer(deps: TimerDeps): NightlyTimer {
  let isStopped = false;
  let cancel = (): void => undefined;
  let current: Promise<void> = Promise.resolve();

  const wait = (delayMs: number): void => {
    if (!isStopped) cancel = deps.timer.setTimer(delayMs, begin);
  };
  const begin = (): void => {
    current = work().then(wait);
  };
  const work = async (): Promise<number> => {
    try {
      const night = await holdNight(deps, async () =>
        (await isDone(deps)) ? 'done' : await runNightly(deps),
      );
      // Whoever works on it may not come to its end: look again.
      if (night === 'elsewhere') return Math.min(retryDelayMs, delayToNight(deps.nowMs()));
      if (night === 'done') return delayToNight(deps.nowMs());
      const { day, expired, tiers, birthdays, differences } = night;
      deps.log(`night of ${day}: ${expired} lapsed, ${tiers} tiers, ${birthdays} birthdays`);
      if (differences > 0)
        deps.log(
          `WARNING: the ledger differs from its events in ${differences} places, see exceptions`,
        );
      return delayToNight(deps.nowMs());
    } catch (error) {
      deps.log(`the night's work failed: ${error instanceof Error ? error.message : 'unknown'}`);
      return Math.min(retryDelayMs, delayToNight(deps.nowMs()));
    }
  };
  const first = async (): Promise<number> => {
    const missed = await isMissed(deps).catch(() => true);
    const delayMs = delayToNight(deps.nowMs());
    return missed ? Math.min(missedDelayMs, delayMs) : delayMs;
  };
  current = first().then(wait);
  return {
    stop: async () => {
      isStopped = true;
      cancel();
      await current;
    },
  };
}
