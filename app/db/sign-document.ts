import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
  verify,
} from 'node:crypto';
import type { z } from 'zod';
import { safeParse } from '../contract/safe-parse.ts';
import { signedText } from '../contract/signed-document.ts';
import type { DocumentPurpose, HqKey, SignedDocument } from '../contract/signed-document.ts';

/** An Ed25519 key pair as it is stored and told. */
export type SigningKey = {
  /** PKCS #8 DER in base64url; never leaves the machine it was made on. */
  readonly signingKey: string;
  /** Raw 32 bytes in base64url. */
  readonly publicKey: string;
};

/** Makes a new Ed25519 key. */
export function createSigningKey(): SigningKey {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const { x } = publicKey.export({ format: 'jwk' });
  if (x === undefined) throw new Error('an Ed25519 public key without x');
  const der = privateKey.export({ format: 'der', type: 'pkcs8' });
  return { signingKey: der.toString('base64url'), publicKey: x };
}

/** The name of a public key (raw, base64url): the start of its hash. Also shown to people as its fingerprint. */
export function keyIdOf(publicKey: string): string {
  const raw = Buffer.from(publicKey, 'base64url');
  return createHash('sha256').update(raw).digest('base64url').slice(0, 16);
}

/** The public half of a stored key, with its name. Throws when the text is no Ed25519 key. */
export function publicKeyOf(signingKey: string): HqKey {
  const { x } = createPublicKey(readSigningKey(signingKey)).export({ format: 'jwk' });
  if (x === undefined) throw new Error('an Ed25519 public key without x');
  return { kid: keyIdOf(x), publicKey: x };
}

/** Signs a value as a document of one purpose. The payload is its JSON, kept as it is signed. */
export function signDocument(
  signingKey: string,
  purpose: DocumentPurpose,
  value: unknown,
): SignedDocument {
  const payload = JSON.stringify(value);
  const bytes = Buffer.from(signedText(purpose, payload), 'utf8');
  const key = readSigningKey(signingKey);
  const sig = sign(null, bytes, key).toString('base64url');
  return { payload, kid: publicKeyOf(signingKey).kid, sig };
}

export type VerifiedDocument<T> =
  | { readonly kind: 'verified'; readonly value: T }
  /** `unknown-key`: signed by nobody we trust. `bad-payload`: signed, but not of this schema. */
  | { readonly kind: 'unknown-key' | 'bad-signature' | 'bad-payload' };

/** Checks a document against trusted keys and reads its payload. Never throws. */
export function verifyDocument<T>(
  keys: readonly HqKey[],
  purpose: DocumentPurpose,
  document: SignedDocument,
  schema: z.ZodType<T>,
): VerifiedDocument<T> {
  const trusted = keys.find((key) => key.kid === document.kid);
  if (trusted === undefined || keyIdOf(trusted.publicKey) !== document.kid)
    return { kind: 'unknown-key' };
  const bytes = Buffer.from(signedText(purpose, document.payload), 'utf8');
  if (!isSignedBy(trusted.publicKey, bytes, document.sig)) return { kind: 'bad-signature' };
  const parsed = safeParse(schema, parseJson(document.payload));
  return parsed.success ? { kind: 'verified', value: parsed.data } : { kind: 'bad-payload' };
}

function isSignedBy(publicKey: string, bytes: Uint8Array, sig: string): boolean {
  const signature = Buffer.from(sig, 'base64url');
  // Only the one spelling of these bytes.
  if (signature.toString('base64url') !== sig) return false;
  try {
    const jwk = { kty: 'OKP', crv: 'Ed25519', x: publicKey };
    return verify(null, bytes, createPublicKey({ key: jwk, format: 'jwk' }), signature);
  } catch {
    return false;
  }
}

function readSigningKey(signingKey: string) {
  return createPrivateKey({
    key: Buffer.from(signingKey, 'base64url'),
    format: 'der',
    type: 'pkcs8',
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
