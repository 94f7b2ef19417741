import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ean13CheckDigit, hasGs1CheckDigit, isEan13 } from './check-digit.ts';
import {
  isMemberCardCode,
  isMemberQrShape,
  makeMemberCardCode,
  memberCardSerialMax,
} from './member-code.ts';

const anyFirst12 = fc.stringMatching(/^\d{12}$/);

describe('GS1 check digits', () => {
  test('known codes', () => {
    expect([
      ean13CheckDigit('200001234567'),
      ean13CheckDigit('471123450001'),
      isEan13('2000012345678'),
      isEan13('2000012345679'),
      isEan13('4006381333931'),
      isEan13('200001234567'),
      isEan13('200001234567a'),
      hasGs1CheckDigit('96385074'),
      hasGs1CheckDigit('036000291452'),
      hasGs1CheckDigit('036000291453'),
      hasGs1CheckDigit('5'),
      hasGs1CheckDigit(''),
    ]).toEqual([8, 8, true, false, true, false, false, true, true, false, false, false]);
    for (const none of ['20000123456', '2000012345678', 'x200001234567', '20000123456x']) {
      expect(() => ean13CheckDigit(none)).toThrow('an EAN-13 check digit needs 12 digits');
    }
    expect([hasGs1CheckDigit('x96385074'), hasGs1CheckDigit('96385074x')]).toEqual([false, false]);
    expect([isEan13('96385074'), isEan13('036000291452')]).toEqual([false, false]);
  });

  test('one wrong digit is always found', () => {
    const anyChange = fc.record({ at: fc.nat(12), by: fc.integer({ min: 1, max: 9 }) });
    fc.assert(
      fc.property(anyFirst12, anyChange, (first12, { at, by }) => {
        const code = `${first12}${ean13CheckDigit(first12)}`;
        expect(isEan13(code)).toBe(true);
        const wrong = (Number(code[at]) + by) % 10;
        expect(isEan13(`${code.slice(0, at)}${wrong}${code.slice(at + 1)}`)).toBe(false);
      }),
    );
  });
});

describe('member codes', () => {
  test('a card is 20 + serial + check digit', () => {
    expect([makeMemberCardCode(12_345_67), makeMemberCardCode(0)]).toEqual([
      '2000012345678',
      '2000000000008',
    ]);
    for (const serial of [-1, 0.5, Number.NaN, memberCardSerialMax + 1]) {
      expect(() => makeMemberCardCode(serial)).toThrow('card serial out of range');
    }
    expect(makeMemberCardCode(memberCardSerialMax)).toBe('2099999999998');
  });

  test('every serial has its own valid card', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: memberCardSerialMax }), (serial) => {
        const code = makeMemberCardCode(serial);
        expect(isMemberCardCode(code)).toBe(true);
        expect(Number(code.slice(2, 12))).toBe(serial);
      }),
    );
  });

  test('other codes are no cards', () => {
    expect(
      [
        '2000012345679',
        '4711234500018',
        '3000012345677',
        '200001234567',
        'PM1*TW01*0000123456*K7QF',
      ].filter(isMemberCardCode),
    ).toEqual([]);
    expect(
      [
        'PM1*TW01*0000123456*K7QF',
        'PM1*TW01*000012345*K7QF',
        'PM2*TW01*0000123456*K7QF',
        'pm1*tw01*0000123456*k7qf',
        'xPM1*TW01*0000123456*K7QF',
        'PM1*TW01*0000123456*K7QFx',
        'PM1*TW012345*0000123456*K7QF',
        'PM1*TW0123456*0000123456*K7QF',
      ].map(isMemberQrShape),
    ).toEqual([true, false, false, false, false, false, true, false]);
  });
});
