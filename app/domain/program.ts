import type { CouponId, ProgramId } from './ids.ts';
import type { CalendarDate } from './time.ts';

/** A short text for people, in each language a member or cashier may read. */
export type LocalizedText = { readonly 'zh-TW': string; readonly en: string };

/** Languages in which rules explain themselves. */
export type RuleLanguage = keyof LocalizedText;

/** A member's level. `multiplierBps` 10,000 = ×1; `thresholdMinor` = NT$ spent in 12 months. */
export type Tier = {
  readonly tierId: string;
  readonly name: LocalizedText;
  readonly thresholdMinor: number;
  readonly multiplierBps: number;
};

/** What a voucher takes off the amount of goods; NT$ or basis points (500 = 5% off, 95 折). */
export type CouponEffect =
  | { readonly kind: 'amount'; readonly amountMinor: number }
  | { readonly kind: 'percent'; readonly offBps: number; readonly maxMinor: number | null };

/** A coupon definition. The validity days stand on each voucher, not here. */
export type Coupon = {
  readonly couponId: CouponId;
  readonly name: LocalizedText;
  readonly effect: CouponEffect;
  /** Inclusive, compared with the amount of goods before any voucher. */
  readonly minSpendMinor: number;
};

/** When points stop being usable. Points stay usable through the whole last day (Asia/Taipei). */
export type ExpiryRule =
  | { readonly kind: 'months'; readonly months: number }
  | { readonly kind: 'end-of-next-year' }
  | { readonly kind: 'none' };

/**
 * The rules of one loyalty program, as one immutable version. Rules are data: the till, HQ and
 * the what-if command all run them through the same `evaluateSale`.
 */
export type Program = {
  readonly schema: 1;
  readonly programId: ProgramId;
  /** From 1; each published change is a new version. */
  readonly version: number;
  readonly name: LocalizedText;
  readonly effectiveFrom: CalendarDate;
  /** `points` for each full `perMinor` NT$ of the base; the remainder is dropped per receipt. */
  readonly earn: { readonly perMinor: number; readonly points: number };
  /** What earns: `paid` = the amount of goods less vouchers. */
  readonly earnBase: 'paid';
  /** Lowest first; the first has threshold 0. */
  readonly tiers: readonly Tier[];
  readonly expiry: ExpiryRule;
  readonly coupons: readonly Coupon[];
  /** How many vouchers one sale may use. */
  readonly vouchersPerSaleMax: number;
  /** How many days after its date an e-invoice may still be used to earn (0 = same day only). */
  readonly invoiceAgeDaysMax: number;
};
