/**
 * Base 45 (RFC 9285): bytes as the characters of a QR code's alphanumeric mode, three for each two bytes.
 */
const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';

/** Bytes as text: 3 characters for 2 bytes, 2 for a single last one. */
export function encodeBase45(bytes: Uint8Array): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let text = '';
  for (let at = 0; at < bytes.length; at += 2) {
    const isPair = at + 1 < bytes.length;
    let value = isPair ? view.getUint16(at) : view.getUint8(at);
    for (let i = 0; i < (isPair ? 3 : 2); i += 1) {
      text += alphabet.charAt(value % 45);
      value = Math.floor(value / 45);
    }
  }
  return text;
}

/** The value of each character by its code; 45 = none. */
const values = Uint8Array.from({ length: 128 }, (_, code) => {
  const value = alphabet.indexOf(String.fromCharCode(code));
  return value === -1 ? 45 : value;
});

function valueAt(text: string, at: number): number {
  return values[text.charCodeAt(at)] ?? 45;
}

/** Text as bytes; null where it is no Base 45: another character, a cut end, a group that is too large. */
export function decodeBase45(text: string): Uint8Array | null {
  const rest = text.length % 3;
  if (rest === 1) return null;
  const pairs = (text.length - rest) / 3;
  const bytes = new Uint8Array(pairs * 2 + (rest === 0 ? 0 : 1));
  for (let pair = 0; pair < pairs; pair += 1) {
    const a = valueAt(text, pair * 3);
    const b = valueAt(text, pair * 3 + 1);
    const c = valueAt(text, pair * 3 + 2);
    const value = a + b * 45 + c * 2025;
    if (a === 45 || b === 45 || c === 45 || value > 0xffff) return null;
    bytes[pair * 2] = value >> 8;
    bytes[pair * 2 + 1] = value & 0xff;
  }
  if (rest === 0) return bytes;
  const a = valueAt(text, text.length - 2);
  const b = valueAt(text, text.length - 1);
  if (a === 45 || b === 45 || a + b * 45 > 0xff) return null;
  bytes[pairs * 2] = a + b * 45;
  return bytes;
}
