import type { AnyId, CouponId } from '../domain/ids.ts';
import { always, everyLine } from '../domain/program-conditions.ts';
import { unlimited } from '../domain/program-coupon.ts';
import { couponDefaults } from '../domain/program-defaults.ts';
import type { Gift, Program } from '../domain/program.ts';
import { shopProgram } from './test-counter.ts';

const id = <T extends AnyId>(n: number): T =>
  `01970000-0000-7000-8000-${String(n).padStart(12, '0')}` as T;

export const loyaltyCoupons = {
  /** NT$30 off, given with every sale of NT$1,000, at most once per member. */
  nextTime: id<CouponId>(51),
  /** NT$500 off, only while HQ answers. */
  valuable: id<CouponId>(52),
  /** NT$20 off by itself from NT$200, once per member and day. */
  daily: id<CouponId>(53),
  /** NT$100 off, on joining. */
  welcome: id<CouponId>(54),
  /** NT$60 off, ten times. */
  ticket: id<CouponId>(55),
} as const;

function gift(giftId: string, on: Gift['on'], give: Gift['give'], more: Partial<Gift> = {}): Gift {
  const name = { 'zh-TW': `贈禮 ${giftId}`, en: `Gift ${giftId}` };
  return {
    giftId,
    name,
    on,
    give,
    tierId: null,
    scope: everyLine,
    when: always,
    limits: unlimited,
    ...more,
  };
}

function coupon(couponId: CouponId, name: string, amountMinor: number): Program['coupons'][number] {
  return {
    ...couponDefaults,
    couponId,
    name: { 'zh-TW': name, en: name },
    effect: { kind: 'amount', amountMinor },
  };
}

const voucherOf = (couponId: CouponId): Gift['give'] => ({
  kind: 'voucher',
  couponId,
  uses: 1,
  usesPerUnit: 0,
});

/** The shop's program with everything a counter must keep books of. 1 point pays NT$1, from 10. */
export const loyaltyProgram: Program = {
  ...shopProgram,
  version: 4,
  redemption: {
    pointsPerStep: 1,
    minorPerStep: 1,
    pointsMin: 10,
    cartMinMinor: 0,
    shareMaxBps: 5e3,
    block: null,
  },
  coupons: [
    ...shopProgram.coupons,
    coupon(loyaltyCoupons.nextTime, '下次折 30', 30),
    { ...coupon(loyaltyCoupons.valuable, '折 500', 500), offlineClass: 'B' },
    {
      ...coupon(loyaltyCoupons.daily, '天天折 20', 20),
      trigger: 'auto',
      when: { ...always, minSpendMinor: 200 },
      limits: { ...unlimited, perMemberPerDay: 1 },
    },
    coupon(loyaltyCoupons.welcome, '入會折 100', 100),
    { ...coupon(loyaltyCoupons.ticket, '計次券', 60), uses: 10 },
  ],
  gifts: [
    gift('next-time', 'sale', voucherOf(loyaltyCoupons.nextTime), {
      when: { ...always, minSpendMinor: 1_000 },
      limits: { ...unlimited, perMember: 1 },
    }),
    gift('welcome', 'sign-up', voucherOf(loyaltyCoupons.welcome)),
    gift('welcome-points', 'sign-up', { kind: 'points', points: 5 }),
    gift('invited', 'referral-invitee', { kind: 'points', points: 7 }),
    gift('inviting', 'referral-inviter', { kind: 'points', points: 9 }),
  ],
  referral: { minPaidMinor: 100, withinDays: null },
  stampCards: [
    {
      cardId: 'tea',
      name: {
        'zh-TW': '茶卡',
        en: 'Tea card',
      },
      goal: 3,
      bonusOnIssue: 0,
      per: { kind: 'visit' },
      scope: everyLine,
      when: always,
      limit: { kind: 'once-a-day' },
      reward: {
        kind: 'points',
        points: 50,
      },
      next: { kind: 'same' },
    },
  ],
};
