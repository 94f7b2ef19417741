import { expect, test } from 'vitest';
import type { LineOutcome } from '../../app/line/send-line-push.ts';
import { gateAfter, openGate, roomAt } from './line-gate.ts';
import type { LineGate } from './line-gate.ts';

const down: LineOutcome = { kind: 'retry', reason: 'network' };
const accepted: LineOutcome = { kind: 'accepted', requestId: null, already: false };
const after = (gate: LineGate, outcome: LineOutcome, nowMs: number, times = 1): LineGate => {
  let next = gate;
  for (let i = 0; i < times; i += 1) next = gateAfter(next, outcome, { nowMs, random: 1 });
  return next;
};
const room = (gate: LineGate, nowMs: number, inFlight = 0) =>
  roomAt(gate, { nowMs, inFlight, atOnceMax: 100 });

test('single faults stop nothing; twenty in a row are a LINE that is gone', () => {
  const nineteen = after(openGate, down, 0, 19);
  const gone = after(nineteen, down, 0);
  expect([
    room(nineteen, 0, 40),
    room(after(after(nineteen, accepted, 0), down, 0, 19), 0),
    room(gone, 999),
    room(gone, 1_000),
    room(gone, 1_000, 1),
  ]).toEqual([60, 100, 0, 1, 0]);
});

test('after a pause one goes first: its answer opens, another fault makes the next pause longer', () => {
  const gone = after(openGate, down, 0, 20);
  const again = after(gone, down, 1_000);
  const long = Array.from({ length: 20 }).reduce<LineGate>(
    (gate) => after(gate, down, gate.pausedUntilMs ?? 0),
    gone,
  );
  expect([
    room(after(gone, accepted, 1_000), 1_000),
    [room(again, 2_999), room(again, 3_000)],
    // What was under way when the pause began is no news.
    after(gone, down, 500, 50),
    (long.pausedUntilMs ?? 0) - (after(long, down, 0).pausedUntilMs ?? 0),
    after(long, accepted, long.pausedUntilMs ?? 0),
  ]).toEqual([100, [0, 1], gone, 0, openGate]);
});

test('a used-up month stops all for ten minutes, a refused token until somebody has seen to it', () => {
  const quota = after(openGate, { kind: 'quota' }, 0);
  const refused = after(quota, { kind: 'unauthorized' }, 0);
  expect([
    [room(quota, 599_999), room(quota, 600_000)],
    room(refused, 10 ** 15),
    after(refused, { kind: 'quota' }, 0),
    after(refused, accepted, 1).why,
  ]).toEqual([[0, 1], 0, refused, 'unauthorized']);
});

test('a full bucket is a matter of pace, a refused message of that message', () => {
  expect([
    after(openGate, { kind: 'retry', reason: 'rate' }, 0, 50),
    after(after(openGate, down, 0, 5), { kind: 'refused', status: 400, detail: '' }, 0),
  ]).toEqual([openGate, openGate]);
});
