import { expect, test } from 'vitest';
import { asciiOf } from './ascii-of.ts';

test('each byte is one character, from start to before end, never beyond the last', () => {
  const bytes = Uint8Array.of(0x41, 0x00, 0xff, 0x5a);
  expect([asciiOf(bytes), asciiOf(bytes, 1, 3), asciiOf(bytes, 3, 99), asciiOf(bytes, 9)]).toEqual([
    'A\u0000ÿZ',
    '\u0000ÿ',
    'Z',
    '',
  ]);
});
