import { sql } from 'kysely';
import type { CouponId, MemberId, VoucherId } from '../../app/domain/ids.ts';
import type { CalendarDate } from '../../app/domain/time.ts';
import type { HqHandle } from './hq-db.ts';
import type { MemberPage } from './nightly.ts';
import { listRedemptions } from './vouchers.ts';

/** Below every id. */
const firstId = '00000000-0000-0000-0000-000000000000';

/**
 * Members LINE reaches who asked for news, and of whom a voucher ends on one day or points lapse after
 * another; under ids merged into them too. May name one whose voucher or points are used up.
 */
export async function listMembersToRemind(
  db: HqHandle,
  ends: { readonly vouchersOn: CalendarDate; readonly pointsOn: CalendarDate },
  page: MemberPage,
): Promise<MemberId[]> {
  const { rows } = await sql<{ member_id: MemberId }>`
    SELECT l.member_id FROM line_account AS l
    WHERE l.state = 'bound' AND l.marketing AND l.member_id > ${page.after ?? firstId}
      AND EXISTS (
        SELECT 1 FROM (
          SELECT l.member_id AS id
          UNION ALL SELECT m.member_id FROM member AS m WHERE m.merged_into = l.member_id) AS own
        WHERE EXISTS (
            SELECT 1 FROM voucher AS v
            WHERE v.member_id = own.id AND v.valid_until = ${ends.vouchersOn} AND NOT v.cancelled)
          OR EXISTS (
            SELECT 1 FROM entry AS e
            WHERE e.account = 'member:' || own.id AND e.account <> 'liability'
              AND e.expires_on = ${ends.pointsOn} AND e.points > 0))
    ORDER BY l.member_id LIMIT ${page.limit}`.execute(db);
  return rows.map((row) => row.member_id);
}

/** A voucher of which something is left. */
export type UsableVoucher = {
  readonly voucherId: VoucherId;
  readonly couponId: CouponId;
  readonly memberId: MemberId;
  readonly validFrom: CalendarDate;
  readonly validUntil: CalendarDate;
  /** What is left of it. */
  readonly uses: number;
};

/** The vouchers of these ids that end within these days (`until` null = whenever), the soonest first. */
export async function listUsableVouchers(
  db: HqHandle,
  memberIds: readonly MemberId[],
  { from, until }: { readonly from: CalendarDate; readonly until: CalendarDate | null },
): Promise<UsableVoucher[]> {
  if (memberIds.length === 0) return [];
  let query = db
    .selectFrom('voucher')
    .select(['voucher_id', 'coupon_id', 'member_id', 'valid_from', 'valid_until', 'uses'])
    .where('member_id', 'in', memberIds)
    .where('cancelled', '=', false)
    .where('valid_until', '>=', from)
    .orderBy('valid_until')
    .orderBy('voucher_id');
  if (until !== null) query = query.where('valid_until', '<=', until);
  const rows = await query.execute();
  const used = await listRedemptions(
    db,
    rows.map((row) => row.voucher_id),
  );
  return rows.flatMap((row) => {
    const uses = row.uses - (used.get(row.voucher_id)?.uses ?? 0);
    if (uses <= 0) return [];
    return [
      {
        voucherId: row.voucher_id,
        couponId: row.coupon_id,
        memberId: row.member_id,
        validFrom: row.valid_from,
        validUntil: row.valid_until,
        uses,
      },
    ];
  });
}
