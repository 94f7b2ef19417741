import { expect, test } from 'vitest';
import { clockTrouble } from './sync-words.ts';

test('tells a clock that is more than two minutes off, and which way', () => {
  expect([null, 120_000, -120_000, 120_001, -540_000].map(clockTrouble)).toEqual([
    null,
    null,
    null,
    { fast: false, minutes: 2 },
    { fast: true, minutes: 9 },
  ]);
});
