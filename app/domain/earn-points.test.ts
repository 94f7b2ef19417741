import { describe, expect, test } from 'vitest';
import {
  basket,
  earn,
  labelled,
  one,
  perAmount,
  percent,
  pointsOf,
  rule,
  words,
} from './earn-points.fixture.ts';
import type { EarnGive, EarnRule, Program } from './program.ts';
import { scopeOf, testLine, whenOf } from './sale-context.fixture.ts';

describe('points per amount', () => {
  test('are given for each full amount of the receipt, with the reason', () => {
    const give = perAmount(100, 1);
    expect(earn({ earn: [rule('base', give)] }, one(1280))).toEqual({
      points: 12,
      baseMinor: 1280,
      reasons: [
        {
          code: 'earn',
          ruleId: 'base',
          name: words('base'),
          give,
          baseMinor: 1280,
          units: 1,
          points: 12,
          beforeShare: null,
          capped: false,
        },
      ],
    });
  });

  test.each([
    [95, perAmount(10, 1), 9],
    [99, perAmount(100, 1), 0],
    [100, perAmount(100, 1), 1],
    [1680, perAmount(100, 10), 160],
    [265, perAmount(10, 1), 26],
    [265, perAmount(10, 1, 'half-up'), 27],
    [264, perAmount(10, 1, 'half-up'), 26],
    [265, perAmount(10, 3, 'half-up'), 81],
  ])('NT$%d by %o: %d', (amountMinor, give, points) => {
    expect(pointsOf({ earn: [rule('base', give)] }, one(amountMinor))).toBe(points);
  });

  test('are over the sum of the lines of the scope', () => {
    const give = perAmount(1, 4);
    const by = (scope: Parameters<typeof scopeOf>[0]) =>
      pointsOf({ earn: [rule('base', give, { scope: scopeOf(scope) })] }, basket);
    expect([
      by({}),
      by({ exceptSkus: ['000'] }),
      by({ exceptLabels: ['red'], delivery: false }),
      by({ skus: ['nope'] }),
    ]).toEqual([608, 208, 400, 0]);
    const two = [testLine('A', 1, 99), testLine('B', 1, 101)];
    expect(pointsOf({ earn: [rule('base', perAmount(100, 1))] }, two)).toBe(2);
  });

  test('are none where the conditions do not hold, and then without a reason', () => {
    const when = whenOf({ minSpendMinor: 153 });
    expect(earn({ earn: [rule('base', perAmount(1, 4), { when })] }, basket)).toEqual({
      points: 0,
      baseMinor: 0,
      reasons: [{ code: 'base', baseMinor: 0, excludedMinor: 152 }],
    });
    const after = whenOf({ minSpendMinor: 150, spendBasis: 'after-discounts' });
    const program = { earn: [rule('base', perAmount(1, 1), { when: after })] };
    expect([
      pointsOf(program, basket, { priced: [{ discountMinor: 2 }] }),
      pointsOf(program, basket, { priced: [{ discountMinor: 3 }] }),
    ]).toEqual([150, 0]);
  });
});

describe('other rules', () => {
  const goods = [testLine('A', 3, 40), testLine('B', 1, 45), testLine('C', 2, 10)];
  const onA = { scope: scopeOf({ skus: ['A', 'B'] }) };

  test.each<[EarnGive, number, number]>([
    [{ kind: 'per-order', points: 10 }, 10, 4],
    [{ kind: 'per-unit', points: 2 }, 8, 4],
    [{ kind: 'per-line', points: 200 }, 400, 2],
    [percent(500, 'line'), 8, 4],
    [percent(500, 'sale'), 8, 4],
    [percent(1000, 'line'), 16, 4],
    [percent(1000, 'line', 'half-up'), 17, 4],
    [percent(1000, 'sale', 'half-up'), 17, 4],
    [percent(1000, 'sale'), 16, 4],
  ])('%o', (give, points, units) => {
    const { points: got, reasons } = earn({ earn: [rule('r', give, onA)] }, goods);
    expect([got, reasons.at(-1)]).toEqual([
      points,
      {
        code: 'earn',
        ruleId: 'r',
        name: words('r'),
        give,
        baseMinor: 165,
        units,
        points,
        beforeShare: null,
        capped: false,
      },
    ]);
  });

  test('percentages are rounded per line or once', () => {
    const pair = [testLine('A', 1, 19), testLine('B', 1, 19)];
    expect([
      pointsOf({ earn: [rule('r', percent(1000, 'line'))] }, pair),
      pointsOf({ earn: [rule('r', percent(1000, 'sale'))] }, pair),
      pointsOf({ earn: [rule('r', percent(1000, 'line', 'half-up'))] }, pair),
      pointsOf({ earn: [rule('r', percent(1000, 'sale', 'half-up'))] }, pair),
    ]).toEqual([2, 3, 4, 4]);
  });

  test('add up, each at most its maximum', () => {
    const rules = [
      rule('a', perAmount(10, 1), { pointsMax: 17 }),
      rule('b', { kind: 'per-order', points: 5 }, { pointsMax: 5 }),
      rule('c', { kind: 'per-unit', points: 1 }, { pointsMax: 4 }),
    ];
    expect(earn({ earn: rules }, goods)).toMatchObject({
      points: 26,
      reasons: [{ points: 17 }, { points: 5 }, { points: 4 }],
    });
  });
});

