import { itemAt, numberAt } from './item-at.ts';

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
  let weightSum = 0;
  let weightMax = 0;
  let isWhole = Number.isSafeInteger(total);
  for (const weight of weights) {
    if (!Number.isSafeInteger(weight) || weight < 0) isWhole = false;
    weightSum += weight;
    if (weight > weightMax) weightMax = weight;
  }
  if (!isWhole) {
    throw new RangeError('total and weights must be safe integers, weights not negative');
  }
  if (total === 0) return weights.map(() => 0);
  if (weights.length === 0) throw new RangeError('no part to allocate to');
  if (weightSum === 0) {
    return allocateLargestRemainder(
      total,
      weights.map(() => 1),
    );
  }
  const size = Math.abs(total);
  // Where every product and sum is safe, plain numbers are exact and some ten times faster.
  const isSafe =
    size * weightMax <= Number.MAX_SAFE_INTEGER && weightSum <= Number.MAX_SAFE_INTEGER;
  const parts = isSafe ? shareOut(size, weights, weightSum) : shareOutLarge(size, weights);
  // `0 - x` and not `-x`: no part may be -0.
  return total < 0 ? parts.map((part) => 0 - part) : parts;
}

/**
 * floor(a ÷ b) of safe integers from 0, b above 0. Exact: a quotient that is not whole lies at least 1/b
 * below the next whole number, and rounding moves it by less. `%` of numbers beyond 2^31 is a slow call.
 */
export function wholeQuotient(a: number, b: number): number {
  return Math.floor(a / b);
}

function shareOut(size: number, weights: readonly number[], weightSum: number): number[] {
  // Copies to write over: lists that grow take three times the memory, ten times per sale.
  const parts = weights.slice();
  const remainders = weights.slice();
  let left = size;
  for (let index = 0; index < weights.length; index += 1) {
    const product = size * numberAt(weights, index);
    const part = wholeQuotient(product, weightSum);
    remainders[index] = product - part * weightSum;
    parts[index] = part;
    left -= part;
  }
  // A few units over a few lines: looking for the largest again costs less than a sort.
  for (; left > 0; left -= 1) {
    let largest = 0;
    for (let index = 1; index < remainders.length; index += 1) {
      if (numberAt(remainders, index) > numberAt(remainders, largest)) largest = index;
    }
    parts[largest] = numberAt(parts, largest) + 1;
    remainders[largest] = -1;
  }
  return parts;
}

function shareOutLarge(size: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((total, weight) => total + BigInt(weight), 0n);
  const products = weights.map((weight) => BigInt(size) * BigInt(weight));
  const parts = products.map((product) => product / sum);
  let left = parts.reduce((rest, part) => rest - part, BigInt(size));
  const order = products.map((product, index) => ({ remainder: product % sum, index }));
  // The sort is stable: parts with equal remainders stay in their order.
  order.sort((a, b) => (a.remainder === b.remainder ? 0 : a.remainder > b.remainder ? -1 : 1));
  for (const { index } of order) {
    if (left === 0n) break;
    parts[index] = itemAt(parts, index) + 1n;
    left -= 1n;
  }
  return parts.map(Number);
}
