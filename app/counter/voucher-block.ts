import type { CouponId } from '../domain/ids.ts';
import type { LocalizedText, Program } from '../domain/program.ts';
import { refusedWords } from '../domain/refused-words.ts';
import type { DiscountSource, VoucherRefusal } from '../domain/sale.ts';
import type { Voucher } from '../db/vouchers.ts';
import { say, type NoticeDraft } from './notice-codes.ts';

/** Why a voucher cannot be used now: the rules say no, or what the counter knows besides them. */
export type VoucherBlock =
  | VoucherRefusal
  | {
      readonly code: 'voucher-used';
      readonly date: string;
      readonly time: string;
      readonly store: string;
    }
  | { readonly code: 'voucher-used-before' | 'voucher-cancelled' }
  /** Class B: used at two counters that are apart it would cost too much. */
  | { readonly code: 'voucher-needs-hq' }
  /** Expired by a clock nobody can vouch for. */
  | { readonly code: 'voucher-time-unknown' }
  | { readonly code: 'program-missing' };

/** What sentences say of a voucher, or of a code that stands for one; `couponId` null = no coupon has the code. */
export type NamedVoucher = Pick<Voucher, 'code' | 'validFrom' | 'validUntil'> & {
  readonly couponId: CouponId | null;
};

/** The name of a voucher's coupon; its code where the program does not know the coupon. */
export function voucherName(
  program: Program | null,
  voucher: Pick<NamedVoucher, 'couponId' | 'code'>,
): LocalizedText {
  const coupon = program?.coupons.find((c) => c.couponId === voucher.couponId);
  return coupon?.name ?? { 'zh-TW': voucher.code, en: voucher.code };
}

/** What the screen says when a blocked voucher is put on the sale or stands on it. */
export function blockNotice(
  block: VoucherBlock,
  program: Program | null,
  voucher: NamedVoucher,
): NoticeDraft {
  const name = voucherName(program, voucher);
  switch (block.code) {
    case 'voucher-used': {
      const { date, time, store } = block;
      return say('voucher-used', { name, date, time, store });
    }
    case 'voucher-not-yet-valid':
      return say('voucher-not-yet-valid', { name, date: voucher.validFrom });
    case 'voucher-expired':
      return say('voucher-expired', { name, date: voucher.validUntil });
    case 'min-spend': {
      const { minSpendMinor, missingMinor } = block;
      return say('voucher-min-spend', { name, minSpendMinor, missingMinor });
    }
    case 'min-units': {
      const { minUnits, missingUnits } = block;
      return say('voucher-min-units', { name, minUnits, missingUnits });
    }
    case 'better-one-used':
      return say('voucher-better-one-used', { name, other: sourceName(program, block.by) });
    case 'too-many-vouchers':
      return say('too-many-vouchers', { max: program?.vouchersPerSaleMax ?? 0 });
    case 'program-missing':
      return say('program-missing', {});
    default:
      return say(plainNotices[block.code], { name });
  }
}

/** Refusals whose sentence carries nothing but the voucher's name. */
type PlainBlockCode = Exclude<
  VoucherBlock['code'],
  | 'voucher-used'
  | 'voucher-not-yet-valid'
  | 'voucher-expired'
  | 'min-spend'
  | 'min-units'
  | 'better-one-used'
  | 'too-many-vouchers'
  | 'program-missing'
>;

const plainNotices = {
  'voucher-used-before': 'voucher-used-before',
  'voucher-cancelled': 'voucher-cancelled',
  'voucher-needs-hq': 'voucher-needs-hq',
  'voucher-time-unknown': 'voucher-time-unknown',
  'voucher-of-other-member': 'voucher-of-other-member',
  'voucher-unknown-coupon': 'voucher-unknown-coupon',
  'voucher-listed-twice': 'voucher-listed-twice',
  'voucher-used-up': 'voucher-used-up',
  'voucher-needs-scan': 'voucher-needs-card',
  'voucher-needs-token': 'voucher-needs-token',
  'code-unknown': 'voucher-unknown-coupon',
  'not-this-time': 'voucher-not-this-time',
  'not-this-tier': 'voucher-not-this-tier',
  'not-this-store': 'voucher-not-this-store',
  'not-this-channel': 'voucher-not-this-channel',
  'not-birthday': 'voucher-not-birthday',
  'not-new-member': 'voucher-not-new-member',
  'not-first-purchase': 'voucher-not-first-purchase',
  'needs-goods': 'voucher-needs-goods',
  'needs-code': 'voucher-needs-code',
  'no-goods-in-scope': 'voucher-no-goods-in-scope',
  'too-many-units': 'voucher-too-many-units',
  'too-much-spend': 'voucher-too-much-spend',
  'limit-program': 'voucher-limit-program',
  'limit-day': 'voucher-limit-day',
  'limit-store-day': 'voucher-limit-store-day',
  'limit-member': 'voucher-limit-member',
  'limit-member-day': 'voucher-limit-member-day',
  'no-discount-left': 'voucher-no-discount-left',
  'discount-too-small': 'voucher-discount-too-small',
  'outside-program': 'voucher-outside-program',
} as const satisfies Record<PlainBlockCode, string>;

/** The same in words, for the list of the member's vouchers. */
export function blockWords(block: VoucherBlock, program: Program | null): LocalizedText {
  switch (block.code) {
    case 'voucher-used':
      return {
        'zh-TW': `${block.date} ${block.time} 已在${block.store}使用`,
        en: `Used at ${block.store} on ${block.date}, ${block.time}`,
      };
    case 'voucher-used-before':
      return { 'zh-TW': '這張券已經用過', en: 'Already used' };
    case 'voucher-cancelled':
      return { 'zh-TW': '這張券已作廢', en: 'Cancelled' };
    case 'voucher-needs-hq':
      return {
        'zh-TW': '要連上總部才能使用，請稍後再試',
        en: 'Needs head office; try again once connected',
      };
    case 'voucher-time-unknown':
      return {
        'zh-TW': '電腦時間不明，請連上總部後再試',
        en: 'The PC’s time is unknown; try again once connected to head office',
      };
    case 'program-missing':
      return { 'zh-TW': '還沒收到會員方案', en: 'The program has not arrived yet' };
    default:
      return refusedWords(block, program ?? { coupons: [], rewards: [] });
  }
}

function sourceName(program: Program | null, source: DiscountSource): LocalizedText {
  const named =
    source.kind === 'reward'
      ? program?.rewards.find((one) => one.rewardId === source.rewardId)
      : program?.coupons.find((one) => one.couponId === source.couponId);
  return named?.name ?? { 'zh-TW': '其他優惠', en: 'another offer' };
}
