import type { MemberId } from '../../app/domain/ids.ts';
import type { CalendarDate } from '../../app/domain/time.ts';
import type { HqHandle } from '../db/hq-db.ts';
import { listVouchersOfMember } from '../db/member-history.ts';
import { listRedemptions } from '../db/vouchers.ts';
import type { HqVoucher, VoucherUses } from '../db/vouchers.ts';

/** A voucher with what was made of it. */
export type HeldVoucher = {
  readonly voucher: HqVoucher;
  readonly uses: VoucherUses | undefined;
  readonly usesLeft: number;
};

/** A member's vouchers; of somebody with thousands the newest. */
const vouchersMax = 600;

/** Vouchers of these ids (one member's): those that can be used today or later, soonest end first; and the others. */
export async function listHeldVouchers(
  db: HqHandle,
  memberIds: readonly MemberId[],
  today: CalendarDate,
): Promise<{ readonly usable: HeldVoucher[]; readonly past: HeldVoucher[] }> {
  const { rows } = await listVouchersOfMember(db, memberIds, vouchersMax);
  const usesOf = await listRedemptions(
    db,
    rows.map(({ voucherId }) => voucherId),
  );
  const all = rows.map((voucher): HeldVoucher => {
    const uses = usesOf.get(voucher.voucherId);
    return { voucher, uses, usesLeft: Math.max(0, voucher.uses - (uses?.uses ?? 0)) };
  });
  const isUsable = ({ voucher, usesLeft }: HeldVoucher) =>
    !voucher.cancelled && usesLeft > 0 && voucher.validUntil >= today;
  const usable = all
    .filter(isUsable)
    .toSorted((a, b) =>
      a.voucher.validUntil < b.voucher.validUntil
        ? -1
        : a.voucher.validUntil > b.voucher.validUntil
          ? 1
          : a.voucher.voucherId < b.voucher.voucherId
            ? -1
            : 1,
    );
  return { usable, past: all.filter((one) => !isUsable(one)) };
}
