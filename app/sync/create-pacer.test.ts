import { expect, test } from 'vitest';
import { createPacer } from './create-pacer.ts';

/** A clock and timers that only move when told. */
function handClock() {
  let nowMs = 1_000;
  const waiting = new Set<{ readonly atMs: number; readonly fn: () => void }>();
  return {
    nowMs: () => nowMs,
    set: (ms: number) => void (nowMs = ms),
    timers: {
      setTimer: (delayMs: number, fn: () => void) => {
        const timer = { atMs: nowMs + delayMs, fn };
        waiting.add(timer);
        return () => void waiting.delete(timer);
      },
    },
    pass: (ms: number) => {
      nowMs += ms;
      for (const timer of [...waiting].filter(({ atMs }) => atMs <= nowMs)) {
        waiting.delete(timer);
        timer.fn();
      }
    },
    waiting: () => waiting.size,
  };
}

test('the first wish counts at once, a burst becomes one, news does not wait, cancel drops the rest', () => {
  const clock = handClock();
  const acts: number[] = [];
  const pacer = createPacer(clock, 200, () => acts.push(clock.nowMs()));
  pacer.ask();
  for (let i = 0; i < 10; i++) {
    clock.pass(10);
    pacer.ask();
  }
  clock.pass(100);
  pacer.ask();
  clock.pass(50);
  pacer.now();
  clock.pass(500);
  pacer.ask();
  pacer.ask();
  pacer.cancel();
  clock.pass(1_000);
  expect([acts, clock.waiting()]).toEqual([[1_000, 1_200, 1_250, 1_750], 0]);
});

test('a clock that is set back does not hold a wish', () => {
  const clock = handClock();
  let acts = 0;
  const pacer = createPacer(clock, 200, () => void (acts += 1));
  pacer.ask();
  clock.set(-1e9);
  pacer.ask();
  expect(acts).toBe(2);
});
