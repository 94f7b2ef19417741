import fc from 'fast-check';
import { expect, test } from 'vitest';
import { amount, auto, free, percent, priced, skuA } from './price-sale.fixture.ts';
import type { Coupon, CouponEffect } from './program.ts';
import { testCoupon, testLine, testVoucher } from './sale-context.fixture.ts';

const effect: fc.Arbitrary<CouponEffect> = fc.oneof(
  fc.integer({ min: 1, max: 200 }).map(amount),
  fc.integer({ min: 1, max: 5000 }).map((bps) => percent(bps)),
  fc.constant(free(1)),
  fc.constant<CouponEffect>({ kind: 'bundle-price', units: 2, priceMinor: 90, timesMax: null }),
);
const someCoupons = (max: number) => {
  const parts = fc.record({
    effect,
    isAuto: fc.boolean(),
    group: fc.constantFrom(null, 'g'),
    priority: fc.integer({ min: 1, max: 3 }),
  });
  return fc.array(parts, { maxLength: max });
};

test('of coupons that go alone and all others together, the customer has what saves more', () => {
  fc.assert(
    fc.property(
      someCoupons(2),
      someCoupons(4),
      fc.integer({ min: 1, max: 200 }),
      (alone, others, unitMinor) => {
        const make = (stacks: boolean) => (one: (typeof alone)[number], place: number) => {
          const { effect: takesOff, isAuto, ...rest } = one;
          const id = `${stacks ? 'o' : 's'}${place}`;
          return testCoupon(id, takesOff, { ...rest, ...(isAuto ? auto : {}), stacks });
        };
        const loners = alone.map(make(false));
        const together = others.map(make(true));
        const saves = (coupons: readonly Coupon[]) => {
          const held = coupons.filter(({ trigger }) => trigger === 'voucher');
          return priced(
            { coupons, vouchersPerSaleMax: 4 },
            {
              lines: [testLine('A', 2, unitMinor), testLine('B', 1, 100)],
              vouchers: held.map(({ couponId }) => testVoucher(couponId)),
            },
          );
        };
        const result = saves([...loners, ...together]);
        const sides = [...loners.map((one) => [one]), together].map(
          (side) => saves(side).discountMinor,
        );
        expect(result.discountMinor).toBe(Math.max(...sides));
        // Whoever is named as used is used.
        const used = result.discounts.map(({ source }) => source);
        for (const { why } of result.refused) {
          if (why.code === 'better-one-used') expect(used).toContainEqual(why.by);
        }
      },
    ),
    { numRuns: 500 },
  );
});

test('what takes off the cheapest unit is tried by itself, though after another it would find more', () => {
  // A third of the NT$1 units is nothing; once they are free, the cheapest is the dear one.
  const cheapest = testCoupon('c', { kind: 'cheapest', offBps: 3333, units: 1 });
  const freeA = testCoupon('f', free(2), { scope: skuA, priority: 0 });
  const result = priced(
    { coupons: [cheapest, freeA], vouchersPerSaleMax: 4 },
    {
      lines: [testLine('A', 2, 1), testLine('B', 1, 333)],
      vouchers: [testVoucher(cheapest.couponId), testVoucher(freeA.couponId)],
    },
  );
  expect(result.discounts.map(({ discountMinor }) => discountMinor)).toEqual([2]);
  expect(result.refused.map(({ why }) => why.code)).toEqual(['no-discount-left']);
});
