import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  amount,
  auto,
  free,
  goods,
  idOf,
  percent,
  price,
  priced,
  skuA,
  skuB,
} from './price-sale.fixture.ts';
import type { Asked } from './price-sale.fixture.ts';
import type { CouponEffect } from './program.ts';
import {
  limitsOf,
  scopeOf,
  testCount,
  testCoupon,
  testLine,
  testReward,
  testVoucher,
  whenOf,
} from './sale-context.fixture.ts';
import { lineOfAmount } from './sale.ts';
import type { MemberState, VoucherRefusal } from './sale.ts';

test('a sale without anything asked costs its goods', () => {
  expect(price({}, { lines: [testLine('A', 2, 50), testLine('B', 1, 7)] })).toEqual({
    kind: 'priced',
    lines: [100, 7].map((grossMinor) => ({
      grossMinor,
      discountMinor: 0,
      tiedDiscountMinor: 0,
      rewardMinor: 0,
      pointsMinor: 0,
      valueMinor: 0,
    })),
    discountMinor: 0,
    discounts: [],
    refused: [],
    goods: [],
    rewardPoints: 0,
    reasons: [],
  });
});

test('coupons, vouchers and rewards: each part of each line, in words and in order', () => {
  const program = {
    coupons: [
      testCoupon('V', percent(1000, 15), { scope: skuA, priority: 1 }),
      testCoupon('O', amount(30), { ...auto, priority: 2 }),
      testCoupon('G', goods(2), { ...auto, priority: 3 }),
    ],
    rewards: [testReward('R', free(1), { scope: skuB, costPoints: 7, priority: 4 })],
  };
  const lines = [testLine('A', 2, 100), testLine('B', 2, 50), testLine('C', 1, 15)];
  const asked = { lines, vouchers: [testVoucher('V')], rewards: [{ rewardId: 'R', units: 2 }] };
  const couponV = { kind: 'voucher', voucherId: 'v-V', couponId: 'V' };
  const couponO = { kind: 'coupon', couponId: 'O' };
  const couponG = { kind: 'coupon', couponId: 'G' };
  const rewardR = { kind: 'reward', rewardId: 'R' };
  const named = (id: string) => ({
    'zh-TW': id,
    en: id.replace('券', 'Coupon ').replace('贈', 'Reward '),
  });
  const plain = { code: 'discount', offBps: null, capped: false, costPoints: 0 };
  expect(price(program, asked)).toEqual({
    kind: 'priced',
    // A: 200 − 15 = 185 · B: 100 · C: 15 → 30 off 300: 18.5, 10, 1.5 → 19, 10, 1 (A before C)
    lines: [
      { grossMinor: 200, discountMinor: 34, tiedDiscountMinor: 15, rewardMinor: 0 },
      { grossMinor: 100, discountMinor: 100, tiedDiscountMinor: 90, rewardMinor: 90 },
      { grossMinor: 15, discountMinor: 1, tiedDiscountMinor: 0, rewardMinor: 0 },
    ].map((line) => ({ ...line, pointsMinor: 0, valueMinor: 0 })),
    discountMinor: 135,
    discounts: [
      { source: couponV, discountMinor: 15, byLine: [15, 0, 0], uses: 1 },
      { source: couponO, discountMinor: 30, byLine: [19, 10, 1], uses: 1 },
      { source: couponG, discountMinor: 0, byLine: [0, 0, 0], uses: 1 },
      { source: rewardR, discountMinor: 90, byLine: [0, 90, 0], uses: 2 },
    ],
    refused: [],
    goods: [{ sku: 'G', name: { 'zh-TW': '贈品', en: 'Gift' }, units: 2, because: 'G' }],
    rewardPoints: 14,
    reasons: [
      {
        ...plain,
        source: couponV,
        name: named('券V'),
        discountMinor: 15,
        offBps: 1000,
        capped: true,
      },
      { ...plain, source: couponO, name: named('券O'), discountMinor: 30 },
      { ...plain, source: couponG, name: named('券G'), discountMinor: 0 },
      { ...plain, source: rewardR, name: named('贈R'), discountMinor: 90, costPoints: 14 },
    ],
  });
});

