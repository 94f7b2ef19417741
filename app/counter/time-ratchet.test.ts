import fc from 'fast-check';
import { expect, test } from 'vitest';
import { momentOf } from './moment.ts';
import { createTimeRatchet } from './time-ratchet.ts';

const noonMs = Date.parse('2026-11-22T12:00:00+08:00');
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const bootId = '01980000-0000-7000-8000-00000000b007';

/** A counter of an HQ that was heard at noon; `at` tells what its two clocks say. */
function rig(sync: Partial<Parameters<typeof momentOf>[1]> = {}) {
  const timeRatchet = createTimeRatchet();
  const state = { hqOffsetMs: 0, lastContactAtMs: noonMs, timeFloorMs: noonMs, ...sync };
  return (wallMs: number, monoMs: number, change: Partial<typeof state> = {}) => {
    const clocks = { nowMs: () => wallMs, monoMs: () => monoMs, bootId, timeRatchet };
    const { nowMs, timeUnknown } = momentOf(clocks, { ...state, ...change });
    return [(nowMs - noonMs) / hourMs, timeUnknown];
  };
}

test('a clock set back, or standing still, does not stop time', () => {
  const at = rig();
  expect([
    at(noonMs, 0),
    at(noonMs + hourMs, hourMs),
    at(noonMs - 10 * 365 * dayMs, 2 * hourMs),
    at(noonMs + hourMs, 3 * hourMs),
    at(noonMs + 4 * hourMs, 4 * hourMs),
  ]).toEqual([
    [0, false],
    [1, false],
    [2, false],
    [3, false],
    [4, false],
  ]);
});

test('a jump of more than a day without HQ makes the time unknown, until HQ says what it is', () => {
  const at = rig();
  const jumpedMs = noonMs + 10 * 365 * dayMs;
  expect([
    at(noonMs, 0)[1],
    at(noonMs + dayMs, 0)[1],
    at(noonMs + dayMs + 1, 0)[1],
    // Time that really passed is no jump.
    at(noonMs + 3 * dayMs, 3 * dayMs)[1],
    at(jumpedMs, hourMs)[1],
    // HQ is heard: its word is the floor, the wrong clock is put right by the offset.
    at(jumpedMs, hourMs, {
      timeFloorMs: noonMs + hourMs,
      lastContactAtMs: jumpedMs,
      hqOffsetMs: noonMs + hourMs - jumpedMs,
    }),
  ]).toEqual([false, false, true, false, true, [1, false]]);
});

test('a shop without HQ may close for a week', () => {
  const at = rig({ lastContactAtMs: null, hqOffsetMs: null });
  expect(at(noonMs + 7 * dayMs, 0)).toEqual([7 * 24, false]);
});

test('how far the clock is behind what is believed: nothing while HQ is heard or the clock goes on', () => {
  const behind = (wallMs: number, sync: Partial<Parameters<typeof momentOf>[1]>) => {
    const clocks = { nowMs: () => wallMs, monoMs: () => 0, bootId };
    const state = { hqOffsetMs: 0, lastContactAtMs: noonMs, timeFloorMs: noonMs, ...sync };
    return momentOf(clocks, state).behindMs / hourMs;
  };
  const local = { hqOffsetMs: null, lastContactAtMs: null };
  expect([
    behind(noonMs, {}),
    behind(noonMs + dayMs, {}),
    // HQ knows how far this clock is off: what it is put right by is not behind.
    behind(noonMs - dayMs, { hqOffsetMs: dayMs }),
    behind(noonMs - hourMs, {}),
    behind(noonMs, local),
    behind(noonMs, { ...local, timeFloorMs: noonMs + 400 * dayMs }),
    behind(noonMs, { ...local, timeFloorMs: 0 }),
  ]).toEqual([0, 0, 0, 1, 0, 400 * 24, 0]);
});

test('whatever the clock does, time never runs back, and never slower than the monotonic clock', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.tuple(
          fc.integer({ min: -4_000 * dayMs, max: 4_000 * dayMs }),
          fc.integer({ min: 0, max: dayMs }),
        ),
        { minLength: 2, maxLength: 20 },
      ),
      (steps) => {
        const timeRatchet = createTimeRatchet();
        let monoMs = 0;
        let leastMs = noonMs;
        for (const [offMs, passedMs] of steps) {
          monoMs += passedMs;
          leastMs += passedMs;
          const now = monoMs;
          const clocks = { nowMs: () => noonMs + offMs, monoMs: () => now, bootId, timeRatchet };
          const sync = { hqOffsetMs: 0, lastContactAtMs: noonMs, timeFloorMs: noonMs };
          // The first look is when the counter learns of the floor.
          if (monoMs === passedMs) leastMs = noonMs;
          expect(momentOf(clocks, sync).nowMs).toBeGreaterThanOrEqual(leastMs);
        }
      },
    ),
  );
});
