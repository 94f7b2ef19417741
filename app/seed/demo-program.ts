import type { CouponId, ProgramId } from '../domain/ids.ts';
import { always, everyLine } from '../domain/program-conditions.ts';
import { unlimited } from '../domain/program-coupon.ts';
import { couponDefaults, earnPerAmount, programDefaults } from '../domain/program-defaults.ts';
import type { Coupon, CouponEffect, Gift, Program, StampCard, Tier } from '../domain/program.ts';
import type { CalendarDate } from '../domain/time.ts';
import type { Random } from './random.ts';
import { seededId } from './seeded-id.ts';

const tiers: readonly Tier[] = [
  tier('general', '一般會員', 'Member', 0, 10_000),
  tier('silver', '銀卡', 'Silver', 3_000, 12_000),
  tier('gold', '金卡', 'Gold', 6_000, 15_000),
  tier('black', '黑卡', 'Black', 12_000, 20_000),
];

function tier(
  tierId: string,
  chinese: string,
  english: string,
  thresholdMinor: number,
  multiplierBps: number,
): Tier {
  return { tierId, name: { 'zh-TW': chinese, en: english }, thresholdMinor, multiplierBps };
}

type CouponText = readonly [
  chinese: string,
  english: string,
  minSpendMinor: number,
  effect: CouponEffect,
];

/** The coupons members hold in the demo's past; the others are given by gifts and the stamp card. */
const couponTexts: readonly CouponText[] = [
  ['滿 300 折 50', 'NT$50 off 300', 300, { kind: 'amount', amountMinor: 50 }],
  ['滿 1,000 折 120', 'NT$120 off 1,000', 1_000, { kind: 'amount', amountMinor: 120 }],
  ['生日禮 100 元', 'Birthday NT$100', 200, { kind: 'amount', amountMinor: 100 }],
  ['全店 95 折', '5% off', 0, { kind: 'percent', offBps: 500, maxMinor: 200 }],
  ['會員日 9 折', 'Members’ day 10% off', 300, { kind: 'percent', offBps: 1_000, maxMinor: 200 }],
  ['好久不見 85 折', 'Come back 15% off', 600, { kind: 'percent', offBps: 1_500, maxMinor: 300 }],
];
const givenCouponTexts: readonly CouponText[] = [
  ['下次折 30', 'NT$30 off next time', 200, { kind: 'amount', amountMinor: 30 }],
  ['集滿 10 章折 80', 'Full card: NT$80 off', 300, { kind: 'amount', amountMinor: 80 }],
];
/** Those of which a sale takes one. */
const presents = ['生日禮 100 元', '下次折 30', '集滿 10 章折 80'];
/** How many coupons a member of the demo may hold from the past. */
export const heldCouponCount = couponTexts.length;

/**
 * The demo shop's rules: NT$100 = 1 point worth NT$1, up to a fifth of the bill from NT$100; four
 * tiers; coupons; a stamp card and a next-order voucher that start on the demo's day.
 */
export function makeDemoProgram(
  random: Random,
  effectiveFrom: CalendarDate,
  atMs: number,
  today: CalendarDate,
): Program {
  const makeCoupon = ([chinese, english, minSpendMinor, effect]: CouponText): Coupon => ({
    ...couponDefaults,
    couponId: seededId<CouponId>(random, atMs),
    name: { 'zh-TW': chinese, en: english },
    effect,
    when: { ...always, minSpendMinor },
    limits: { ...unlimited, perMemberPerDay: 1 },
    // One gift a sale: a birthday voucher and a full card do not pay a whole bag of bread.
    group: presents.includes(chinese) ? 'presents' : null,
    priority: 100 + 10 * Math.max(0, presents.indexOf(chinese)),
  });
  const coupons = couponTexts.map(makeCoupon);
  const programId = seededId<ProgramId>(random, atMs);
  const given = givenCouponTexts.map(makeCoupon);
  const [nextOrder, fullCard] = given;
  if (nextOrder === undefined || fullCard === undefined) throw new Error('no given coupons');
  return {
    ...programDefaults,
    programId,
    version: 1,
    name: { 'zh-TW': '晴禾會員集點', en: 'Qinghe points' },
    effectiveFrom,
    earn: [earnPerAmount(100, 1)],
    tiers,
    redemption: {
      pointsPerStep: 1,
      minorPerStep: 1,
      pointsMin: 10,
      cartMinMinor: 100,
      shareMaxBps: 2_000,
      block: null,
    },
    coupons: [...coupons, ...given],
    vouchersPerSaleMax: 2,
    gifts: [makeNextOrderGift(nextOrder.couponId, today), ...referralGifts],
    stampCards: [makeStampCard(fullCard.couponId, today)],
    referral: { minPaidMinor: 100, withinDays: 90 },
  };
}

/** Both sides of member-get-member. */
const referralGifts = (
  [
    ['inviter', 50],
    ['invitee', 30],
  ] as const
).map(([side, points]): Gift => ({
  giftId: `referral-${side}`,
  name: { 'zh-TW': `好友推薦送 ${points} 點`, en: `${points} points for a referral` },
  on: `referral-${side}`,
  tierId: null,
  scope: everyLine,
  when: always,
  give: { kind: 'points', points },
  limits: unlimited,
}));

function makeNextOrderGift(couponId: CouponId, from: CalendarDate): Gift {
  return {
    giftId: 'next-order',
    name: { 'zh-TW': '滿 800 送下次折 30', en: 'NT$30 next time from 800' },
    on: 'sale',
    tierId: null,
    scope: everyLine,
    when: { ...always, minSpendMinor: 800, spendBasis: 'after-discounts', from },
    give: { kind: 'voucher', couponId, uses: 1, usesPerUnit: 0 },
    limits: { ...unlimited, perMemberPerDay: 1 },
  };
}

function makeStampCard(couponId: CouponId, from: CalendarDate): StampCard {
  return {
    cardId: 'bread-card',
    name: { 'zh-TW': '麵包卡', en: 'Bread card' },
    goal: 10,
    bonusOnIssue: 1,
    per: { kind: 'visit' },
    scope: everyLine,
    when: { ...always, minSpendMinor: 100, from },
    limit: { kind: 'once-a-day' },
    reward: { kind: 'voucher', couponId, uses: 1, usesPerUnit: 0 },
    next: { kind: 'same' },
  };
}

/** The highest tier whose threshold the spend of the last 12 months reaches. */
export function tierForSpend(program: Program, spentMinor: number): Tier {
  const reached = program.tiers.findLast((one) => one.thresholdMinor <= spentMinor);
  if (reached === undefined) throw new RangeError('a program’s first tier starts at 0');
  return reached;
}
