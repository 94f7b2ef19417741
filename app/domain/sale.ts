import type { CouponId, LotId, MemberId, StoreId, VoucherId } from './ids.ts';
import type { Lot } from './lots.ts';
import type { LocalizedText } from './program-text.ts';
import type { SaleReason } from './sale-reason.ts';
import type { CalendarDate } from './time.ts';

/** One line of goods. `unitMinor` × `qty` NT$ is its list price; weighed goods are qty 1. */
export type SaleLine = {
  readonly sku: string | null;
  readonly name: string | null;
  readonly qty: number;
  readonly unitMinor: number;
  readonly category: string | null;
  readonly labels: readonly string[];
  /** `delivery` = a fee for bringing; `stored-value` = value or a gift card sold. */
  readonly kind: 'goods' | 'delivery' | 'stored-value';
};

/** A voucher offered for a sale, with the days on which it may be used (both inclusive). */
export type OfferedVoucher = {
  readonly voucherId: VoucherId;
  readonly couponId: CouponId;
  readonly memberId: MemberId;
  readonly validFrom: CalendarDate;
  readonly validUntil: CalendarDate;
  /** How often it can still be used; 1 for a plain voucher, 0 once used. */
  readonly usesLeft: number;
  /** How often this sale wants to use it (count tickets). At least 1. */
  readonly uses: number;
};

/** A gift card put on the sale: what it holds and how much of that to take. NT$. */
export type OfferedGiftCard = {
  readonly cardId: string;
  readonly balanceMinor: number;
  readonly useMinor: number;
};

/** A sale as asked for. */
export type SaleInput = {
  /** The day and the clock (`HH:MM`) in Asia/Taipei. */
  readonly date: CalendarDate;
  readonly time: string;
  readonly atMs: number;
  readonly storeId: StoreId | null;
  /** `counter` for sales at a till. */
  readonly channel: string;
  /** From weak to strong: found by number or name, card read, signed code of this minute (see `mayRedeem`). */
  readonly identifiedBy: 'search' | 'scan' | 'token';
  /** 1 to 200 lines; an amount without lines is one line without sku. */
  readonly lines: readonly SaleLine[];
  readonly vouchers: readonly OfferedVoucher[];
  /** Shared codes as read or typed, in the order given. */
  readonly codes: readonly string[];
  /** Rewards to buy with points; `units` only for rewards that count them, else 1. */
  readonly rewards: readonly { readonly rewardId: string; readonly units: number }[];
  /** Points to pay with. */
  readonly spendPoints: number;
  /** NT$ to take from the member's stored value. */
  readonly storedValueMinor: number;
  readonly giftCards: readonly OfferedGiftCard[];
  /** Ids for the lots this sale may make, taken in order; at least 4. Two runs with the same ids are equal. */
  readonly lotIds: readonly LotId[];
};

/** How far a member is on a stamp card. */
export type StampState = {
  readonly cardId: string;
  /** From 1, rises with each card begun. */
  readonly cardNo: number;
  readonly stamps: number;
  /** Last stamp of this card kind, null before any. */
  readonly lastAtMs: number | null;
};

/**
 * How often something was used before this sale; `id` is a coupon, reward or gift. Counted from the ledger.
 * `member` and `memberDay` are about who gets it: of a gift on `referral-inviter` the inviter, else the buyer.
 */
export type UseCount = {
  readonly id: string;
  readonly program: number;
  readonly day: number;
  readonly storeDay: number;
  readonly member: number;
  readonly memberDay: number;
};

/** What the rules need to know of a member, before the sale. Recorded with it, so that HQ can do the sum again. */
export type MemberState = {
  readonly memberId: MemberId;
  readonly tierId: string;
  /** Last day of the tier's period; null for the lowest tier or a period without end. */
  readonly tierUntil: CalendarDate | null;
  readonly joinedOn: CalendarDate | null;
  /** Whether the sale's day is the birthday, or in its month. A day-less fact keeps the date out of events. */
  readonly birthday: 'no' | 'month' | 'day';
  /** NT$ spent in the tier window before this sale, net of refunds. */
  readonly spentMinor: number;
  /** The same since the tier began. */
  readonly spentSinceTierMinor: number;
  /** Earlier sales that were not undone. */
  readonly saleCount: number;
  /** Who invited the member, while both sides' reward is still due; else null. */
  readonly inviterId: MemberId | null;
  readonly lots: readonly Lot[];
  /** The member's stored value, NT$ in the lots' `points`. */
  readonly storedValue: readonly Lot[];
  readonly stamps: readonly StampState[];
  readonly useCounts: readonly UseCount[];
};