describe('the base', () => {
  const goods = [testLine('A', 1, 600), { ...testLine('B', 1, 400), category: 'food' }];
  const priced = [
    { discountMinor: 60, rewardMinor: 0, tiedDiscountMinor: 0, pointsMinor: 30, valueMinor: 10 },
    { discountMinor: 90, rewardMinor: 20, tiedDiscountMinor: 50, pointsMinor: 20, valueMinor: 5 },
  ];
  const food = { scope: scopeOf({ categories: ['food'] }) };
  const give = perAmount(1, 1);

  test('is the program’s, or the rule’s own', () => {
    const byBase = (earnBase: Program['earnBase'], base: EarnRule['base'] = null) =>
      pointsOf({ earnBase, earn: [rule('r', give, { base })] }, goods, { priced });
    expect([
      byBase('gross'),
      byBase('net-of-coupons'),
      byBase('net-of-discounts'),
      byBase('net-of-tied-discounts'),
      byBase('paid'),
      byBase('gross', 'paid'),
      byBase('paid', 'gross'),
    ]).toEqual([985, 855, 835, 835, 785, 785, 985]);
  });

  test('leaves discounts off the whole sale alone for rules that name goods', () => {
    const program = { earnBase: 'net-of-tied-discounts', earn: [rule('r', give, food)] } as const;
    expect(earn(program, goods, { priced })).toMatchObject({ points: 345, baseMinor: 345 });
    const both = { ...program, earn: [rule('r', give, food), rule('s', give)] };
    expect(earn(both, goods, { priced })).toMatchObject({ points: 345 + 835, baseMinor: 875 });
  });

  test('counts stored value where the program says so', () => {
    const storedValue = { storedValueEarns: true, expiry: { kind: 'none' } } as const;
    const program = { storedValue, earn: [rule('r', give)] };
    expect(pointsOf(program, goods, { priced })).toBe(800);
  });

  test('is said where it is not the money paid, with what does not count', () => {
    const reasonOf = (program: Partial<Program>) =>
      earn(program, goods, { priced }).reasons.filter((reason) => reason.code === 'base');
    expect([
      reasonOf({ earn: [rule('r', give)] }),
      reasonOf({ earn: [rule('r', give, food)] }),
      reasonOf({ earn: [rule('r', give)], earnBase: 'gross' }),
      reasonOf({ earn: [rule('r', give), rule('s', give, food)] }),
    ]).toEqual([
      [],
      [{ code: 'base', baseMinor: 285, excludedMinor: 500 }],
      [{ code: 'base', baseMinor: 985, excludedMinor: 0 }],
      [],
    ]);
  });

  test('never holds value sold', () => {
    const sold = [...one(100), { ...testLine('GC', 1, 500), kind: 'stored-value' as const }];
    expect(earn({ earn: [rule('r', give)] }, sold)).toMatchObject({ points: 100, baseMinor: 100 });
  });
});

