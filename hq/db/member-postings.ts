import { sql } from 'kysely';
import type { CouponId, EventId, MemberId, SaleId } from '../../app/domain/ids.ts';
import type { LedgerEntry } from '../../app/domain/sale.ts';
import { groupBy } from './group-by.ts';
import type { HqHandle } from './hq-db.ts';
import { memberAccount } from './ledger.ts';

/** Something in a member's history, as the member is to see it. */
export type MemberPosting = {
  readonly eid: EventId;
  readonly atMs: number;
  /** Of an event its type, of HQ's own posting its `why`. */
  readonly by: string;
  /** All entries on this member together. */
  readonly points: number;
  readonly storeName: string | null;
  /** Of the member's own sale, or the refund of one; null where it was another's sale that moved the points. */
  readonly sale: {
    readonly saleId: SaleId;
    readonly saleNo: string;
    readonly paidMinor: number;
  } | null;
  readonly refund: { readonly mode: 'void' | 'refund'; readonly moneyMinor: number } | null;
  /** Of an exchange: what the points became. */
  readonly couponId: CouponId | null;
  readonly rawBody: string | null;
  readonly entries: readonly Pick<LedgerEntry, 'kind' | 'points' | 'expiresOn'>[];
};

/** Where a page begins: below this one. */
export type PostingPlace = { readonly atMs: number; readonly eid: EventId };

type Row = {
  readonly eid: EventId;
  readonly atMs: number;
  readonly by: string;
  readonly points: string | number;
  readonly storeName: string | null;
  readonly saleId: SaleId | null;
  readonly saleNo: string | null;
  readonly paidMinor: number | null;
  readonly mode: 'void' | 'refund' | null;
  readonly moneyMinor: number | null;
  readonly couponId: CouponId | null;
  readonly rawBody: Uint8Array | null;
};

/**
 * The history of these ids (one member's) below a place, newest first: what moved their points, and their
 * own sales and refunds that moved none. Postings that moved no points tell a member nothing.
 */
export async function listMemberPostings(
  db: HqHandle,
  memberIds: readonly MemberId[],
  page: { readonly below: PostingPlace | null; readonly limit: number },
): Promise<MemberPosting[]> {
  if (memberIds.length === 0) return [];
  const accounts = memberIds.map(memberAccount);
  const ids = sql.join(memberIds);
  const below = page.below;
  const isBelow =
    below === null
      ? sql`true`
      : sql`("atMs" < ${below.atMs} OR ("atMs" = ${below.atMs} AND eid < ${below.eid}))`;
  const { rows } = await sql<Row>`
    SELECT * FROM (
      SELECT moved.eid, coalesce(event.type, posting.why, '') AS "by",
        coalesce(event.at_ms, posting.at_ms, 0) AS "atMs", coalesce(sums.points, 0) AS points,
        store.name AS "storeName", event.raw_body AS "rawBody", own.sale_id AS "saleId",
        own.sale_no AS "saleNo", own.paid_minor AS "paidMinor", refund.mode,
        refund.money_minor AS "moneyMinor", posting.detail->>'couponId' AS "couponId"
      FROM (
          SELECT eid FROM entry WHERE account IN (${sql.join(accounts)}) AND account <> 'liability'
          UNION SELECT eid FROM sale WHERE member_id IN (${ids})
          UNION SELECT eid FROM refund WHERE member_id IN (${ids}) AND state = 'applied'
        ) AS moved
        LEFT JOIN (
          SELECT eid, sum(points)::bigint AS points FROM entry
          WHERE account IN (${sql.join(accounts)}) AND account <> 'liability' GROUP BY eid
        ) AS sums ON sums.eid = moved.eid
        LEFT JOIN event ON event.eid = moved.eid AND event.first_of_eid
        LEFT JOIN install ON install.install_id = event.inst
        LEFT JOIN store ON store.store_id = install.store_id
        LEFT JOIN posting ON posting.posting_id = moved.eid
        LEFT JOIN refund ON refund.eid = moved.eid AND refund.state = 'applied'
        LEFT JOIN sale AS own ON (own.eid = moved.eid OR own.sale_id = refund.sale_id)
          AND own.member_id IN (${ids})
    ) AS all_of_it
    WHERE ${isBelow} ORDER BY "atMs" DESC, eid DESC LIMIT ${page.limit}`.execute(db);
  const entriesOf = await listEntriesOf(
    db,
    accounts,
    rows.map(({ eid }) => eid),
  );
  return rows.map((row) => ({
    eid: row.eid,
    atMs: row.atMs,
    by: row.by,
    points: Number(row.points),
    storeName: row.storeName,
    sale:
      row.saleId === null || row.saleNo === null || row.paidMinor === null
        ? null
        : { saleId: row.saleId, saleNo: row.saleNo, paidMinor: row.paidMinor },
    refund:
      row.mode === null || row.moneyMinor === null
        ? null
        : { mode: row.mode, moneyMinor: row.moneyMinor },
    couponId: row.couponId,
    rawBody: row.rawBody === null ? null : Buffer.from(row.rawBody).toString('utf8'),
    entries: entriesOf.get(row.eid) ?? [],
  }));
}

async function listEntriesOf(
  db: HqHandle,
  accounts: readonly string[],
  eids: readonly EventId[],
): Promise<Map<EventId, MemberPosting['entries'][number][]>> {
  if (eids.length === 0) return new Map();
  const rows = await db
    .selectFrom('entry')
    .select(['eid', 'kind', 'points', 'expires_on as expiresOn'])
    .where('account', 'in', accounts)
    .where('account', '<>', 'liability')
    .where('eid', 'in', eids)
    .orderBy('eid')
    .orderBy('leg')
    .execute();
  return groupBy(rows, (row) => row.eid);
}

/** How many members these ids (one member's) brought, and for how many of them the reward was given. */
export async function countInvited(
  db: HqHandle,
  memberIds: readonly MemberId[],
): Promise<{ readonly invited: number; readonly rewarded: number }> {
  if (memberIds.length === 0) return { invited: 0, rewarded: 0 };
  const row = await db
    .selectFrom('member')
    .select((eb) => [
      eb.fn.countAll<string>().as('invited'),
      eb.fn.count<string>('referral_eid').as('rewarded'),
    ])
    .where('inviter_id', 'in', memberIds)
    .where('merged_into', 'is', null)
    .executeTakeFirst();
  return { invited: Number(row?.invited ?? 0), rewarded: Number(row?.rewarded ?? 0) };
}
