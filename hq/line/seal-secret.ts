import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';

/** The operator's key, as it was read from the environment or from its file. Never written to a log. */
export type SecretKey = {
  /** 32 bytes, base64. */
  readonly text: string;
};

/** What became of opening a sealed text. */
export type Opened =
  | { readonly kind: 'open'; readonly text: string }
  /** Sealed under another key. */
  | { readonly kind: 'wrong-key' }
  /** Changed since, put into another's place, or not one of ours. */
  | { readonly kind: 'damaged' };

const version = 'cf1';
const algorithm = 'aes-256-gcm';
const keyBytes = 32;
const ivBytes = 12;
const tagBytes = 16;
const keyNameChars = 8;
const base64urlPattern = /^[A-Za-z0-9_-]+$/;

/** A key from its text, or null for what is no base64 of exactly 32 bytes. */
export function readSecretKey(text: string): SecretKey | null {
  const trimmed = text.trim();
  if (!/^[A-Za-z0-9+/_-]{43}=?$/.test(trimmed)) return null;
  return Buffer.from(trimmed, 'base64').length === keyBytes ? { text: trimmed } : null;
}

/**
 * Seals a text for one place (`tenant:column`): a text moved to another place does not open there.
 * The form is `cf1.KEY.IV.DATA`, base64url: the version, which key (8 characters of a hash of it), the
 * 12 bytes of AES-256-GCM that must never come twice, and the sealed bytes with their 16-byte tag.
 */
export function sealSecret(
  key: SecretKey,
  secret: { readonly text: string; readonly place: string },
  randomBytes: (count: number) => Uint8Array,
): string {
  const iv = randomBytes(ivBytes);
  const head = `${version}.${keyName(key)}`;
  const cipher = createCipheriv(algorithm, bytesOf(key), iv);
  cipher.setAAD(Buffer.from(`${head}\n${secret.place}`, 'utf8'));
  const data = Buffer.concat([
    cipher.update(secret.text, 'utf8'),
    cipher.final(),
    cipher.getAuthTag(),
  ]);
  return [head, Buffer.from(iv).toString('base64url'), data.toString('base64url')].join('.');
}

/** Opens what `sealSecret` made for this place. Never throws. */
export function openSecret(key: SecretKey, sealed: string, place: string): Opened {
  const [given, name = '', iv = '', data = '', ...more] = sealed.split('.');
  const isWhole = [name, iv, data].every((part) => base64urlPattern.test(part));
  if (given !== version || !isWhole || more.length > 0) return { kind: 'damaged' };
  if (name !== keyName(key)) return { kind: 'wrong-key' };
  const bytes = Buffer.from(data, 'base64url');
  const ivOf = Buffer.from(iv, 'base64url');
  if (ivOf.length !== ivBytes || bytes.length < tagBytes) return { kind: 'damaged' };
  try {
    const decipher = createDecipheriv(algorithm, bytesOf(key), ivOf, { authTagLength: tagBytes });
    decipher.setAAD(Buffer.from(`${given}.${name}\n${place}`, 'utf8'));
    decipher.setAuthTag(bytes.subarray(-tagBytes));
    const text = Buffer.concat([decipher.update(bytes.subarray(0, -tagBytes)), decipher.final()]);
    return { kind: 'open', text: text.toString('utf8') };
  } catch {
    return { kind: 'damaged' };
  }
}

function bytesOf(key: SecretKey): Buffer {
  return Buffer.from(key.text, 'base64');
}

/** Tells keys apart without telling what they are. */
function keyName(key: SecretKey): string {
  const hash = createHash('sha256').update('counterfoil secret key\n').update(bytesOf(key));
  return hash.digest('base64url').slice(0, keyNameChars);
}
