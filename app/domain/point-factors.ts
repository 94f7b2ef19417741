import { itemAt, numberAt } from './item-at.ts';
import { saleAmountMinorMax, wholeQuotient } from './money.ts';
import type { CombineMode } from './program.ts';

/** The most points one rule, and all rules of a sale together, can give. Keeps every sum of them exact. */
export const salePointsMax = 1_000_000_000_000;

const wholeBps = 10_000;

/** ×(numerator ÷ denominator) for each line. `big` where a product of factors outgrows plain numbers. */
export type PointFactors =
  | { readonly kind: 'plain'; readonly byLine: readonly number[]; readonly denominator: number }
  | { readonly kind: 'big'; readonly byLine: readonly bigint[]; readonly denominator: bigint };

/** One multiplier in effect and the places of the lines it weighs. */
export type LineWeight = { readonly factorBps: number; readonly places: readonly number[] };

/** Below this a numerator times any sale is a safe integer. */
const numeratorMax = Math.floor(Number.MAX_SAFE_INTEGER / saleAmountMinorMax);

function greatestCommonDivisor(a: number, b: number): number {
  let [large, small] = [a, b];
  while (small !== 0) [large, small] = [small, large % small];
  return large;
}

function multipliedFactors(weights: readonly LineWeight[], lineCount: number): PointFactors {
  const parts = weights.map(({ factorBps, places }) => {
    const shared = greatestCommonDivisor(wholeBps, factorBps);
    return { over: factorBps / shared, under: wholeBps / shared, places };
  });
  let denominator = 1;
  const byLine = Array.from({ length: lineCount }, () => 1);
  for (const { over, under, places } of parts) {
    denominator *= under;
    byLine.forEach((product, place) => {
      byLine[place] = product * (places.includes(place) ? over : under);
    });
  }
  // Whole factors only let a product grow or make it 0: a small one was exact at every step.
  if (denominator <= numeratorMax && byLine.every((one) => one <= numeratorMax)) {
    return { kind: 'plain', byLine, denominator };
  }
  return {
    kind: 'big',
    byLine: byLine.map((_, place) =>
      parts.reduce(
        (product, { over, under, places }) =>
          product * BigInt(places.includes(place) ? over : under),
        1n,
      ),
    ),
    denominator: parts.reduce((product, { under }) => product * BigInt(under), 1n),
  };
}

/**
 * How much each of `lineCount` lines counts when all multipliers in effect go together: the largest
 * factor, 1 + the sum of what each adds (at least 0), or the product, exact. A line that none weighs
 * counts once.
 */
export function combineFactors(
  weights: readonly LineWeight[],
  mode: CombineMode,
  lineCount: number,
): PointFactors {
  if (mode === 'multiply') return multipliedFactors(weights, lineCount);
  const byLine: number[] = [];
  for (let place = 0; place < lineCount; place++) byLine.push(wholeBps);
  // A line's first factor replaces the 1 it had; the others add to it or outdo it.
  const isWeighed: boolean[] = [];
  for (const { factorBps, places } of weights) {
    for (const place of places) {
      const before = numberAt(byLine, place);
      if (mode === 'add') byLine[place] = before + factorBps - wholeBps;
      else byLine[place] = isWeighed[place] ? Math.max(before, factorBps) : factorBps;
      isWeighed[place] = true;
    }
  }
  // What is added can also be taken away, down to nothing.
  for (let place = 0; place < lineCount; place++) {
    if (numberAt(byLine, place) < 0) byLine[place] = 0;
  }
  return { kind: 'plain', byLine, denominator: wholeBps };
}

/** A line's measure times its factor, over the common denominator. */
export function weighed(factors: PointFactors, place: number, measure: number): number | bigint {
  return factors.kind === 'plain'
    ? measure * numberAt(factors.byLine, place)
    : BigInt(measure) * itemAt(factors.byLine, place);
}

function measureAt(byLine: readonly number[] | null, place: number): number {
  return byLine === null ? 1 : numberAt(byLine, place);
}

/**
 * The measures of the lines at `places`, each times its line's factor, over the common denominator.
 * `byLine` measures every line of the sale; null counts each line once.
 */
export function weighedSum(
  factors: PointFactors,
  places: readonly number[],
  byLine: readonly number[] | null,
): number | bigint {
  if (factors.kind === 'plain') {
    let sum = 0;
    for (const place of places) sum += measureAt(byLine, place) * numberAt(factors.byLine, place);
    return sum;
  }
  let sum = 0n;
  for (const place of places) {
    sum += BigInt(measureAt(byLine, place)) * itemAt(factors.byLine, place);
  }
  return sum;
}

/**
 * value × times ÷ (denominator × per) as whole points: exact, rounded once, at most `salePointsMax`.
 * Nothing may be negative.
 */
export function pointsFrom(
  value: number | bigint,
  times: number,
  denominator: number | bigint,
  per: number,
  rounding: 'floor' | 'half-up',
): number {
  const product = Number(value) * times;
  const divisor = Number(denominator) * per;
  if (Number.isSafeInteger(product) && Number.isSafeInteger(divisor)) {
    const whole = wholeQuotient(product, divisor);
    const rest = product - whole * divisor;
    const up = rounding === 'half-up' && rest * 2 >= divisor ? 1 : 0;
    return Math.min(whole + up, salePointsMax);
  }
  const exactProduct = BigInt(value) * BigInt(times);
  const exactDivisor = BigInt(denominator) * BigInt(per);
  const whole = exactProduct / exactDivisor;
  const up = rounding === 'half-up' && (exactProduct % exactDivisor) * 2n >= exactDivisor ? 1n : 0n;
  return Math.min(Number(whole + up), salePointsMax);
}
