import { describe, expect, test } from 'vitest';
import { allocateDiscount, discountOf, goodsUnitsFor } from './coupon-discount.ts';
import { taskOf } from './discount-task.fixture.ts';
import type { TaskParts } from './discount-task.fixture.ts';
import type { CouponEffect, Rounding } from './program.ts';
import { testLine } from './sale-context.fixture.ts';
import type { SaleLine } from './sale.ts';

/** The discount and its parts by line. */
function off(effect: CouponEffect, lines: readonly SaleLine[], parts: TaskParts = {}) {
  const task = taskOf(effect, lines, parts);
  const discount = discountOf(task);
  return [
    discount.discountMinor,
    allocateDiscount(
      discount,
      task.places,
      lines.map(() => 0),
    ),
  ];
}

const a100 = testLine('A', 1, 100);
const abc = [testLine('A', 2, 30), testLine('B', 3, 50), testLine('C', 1, 20)];

describe('an amount off', () => {
  const effect: CouponEffect = { kind: 'amount', amountMinor: 40 };
  test('is spread by what is left of the lines in scope', () => {
    expect(off(effect, [testLine('A', 1, 30), testLine('B', 1, 25)])).toEqual([40, [22, 18]]);
    expect(off(effect, [a100, a100, a100], { places: [0, 2] })).toEqual([40, [20, 0, 20]]);
  });
  test('is never more than is left', () => {
    expect(off(effect, [a100], { leftByLine: [40] })).toEqual([40, [40]]);
    expect(off(effect, [a100, a100], { leftByLine: [39, 500], places: [0] })).toEqual([
      39,
      [39, 0],
    ]);
    expect(off(effect, [a100], { places: [] })).toEqual([0, [0]]);
  });
  test('has no cap, hands over nothing, uses one', () => {
    expect(discountOf(taskOf(effect, [a100], { times: 3 }))).toEqual({
      discountMinor: 40,
      weights: [100],
      freedUnits: null,
      capped: false,
      goodsUnits: 0,
      timesUsed: 1,
    });
  });
});

describe('a percentage off', () => {
  const percent = (offBps: number, maxMinor: number | null = null): CouponEffect => {
    return { kind: 'percent', offBps, maxMinor };
  };
  test.each<[Rounding, number[]]>([
    ['floor', [4, 4, 5]],
    ['half-up', [4, 5, 5]],
    ['up', [5, 5, 5]],
  ])('rounds %s once on the sum', (rounding, expected) => {
    const offs = [89, 90, 100].map(
      (unit) => off(percent(500), [testLine('A', 1, unit)], { rounding })[0],
    );
    expect(offs).toEqual(expected);
  });
  test('sums the lines before it rounds', () => {
    expect(off(percent(1000), [testLine('A', 1, 15), testLine('B', 1, 15)])).toEqual([3, [2, 1]]);
  });
  test('works on what is left of the scope', () => {
    expect(off(percent(1000), [a100, a100], { leftByLine: [50, 100], places: [0] })).toEqual([
      5,
      [5, 0],
    ]);
  });
  test('its maximum caps the sum and says so', () => {
    const results = [39, 40, 41].map((max) => discountOf(taskOf(percent(4000, max), [a100])));
    expect(results.map((one) => [one.discountMinor, one.capped])).toEqual([
      [39, true],
      [40, false],
      [40, false],
    ]);
  });
  test('COUPON-02: everything off, at most 40, over two lines', () => {
    const lines = [testLine('P', 1, 30), testLine('B', 1, 25), testLine('A', 2, 15)];
    expect(off(percent(10_000, 40), lines, { places: [1, 2] })).toEqual([40, [0, 18, 22]]);
  });
});

describe('a price per unit', () => {
  const price = (unitMinor: number, unitsMax: number | null = null): CouponEffect => {
    return { kind: 'unit-price', unitMinor, unitsMax };
  };
  test('never raises a price', () => {
    expect(off(price(30), abc)).toEqual([60, [0, 60, 0]]);
    expect(off(price(0), abc)).toEqual([230, [60, 150, 20]]);
    expect(off(price(50), abc)).toEqual([0, [0, 0, 0]]);
  });
  test('takes the dearest units first', () => {
    expect([1, 3, 4, 6, 7].map((max) => off(price(10, max), abc))).toEqual([
      [40, [0, 40, 0]],
      [120, [0, 120, 0]],
      [140, [20, 120, 0]],
      [170, [40, 120, 10]],
      [170, [40, 120, 10]],
    ]);
  });
  test('is paid for by all units of the scope where others had to be bought', () => {
    const by = (unitMinor: number, unitsNeeded: number) =>
      off(price(unitMinor, 1), abc, { unitsNeeded });
    expect([by(10, 1), by(10, 2), by(0, 1), by(0, 2)]).toEqual([
      [40, [0, 40, 0]],
      [40, [10, 26, 4]],
      [50, [0, 50, 0]],
      [50, [13, 33, 4]],
    ]);
  });
});