describe('a reward', () => {
  const one = [{ rewardId: 'R', units: 1 }];
  const ask = (
    effect: CouponEffect,
    parts: Parameters<typeof testReward>[2],
    asked: Asked,
    member: Partial<MemberState> = {},
  ) => price({ rewards: [testReward('R', effect, parts)] }, asked, member);
  const refused = (why: VoucherRefusal) => ({
    kind: 'refused',
    refusal: { code: 'reward-refused', rewardId: 'R', why },
  });
  test('needs the scanned card and must exist', () => {
    const search = { identifiedBy: 'search' } as const;
    expect(ask(amount(10), {}, { ...search, rewards: one })).toEqual({
      kind: 'refused',
      refusal: { code: 'redeem-needs-scan' },
    });
    expect(ask(amount(10), {}, search).kind).toBe('priced');
    expect(ask(amount(10), {}, { rewards: [{ rewardId: 'S', units: 1 }] })).toEqual({
      kind: 'refused',
      refusal: { code: 'reward-unknown' },
    });
  });
  test('that cannot be had refuses the sale', () => {
    expect([
      ask(amount(10), { when: whenOf({ tierIds: ['gold'] }) }, { rewards: one }),
      ask(
        amount(10),
        { limits: limitsOf({ perDay: 1 }) },
        { rewards: one },
        { useCounts: [testCount('R', 1)] },
      ),
      ask(amount(10), { limits: limitsOf({ perDay: 1 }) }, { rewards: [...one, ...one] }),
      ask(amount(10), {}, { rewards: [{ rewardId: 'R', units: 2 }] }),
      ask(free(1), {}, { lines: [testLine('A', 2, 10)], rewards: [{ rewardId: 'R', units: 3 }] }),
      ask(percent(1), {}, { rewards: one }),
      ask(amount(10), {}, { date: '2024-12-31', rewards: one }),
    ]).toEqual([
      refused({ code: 'not-this-tier' }),
      refused({ code: 'limit-day' }),
      refused({ code: 'limit-day' }),
      refused({ code: 'too-many-units' }),
      refused({ code: 'too-many-units' }),
      refused({ code: 'discount-too-small' }),
      refused({ code: 'outside-program' }),
    ]);
  });
  test('is refused too when a coupon leaves too little for it', () => {
    const coupons = [testCoupon('F', free(1), { ...auto, priority: 1 })];
    const rewards = [testReward('R', free(1))];
    const lines = [testLine('A', 2, 10)];
    const units = (count: number) =>
      price({ coupons, rewards }, { lines, rewards: [{ rewardId: 'R', units: count }] });
    expect([units(1).kind, units(2)]).toEqual(['priced', refused({ code: 'too-many-units' })]);
  });
  test('REDEEM-02: a started claim costs a whole one', () => {
    const cost = (units: number) => {
      const result = ask(
        goods(1),
        { unitsPerClaim: 2, costPoints: 3 },
        { rewards: [{ rewardId: 'R', units }] },
      );
      if (result.kind === 'refused') throw new Error(result.refusal.code);
      return [result.rewardPoints, result.discounts[0]?.uses, result.goods[0]?.units];
    };
    expect([1, 2, 3, 5].map(cost)).toEqual([
      [3, 1, 1],
      [3, 1, 2],
      [6, 2, 3],
      [9, 3, 5],
    ]);
  });
});

test('value sold is never reduced', () => {
  const lines = [{ ...lineOfAmount(500), kind: 'stored-value' as const }, testLine('A', 1, 100)];
  const result = priced({ coupons: [testCoupon('A', percent(1000), auto)] }, { lines });
  expect(result.lines.map((line) => line.discountMinor)).toEqual([0, 10]);
});

const anyCoupons = fc.array(
  fc.record({
    effect: fc.oneof(
      fc.record({
        kind: fc.constant('amount' as const),
        amountMinor: fc.integer({ min: 1, max: 400 }),
      }),
      fc.record({
        kind: fc.constant('percent' as const),
        offBps: fc.integer({ min: 1, max: 10_000 }),
        maxMinor: fc.constant(null),
      }),
      fc.record({
        kind: fc.constant('free-units' as const),
        units: fc.integer({ min: 1, max: 3 }),
      }),
      fc.record({
        kind: fc.constant('cheapest' as const),
        offBps: fc.integer({ min: 1, max: 10_000 }),
        units: fc.integer({ min: 1, max: 3 }),
      }),
    ),
    skus: fc.constantFrom<readonly string[]>([], ['A'], ['B']),
    group: fc.constantFrom(null, null, 'g'),
    stacks: fc.constantFrom(true, true, true, false),
  }),
  { minLength: 1, maxLength: 6 },
);
const anyLines = fc.array(
  fc.record({
    sku: fc.constantFrom('A', 'B', 'C'),
    qty: fc.integer({ min: 1, max: 5 }),
    unitMinor: fc.nat(300),
  }),
  { minLength: 1, maxLength: 5 },
);

test('whatever is asked: parts sum up, no line below 0, the order asked changes nothing', () => {
  fc.assert(
    fc.property(
      anyCoupons,
      anyLines,
      fc.nat(6),
      fc.nat(3),
      (made, goodsLines, vouchersPerSaleMax, orderPercentsMax) => {
        const coupons = made.map(({ effect, skus, group, stacks }, i) =>
          testCoupon(`c${i}`, effect, { scope: scopeOf({ skus }), group, stacks, priority: i }),
        );
        const lines = goodsLines.map((line) => testLine(line.sku, line.qty, line.unitMinor));
        const vouchers = coupons.map((one) => testVoucher(one.couponId));
        const program = { coupons, vouchersPerSaleMax, orderPercentsMax };
        const result = priced(program, { lines, vouchers });
        result.lines.forEach((line, at) => {
          const parts = result.discounts.reduce((sum, one) => sum + (one.byLine[at] ?? 0), 0);
          expect(line.discountMinor).toBe(parts);
          expect(line.discountMinor).toBeLessThanOrEqual(line.grossMinor);
        });
        for (const one of result.discounts) {
          expect(one.byLine.reduce((sum, part) => sum + part, 0)).toBe(one.discountMinor);
          expect(one.discountMinor).toBeGreaterThan(0);
        }
        expect(result.discounts.length + result.refused.length).toBe(vouchers.length);
        const turned = priced(program, { lines, vouchers: vouchers.toReversed() });
        expect(turned.discounts).toEqual(result.discounts);
        const winners = new Set(result.discounts.map((one) => idOf(one.source)));
        for (const { why } of result.refused) {
          if (why.code === 'better-one-used') expect(winners).toContain(idOf(why.by));
        }
      },
    ),
    { numRuns: 500 },
  );
});
