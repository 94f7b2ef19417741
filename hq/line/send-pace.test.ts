import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSendPace } from './send-pace.ts';

test('never more go out in any stretch than its time and the burst allow', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: -50, max: 400 }), { minLength: 1, maxLength: 200 }),
      fc.integer({ min: 1, max: 3_000 }),
      (steps, max) => {
        const pace = createSendPace(max);
        const burst = Math.max(1, max * 0.05);
        let nowMs = 1_000_000;
        let gone = 0;
        // Time that is lived through again after a step back counts again.
        let creditMs = 0;
        for (const step of steps) {
          nowMs += step;
          creditMs += Math.max(0, step);
          for (let i = 0; i < 500 && pace.take(nowMs) === 0; i += 1) gone += 1;
          expect(gone).toBeLessThanOrEqual(Math.ceil(burst + (creditMs / 1_000) * max) + 1);
        }
      },
    ),
  );
});

test('what it says to wait is enough', () => {
  const pace = createSendPace(100);
  let nowMs = 0;
  while (pace.take(nowMs) === 0);
  const waitMs = pace.take(nowMs);
  nowMs += waitMs;
  expect([waitMs > 0, pace.take(nowMs)]).toEqual([true, 0]);
});

test('a second with many refusals halves it once; single ones do not; it comes back slowly', () => {
  const pace = createSendPace(1_000);
  const answers = (limited: number, other: number, nowMs: number) => {
    for (let i = 0; i < other; i += 1) pace.note('other', nowMs);
    for (let i = 0; i < limited; i += 1) pace.note('limited', nowMs);
    return pace.perSecond(nowMs);
  };
  expect([
    answers(2, 0, 0),
    answers(5, 95, 2_000),
    answers(100, 100, 4_000),
    pace.perSecond(9_000),
    answers(100, 0, 10_000),
    pace.perSecond(60_000),
  ]).toEqual([1_000, 1_000, 500, 600, 310, 1_000]);
});
