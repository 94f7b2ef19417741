import type { CouponId, MemberId, VoucherId } from './ids.ts';
import type { Lot } from './lots.ts';
import type { LocalizedText } from './program-text.ts';
import type {
  AppliedDiscount,
  LedgerEntry,
  MemberState,
  PricedLine,
  SaleInput,
  StampEntry,
  StampState,
  ValueEntry,
} from './sale.ts';
import type { CalendarDate } from './time.ts';

/** A sale as it was settled: what was asked, what the rules knew, what came of it. */
export type SettledSale = {
  readonly asked: SaleInput;
  readonly facts: MemberState;
  readonly lines: readonly PricedLine[];
  readonly discounts: readonly AppliedDiscount[];
  readonly pointsSpent: number;
  readonly pointsValueMinor: number;
  readonly valueMinor: number;
  readonly paidMinor: number;
  readonly spentMinor: number;
  readonly points: number;
  readonly entries: readonly LedgerEntry[];
  readonly values: readonly ValueEntry[];
  readonly stamps: readonly StampEntry[];
  readonly giftIds: readonly string[];
  /** Vouchers the sale gave, each with its present state. */
  readonly issued: readonly {
    readonly voucherId: VoucherId;
    readonly couponId: CouponId;
    readonly used: boolean;
    /** The gift or stamp card it comes from. */
    readonly because: string;
  }[];
};

/**
 * What is to be taken back. Lines by their place in the sale: whole units, or an amount of weighed
 * goods. `amountMinor` is value of goods after coupons, whole NT$, as on the receipt.
 */
export type RefundRequest =
  | { readonly kind: 'all' }
  | {
      readonly kind: 'lines';
      readonly lines: readonly { readonly line: number; readonly qty: number }[];
    }
  | { readonly kind: 'amount'; readonly amountMinor: number };

/** What has been taken back, the sum of which decides what the next refund may take. */
export type RefundResult = {
  readonly mode: 'void' | 'refund';
  /** Goods value after coupons taken back, per line and together. */
  readonly byLine: readonly number[];
  readonly qtyByLine: readonly number[];
  readonly amountMinor: number;
  /** How the customer gets it back: money, points that paid, stored value and gift cards. */
  readonly moneyMinor: number;
  readonly pointsValueMinor: number;
  readonly valueMinor: number;
  /** What no longer counts for tiers. */
  readonly spentMinor: number;
  /** Points of the buying member taken back (≥ 0), and spent points given back. */
  readonly clawedBack: number;
  readonly returned: number;
  /** Under `clamp`: points that should have been taken back and were not there. */
  readonly shortfall: number;
  readonly entries: readonly LedgerEntry[];
  readonly values: readonly ValueEntry[];
  readonly stamps: readonly StampEntry[];
  /** Unused vouchers the sale had given, now void. */
  readonly cancelled: readonly VoucherId[];
  /** Uses of vouchers given back: to be issued anew under a new id, never the old one again. */
  readonly reissued: readonly {
    readonly voucherId: VoucherId;
    readonly couponId: CouponId;
    readonly uses: number;
    readonly validFrom: CalendarDate;
    readonly validUntil: CalendarDate;
  }[];
  /**
   * Whether nothing of the sale is left with the customer since this refund: no value, and no unit of
   * goods that were free. True of at most one refund of a sale. Gifts and referral go back earlier, with
   * the last of what was paid for goods.
   */
  readonly complete: boolean;
};

/** What the rules need besides the sale itself. */
export type RefundContext = {
  readonly sale: SettledSale;
  readonly earlier: readonly RefundResult[];
  /** The buying member's lots now, without what lapsed lots cover of debts (`coverDebtsByLapsed`). */
  readonly lots: readonly Lot[];
  /** Lots now of the other members the sale gave points to (referral). */
  readonly otherLots: readonly { readonly memberId: MemberId; readonly lots: readonly Lot[] }[];
  readonly today: CalendarDate;
  readonly atMs: number;
  /** Ids for new lots (spent points and value whose lot has lapsed, under `extend`); at least 2. */
  readonly lotIds: SaleInput['lotIds'];
  /**
   * Points of the lot this sale earned for which an expire entry stands (≥ 0). They count as taken back
   * already. Points past their day without such an entry are seen in `lots`. Absent = none.
   */
  readonly lapsedPoints?: number;
  /** The member's stamp cards now; absent = nothing was stamped since the sale. */
  readonly stampsNow?: readonly StampState[];
};

/** Why each part of a refund is what it is. */
export type RefundReason =
  | { readonly code: 'goods-back'; readonly amountMinor: number }
  /** HQ gave the sale no effect: there are no points of it to take back or give back. */
  | { readonly code: 'sale-uncounted' }
  | { readonly code: 'points-taken-back'; readonly points: number; readonly kept: number }
  | { readonly code: 'points-given-back'; readonly points: number; readonly lapsed: number }
  | { readonly code: 'value-given-back'; readonly valueMinor: number }
  | { readonly code: 'shortfall'; readonly points: number }
  | { readonly code: 'debt'; readonly points: number }
  /** Points of the sale that lapsed meanwhile: not charged a second time. */
  | { readonly code: 'lapsed-counted'; readonly points: number }
  | { readonly code: 'voucher-cancelled'; readonly name: LocalizedText }
  /** A voucher the sale gave was used meanwhile and stays used. */
  | { readonly code: 'voucher-stays'; readonly name: LocalizedText }
  | { readonly code: 'voucher-reissued'; readonly name: LocalizedText }
  | { readonly code: 'stamps-taken-back'; readonly name: LocalizedText; readonly stamps: number }
  /** The card was filled by another sale, or what it gave is used or handed over: its stamps stay. */
  | { readonly code: 'stamps-stay'; readonly name: LocalizedText };

export type EvaluatedRefund = {
  readonly kind: 'evaluated';
  readonly result: RefundResult;
  readonly reasons: readonly RefundReason[];
};

/** Why a refund cannot be made as asked. */
export type RefundRefusal = {
  readonly kind: 'refused';
  readonly refusal:
    | {
        readonly code: 'nothing-left' | 'amount-not-positive' | 'amount-not-whole' | 'line-unknown';
      }
    | { readonly code: 'exceeds-refundable'; readonly refundableMinor: number }
    | { readonly code: 'exceeds-line'; readonly line: number; readonly qtyLeft: number }
    | { readonly code: 'too-late'; readonly lastDay: CalendarDate }
    /** Undoing is not allowed once its points are spent (`block-if-points-spent`). */
    | { readonly code: 'points-spent'; readonly points: number }
    /** A void undoes a whole sale; part of this one has been refunded. */
    | { readonly code: 'already-refunded' };
};
