import { expect, test } from 'vitest';
import type { CouponId } from './ids.ts';
import { refusedWords } from './refused-words.ts';
import type { AnyRefusal } from './refused-words.ts';
import { testCoupon, testProgram, testReward } from './sale-context.fixture.ts';

const program = testProgram({
  coupons: [testCoupon('c', { kind: 'amount', amountMinor: 1 })],
  rewards: [testReward('r', { kind: 'amount', amountMinor: 1 })],
});

test.each<[AnyRefusal, string, string]>([
  [
    { code: 'min-spend', minSpendMinor: 1500, missingMinor: 1200 },
    '還差 NT$1,200 才能使用，可再加購',
    'NT$1,200 more is needed; add goods',
  ],
  [
    { code: 'redeem-cart-min', cartMinMinor: 500, missingMinor: 1 },
    '還差 NT$1 才能使用，可再加購',
    'NT$1 more is needed; add goods',
  ],
  [
    { code: 'min-units', minUnits: 3, missingUnits: 1 },
    '還差 1 件才能使用，可再加購',
    '1 more unit needed; add goods',
  ],
  [
    { code: 'min-units', minUnits: 3, missingUnits: 2 },
    '還差 2 件才能使用，可再加購',
    '2 more units needed; add goods',
  ],
  [
    { code: 'better-one-used', by: { kind: 'coupon', couponId: 'c' as CouponId } },
    '已用「券c」，不能併用',
    '“Coupon c” is used; they cannot go together',
  ],
  [
    { code: 'better-one-used', by: { kind: 'reward', rewardId: 'r' } },
    '已用「贈r」，不能併用',
    '“Reward r” is used; they cannot go together',
  ],
  [
    { code: 'better-one-used', by: { kind: 'coupon', couponId: 'gone' as CouponId } },
    '已用「其他優惠」，不能併用',
    '“another offer” is used; they cannot go together',
  ],
  [
    { code: 'points-short', availablePoints: 3, neededPoints: 5 },
    '點數不足：需要 5 點，可用 3 點，請減少',
    'Not enough points: 5 needed, 3 available; use fewer',
  ],
  [
    { code: 'redeem-above-max', maxPoints: 1 },
    '這筆最多可用 1 點，請減少',
    'At most 1 point for this sale; use fewer',
  ],
  [
    { code: 'redeem-above-max', maxPoints: 0 },
    '這筆不能用點數折抵，請改用其他付款',
    'Points cannot pay for this sale; take another payment',
  ],
  [
    { code: 'redeem-min-above-max', pointsMin: 10, maxPoints: 4 },
    '最少要用 10 點，這筆最多 4 點，請改用其他付款',
    'At least 10 points, but this sale takes 4 at most; take another payment',
  ],
  [
    { code: 'redeem-not-step', pointsPerStep: 10 },
    '點數要是 10 的倍數，請增減',
    'Points in steps of 10 only; use more or fewer',
  ],
  [
    { code: 'redeem-below-min', pointsMin: 50 },
    '最少要用 50 點，請增加或不用點數',
    'At least 50 points; use more or none',
  ],
  [
    { code: 'reward-refused', rewardId: 'r', why: { code: 'limit-day' } },
    '無法兌換「贈r」：今天的名額已用完，請改天再用',
    'No “Reward r”: Used up for today; use it another day',
  ],
  [
    { code: 'points-short', availablePoints: -30, neededPoints: 10 },
    '點數不足：需要 10 點，可用 0 點（還欠 30 點），請改用其他付款',
    'Not enough points: 10 needed, 0 available (30 owed); take another payment',
  ],
  [{ code: 'voucher-expired' }, '已過使用期限，請改用其他優惠', 'Expired; use another offer'],
  [{ code: 'value-short' }, '餘額不足，請減少金額', 'Not enough value; use less'],
])('%o', (refusal, chinese, english) => {
  expect(refusedWords(refusal, program)).toEqual({ 'zh-TW': chinese, en: english });
});

test('every plain refusal has its own short sentence: what, and what to do', () => {
  const codes = [
    'voucher-of-other-member',
    'voucher-not-yet-valid',
    'voucher-expired',
    'voucher-unknown-coupon',
    'voucher-listed-twice',
    'voucher-used-up',
    'voucher-needs-scan',
    'voucher-needs-token',
    'code-unknown',
    'not-this-time',
    'not-this-tier',
    'not-this-store',
    'not-this-channel',
    'not-birthday',
    'not-new-member',
    'not-first-purchase',
    'needs-goods',
    'needs-code',
    'no-goods-in-scope',
    'too-many-units',
    'too-much-spend',
    'limit-program',
    'limit-day',
    'limit-store-day',
    'limit-member',
    'limit-member-day',
    'too-many-vouchers',
    'no-discount-left',
    'discount-too-small',
    'outside-program',
    'amount-not-positive',
    'amount-too-large',
    'amount-not-whole',
    'no-redemption',
    'redeem-needs-scan',
    'redeem-needs-token',
    'redeem-exceeds-total',
    'reward-unknown',
    'value-expired',
    'value-short',
    'value-exceeds-total',
  ] as const;
  const words = codes.map((code) => refusedWords({ code } as AnyRefusal, program));
  expect(new Set(words.map((one) => one['zh-TW'])).size).toBe(codes.length);
  expect(new Set(words.map((one) => one.en)).size).toBe(codes.length);
  for (const one of words) {
    expect(one['zh-TW']).toMatch(/^[^，]{4,16}，.{2,16}$/);
    expect(one.en.length).toBeLessThanOrEqual(80);
  }
});