/** A line after pricing, whole NT$: gross less discount less points less stored value = money. */
export type PricedLine = {
  readonly grossMinor: number;
  readonly discountMinor: number;
  /** The part of the discount from coupons and rewards whose scope names goods (not the whole sale). */
  readonly tiedDiscountMinor: number;
  /** The part of the discount from rewards bought with points. */
  readonly rewardMinor: number;
  /** Paid with points. */
  readonly pointsMinor: number;
  /** Paid with stored value and gift cards. */
  readonly valueMinor: number;
};

/** What stands behind a discount. */
export type DiscountSource =
  | { readonly kind: 'voucher'; readonly voucherId: VoucherId; readonly couponId: CouponId }
  | { readonly kind: 'coupon'; readonly couponId: CouponId }
  | { readonly kind: 'reward'; readonly rewardId: string };

/** A coupon, voucher or reward that was applied, in the order applied. `byLine` sums to `discountMinor`. */
export type AppliedDiscount = {
  readonly source: DiscountSource;
  readonly discountMinor: number;
  readonly byLine: readonly number[];
  /** Uses of a count ticket, or claims of a reward. */
  readonly uses: number;
};

/** Why a voucher, code or coupon was not used. Turned into words by `refusedWords`. */
export type VoucherRefusal =
  | {
      readonly code:
        | 'voucher-of-other-member'
        | 'voucher-not-yet-valid'
        | 'voucher-expired'
        | 'voucher-unknown-coupon'
        | 'voucher-listed-twice'
        | 'voucher-used-up'
        | 'voucher-needs-scan'
        | 'voucher-needs-token'
        | 'code-unknown'
        | 'not-this-time'
        | 'not-this-tier'
        | 'not-this-store'
        | 'not-this-channel'
        | 'not-birthday'
        | 'not-new-member'
        | 'not-first-purchase'
        | 'needs-goods'
        | 'needs-code'
        | 'no-goods-in-scope'
        | 'too-many-units'
        | 'too-much-spend'
        | 'limit-program'
        | 'limit-day'
        | 'limit-store-day'
        | 'limit-member'
        | 'limit-member-day'
        | 'too-many-vouchers'
        | 'no-discount-left'
        | 'discount-too-small'
        | 'outside-program';
    }
  | {
      readonly code: 'min-spend';
      readonly minSpendMinor: number;
      readonly missingMinor: number;
    }
  | { readonly code: 'min-units'; readonly minUnits: number; readonly missingUnits: number }
  /** Another coupon is better for the customer and both cannot go together. */
  | { readonly code: 'better-one-used'; readonly by: DiscountSource };

/** Something asked for that was not used. */
export type RefusedVoucher = {
  readonly source: DiscountSource | { readonly kind: 'code'; readonly code: string };
  readonly why: VoucherRefusal;
};

/** A voucher to give the member; whoever records the sale adds id and code. */
export type IssuedVoucher = {
  readonly memberId: MemberId;
  readonly couponId: CouponId;
  readonly uses: number;
  readonly validFrom: CalendarDate;
  readonly validUntil: CalendarDate;
  /** The gift, stamp card or refund it comes from. */
  readonly because: string;
};

/** Goods to hand over for nothing. */
export type HandedGoods = {
  readonly sku: string;
  readonly name: LocalizedText;
  readonly units: number;
  readonly because: string;
};

/** Stamps put on (or taken off) one card. A card that reaches its goal closes and gives its reward once. */
export type StampEntry = {
  readonly memberId: MemberId;
  readonly cardId: string;
  readonly cardNo: number;
  readonly stamps: number;
  readonly completed: boolean;
  readonly atMs: number;
};

/** The tier before and after. */
export type TierChange = {
  readonly tierIdBefore: string;
  readonly tierId: string;
  readonly tierUntil: CalendarDate | null;
  /** `renewed`: same tier, new period. `lowered`: its period was over before this sale. */
  readonly kind: 'same' | 'risen' | 'renewed' | 'lowered';
};

