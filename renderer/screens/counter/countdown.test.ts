import { expect, test } from 'vitest';
import { countdown } from './countdown.ts';

test('minutes and seconds that are left', () => {
  expect([600_000, 247_001, 59_999, 1, 0, -5_000].map(countdown)).toEqual([
    '10:00',
    '4:08',
    '1:00',
    '0:01',
    '0:00',
    '0:00',
  ]);
});