describe('the cheapest units', () => {
  const cheapest = (offBps: number, units = 1): CouponEffect => ({
    kind: 'cheapest',
    offBps,
    units,
  });
  test('COUPON-04: 90% off one of five', () => {
    expect(off(cheapest(9000), [testLine('PEN', 5, 320)])).toEqual([288, [288]]);
  });
  test('counts up from the cheapest', () => {
    expect([1, 2, 4, 99].map((units) => off(cheapest(5000, units), abc))).toEqual([
      [10, [0, 0, 10]],
      [25, [15, 0, 10]],
      [65, [30, 25, 10]],
      [115, [30, 75, 10]],
    ]);
  });
  test('are paid for by all units of the scope where these had to be bought', () => {
    const two = [testLine('A', 1, 100), testLine('B', 1, 90)];
    const by = (unitsNeeded: number, effect = cheapest(10_000)) =>
      off(effect, two, { unitsNeeded });
    expect([by(0), by(1), by(2), by(3)]).toEqual([
      [90, [0, 90]],
      [90, [0, 90]],
      [90, [47, 43]],
      [90, [47, 43]],
    ]);
    expect([by(2, cheapest(5000)), by(2, cheapest(5000, 2))]).toEqual([
      [45, [24, 21]],
      [95, [50, 45]],
    ]);
    const { freedUnits } = discountOf(taskOf(cheapest(10_000), two, { unitsNeeded: 2 }));
    expect(freedUnits).toEqual([0, 1]);
  });
  test('passes over units that are free already', () => {
    expect(off(cheapest(10_000), abc, { leftByLine: [60, 150, 0] })).toEqual([30, [30, 0, 0]]);
  });
  test.each<[Rounding, number]>([
    ['floor', 7],
    ['half-up', 8],
    ['up', 8],
  ])('rounds %s', (rounding, expected) => {
    expect(off(cheapest(5000), [testLine('A', 1, 15)], { rounding })).toEqual([
      expected,
      [expected],
    ]);
  });
});

describe('free units', () => {
  const free = (units: number): CouponEffect => ({ kind: 'free-units', units });
  test('the dearest first', () => {
    expect([1, 3, 4, 9].map((units) => off(free(units), abc))).toEqual([
      [50, [0, 50, 0]],
      [150, [0, 150, 0]],
      [180, [30, 150, 0]],
      [230, [60, 150, 20]],
    ]);
  });
  test('are paid for by all units of the scope where others had to be bought', () => {
    const by = (unitsNeeded: number) => off(free(1), abc, { unitsNeeded });
    expect([by(1), by(2)]).toEqual([
      [50, [0, 50, 0]],
      [50, [13, 33, 4]],
    ]);
  });
  test('each use frees its units, and no more uses are taken than there are goods', () => {
    const used = (units: number, times: number) => {
      const { discountMinor, timesUsed } = discountOf(taskOf(free(units), abc, { times }));
      return [discountMinor, timesUsed];
    };
    expect([used(2, 1), used(2, 2), used(4, 2), used(1, 9), used(5, 1), used(7, 1)]).toEqual([
      [100, 1],
      [180, 2],
      [230, 2],
      [230, 6],
      [210, 1],
      [230, 1],
    ]);
    expect(discountOf(taskOf(free(1), abc, { places: [] })).timesUsed).toBe(0);
  });
});

describe('buy X get Y', () => {
  const buyGet = (
    buyUnits: number,
    getUnits: number,
    timesMax: number | null = null,
    offBps = 10_000,
  ) => ({ kind: 'buy-get', buyUnits, getUnits, offBps, timesMax }) as const;
  test('the cheapest of each group counted from the dearest', () => {
    // 50 50 [50] · 30 30 [20]
    expect(off(buyGet(2, 1), abc)).toEqual([70, [18, 46, 6]]);
    // 50 [50 50 30] · 30 [20]: the second group has only begun
    expect(off(buyGet(1, 3), abc)).toEqual([150, [39, 98, 13]]);
    expect(off(buyGet(6, 1), abc)).toEqual([0, [0, 0, 0]]);
  });
  test('at most so many groups', () => {
    expect([1, 2, 3].map((times) => off(buyGet(1, 1, times), abc))).toEqual([
      [50, [0, 50, 0]],
      [80, [13, 67, 0]],
      [100, [26, 65, 9]],
    ]);
  });
  test('what is off is spread over the whole groups, not over units of a started one', () => {
    const lines = [testLine('A', 1, 100), testLine('B', 1, 90), testLine('C', 1, 10)];
    expect(off(buyGet(1, 1), lines)).toEqual([90, [47, 43, 0]]);
    expect(off(buyGet(2, 1), lines)).toEqual([10, [5, 5, 0]]);
    expect(off(buyGet(1, 1, 1), [...lines, testLine('D', 1, 5)])).toEqual([90, [47, 43, 0, 0]]);
  });
  test('a share off, rounded once', () => {
    expect(off(buyGet(1, 1, null, 2500), abc)).toEqual([25, [7, 16, 2]]);
    expect(off(buyGet(1, 1, null, 3333), abc, { rounding: 'up' })).toEqual([34, [9, 22, 3]]);
  });
});

