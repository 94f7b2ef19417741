import type { AuthoriseOutcome } from '../../app/contract/spend-policy.ts';
import type { MemberId, VoucherId } from '../../app/domain/ids.ts';
import type { HqTrx } from '../db/hq-db.ts';
import { listRights } from '../db/spend-rights.ts';
import { listRedemptions, lockVouchersById } from '../db/vouchers.ts';

type VoucherRefusal = Extract<AuthoriseOutcome, { kind: 'voucher-refused' }>['why'];

/**
 * Why a voucher cannot be reserved for a member (given with all his ids), null when it can; it stays
 * locked until the transaction ends. Each open right holds one use of it.
 */
export async function refuseVoucher(
  trx: HqTrx,
  given: { readonly ids: readonly MemberId[]; readonly voucherId: VoucherId },
): Promise<VoucherRefusal | null> {
  const { ids, voucherId } = given;
  const voucher = (await lockVouchersById(trx, [voucherId])).get(voucherId);
  if (voucher === undefined) return 'unknown';
  if (voucher.cancelled) return 'cancelled';
  if (!ids.includes(voucher.memberId)) return 'of-other-member';
  const uses = (await listRedemptions(trx, [voucherId])).get(voucherId)?.uses ?? 0;
  if (uses >= voucher.uses) return 'used';
  const held = await listRights(trx, { openOnVouchers: [voucherId] }, true);
  return uses + held.length >= voucher.uses ? 'held-elsewhere' : null;
}
