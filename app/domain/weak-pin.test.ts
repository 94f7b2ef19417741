import { expect, test } from 'vitest';
import { isWeakPin } from './weak-pin.ts';

test('what is tried first is weak', () => {
  const weak = [
    '000000',
    '123456',
    '654321',
    '111222',
    '112233',
    '121212',
    '123123',
    '12341234',
    '890123',
    '098765',
    '9876543210',
    '112211',
    '111111111111',
    '332211',
    '147258',
    '159357',
    // Dates: YYMMDD, DDMMYY, MMDDYY, YYYYMMDD, DDMMYYYY, 民國.
    '900912',
    '120990',
    '091290',
    '19900912',
    '12091990',
    '09121990',
    '09211990',
    '0790912',
    '1150101',
    '5201314',
  ];
  expect(weak.filter((pin) => !isWeakPin(pin))).toEqual([]);
});

test('what nobody guesses is not', () => {
  const fine = ['493817', '739164', '580273', '8204617', '27460918', '603925718', '918273640551'];
  expect(fine.filter(isWeakPin)).toEqual([]);
});

test('of all PINs of six digits at most one in six is weak', () => {
  let weak = 0;
  for (let n = 0; n < 1_000_000; n += 37) if (isWeakPin(String(n).padStart(6, '0'))) weak += 1;
  expect(weak / (1_000_000 / 37)).toBeLessThan(1 / 6);
});
