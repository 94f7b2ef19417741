import type { CouponId, ProgramId } from '../../app/domain/ids.ts';
import { always, everyLine } from '../../app/domain/program-conditions.ts';
import { unlimited } from '../../app/domain/program-coupon.ts';
import {
  couponDefaults,
  earnPerAmount,
  programDefaults,
} from '../../app/domain/program-defaults.ts';
import type { Coupon, Gift, Program } from '../../app/domain/program.ts';

const named = (name: string) => ({ 'zh-TW': name, en: name });
const idOf = <T extends string>(tail: string) => `0198b3a0-0000-7000-8000-${tail}` as T;

export const giftCouponId = idOf<CouponId>('00000000c002');
export const ticketCouponId = idOf<CouponId>('00000000c003');
export const codeCouponId = idOf<CouponId>('00000000c004');

function coupon(couponId: CouponId, change: Partial<Coupon>): Coupon {
  const amount = { kind: 'amount', amountMinor: 50 } as const;
  return { ...couponDefaults, couponId, name: named('折五十'), effect: amount, ...change };
}

function gift(giftId: string, on: Gift['on'], change: Partial<Gift>): Gift {
  return {
    giftId,
    name: named(giftId),
    on,
    tierId: null,
    scope: everyLine,
    when: always,
    give: { kind: 'points', points: 20 },
    limits: unlimited,
    ...change,
  };
}

/** A program with something of everything HQ has to weigh. */
export const richProgram: Program = {
  ...programDefaults,
  programId: idOf<ProgramId>('00000000bbbb'),
  version: 1,
  name: named('測試'),
  effectiveFrom: '2025-01-01',
  earn: [earnPerAmount(100, 1)],
  tiers: [
    { tierId: 'general', name: named('一般'), thresholdMinor: 0, multiplierBps: 10_000 },
    { tierId: 'gold', name: named('金卡'), thresholdMinor: 5_000, multiplierBps: 20_000 },
  ],
  expiry: { kind: 'months', months: 1, roundUp: null },
  redemption: {
    pointsPerStep: 1,
    minorPerStep: 1,
    pointsMin: 1,
    cartMinMinor: 0,
    shareMaxBps: 10_000,
    block: null,
  },
  vouchersPerSaleMax: 2,
  coupons: [
    coupon(giftCouponId, {}),
    coupon(ticketCouponId, { uses: 3 }),
    coupon(codeCouponId, {
      trigger: 'code',
      code: 'HELLO',
      limits: { ...unlimited, program: 2, perMember: 1 },
    }),
  ],
  gifts: [
    gift('next-time', 'sale', {
      when: { ...always, minSpendMinor: 2_000 },
      give: { kind: 'voucher', couponId: giftCouponId, uses: 1, usesPerUnit: 0 },
    }),
    gift('inviter', 'referral-inviter', {}),
    gift('invitee', 'referral-invitee', { give: { kind: 'points', points: 10 } }),
    gift('birthday', 'birthday', { limits: { ...unlimited, perMemberPerDay: 1 } }),
    gift('birthday-voucher', 'birthday', {
      give: { kind: 'voucher', couponId: giftCouponId, uses: 1, usesPerUnit: 0 },
    }),
  ],
  stampCards: [
    {
      cardId: 'coffee',
      name: named('咖啡'),
      goal: 10,
      bonusOnIssue: 1,
      per: { kind: 'visit' },
      scope: everyLine,
      when: always,
      limit: { kind: 'none' },
      reward: { kind: 'points', points: 5 },
      next: { kind: 'same' },
    },
  ],
  referral: { minPaidMinor: 1, withinDays: null },
};
