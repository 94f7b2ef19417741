import { describe, expect, test } from 'vitest';
import { evaluateSale } from './evaluate-sale.ts';
import { gift, perHundred, words } from './evaluate-sale.fixture.ts';
import { nextOfSale } from './next-of-sale.ts';
import type { Multiplier, Program } from './program.ts';
import { earnPerAmount } from './program-defaults.ts';
import { lineOfAmount } from './sale.ts';
import type { SaleInput, SaleLine } from './sale.ts';
import {
  scopeOf,
  testCoupon,
  testLine,
  testMember,
  testProgram,
  testSale,
  testVoucher,
  whenOf,
} from './sale-context.fixture.ts';

const tiers = perHundred.tiers.slice(0, 1);
const earn = [earnPerAmount(10, 1)];
const effect = { kind: 'amount', amountMinor: 50 } as const;
const auto = { trigger: 'auto' } as const;

function steps(
  parts: Partial<Program>,
  lines: readonly SaleLine[],
  asked: Partial<SaleInput> = {},
  stepsMax = 5,
) {
  const program = testProgram({ tiers, ...parts });
  const sale = testSale(lines, asked);
  const result = evaluateSale(program, testMember(), sale);
  if (result.kind === 'refused') throw new Error(result.refusal.code);
  return nextOfSale(program, testMember(), { asked: sale, result }, stepsMax).map((step) =>
    step.code === 'next-point'
      ? [step.missingMinor, step.points]
      : [step.missingMinor, step.name.en],
  );
}

describe('further points', () => {
  const by = (parts: Partial<Program>, amountMinor: number) =>
    steps({ earn, ...parts }, [lineOfAmount(amountMinor)]);
  const tierOf = (multiplierBps: number) => ({
    tiers: tiers.map((tier) => ({ ...tier, multiplierBps })),
  });
  const off = (offBps: number) => ({
    coupons: [testCoupon('c', { kind: 'percent', offBps, maxMinor: null }, auto)],
  });

  test('are those that come, times tier and day', () => {
    const day: Multiplier = {
      multiplierId: 'day',
      name: words('day'),
      target: 'sale',
      factorBps: 30_000,
      scope: scopeOf({}),
      when: whenOf({}),
    };
    expect([by(tierOf(20_000), 95), by({ multipliers: [day] }, 95)]).toEqual([[[5, 2]], [[5, 3]]]);
  });
  test('are not told where none come', () => {
    expect(by(tierOf(0), 95)).toEqual([]);
    // Half a point is rounded away.
    expect(by(tierOf(5_000), 100)).toEqual([]);
  });
  test('count what a discount takes of what is added', () => {
    // What counts of 104 is 94, of 110 it is 99, of 111 it is 100: the discount is floored.
    expect(by(off(1000), 104)).toEqual([[7, 1]]);
    // 50 of 100, 60 of 119. The first two tries, 110 and 115, bring 55 and 58.
    expect(by(off(5000), 100)).toEqual([[19, 1]]);
    expect(by(off(9000), 100)).toEqual([[95, 1]]);
    expect(by(off(10_000), 100)).toEqual([]);
  });
  test('come of the dearest line the rule looks at', () => {
    const lines = [testLine('A', 1, 31), testLine('B', 2, 17), testLine('C', 1, 99)];
    const ofGoods = [{ ...earnPerAmount(10, 1), scope: scopeOf({ skus: ['A', 'B'] }) }];
    expect(steps({ earn: ofGoods }, lines)).toEqual([[5, 1]]);
  });
});

describe('coupons and gifts', () => {
  const when = whenOf({ minSpendMinor: 500 });
  const amount = [lineOfAmount(400)];

  test('that something better stands against are not told', () => {
    const big = { kind: 'amount', amountMinor: 90 } as const;
    const coupons = [
      testCoupon('big', big, { ...auto, group: 'g' }),
      testCoupon('small', effect, { ...auto, when, group: 'g' }),
      testCoupon('free', effect, { ...auto, when, group: 'h' }),
    ];
    expect(steps({ coupons }, amount)).toEqual([[100, 'Coupon free']]);
  });
  test('that need another voucher’s place are not told', () => {
    const coupons = [
      testCoupon('had', { kind: 'amount', amountMinor: 60 }),
      testCoupon('more', effect, { when }),
    ];
    const vouchers = [testVoucher('had'), testVoucher('more')];
    const by = (vouchersPerSaleMax: number) =>
      steps({ coupons, vouchersPerSaleMax }, amount, { vouchers });
    expect([by(1), by(2)]).toEqual([[], [[100, 'Coupon more']]]);
  });
  test('measured after discounts ask for what these take', () => {
    const after = whenOf({ minSpendMinor: 450, spendBasis: 'after-discounts' });
    const gifts = [gift('g', { kind: 'points', points: 5 }, { when: after })];
    const coupons = [testCoupon('c', { kind: 'percent', offBps: 1000, maxMinor: null }, auto)];
    // 450 of 499; the discount is floored.
    expect(steps({ coupons, gifts }, amount)).toEqual([[99, 'g']]);
  });
  test('are measured of the goods they name', () => {
    const lines = [testLine('A', 2, 50), testLine('B', 1, 300)];
    const ofA = whenOf({ minSpendMinor: 150, measureOn: scopeOf({ skus: ['A'] }) });
    const none = whenOf({ minSpendMinor: 150, measureOn: scopeOf({ skus: ['X'] }) });
    const coupons = [
      testCoupon('a', effect, { ...auto, when: ofA }),
      testCoupon('x', effect, { ...auto, when: none }),
      testCoupon('b', effect, {
        ...auto,
        scope: scopeOf({ skus: ['B'] }),
        when: whenOf({ minSpendMinor: 450, measureOn: 'sale' }),
      }),
      testCoupon('own', effect, {
        ...auto,
        scope: scopeOf({ skus: ['B'] }),
        when: whenOf({ minSpendMinor: 310 }),
      }),
    ];
    expect(steps({ coupons }, lines)).toEqual([
      [10, 'Coupon own'],
      [50, 'Coupon a'],
      [50, 'Coupon b'],
    ]);
  });
  test('the nearest, as many as asked for; the evaluator is asked so often at most', () => {
    const at = (minSpendMinor: number, group: string | null) =>
      testCoupon(String(minSpendMinor), effect, {
        ...auto,
        group,
        when: whenOf({ minSpendMinor }),
      });
    expect(
      steps({ coupons: [at(700, null), at(500, null), at(600, null)] }, amount, {}, 2),
    ).toEqual([
      [100, 'Coupon 500'],
      [200, 'Coupon 600'],
    ]);
    const better = testCoupon(
      'better',
      { kind: 'amount', amountMinor: 90 },
      { ...auto, group: 'g' },
    );
    const beaten = (count: number) => Array.from({ length: count }, (_, n) => at(401 + n, 'g'));
    const told = (count: number) =>
      steps({ coupons: [better, ...beaten(count), at(600, null)] }, amount).length;
    expect([told(17), told(18)]).toEqual([1, 0]);
  });
});
