import type { RefundRefusal } from '../../app/domain/refund.ts';
import type { SaleRefusal, VoucherRefusal } from '../../app/domain/sale.ts';
import type { CouponNote } from './coupon-words.ts';

/** The vocabulary's word for why a voucher, code or reward cannot be used. */
export function voucherReason(why: VoucherRefusal, note?: CouponNote): string {
  switch (why.code) {
    case 'voucher-expired':
    case 'outside-program':
      return 'expired';
    case 'voucher-not-yet-valid':
      return 'not_started';
    case 'code-unknown':
    case 'voucher-unknown-coupon':
      return 'unknown_code';
    case 'voucher-used-up':
      return 'used_up';
    case 'limit-program':
      // A code with a number of uses is used up; a program with one is at its limit.
      return typeof note?.usesLeft === 'number' ? 'used_up' : 'program_limit';
    case 'limit-member':
      return 'member_limit';
    case 'limit-day':
    case 'limit-store-day':
    case 'limit-member-day':
      return 'day_limit';
    case 'min-units':
      return 'min_qty';
    case 'too-many-units':
      return 'max_qty';
    case 'too-much-spend':
      return 'max_spend';
    case 'no-goods-in-scope':
    case 'no-discount-left':
    case 'discount-too-small':
      return 'not_applicable';
    case 'better-one-used':
      return 'better_discount';
    case 'voucher-needs-scan':
      return 'needs_scan';
    default:
      return why.code.replaceAll('-', '_');
  }
}

/** The vocabulary's word for why a sale was refused. */
export function saleReason({ refusal }: SaleRefusal): string {
  switch (refusal.code) {
    case 'points-short':
      return 'insufficient_points';
    case 'redeem-exceeds-total':
      return 'redeem_exceeds_total';
    case 'redeem-needs-scan':
      return 'needs_scan';
    case 'redeem-above-max':
    case 'redeem-not-step':
      return 'redeem_above_max';
    case 'redeem-below-min':
    case 'redeem-min-above-max':
      return 'min_points';
    case 'redeem-cart-min':
      return 'min_cart';
    case 'value-expired':
      return 'expired';
    case 'value-short':
      return 'insufficient_balance';
    case 'value-exceeds-total':
      return 'exceeds_total';
    case 'reward-refused':
      return voucherReason(refusal.why);
    default:
      return refusal.code.replaceAll('-', '_');
  }
}

/** The vocabulary's word for why a refund or void was refused. */
export function refundReason({ refusal }: RefundRefusal): string {
  switch (refusal.code) {
    case 'exceeds-refundable':
    case 'exceeds-line':
      return 'exceeds_refundable';
    default:
      return refusal.code.replaceAll('-', '_');
  }
}
