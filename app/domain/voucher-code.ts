/**
 * A voucher's code: `CFV*` + 10 characters + `*` + 2 check characters, e.g. `CFV*7KQ2M9XPAB*R4`.
 * Only characters of QR alphanumeric mode, so the QR stays small. The alphabet leaves out 0, O, 1,
 * I and L, which people confuse when they read a code aloud; that leaves 31 characters, a prime.
 *
 * Check: with v1…v10 the characters' values (places in the alphabet) and v11, v12 the check
 * characters, both Σ vi and Σ i·vi must be 0 modulo 31. As 31 is prime and all i differ modulo 31,
 * any one or two wrong characters, and any two swapped, break at least one of the sums.
 */
export const voucherAlphabet = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';

const prefix = 'CFV*';
const bodyLength = 10;
const prime = 31;
/** 128 bits onto 31¹⁰ (49.5 bits): no code is more likely than another by more than 2⁻⁷⁸. */
const randomBytesMin = 16;

export type CheckedVoucherCode =
  | { readonly kind: 'valid'; readonly code: string }
  | { readonly kind: 'bad-check' }
  | { readonly kind: 'not-a-voucher' };

/** A number onto 0…30. */
function modulo(value: number): number {
  return ((value % prime) + prime) % prime;
}

function characterOf(value: number): string {
  return voucherAlphabet.charAt(value);
}

/** Solves the two sums for v11 and v12, given v1…v10. */
function checkValues(body: readonly number[]): readonly [number, number] {
  const sum = body.reduce((total, value) => total + value, 0);
  const weighted = body.reduce((total, value, index) => total + (index + 1) * value, 0);
  const second = modulo(11 * sum - weighted);
  return [modulo(-sum - second), second];
}

/** Makes a voucher code from at least 16 random bytes; throws on fewer. Same bytes, same code. */
export function makeVoucherCode(randomBytes: Uint8Array): string {
  if (randomBytes.length < randomBytesMin) throw new RangeError('a voucher code needs 16 bytes');
  // The bytes as one number, divided by 31 again and again; the remainders are the characters.
  const rest = [...randomBytes];
  const body: number[] = [];
  while (body.length < bodyLength) {
    let remainder = 0;
    for (const [at, digit] of rest.entries()) {
      const part = remainder * 256 + digit;
      remainder = part % prime;
      rest[at] = (part - remainder) / prime;
    }
    body.push(remainder);
  }
  const text = body.map(characterOf).join('');
  return `${prefix}${text}*${checkValues(body).map(characterOf).join('')}`;
}

/**
 * Judges a scanned text: `valid`; `bad-check` when it begins as a voucher but is misread or cut;
 * `not-a-voucher` otherwise. Lower case is not accepted: a scan has none.
 */
export function checkVoucherCode(text: string): CheckedVoucherCode {
  if (!text.startsWith(prefix)) return { kind: 'not-a-voucher' };
  const match = /^CFV\*([2-9A-HJKMNP-Z]{10})\*([2-9A-HJKMNP-Z]{2})$/.exec(text);
  if (match === null) return { kind: 'bad-check' };
  const values = [...match.slice(1).join('')].map((c) => voucherAlphabet.indexOf(c));
  const [first, second] = checkValues(values.slice(0, bodyLength));
  const isRight = first === values[bodyLength] && second === values[bodyLength + 1];
  return isRight ? { kind: 'valid', code: text } : { kind: 'bad-check' };
}
