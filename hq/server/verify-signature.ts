import { createHash, createPublicKey, timingSafeEqual, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { parseSignatureHeaders, signatureBase } from '../../app/contract/request-signature.ts';
import type { InstallId } from '../../app/domain/ids.ts';
import { findInstall } from '../db/installs.ts';
import type { HqInstall } from '../db/installs.ts';
import type { HqDb } from '../db/hq-db.ts';

/** A request as it arrived. */
export type ArrivedRequest = {
  readonly method: string;
  /** Path and query as in the request line. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly rawBody: Uint8Array;
};

export type VerifiedRequest =
  | { readonly kind: 'verified'; readonly install: HqInstall }
  | { readonly kind: 'bad-signature' | 'unknown-install' | 'revoked' };

/**
 * Who sent a request: the install whose key signed exactly this method, authority, path, query and
 * body (RFC 9421). The time in the signature is not judged: a wrong clock must never stop sync, and a
 * replay changes nothing (pushes are chained, pulls only read).
 */
export async function verifySignature(db: HqDb, request: ArrivedRequest): Promise<VerifiedRequest> {
  const parsed = parseSignatureHeaders({
    contentDigest: oneHeader(request, 'content-digest'),
    signatureInput: oneHeader(request, 'signature-input'),
    signature: oneHeader(request, 'signature'),
  });
  if (parsed.kind === 'malformed') return { kind: 'bad-signature' };
  const bodyHash = createHash('sha256').update(request.rawBody).digest();
  const digest = decodeCanonical(parsed.digestBase64);
  const signature = decodeCanonical(parsed.signatureBase64);
  if (digest === null || signature === null || !timingSafeEqual(digest, bodyHash)) {
    return { kind: 'bad-signature' };
  }
  const install = await findInstall(db, parsed.keyId as InstallId);
  if (install === null) return { kind: 'unknown-install' };
  const key = install.publicKey === null ? null : readPublicKey(install.publicKey);
  const queryStart = request.target.indexOf('?');
  const base = signatureBase(
    {
      method: request.method,
      authority: (oneHeader(request, 'host') ?? '').toLowerCase(),
      path: queryStart < 0 ? request.target : request.target.slice(0, queryStart),
      query: queryStart < 0 ? '' : request.target.slice(queryStart),
      digest: `sha-256=:${parsed.digestBase64}:`,
    },
    parsed.params,
  );
  if (key === null || !verify(null, Buffer.from(base, 'utf8'), key, signature)) {
    return { kind: 'bad-signature' };
  }
  if (install.revokedAtMs !== null) return { kind: 'revoked' };
  return { kind: 'verified', install };
}

/** A raw Ed25519 public key (base64url) as a key, or null when it is none. */
export function readPublicKey(publicKey: string): KeyObject | null {
  try {
    return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' });
  } catch {
    return null;
  }
}

function oneHeader(request: ArrivedRequest, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
}

/** Only the one spelling of these bytes: leftover bits in the last character must be 0. */
function decodeCanonical(base64: string): Buffer | null {
  const bytes = Buffer.from(base64, 'base64');
  return bytes.toString('base64') === base64 ? bytes : null;
}