describe('pro rata', () => {
  const program = { earnBase: 'pro-rata', earn: [rule('r', percent(500, 'line'))] } as const;

  test.each([
    [0, 10],
    [100, 5],
    [20, 9],
    [200, 0],
  ])('of NT$200 with %d paid by points: %d', (pointsMinor, points) => {
    expect(pointsOf(program, one(200), { priced: [{ pointsMinor }] })).toBe(points);
  });

  test('is floored once, over all lines of the sale, before the maximum', () => {
    const goods = [testLine('A', 1, 105), testLine('B', 1, 95)];
    const half = [{ pointsMinor: 100 }];
    const share = (parts: Partial<EarnRule>) =>
      pointsOf({ ...program, earn: [rule('r', percent(500, 'line'), parts)] }, goods, {
        priced: half,
      });
    expect([share({}), share({ pointsMax: 3 }), share({ base: 'gross' })]).toEqual([4, 3, 9]);
  });

  test('leaves flat points alone, and a sale that costs nothing', () => {
    const flat = { ...program, earn: [rule('r', { kind: 'per-order', points: 7 })] };
    expect([
      pointsOf(flat, one(200), { priced: [{ pointsMinor: 100 }] }),
      pointsOf(program, one(200), { priced: [{ discountMinor: 200 }] }),
    ]).toEqual([7, 0]);
  });

  test('shares what discounts left', () => {
    const priced = [{ discountMinor: 100, pointsMinor: 50 }];
    const points = pointsOf({ ...program, earn: [rule('r', perAmount(1, 1))] }, one(200), {
      priced,
    });
    expect(points).toBe(50);
  });
});

describe('what is left of a sale', () => {
  const goods = [{ ...testLine('A', 4, 50), labels: ['x'] }, testLine('B', 2, 100)];
  const left = (parts: Partial<Program>, qty: number[], grossMinor: number[]) =>
    pointsOf(parts, goods, { qty, priced: grossMinor.map((minor) => ({ grossMinor: minor })) });

  test('is counted by its units and amounts', () => {
    const perUnit = { earn: [rule('u', { kind: 'per-unit', points: 10 })] };
    const perLine = { earn: [rule('l', { kind: 'per-line', points: 10 })] };
    const amount = { earn: [rule('a', perAmount(1, 1))] };
    expect([
      left(perUnit, [1, 2], [50, 200]),
      left(perUnit, [0, 2], [0, 200]),
      left(perLine, [0, 2], [0, 200]),
      left(amount, [1, 2], [37, 200]),
      left(amount, [0, 0], [0, 0]),
      left(perLine, [0, 0], [0, 0]),
    ]).toEqual([30, 20, 10, 237, 0, 0]);
  });

  test('is what conditions are judged by', () => {
    const units = {
      earn: [rule('u', { kind: 'per-order', points: 9 }, { when: whenOf({ minUnits: 3 }) })],
    };
    const spend = {
      earn: [rule('s', { kind: 'per-order', points: 9 }, { when: whenOf({ minSpendMinor: 250 }) })],
    };
    const needs = {
      earn: [rule('n', { kind: 'per-order', points: 9 }, { when: whenOf({ needsSkus: ['A'] }) })],
    };
    expect([
      left(units, [1, 2], [50, 200]),
      left(units, [0, 2], [0, 200]),
      left(spend, [1, 2], [50, 200]),
      left(spend, [1, 2], [49, 200]),
      left(needs, [1, 0], [50, 0]),
      left(needs, [0, 2], [0, 200]),
    ]).toEqual([9, 0, 9, 0, 9, 0]);
  });

  test('is weighed by the multipliers of its own lines', () => {
    const program = {
      earn: [rule('a', perAmount(1, 1))],
      multipliers: [labelled('x', 20_000, 'x')],
    };
    expect([left(program, [0, 2], [0, 200]), left(program, [4, 0], [200, 0])]).toEqual([200, 400]);
  });
});

test('a reason says what the share that points paid and the maximum cut off', () => {
  const by = (parts: Partial<EarnRule>, pointsMinor: number, amountMinor = 1000) => {
    const program = { earn: [rule('r', perAmount(100, 1), parts)], earnBase: 'pro-rata' } as const;
    const { reasons } = earn(program, one(amountMinor), { priced: [{ pointsMinor }] });
    return reasons.flatMap((reason) =>
      reason.code === 'earn' ? [[reason.points, reason.beforeShare, reason.capped]] : [],
    );
  };
  expect([
    by({}, 0),
    by({}, 500),
    by({}, 500, 99),
    by({ pointsMax: 10 }, 0),
    by({ pointsMax: 9 }, 0),
    by({ pointsMax: 5 }, 500),
    by({ pointsMax: 4 }, 500),
    by({ give: { kind: 'per-order', points: 8 } }, 500),
  ]).toEqual([
    [[10, null, false]],
    [[5, 10, false]],
    [[0, null, false]],
    [[10, null, false]],
    [[9, null, true]],
    [[5, 10, false]],
    [[4, 10, true]],
    [[8, null, false]],
  ]);
});
