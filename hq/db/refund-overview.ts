import { sql } from 'kysely';
import type { MemberId, RefundId } from '../../app/domain/ids.ts';
import type { HqHandle } from './hq-db.ts';

/** A refund for people. Amounts in whole NT$. */
export type RefundOverview = {
  readonly refundId: RefundId;
  readonly mode: 'void' | 'refund';
  readonly state: 'awaiting' | 'applied' | 'no-effect';
  readonly atMs: number;
  readonly receivedAtMs: number;
  readonly storeName: string;
  readonly counterLabel: string;
  readonly memberId: MemberId;
  readonly memberName: string;
  /** Null while HQ does not have the sale. */
  readonly saleNo: string | null;
  readonly saleAtMs: number | null;
  readonly amountMinor: number;
  readonly moneyMinor: number;
  readonly clawedBack: number;
  readonly returned: number;
  readonly complete: boolean;
};

/** A place in the list of refunds, between two of them. */
export type RefundPlace = { readonly atMs: number; readonly refundId: RefundId };

/** Refunds from newest to oldest, of these members only where `memberIds` are given. */
export async function listLatestRefunds(
  db: HqHandle,
  page: {
    readonly before: RefundPlace | null;
    readonly limit: number;
    readonly memberIds?: readonly MemberId[];
  },
): Promise<RefundOverview[]> {
  const { before, memberIds } = page;
  const after =
    before === null
      ? sql`true`
      : sql`(refund.at_ms, refund.refund_id) < (${before.atMs}, ${before.refundId}::uuid)`;
  const ofThem =
    memberIds === undefined ? sql`true` : sql`refund.member_id IN (${sql.join(memberIds)})`;
  const rows = await sql<RefundOverview>`
    SELECT refund.refund_id AS "refundId", refund.mode, refund.state, refund.at_ms AS "atMs",
      received_at_ms AS "receivedAtMs", store.name AS "storeName", counter_label AS "counterLabel",
      refund.member_id AS "memberId", coalesce(member.name, '') AS "memberName",
      sale.sale_no AS "saleNo", sale.at_ms AS "saleAtMs", refund.amount_minor AS "amountMinor",
      refund.money_minor AS "moneyMinor",
      coalesce((refund.result ->> 'clawedBack')::integer, 0) AS "clawedBack",
      coalesce((refund.result ->> 'returned')::integer, 0) AS returned, refund.complete
    FROM (SELECT * FROM refund WHERE ${after} AND ${ofThem}
        ORDER BY at_ms DESC, refund_id DESC LIMIT ${page.limit}) AS refund
      JOIN store USING (store_id)
      JOIN install ON install.install_id = refund.inst
      JOIN event ON event.eid = refund.eid AND event.first_of_eid
      LEFT JOIN sale ON sale.sale_id = refund.sale_id
      LEFT JOIN member ON member.member_id = refund.member_id
    ORDER BY refund.at_ms DESC, refund.refund_id DESC`.execute(db);
  return rows.rows;
}

/** How many refunds these members have. */
export async function countRefunds(db: HqHandle, memberIds: readonly MemberId[]): Promise<number> {
  const found = await sql<{ n: number }>`
    SELECT count(*)::integer AS n FROM refund
    WHERE member_id IN (${sql.join(memberIds)})`.execute(db);
  return found.rows[0]?.n ?? 0;
}
