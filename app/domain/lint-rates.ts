import { canHoldTogether } from './lint-compare.ts';
import type { EarnRule, Program } from './program.ts';

/** An exact share; `of` above 0. */
export type Ratio = { readonly n: bigint; readonly of: bigint };

const bpsWhole = 10_000n;
const nothing: Ratio = { n: 0n, of: 1n };

function plus(a: Ratio, b: Ratio): Ratio {
  return { n: a.n * b.of + b.n * a.of, of: a.of * b.of };
}

function times(a: Ratio, b: Ratio): Ratio {
  return { n: a.n * b.n, of: a.of * b.of };
}

/** What a point is worth when it pays, NT$; 0 while points cannot pay. */
export function pointValue({ redemption }: Program): Ratio {
  if (redemption === null) return nothing;
  return { n: BigInt(redemption.minorPerStep), of: BigInt(redemption.pointsPerStep) };
}

/**
 * The most points NT$1 can earn under the rules that count money, with the largest multipliers that
 * can hold together. Flat points (per order, unit, line) are not in it.
 */
export function highestEarnRate(program: Program): Ratio {
  const plain = rateOf(program, (rule) => !rule.multiplied);
  const multiplied = rateOf(program, (rule) => rule.multiplied);
  return plus(plain, times(multiplied, highestFactor(program)));
}

/** The points NT$1 earns without any multiplier. */
export function plainEarnRate(program: Program): Ratio {
  return rateOf(program, () => true);
}

function rateOf(program: Program, wanted: (rule: EarnRule) => boolean): Ratio {
  const together: EarnRule[] = [];
  for (const rule of program.earn) {
    // A rule that stops at a number of points is no rate.
    if (rule.pointsMax !== null || !wanted(rule)) continue;
    if (together.every((other) => canHoldTogether(other.when, rule.when))) together.push(rule);
  }
  return together.map(ruleRate).reduce(plus, nothing);
}

function ruleRate({ give }: EarnRule): Ratio {
  if (give.kind === 'per-amount') return { n: BigInt(give.points), of: BigInt(give.perMinor) };
  return give.kind === 'percent' ? { n: BigInt(give.bps), of: bpsWhole } : nothing;
}

/** The largest factor points can get: tier and sale multipliers combined, times line multipliers. */
export function highestFactor(program: Program): Ratio {
  const tier = Math.max(...program.tiers.map((one) => one.multiplierBps));
  const factors = (target: 'lines' | 'sale'): number[] =>
    program.multipliers
      .filter((one) => one.target === target && one.factorBps > 10_000)
      .filter((one, _, all) => all[0] !== undefined && canHoldTogether(all[0].when, one.when))
      .map((one) => one.factorBps);
  return times(
    combined(program, [tier, ...factors('sale')]),
    combined(program, [10_000, ...factors('lines')]),
  );
}

function combined({ combine }: Program, factors: readonly number[]): Ratio {
  const whole: Ratio = { n: 1n, of: 1n };
  if (combine === 'multiply') {
    return factors.map((bps) => ({ n: BigInt(bps), of: bpsWhole })).reduce(times, whole);
  }
  const bps =
    combine === 'max'
      ? Math.max(...factors)
      : factors.reduce((sum, one) => sum + one - 10_000, 10_000);
  return { n: BigInt(bps), of: bpsWhole };
}

/** A ratio times another, in whole basis points, floored. */
export function productBps(a: Ratio, b: Ratio): number {
  const { n, of } = times(a, b);
  return Number((n * bpsWhole) / of);
}

/** floor(a ratio × a whole number). */
export function ratioOf({ n, of }: Ratio, value: number): number {
  return Number((n * BigInt(value)) / of);
}

/** The smallest whole number whose product with the ratio reaches `wanted`; null if none does. */
export function reaching(ratio: Ratio, wanted: number): number | null {
  return ratio.n === 0n ? null : leastReaching(ratio, wanted);
}

/** The smallest whole number whose product with a ratio above 0 reaches `wanted`. */
export function leastReaching({ n, of }: Ratio, wanted: number): number {
  return Number((BigInt(wanted) * of + n - 1n) / n);
}
