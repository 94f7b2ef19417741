import { evaluateSale } from '../domain/evaluate-sale.ts';
import { strongerNeed } from '../domain/redeem-needs.ts';
import { effectiveDays } from '../domain/voucher-validity.ts';
import type { Voucher } from '../db/vouchers.ts';
import { askScene, offeredVoucher } from './evaluate-scene.ts';
import { judgeKnown } from './judge-known.ts';
import type { Scene } from './scene.ts';
import type { VoucherBlock } from './voucher-block.ts';

/**
 * Why a voucher cannot be put on the open sale now, beside those that are on it; null = it can. Needs a
 * member on the sale. Without an amount only what holds for any amount is looked at.
 */
export function judgeVoucher(scene: Scene, voucher: Voucher): VoucherBlock | null {
  const known = judgeKnown(scene, voucher);
  if (known !== null) return known;
  const asked = askScene(scene);
  if (asked === null || asked.kind === 'refused') return judgeWithoutAmount(scene, voucher);
  const { program, state, asked: sale } = asked;
  const others = sale.vouchers.filter((one) => one.voucherId !== voucher.voucherId);
  const vouchers = [...others, offeredVoucher(voucher)];
  const result = evaluateSale(program, state, { ...sale, vouchers });
  if (result.kind === 'refused') return judgeWithoutAmount(scene, voucher);
  const refused = result.refused.find(
    ({ source }) => source.kind === 'voucher' && source.voucherId === voucher.voucherId,
  );
  return refused?.why ?? null;
}

/** The part of the rules that asks for no goods: whose, by card, when, how many. */
export function judgeWithoutAmount(scene: Scene, voucher: Voucher): VoucherBlock | null {
  const { program, sale, moment } = scene;
  if (program === null) return { code: 'program-missing' };
  if (voucher.memberId !== sale.memberId) return { code: 'voucher-of-other-member' };
  const need = strongerNeed({ program, sale: { identifiedBy: sale.identifiedBy ?? 'search' } });
  if (need !== null) return { code: `voucher-needs-${need}` };
  const coupon = program.coupons.find((c) => c.couponId === voucher.couponId);
  if (coupon === undefined) return { code: 'voucher-unknown-coupon' };
  const { validFrom, validUntil } = effectiveDays(voucher, coupon);
  if (validFrom !== null && moment.today < validFrom) return { code: 'voucher-not-yet-valid' };
  if (validUntil !== null && moment.today > validUntil) return { code: 'voucher-expired' };
  const others = sale.voucherIds.filter((id) => id !== voucher.voucherId);
  const onSale = others.length + sale.codes.length;
  return onSale >= program.vouchersPerSaleMax ? { code: 'too-many-vouchers' } : null;
}
