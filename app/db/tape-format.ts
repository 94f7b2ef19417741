import {
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  hash,
  hkdfSync,
  type KeyObject,
} from 'node:crypto';

/**
 * The form of a segment of the tape. Its first line is its head, in the clear:
 * `counterfoil-tape 1 <number> <salt> <checksum>`; then one line per record:
 * `<place> <length> <checksum> <payload>`. `place` counts from 1 in each segment, `length` is that of
 * the payload in characters, the checksum the start of SHA-256 over place, length and payload: so a
 * line torn by a power cut, a damaged one and a missing one are told apart without the key. The
 * payload is base64url of nonce (12 bytes), AES-256-GCM ciphertext and tag (16), bound by its
 * associated data to the head and the place; the key is drawn with HKDF-SHA256 from the database key
 * and the head's salt, so each segment has its own. NUL bytes after the last line are room made ahead.
 */
export type SegmentHead = { readonly no: number; readonly line: string; readonly key: KeyObject };

/** Bytes of the salt in the head and of the nonce of each line, from a strong source each time. */
export const saltLength = 16;
export const nonceLength = 12;

const tagLength = 16;
const checksumLength = 16;
const headPattern = /^counterfoil-tape 1 (\d{6}) ([A-Za-z0-9_-]{22}) ([0-9a-f]{16})$/;
const linePattern = /^(\d{1,9}) (\d{1,9}) ([0-9a-f]{16}) ([A-Za-z0-9_-]+)$/;

/** Makes the head of a new segment. `keyHex` is the database key, 64 hex digits. */
export function makeSegmentHead(input: {
  readonly keyHex: string;
  readonly no: number;
  readonly salt: Uint8Array;
}): SegmentHead {
  const { keyHex, no, salt } = input;
  const words = `counterfoil-tape 1 ${String(no).padStart(6, '0')} ${Buffer.from(salt).toString('base64url')}`;
  return { no, line: `${words} ${checksum(words)}`, key: segmentKey(keyHex, no, salt) };
}

/** Reads a head line; null when it is none or damaged. */
export function readSegmentHead(line: string, keyHex: string): SegmentHead | null {
  const match = headPattern.exec(line);
  if (match === null) return null;
  const [, no = '', saltText = '', sum = ''] = match;
  if (checksum(line.slice(0, -checksumLength - 1)) !== sum) return null;
  const salt = Buffer.from(saltText, 'base64url');
  if (salt.toString('base64url') !== saltText) return null;
  // A part of a text keeps all of it: the whole segment.
  const own = Buffer.from(line, 'latin1').toString('latin1');
  return { no: Number(no), line: own, key: segmentKey(keyHex, Number(no), salt) };
}

/** One record as a line, without its end. The nonce must never have been used with this head. */
export function sealLine(
  head: SegmentHead,
  place: number,
  nonce: Uint8Array,
  record: string,
): string {
  const cipher = createCipheriv('aes-256-gcm', head.key, nonce);
  cipher.setAAD(Buffer.from(`${head.line}\n${place}`));
  const sealed = [nonce, cipher.update(record, 'utf8'), cipher.final(), cipher.getAuthTag()];
  const payload = Buffer.concat(sealed).toString('base64url');
  const sum = checksum(`${place} ${payload.length} ${payload}`);
  return `${place} ${payload.length} ${sum} ${payload}`;
}

export type ReadLine =
  | { readonly kind: 'record'; readonly place: number; readonly record: string }
  /** Its bytes are not those that were written. */
  | { readonly kind: 'damaged' }
  /** A whole line, but not sealed with this key for this place of this segment. */
  | { readonly kind: 'foreign'; readonly place: number };

/** Reads one line after the head. */
export function openLine(head: SegmentHead, line: string): ReadLine {
  const match = linePattern.exec(line);
  if (match === null) return { kind: 'damaged' };
  const [, placeText = '', lengthText = '', sum = '', payload = ''] = match;
  if (checksum(`${placeText} ${lengthText} ${payload}`) !== sum) return { kind: 'damaged' };
  const place = Number(placeText);
  const sealed = Buffer.from(payload, 'base64url');
  if (String(place) !== placeText || payload.length !== Number(lengthText))
    return { kind: 'damaged' };
  if (sealed.length < nonceLength + tagLength || sealed.toString('base64url') !== payload)
    return { kind: 'damaged' };
  try {
    const decipher = createDecipheriv('aes-256-gcm', head.key, sealed.subarray(0, nonceLength));
    decipher.setAAD(Buffer.from(`${head.line}\n${place}`));
    decipher.setAuthTag(sealed.subarray(sealed.length - tagLength));
    const body = decipher.update(sealed.subarray(nonceLength, sealed.length - tagLength));
    return {
      kind: 'record',
      place,
      record: Buffer.concat([body, decipher.final()]).toString('utf8'),
    };
  } catch {
    return { kind: 'foreign', place };
  }
}

/** As an object of its own: taking bytes in anew costs 30 µs a line. */
function segmentKey(keyHex: string, no: number, salt: Uint8Array): KeyObject {
  const info = `counterfoil/tape/1/${no}`;
  const bytes = hkdfSync('sha256', Buffer.from(keyHex, 'hex'), salt, info, 32);
  return createSecretKey(Buffer.from(bytes));
}

function checksum(text: string): string {
  return hash('sha256', text, 'hex').slice(0, checksumLength);
}
