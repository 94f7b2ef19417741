import type { Texts } from './texts.ts';

/** Why a voucher cannot be used now, in a few words; the counter's own words come first. */
export const blockedEn: Texts['blocked'] = {
  'voucher-of-other-member': 'Belongs to another member',
  'voucher-not-yet-valid': 'Not valid yet',
  'voucher-expired': 'Expired',
  'voucher-unknown-coupon': 'This counter has no rules for it',
  'voucher-listed-twice': 'Applied already',
  'voucher-min-spend': 'Below the minimum spend',
  'voucher-used': 'Used already',
  'voucher-used-up': 'No uses left',
  'voucher-used-before': 'Used already',
  'voucher-cancelled': 'Cancelled',
  'voucher-needs-card': 'Scan the member’s code to use vouchers',
  'voucher-needs-scan': 'Scan the member’s code to use vouchers',
  'voucher-needs-hq': 'Not while offline',
  'too-many-vouchers': 'No more vouchers on this sale',
  'code-unknown': 'No such code',
  'not-this-time': 'Not at this day or hour',
  'not-this-tier': 'Not for this tier',
  'not-this-store': 'Not for this store',
  'not-this-channel': 'Not for purchases at a counter',
  'not-birthday': 'For the birthday only',
  'not-new-member': 'For new members only',
  'not-first-purchase': 'For the first purchase only',
  'needs-goods': 'Needs certain goods',
  'needs-code': 'Needs its code',
  'no-goods-in-scope': 'Fits none of these goods',
  'min-spend': 'Below the minimum spend',
  'min-units': 'Too few pieces',
  'too-many-units': 'Too many pieces',
  'too-much-spend': 'Above the highest amount',
  'limit-program': 'All used up',
  'limit-day': 'Used up for today',
  'limit-store-day': 'Used up here for today',
  'limit-member': 'Used as often as a member may',
  'limit-member-day': 'Used as often as a day allows',
  'better-one-used': 'A better one is on the sale',
  'no-discount-left': 'Nothing left to take off',
  'discount-too-small': 'This sale is too small for it',
  'outside-program': 'The program is not running today',
  'program-missing': 'This counter has no rules yet',
  other: 'Not usable now',
};

/** Why points cannot pay now. */
export const spendBlockedEn: Texts['spendBlocked'] = {
  'no-redemption': 'Points cannot pay under these rules',
  'redeem-needs-scan': 'Scan the member’s code to pay with points',
  'redeem-exceeds-total': 'Nothing left that points could pay',
  'points-short': 'Not enough points to pay with',
  'redeem-above-max': 'This sale takes no points',
  'redeem-not-step': 'Points pay in whole steps only',
  'redeem-min-above-max': 'This sale is too small for points',
  'redeem-below-min': 'Below the fewest points that can pay',
  'redeem-cart-min': 'Below the amount from which points pay',
  'program-missing': 'This counter has no rules yet',
  other: 'Points cannot pay now',
};

/** Why a sale cannot be undone as a whole. */
export const voidBlockedEn: Texts['voidBlocked'] = {
  'too-late': 'Too late to undo it',
  'points-spent': 'Its points are spent: cannot be undone',
  'already-refunded': 'Partly refunded: cannot be undone',
  'nothing-left': 'All of it was taken back',
  other: 'Cannot be undone now',
};
