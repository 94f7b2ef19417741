import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeBase45, encodeBase45 } from './base45.ts';
import type { CouponId, VoucherId } from './ids.ts';
import { encodeToken, readToken, tokenBody } from './voucher-token.ts';
import type { VoucherToken } from './voucher-token.ts';

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const day = fc
  .integer({ min: 0, max: 0xffff })
  .map((no) => new Date(Date.UTC(2020, 0, 1) + no * 86_400_000).toISOString().slice(0, 10));
const token: fc.Arbitrary<VoucherToken> = fc.record({
  class: fc.constantFrom('A' as const, 'B' as const),
  keyHint: bytes(2),
  voucherId: fc.uuid() as fc.Arbitrary<VoucherId>,
  couponId: fc.uuid() as fc.Arbitrary<CouponId>,
  memberHash: bytes(4),
  validFrom: day,
  validUntil: day,
});

test('RFC 9285, section 4.3 and 4.4', () => {
  const text = (words: string) => encodeBase45(new TextEncoder().encode(words));
  expect([text('AB'), text('Hello!!'), text('base-45'), text('')]).toEqual([
    'BB8',
    '%69 VD92EX0',
    'UJCLQE7W581',
    '',
  ]);
  expect(new TextDecoder().decode(decodeBase45('QED8WEX0')!)).toBe('ietf!');
  expect(['GGW', ':::', 'A', 'ABCD', 'ab8', 'BB_', '::'].map(decodeBase45)).toEqual(
    Array.from({ length: 7 }, () => null),
  );
});

test('any bytes come back', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (given) => {
      expect(decodeBase45(encodeBase45(given))).toEqual(given);
    }),
  );
});

test('a token comes back as it was made, in 165 characters of a QR’s alphanumeric mode', () => {
  fc.assert(
    fc.property(token, bytes(64), (given, signature) => {
      const body = tokenBody(given);
      const text = encodeToken(body, signature);
      expect(text).toMatch(/^[0-9A-Z $%*+\-./:]{165}$/);
      expect(readToken(text)).toEqual({ token: given, body, signature });
    }),
  );
});

test('whatever is cut, changed in length or of another layout is no token, and nothing throws', () => {
  fc.assert(
    fc.property(token, bytes(64), fc.integer({ min: 0, max: 164 }), (given, signature, cut) => {
      const text = encodeToken(tokenBody(given), signature);
      const newer = tokenBody(given);
      newer[0] = 0x20;
      expect([
        readToken(text.slice(0, cut)),
        readToken(`${text}00`),
        readToken(encodeToken(newer, signature)),
      ]).toEqual([null, null, null]);
    }),
  );
  fc.assert(fc.property(fc.string(), (text) => void readToken(`CFT:${text}`)));
});

test('days that do not fit are refused when a token is made', () => {
  const [given] = fc.sample(token, 1);
  for (const validUntil of ['2019-12-31', '2199-06-08', '2026-02-30x', 'soon'])
    expect(() => tokenBody({ ...given!, validUntil })).toThrow(RangeError);
});

test('what is no voucher cannot become a token: other ids, days, hashes and signatures throw', () => {
  const fine: VoucherToken = {
    class: 'A',
    keyHint: new Uint8Array(2),
    voucherId: '0198b3a0-0000-7000-8000-00000000c001' as VoucherId,
    couponId: '0198b3a0-0000-7000-8000-00000000c002' as CouponId,
    memberHash: new Uint8Array(4),
    validFrom: '2026-11-01',
    validUntil: '2026-11-30',
  };
  const wrong: Partial<VoucherToken>[] = [
    { voucherId: 'V-1' as VoucherId },
    { keyHint: new Uint8Array(3) },
    { memberHash: new Uint8Array(5) },
    { validFrom: '2019-12-31' },
    { validUntil: '2300-01-01' },
    { validUntil: 'soon' },
  ];
  for (const change of wrong) expect(() => tokenBody({ ...fine, ...change })).toThrow(RangeError);
  expect(() => encodeToken(tokenBody(fine), new Uint8Array(63))).toThrow(RangeError);
  expect(readToken(encodeToken(tokenBody(fine), new Uint8Array(64)))?.token).toEqual(fine);
});
