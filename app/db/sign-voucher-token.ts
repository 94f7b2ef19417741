import { createHash, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import type { HqKey } from '../contract/signed-document.ts';
import { encodeToken, readToken, tokenBody, tokenPurpose } from '../domain/voucher-token.ts';
import type { VoucherToken } from '../domain/voucher-token.ts';
import { publicKeyOf } from './sign-document.ts';

/** Whose a voucher is, for its token: without the id itself, which is on no paper. 4 bytes. */
export function memberHashOf(memberId: string): Uint8Array {
  return createHash('sha256').update(memberId, 'utf8').digest().subarray(0, 4);
}

/** Makes a voucher's token with HQ's key (PKCS #8 DER, base64url). */
export function signVoucherToken(
  signingKey: string,
  voucher: Omit<VoucherToken, 'keyHint' | 'memberHash'> & { readonly memberId: string },
): string {
  const { memberId, ...rest } = voucher;
  const keyHint = hintOf(publicKeyOf(signingKey));
  const body = tokenBody({ ...rest, keyHint, memberHash: memberHashOf(memberId) });
  const key = createPrivateKey({
    key: Buffer.from(signingKey, 'base64url'),
    format: 'der',
    type: 'pkcs8',
  });
  return encodeToken(body, sign(null, signedBytes(body), key));
}

/** Reads a token and checks it against HQ's keys; null unless one of them signed it. Never throws. */
export function verifyVoucherToken(keys: readonly HqKey[], text: string): VoucherToken | null {
  const read = readToken(text);
  if (read === null) return null;
  const hint = Buffer.from(read.token.keyHint);
  for (const key of keys) {
    if (!hint.equals(hintOf(key))) continue;
    try {
      const jwk = { kty: 'OKP', crv: 'Ed25519', x: key.publicKey };
      const publicKey = createPublicKey({ key: jwk, format: 'jwk' });
      if (verify(null, signedBytes(read.body), publicKey, read.signature)) return read.token;
    } catch {
      // A key that is none signs nothing.
    }
  }
  return null;
}

function hintOf({ kid }: Pick<HqKey, 'kid'>): Buffer {
  return Buffer.from(kid, 'base64url').subarray(0, 2);
}

function signedBytes(body: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from(tokenPurpose, 'utf8'), body]);
}
