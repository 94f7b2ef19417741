import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
} from 'node:crypto';
import type { RecoveryKey, SealedKey } from '../contract/recovery-key.ts';
import { signedText } from '../contract/signed-document.ts';
import type { InstallId } from '../domain/ids.ts';
import { keyIdOf } from './sign-document.ts';

/** A recovery key as its holder keeps it. */
export type RecoveryKeyPair = RecoveryKey & {
  /** PKCS #8 DER in base64url. */
  readonly privateKey: string;
};

/** Makes a new X25519 recovery key. */
export function createRecoveryKey(): RecoveryKeyPair {
  const { privateKey, publicKey } = generateKeyPairSync('x25519');
  const raw = rawOf(publicKey);
  const der = privateKey.export({ format: 'der', type: 'pkcs8' });
  return { kid: keyIdOf(raw), publicKey: raw, privateKey: der.toString('base64url') };
}

const cipher = 'chacha20-poly1305';
const tagLength = 16;
const keyLength = 32;

/**
 * Seals a database key (64 hex digits) of an install so that only the holder of the private recovery key can
 * read it: one-time X25519 key, HKDF-SHA256 over the shared secret with both public keys as salt,
 * ChaCha20-Poly1305 with key and nonce from it (RFC 7748, 5869, 8439). The purpose, the key's name and the
 * install are part of what is derived, so that no copy can be passed off as another's.
 */
export function sealDatabaseKey(
  recovery: RecoveryKey,
  given: { readonly keyHex: string; readonly installId: InstallId },
): SealedKey {
  const one = generateKeyPairSync('x25519');
  const ephemeral = rawOf(one.publicKey);
  const shared = diffieHellman({
    privateKey: one.privateKey,
    publicKey: publicOf(recovery.publicKey),
  });
  const { kid } = recovery;
  const { key, nonce, context } = derive(shared, { ...given, recovery, ephemeral });
  const seal = createCipheriv(cipher, key, nonce, { authTagLength: tagLength });
  seal.setAAD(context, { plaintextLength: keyLength });
  const bytes = Buffer.concat([seal.update(Buffer.from(given.keyHex, 'hex')), seal.final()]);
  const sealed = Buffer.concat([bytes, seal.getAuthTag()]).toString('base64url');
  return { v: 1, kid, ephemeral, sealed };
}

export type UnsealedKey =
  | { readonly kind: 'key'; readonly keyHex: string }
  /** Sealed to another recovery key, or not what this install once sealed. */
  | { readonly kind: 'other-key' | 'damaged' };

/** Opens a sealed key. Throws only when the private key is none. */
export function unsealDatabaseKey(
  pair: RecoveryKeyPair,
  given: { readonly sealed: SealedKey; readonly installId: InstallId },
): UnsealedKey {
  const { sealed, installId } = given;
  const privateKey = createPrivateKey({
    key: Buffer.from(pair.privateKey, 'base64url'),
    format: 'der',
    type: 'pkcs8',
  });
  const publicKey = rawOf(createPublicKey(privateKey));
  const recovery = { kid: keyIdOf(publicKey), publicKey };
  if (recovery.kid !== sealed.kid) return { kind: 'other-key' };
  try {
    const shared = diffieHellman({ privateKey, publicKey: publicOf(sealed.ephemeral) });
    const from = { installId, recovery, ephemeral: sealed.ephemeral };
    const { key, nonce, context } = derive(shared, from);
    const bytes = Buffer.from(sealed.sealed, 'base64url');
    const open = createDecipheriv(cipher, key, nonce, { authTagLength: tagLength });
    open.setAAD(context, { plaintextLength: keyLength });
    open.setAuthTag(bytes.subarray(-tagLength));
    const plain = Buffer.concat([open.update(bytes.subarray(0, -tagLength)), open.final()]);
    return { kind: 'key', keyHex: plain.toString('hex') };
  } catch {
    return { kind: 'damaged' };
  }
}

function derive(
  shared: Uint8Array,
  from: {
    readonly installId: InstallId;
    readonly recovery: RecoveryKey;
    readonly ephemeral: string;
  },
): { readonly key: Buffer; readonly nonce: Buffer; readonly context: Buffer } {
  const { recovery, ephemeral, installId } = from;
  const context = Buffer.from(
    signedText('sealed-database-key', `${recovery.kid}\n${installId}`),
    'utf8',
  );
  const salt = Buffer.concat(
    [ephemeral, recovery.publicKey].map((raw) => Buffer.from(raw, 'base64url')),
  );
  const bytes = Buffer.from(hkdfSync('sha256', shared, salt, context, 44));
  return { key: bytes.subarray(0, 32), nonce: bytes.subarray(32), context };
}

function rawOf(publicKey: KeyObject): string {
  const { x } = publicKey.export({ format: 'jwk' });
  if (x === undefined) throw new Error('an X25519 public key without x');
  return x;
}

function publicOf(raw: string): KeyObject {
  return createPublicKey({ key: { kty: 'OKP', crv: 'X25519', x: raw }, format: 'jwk' });
}
