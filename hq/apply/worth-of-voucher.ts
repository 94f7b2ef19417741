import type { IssuedVoucherRef } from '../../app/contract/events.ts';
import type { Program } from '../../app/domain/program.ts';

/** The most a voucher can take off, NT$, with all its uses; 0 where its coupon does not say. */
export function worthOfVoucher(
  program: Program | null,
  { couponId, uses }: Pick<IssuedVoucherRef, 'couponId' | 'uses'>,
): number {
  const effect = program?.coupons.find((coupon) => coupon.couponId === couponId)?.effect;
  if (effect?.kind === 'amount') return effect.amountMinor * uses;
  if (effect?.kind === 'percent') return (effect.maxMinor ?? 0) * uses;
  return 0;
}
