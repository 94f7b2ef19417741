import fc from 'fast-check';
import { expect, test } from 'vitest';
import { classifyCode } from './classify-code.ts';
import { decodedText, personalBytes } from './personal-bytes.ts';
import { badgeBytes, isStaffBadgeShape, makeStaffBadge } from './staff-badge.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

test('a badge is its 100 random bits, and only its exact form is one', () => {
  const code = makeStaffBadge(Uint8Array.from({ length: badgeBytes }, (_, i) => i * 19));
  expect(code).toBe('CFS009JCEACBXS8B65BQV8Y');
  expect(classifyCode(bytesOf(`${code}\r`))).toEqual({ kind: 'staff-badge', code });
  const near = [code.slice(0, -1), `${code}0`, code.toLowerCase(), code.replace('CFS', 'CFT')];
  const letters = ['I', 'L', 'O', 'U'].map((letter) => code.slice(0, -1) + letter);
  expect(() => makeStaffBadge(new Uint8Array(badgeBytes - 1))).toThrow(RangeError);
  for (const text of [...near, ...letters])
    expect(classifyCode(bytesOf(text)).kind, text).not.toBe('staff-badge');
});

test('every badge is one, and different bits are different badges', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: badgeBytes, maxLength: badgeBytes }),
      fc.integer({ min: 0, max: 99 }),
      (bytes, bit) => {
        const code = makeStaffBadge(bytes);
        const other = Uint8Array.from(bytes);
        other[bit >> 3] = (other[bit >> 3] ?? 0) ^ (0x80 >> (bit & 7));
        expect([isStaffBadgeShape(code), makeStaffBadge(other) === code]).toEqual([true, false]);
      },
    ),
  );
});

test('a badge, and a piece of one in whatever else, is not shown', () => {
  const code = makeStaffBadge(new Uint8Array(badgeBytes).fill(0xa7));
  const scans = [code, code.slice(0, 18), `${code}${code}`, `x${code}y`];
  for (const text of scans) {
    const bytes = bytesOf(text);
    const classified = classifyCode(bytes);
    const shown = decodedText(bytes, personalBytes(bytes, classified));
    const preview = classified.kind === 'unknown' ? classified.preview : '';
    // Six characters in a row would be 30 of its bits.
    expect(`${shown} ${preview}`, text).not.toContain(code.slice(3, 9));
    expect(`${shown} ${preview}`, text).not.toContain(code.slice(12, 18));
  }
});
