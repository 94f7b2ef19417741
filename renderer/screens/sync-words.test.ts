import { expect, test } from 'vitest';
import { clockTrouble } from './sync-words.ts';

test('tells a clock that is more than two minutes off, which way, and in a unit that says it', () => {
  const hourMs = 3_600_000;
  const offsets = [null, 120_000, -120_000, 120_001, -540_000, 5 * hourMs, 72 * hourMs];
  expect([...offsets, -(2 * 365 + 3) * 24 * hourMs].map(clockTrouble)).toEqual([
    null,
    null,
    null,
    { fast: false, span: { unit: 'minutes', n: 2, days: 0 } },
    { fast: true, span: { unit: 'minutes', n: 9, days: 0 } },
    { fast: false, span: { unit: 'hours', n: 5, days: 0 } },
    { fast: false, span: { unit: 'days', n: 3, days: 3 } },
    { fast: true, span: { unit: 'years', n: 2, days: 3 } },
  ]);
});
