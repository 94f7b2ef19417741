import { expect, test } from 'vitest';
import type { RawScan } from '../app/contract/raw-scan.ts';
import type { DeviceId } from '../app/domain/ids.ts';
import { openReplayIntake } from './replay-intake.ts';

const deviceId = '00000000-0000-7000-8000-000000000100' as DeviceId;

/** A clock that a test moves, with the timers that hang on it. */
function handClock() {
  const timers = new Set<{ readonly dueMs: number; readonly fn: () => void }>();
  const clock = {
    atMs: 1000,
    nowMs: () => clock.atMs,
    setTimer: (delayMs: number, fn: () => void) => {
      const timer = { dueMs: clock.atMs + delayMs, fn };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    moveTo: (atMs: number) => {
      for (;;) {
        const due = [...timers].filter((t) => t.dueMs <= atMs).sort((a, b) => a.dueMs - b.dueMs)[0];
        if (due === undefined) break;
        timers.delete(due);
        clock.atMs = Math.max(clock.atMs, due.dueMs);
        due.fn();
      }
      clock.atMs = atMs;
    },
    waiting: () => timers.size,
  };
  return clock;
}

const played = (text: string, atMs: number) => ({
  atMs,
  deviceId,
  bytes: new TextEncoder().encode(text),
});

test('each scan is delivered at its time, framed as its device would', () => {
  const clock = handClock();
  const scans: RawScan[] = [];
  let ended = 0;
  openReplayIntake(
    [played('\u0002A1\u0003', 0), played('\r', 100), played('B2\r\n', 500), played('C3', 500)],
    { sink: { onScan: (scan) => scans.push(scan) }, clock, onEnd: () => (ended += 1) },
  );
  clock.moveTo(1400);
  expect(scans).toHaveLength(1);
  clock.moveTo(5000);
  const seen = scans.map(({ bytes, terminator = new Uint8Array(), completedAtMs }) => [
    new TextDecoder().decode(bytes),
    [...terminator],
    completedAtMs,
  ]);
  expect([seen, ended, clock.waiting()]).toEqual([
    [
      ['A1', [3], 1000],
      ['B2', [13, 10], 1500],
      ['C3', [], 1500],
    ],
    1,
    0,
  ]);
});

test('closed, it delivers nothing more and does not call its end', async () => {
  const clock = handClock();
  const scans: RawScan[] = [];
  let ended = 0;
  const intake = openReplayIntake([played('A1\r', 0), played('B2\r', 10)], {
    sink: {
      onScan: (scan) => {
        scans.push(scan);
        void intake.close();
      },
    },
    clock,
    onEnd: () => (ended += 1),
  });
  clock.moveTo(2000);
  await intake.close();
  expect([scans.length, ended, clock.waiting()]).toEqual([1, 0, 0]);
});

test('more than a scanner can send is cut and marked', () => {
  const clock = handClock();
  const scans: RawScan[] = [];
  openReplayIntake([played('x'.repeat(4097), 0)], {
    sink: { onScan: (scan) => scans.push(scan) },
    clock,
    onEnd: () => {},
  });
  clock.moveTo(1001);
  expect(scans.map(({ bytes, truncated }) => [bytes.length, truncated])).toEqual([[4096, true]]);
});
