import type { CouponId, VoucherId } from './ids.ts';
import type { LocalizedText, Program } from './program.ts';
import type { RefundContext, RefundReason, RefundResult, SettledSale } from './refund.ts';
import type { RefundChange } from './refund-change.ts';
import { bringsGift, giftsOnSale, restOfSale } from './rest-of-sale.ts';
import type { StampsBack } from './stamps-back.ts';
import { vouchersBack } from './vouchers-back.ts';

/** What a refund does to vouchers. */
export type GiftsTakenBack = Pick<RefundResult, 'cancelled' | 'reissued'> & {
  readonly reasons: readonly RefundReason[];
};

/**
 * Vouchers the sale gave become void unless used (a used one stays used): those of gifts that what is
 * left of the sale would not bring, and all with the last of what was paid, but not those of stamp
 * cards that stay full. Vouchers it used come back, see `vouchersBack`.
 */
export function takeBackGifts(
  program: Program,
  context: RefundContext,
  change: RefundChange,
  { stayFull }: Pick<StampsBack, 'stayFull'>,
): GiftsTakenBack {
  const lost = change.takesLast
    ? withoutRewards(context.sale.issued, stayFull)
    : lostVouchers(program, context.sale, change);
  const known = new Set<VoucherId>(context.earlier.flatMap((one) => one.cancelled));
  const gone = lost.filter((voucher) => !known.has(voucher.voucherId));
  // That a used one stays is said once, with the last.
  const told = gone.filter((voucher) => change.takesLast || !voucher.used);
  const reissued = vouchersBack(program, context, change);
  return {
    cancelled: gone.filter((voucher) => !voucher.used).map((voucher) => voucher.voucherId),
    reissued,
    reasons: [
      ...told.map(({ used, couponId }): RefundReason => {
        const name = couponName(program, couponId);
        return { code: used ? 'voucher-stays' : 'voucher-cancelled', name };
      }),
      ...reissued.map(({ couponId }): RefundReason => {
        return { code: 'voucher-reissued', name: couponName(program, couponId) };
      }),
    ],
  };
}

type Issued = SettledSale['issued'][number];

function couponName(program: Program, couponId: CouponId): LocalizedText {
  const coupon = program.coupons.find((one) => one.couponId === couponId);
  return coupon === undefined ? { 'zh-TW': couponId, en: couponId } : coupon.name;
}

/** All but the unused vouchers that cards gave which stay full. */
function withoutRewards(
  issued: readonly Issued[],
  stayFull: StampsBack['stayFull'],
): readonly Issued[] {
  const cardIds = stayFull.map((card) => card.cardId);
  return issued.filter((voucher) => voucher.used || !cardIds.includes(voucher.because));
}

function lostVouchers(
  program: Program,
  sale: SettledSale,
  { linesAfter, after }: RefundChange,
): Issued[] {
  const rest = restOfSale(program, sale, linesAfter, after);
  const lostIds = giftsOnSale(program, sale)
    .filter((gift) => !bringsGift(rest, gift))
    .map((gift) => gift.giftId);
  return sale.issued.filter((voucher) => lostIds.includes(voucher.because));
}
