import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openSecret, readSecretKey, sealSecret } from './seal-secret.ts';
import type { SecretKey } from './seal-secret.ts';

const key = newKey();
const place = 'line_channel:0198:accessToken';

function newKey(): SecretKey {
  const read = readSecretKey(randomBytes(32).toString('base64'));
  if (read === null) throw new Error('32 bytes are no key');
  return read;
}
const seal = (text: string, at = place) => sealSecret(key, { text, place: at }, randomBytes);

test('opens what was sealed, whatever it is, and never seals the same twice', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
      const sealed = seal(text);
      expect(openSecret(key, sealed, place)).toEqual({ kind: 'open', text });
      expect(sealed).not.toBe(seal(text));
      if (text.length > 8) expect(sealed).not.toContain(text);
    }),
    { numRuns: 200 },
  );
});

test('another key, another place, and any change are told apart from the secret', () => {
  const sealed = seal('channel-token');
  const parts = sealed.split('.');
  const swapped = (nth: number, text: string) => parts.with(nth, text).join('.');
  expect(
    [
      openSecret(newKey(), sealed, place),
      openSecret(key, sealed, 'line_channel:0198:channelSecret'),
      openSecret(key, swapped(0, 'cf2'), place),
      openSecret(key, swapped(2, randomBytes(12).toString('base64url')), place),
      openSecret(key, swapped(2, 'AA'), place),
      openSecret(key, swapped(3, 'AAAA'), place),
      openSecret(key, `${sealed}.`, place),
      openSecret(key, 'channel-token', place),
      openSecret(key, '', place),
    ].map(({ kind }) => kind),
  ).toEqual(['wrong-key', ...Array.from({ length: 8 }, () => 'damaged')]);
});

test('no single changed character opens', () => {
  const sealed = seal('channel-token');
  const kinds = new Set(
    [...sealed].map((letter, at) => {
      const other = letter === 'A' ? 'B' : 'A';
      const opened = openSecret(key, sealed.slice(0, at) + other + sealed.slice(at + 1), place);
      // The last letter of base64 has bits that say nothing: then it is the same text.
      return opened.kind === 'open' ? opened.text : opened.kind;
    }),
  );
  kinds.delete('channel-token');
  expect([...kinds].toSorted()).toEqual(['damaged', 'wrong-key']);
});

test('a key is 32 bytes of base64, with blanks around it at most', () => {
  const text = randomBytes(32).toString('base64');
  expect([
    readSecretKey(` ${text}\n`)?.text,
    readSecretKey(randomBytes(31).toString('base64')),
    readSecretKey(randomBytes(33).toString('base64')),
    readSecretKey(randomBytes(32).toString('hex')),
    readSecretKey(''),
    readSecretKey('密鑰'),
  ]).toEqual([text, null, null, null, null, null]);
});
