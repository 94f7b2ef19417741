import type { CouponId, LotId, MemberId, VoucherId } from './ids.ts';
import type { LocalizedText, Program } from './program.ts';
import type { CalendarDate } from './time.ts';

/** What the rules need to know of a member. */
export type MemberState = { readonly memberId: MemberId; readonly tierId: string };

/** A voucher offered for a sale, with the days on which it may be used (both inclusive). */
export type OfferedVoucher = {
  readonly voucherId: VoucherId;
  readonly couponId: CouponId;
  readonly memberId: MemberId;
  readonly validFrom: CalendarDate;
  readonly validUntil: CalendarDate;
};

/** The sale as the counter knows it. `amountMinor` = goods in NT$ before vouchers. */
export type SaleInput = {
  readonly amountMinor: number;
  readonly vouchers: readonly OfferedVoucher[];
};

/** Why each point and each dollar is what it is; turned into words by `reasonWords`. */
export type Reason =
  | {
      readonly code: 'voucher';
      readonly voucherId: VoucherId;
      readonly name: LocalizedText;
      readonly discountMinor: number;
      /** For a percent coupon: what its percentage alone would give before the cap. */
      readonly offBps: number | null;
      readonly capped: boolean;
    }
  | {
      readonly code: 'earn-per-amount';
      readonly baseMinor: number;
      readonly perMinor: number;
      readonly pointsPer: number;
      readonly points: number;
    }
  | {
      readonly code: 'tier-multiplier';
      readonly tierId: string;
      readonly name: LocalizedText;
      readonly multiplierBps: number;
      readonly pointsBefore: number;
      readonly pointsAfter: number;
    }
  | { readonly code: 'expires'; readonly expiresOn: CalendarDate | null };

/** Why a sale cannot be evaluated as asked. */
export type SaleRefusal =
  | { readonly kind: 'refused'; readonly code: 'amount-not-positive' | 'amount-too-large' | 'amount-not-whole' }
  | { readonly kind: 'refused'; readonly code: 'unknown-tier'; readonly tierId: string }
  | { readonly kind: 'refused'; readonly code: 'too-many-vouchers'; readonly max: number }
  | {
      readonly kind: 'refused';
      readonly code:
        | 'voucher-of-other-member'
        | 'voucher-not-yet-valid'
        | 'voucher-expired'
        | 'voucher-unknown-coupon'
        | 'voucher-listed-twice';
      readonly voucherId: VoucherId;
    }
  | {
      readonly kind: 'refused';
      readonly code: 'voucher-min-spend';
      readonly voucherId: VoucherId;
      readonly minSpendMinor: number;
      readonly missingMinor: number;
    };

/** The result of the rules: amounts in NT$, integer points, and the reasons. */
export type EvaluatedSale = {
  readonly kind: 'evaluated';
  readonly amountMinor: number;
  readonly discountMinor: number;
  readonly paidMinor: number;
  readonly baseMinor: number;
  readonly points: number;
  readonly expiresOn: CalendarDate | null;
  readonly discounts: readonly { readonly voucherId: VoucherId; readonly discountMinor: number }[];
  readonly reasons: readonly Reason[];
};

/** The largest amount a sale may have, NT$ (7 digits; an 8-digit amount is refused as a slip). */
export const saleAmountMinorMax = 9_999_999;

/** One line of the ledger. `points` is signed; a lot is known by its id and its last valid day. */
export type LedgerEntry = {
  readonly leg: number;
  readonly kind: 'earn' | 'spend' | 'expire' | 'adjust' | 'refund';
  readonly memberId: MemberId;
  readonly lotId: LotId;
  readonly points: number;
  readonly expiresOn: CalendarDate | null;
};

/**
 * The rules of the product: what a sale costs and earns under one program version.
 * Percentages are applied first, then fixed amounts, each in the order given; a discount never
 * exceeds what is left to pay. Points: floor(base / perMinor) × points, then × the tier's
 * multiplier, floored once. Never throws on any program that passed the schema.
 */
export declare function evaluateSale(
  program: Program,
  member: MemberState,
  sale: SaleInput,
  today: CalendarDate,
): EvaluatedSale | SaleRefusal;
