const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/**
 * Bytes of a Base64 text (RFC 4648 section 4); null when it is none. Missing padding, blanks and a
 * trailing colon are tolerated: slips have all three. Written here because the domain has neither
 * Node's Buffer nor the browser's atob.
 */
export function decodeBase64(text: string): Uint8Array | null {
  const plain = text.replace(/[\s:]+/g, '').replace(/={1,2}$/, '');
  if (plain.length % 4 === 1 || /[^A-Za-z0-9+/]/.test(plain)) return null;
  const bytes = new Uint8Array(Math.floor((plain.length * 3) / 4));
  let bits = 0;
  let bitCount = 0;
  let at = 0;
  for (const character of plain) {
    bits = ((bits << 6) | alphabet.indexOf(character)) & 0xffff;
    bitCount += 6;
    if (bitCount < 8) continue;
    bitCount -= 8;
    bytes[at] = (bits >> bitCount) & 0xff;
    at += 1;
  }
  return bytes;
}

/** Base64 with padding of some bytes (RFC 4648 section 4). */
export function encodeBase64(bytes: Uint8Array): string {
  let text = '';
  let bits = 0;
  let bitCount = 0;
  for (const byte of bytes) {
    bits = (bits << 8) | byte;
    for (bitCount += 8; bitCount >= 6; bitCount -= 6) {
      text += alphabet.charAt((bits >> (bitCount - 6)) & 63);
    }
  }
  if (bitCount > 0) text += alphabet.charAt((bits << (6 - bitCount)) & 63);
  return text.padEnd(Math.ceil(text.length / 4) * 4, '=');
}
