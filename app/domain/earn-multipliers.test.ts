import { describe, expect, test } from 'vitest';
import {
  basket,
  earn,
  labelled,
  multiplier,
  one,
  perAmount,
  percent,
  pointsOf,
  rule,
  words,
} from './earn-points.fixture.ts';
import { salePointsMax } from './point-factors.ts';
import type { EarnGive, Program } from './program.ts';
import { scopeOf, testLine, whenOf } from './sale-context.fixture.ts';

describe('line multipliers', () => {
  const rules = [
    rule('four', perAmount(1, 4)),
    rule('ten', perAmount(1, 10)),
    rule('flat', { kind: 'per-line', points: 200 }, { scope: scopeOf({ skus: ['000'] }) }),
  ];

  test('weigh their lines before the rule rounds; flat points are not multiplied', () => {
    const multipliers = [labelled('red', 30_000, 'red'), labelled('blue', 50_000, 'blue')];
    const result = earn({ earn: rules, multipliers, combine: 'multiply' }, basket);
    expect(result).toMatchObject({
      points: 8264,
      baseMinor: 152,
      reasons: [
        {
          code: 'line-multiplier',
          multiplierId: 'red',
          name: words('red'),
          factorBps: 30_000,
          baseMinor: 12,
        },
        { code: 'line-multiplier', multiplierId: 'blue', factorBps: 50_000, baseMinor: 100 },
        { code: 'earn', ruleId: 'four', baseMinor: 152, points: 2304 },
        { code: 'earn', ruleId: 'ten', points: 5760 },
        { code: 'earn', ruleId: 'flat', points: 200 },
      ],
    });
  });

  test('of one line go together as declared, exactly', () => {
    const goods = [{ ...testLine('A', 1, 333), labels: ['x', 'y'] }];
    const multipliers = [labelled('x', 15_000, 'x'), labelled('y', 12_000, 'y')];
    const by = (combine: Program['combine']) =>
      pointsOf({ earn: [rule('r', perAmount(10, 1))], multipliers, combine }, goods);
    // 333 × 1.5 = 499.5, × 1.7 = 566.1, × 1.8 = 599.4
    expect([by('max'), by('add'), by('multiply')]).toEqual([49, 56, 59]);
  });

  test('weigh units and lines of flat rules that are multiplied', () => {
    const goods = [{ ...testLine('A', 3, 10), labels: ['x'] }, testLine('B', 1, 10)];
    const multipliers = [labelled('x', 25_000, 'x')];
    const by = (give: EarnGive) =>
      pointsOf({ earn: [rule('r', give, { multiplied: true })], multipliers }, goods);
    expect([
      by({ kind: 'per-unit', points: 3 }),
      by({ kind: 'per-line', points: 3 }),
      by({ kind: 'per-order', points: 3 }),
      by(percent(1000, 'line')),
    ]).toEqual([25, 10, 3, 8]);
  });

  test('hold only with their conditions and goods, and measure by what they name', () => {
    const big = { ...labelled('red', 30_000, 'red'), when: whenOf({ minSpendMinor: 13 }) };
    const none = labelled('none', 30_000, 'none');
    expect(pointsOf({ earn: [rule('r', perAmount(1, 1))], multipliers: [big, none] }, basket)).toBe(
      152,
    );
    const program = {
      earnBase: 'net-of-tied-discounts',
      earn: [rule('r', perAmount(1, 1))],
      multipliers: [
        labelled('red', 20_000, 'red'),
        multiplier('all', 20_000, { target: 'lines' as const }),
      ],
    } as const;
    const priced = [{ discountMinor: 5, tiedDiscountMinor: 2 }];
    const { reasons } = earn(program, basket, { priced });
    expect(
      reasons.flatMap((one) => (one.code === 'line-multiplier' ? [one.baseMinor] : [])),
    ).toEqual([10, 147]);
  });
});