describe('N for M', () => {
  const bundle = (
    units: number,
    priceMinor: number,
    timesMax: number | null = null,
  ): CouponEffect => {
    return { kind: 'bundle-price', units, priceMinor, timesMax };
  };
  test('full groups from the dearest, while they save', () => {
    expect(off(bundle(2, 50), abc)).toEqual([80, [13, 67, 0]]);
    expect(off(bundle(3, 99), abc)).toEqual([51, [0, 51, 0]]);
    expect(off(bundle(3, 80), abc)).toEqual([70, [0, 70, 0]]);
    expect(off(bundle(3, 79), abc)).toEqual([72, [19, 47, 6]]);
    expect(off(bundle(7, 1), abc)).toEqual([0, [0, 0, 0]]);
    expect(off(bundle(1, 0), abc)).toEqual([230, [60, 150, 20]]);
  });
  test('at most so many groups', () => {
    expect([1, 2, 3].map((times) => off(bundle(1, 10, times), abc))).toEqual([
      [40, [0, 40, 0]],
      [80, [0, 80, 0]],
      [120, [0, 120, 0]],
    ]);
  });
  test('a group that would cost as much as its goods ends it', () => {
    expect(off(bundle(2, 100), abc)).toEqual([0, [0, 0, 0]]);
    expect(off(bundle(2, 99), abc)).toEqual([1, [0, 1, 0]]);
  });
});

test('which units have become free', () => {
  const freed = (effect: CouponEffect) => discountOf(taskOf(effect, abc)).freedUnits;
  const share = { units: 2, buyUnits: 2, getUnits: 1, timesMax: null };
  expect([
    freed({ kind: 'free-units', units: 4 }),
    freed({ kind: 'cheapest', units: 2, offBps: 10_000 }),
    freed({ kind: 'cheapest', units: 2, offBps: 9_999 }),
    freed({ kind: 'buy-get', ...share, offBps: 10_000 }),
    freed({ kind: 'buy-get', ...share, offBps: 9_999 }),
    freed({ kind: 'unit-price', unitMinor: 0, unitsMax: 5 }),
    freed({ kind: 'unit-price', unitMinor: 1, unitsMax: 5 }),
    freed({ kind: 'percent', offBps: 10_000, maxMinor: null }),
  ]).toEqual([[1, 3, 0], [1, 0, 1], null, [0, 1, 1], null, [2, 3, 0], null, null]);
});

test('units that are free already are not counted any more', () => {
  const lines = [testLine('A', 3, 10)];
  const parts = { leftByLine: [20], unitsByLine: [2] };
  const of = (effect: CouponEffect) => discountOf(taskOf(effect, lines, parts)).discountMinor;
  expect([
    of({ kind: 'free-units', units: 1 }),
    of({ kind: 'buy-get', buyUnits: 2, getUnits: 1, offBps: 10_000, timesMax: null }),
    of({ kind: 'bundle-price', units: 3, priceMinor: 1, timesMax: null }),
    of({ kind: 'unit-price', unitMinor: 7, unitsMax: null }),
  ]).toEqual([10, 0, 0, 6]);
});

describe('goods on top', () => {
  const goods = (units: number, everyUnits: number | null, unitWeight = 1) =>
    ({
      kind: 'goods',
      sku: 'G',
      name: { 'zh-TW': '贈品', en: 'Gift' },
      units,
      everyUnits,
      unitWeight,
    }) as const;
  test('COUPON-12 to 14: once, or for each full number of units', () => {
    const paid = [1, 2, 4, 5, 9];
    expect(paid.map((units) => goodsUnitsFor(goods(1, 2), units, 1))).toEqual([0, 1, 2, 2, 4]);
    expect(paid.map((units) => goodsUnitsFor(goods(1, null), units, 1))).toEqual([1, 1, 1, 1, 1]);
    expect([9, 10, 20].map((units) => goodsUnitsFor(goods(3, 10), units, 1))).toEqual([0, 3, 6]);
  });
  test('weights, uses and an upper end', () => {
    expect([
      goodsUnitsFor(goods(1, 10, 3), 3, 1),
      goodsUnitsFor(goods(1, 10, 3), 4, 1),
      goodsUnitsFor(goods(2, null), 1, 3),
      goodsUnitsFor(goods(2, 3), 7, 3),
      goodsUnitsFor(goods(10_000, 1, 10_000), 10_000, 1000),
    ]).toEqual([0, 1, 6, 12, 1_000_000]);
  });
  test('counts the units of the scope and takes nothing off', () => {
    const task = taskOf(goods(1, 2), abc, { places: [0, 1], times: 2 });
    expect(discountOf(task)).toEqual({
      discountMinor: 0,
      weights: [],
      freedUnits: null,
      capped: false,
      goodsUnits: 4,
      timesUsed: 2,
    });
  });
});
