import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { HqKey } from '../contract/signed-document.ts';
import {
  encodeMemberToken,
  memberTailOf,
  memberTokenBody,
  memberTokenPurpose,
  readMemberToken,
} from '../domain/member-token.ts';
import type { MemberToken } from '../domain/member-token.ts';
import { publicKeyOf } from './sign-document.ts';

/** A token whose signature was checked. */
export type VerifiedMemberToken = MemberToken & {
  /** Two texts with the same key are the same token. */
  readonly key: string;
};

/** Makes a member's token with HQ's key (PKCS #8 DER, base64url). Throws for an id that is no UUID. */
export function signMemberToken(
  signingKey: string,
  { memberId, issuedAtMs }: { readonly memberId: string; readonly issuedAtMs: number },
): string {
  const keyHint = hintOf(publicKeyOf(signingKey));
  const body = memberTokenBody({ keyHint, memberTail: memberTailOf(memberId), issuedAtMs });
  const key = createPrivateKey({
    key: Buffer.from(signingKey, 'base64url'),
    format: 'der',
    type: 'pkcs8',
  });
  return encodeMemberToken(body, sign(null, signedBytes(body), key));
}

/**
 * Reads a token and checks it against HQ's keys: each whose name begins with the token's hint is tried, as
 * one byte does not tell two keys apart for sure. Null unless one of them signed it. Never throws.
 */
export function verifyMemberToken(
  keys: readonly HqKey[],
  text: string,
): VerifiedMemberToken | null {
  const read = readMemberToken(text);
  if (read === null) return null;
  for (const key of keys) {
    if (hintOf(key) !== read.token.keyHint) continue;
    const publicKey = readPublicKey(key);
    if (publicKey !== null && verify(null, signedBytes(read.body), publicKey, read.signature))
      return { ...read.token, key: read.key };
  }
  return null;
}

/** A key that is none signs nothing. */
function readPublicKey({ publicKey }: HqKey): KeyObject | null {
  try {
    return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' });
  } catch {
    return null;
  }
}

function hintOf({ kid }: Pick<HqKey, 'kid'>): number {
  return Buffer.from(kid, 'base64url')[0] ?? 0;
}

function signedBytes(body: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from(memberTokenPurpose, 'utf8'), body]);
}