describe('tier and sale multipliers', () => {
  const base = rule('base', perAmount(100, 1));

  test('multiply the sum of the multiplied rules, rounded once, and say so', () => {
    const rules = [
      base,
      rule('more', perAmount(1000, 1)),
      rule('flat', { kind: 'per-order', points: 5 }),
    ];
    const result = earn({ earn: rules }, one(1280), { tierId: 'gold' });
    expect([result.points, result.reasons.at(-1)]).toEqual([
      24,
      {
        code: 'multiplier',
        parts: [{ name: words('gold'), factorBps: 15_000 }],
        combine: 'max',
        pointsBefore: 13,
        pointsAfter: 19,
      },
    ]);
  });

  test('round as the program says', () => {
    const by = (multiplierRounding: Program['multiplierRounding'], amountMinor: number) =>
      pointsOf({ earn: [base], multiplierRounding }, one(amountMinor), { tierId: 'gold' });
    expect([by('floor', 1300), by('half-up', 1300), by('half-up', 1200)]).toEqual([19, 20, 18]);
  });

  test('go together as declared', () => {
    const multipliers = [
      multiplier('double', 20_000),
      multiplier('plus', 11_000),
      multiplier('monday', 90_000, { when: whenOf({ weekdays: [1] }) }),
    ];
    const by = (combine: Program['combine']) =>
      earn({ earn: [base], multipliers, combine }, one(1250), { tierId: 'gold' });
    const parts = [
      { name: words('gold'), factorBps: 15_000 },
      { name: words('double'), factorBps: 20_000 },
      { name: words('plus'), factorBps: 11_000 },
    ];
    const before = { code: 'multiplier', parts, pointsBefore: 12 };
    expect(
      [by('max'), by('add'), by('multiply')].map(({ points, reasons }) => [points, reasons.at(-1)]),
    ).toEqual([
      [24, { ...before, combine: 'max', pointsAfter: 24 }],
      [31, { ...before, combine: 'add', pointsAfter: 31 }],
      [39, { ...before, combine: 'multiply', pointsAfter: 39 }],
    ]);
  });

  test('a factor below ×1 that does not win is said with what does', () => {
    const parts = (combine: Program['combine'], tierId: string, ...factors: number[]) => {
      const multipliers = factors.map((bps, i) => multiplier(`m${i}`, bps));
      const reason = earn({ earn: [base], multipliers, combine }, one(1000), { tierId }).reasons.at(
        -1,
      );
      return reason?.code === 'multiplier'
        ? [...reason.parts.map((part) => [part.name.en, part.factorBps]), reason.pointsAfter]
        : reason?.code;
    };
    expect([
      parts('max', 'general', 0),
      parts('max', 'general', 5_000, 0),
      parts('max', 'general', 5_000, 20_000),
      parts('max', 'general', 10_000, 0),
      parts('max', 'gold', 0),
      parts('add', 'general', 0),
      parts('multiply', 'general', 5_000),
      parts('max', 'general'),
    ]).toEqual([
      [['general', 10_000], ['m0', 0], 10],
      [['general', 10_000], ['m0', 5_000], ['m1', 0], 10],
      [['m0', 5_000], ['m1', 20_000], 20],
      [['m0', 10_000], ['m1', 0], 10],
      [['gold', 15_000], ['m0', 0], 15],
      [['m0', 0], 0],
      [['m0', 5_000], 5],
      'earn',
    ]);
  });

  test('are not worth a word at ×1 or without points', () => {
    const codes = (amountMinor: number, tierId: string, parts: Partial<Program> = {}) =>
      earn({ earn: [base], ...parts }, one(amountMinor), { tierId }).reasons.map((one) => one.code);
    expect([
      codes(500, 'general'),
      codes(99, 'gold'),
      codes(500, 'unknown'),
      codes(500, 'general', { multipliers: [multiplier('same', 10_000)] }),
    ]).toEqual([['earn'], ['earn'], ['earn'], ['earn', 'multiplier']]);
    expect([
      pointsOf({ earn: [base] }, one(500), { tierId: 'paused' }),
      pointsOf({ earn: [base] }, one(500), { tierId: 'unknown' }),
    ]).toEqual([0, 5]);
  });

  test('of the lines are not of the sale, and need goods of their scope', () => {
    const multipliers = [
      multiplier('red', 20_000, { scope: scopeOf({ labels: ['red'] }) }),
      multiplier('none', 30_000, { scope: scopeOf({ labels: ['none'] }) }),
    ];
    expect(pointsOf({ earn: [rule('r', perAmount(1, 1))], multipliers }, basket)).toBe(304);
  });
});

test('absurd rules end at the most points a sale can give', () => {
  const most = rule('most', perAmount(1, 100_000));
  const hundredfold = Array.from({ length: 9 }, (_, i) => multiplier(`m${i}`, 1_000_000));
  const lines = hundredfold.map((one) => ({ ...one, target: 'lines' as const }));
  expect([
    pointsOf({ earn: [most, { ...most, multiplied: false }] }, one(9_999_999)),
    pointsOf({ earn: [most], multipliers: hundredfold, combine: 'multiply' }, one(9_999_999)),
    pointsOf({ earn: [most], multipliers: lines, combine: 'multiply' }, one(9_999_999)),
  ]).toEqual([salePointsMax, salePointsMax, salePointsMax]);
});
