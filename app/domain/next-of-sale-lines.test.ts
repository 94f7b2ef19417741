import { expect, test } from 'vitest';
import { evaluateSale } from './evaluate-sale.ts';
import { gift, perHundred } from './evaluate-sale.fixture.ts';
import { nextOfSale, withMore } from './next-of-sale.ts';
import type { Program } from './program.ts';
import { earnPerAmount } from './program-defaults.ts';
import { saleAmountMinorMax } from './money.ts';
import { lineOfAmount } from './sale.ts';
import type { SaleLine } from './sale.ts';
import {
  scopeOf,
  testCoupon,
  testLine,
  testMember,
  testProgram,
  testSale,
  whenOf,
} from './sale-context.fixture.ts';

/** Which line grows, and what is told beside what. */

const tiers = perHundred.tiers.slice(0, 1);
const auto = { trigger: 'auto' } as const;
const bag = { kind: 'goods', sku: 'BAG', name: { 'zh-TW': '袋', en: 'Bag' } } as const;
const ofA = scopeOf({ skus: ['A'] });
const ofB = scopeOf({ skus: ['B'] });

function steps(parts: Partial<Program>, lines: readonly SaleLine[]) {
  const program = testProgram({ tiers, ...parts });
  const sale = testSale(lines);
  const result = evaluateSale(program, testMember(), sale);
  if (result.kind === 'refused') throw new Error(result.refusal.code);
  return nextOfSale(program, testMember(), { asked: sale, result }, 5).map((step) =>
    step.code === 'next-point'
      ? [step.missingMinor, step.points]
      : [step.missingMinor, step.name.en],
  );
}

test('an amount grows; of an article, or of several units, one more line is bought', () => {
  const unnamed = { ...lineOfAmount(10), qty: 2 };
  const sale = testSale([lineOfAmount(40), unnamed, testLine('A', 1, 30)]);
  const [amount, two, article] = sale.lines;
  expect([0, 1, 2].map((place) => withMore(sale, place, 7))).toEqual([
    { ...sale, lines: [lineOfAmount(47), two, article] },
    { ...sale, lines: [amount, two, article, lineOfAmount(7)] },
    { ...sale, lines: [amount, two, article, testLine('A', 1, 7)] },
  ]);
});

test('points of the nearest rule only, also beside gifts', () => {
  const earn = [earnPerAmount(7, 1), { ...earnPerAmount(10, 1), ruleId: 'ten' }];
  const gifts = [gift('g', bag, { when: whenOf({ minSpendMinor: 18 }) })];
  expect([
    steps({ earn }, [lineOfAmount(15)]),
    steps({ earn, gifts }, [lineOfAmount(15)]),
    steps({ earn: [earnPerAmount(1, 1)] }, [lineOfAmount(15)]),
  ]).toEqual([
    [[5, 1]],
    [
      [3, 'g'],
      [5, 1],
    ],
    [],
  ]);
});

test('the nearest first by what is really missing', () => {
  const coupons = [testCoupon('c', { kind: 'percent', offBps: 1000, maxMinor: null }, auto)];
  const gifts = [
    gift('net', bag, { when: whenOf({ minSpendMinor: 450, spendBasis: 'after-discounts' }) }),
    gift('gross', bag, { when: whenOf({ minSpendMinor: 495 }) }),
  ];
  expect(steps({ coupons, gifts }, [lineOfAmount(400)])).toEqual([
    [95, 'gross'],
    [99, 'net'],
  ]);
});

test('nothing where more would be too much for a sale', () => {
  const earn = [earnPerAmount(1000, 1)];
  expect([
    steps({ earn }, [lineOfAmount(saleAmountMinorMax - 1000)]),
    steps({ earn }, [lineOfAmount(saleAmountMinorMax)]),
  ]).toEqual([[[1, 1]], []]);
});

test('points grow with the lines of their rule, whatever its conditions measure', () => {
  const lines = [testLine('A', 1, 31), testLine('B', 1, 99)];
  const rule = { ...earnPerAmount(10, 1), scope: ofA };
  expect([
    steps({ earn: [{ ...rule, when: whenOf({ minSpendMinor: 5, measureOn: 'sale' }) }] }, lines),
    steps({ earn: [{ ...rule, when: whenOf({ minSpendMinor: 5, measureOn: ofB }) }] }, lines),
  ]).toEqual([[[9, 1]], [[9, 1]]]);
});

test('the dearest line grows, not one that is cheaper by half', () => {
  const half = { kind: 'percent', offBps: 5000, maxMinor: null } as const;
  const coupons = [testCoupon('half', half, { ...auto, scope: ofA })];
  const lines = [testLine('A', 1, 10), testLine('B', 1, 100)];
  expect(steps({ coupons, earn: [earnPerAmount(10, 1)] }, lines)).toEqual([[5, 1]]);
});

test('a coupon measured after discounts looks at what the others leave', () => {
  const when = whenOf({ minSpendMinor: 500, spendBasis: 'after-discounts' });
  const coupons = [testCoupon('c', { kind: 'amount', amountMinor: 50 }, { ...auto, when })];
  expect(steps({ coupons }, [lineOfAmount(400)])).toEqual([[100, 'Coupon c']]);
});
