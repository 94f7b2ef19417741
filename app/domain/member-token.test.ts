import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeBase45 } from './base45.ts';
import { classifyCode } from './classify-code.ts';
import {
  encodeMemberToken,
  memberTailOf,
  memberTokenBody,
  memberTokenLifeMs,
  memberTokenSkewMs,
  readMemberToken,
  tokenAge,
} from './member-token.ts';
import type { MemberToken } from './member-token.ts';

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const token: fc.Arbitrary<MemberToken> = fc.record({
  keyHint: fc.integer({ min: 0, max: 255 }),
  memberTail: fc.uuid().map(memberTailOf),
  issuedAtMs: fc
    .integer({ min: 0, max: 0xffff_ffff })
    .map((seconds) => Date.UTC(2020, 0, 1) + seconds * 1000),
});
const kindOf = (text: string) => classifyCode(new TextEncoder().encode(text)).kind;

test('a token comes back as it was made, in 120 characters of a QR’s alphanumeric mode', () => {
  fc.assert(
    fc.property(token, bytes(64), (given, signature) => {
      const body = memberTokenBody(given);
      const text = encodeMemberToken(body, signature);
      const key = [...body].map((byte) => byte.toString(16).padStart(2, '0')).join('');
      // The last character is one of 0 to 5: a scanner that trims spaces cuts nothing off.
      expect(text).toMatch(/^CFM:[0-9A-Z $%*+\-./:]{115}[0-5]$/);
      expect(readMemberToken(text)).toEqual({ token: given, body, signature, key });
      expect(kindOf(`${text}\r\n`)).toBe('member-token');
    }),
  );
});

test('whatever is cut, longer, of another layout or no Base 45 is no token, and nothing throws', () => {
  fc.assert(
    fc.property(token, bytes(64), fc.integer({ min: 0, max: 119 }), (given, signature, at) => {
      const text = encodeMemberToken(memberTokenBody(given), signature);
      const newer = memberTokenBody(given);
      newer[0] = 0x20;
      const wrong = [
        text.slice(0, at),
        `${text}00`,
        text.toLowerCase(),
        `CFT:${text.slice(4)}`,
        `${text.slice(0, 4)}:::${text.slice(7)}`,
        `${text.slice(0, 118)}::`,
        encodeMemberToken(newer, signature),
        `CFM:${encodeBase45(new Uint8Array(76))}`,
      ];
      expect(wrong.map(readMemberToken)).toEqual(wrong.map(() => null));
    }),
  );
  fc.assert(fc.property(fc.string(), (text) => void readMemberToken(`CFM:${text}`)));
  expect([kindOf('CFM:'), kindOf('CFM:QED8WEX0'), kindOf(`CFM:${'_'.repeat(116)}`)]).toEqual([
    'member-code-bad-check',
    'member-code-bad-check',
    'member-code-bad-check',
  ]);
});

test('what fits no token cannot become one', () => {
  const fine: MemberToken = {
    keyHint: 7,
    memberTail: '9c-1f0a5b7de210',
    issuedAtMs: Date.parse('2026-11-22T01:00:00.999Z'),
  };
  const wrong: Partial<MemberToken>[] = [
    { keyHint: 256 },
    { keyHint: -1 },
    { keyHint: 1.5 },
    { memberTail: '9C-1F0A5B7DE210' },
    { memberTail: '9c-1f0a5b7de21' },
    { issuedAtMs: Date.UTC(2019, 11, 31) },
    { issuedAtMs: Date.UTC(2157, 0, 1) },
    { issuedAtMs: Number.NaN },
  ];
  for (const change of wrong)
    expect(() => memberTokenBody({ ...fine, ...change })).toThrow(RangeError);
  const body = memberTokenBody(fine);
  expect(() => encodeMemberToken(body, new Uint8Array(63))).toThrow(RangeError);
  expect(() => encodeMemberToken(new Uint8Array(12), new Uint8Array(64))).toThrow(RangeError);
  expect(() => memberTailOf('M-1')).toThrow(RangeError);
  expect(memberTailOf('0198b3a0-0000-7000-8a9c-1f0a5b7de210')).toBe(fine.memberTail);
  // Whole seconds, the part of one is dropped.
  expect(readMemberToken(encodeMemberToken(body, new Uint8Array(64)))?.token.issuedAtMs).toBe(
    Date.parse('2026-11-22T01:00:00Z'),
  );
});

test('fresh for a minute and the skew on both sides, by a clock that can be trusted', () => {
  const issuedAtMs = Date.parse('2026-11-22T01:00:00Z');
  const last = memberTokenLifeMs + memberTokenSkewMs;
  const at = (offMs: number, isSure = true) =>
    tokenAge({ issuedAtMs }, { nowMs: issuedAtMs + offMs, isSure });
  expect([
    at(-memberTokenSkewMs - 1),
    at(-memberTokenSkewMs),
    at(0),
    at(last),
    at(last + 1),
    at(0, false),
    at(3_600_000, false),
  ]).toEqual(['early', 'fresh', 'fresh', 'fresh', 'expired', 'clock-unsure', 'clock-unsure']);
});
