import { createHash, createPrivateKey, sign } from 'node:crypto';
import {
  contentDigestValue,
  signatureBase,
  signatureHeaders,
  signatureParams,
} from '../contract/request-signature.ts';
import type { SignatureHeaders } from '../contract/request-signature.ts';
import { createSigningKey } from '../db/sign-document.ts';

/** The key of one install. Only the public half ever leaves this PC. */
export type InstallKey = {
  /** PKCS #8 DER in base64url; stands in the encrypted database, nowhere else. */
  readonly signingKey: string;
  /** Raw 32 bytes in base64url, as HQ wants it at enrolment. */
  readonly publicKey: string;
};

/** Makes a new Ed25519 key for an install. */
export function createInstallKey(): InstallKey {
  return createSigningKey();
}

/**
 * The signature headers of one request to HQ, RFC 9421 as app/contract/request-signature.ts lays it
 * down. `body` is what is sent, text or its UTF-8 ('' for GET); `nowMs` only says when, HQ does not judge it.
 */
export function signRequest(input: {
  readonly signingKey: string;
  readonly installId: string;
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly body: string | Uint8Array;
  readonly nowMs: number;
  /** As HQ gave it last; left out or null = none was given yet. */
  readonly nonce?: string | null;
}): SignatureHeaders {
  const digest = contentDigestValue(createHash('sha256').update(input.body).digest('base64'));
  const params = signatureParams({
    createdS: Math.floor(input.nowMs / 1000),
    keyId: input.installId,
    ...(input.nonce == null ? {} : { nonce: input.nonce }),
  });
  const base = signatureBase(
    {
      method: input.method,
      authority: input.url.host,
      path: input.url.pathname,
      query: input.url.search,
      digest,
    },
    params,
  );
  const key = createPrivateKey({
    key: Buffer.from(input.signingKey, 'base64url'),
    format: 'der',
    type: 'pkcs8',
  });
  const signatureBase64 = sign(null, Buffer.from(base, 'utf8'), key).toString('base64');
  return signatureHeaders({ digest, params, signatureBase64 });
}
