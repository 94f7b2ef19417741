import fc from 'fast-check';
import { expect, test } from 'vitest';
import { maskMobile, normalizeMobile, toNational } from './mobile-number.ts';

test.each([
  ['0912345678', '+886912345678'],
  ['0912-345-678', '+886912345678'],
  ['0912 345 678', '+886912345678'],
  ['(0912)345-678', '+886912345678'],
  ['+886912345678', '+886912345678'],
  ['+886 912 345 678', '+886912345678'],
  ['886912345678', '+886912345678'],
  ['+8860912345678', '+886912345678'],
  ['０９１２３４５６７８', '+886912345678'],
  ['０９１２－３４５－６７８', '+886912345678'],
  ['0999123456', '+886999123456'],
  ['02-27208889', null],
  ['02-2720-8889', null],
  ['+886227208889', null],
  ['091234567', null],
  ['09123456789', null],
  ['912345678', null],
  ['+85291234567', null],
  ['', null],
  ['0912a345678', null],
])('%s is %s', (text, e164) => {
  expect(normalizeMobile(text)).toBe(e164);
});

test('shown masked or as people dial it; another shape gives little away', () => {
  expect([
    maskMobile('+886912345678'),
    toNational('+886912345678'),
    maskMobile('+85291234567'),
    toNational('+85291234567'),
    toNational('x+886912345678'),
    toNational('+8869123456789'),
    normalizeMobile('10912345678'),
  ]).toEqual([
    '0912***678',
    '0912345678',
    '***567',
    '+85291234567',
    'x+886912345678',
    '+8869123456789',
    null,
  ]);
});

test('every spelling of a number is the same number, and reading is idempotent', () => {
  const anyNumber = fc.stringMatching(/^9\d{8}$/);
  const anySpelling = fc.constantFrom<(digits: string) => string>(
    (d) => `0${d}`,
    (d) => `+886${d}`,
    (d) => `886-${d.slice(0, 3)}-${d.slice(3, 6)}-${d.slice(6)}`,
    (d) => ` +886 (0)${d}`,
    (d) => `0${d}`.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)),
  );
  fc.assert(
    fc.property(anyNumber, anySpelling, (digits, spell) => {
      const e164 = normalizeMobile(spell(digits));
      expect(e164).toBe(`+886${digits}`);
      expect(normalizeMobile(e164 ?? '')).toBe(e164);
      expect(normalizeMobile(toNational(e164 ?? ''))).toBe(e164);
    }),
  );
});

test('any text is a number of the one shape or none', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[+0-9０-９ ()-]{0,16}$/)), (text) => {
      expect(normalizeMobile(text) ?? '+886900000000').toMatch(/^\+8869\d{8}$/);
    }),
  );
});
