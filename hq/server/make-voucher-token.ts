import { signVoucherToken } from '../../app/db/sign-voucher-token.ts';
import type { VoucherId } from '../../app/domain/ids.ts';
import { businessDate } from '../../app/domain/time.ts';
import { getBrand } from '../db/brand.ts';
import { programInForce } from '../db/program-in-force.ts';
import { listPrograms } from '../db/programs.ts';
import { listRedemptions, lockVouchersById } from '../db/vouchers.ts';
import type { HqDeps } from './hq-deps.ts';

/**
 * The signed text of a voucher's QR. Null for a voucher that is unknown, cancelled or used up, and for a
 * count ticket: how much is left of one cannot stand on paper.
 */
export async function makeVoucherToken(
  deps: Pick<HqDeps, 'db' | 'nowMs'>,
  voucherId: VoucherId,
): Promise<string | null> {
  const { signingKey } = await getBrand(deps.db);
  const programs = await listPrograms(deps.db);
  const program = programInForce(programs.values(), businessDate(deps.nowMs()));
  return await deps.db.transaction().execute(async (trx) => {
    const voucher = (await lockVouchersById(trx, [voucherId])).get(voucherId);
    if (voucher === undefined || voucher.cancelled || voucher.uses !== 1) return null;
    if ((await listRedemptions(trx, [voucherId])).has(voucherId)) return null;
    const { couponId, memberId } = voucher;
    const coupon = program?.coupons.find((one) => one.couponId === couponId);
    return signVoucherToken(signingKey, {
      class: coupon?.offlineClass ?? 'B',
      voucherId,
      couponId,
      memberId,
      validFrom: voucher.validFrom,
      validUntil: voucher.validUntil,
    });
  });
}
