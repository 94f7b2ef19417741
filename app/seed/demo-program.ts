import type { CouponId, ProgramId } from '../domain/ids.ts';
import type { Coupon, CouponEffect, Program, Tier } from '../domain/program.ts';
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

const couponTexts: readonly CouponText[] = [
  ['滿 300 折 50', 'NT$50 off 300', 300, { kind: 'amount', amountMinor: 50 }],
  ['滿 1,000 折 120', 'NT$120 off 1,000', 1_000, { kind: 'amount', amountMinor: 120 }],
  ['生日禮 100 元', 'Birthday NT$100', 200, { kind: 'amount', amountMinor: 100 }],
  ['全店 95 折', '5% off', 0, { kind: 'percent', offBps: 500, maxMinor: null }],
  ['會員日 9 折', 'Members’ day 10% off', 300, { kind: 'percent', offBps: 1_000, maxMinor: 200 }],
  ['好久不見 85 折', 'Come back 15% off', 600, { kind: 'percent', offBps: 1_500, maxMinor: 300 }],
];

/** The demo shop's rules: NT$100 = 1 point, four tiers, six coupons, points until the end of next year. */
export function makeDemoProgram(
  random: Random,
  effectiveFrom: CalendarDate,
  atMs: number,
): Program {
  const coupons = couponTexts.map(([chinese, english, minSpendMinor, effect]): Coupon => {
    const couponId = seededId<CouponId>(random, atMs);
    return { couponId, name: { 'zh-TW': chinese, en: english }, effect, minSpendMinor };
  });
  return {
    schema: 1,
    programId: seededId<ProgramId>(random, atMs),
    version: 1,
    name: { 'zh-TW': '晴禾會員集點', en: 'Qinghe points' },
    effectiveFrom,
    earn: { perMinor: 100, points: 1 },
    earnBase: 'paid',
    tiers,
    expiry: { kind: 'end-of-next-year' },
    coupons,
    vouchersPerSaleMax: 2,
    invoiceAgeDaysMax: 7,
  };
}

/** The highest tier whose threshold the spend of the last 12 months reaches. */
export function tierForSpend(program: Program, spentMinor: number): Tier {
  const reached = program.tiers.findLast((one) => one.thresholdMinor <= spentMinor);
  if (reached === undefined) throw new RangeError('a program’s first tier starts at 0');
  return reached;
}
