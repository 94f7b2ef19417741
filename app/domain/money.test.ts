import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { saleAmountMinorMax } from './evaluate-sale.ts';
import { allocateLargestRemainder, formatTwd, multiplyBpsFloor, parseAmountText } from './money.ts';

test('amounts for people', () => {
  expect([0, 95, 1234, 999_999, 9_999_999, -1280].map(formatTwd)).toEqual([
    'NT$0',
    'NT$95',
    'NT$1,234',
    'NT$999,999',
    'NT$9,999,999',
    '-NT$1,280',
  ]);
});

describe('reading an amount', () => {
  test.each([
    ['1280', 1280],
    [' 1,280 ', 1280],
    ['１２８０', 1280],
    ['0095', 95],
    ['9999999', 9_999_999],
  ])('%j is an amount', (text, amountMinor) => {
    expect(parseAmountText(text)).toEqual({ kind: 'amount', amountMinor });
  });

  test.each([
    ['', 'amount-empty'],
    ['  ', 'amount-empty'],
    ['0', 'amount-not-positive'],
    ['00000000', 'amount-not-positive'],
    ['-5', 'amount-not-positive'],
    ['-1,280', 'amount-not-positive'],
    ['10000000', 'amount-too-large'],
    ['04595257', 'amount-too-large'],
    ['12.5', 'amount-not-whole'],
    ['1e3', 'amount-not-whole'],
    ['12,80', 'amount-not-whole'],
    ['1234,567', 'amount-not-whole'],
    ['1,2345', 'amount-not-whole'],
    ['NT$5', 'amount-not-whole'],
    ['一百', 'amount-not-whole'],
  ])('%j is refused', (text, code) => {
    expect(parseAmountText(text)).toEqual({ kind: 'refused', code });
  });

  test('any text is an amount in range or a refusal', () => {
    const anyText = fc.oneof(fc.string(), fc.stringMatching(/^[0-9,.-]{0,9}$/));
    fc.assert(
      fc.property(anyText, (text) => {
        const parsed = parseAmountText(text);
        if (parsed.kind === 'refused') return;
        expect(Number.isInteger(parsed.amountMinor)).toBe(true);
        expect(parsed.amountMinor).toBeGreaterThan(0);
        expect(parsed.amountMinor).toBeLessThanOrEqual(saleAmountMinorMax);
      }),
    );
  });

  test('what is shown can be read again', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: saleAmountMinorMax }), (amountMinor) => {
        const shown = formatTwd(amountMinor).replace('NT$', '');
        expect(parseAmountText(shown)).toEqual({ kind: 'amount', amountMinor });
      }),
    );
  });
});

describe('basis points', () => {
  test('floor, also below zero and beyond the safe product', () => {
    expect([
      multiplyBpsFloor(12, 15_000),
      multiplyBpsFloor(95, 500),
      multiplyBpsFloor(-95, 500),
      multiplyBpsFloor(0, 500),
      multiplyBpsFloor(Number.MAX_SAFE_INTEGER, 10_000),
      multiplyBpsFloor(Number.MAX_SAFE_INTEGER, 9_999),
      multiplyBpsFloor(-Number.MAX_SAFE_INTEGER, 9_999),
    ]).toEqual([
      18, 4, -5, 0, 9_007_199_254_740_991, 9_006_298_534_815_516, -9_006_298_534_815_517,
    ]);
    expect(() => multiplyBpsFloor(Number.MAX_SAFE_INTEGER, 10_001)).toThrow(
      new RangeError('the result is not a safe integer'),
    );
    const unsafe = new RangeError('value and bps must be safe integers');
    expect(() => multiplyBpsFloor(1.5, 1)).toThrow(unsafe);
    expect(() => multiplyBpsFloor(1, 2 ** 53)).toThrow(unsafe);
  });

  test('exact against whole-number arithmetic for any safe value', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.integer({ min: 0, max: 10_000 }), (value, bps) => {
        const exact = BigInt(value) * BigInt(bps);
        const rest = ((exact % 10_000n) + 10_000n) % 10_000n;
        expect(BigInt(multiplyBpsFloor(value, bps))).toBe((exact - rest) / 10_000n);
      }),
    );
  });
});

describe('splitting a total', () => {
  test('largest remainders get the units left, earlier parts first', () => {
    expect([
      allocateLargestRemainder(10, [1, 1, 1]),
      allocateLargestRemainder(100, [333, 333, 334]),
      allocateLargestRemainder(-10, [1, 1, 1]),
      allocateLargestRemainder(5, [0, 0]),
      allocateLargestRemainder(7, [0, 3]),
      allocateLargestRemainder(0, []),
      allocateLargestRemainder(-1, [1, 1]),
    ]).toEqual([[4, 3, 3], [33, 33, 34], [-4, -3, -3], [3, 2], [0, 7], [], [-1, 0]]);
    expect(() => allocateLargestRemainder(1, [])).toThrow(new RangeError('no part to allocate to'));
    const unsafe = new RangeError('total and weights must be safe integers, weights not negative');
    expect(() => allocateLargestRemainder(1, [-1, 2])).toThrow(unsafe);
    expect(() => allocateLargestRemainder(0.5, [1])).toThrow(unsafe);
  });

  test('exact where plain numbers are not', () => {
    const max = Number.MAX_SAFE_INTEGER;
    expect([
      allocateLargestRemainder(max, [1, 1, 1]),
      allocateLargestRemainder(max, [2, 1]),
      allocateLargestRemainder(-max, [3, 5]),
      allocateLargestRemainder(5, [max, max]),
      allocateLargestRemainder(3, [max, max - 1, 0]),
      // What is left goes to the largest remainder wherever it stands.
      allocateLargestRemainder(max, [3, 1]),
      allocateLargestRemainder(max, [3, 2, 2]),
    ]).toEqual([
      [3002399751580331, 3002399751580330, 3002399751580330],
      [6004799503160661, 3002399751580330],
      [-3377699720527872, -5629499534213119],
      [3, 2],
      [2, 1, 0],
      [6755399441055743, 2251799813685248],
      [3860228252031853, 2573485501354569, 2573485501354569],
    ]);
  });

  test('parts sum to the total and lie within one unit of their exact share', () => {
    const anyWeights = fc.array(fc.integer({ min: 0, max: 10_000_000 }), { minLength: 1 });
    fc.assert(
      fc.property(fc.integer(), anyWeights, (total, weights) => {
        const parts = allocateLargestRemainder(total, weights);
        expect(parts.reduce((sum, part) => sum + part, 0)).toBe(total);
        const weightSum = weights.reduce((sum, weight) => sum + weight, 0);
        if (weightSum === 0) return;
        parts.forEach((part, index) => {
          const share = (BigInt(total) * BigInt(weights[index] ?? 0) * 1000n) / BigInt(weightSum);
          expect(Math.abs(part - Number(share) / 1000)).toBeLessThan(1.001);
          expect(Object.is(part, -0)).toBe(false);
        });
      }),
    );
  });
});
