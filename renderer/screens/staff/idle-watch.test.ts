import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startTimer } from '../start-timer.ts';
import { startIdleWatch } from './idle-watch.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const minuteMs = 60_000;

function watch() {
  const onIdle = vi.fn<() => void>();
  const started = startIdleWatch(
    { monoMs: () => performance.now(), wallMs: Date.now, setTimer: startTimer, onIdle },
    minuteMs,
  );
  return { ...started, onIdle };
}

test('locks once after the pause, and never again by itself', () => {
  const { onIdle } = watch();
  vi.advanceTimersByTime(minuteMs - 1);
  const before = onIdle.mock.calls.length;
  vi.advanceTimersByTime(10 * minuteMs);
  expect([before, onIdle.mock.calls.length, vi.getTimerCount()]).toEqual([0, 1, 0]);
});

test('each sign begins the pause anew, with one timer at a time', () => {
  const { touch, onIdle } = watch();
  for (let turn = 0; turn < 20; turn += 1) {
    vi.advanceTimersByTime(minuteMs / 2);
    touch();
  }
  const during = [onIdle.mock.calls.length, vi.getTimerCount()];
  vi.advanceTimersByTime(minuteMs);
  expect([during, onIdle.mock.calls.length]).toEqual([[0, 1], 1]);
});

/** Two clocks that a test sets, and a timer that it lets come late. */
function rig() {
  const at = { monoMs: 0, wallMs: 1_000_000_000 };
  const onIdle = vi.fn<() => void>();
  const timers: (() => void)[] = [];
  const delays: number[] = [];
  const started = startIdleWatch(
    {
      monoMs: () => at.monoMs,
      wallMs: () => at.wallMs,
      setTimer: (run, delayMs) => {
        timers.push(run);
        delays.push(delayMs);
        return () => undefined;
      },
      onIdle,
    },
    minuteMs,
  );
  return { ...started, at, locks: () => onIdle.mock.calls.length, timers, delays };
}

test('a PC that slept locks at the first sign, once, whether its clock for intervals stood or ran', () => {
  for (const clock of ['monoMs', 'wallMs'] as const) {
    const { at, touch, timers, locks } = rig();
    at[clock] += 60 * minuteMs;
    touch();
    touch();
    for (const run of timers) run();
    expect([clock, locks()]).toEqual([clock, 1]);
  }
});

test('a clock that is set back does not keep the counter open', () => {
  const { at, timers, locks } = rig();
  at.wallMs -= 60 * minuteMs;
  at.monoMs += minuteMs;
  timers.shift()?.();
  expect(locks()).toBe(1);
});

test('a scan is a sign; what was told without one is none', () => {
  const { at, scanned, locks } = rig();
  const pass = (ms: number): void => {
    at.monoMs += ms;
    at.wallMs += ms;
  };
  pass(40_000);
  scanned(at.wallMs);
  pass(40_000);
  scanned(null);
  const before = locks();
  pass(30_000);
  scanned(at.wallMs);
  expect([before, locks()]).toEqual([0, 1]);
});

test('a PC that slept shows nothing for long when it wakes, though nobody touches it', () => {
  // Timers stand while a PC sleeps: the one that is under way comes soon.
  const { delays } = rig();
  expect(delays).toEqual([15_000]);
});

test('stopped, it says nothing', () => {
  const { stop, touch, onIdle } = watch();
  stop();
  touch();
  vi.advanceTimersByTime(10 * minuteMs);
  expect(onIdle).not.toHaveBeenCalled();
});
