import { sign, createPrivateKey } from 'node:crypto';
import { expect, test } from 'vitest';
import { encodeMemberToken, memberTokenBody, memberTailOf } from '../domain/member-token.ts';
import { createSigningKey, publicKeyOf } from './sign-document.ts';
import { signMemberToken, verifyMemberToken } from './sign-member-token.ts';

const memberId = '0198b3a0-0000-7000-8a9c-1f0a5b7de210';
const issuedAtMs = Date.parse('2026-11-22T01:00:00Z');

/** Keys whose names begin alike: one byte of hint cannot tell them apart. */
function keysOfOneHint() {
  const byHint = new Map<string, ReturnType<typeof createSigningKey>>();
  for (;;) {
    const made = createSigningKey();
    const hint = Buffer.from(publicKeyOf(made.signingKey).kid, 'base64url').toString('hex', 0, 1);
    const other = byHint.get(hint);
    if (other !== undefined) return [other, made] as const;
    byHint.set(hint, made);
  }
}

test('a token is believed under each of HQ’s keys, by the old and the new one while both are known', () => {
  const [old, next] = keysOfOneHint();
  const far = createSigningKey();
  const keys = [old, far, next].map(({ signingKey }) => publicKeyOf(signingKey));
  const [oldToken, nextToken] = [old, next].map(({ signingKey }) =>
    signMemberToken(signingKey, { memberId, issuedAtMs }),
  );
  const told = { memberTail: memberTailOf(memberId), issuedAtMs };
  expect(verifyMemberToken(keys, oldToken!)).toMatchObject(told);
  expect(verifyMemberToken(keys, nextToken!)).toMatchObject(told);
  // The old key is withdrawn: its tokens are worth nothing from then on.
  expect(verifyMemberToken(keys.slice(1), oldToken!)).toBeNull();
  expect(verifyMemberToken([], nextToken!)).toBeNull();
});

test('a signature for another purpose, and a key that is none, are worth nothing', () => {
  const { signingKey } = createSigningKey();
  const key = publicKeyOf(signingKey);
  const keyHint = Buffer.from(key.kid, 'base64url')[0]!;
  const body = memberTokenBody({ keyHint, memberTail: memberTailOf(memberId), issuedAtMs });
  const der = Buffer.from(signingKey, 'base64url');
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  const signed = (purpose: string) =>
    encodeMemberToken(body, sign(null, Buffer.concat([Buffer.from(purpose), body]), privateKey));
  const good = signMemberToken(signingKey, { memberId, issuedAtMs });
  expect([
    signed('counterfoil/member-token\n') === good,
    verifyMemberToken([key], signed('counterfoil/voucher-token\n')),
    verifyMemberToken([key], signed('')),
    verifyMemberToken([{ ...key, publicKey: 'AA' }], good),
    verifyMemberToken([{ kid: '', publicKey: '' }], good),
  ]).toEqual([true, null, null, null, null]);
});
