import { createHash, createPublicKey, timingSafeEqual, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { parseSignatureHeaders, signatureBase } from '../../app/contract/request-signature.ts';
import type { InstallId } from '../../app/domain/ids.ts';
import { findInstall, markUsesNonce } from '../db/installs.ts';
import type { HqInstall } from '../db/installs.ts';
import type { HqDb } from '../db/hq-db.ts';
import type { RequestNonces } from './request-nonce.ts';

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
  /** Truly sent by an install that was revoked: what it still may do is the route's matter. */
  | { readonly kind: 'revoked'; readonly install: HqInstall }
  | { readonly kind: 'bad-signature' | 'unknown-install' | 'use-nonce' };

/** A request whose body is the one that was signed; by which key is still to be asked. */
export type SignedRequestRead = {
  readonly keyId: InstallId;
  readonly nonce: string | null;
  readonly isSignedBy: (publicKey: string) => boolean;
};

/** What the nonce of a request is checked against. */
export type NonceCheck = { readonly nonces: RequestNonces; readonly nowMs: number };

/**
 * Who sent a request: the install whose key signed exactly this method, authority, path, query and
 * body (RFC 9421). The time in the signature is not judged: a wrong clock must never stop sync. Its
 * nonce must be one HQ gave lately; only an install that never used one (0.2) may go without.
 */
export async function verifySignature(
  db: HqDb,
  request: ArrivedRequest,
  check: NonceCheck | null = null,
): Promise<VerifiedRequest> {
  const signed = readSignedRequest(request);
  if (signed === null) return { kind: 'bad-signature' };
  const install = await findInstall(db, signed.keyId);
  if (install === null) return { kind: 'unknown-install' };
  if (install.publicKey === null || !signed.isSignedBy(install.publicKey)) {
    return { kind: 'bad-signature' };
  }
  if (check !== null) {
    if (!isFreshEnough(signed, check, install)) return { kind: 'use-nonce' };
    if (signed.nonce !== null && !install.usesNonce) await markUsesNonce(db, install.installId);
  }
  return { kind: install.revokedAtMs === null ? 'verified' : 'revoked', install };
}

function isFreshEnough(
  { nonce }: SignedRequestRead,
  { nonces, nowMs }: NonceCheck,
  install: HqInstall,
): boolean {
  return nonce === null ? !install.usesNonce : nonces.isFresh(nonce, nowMs);
}

/** Reads signature and digest; null when they are malformed or the body is another one. */
export function readSignedRequest(request: ArrivedRequest): SignedRequestRead | null {
  const parsed = parseSignatureHeaders({
    contentDigest: oneHeader(request, 'content-digest'),
    signatureInput: oneHeader(request, 'signature-input'),
    signature: oneHeader(request, 'signature'),
  });
  if (parsed.kind === 'malformed') return null;
  const bodyHash = createHash('sha256').update(request.rawBody).digest();
  const digest = decodeCanonical(parsed.digestBase64);
  const signature = decodeCanonical(parsed.signatureBase64);
  if (digest === null || signature === null || !timingSafeEqual(digest, bodyHash)) return null;
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
  return {
    keyId: parsed.keyId as InstallId,
    nonce: parsed.nonce,
    isSignedBy: (publicKey) => {
      const key = readPublicKey(publicKey);
      return key !== null && verify(null, Buffer.from(base, 'utf8'), key, signature);
    },
  };
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
