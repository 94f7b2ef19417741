import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { validate, version } from 'uuid';
import { expect, test } from 'vitest';
import { createIdMaker } from './create-id-maker.ts';

test('ids only rise, whatever the clock does, over restarts too', () => {
  const clockReadings = fc.array(fc.nat(2 ** 41), { minLength: 1, maxLength: 200 });
  fc.assert(
    fc.property(clockReadings, fc.nat(200), (readings, restartAt) => {
      let nowMs = 0;
      const sources = { nowMs: () => nowMs, randomBytes };
      let newId = createIdMaker({ ...sources, newestId: null });
      const ids: string[] = [];
      readings.forEach((reading, i) => {
        nowMs = reading;
        if (i === restartAt) newId = createIdMaker({ ...sources, newestId: ids.at(-1) ?? null });
        ids.push(newId(), newId());
      });
      expect(ids).toEqual([...new Set(ids)].toSorted());
      expect(ids.every((id) => validate(id) && version(id) === 7)).toBe(true);
    }),
  );
});

test('a full sequence moves on to the next millisecond', () => {
  const newId = createIdMaker({
    nowMs: () => 5,
    randomBytes: (length) => new Uint8Array(length).fill(0xff),
    newestId: '00000000-0007-7fff-bfff-fc0000000000',
  });
  expect([newId(), newId()].map((id) => id.slice(0, 23))).toEqual([
    '00000000-0008-7000-8000',
    '00000000-0008-7000-8000',
  ]);
});

test('an honest clock stands in the id', () => {
  const newId = createIdMaker({ nowMs: () => 0x0192_3456_789a, randomBytes, newestId: null });
  expect(newId().slice(0, 13)).toBe('01923456-789a');
});
