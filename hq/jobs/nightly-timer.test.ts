import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TimerPort } from '../../app/line/send-line-push.ts';
import type { StoreKind } from '../db/hq-db.ts';
import { holdNight, isRechecked, markNight } from '../db/nightly.ts';
import { startTestHq } from '../test-rig/test-hq.ts';
import type { TestHq } from '../test-rig/test-hq.ts';
import { testStoreKinds } from '../test-rig/test-stores.ts';
import { delayToNight, startNightlyTimer } from './nightly-timer.ts';

const minuteMs = 60_000;
const at = (date: string, time: string) => Date.parse(`${date}T${time}:00+08:00`);

/** There are others only on a server. */
const onServer = (kind: StoreKind): StoreKind[] => (kind === 'postgres' ? [kind] : []);

/** A timer that goes off when the test says so. */
function createHandTimer() {
  const set: { readonly delayMs: number; readonly ring: () => void }[] = [];
  let tell = (): void => undefined;
  const timer: TimerPort = {
    setTimer: (delayMs, ring) => {
      set.push({ delayMs, ring });
      tell();
      return () => undefined;
    },
  };
  /** What was set next, once it is. */
  const next = async () => {
    for (;;) {
      const first = set.shift();
      if (first !== undefined) return first;
      await new Promise<void>((resolve) => {
        tell = resolve;
      });
    }
  };
  return { timer, next };
}

describe.each(testStoreKinds)('the timer of the night, on %s', (kind) => {
  let hq: TestHq;
  let nowMs = at('2026-11-25', '09:00');
  const said: string[] = [];
  beforeAll(async () => {
    hq = await startTestHq(kind, { nowMs: () => nowMs });
  });
  afterAll(async () => await hq.stop());
  const start = () => {
    const { timer, next } = createHandTimer();
    const nightly = startNightlyTimer({
      db: hq.db,
      storeKind: hq.storeKind,
      nowMs: () => nowMs,
      randomBytes: (count) => new Uint8Array(count),
      timer,
      log: (line) => said.push(line),
    });
    return { next, stop: nightly.stop };
  };

  it('makes up soon after a start for a night of which the ledger was not looked at any more', async () => {
    const startedAtMs = at('2026-11-25', '03:00');
    await markNight(hq.db, { day: '2026-11-25', startedAtMs, finishedAtMs: startedAtMs });
    const cutOff = start();
    const soon = await cutOff.next();
    expect(soon.delayMs).toBe(5 * minuteMs);
    nowMs += soon.delayMs;
    soon.ring();
    expect((await cutOff.next()).delayMs).toBe(delayToNight(nowMs));
    expect(await isRechecked(hq.db, '2026-11-25')).toBe(true);
    await cutOff.stop();
    const whole = start();
    expect((await whole.next()).delayMs).toBe(delayToNight(nowMs));
    await whole.stop();
  });

  it('leaves alone what another process has done', async () => {
    nowMs = at('2026-11-26', '03:00') - minuteMs;
    const nightly = start();
    const night = await nightly.next();
    expect(night.delayMs).toBe(minuteMs);
    nowMs += minuteMs;
    await hq.runNightly();
    said.length = 0;
    night.ring();
    expect((await nightly.next()).delayMs).toBe(24 * 60 * minuteMs);
    expect(said).toEqual([]);
    await nightly.stop();
  });

  it.each(onServer(kind))(
    'looks again after one who works on it, who may not come to its end, on %s',
    async () => {
      nowMs = at('2026-11-27', '03:00') - minuteMs;
      const nightly = start();
      const night = await nightly.next();
      nowMs += minuteMs;
      said.length = 0;
      const again = await holdNight(hq, async () => {
        night.ring();
        return await nightly.next();
      });
      if (again === 'elsewhere') throw new Error('held by nobody');
      expect([again.delayMs, said]).toEqual([15 * minuteMs, []]);
      nowMs += again.delayMs;
      again.ring();
      expect((await nightly.next()).delayMs).toBe(delayToNight(nowMs));
      expect(said).toEqual(['night of 2026-11-27: 0 lapsed, 0 tiers, 0 birthdays']);
      await nightly.stop();
    },
  );
});
