import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeBase64, encodeBase64 } from './base64.ts';

const latin = (bytes: Uint8Array | null) => bytes && String.fromCharCode(...bytes);

test('the examples of RFC 4648', () => {
  const pairs = [
    ['', ''],
    ['f', 'Zg=='],
    ['fo', 'Zm8='],
    ['foo', 'Zm9v'],
    ['foob', 'Zm9vYg=='],
    ['fooba', 'Zm9vYmE='],
    ['foobar', 'Zm9vYmFy'],
  ];
  for (const [plain = '', coded = ''] of pairs) {
    expect(encodeBase64(new TextEncoder().encode(plain))).toBe(coded);
    expect(latin(decodeBase64(coded))).toBe(plain);
  }
});

test('what slips do to it is tolerated, what is no Base64 is not', () => {
  expect(
    ['Zm9vYg', 'Zm9v\nYg==', 'Zm9vYg==:', 'Zm9vY', 'Zm9v*g==', 'Z=m9', 'Zg==='].map((t) =>
      latin(decodeBase64(t)),
    ),
  ).toEqual(['foob', 'foob', 'foob', null, null, null, null]);
});

test('there and back', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect(encodeBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
      expect(decodeBase64(encodeBase64(bytes))).toEqual(bytes);
    }),
  );
});
