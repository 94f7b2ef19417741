import { expect, test } from 'vitest';
import type { LineLeft } from './refund-amounts.ts';
import type { PricedLine } from './sale.ts';
import { scaleLines } from './scale-lines.ts';

function priced(parts: Partial<PricedLine>): PricedLine {
  return {
    grossMinor: 0,
    discountMinor: 0,
    tiedDiscountMinor: 0,
    rewardMinor: 0,
    pointsMinor: 0,
    valueMinor: 0,
    ...parts,
  };
}

function lineLeft(parts: Partial<LineLeft>): LineLeft {
  return {
    dueMinor: 100,
    qty: 1,
    leftMinor: 100,
    qtyLeft: 1,
    baseMinor: 100,
    baseQty: 1,
    byAmount: false,
    ...parts,
  };
}

/** Half of NT$101 is left of each of three lines, 33 of each paid with points and 34 with value. */
const third = priced({ grossMinor: 101, pointsMinor: 33, valueMinor: 34 });
const half = lineLeft({ dueMinor: 101, leftMinor: 50, byAmount: true });

test('units keep their list price, discounts follow what is left of the discount', () => {
  const line = priced({ grossMinor: 99, discountMinor: 10, tiedDiscountMinor: 6, rewardMinor: 4 });
  const left = lineLeft({ dueMinor: 89, qty: 3, leftMinor: 59, qtyLeft: 2 });
  const none = { pointsValueMinor: 0, valueMinor: 0 };
  expect([
    scaleLines([line], [left], none),
    scaleLines([line], [{ ...left, byAmount: true }], none),
    scaleLines([line], [{ ...left, leftMinor: 10, qtyLeft: 3, byAmount: true }], none),
    scaleLines([line], [{ ...left, leftMinor: 0, qtyLeft: 0 }], none),
  ]).toEqual([
    {
      lines: [priced({ grossMinor: 66, discountMinor: 7, tiedDiscountMinor: 4, rewardMinor: 2 })],
      qtyByLine: [2],
    },
    {
      lines: [priced({ grossMinor: 65, discountMinor: 6, tiedDiscountMinor: 3, rewardMinor: 2 })],
      qtyByLine: [2],
    },
    {
      lines: [priced({ grossMinor: 11, discountMinor: 1, tiedDiscountMinor: 0, rewardMinor: 0 })],
      qtyByLine: [1],
    },
    { lines: [priced({})], qtyByLine: [0] },
  ]);
});

test('a free line follows its units', () => {
  const line = priced({
    grossMinor: 80,
    discountMinor: 80,
    tiedDiscountMinor: 80,
    rewardMinor: 40,
  });
  const left = lineLeft({ dueMinor: 0, qty: 4, leftMinor: 0, qtyLeft: 1 });
  expect(scaleLines([line], [left], { pointsValueMinor: 0, valueMinor: 0 })).toEqual({
    lines: [priced({ grossMinor: 20, discountMinor: 20, tiedDiscountMinor: 20, rewardMinor: 10 })],
    qtyByLine: [1],
  });
});

test('what points and value pay is rounded up where most was cut off, up to what is kept of them', () => {
  const parts = (points: number, value: number) =>
    scaleLines([third, third, third], [half, half, half], {
      pointsValueMinor: points,
      valueMinor: value,
    }).lines.map((line) => [line.pointsMinor, line.valueMinor]);
  // 33 × 50 ÷ 101 = 16.3, 34 × 50 ÷ 101 = 16.8.
  expect([parts(48, 48), parts(50, 49), parts(99, 99), parts(40, 40)]).toEqual([
    [
      [16, 16],
      [16, 16],
      [16, 16],
    ],
    [
      [17, 17],
      [17, 16],
      [16, 16],
    ],
    [
      [17, 17],
      [17, 17],
      [17, 17],
    ],
    [
      [16, 16],
      [16, 16],
      [16, 16],
    ],
  ]);
});

test('the line of which more was cut off comes first, also of unlike lines', () => {
  const small = priced({ grossMinor: 3, pointsMinor: 2 });
  const large = priced({ grossMinor: 1000, pointsMinor: 500 });
  const left = [
    lineLeft({ dueMinor: 1000, leftMinor: 501, byAmount: true }),
    lineLeft({ dueMinor: 3, leftMinor: 1, byAmount: true }),
  ];
  const result = scaleLines([large, small], left, { pointsValueMinor: 251, valueMinor: 0 });
  // 500 × 501 ÷ 1000 = 250.5 and 2 ÷ 3 = 0.67.
  expect(result.lines.map((line) => line.pointsMinor)).toEqual([250, 1]);
});

test('what was not cut off is not rounded up, whatever is missing', () => {
  const line = priced({ grossMinor: 100, pointsMinor: 10 });
  const result = scaleLines([line], [lineLeft({ leftMinor: 50, byAmount: true })], {
    pointsValueMinor: 9,
    valueMinor: 0,
  });
  expect(result.lines.map((one) => one.pointsMinor)).toEqual([5]);
});

test('units taken one by one count as they are, also where their value went with the first', () => {
  const left = lineLeft({ dueMinor: 1, qty: 3, leftMinor: 0, qtyLeft: 2 });
  const none = { pointsValueMinor: 0, valueMinor: 0 };
  expect(scaleLines([priced({ grossMinor: 3, discountMinor: 2 })], [left], none)).toEqual({
    lines: [priced({ grossMinor: 2, discountMinor: 2 })],
    qtyByLine: [2],
  });
});

test('nothing pays more than is left of its line', () => {
  const line = priced({ grossMinor: 3, pointsMinor: 1, valueMinor: 2 });
  const left = lineLeft({ dueMinor: 3, leftMinor: 1, byAmount: true });
  const parts = (points: number, value: number) => {
    const [only] = scaleLines([line], [left], {
      pointsValueMinor: points,
      valueMinor: value,
    }).lines;
    return [only?.pointsMinor, only?.valueMinor];
  };
  expect([parts(1, 1), parts(0, 1), parts(0, 0)]).toEqual([
    [1, 0],
    [0, 1],
    [0, 0],
  ]);
});

test('an amount counts started units, never more than are left', () => {
  const line = priced({ grossMinor: 100 });
  const units = (leftMinor: number, qtyLeft: number) =>
    scaleLines([line], [lineLeft({ qty: 4, qtyLeft, leftMinor, byAmount: true })], {
      pointsValueMinor: 0,
      valueMinor: 0,
    }).qtyByLine;
  expect([
    units(100, 4),
    units(76, 4),
    units(75, 4),
    units(1, 4),
    units(0, 4),
    units(90, 2),
  ]).toEqual([[4], [4], [3], [1], [0], [2]]);
});
