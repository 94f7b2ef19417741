/**
 * `node:crypto` for the core within the simulator: hashes are the real ones, Ed25519 is not. A signature
 * is 64 bytes of a hash over the public key and the text: it holds or breaks as the real one would for
 * these tests (another key, another text), is the same in each run, and costs 1 µs and not 150.
 */
import { hash as hashAtOnce, type Hash } from 'node:crypto';

export {
  createCipheriv,
  createDecipheriv,
  hash,
  hkdfSync,
  randomBytes,
  randomUUID,
  timingSafeEqual,
} from 'node:crypto';

/** The real hash, taken at once in the end: an object of the library's own costs more than the hashing. */
export function createHash(algorithm: string) {
  let whole: string | Uint8Array = '';
  const made = {
    update: (part: string | Uint8Array, encoding: BufferEncoding = 'utf8') => {
      const given = typeof part !== 'string' || encoding === 'utf8' ? part : bytes(part, encoding);
      whole = whole.length === 0 ? given : Buffer.concat([bytes(whole), bytes(given)]);
      return made;
    },
    digest: ((encoding?: 'base64url') => {
      if (whole.length === 0) return emptyDigest(algorithm, encoding);
      return encoding === undefined
        ? hashAtOnce(algorithm, whole, 'buffer')
        : hashAtOnce(algorithm, whole, encoding);
    }) as Hash['digest'],
  };
  return made;
}

function bytes(part: string | Uint8Array, encoding: BufferEncoding = 'utf8'): Uint8Array {
  return typeof part === 'string' ? Buffer.from(part, encoding) : part;
}

const empties = new Map<string, Buffer>();

/** Most requests have no body. */
function emptyDigest(algorithm: string, encoding?: 'base64url'): string | Buffer {
  const known = empties.get(algorithm) ?? hashAtOnce(algorithm, '', 'buffer');
  empties.set(algorithm, known);
  return encoding === undefined ? Buffer.from(known) : known.toString(encoding);
}

/** A keyed hash without the weight of a key object. */
export function createHmac(_: string, key: string | Uint8Array) {
  const keyed = createHash('sha256').update(key);
  const hmac = {
    update: (text: string) => (keyed.update(text), hmac),
    digest: ((encoding?: 'base64url') =>
      encoding === undefined ? keyed.digest() : keyed.digest(encoding)) as typeof keyed.digest,
  };
  return hmac;
}

type Key = {
  readonly x: string;
  readonly export: (how: { readonly format: string }) => { readonly x: string } | Buffer;
};

function keyOf(x: string): Key {
  return { x, export: ({ format }) => (format === 'jwk' ? { x } : Buffer.from(x, 'base64url')) };
}

const drawn = { keys: 0 };

/** Keys of one run of the simulator follow each other; a run begins at the first, or where a copied one was. */
export function restartKeys(after = 0): void {
  drawn.keys = after;
}

export function keysDrawn(): number {
  return drawn.keys;
}

export function generateKeyPairSync(): { readonly privateKey: Key; readonly publicKey: Key } {
  drawn.keys += 1;
  const key = keyOf(createHash('sha256').update(`key ${drawn.keys}`).digest('base64url'));
  return { privateKey: key, publicKey: key };
}

export function createPrivateKey({ key }: { readonly key: Buffer }): Key {
  return keyOf(Buffer.from(key).toString('base64url'));
}

export function createPublicKey(given: Key | { readonly key: { readonly x: string } }): Key {
  if ('key' in given && !/^[A-Za-z0-9_-]{43}$/.test(given.key.x)) throw new Error('no key');
  return 'x' in given ? keyOf(given.x) : keyOf(given.key.x);
}

const signed: { x: string; text: Uint8Array; signature: Buffer } = {
  x: '',
  text: Buffer.alloc(0),
  signature: Buffer.alloc(0),
};

/** What was signed last is mostly what is verified next: the same key and the same bytes, so the same hash. */
export function sign(_: null, text: Uint8Array, { x }: Key): Buffer {
  if (signed.x === x && Buffer.compare(signed.text, text) === 0) return signed.signature;
  const signature = seal(x, text);
  Object.assign(signed, { x, text, signature });
  return signature;
}

/** Four sums of 32 bits over every byte, each spread over 16 of the 64: nobody forges here, texts only differ. */
function seal(x: string, text: Uint8Array): Buffer {
  let [a, b, c, d] = [0x9e3779b9, 0x85ebca6b, 0xc2b2ae35, 0x27d4eb2f];
  const add = (byte: number): void => {
    a = Math.imul(a ^ byte, 0x01000193);
    b = Math.imul(b ^ byte, 0x5bd1e995) ^ (b >>> 15);
    c = Math.imul(c + byte, 0x2c1b3c6d) ^ (c >>> 12);
    d = Math.imul(d ^ byte, 0x297a2d39) ^ (d >>> 13);
  };
  for (let i = 0; i < x.length; i += 1) add(x.charCodeAt(i));
  for (let i = 0; i < text.length; i += 1) add(text[i] ?? 0);
  const signature = Buffer.alloc(64);
  for (let at = 0; at < 64; at += 16) {
    add(at);
    signature.writeInt32LE(a, at);
    signature.writeInt32LE(b, at + 4);
    signature.writeInt32LE(c, at + 8);
    signature.writeInt32LE(d, at + 12);
  }
  return signature;
}

export function verify(_: null, text: Uint8Array, key: Key, signature: Uint8Array): boolean {
  return sign(null, text, key).equals(signature);
}
