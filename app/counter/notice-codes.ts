import type { Notice, Tone } from '../contract/counter-view.ts';

/**
 * Every answer the counter can give: its tone and the names of the values its sentence carries. The
 * words stand in the screen's translations under `notice.<code>`. Names and numbers of members are
 * masked; `date` is YYYY-MM-DD and `time` HH:mm in Asia/Taipei; `…Minor` is whole NT$.
 */
export const notices = {
  // a member
  'member-found': { tone: 'ok', params: ['name'] },
  'member-changed': { tone: 'warn', params: ['name', 'before'] },
  'member-found-weak-code': { tone: 'warn', params: ['name'] },
  'member-enrolled': { tone: 'ok', params: ['name', 'cardCode'] },
  'member-enrolled-with': { tone: 'ok', params: ['name', 'cardCode', 'extra'] },
  'member-enrolled-inviter-unknown': { tone: 'warn', params: ['name', 'cardCode', 'code'] },
  'member-known-already': { tone: 'warn', params: ['name'] },
  'member-unknown': { tone: 'deny', params: [] },
  'card-unknown': { tone: 'deny', params: ['tail'] },
  'card-misread': { tone: 'deny', params: [] },
  'mobile-invalid': { tone: 'deny', params: [] },
  'birthday-invalid': { tone: 'deny', params: [] },
  // a voucher
  'voucher-attached': { tone: 'ok', params: ['name'] },
  'voucher-removed': { tone: 'ok', params: ['name'] },
  'voucher-on-sale-already': { tone: 'warn', params: ['name'] },
  'voucher-needs-member': { tone: 'warn', params: ['name'] },
  'voucher-needs-card': { tone: 'deny', params: ['name'] },
  'voucher-unknown': { tone: 'deny', params: ['code'] },
  'voucher-misread': { tone: 'deny', params: [] },
  'voucher-cancelled': { tone: 'deny', params: ['name'] },
  'voucher-used': { tone: 'deny', params: ['name', 'date', 'time', 'store'] },
  'voucher-used-before': { tone: 'deny', params: ['name'] },
  'voucher-of-other-member': { tone: 'deny', params: ['name'] },
  'voucher-not-yet-valid': { tone: 'deny', params: ['name', 'date'] },
  'voucher-expired': { tone: 'deny', params: ['name', 'date'] },
  'voucher-unknown-coupon': { tone: 'deny', params: ['name'] },
  'voucher-listed-twice': { tone: 'deny', params: ['name'] },
  'voucher-min-spend': { tone: 'deny', params: ['name', 'minSpendMinor', 'missingMinor'] },
  'too-many-vouchers': { tone: 'deny', params: ['max'] },
  'voucher-used-up': { tone: 'deny', params: ['name'] },
  'voucher-needs-hq': { tone: 'deny', params: ['name'] },
  'voucher-not-this-time': { tone: 'deny', params: ['name'] },
  'voucher-not-this-tier': { tone: 'deny', params: ['name'] },
  'voucher-not-this-store': { tone: 'deny', params: ['name'] },
  'voucher-not-this-channel': { tone: 'deny', params: ['name'] },
  'voucher-not-birthday': { tone: 'deny', params: ['name'] },
  'voucher-not-new-member': { tone: 'deny', params: ['name'] },
  'voucher-not-first-purchase': { tone: 'deny', params: ['name'] },
  'voucher-needs-goods': { tone: 'deny', params: ['name'] },
  'voucher-needs-code': { tone: 'deny', params: ['name'] },
  'voucher-no-goods-in-scope': { tone: 'deny', params: ['name'] },
  'voucher-min-units': { tone: 'deny', params: ['name', 'minUnits', 'missingUnits'] },
  'voucher-too-many-units': { tone: 'deny', params: ['name'] },
  'voucher-too-much-spend': { tone: 'deny', params: ['name'] },
  'voucher-limit-program': { tone: 'deny', params: ['name'] },
  'voucher-limit-day': { tone: 'deny', params: ['name'] },
  'voucher-limit-store-day': { tone: 'deny', params: ['name'] },
  'voucher-limit-member': { tone: 'deny', params: ['name'] },
  'voucher-limit-member-day': { tone: 'deny', params: ['name'] },
  'voucher-no-discount-left': { tone: 'deny', params: ['name'] },
  'voucher-discount-too-small': { tone: 'deny', params: ['name'] },
  'voucher-outside-program': { tone: 'deny', params: ['name'] },
  'voucher-better-one-used': { tone: 'deny', params: ['name', 'other'] },
  'best-used': { tone: 'ok', params: ['savesMinor'] },
  'best-none': { tone: 'warn', params: [] },
  // paying with points
  'points-on-sale': { tone: 'ok', params: ['points', 'valueMinor'] },
  'points-cut': { tone: 'warn', params: ['points', 'valueMinor', 'asked'] },
  'points-off': { tone: 'ok', params: [] },
  'no-redemption': { tone: 'deny', params: [] },
  'redeem-needs-scan': { tone: 'deny', params: [] },
  'redeem-exceeds-total': { tone: 'deny', params: [] },
  'points-short': { tone: 'deny', params: ['availablePoints', 'neededPoints'] },
  'points-owed': { tone: 'deny', params: ['owedPoints', 'neededPoints'] },
  'redeem-above-max': { tone: 'deny', params: ['maxPoints'] },
  'desk-scanned': { tone: 'ok', params: ['text'] },
  'desk-scan-other': { tone: 'deny', params: [] },
  'inviter-scanned': { tone: 'ok', params: ['code'] },
  'redeem-not-step': { tone: 'deny', params: ['pointsPerStep'] },
  'redeem-min-above-max': { tone: 'deny', params: ['pointsMin', 'maxPoints'] },
  'redeem-below-min': { tone: 'deny', params: ['pointsMin'] },
  'redeem-cart-min': { tone: 'deny', params: ['cartMinMinor', 'missingMinor'] },
  'reward-unknown': { tone: 'deny', params: [] },
  'reward-refused': { tone: 'deny', params: [] },
  'value-expired': { tone: 'deny', params: [] },
  'value-short': { tone: 'deny', params: [] },
  'value-exceeds-total': { tone: 'deny', params: [] },
  // an e-invoice
  'invoice-taken': { tone: 'ok', params: ['number', 'amountMinor'] },
  'invoice-taken-instead': { tone: 'ok', params: ['number', 'amountMinor', 'beforeMinor'] },
  'invoice-on-sale-already': { tone: 'warn', params: ['number'] },
  'invoice-dropped': { tone: 'warn', params: ['number'] },
  'invoice-scan-left': { tone: 'warn', params: [] },
  'invoice-misread': { tone: 'deny', params: ['field'] },
  'invoice-slip-code39': { tone: 'deny', params: ['number'] },
  'invoice-foreign-seller': { tone: 'deny', params: ['number', 'sellerTaxId'] },
  'invoice-no-own-tax-id': { tone: 'deny', params: ['number'] },
  'invoice-future': { tone: 'deny', params: ['number', 'date'] },
  'invoice-too-old': { tone: 'deny', params: ['number', 'date', 'daysMax'] },
  'invoice-used': { tone: 'deny', params: ['number', 'date', 'time', 'store'] },
  'invoice-zero': { tone: 'deny', params: ['number'] },
  'invoice-too-large': { tone: 'deny', params: ['number', 'amountMinor'] },
  // a code that is none of ours
  'scan-repeated': { tone: 'warn', params: [] },
  'scan-carrier': { tone: 'deny', params: [] },
  'scan-full-ascii': { tone: 'deny', params: [] },
  'scan-citizen-certificate': { tone: 'deny', params: [] },
  'scan-product': { tone: 'deny', params: ['code'] },
  'scan-bad-check': { tone: 'deny', params: [] },
  'scan-gs1-coupon': { tone: 'deny', params: [] },
  'scan-too-short': { tone: 'deny', params: [] },
  'scan-too-long': { tone: 'deny', params: [] },
  'scan-binary': { tone: 'deny', params: [] },
  'scan-empty': { tone: 'deny', params: [] },
  'scan-unknown': { tone: 'deny', params: ['preview'] },
  // the amount and settling
  'amount-not-positive': { tone: 'deny', params: [] },
  'amount-too-large': { tone: 'deny', params: [] },
  'amount-not-whole': { tone: 'deny', params: [] },
  'settle-needs-member': { tone: 'deny', params: [] },
  'settle-needs-amount': { tone: 'deny', params: [] },
  'preview-changed': { tone: 'deny', params: [] },
  'program-missing': { tone: 'deny', params: [] },
  'sale-settled': { tone: 'ok', params: ['name', 'paidMinor', 'points', 'balance'] },
  'sale-settled-with': { tone: 'ok', params: ['name', 'paidMinor', 'points', 'balance', 'extra'] },
  // undoing and refunding
  'sale-undone': { tone: 'ok', params: ['saleNo', 'moneyMinor', 'clawedBack', 'returned'] },
  'sale-refunded': { tone: 'ok', params: ['saleNo', 'moneyMinor', 'clawedBack', 'returned'] },
  'refund-changed': { tone: 'deny', params: [] },
  'refund-conflict': { tone: 'deny', params: [] },
  'refund-sale-unknown': { tone: 'deny', params: [] },
  'refund-sale-rejected': { tone: 'deny', params: ['saleNo'] },
  'refund-nothing-left': { tone: 'deny', params: [] },
  'refund-amount-not-positive': { tone: 'deny', params: [] },
  'refund-amount-not-whole': { tone: 'deny', params: [] },
  'refund-line-unknown': { tone: 'deny', params: [] },
  'refund-exceeds-refundable': { tone: 'deny', params: ['refundableMinor'] },
  'refund-exceeds-line': { tone: 'deny', params: ['line', 'qtyLeft'] },
  'refund-too-late': { tone: 'deny', params: ['date'] },
  'refund-points-spent': { tone: 'deny', params: ['points'] },
  'refund-already-refunded': { tone: 'deny', params: [] },
  'not-recorded': { tone: 'deny', params: ['trouble'] },
  // the counter itself
  'setup-first': { tone: 'warn', params: [] },
  'set-up': { tone: 'ok', params: ['brandName'] },
  'already-set-up': { tone: 'deny', params: [] },
  'shop-saved': { tone: 'ok', params: ['brandName'] },
  'shop-is-hqs': { tone: 'deny', params: [] },
  'tax-id-invalid': { tone: 'deny', params: [] },
  connected: { tone: 'ok', params: ['brandName'] },
  'connect-busy': { tone: 'warn', params: [] },
  'connect-refused': { tone: 'deny', params: ['reason'] },
  'device-path-taken': { tone: 'deny', params: ['name'] },
  'too-many-devices': { tone: 'deny', params: ['max'] },
  'queue-full': { tone: 'deny', params: ['lost'] },
  internal: { tone: 'deny', params: [] },
} as const satisfies Record<string, { readonly tone: Tone; readonly params: readonly string[] }>;

export type NoticeCode = keyof typeof notices;

/** The values of one notice, by the names its sentence uses. */
export type NoticeParams<C extends NoticeCode> = Readonly<
  Record<(typeof notices)[C]['params'][number], Notice['params'][string]>
>;

/** A notice before the counter gives it its number and time. */
export type NoticeDraft = {
  readonly tone: Tone;
  readonly code: NoticeCode;
  readonly params: Notice['params'];
};

/** Makes a notice; the compiler checks that it carries exactly what its sentence needs. */
export function say<C extends NoticeCode>(code: C, params: NoticeParams<C>): NoticeDraft {
  return { tone: notices[code].tone, code, params: { ...params } as Notice['params'] };
}
