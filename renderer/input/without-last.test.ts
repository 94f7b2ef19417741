import { expect, test } from 'vitest';
import { withoutLast } from './without-last.ts';

test('the keypad’s backspace takes the character before the cursor, or what is marked', () => {
  const cases = [
    ['0912', 4, 4],
    ['0912', 2, 2],
    ['0912', 0, 0],
    ['0912', 0, 4],
    ['0912', 1, 3],
    ['林𠮷', 3, 3],
    ['', 0, 0],
  ] as const;
  expect(cases.map(([text, start, end]) => withoutLast(text, start, end))).toEqual([
    { text: '091', at: 3 },
    { text: '012', at: 1 },
    { text: '0912', at: 0 },
    { text: '', at: 0 },
    { text: '02', at: 1 },
    { text: '林', at: 1 },
    { text: '', at: 0 },
  ]);
});
