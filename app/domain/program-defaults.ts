import { always, everyLine } from './program-conditions.ts';
import { unlimited } from './program-coupon.ts';
import type { Coupon, EarnRule, Program } from './program.ts';

/** What a program says where it says nothing; the schema's defaults, for programs made in code. */
export const programDefaults = {
  schema: 2,
  effectiveUntil: null,
  earn: [],
  earnBase: 'paid',
  multipliers: [],
  combine: 'max',
  multiplierRounding: 'floor',
  tierRules: {
    windowMonths: 12,
    validMonths: 12,
    graceDays: 0,
    renewal: 'spend-again',
    multiplierOf: 'tier-before',
  },
  expiry: { kind: 'end-of-next-year' },
  redemption: null,
  rewards: [],
  sameSalePoints: false,
  redeemNeeds: 'scan',
  coupons: [],
  vouchersPerSaleMax: 1,
  orderPercentsMax: 1,
  gifts: [],
  stampCards: [],
  referral: null,
  storedValue: { storedValueEarns: false, expiry: { kind: 'none' } },
  policies: {
    negativeBalance: 'allow',
    refundRounding: 'cumulative',
    voidPolicy: 'always',
    refundDaysMax: null,
    expiredReturn: { kind: 'extend', days: 30 },
    refundReturnsVouchers: true,
  },
  milestones: [],
  invoiceAgeDaysMax: 7,
} as const satisfies Partial<Program>;

/** The same for a coupon: a voucher that may be used once within 30 days. */
export const couponDefaults = {
  trigger: 'voucher',
  code: null,
  scope: everyLine,
  when: always,
  rounding: 'floor',
  priority: 100,
  group: null,
  stacks: true,
  limits: unlimited,
  validFrom: null,
  validUntil: null,
  voucherValidity: { kind: 'days', days: 30 },
  uses: 1,
  offlineClass: 'A',
} as const satisfies Partial<Coupon>;

/** `points` for each full `perMinor` NT$, under the id `per-amount`. */
export function earnPerAmount(perMinor: number, points: number): EarnRule {
  return {
    ruleId: 'per-amount',
    name: { 'zh-TW': '消費集點', en: 'Points for spending' },
    scope: everyLine,
    when: always,
    give: { kind: 'per-amount', perMinor, points, rounding: 'floor' },
    base: null,
    multiplied: true,
    pointsMax: null,
  };
}
