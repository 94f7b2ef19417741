import { expect, test } from 'vitest';
import { createSilenceWatch } from './silence-watch.ts';

/** Timers that fire when a test says so. */
function heldTimers() {
  const waiting = new Set<() => void>();
  return {
    setTimer: (_delayMs: number, fn: () => void) => {
      waiting.add(fn);
      return () => void waiting.delete(fn);
    },
    /** Lets everything fire that is due now, once. */
    tick: () => {
      const due = [...waiting];
      waiting.clear();
      for (const fn of due) fn();
    },
    waiting,
  };
}

test('silence is told once, after as many ticks; what comes in between begins it anew', () => {
  const timers = heldTimers();
  let silences = 0;
  const watch = createSilenceWatch(timers, { tickMs: 10, ticks: 3 }, () => (silences += 1));
  watch.heard();
  timers.tick();
  timers.tick();
  watch.heard();
  timers.tick();
  timers.tick();
  expect(silences).toBe(0);
  timers.tick();
  timers.tick();
  expect([silences, timers.waiting.size]).toEqual([1, 0]);
  watch.heard();
  watch.stop();
  timers.tick();
  expect([silences, timers.waiting.size]).toEqual([1, 0]);
});

test('a process that stood still for long does not take what waits in the system for silence', async () => {
  let silences = 0;
  const setTimer = (delayMs: number, fn: () => void) => {
    const timer = setTimeout(fn, delayMs);
    return () => clearTimeout(timer);
  };
  const watch = createSilenceWatch({ setTimer }, { tickMs: 20, ticks: 5 }, () => (silences += 1));
  watch.heard();
  const untilMs = performance.now() + 300;
  while (performance.now() < untilMs);
  // The bytes that waited are read in the first turns after it.
  await new Promise((resolve) => setTimeout(resolve, 10));
  expect(silences).toBe(0);
  watch.stop();
});
