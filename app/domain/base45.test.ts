import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeBase45, encodeBase45 } from './base45.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);

test('the examples of RFC 9285', () => {
  const examples = [
    ['AB', 'BB8'],
    ['Hello!!', '%69 VD92EX0'],
    ['base-45', 'UJCLQE7W581'],
    ['ietf!', 'QED8WEX0'],
    ['', ''],
  ] as const;
  expect(examples.map(([plain]) => encodeBase45(utf8(plain)))).toEqual(
    examples.map(([, text]) => text),
  );
  expect(examples.map(([, text]) => decodeBase45(text))).toEqual(
    examples.map(([plain]) => utf8(plain)),
  );
});

test('what is no Base 45: other characters, cut ends, groups that are too large', () => {
  const texts = [
    'BB',
    'BB8B',
    'bb8',
    'B茶8',
    'BB😀',
    '茶',
    'GGW',
    ':::',
    '::',
    'U5',
    'BBé',
    'Bé',
    'éB',
  ];
  expect(texts.map((text) => decodeBase45(text))).toEqual([
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    Uint8Array.of(255),
    null,
    null,
    null,
  ]);
});

test('any bytes come back, and any text that is read has no other spelling', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 120 }), (bytes) => {
      expect(decodeBase45(encodeBase45(bytes))).toEqual(bytes);
    }),
  );
  const character = fc.constantFrom(...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:');
  fc.assert(
    fc.property(fc.string({ unit: character, maxLength: 40 }), (text) => {
      const bytes = decodeBase45(text);
      if (bytes !== null) expect(encodeBase45(bytes)).toBe(text);
    }),
  );
});
