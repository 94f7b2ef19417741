import type { ProgramId } from './ids.ts';
import type { Conditions, LineScope } from './program-conditions.ts';
import type { Coupon, Gift, GiftContent, PointReward, Redemption } from './program-coupon.ts';
import type { LocalizedText } from './program-text.ts';
import type { CalendarDate } from './time.ts';

export type { LocalizedText, RuleLanguage } from './program-text.ts';
export type { Conditions, DayHours, LineScope } from './program-conditions.ts';
export type {
  Coupon,
  CouponEffect,
  CouponExchange,
  Gift,
  GiftContent,
  PointReward,
  Redemption,
  Rounding,
  UseLimits,
  VoucherValidity,
} from './program-coupon.ts';

/**
 * What earns points. Each line's base is its amount less what is named:
 * `gross` nothing · `net-of-coupons` coupons, but not what rewards and points pay ·
 * `net-of-discounts` coupons and rewards · `net-of-tied-discounts` as `net-of-discounts`, but for a
 * rule whose scope names goods only discounts that name goods too: one off the whole sale leaves it
 * as it is · `paid` coupons, rewards and points · `pro-rata` points are counted on
 * `net-of-discounts`, then only the share of the sale that points did not pay is kept, floored once.
 * Stored value and gift cards are taken off too unless `storedValueEarns`.
 */
export type EarnBase =
  'gross' | 'net-of-coupons' | 'net-of-discounts' | 'net-of-tied-discounts' | 'paid' | 'pro-rata';

/** What a rule gives. Points are whole; base in NT$ over the lines of the rule's scope. */
export type EarnGive =
  /** `points` for each full `perMinor` of the base; `rounding` decides about a started one. */
  | {
      readonly kind: 'per-amount';
      readonly perMinor: number;
      readonly points: number;
      readonly rounding: 'floor' | 'half-up';
    }
  /** Once per sale. */
  | { readonly kind: 'per-order'; readonly points: number }
  /** For each unit. */
  | { readonly kind: 'per-unit'; readonly points: number }
  /** Once for each line. */
  | { readonly kind: 'per-line'; readonly points: number }
  /** A share of the base as points: 500 bps of NT$200 = 10 points; rounded per line or once. */
  | {
      readonly kind: 'percent';
      readonly bps: number;
      readonly per: 'line' | 'sale';
      readonly rounding: 'floor' | 'half-up';
    };

/** One way to earn. */
export type EarnRule = {
  readonly ruleId: string;
  readonly name: LocalizedText;
  readonly scope: LineScope;
  readonly when: Conditions;
  readonly give: EarnGive;
  /** Another base than the program's; null = the program's. */
  readonly base: EarnBase | null;
  /** Whether tier and campaign multipliers apply. */
  readonly multiplied: boolean;
  /** Most points one sale can earn by this rule, before multipliers; null = no limit. */
  readonly pointsMax: number | null;
};

/** How several multipliers go together: the largest, 1 + the sum of what each adds, or the product. */
export type CombineMode = 'max' | 'add' | 'multiply';

/**
 * More points. `lines`: the base of the scope's lines weighs `factorBps` before the rule's rounding.
 * `sale`: the points of all multiplied rules together, rounded once. 10,000 = ×1.
 */
export type Multiplier = {
  readonly multiplierId: string;
  readonly name: LocalizedText;
  readonly target: 'lines' | 'sale';
  readonly factorBps: number;
  readonly scope: LineScope;
  readonly when: Conditions;
};

/** A member's level. `multiplierBps` 10,000 = ×1; `thresholdMinor` = NT$ spent, inclusive. */
export type Tier = {
  readonly tierId: string;
  readonly name: LocalizedText;
  readonly thresholdMinor: number;
  readonly multiplierBps: number;
};

/** How tiers are reached and kept. Upgrades count at once, downgrades when the period is over. */
export type TierRules = {
  /** Months of spend (net of refunds) that count, up to and including today. */
  readonly windowMonths: number;
  /** How long a tier stays once reached, counted from the day it was reached. */
  readonly validMonths: number;
  /** Days after that in which it still stays. */
  readonly graceDays: number;
  /** `spend-again`: reaching the threshold anew since the tier began renews it. `never`: only at its end. */
  readonly renewal: 'spend-again' | 'never';
  /** Whose multiplier a sale gets: of the tier before it, or of the tier it reaches. */
  readonly multiplierOf: 'tier-before' | 'tier-reached';
};

