import { expect, test } from 'vitest';
import type { CouponId, VoucherId } from './ids.ts';
import type { EarnGive } from './program.ts';
import { reasonWords } from './reason-words.ts';
import type { SaleReason } from './sale-reason.ts';

const name = { 'zh-TW': '滿千折百', en: 'NT$100 off 1,000' };
const couponId = 'c' as CouponId;
const discount = {
  code: 'discount' as const,
  source: { kind: 'voucher', voucherId: 'v' as VoucherId, couponId } as const,
  name,
  discountMinor: 100,
  offBps: null,
  capped: false,
  costPoints: 0,
};

type EarnReason = Extract<SaleReason, { readonly code: 'earn' }>;

function earn(give: EarnGive, parts: Partial<EarnReason> & { points: number }): EarnReason {
  const rule = { ruleId: 'r', name: { 'zh-TW': '消費集點', en: 'Spending' } };
  const uncut = { beforeShare: null, capped: false };
  return { code: 'earn', ...rule, ...uncut, give, baseMinor: 0, units: 0, ...parts };
}

const gold = { name: { 'zh-TW': '金卡', en: 'Gold' }, factorBps: 15_000 };
const birthday = { name: { 'zh-TW': '生日月', en: 'Birthday' }, factorBps: 20_000 };
const times = { code: 'multiplier' as const, pointsBefore: 12, pointsAfter: 18 };
const card = { cardId: 'c', name: { 'zh-TW': '咖啡卡', en: 'Coffee' } };

const perHundred = { kind: 'per-amount', perMinor: 100, points: 1, rounding: 'floor' } as const;

