import fc from 'fast-check';
import { expect, test } from 'vitest';
import { linesOfItems } from './einvoice-lines.ts';
import { lineOfAmount } from './sale.ts';

const item = (quantity: number, unitPrice: number, name = 'a') => ({ name, quantity, unitPrice });
const short = (items: readonly ReturnType<typeof item>[], totalMinor: number) =>
  linesOfItems(items, totalMinor)?.map(({ qty, unitMinor }) => [qty, unitMinor]) ?? null;

test('goods that sum to the total are lines; what does not is an amount only', () => {
  expect([
    short([item(2, 50), item(1, 100)], 200),
    short([item(2, 50), item(1, 100)], 201),
    short([item(2, 50), item(1, 100)], 199),
    short([], 0),
    // Free goods are goods.
    short([item(1, 0), item(1, 5)], 5),
    // A discount, goods taken back, nothing of something.
    short([item(1, 100), item(1, -10)], 90),
    short([item(1, 100), item(-1, 10)], 90),
    short([item(1, 100), item(0, 10)], 100),
    // Prices before tax.
    short([item(1, 95.238095)], 100),
    short([item(1, 285.714286)], 286),
  ]).toEqual([
    [
      [2, 50],
      [1, 100],
    ],
    null,
    null,
    null,
    [
      [1, 0],
      [1, 5],
    ],
    null,
    null,
    null,
    null,
    [[1, 286]],
  ]);
});

test('weighed goods are one each, rounded up where most is missing, the first of equal ones', () => {
  expect([
    short([item(0.735, 220)], 162),
    short([item(0.735, 220)], 161),
    short([item(0.735, 220)], 163),
    short([item(3, 33.333333)], 100),
    short([item(0.5, 5), item(0.5, 5), item(1, 10)], 15),
    short([item(0.5, 5), item(0.5, 5), item(1, 10)], 14),
    short([item(0.1, 1), item(0.2, 1), item(0.7, 1)], 1),
    // In floating point 1.15 × 100 is a little less than 115.
    short([item(1.15, 100)], 115),
    short([item(1.005, 1000)], 1005),
  ]).toEqual([
    [[1, 162]],
    [[1, 161]],
    null,
    [[1, 100]],
    [
      [1, 3],
      [1, 2],
      [1, 10],
    ],
    [
      [1, 2],
      [1, 2],
      [1, 10],
    ],
    [
      [1, 0],
      [1, 0],
      [1, 1],
    ],
    [[1, 115]],
    [[1, 1005]],
  ]);
});

test('a line holds what a line may hold', () => {
  const long = `${'茶'.repeat(119)}😀x`;
  expect([
    linesOfItems([item(1, 5, '')], 5),
    linesOfItems([item(1, 5, long)], 5)?.[0]?.name,
    linesOfItems([item(1, 5, '麵'.repeat(121))], 5)?.[0]?.name,
    short([item(10_000, 1)], 10_000),
    short([item(10_001, 1)], 10_001),
    short([item(1, 9_999_999)], 9_999_999),
    short([item(1, 10_000_000)], 10_000_000),
    short([item(999_999_999_999, 1)], 5),
    short(Array(200).fill(item(1, 1)), 200)?.length,
    short(Array(201).fill(item(1, 1)), 201),
  ]).toEqual([
    [{ ...lineOfAmount(5), name: null }],
    '茶'.repeat(119),
    '麵'.repeat(120),
    [[10_000, 1]],
    [[1, 10_001]],
    [[1, 9_999_999]],
    null,
    null,
    200,
    null,
  ]);
});

test('whatever a seller rounds each line to, the lines sum to the total and are off by less than NT$1', () => {
  const part = fc.oneof(
    fc.record({ q: fc.integer({ min: 1, max: 50 }), p: fc.integer({ min: 0, max: 900 }) }),
    fc.record({
      q: fc.integer({ min: 1, max: 9_999 }).map((grams) => grams / 1000),
      p: fc.integer({ min: 1, max: 99_999 }).map((cents) => cents / 100),
    }),
  );
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 30 }), (parts) => {
      const items = parts.map(({ q, p }) => item(q, p));
      // As a till would: in thousandths and cents, each line to the nearest dollar.
      const exact = parts.map(({ q, p }) => Math.round(q * 1000) * Math.round(p * 100));
      const rounded = exact.map((value) => Math.round(value / 100_000));
      const totalMinor = rounded.reduce((sum, one) => sum + one, 0);
      const lines = linesOfItems(items, totalMinor);
      expect(lines?.reduce((sum, { qty, unitMinor }) => sum + qty * unitMinor, 0)).toBe(totalMinor);
      lines?.forEach(({ qty, unitMinor }, at) => {
        expect(Math.abs(qty * unitMinor * 100_000 - (exact[at] ?? NaN))).toBeLessThan(100_000);
      });
      // Halves apart, which may go either way, it is the seller's own rounding.
      if (exact.every((value) => value % 100_000 !== 50_000))
        expect(lines?.map(({ qty, unitMinor }) => qty * unitMinor)).toEqual(rounded);
    }),
  );
});
