import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkVoucherCode, makeVoucherCode, voucherAlphabet } from './voucher-code.ts';

const anyCode = fc.uint8Array({ minLength: 16, maxLength: 16 }).map(makeVoucherCode);
/** All of printable ASCII, so that errors also leave the alphabet. */
const printable = Array.from({ length: 95 }, (_, index) => String.fromCharCode(0x20 + index));

test('a fixed example, so that codes once printed stay valid', () => {
  const bytes = Uint8Array.from({ length: 16 }, (_, index) => index * 7);
  const code = makeVoucherCode(bytes);
  expect(code).toBe('CFV*JKBGNZGKHN*E6');
  expect(checkVoucherCode(code)).toEqual({ kind: 'valid', code });
  expect(() => makeVoucherCode(bytes.subarray(1))).toThrow(
    new RangeError('a voucher code needs 16 bytes'),
  );
});

test('only characters of QR alphanumeric mode, none that look alike', () => {
  fc.assert(
    fc.property(anyCode, (code) => {
      expect(code).toMatch(/^CFV\*[0-9A-Z]{10}\*[0-9A-Z]{2}$/);
      expect(code.slice(4)).not.toMatch(/[01OIL]/);
    }),
  );
  expect(new Set(voucherAlphabet).size).toBe(31);
});

test('both sums of the check are 0 modulo 31', () => {
  fc.assert(
    fc.property(anyCode, (code) => {
      const values = [...code.slice(4).replace('*', '')].map((c) => voucherAlphabet.indexOf(c));
      const plain = values.reduce((sum, value) => sum + value, 0);
      const weighted = values.reduce((sum, value, index) => sum + (index + 1) * value, 0);
      expect([values.length, plain % 31, weighted % 31]).toEqual([12, 0, 0]);
    }),
  );
});

test('every single wrong character is found', () => {
  fc.assert(
    fc.property(anyCode, (code) => {
      for (let at = 0; at < code.length; at += 1) {
        for (const wrong of printable) {
          if (wrong === code[at]) continue;
          const misread = `${code.slice(0, at)}${wrong}${code.slice(at + 1)}`;
          expect(checkVoucherCode(misread).kind).not.toBe('valid');
        }
      }
    }),
    { numRuns: 20 },
  );
});

test('every swap of two characters and every lost character is found', () => {
  fc.assert(
    fc.property(anyCode, (code) => {
      for (let at = 0; at < code.length; at += 1) {
        expect(checkVoucherCode(code.slice(0, at) + code.slice(at + 1)).kind).not.toBe('valid');
        for (let other = at + 1; other < code.length; other += 1) {
          const characters = [...code];
          characters[at] = code[other] ?? '';
          characters[other] = code[at] ?? '';
          const swapped = characters.join('');
          if (swapped !== code) expect(checkVoucherCode(swapped).kind).not.toBe('valid');
        }
      }
    }),
  );
});

test('other texts are no vouchers', () => {
  expect(
    [
      '',
      'CFV',
      'cfv*2222222222*22',
      'CFV*',
      'CFV*2222222222',
      'CFV*222222222O*22',
      'CFV*2222222222*22',
      'CFV*2222222223*22',
      'CFV*2222222222*222',
      'CFV*CFV*2222222222*22',
    ].map((text) => checkVoucherCode(text).kind),
  ).toEqual([
    'not-a-voucher',
    'not-a-voucher',
    'not-a-voucher',
    'bad-check',
    'bad-check',
    'bad-check',
    'valid',
    'bad-check',
    'bad-check',
    'bad-check',
  ]);
});