/** Something to tell cashier and member at once. */
export type SaleNotice =
  | { readonly code: 'tier-up'; readonly tierId: string; readonly name: LocalizedText }
  | { readonly code: 'milestone'; readonly points: number }
  | { readonly code: 'voucher-issued'; readonly couponId: CouponId; readonly name: LocalizedText }
  | { readonly code: 'stamp-card-full'; readonly cardId: string; readonly name: LocalizedText }
  | { readonly code: 'hand-over'; readonly name: LocalizedText; readonly units: number }
  /** Which side of the referral got something. */
  | {
      readonly code: 'referral-rewarded';
      readonly inviter: boolean;
      readonly invitee: boolean;
    }
  | { readonly code: 'balance-negative'; readonly points: number };

/** One line of the ledger. `points` is signed; a lot is known by its id and its last valid day. */
export type LedgerEntry = {
  readonly leg: number;
  readonly kind: 'earn' | 'spend' | 'expire' | 'adjust' | 'refund';
  readonly memberId: MemberId;
  readonly lotId: LotId;
  readonly points: number;
  readonly expiresOn: CalendarDate | null;
};

/** Stored value taken from or given back to one lot of the member or one gift card, signed NT$. */
export type ValueEntry = {
  readonly holder: 'member' | 'gift-card';
  /** The lot of the member's stored value, or the gift card. */
  readonly holderId: string;
  readonly amountMinor: number;
  readonly expiresOn: CalendarDate | null;
};

/** The result of the rules: amounts in whole NT$, integer points, and the reasons. */
export type EvaluatedSale = {
  readonly kind: 'evaluated';
  readonly lines: readonly PricedLine[];
  readonly amountMinor: number;
  /** Coupons, vouchers and rewards. */
  readonly discountMinor: number;
  readonly pointsSpent: number;
  /** What the points spent as payment are worth (rewards are discounts). */
  readonly pointsValueMinor: number;
  /** Stored value and gift cards. */
  readonly valueMinor: number;
  /** Left to pay in money: amount − discount − points value − value. */
  readonly paidMinor: number;
  /** What counts for tiers: money and stored value paid for goods. */
  readonly spentMinor: number;
  /** The program's earn base over the lines that earn. */
  readonly baseMinor: number;
  /** Points the buying member earned by this sale, gifts included. */
  readonly points: number;
  readonly expiresOn: CalendarDate | null;
  readonly discounts: readonly AppliedDiscount[];
  readonly refused: readonly RefusedVoucher[];
  readonly goods: readonly HandedGoods[];
  readonly issued: readonly IssuedVoucher[];
  /** Gifts given (for their limits). */
  readonly giftIds: readonly string[];
  readonly stamps: readonly StampEntry[];
  readonly tier: TierChange;
  readonly entries: readonly LedgerEntry[];
  readonly values: readonly ValueEntry[];
  readonly reasons: readonly SaleReason[];
  readonly notices: readonly SaleNotice[];
};

/** Why a sale cannot be evaluated as asked. */
export type SaleRefusal = {
  readonly kind: 'refused';
  readonly refusal:
    | {
        readonly code:
          | 'amount-not-positive'
          | 'amount-too-large'
          | 'amount-not-whole'
          | 'no-redemption'
          | 'redeem-needs-scan'
          | 'redeem-needs-token'
          | 'redeem-exceeds-total'
          | 'reward-unknown'
          | 'value-expired'
          | 'value-short'
          | 'value-exceeds-total';
      }
    /** Fewer points than asked; with `sameSalePoints` the sale's own are counted in. */
    | {
        readonly code: 'points-short';
        readonly availablePoints: number;
        readonly neededPoints: number;
      }
    /** More than share or block allow; `maxPoints` is what is possible, also by balance and minimum. */
    | { readonly code: 'redeem-above-max'; readonly maxPoints: number }
    | { readonly code: 'redeem-not-step'; readonly pointsPerStep: number }
    /** The sale takes fewer points than the fewest that may be spent: none can be. */
    | {
        readonly code: 'redeem-min-above-max';
        readonly pointsMin: number;
        readonly maxPoints: number;
      }
    | { readonly code: 'redeem-below-min'; readonly pointsMin: number }
    | {
        readonly code: 'redeem-cart-min';
        readonly cartMinMinor: number;
        readonly missingMinor: number;
      }
    | { readonly code: 'reward-refused'; readonly rewardId: string; readonly why: VoucherRefusal };
};

/** A sale that is one amount without goods. */
export function lineOfAmount(amountMinor: number): SaleLine {
  return {
    sku: null,
    name: null,
    qty: 1,
    unitMinor: amountMinor,
    category: null,
    labels: [],
    kind: 'goods',
  };
}
