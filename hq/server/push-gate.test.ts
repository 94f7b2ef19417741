import { expect, test } from 'vitest';
import { createPushGate } from './push-gate.ts';

test('lets two in, has one wait its turn, sends the rest away, and forgets nobody', async () => {
  const gate = createPushGate({ runningMax: 2, waitingMax: 1 });
  const order: string[] = [];
  const first = await gate.enter();
  const second = await gate.enter();
  const third = gate.enter().then((leave) => {
    order.push('third');
    return leave;
  });
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
