import { isInEffect } from '../domain/sale-conditions.ts';
import { placeInDays } from '../domain/voucher-validity.ts';
import { limitReached } from '../domain/use-limits.ts';
import { codeRefusal, findCodeCoupon, judgeKnownCode } from './code-coupon.ts';
import { askScene } from './evaluate-scene.ts';
import type { Scene } from './scene.ts';
import type { VoucherBlock } from './voucher-block.ts';

/**
 * Why a shared code cannot be put on the open sale now, beside what is on it; null = it can. Needs a
 * member on the sale. Without an amount only what holds for any amount is looked at.
 */
export function judgeCode(scene: Scene, code: string): VoucherBlock | null {
  const known = judgeKnownCode(scene, code);
  if (known !== null) return known;
  const others = scene.sale.codes.filter((one) => one !== code);
  const codes = [...others, code];
  const asked = askScene({ ...scene, sale: { ...scene.sale, codes } });
  if (asked === null || asked.kind === 'refused') return judgeWithoutAmount(scene, code);
  return codeRefusal(asked.result, asked.program, code);
}

/** The part of the rules that asks for no goods: when, how often, how many. */
function judgeWithoutAmount(scene: Scene, code: string): VoucherBlock | null {
  const { program, sale, moment, state } = scene;
  if (program === null) return { code: 'program-missing' };
  const coupon = findCodeCoupon(program, code);
  if (coupon === null) return { code: 'voucher-unknown-coupon' };
  const { couponId, limits, validFrom, validUntil } = coupon;
  const place = placeInDays(validFrom, validUntil, moment.today);
  if (place === 'before') return { code: 'voucher-not-yet-valid' };
  if (place !== 'within') return { code: 'voucher-expired' };
  if (!isInEffect(program, moment.today)) return { code: 'outside-program' };
  const full = limitReached(limits, state?.useCounts ?? [], couponId, 0);
  if (full !== null) return full;
  const others = sale.codes.filter((one) => one !== code);
  return sale.voucherIds.length + others.length >= program.vouchersPerSaleMax
    ? { code: 'too-many-vouchers' }
    : null;
}
