import { expect, test } from 'vitest';
import { outboxWarning, unsentAgeMsMax, unsentCountMax } from './outbox-warning.ts';

test('too many waiting, or one waiting too long, is worth a word; the age is graver', () => {
  const nowMs = 1_795_312_800_000;
  const look = (count: number, waitedMs: number | null, timeUnknown = false) => {
    const oldestAtMs = waitedMs === null ? null : nowMs - waitedMs;
    return outboxWarning({ count, oldestAtMs, nowMs, timeUnknown });
  };
  expect([
    look(0, null),
    look(unsentCountMax, unsentAgeMsMax),
    look(unsentCountMax + 1, 1),
    look(1, unsentAgeMsMax + 1),
    look(unsentCountMax + 1, unsentAgeMsMax + 1),
    // A clock that was set back says nothing of how long anything waits.
    look(1, -5),
    look(1, 9 * unsentAgeMsMax, true),
  ]).toEqual([null, null, 'many', 'old', 'old', null, null]);
});
