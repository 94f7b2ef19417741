import type { CouponId } from './ids.ts';
import type { Conditions, LineScope } from './program-conditions.ts';
import type { LocalizedText } from './program-text.ts';
import type { CalendarDate } from './time.ts';

/** How a part of NT$1 is treated. `half-up` rounds 0.5 up. */
export type Rounding = 'floor' | 'half-up' | 'up';

/**
 * What a coupon or reward does to the lines of its scope. Amounts in whole NT$, shares in basis
 * points (500 = 5% off, 95 折). A discount never exceeds what is left on those lines.
 */
export type CouponEffect =
  | { readonly kind: 'amount'; readonly amountMinor: number }
  | { readonly kind: 'percent'; readonly offBps: number; readonly maxMinor: number | null }
  /** Each unit costs this much (never more than its price); at most `unitsMax` units. */
  | { readonly kind: 'unit-price'; readonly unitMinor: number; readonly unitsMax: number | null }
  /** A share off the cheapest `units` units. */
  | { readonly kind: 'cheapest'; readonly offBps: number; readonly units: number }
  /** Up to `units` units of the scope in the basket cost nothing, the dearest first. */
  | { readonly kind: 'free-units'; readonly units: number }
  /**
   * Buy X get Y from what is in the basket: in each full group of X + Y units the Y cheapest get
   * `offBps` off, and in a started group the units beyond X. At most `timesMax` groups.
   */
  | {
      readonly kind: 'buy-get';
      readonly buyUnits: number;
      readonly getUnits: number;
      readonly offBps: number;
      readonly timesMax: number | null;
    }
  /** N for M: each full group of `units` units costs `priceMinor` together, the dearest grouped first. */
  | {
      readonly kind: 'bundle-price';
      readonly units: number;
      readonly priceMinor: number;
      readonly timesMax: number | null;
    }
  /**
   * Goods handed over on top, no discount: `units` once, or for each full `everyUnits` of the
   * scope's units (each counted `unitWeight` times).
   */
  | {
      readonly kind: 'goods';
      readonly sku: string;
      readonly name: LocalizedText;
      readonly units: number;
      readonly everyUnits: number | null;
      readonly unitWeight: number;
    };

/** How often something may be used; counted from the ledger, never from a stored number. Null = no limit. */
export type UseLimits = {
  readonly program: number | null;
  readonly perDay: number | null;
  readonly perStorePerDay: number | null;
  readonly perMember: number | null;
  readonly perMemberPerDay: number | null;
};

/** How long a voucher issued from a coupon can be used, its first day being the day it is issued. */
export type VoucherValidity =
  | { readonly kind: 'days'; readonly days: number }
  | { readonly kind: 'months'; readonly months: number }
  | { readonly kind: 'end-of-month'; readonly months: number }
  | { readonly kind: 'until'; readonly date: CalendarDate };

/** A voucher for points, in the member pages. */
export type CouponExchange = {
  /** What one voucher costs. */
  readonly points: number;
  /** How many one member may have in all; null = no limit. */
  readonly perMember: number | null;
};

/** A coupon definition. */
export type Coupon = {
  readonly couponId: CouponId;
  readonly name: LocalizedText;
  /** `voucher`: a member's own copy. `code`: one code for all. `auto`: by itself, when it applies. */
  readonly trigger: 'voucher' | 'code' | 'auto';
  /** Of trigger `code`: compared without regard to upper and lower case. */
  readonly code: string | null;
  readonly effect: CouponEffect;
  readonly scope: LineScope;
  readonly when: Conditions;
  readonly rounding: Rounding;
  /** Lower is applied first; equal priorities: percentages, then the others, then as asked. */
  readonly priority: number;
  /** At most one coupon of a group per sale: the one that is best for the customer. */
  readonly group: string | null;
  /** False: goes with no other coupon; the better for the customer is taken. */
  readonly stacks: boolean;
  readonly limits: UseLimits;
  /** Days of the campaign, inclusive; they cap each voucher's own days. */
  readonly validFrom: CalendarDate | null;
  readonly validUntil: CalendarDate | null;
  readonly voucherValidity: VoucherValidity;
  /** How often one voucher can be used; above 1 it is a count ticket (計次票券). */
  readonly uses: number;
  /** A: may be used while HQ is away. B: only while HQ answers (sync-and-reliability §2.9). */
  readonly offlineClass: 'A' | 'B';
  /**
   * What members can have one for; null or left out = not for points. Left out where it is not used, as
   * counters before 0.6 do not know it.
   */
  readonly exchange?: CouponExchange | null | undefined;
};

/** Something bought with points within a sale. */
export type PointReward = {
  readonly rewardId: string;
  readonly name: LocalizedText;
  /** Points for one claim. */
  readonly costPoints: number;
  /** Units one claim covers (`goods` and `free-units`); 1 for the others. */
  readonly unitsPerClaim: number;
  readonly effect: CouponEffect;
  readonly scope: LineScope;
  readonly when: Conditions;
  readonly rounding: Rounding;
  readonly priority: number;
  readonly limits: UseLimits;
};

/** Paying with points. */
export type Redemption = {
  /** So many points are worth `minorPerStep` NT$; only whole steps are spent. */
  readonly pointsPerStep: number;
  readonly minorPerStep: number;
  /** Fewest points a sale may spend. */
  readonly pointsMin: number;
  /** Inclusive, on the sale after coupons. */
  readonly cartMinMinor: number;
  /** Share of the sale after coupons that points may pay, floored to NT$. 10,000 = all. */
  readonly shareMaxBps: number;
  /** At most `pointsMax` points for each full `perSpendMinor` NT$ of the sale after coupons. */
  readonly block: { readonly perSpendMinor: number; readonly pointsMax: number } | null;
};

/** What a gift gives. */
export type GiftContent =
  | { readonly kind: 'points'; readonly points: number }
  /** A voucher with `uses` uses plus `usesPerUnit` for each unit of the scope. */
  | {
      readonly kind: 'voucher';
      readonly couponId: CouponId;
      readonly uses: number;
      readonly usesPerUnit: number;
    }
  | { readonly kind: 'goods'; readonly sku: string; readonly name: LocalizedText };

/** Something given, not bought: for a sale (threshold, next order, 指定消費禮), joining, rising, a birthday. */
export type Gift = {
  readonly giftId: string;
  readonly name: LocalizedText;
  readonly on:
    'sale' | 'sign-up' | 'tier-up' | 'birthday' | 'referral-inviter' | 'referral-invitee';
  /** Of `tier-up`: the tier reached; null = any. */
  readonly tierId: string | null;
  readonly scope: LineScope;
  readonly when: Conditions;
  readonly give: GiftContent;
  readonly limits: UseLimits;
};

/** No limit at all. */
export const unlimited: UseLimits = {
  program: null,
  perDay: null,
  perStorePerDay: null,
  perMember: null,
  perMemberPerDay: null,
};
