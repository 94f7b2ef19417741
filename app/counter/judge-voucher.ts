import { parseAmountText } from '../domain/money.ts';
import { businessDate, compareDates, formatClock } from '../domain/time.ts';
import type { Voucher } from '../db/vouchers.ts';
import { say, type NoticeDraft } from './notice-codes.ts';
import { voucherName } from './preview-sale.ts';
import type { Scene } from './scene.ts';

/**
 * Why a voucher cannot be put on the open sale now; null = it can. Needs a member on the sale. The
 * amount counts only once there is one.
 */
export function judgeVoucher(scene: Scene, voucher: Voucher): NoticeDraft | null {
  const { program, sale, moment } = scene;
  const name = voucherName(program, voucher);
  const spent = judgeSpent(scene, voucher);
  if (spent !== null) return spent;
  if (voucher.memberId !== sale.memberId) return say('voucher-of-other-member', { name });
  if (sale.identifiedBy !== 'scan') return say('voucher-needs-card', { name });
  if (compareDates(moment.today, voucher.validFrom) < 0)
    return say('voucher-not-yet-valid', { name, date: voucher.validFrom });
  if (compareDates(moment.today, voucher.validUntil) > 0)
    return say('voucher-expired', { name, date: voucher.validUntil });
  if (program === null) return say('program-missing', {});
  const coupon = program.coupons.find((c) => c.couponId === voucher.couponId);
  if (coupon === undefined) return say('voucher-unknown-coupon', { name });
  const amount = parseAmountText(sale.amountText);
  const missingMinor = amount.kind === 'amount' ? coupon.minSpendMinor - amount.amountMinor : 0;
  if (missingMinor > 0)
    return say('voucher-min-spend', { name, minSpendMinor: coupon.minSpendMinor, missingMinor });
  const max = program.vouchersPerSaleMax;
  const others = sale.voucherIds.filter((id) => id !== voucher.voucherId);
  return others.length >= max ? say('too-many-vouchers', { max }) : null;
}

/** Whether the voucher is gone for everybody: used (when and where) or cancelled. */
export function judgeSpent(scene: Scene, voucher: Voucher): NoticeDraft | null {
  const name = voucherName(scene.program, voucher);
  if (voucher.used !== null) {
    const { atMs, storeName } = voucher.used;
    if (atMs === null) return say('voucher-used-before', { name });
    const store = storeName ?? scene.store?.name ?? scene.settings.brandName;
    return say('voucher-used', { name, date: businessDate(atMs), time: formatClock(atMs), store });
  }
  return voucher.state === 'cancelled' ? say('voucher-cancelled', { name }) : null;
}
