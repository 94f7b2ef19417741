import type { Coupon } from '../domain/program-coupon.ts';
import { isSameCode } from '../domain/fold-code.ts';
import type { Program } from '../domain/program.ts';
import type { EvaluatedSale } from '../domain/sale.ts';
import { isInDoubt } from './judge-known.ts';
import type { Scene } from './scene.ts';
import type { NamedVoucher, VoucherBlock } from './voucher-block.ts';

/** The coupon that everybody uses by this one code, if the program has it. */
export function findCodeCoupon(program: Program | null, code: string): Coupon | null {
  return (
    program?.coupons.find((one) => one.trigger === 'code' && isSameCode(code, one.code)) ?? null
  );
}

/** A code on the sale as the sentences about vouchers name it. */
export function namedCode(program: Program | null, code: string): NamedVoucher {
  const coupon = findCodeCoupon(program, code);
  const { couponId = null, validFrom = null, validUntil = null } = coupon ?? {};
  // Without days no sentence names them.
  return { couponId, code, validFrom: validFrom ?? '', validUntil: validUntil ?? '' };
}

/** What the counter knows besides the rules: a coupon that HQ must know of, days by a clock nobody vouches for. */
export function judgeKnownCode(
  { program, hqHeard, moment }: Pick<Scene, 'program' | 'hqHeard' | 'moment'>,
  code: string,
): VoucherBlock | null {
  const coupon = findCodeCoupon(program, code);
  if (coupon === null) return { code: 'voucher-unknown-coupon' };
  if (isInDoubt(moment, coupon)) return { code: 'voucher-time-unknown' };
  return coupon.offlineClass === 'B' && !hqHeard ? { code: 'voucher-needs-hq' } : null;
}

/** Why the rules do not use a code of the sale they were run over; null = they use it. */
export function codeRefusal(
  { refused }: EvaluatedSale,
  program: Program,
  code: string,
): VoucherBlock | null {
  const couponId = findCodeCoupon(program, code)?.couponId;
  const found = refused.find(({ source }) =>
    source.kind === 'code'
      ? isSameCode(code, source.code)
      : source.kind === 'coupon' && source.couponId === couponId,
  );
  return found?.why ?? null;
}
