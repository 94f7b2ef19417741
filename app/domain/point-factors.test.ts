import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { combineFactors, pointsFrom, salePointsMax, weighed, weighedSum } from './point-factors.ts';
import type { LineWeight } from './point-factors.ts';

const triple: LineWeight = { factorBps: 30_000, places: [0, 2] };
const fivefold: LineWeight = { factorBps: 50_000, places: [2] };
const half: LineWeight = { factorBps: 5_000, places: [0, 2] };
const none: LineWeight = { factorBps: 0, places: [0, 2] };

describe('factors of lines', () => {
  test('the largest counts', () => {
    expect([
      combineFactors([triple, fivefold, half], 'max', 3),
      combineFactors([half], 'max', 3),
      combineFactors([], 'max', 2),
    ]).toEqual([
      { kind: 'plain', byLine: [30_000, 10_000, 50_000], denominator: 10_000 },
      { kind: 'plain', byLine: [5_000, 10_000, 5_000], denominator: 10_000 },
      { kind: 'plain', byLine: [10_000, 10_000], denominator: 10_000 },
    ]);
  });

  test('what each adds is added, down to nothing', () => {
    expect([
      combineFactors([triple, fivefold, half], 'add', 3),
      combineFactors([none], 'add', 3),
      combineFactors([none, half], 'add', 3),
    ]).toEqual([
      { kind: 'plain', byLine: [25_000, 10_000, 65_000], denominator: 10_000 },
      { kind: 'plain', byLine: [0, 10_000, 0], denominator: 10_000 },
      { kind: 'plain', byLine: [0, 10_000, 0], denominator: 10_000 },
    ]);
  });

  test('products are exact, in lowest terms, as plain numbers while they are small', () => {
    expect([
      combineFactors([triple, fivefold], 'multiply', 3),
      combineFactors([triple, half], 'multiply', 3),
      combineFactors([none, triple], 'multiply', 3),
      combineFactors([], 'multiply', 2),
    ]).toEqual([
      { kind: 'plain', byLine: [3, 1, 15], denominator: 1 },
      { kind: 'plain', byLine: [3, 2, 3], denominator: 2 },
      { kind: 'plain', byLine: [0, 1, 0], denominator: 1 },
      { kind: 'plain', byLine: [1, 1], denominator: 1 },
    ]);
  });

  test('and big integers where a numerator or the denominator could make an unsafe sum', () => {
    const odd: LineWeight = { factorBps: 10_001, places: [0] };
    const hundredfold: LineWeight = { factorBps: 1_000_000, places: [0] };
    const tiny: LineWeight = { factorBps: 1, places: [0] };
    expect([
      combineFactors([odd, odd, odd], 'multiply', 2),
      combineFactors(Array(5).fill(hundredfold), 'multiply', 2),
      combineFactors(Array(4).fill(hundredfold), 'multiply', 2),
      combineFactors([tiny, tiny, tiny], 'multiply', 1),
      combineFactors([tiny, tiny], 'multiply', 1),
    ]).toEqual([
      { kind: 'big', byLine: [10_001n ** 3n, 10n ** 12n], denominator: 10n ** 12n },
      { kind: 'big', byLine: [10n ** 10n, 1n], denominator: 1n },
      { kind: 'plain', byLine: [10 ** 8, 1], denominator: 1 },
      { kind: 'big', byLine: [1n], denominator: 10n ** 12n },
      { kind: 'plain', byLine: [1], denominator: 10 ** 8 },
    ]);
  });
});

test('measures are weighed line by line, only those of the places', () => {
  const plain = combineFactors([triple, fivefold], 'multiply', 3);
  const big = { kind: 'big', byLine: [3n, 1n, 15n], denominator: 1n } as const;
  expect([
    weighedSum(plain, [0, 1, 2], [10, 100, 1000]),
    weighedSum(plain, [2], [10, 100, 1000]),
    weighedSum(plain, [], [10, 100, 1000]),
    weighedSum(big, [0, 1, 2], [10, 100, 1000]),
    weighedSum(big, [], [10, 100, 1000]),
    weighedSum(plain, [0, 2], null),
    weighedSum(big, [0, 2], null),
    weighed(plain, 2, 7),
    weighed(big, 2, 7),
  ]).toEqual([15_130, 15_000, 0, 15_130n, 0n, 18, 18n, 105, 105n]);
});

describe('points from a weighed measure', () => {
  test('are rounded once', () => {
    expect([
      pointsFrom(265, 1, 1, 10, 'floor'),
      pointsFrom(265, 1, 1, 10, 'half-up'),
      pointsFrom(264, 1, 1, 10, 'half-up'),
      pointsFrom(260, 1, 1, 10, 'half-up'),
      pointsFrom(7, 3, 2, 5, 'floor'),
      pointsFrom(5, 1, 2, 1, 'half-up'),
      pointsFrom(5, 1, 2, 1, 'floor'),
    ]).toEqual([26, 27, 26, 26, 2, 3, 2]);
  });

  test('are at most salePointsMax', () => {
    expect([
      pointsFrom(10 ** 12, 1, 1, 1, 'floor'),
      pointsFrom(10 ** 12 + 1, 1, 1, 1, 'floor'),
      pointsFrom(10n ** 30n, 100, 1n, 1, 'floor'),
    ]).toEqual([salePointsMax, salePointsMax, salePointsMax]);
  });

  test('are exact where the product or the divisor is no safe integer', () => {
    const third = 9_007_199_254_740_993n;
    expect([
      pointsFrom(third, 1, third, 1, 'floor'),
      pointsFrom(third - 1n, 1, third, 1, 'floor'),
      pointsFrom(third - 1n, 1, third, 1, 'half-up'),
      pointsFrom(1, 1, third * 2n, 1, 'half-up'),
      pointsFrom(1, 1, 9_007_199_254_740_991, 2, 'half-up'),
      pointsFrom(9_007_199_254_740_991, 3, 9_007_199_254_740_991, 2, 'floor'),
      pointsFrom(9_007_199_254_740_991, 3, 9_007_199_254_740_991, 2, 'half-up'),
    ]).toEqual([1, 0, 1, 0, 0, 1, 2]);
  });

  test('are the same by plain numbers and by big integers', () => {
    const small = fc.integer({ min: 0, max: 2_000_000 });
    const rounding = fc.constantFrom('floor' as const, 'half-up' as const);
    fc.assert(
      fc.property(small, small, fc.integer({ min: 1, max: 1000 }), rounding, (v, t, d, way) => {
        const product = BigInt(v) * BigInt(t);
        const up = way === 'floor' ? 0n : BigInt(d);
        const exact = (product * 2n + up) / (BigInt(d) * 2n);
        expect(pointsFrom(v, t, d, 1, way)).toBe(Math.min(Number(exact), salePointsMax));
      }),
    );
  });
});
