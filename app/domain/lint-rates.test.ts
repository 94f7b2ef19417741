import { expect, test } from 'vitest';
import { cleanProgram, makeMultiplier, makeRule, makeTier, makeWhen } from './lint.fixture.ts';
import {
  highestEarnRate,
  highestFactor,
  leastReaching,
  plainEarnRate,
  pointValue,
  productBps,
  ratioOf,
  reaching,
} from './lint-rates.ts';
import type { Ratio } from './lint-rates.ts';
import type { Program } from './program.ts';

const one: Ratio = { n: 1n, of: 1n };
const bps = (ratio: Ratio): number => productBps(ratio, one);
const perTen = { kind: 'per-amount', perMinor: 10, points: 1, rounding: 'floor' } as const;
const monday = makeWhen({ weekdays: [1] });
const friday = makeWhen({ weekdays: [5] });

function withRules(part: Partial<Program>): Program {
  return { ...cleanProgram, tiers: [makeTier('basic', 0)], ...part };
}

test('the largest factor: what can hold together, by the program’s way to combine', () => {
  const multipliers = [
    makeMultiplier(20_000, { when: monday }),
    makeMultiplier(5_000),
    makeMultiplier(10_000),
    makeMultiplier(40_000, { when: friday }),
    makeMultiplier(30_000),
    makeMultiplier(15_000, { target: 'lines' }),
  ];
  const tiers = [makeTier('basic', 0), makeTier('gold', 1, 12_000)];
  const factor = (combine: Program['combine'], more: Partial<Program> = {}) =>
    bps(highestFactor(withRules({ multipliers, tiers, combine, ...more })));
  expect([
    factor('max'),
    factor('add'),
    factor('multiply'),
    factor('max', { multipliers: [] }),
    factor('add', { multipliers: [makeMultiplier(5_000)] }),
  ]).toEqual([45_000, 63_000, 108_000, 12_000, 12_000]);
});

test('what NT$1 earns: rules that can hold together, the multiplied ones at the largest factor', () => {
  const percent = { kind: 'percent', bps: 500, per: 'sale', rounding: 'floor' } as const;
  const program = withRules({
    multipliers: [makeMultiplier(30_000)],
    earn: [
      makeRule(perTen, { when: monday }),
      makeRule(perTen, { when: friday }),
      makeRule(percent, { multiplied: false }),
      makeRule(perTen, { pointsMax: 5 }),
      makeRule({ kind: 'per-order', points: 900 }),
    ],
  });
  expect([bps(highestEarnRate(program)), bps(plainEarnRate(program))]).toEqual([3_500, 1_500]);
  expect(bps(highestEarnRate({ ...program, earn: [] }))).toBe(0);
});

test('a point is worth what it pays, nothing where points do not pay', () => {
  const redemption = {
    pointsPerStep: 3,
    minorPerStep: 2,
    pointsMin: 0,
    cartMinMinor: 0,
    shareMaxBps: 10_000,
    block: null,
  };
  expect([
    bps(pointValue(withRules({ redemption }))),
    bps(pointValue(withRules({ redemption: null }))),
  ]).toEqual([6_666, 0]);
});

test('shares of whole numbers: floored, and the least that reaches one', () => {
  const third: Ratio = { n: 1n, of: 3n };
  expect([
    ratioOf(third, 8),
    ratioOf(third, 9),
    leastReaching(third, 3),
    leastReaching({ n: 3n, of: 10n }, 1),
    reaching({ n: 3n, of: 10n }, 3),
    reaching({ n: 0n, of: 1n }, 1),
    productBps(third, { n: 3n, of: 2n }),
  ]).toEqual([2, 3, 9, 4, 10, null, 5_000]);
});
