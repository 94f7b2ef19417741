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

/** Text as bytes; null where it is no Base 45: another character, a cut end, a group that is too large. */
export function decodeBase45(text: string): Uint8Array | null {
  if (text.length % 3 === 1) return null;
  const bytes: number[] = [];
  for (let at = 0; at < text.length; at += 3) {
    const group = Array.from(text.slice(at, at + 3), (c) => alphabet.indexOf(c));
    if (group.includes(-1)) return null;
    const [a = 0, b = 0, c = 0] = group;
    const value = a + b * 45 + c * 2025;
    if (value > (group.length === 3 ? 0xffff : 0xff)) return null;
    if (group.length === 3) bytes.push(Math.floor(value / 256));
    bytes.push(value % 256);
  }
  return Uint8Array.from(bytes);
}
