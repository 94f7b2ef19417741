import { expect, test } from 'vitest';
import { createPushGate } from './push-gate.ts';

test('lets two in, has one wait its turn, sends the rest away, and forgets nobody', async () => {
  const gate = createPushGate({ runningMax: 2, waitingMax: 1, nowMs: () => 0 });
  const order: string[] = [];
  const first = await gate.enter();
  const second = await gate.enter();
  expect(gate.isFull()).toBe(false);
  const third = gate.enter().then((leave) => {
    order.push('third');
    return leave;
  });
  expect(gate.isFull()).toBe(true);
  expect(await gate.enter()).toBeNull();
  expect(order).toEqual([]);
  first?.();
  // Leaving twice makes no second place.
  first?.();
  const leaveThird = await third;
  expect(order).toEqual(['third']);
  const fourth = gate.enter();
  second?.();
  const leaveFourth = await fourth;
  leaveThird?.();
  leaveFourth?.();
  expect([await gate.enter(), await gate.enter()].every((leave) => leave !== null)).toBe(true);
});

/** A chain of counters before a gate that takes ten pushes a second; how many come in vain each second. */
async function knocksPerSecond(counters: number, seconds: number): Promise<number[]> {
  const gate = createPushGate({ runningMax: 10, waitingMax: 0, nowMs: () => 0 });
  const comesAtMs = Array.from({ length: counters }, () => 0);
  const inVain = Array.from({ length: seconds }, () => 0);
  let seed = 1;
  const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
  for (let second = 0; second < seconds; second += 1) {
    const leaves: (() => void)[] = [];
    for (const [i, atMs] of comesAtMs.entries()) {
      if (atMs >= (second + 1) * 1_000) continue;
      const leave = await gate.enter();
      if (leave !== null) {
        leaves.push(leave);
        continue;
      }
      inVain[second] = (inVain[second] ?? 0) + 1;
      const nowMs = Math.max(atMs, second * 1_000);
      comesAtMs[i] = nowMs + 1_000 * gate.sendAway({ nowMs, random: random() });
    }
    for (const leave of leaves) leave();
  }
  return inVain;
}

test('the more come in vain, the longer they are told to stay away', async () => {
  const few = await knocksPerSecond(20, 60);
  const many = await knocksPerSecond(1_000, 60);
  // Without it a thousand counters would knock 400 times a second for ever.
  expect(Math.max(...few.slice(20))).toBeLessThanOrEqual(20);
  const late = many.slice(30);
  expect(late.reduce((sum, n) => sum + n, 0) / late.length).toBeLessThan(60);
});

test('when the rush is over nobody is sent away for long', async () => {
  const gate = createPushGate({ runningMax: 1, waitingMax: 0, nowMs: () => 0 });
  for (let nowMs = 0; nowMs < 60_000; nowMs += 100) gate.sendAway({ nowMs, random: 0.99 });
  expect(gate.sendAway({ nowMs: 60_000, random: 0.99 })).toBeGreaterThan(60);
  for (let served = 0; served < 100; served += 1) (await gate.enter())?.();
  expect(gate.sendAway({ nowMs: 90_000, random: 0.99 })).toBeLessThanOrEqual(3);
});

test('slow answers leave fewer places, down to the least; fast ones bring them back', async () => {
  let atMs = 0;
  const gate = createPushGate({ runningMax: 6, runningMin: 2, waitingMax: 0, nowMs: () => atMs });
  /** Fills the gate; all are answered after `tookMs`. Returns how many were let in. */
  const fill = async (tookMs: number): Promise<number> => {
    const leaves: (() => void)[] = [];
    for (let leave = await gate.enter(); leave !== null; leave = await gate.enter())
      leaves.push(leave);
    expect(gate.isFull()).toBe(true);
    atMs += tookMs;
    for (const leave of leaves) leave();
    return leaves.length;
  };
  const slow: number[] = [];
  for (let round = 0; round < 8; round += 1) slow.push(await fill(900));
  expect(slow).toEqual([6, 4, 3, 2, 2, 2, 2, 2]);
  const fast: number[] = [];
  for (let round = 0; round < 6; round += 1) fast.push(await fill(50));
  expect(fast).toEqual([2, 2, 3, 4, 5, 6]);
});
