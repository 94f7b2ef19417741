import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  makeSegmentHead,
  nonceLength,
  openLine,
  readSegmentHead,
  saltLength,
  sealLine,
} from './tape-format.ts';

const keyHex = '3c'.repeat(32);
const head = makeSegmentHead({ keyHex, no: 7, salt: new Uint8Array(saltLength).fill(9) });

test('a line gives back its record, with the head read anew', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.integer({ min: 1, max: 999_999 }),
      fc.uint8Array({ minLength: nonceLength, maxLength: nonceLength }),
      (text, place, nonce) => {
        // Records are JSON: lone halves of characters are escaped in it.
        const record = JSON.stringify(text);
        const line = sealLine(head, place, nonce, record);
        const read = readSegmentHead(head.line, keyHex);
        expect(read).toEqual(head);
        expect(openLine(head, line)).toEqual({ kind: 'record', place, record });
      },
    ),
    { numRuns: 60 },
  );
});

test('any other byte anywhere in head or line is noticed', () => {
  const line = sealLine(head, 12, new Uint8Array(nonceLength).fill(1), '{"name":"王小明"}');
  expect(line).not.toContain('王');
  const changed = (text: string, at: number, bit: number): string =>
    text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ bit) + text.slice(at + 1);
  for (let at = 0; at < line.length; at += 1)
    for (const bit of [1, 2, 4, 8, 16, 32, 64, 128])
      expect(openLine(head, changed(line, at, bit)).kind).not.toBe('record');
  for (let at = 0; at < head.line.length; at += 1)
    expect(readSegmentHead(changed(head.line, at, 1), keyHex)).toBe(null);
});

test('a line of another place, segment or key is foreign', () => {
  const nonce = new Uint8Array(nonceLength).fill(1);
  const line = sealLine(head, 12, nonce, '{}');
  const salt = new Uint8Array(saltLength).fill(8);
  const others = [
    makeSegmentHead({ keyHex, no: 7, salt }),
    makeSegmentHead({ keyHex, no: 8, salt: new Uint8Array(saltLength).fill(9) }),
    makeSegmentHead({ keyHex: '4d'.repeat(32), no: 7, salt: new Uint8Array(saltLength).fill(9) }),
  ];
  expect(others.map((other) => openLine(other, line))).toEqual(
    others.map(() => ({ kind: 'foreign', place: 12 })),
  );
});
