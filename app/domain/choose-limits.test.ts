import { describe, expect, test } from 'vitest';
import type { VoucherId } from './ids.ts';
import { auto, free, percent, price, priced } from './price-sale.fixture.ts';
import {
  limitsOf,
  scopeOf,
  testCoupon,
  testLine,
  testReward,
  testVoucher,
} from './sale-context.fixture.ts';

describe('limits count the uses of a sale, not what is asked', () => {
  const ticket = (limit: number) =>
    testCoupon('T', free(1), { uses: 10, limits: limitsOf({ perMemberPerDay: limit }) });
  const tickets = (...uses: number[]) =>
    uses.map((one, i) =>
      testVoucher('T', { voucherId: `v${i}` as VoucherId, usesLeft: 10, uses: one }),
    );
  const used = (limit: number, uses: number[], units = 5) => {
    const vouchers = tickets(...uses);
    const lines = [testLine('A', units, 100)];
    const result = priced({ coupons: [ticket(limit)] }, { lines, vouchers });
    return [result.discounts.map((one) => one.uses), result.refused.map((one) => one.why.code)];
  };
  test('of a count ticket as often as it finds goods', () => {
    expect([used(2, [2]), used(2, [5]), used(2, [5], 2)]).toEqual([
      [[2], []],
      [[], ['limit-member-day']],
      [[2], []],
    ]);
  });
  test('of several tickets together', () => {
    expect([used(5, [3, 2]), used(4, [3, 2])]).toEqual([
      [[3, 2], []],
      [[3], ['limit-member-day']],
    ]);
  });
  test('of a reward its claims', () => {
    const claims = (units: number, unitsPerClaim: number) => {
      const limits = limitsOf({ perMember: 2 });
      const reward = testReward('R', free(1), { limits, unitsPerClaim });
      const lines = [testLine('A', 5, 100)];
      const result = price({ rewards: [reward] }, { lines, rewards: [{ rewardId: 'R', units }] });
      return result.kind === 'refused' ? result.refusal : result.discounts.map((one) => one.uses);
    };
    const refused = { code: 'reward-refused', rewardId: 'R', why: { code: 'limit-member' } };
    expect([claims(2, 1), claims(3, 1), claims(4, 2), claims(5, 2)]).toEqual([
      [2],
      refused,
      [2],
      refused,
    ]);
  });
});

test('a percentage that only leaves things out counts as one off the whole sale', () => {
  const by = (parts: Parameters<typeof scopeOf>[0]) => {
    const percents = ['P', 'Q', 'R'].map((id) =>
      testCoupon(id, percent(2000), { ...auto, scope: scopeOf(parts) }),
    );
    return priced({ coupons: percents }, { lines: [testLine('A', 1, 1000)] }).discounts.length;
  };
  expect([
    by({}),
    by({ delivery: false }),
    by({ exceptSkus: ['X'] }),
    by({ exceptCategories: ['x'] }),
    by({ exceptLabels: ['x'] }),
    by({ skus: ['A'] }),
    by({ skus: ['A'], exceptSkus: ['X'] }),
  ]).toEqual([1, 1, 1, 1, 1, 3, 3]);
});
