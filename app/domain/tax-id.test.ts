import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isTaxId } from './tax-id.ts';

test('the rule in force since 2023-04-01', () => {
  const valid = [
    '10458575',
    '12345670',
    '12345675',
    '53212539',
    '04595257',
    '90000006',
    '90000012',
    '90000028',
    '90000075',
    '90000076',
  ];
  const invalid = [
    '13579246',
    '12345674',
    '90000074',
    '90000029',
    '01234567',
    '00000000',
    '1234567',
    '123456700',
    '1234567a',
    '',
    '１２３４５６７０',
  ];
  expect([...valid, ...invalid].filter(isTaxId)).toEqual(valid);
});

test('every id that passed the older rule (divisible by 10) still passes', () => {
  const weights = [1, 2, 1, 2, 1, 2, 4, 1];
  fc.assert(
    fc.property(fc.stringMatching(/^\d{7}$/), (head) => {
      for (const last of '0123456789') {
        const text = head + last;
        const digits = [...text].map((d, i) => String(Number(d) * (weights[i] ?? 0))).join('');
        const sum = [...digits].reduce((total, d) => total + Number(d), 0);
        if (sum % 10 === 0 && text !== '00000000') expect(isTaxId(text)).toBe(true);
      }
    }),
  );
});