/** When points stop being usable. Points stay usable through the whole last day (Asia/Taipei). */
export type ExpiryRule =
  | {
      readonly kind: 'months';
      readonly months: number;
      /** Then up to the end of that period; null = the same day of the month. */
      readonly roundUp: 'month' | 'quarter' | 'half-year' | 'year' | null;
    }
  | { readonly kind: 'days'; readonly days: number }
  | { readonly kind: 'end-of-next-year' }
  /** So many months after the member's last sale: every sale moves all live points along. */
  | { readonly kind: 'sliding'; readonly months: number }
  | { readonly kind: 'none' };

/** A stamp card. The first card of a member starts with `bonusOnIssue` stamps. */
export type StampCard = {
  readonly cardId: string;
  readonly name: LocalizedText;
  readonly goal: number;
  readonly bonusOnIssue: number;
  /** `visit`: one per sale; `amount`: one for each full `perMinor` of the scope; `units`: one per unit. */
  readonly per:
    | { readonly kind: 'visit' }
    | { readonly kind: 'amount'; readonly perMinor: number }
    | { readonly kind: 'units' };
  readonly scope: LineScope;
  readonly when: Conditions;
  readonly limit:
    | { readonly kind: 'none' }
    | { readonly kind: 'once-a-day' }
    | { readonly kind: 'hours'; readonly hours: number };
  readonly reward: GiftContent;
  /** After completion: the same card again (stamps over the goal are not carried), another, or none. */
  readonly next:
    { readonly kind: 'same' | 'none' } | { readonly kind: 'card'; readonly cardId: string };
};

/** Member-get-member: both sides once, on the invitee's first paid sale, taken back on full refund. */
export type Referral = {
  /** What that sale must at least have paid, NT$. */
  readonly minPaidMinor: number;
  /** Days after joining within which it must happen; null = any time. */
  readonly withinDays: number | null;
};

/** Value paid in beforehand: a member's own, and gift cards. */
export type StoredValueRules = {
  readonly storedValueEarns: boolean;
  readonly expiry: ExpiryRule;
};

/** Where good systems disagree. */
export type Policies = {
  /** Points taken back that are no longer there: a debt the next earnings repay, or nothing below 0. */
  readonly negativeBalance: 'allow' | 'clamp';
  /** What a partial refund takes back: down to what the rest would earn, or what its own amount earned. */
  readonly refundRounding: 'cumulative' | 'floor-of-refunded';
  readonly voidPolicy: 'always' | 'block-if-points-spent';
  /** Days after the sale on which it can be undone or refunded; null = always. */
  readonly refundDaysMax: number | null;
  /** Spent points that come back to a lot past its day: gone with it, or usable so many days more. */
  readonly expiredReturn:
    { readonly kind: 'lapse' } | { readonly kind: 'extend'; readonly days: number };
  /** Whether a full refund gives used vouchers back (as new vouchers). */
  readonly refundReturnsVouchers: boolean;
};

/**
 * The rules of one loyalty program, as one immutable version. Rules are data: the till, HQ and
 * the what-if command all run them through the same `evaluateSale`.
 */
export type Program = {
  readonly schema: 2;
  readonly programId: ProgramId;
  /** From 1; each published change is a new version. */
  readonly version: number;
  readonly name: LocalizedText;
  readonly effectiveFrom: CalendarDate;
  /** Last day, inclusive; null = until the next version. A sale outside earns nothing. */
  readonly effectiveUntil: CalendarDate | null;
  readonly earn: readonly EarnRule[];
  readonly earnBase: EarnBase;
  readonly multipliers: readonly Multiplier[];
  readonly combine: CombineMode;
  readonly multiplierRounding: 'floor' | 'half-up';
  /** Lowest first; the first has threshold 0. */
  readonly tiers: readonly Tier[];
  readonly tierRules: TierRules;
  readonly expiry: ExpiryRule;
  /** Null = points cannot pay. */
  readonly redemption: Redemption | null;
  readonly rewards: readonly PointReward[];
  /** Whether points earned by a sale can be spent in it. */
  readonly sameSalePoints: boolean;
  /**
   * What spending points, rewards and vouchers needs: `scan`, the scanned card; `token`, the member's signed
   * code of this minute (the card then earns only); `any`, a looked-up member may too.
   */
  readonly redeemNeeds: 'scan' | 'token' | 'any';
  readonly coupons: readonly Coupon[];
  /** How many vouchers and codes one sale may use. */
  readonly vouchersPerSaleMax: number;
  /** How many percentages off the whole sale may go together. */
  readonly orderPercentsMax: number;
  readonly gifts: readonly Gift[];
  readonly stampCards: readonly StampCard[];
  readonly referral: Referral | null;
  readonly storedValue: StoredValueRules;
  readonly policies: Policies;
  /** Balances at whose reaching the member is told; only the highest reached by one posting. */
  readonly milestones: readonly number[];
  /** How many days after its date an e-invoice may still be used to earn (0 = same day only). */
  readonly invoiceAgeDaysMax: number;
};
