import { randomBytes } from 'node:crypto';

const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const timeChars = 10;
const randomChars = 16;

/** A ULID, as LINE names coupons and webhook events: 48 bits of time and 80 of chance, Crockford's base 32. */
export function makeUlid(atMs: number): string {
  let text = '';
  for (let rest = Math.floor(atMs); text.length < timeChars; rest = Math.floor(rest / 32))
    text = (letters[rest % 32] ?? '0') + text;
  return text + [...randomBytes(randomChars)].map((byte) => letters[byte % 32]).join('');
}
