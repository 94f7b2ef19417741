import { expect, test } from 'vitest';
import { amount, outcome, priced } from './price-sale.fixture.ts';
import { testCoupon, testLot, testReward, testVoucher } from './sale-context.fixture.ts';

test('beside a reward too, coupons that together save more beat one that goes alone', () => {
  const coupons = [
    testCoupon('alone', amount(60), { stacks: false }),
    testCoupon('small', amount(40)),
    testCoupon('large', amount(45)),
  ];
  const rewards = [testReward('r', amount(200))];
  const result = priced(
    { coupons, rewards },
    {
      vouchers: coupons.map(({ couponId }) => testVoucher(couponId)),
      rewards: [{ rewardId: 'r', units: 1 }],
    },
    { lots: [testLot('a', 10)] },
  );
  const { applied, refused } = outcome(result);
  expect([new Map(applied as [string, number][]), refused]).toEqual([
    new Map([
      ['r', 200],
      ['v-small', 40],
      ['v-large', 45],
    ]),
    [['v-alone', 'better-one-used']],
  ]);
  expect(result.refused.map(({ why }) => why)).toMatchObject([
    { by: { kind: 'voucher', couponId: 'large' } },
  ]);
});
