import { expect, test } from 'vitest';
import { bestVouchers } from './best-vouchers.ts';
import type { Coupon, CouponEffect } from './program.ts';
import {
  scopeOf,
  testCoupon,
  testLine,
  testMember,
  testProgram,
  testSale,
  testVoucher,
} from './sale-context.fixture.ts';
import type { SaleLine } from './sale.ts';

const amount = (amountMinor: number): CouponEffect => ({ kind: 'amount', amountMinor });
/** What is the largest saving at first, and goes with nothing. */
const alone = testCoupon('alone', amount(50), { stacks: false });

function best(coupons: readonly Coupon[], lines: readonly SaleLine[], vouchersPerSaleMax = 2) {
  const { voucherIds, savesMinor } = bestVouchers(
    testProgram({ coupons, vouchersPerSaleMax }),
    testMember(),
    testSale(lines),
    coupons.map(({ couponId }) => testVoucher(couponId)),
  );
  return [voucherIds.join(' '), savesMinor];
}

test('one off the cheapest is worth more once the cheapest is free anyway', () => {
  const free = testCoupon(
    'free',
    { kind: 'free-units', units: 1 },
    { scope: scopeOf({ skus: ['A'] }) },
  );
  const cheapest = (units: number) =>
    testCoupon('cheapest', { kind: 'cheapest', offBps: 10_000, units });
  const buyGet = (getUnits: number, timesMax: number | null) =>
    testCoupon('get', { kind: 'buy-get', buyUnits: 1, getUnits, offBps: 10_000, timesMax });
  const both = [testLine('A', 1, 10), testLine('B', 1, 100)];
  const three = [testLine('A', 1, 10), testLine('B', 2, 100)];
  const four = [testLine('A', 1, 10), testLine('B', 3, 100)];
  expect([
    best([alone, free, cheapest(1)], both),
    best([alone, free, buyGet(1, null)], three),
    best([alone, free, buyGet(1, 1)], three),
    best([testCoupon('alone', amount(150), { stacks: false }), free, buyGet(2, null)], four),
  ]).toEqual([
    ['v-free v-cheapest', 110],
    ['v-free v-get', 110],
    ['v-free v-get', 110],
    ['v-free v-get', 210],
  ]);
});

test('of ten every combination counts', () => {
  const small = Array.from({ length: 9 }, (_, place) => testCoupon(`c${place}`, amount(30)));
  expect([
    best([alone, ...small], [testLine('A', 1, 1000)]),
    best([alone, ...small, testCoupon('c9', amount(30))], [testLine('A', 1, 1000)]),
  ]).toEqual([
    ['v-c0 v-c1', 60],
    ['v-alone', 50],
  ]);
});
