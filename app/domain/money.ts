/** The largest amount a sale may have, NT$ (7 digits; an 8-digit amount is refused as a slip). */
export const saleAmountMinorMax = 9_999_999;

/** An amount as typed, read; or why not. */
export type ParsedAmount =
  | { readonly kind: 'amount'; readonly amountMinor: number }
  | {
      readonly kind: 'refused';
      readonly code:
        'amount-empty' | 'amount-not-positive' | 'amount-too-large' | 'amount-not-whole';
    };

/** Whole NT$ for people: `NT$1,234`, `-NT$1,234`. */
export function formatTwd(minor: number): string {
  const digits = String(Math.abs(minor)).replace(/\B(?=(\d{3})+$)/g, ',');
  return `${minor < 0 ? '-' : ''}NT$${digits}`;
}

/**
 * Reads an amount typed by a cashier: whole NT$, 1 to 9,999,999, full-width digits and thousands
 * commas allowed. Eight digits are refused even with leading zeros: that is how a tax id or a
 * date lands in the amount by mistake.
 */
export function parseAmountText(text: string): ParsedAmount {
  const plain = text.normalize('NFKC').replace(/\s/g, '');
  if (plain === '') return { kind: 'refused', code: 'amount-empty' };
  const digits = /^-?\d{1,3}(?:,\d{3})+$/.test(plain) ? plain.replaceAll(',', '') : plain;
  if (!/^-?\d+$/.test(digits)) return { kind: 'refused', code: 'amount-not-whole' };
  if (digits.startsWith('-') || /^0+$/.test(digits)) {
    return { kind: 'refused', code: 'amount-not-positive' };
  }
  if (digits.length > String(saleAmountMinorMax).length) {
    return { kind: 'refused', code: 'amount-too-large' };
  }
  return { kind: 'amount', amountMinor: Number(digits) };
}

const bpsWhole = 10_000;

/**
 * floor(value × bps / 10,000), exact for all safe integers (through BigInt where the product is
 * not safe). 10,000 basis points = 100%. Throws where an input or the result is not a safe integer.
 */
export function multiplyBpsFloor(value: number, bps: number): number {
  if (!Number.isSafeInteger(value) || !Number.isSafeInteger(bps)) {
    throw new RangeError('value and bps must be safe integers');
  }
  const product = value * bps;
  const result = Number.isSafeInteger(product)
    ? floorOfWhole(product, bpsWhole)
    : Number(floorDivide(BigInt(value) * BigInt(bps), BigInt(bpsWhole)));
  if (!Number.isSafeInteger(result)) throw new RangeError('the result is not a safe integer');
  return result;
}

/** Exact where `Math.floor(a / b)` could round: the quotient of large numbers has no room for 1/b. */
function floorOfWhole(a: number, b: number): number {
  const rest = ((a % b) + b) % b;
  return (a - rest) / b;
}

function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b < 0n ? quotient - 1n : quotient;
}

/**
 * Splits a whole total by weights so that the parts sum to the total exactly: each part gets the
 * floor of its share, the units left go to the largest remainders, earlier parts first when equal.
 * All-zero weights share equally; a negative total is split like its opposite. Throws on a
 * negative or fractional weight, and when there is no part for a total other than 0.
 */
export function allocateLargestRemainder(total: number, weights: readonly number[]): number[] {
  if (!Number.isSafeInteger(total) || weights.some((w) => !Number.isSafeInteger(w) || w < 0)) {
    throw new RangeError('total and weights must be safe integers, weights not negative');
  }
  if (weights.length === 0) {
    if (total !== 0) throw new RangeError('no part to allocate to');
    return [];
  }
  const size = BigInt(Math.abs(total));
  const given = weights.map(BigInt);
  const givenSum = given.reduce((sum, w) => sum + w, 0n);
  const shares = givenSum === 0n ? given.map(() => 1n) : given;
  const shareSum = givenSum === 0n ? BigInt(given.length) : givenSum;

  const parts = shares.map((share, index) => ({
    index,
    floor: (size * share) / shareSum,
    remainder: (size * share) % shareSum,
  }));
  let left = Number(size - parts.reduce((sum, part) => sum + part.floor, 0n));
  const byRemainder = [...parts].sort((a, b) =>
    a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1,
  );
  const result = parts.map((part) => Number(part.floor));
  for (const part of byRemainder) {
    if (left === 0) break;
    result[part.index] = Number(part.floor) + 1;
    left -= 1;
  }
  // `0 - x` and not `-x`: no part may be -0.
  return total < 0 ? result.map((part) => 0 - part) : result;
}
