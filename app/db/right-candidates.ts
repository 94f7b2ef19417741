import { sql } from 'kysely';
import type { CouponId, MemberId, VoucherId } from '../domain/ids.ts';
import type { Reader } from './handles.ts';
import { survivorOf } from './member-aliases.ts';
import { isRefused } from './refused-event.ts';

/** How far back a sale at this counter makes a member one of ours, and how many are looked at. */
const latelyMs = 60 * 86_400_000;
const latestMax = 200;

/** SQL: members with a sale of this counter, the latest first. */
function recentMembers(nowMs: number) {
  return sql`SELECT ${survivorOf(sql`sale.member_id`)} AS member_id, max(at_ms) AS at_ms FROM (
      SELECT member_id, at_ms FROM sale WHERE origin = 'own' AND at_ms > ${nowMs - latelyMs}
      ORDER BY at_ms DESC LIMIT ${sql.lit(latestMax)}) AS sale
    GROUP BY 1`;
}

/** SQL: rights of the install that records now. */
const held = sql`SELECT * FROM spend_right
  WHERE install_id = (SELECT install_id FROM install WHERE is_current = 1)`;

/** Members who bought here lately, have points, and hold no lease here; the latest first. */
export async function listLeaseCandidates(
  db: Reader,
  { nowMs }: { readonly nowMs: number },
): Promise<readonly MemberId[]> {
  const { rows } = await sql<{ member_id: MemberId }>`
    SELECT recent.member_id FROM (${recentMembers(nowMs)}) AS recent
    JOIN member ON member.member_id = recent.member_id AND member.points > 0
    WHERE NOT EXISTS (SELECT 1 FROM (${held}) AS held
      WHERE held.kind = 'lease' AND held.member_id = recent.member_id)
    ORDER BY recent.at_ms DESC LIMIT 50`.execute(db);
  return rows.map((row) => row.member_id);
}

/** Usable vouchers of the coupons given, of members who bought here lately, that are not pinned here. */
export async function listPinCandidates(
  db: Reader,
  given: {
    readonly couponIds: readonly CouponId[];
    readonly today: string;
    readonly nowMs: number;
  },
): Promise<readonly { readonly memberId: MemberId; readonly voucherId: VoucherId }[]> {
  const { couponIds, today, nowMs } = given;
  if (couponIds.length === 0) return [];
  const { rows } = await sql<{ member_id: MemberId; voucher_id: VoucherId }>`
    SELECT recent.member_id, voucher.voucher_id FROM (${recentMembers(nowMs)}) AS recent
    JOIN voucher ON voucher.member_id = recent.member_id
    WHERE voucher.state = 'issued' AND voucher.uses = 1
      AND voucher.coupon_id IN (SELECT value FROM json_each(${JSON.stringify(couponIds)}))
      AND voucher.valid_from <= ${today} AND voucher.valid_until >= ${today}
      AND NOT EXISTS (SELECT 1 FROM redemption WHERE redemption.voucher_id = voucher.voucher_id
        AND NOT ${isRefused(sql`redemption.eid`)})
      AND NOT EXISTS (SELECT 1 FROM (${held}) AS held WHERE held.voucher_id = voucher.voucher_id)
    ORDER BY recent.at_ms DESC LIMIT 50`.execute(db);
  return rows.map((row) => ({ memberId: row.member_id, voucherId: row.voucher_id }));
}
