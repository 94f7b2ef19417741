/**
 * A badge's code: `CFS` + 20 characters, 100 random bits, e.g. `CFS7KQ2M9XPAB3R4TVWYZ08E`. The alphabet is
 * Crockford's base 32 (no I, L, O, U). Only its hash is kept: with so many bits nobody finds one by trying,
 * and there is nothing to check but whether it is somebody's.
 */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const prefix = 'CFS';
const length = 20;
/** 20 × 5 bits in whole bytes. */
export const badgeBytes = 13;

/** Makes a badge's code from 13 random bytes, of which 100 bits count. Throws on fewer. */
export function makeStaffBadge(randomBytes: Uint8Array): string {
  if (randomBytes.length < badgeBytes) throw new RangeError('a badge needs 13 random bytes');
  const bytes = new DataView(randomBytes.buffer, randomBytes.byteOffset, badgeBytes);
  let code = prefix;
  for (let at = 0; at < length; at += 1) {
    const bit = at * 5;
    code += alphabet.charAt((bytes.getUint16(bit >> 3) >> (11 - (bit & 7))) & 31);
  }
  return code;
}

/** Whether a text has the form of a badge; whose it is, the list of staff knows. */
export function isStaffBadgeShape(text: string): boolean {
  return /^CFS[0-9A-HJKMNP-TV-Z]{20}$/.test(text);
}

/** A badge or a piece of one, wherever it stands in a text: what must not be shown. */
export const badgePieces = /CFS[0-9A-HJKMNP-TV-Z]{8,}/g;