test.each<[SaleReason, string, string]>([
  [discount, '券「滿千折百」折 NT$100', 'Voucher “NT$100 off 1,000”: NT$100 off'],
  [
    { ...discount, name: { 'zh-TW': '全館 95 折', en: '5% off' }, offBps: 550, capped: true },
    '券「全館 95 折」折 NT$100（已達折抵上限）',
    'Voucher “5% off” (5.5%): NT$100 off (its maximum)',
  ],
  [
    { ...discount, source: { kind: 'coupon', couponId } },
    '優惠「滿千折百」折 NT$100',
    'Offer “NT$100 off 1,000”: NT$100 off',
  ],
  [
    { ...discount, source: { kind: 'reward', rewardId: 'r' }, costPoints: 50 },
    '用 50 點換「滿千折百」折 NT$100',
    'For 50 points, “NT$100 off 1,000”: NT$100 off',
  ],
  [
    {
      ...discount,
      source: { kind: 'reward', rewardId: 'r' },
      name: { 'zh-TW': '贈品', en: 'Coaster' },
      discountMinor: 0,
      costPoints: 10,
    },
    '用 10 點換「贈品」',
    '“Coaster” for 10 points',
  ],
  [{ ...discount, discountMinor: 0 }, '券「滿千折百」已使用', 'Voucher “NT$100 off 1,000”: used'],
  [
    { code: 'points-spent', points: 1, valueMinor: 1_000 },
    '用 1 點折抵 NT$1,000',
    'NT$1,000 paid with 1 point',
  ],
  [
    { code: 'value-used', valueMinor: 80 },
    '儲值或禮物卡付 NT$80',
    'Stored value and gift cards pay NT$80',
  ],
  [
    { code: 'base', baseMinor: 900, excludedMinor: 0 },
    '計點金額 NT$900',
    'NT$900 counts for points',
  ],
  [
    { code: 'base', baseMinor: 900, excludedMinor: 50 },
    '計點金額 NT$900（另有 NT$50 不計點）',
    'NT$900 counts for points (NT$50 does not)',
  ],
  [
    earn(
      { kind: 'per-amount', perMinor: 100, points: 1, rounding: 'floor' },
      { baseMinor: 1280, points: 12 },
    ),
    '消費集點：NT$1,280 每滿 NT$100 送 1 點，共 12 點',
    'Spending: NT$1,280, 1 point per full NT$100 = 12 points',
  ],
  [
    earn(
      { kind: 'per-amount', perMinor: 10, points: 2, rounding: 'half-up' },
      { baseMinor: 5, points: 2 },
    ),
    '消費集點：NT$5 每 NT$10 送 2 點（四捨五入），共 2 點',
    'Spending: NT$5, 2 points per NT$10 (rounded) = 2 points',
  ],
  [
    earn({ kind: 'per-order', points: 10 }, { points: 10 }),
    '消費集點：這筆送 10 點，共 10 點',
    'Spending: 10 points for the sale = 10 points',
  ],
  [
    earn({ kind: 'per-unit', points: 2 }, { units: 3, points: 6 }),
    '消費集點：3 件，每件 2 點，共 6 點',
    'Spending: 3 × 2 points = 6 points',
  ],
  [
    earn({ kind: 'per-line', points: 1 }, { units: 1, points: 1 }),
    '消費集點：1 項，每項 1 點，共 1 點',
    'Spending: 1 × 1 point per line = 1 point',
  ],
  [
    earn(
      { kind: 'percent', bps: 550, per: 'sale', rounding: 'floor' },
      { baseMinor: 200, points: 11 },
    ),
    '消費集點：NT$200 的 5.5%，共 11 點',
    'Spending: 5.5% of NT$200 = 11 points',
  ],
  [
    earn(perHundred, { baseMinor: 12_800, points: 50, capped: true }),
    '消費集點：NT$12,800 每滿 NT$100 送 1 點，已達單筆上限，共 50 點',
    'Spending: NT$12,800, 1 point per full NT$100, at its maximum = 50 points',
  ],
  [
    earn(perHundred, { baseMinor: 1_000, points: 5, beforeShare: 10 }),
    '消費集點：NT$1,000 每滿 NT$100 送 1 點，10 點扣除點數付款的比例，共 5 點',
    'Spending: NT$1,000, 1 point per full NT$100, 10 points less the share that points paid = 5 points',
  ],
  [
    earn(perHundred, { baseMinor: 1_000, points: 4, beforeShare: 10, capped: true }),
    '消費集點：NT$1,000 每滿 NT$100 送 1 點，10 點扣除點數付款的比例，已達單筆上限，共 4 點',
    'Spending: NT$1,000, 1 point per full NT$100, 10 points less the share that points paid, at its maximum = 4 points',
  ],
  [
    { ...times, parts: [gold], combine: 'max' },
    '金卡 1.5 倍：12 → 18 點',
    'Gold ×1.5: 12 → 18 points',
  ],
  [
    { ...times, parts: [gold, birthday], combine: 'max' },
    '金卡 1.5 倍、生日月 2 倍（取最高）：12 → 18 點',
    'Gold ×1.5, Birthday ×2 (the highest counts): 12 → 18 points',
  ],
  [
    { ...times, parts: [gold, birthday], combine: 'add' },
    '金卡 1.5 倍、生日月 2 倍（加總）：12 → 18 點',
    'Gold ×1.5, Birthday ×2 (added up): 12 → 18 points',
  ],
  [
    { ...times, parts: [gold, birthday], combine: 'multiply' },
    '金卡 1.5 倍、生日月 2 倍（相乘）：12 → 18 點',
    'Gold ×1.5, Birthday ×2 (multiplied): 12 → 18 points',
  ],
  [
    { code: 'line-multiplier', multiplierId: 'm', ...birthday, baseMinor: 300 },
    '生日月 2 倍：NT$300 的商品',
    'Birthday ×2 on goods of NT$300',
  ],
  [
    { code: 'gift', giftId: 'g', name: { 'zh-TW': '滿額禮', en: 'Gift' }, points: 50 },
    '「滿額禮」送 50 點',
    '“Gift” gives 50 points',
  ],
  [
    { code: 'stamps', ...card, added: 1, bonus: 2, stamps: 3, goal: 10 },
    '集點卡「咖啡卡」蓋 1 格，新卡送 2 格，共 3／10 格',
    'Stamp card “Coffee”: +1, +2 for a new card, 3 of 10',
  ],
  [
    { code: 'stamps', ...card, added: 2, bonus: 0, stamps: 5, goal: 10 },
    '集點卡「咖啡卡」蓋 2 格，共 5／10 格',
    'Stamp card “Coffee”: +2, 5 of 10',
  ],
  [
    { code: 'stamp-limit', ...card },
    '集點卡「咖啡卡」這次已達蓋章次數限制，下次再蓋',
    'Stamp card “Coffee”: its limit allows no stamp now, next time again',
  ],
  [
    { code: 'outside-program' },
    '這一天不在集點方案期間，不計點',
    'No points: the program does not run on this day',
  ],
  [
    { code: 'expires', expiresOn: '2027-12-31' },
    '點數可用到 2027/12/31',
    'Points can be used until 2027-12-31',
  ],
  [{ code: 'expires', expiresOn: null }, '點數沒有使用期限', 'Points do not expire'],
])('%o', (reason, chinese, english) => {
  expect(reasonWords(reason)).toEqual({ 'zh-TW': chinese, en: english });
});
