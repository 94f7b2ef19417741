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
    { nowMs: () => performance.now(), setTimer: startTimer, onIdle },
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

test('a PC that slept through its timer locks at the first sign, once', () => {
  let nowMs = 0;
  const onIdle = vi.fn<() => void>();
  const timers: (() => void)[] = [];
  const { touch } = startIdleWatch(
    { nowMs: () => nowMs, setTimer: (run) => (timers.push(run), () => undefined), onIdle },
    minuteMs,
  );
  nowMs = 60 * minuteMs;
  touch();
  touch();
  for (const run of timers) run();
  expect(onIdle.mock.calls.length).toBe(1);
});

test('stopped, it says nothing', () => {
  const { stop, touch, onIdle } = watch();
  stop();
  touch();
  vi.advanceTimersByTime(10 * minuteMs);
  expect(onIdle).not.toHaveBeenCalled();
});
