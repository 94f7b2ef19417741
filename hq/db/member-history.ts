import { sql } from 'kysely';
import type { EventId, MemberId, SaleId } from '../../app/domain/ids.ts';
import type { LedgerEntry } from '../../app/domain/sale.ts';
import { groupBy } from './group-by.ts';
import type { HqHandle } from './hq-db.ts';
import { memberAccount } from './ledger.ts';
import type { HqVoucher } from './vouchers.ts';

/** Something that moved a member's points. */
export type Movement = {
  readonly eid: EventId;
  /** Its event's type, or its posting's `why`. */
  readonly by: string;
  readonly atMs: number;
  /** All entries on this member together. */
  readonly points: number;
  readonly storeName: string | null;
  /** Of an event: its bytes as they came. */
  readonly rawBody: string | null;
  readonly entries: readonly Pick<LedgerEntry, 'kind' | 'points' | 'expiresOn'>[];
};

type MovedRow = Omit<Movement, 'entries' | 'rawBody'> & { readonly rawBody: Uint8Array | null };

/** What moved the points of these ids (one member's) together, newest first, and how much there is in all. */
export async function listMovements(
  db: HqHandle,
  memberIds: readonly MemberId[],
  limit: number,
): Promise<{ readonly rows: Movement[]; readonly total: number }> {
  const accounts = memberIds.map(memberAccount);
  const moved = await sql<MovedRow>`
    SELECT moved.eid, coalesce(event.type, posting.why, '') AS "by",
      coalesce(event.at_ms, posting.at_ms, 0) AS "atMs", moved.points,
      store.name AS "storeName", event.raw_body AS "rawBody"
    FROM (SELECT eid, sum(points)::bigint AS points FROM entry WHERE account IN (${sql.join(accounts)})
        GROUP BY eid) AS moved
      LEFT JOIN event ON event.eid = moved.eid AND event.first_of_eid
      LEFT JOIN install ON install.install_id = event.inst
      LEFT JOIN store ON store.store_id = install.store_id
      LEFT JOIN posting ON posting.posting_id = moved.eid
    ORDER BY "atMs" DESC, moved.eid DESC LIMIT ${limit}`.execute(db);
  const all = await sql<{ n: number }>`
    SELECT count(DISTINCT eid)::integer AS n FROM entry
    WHERE account IN (${sql.join(accounts)})`.execute(db);
  const entriesOf = await listEntriesOf(
    db,
    accounts,
    moved.rows.map((row) => row.eid),
  );
  const rows = moved.rows.map((row) => ({
    ...row,
    rawBody: row.rawBody === null ? null : Buffer.from(row.rawBody).toString('utf8'),
    entries: entriesOf.get(row.eid) ?? [],
  }));
  return { rows, total: all.rows[0]?.n ?? 0 };
}

async function listEntriesOf(
  db: HqHandle,
  accounts: readonly string[],
  eids: readonly EventId[],
): Promise<Map<EventId, Movement['entries'][number][]>> {
  if (eids.length === 0) return new Map();
  const rows = await db
    .selectFrom('entry')
    .select(['eid', 'kind', 'points', 'expires_on as expiresOn'])
    .where('account', 'in', accounts)
    .where('eid', 'in', eids)
    .orderBy('eid')
    .orderBy('leg')
    .execute();
  return groupBy(rows, (row) => row.eid);
}

/** A member's sale for its page. */
export type SaleOfMember = {
  readonly saleId: SaleId;
  readonly saleNo: string;
  readonly atMs: number;
  readonly storeName: string;
  readonly paidMinor: number;
  readonly discountMinor: number;
  readonly points: number;
  readonly pointsSpent: number;
  readonly refundedMinor: number;
  readonly undone: boolean;
};

/** The sales of these ids together, newest first, and how many there are in all. */
export async function listSalesOfMember(
  db: HqHandle,
  memberIds: readonly MemberId[],
  limit: number,
): Promise<{ readonly rows: SaleOfMember[]; readonly total: number }> {
  const rows = await db
    .selectFrom('sale')
    .innerJoin('store', 'store.store_id', 'sale.store_id')
    .select([
      'sale_id as saleId',
      'sale_no as saleNo',
      'at_ms as atMs',
      'store.name as storeName',
      'paid_minor as paidMinor',
      'discount_minor as discountMinor',
      'points',
      'points_spent as pointsSpent',
      'refunded_minor as refundedMinor',
      'undone',
    ])
    .where('sale.member_id', 'in', memberIds)
    .orderBy('at_ms', 'desc')
    .limit(limit)
    .execute();
  return { rows, total: await countOf(db, 'sale', memberIds) };
}

/** The vouchers of these ids together, latest last day first, and how many there are in all. */
export async function listVouchersOfMember(
  db: HqHandle,
  memberIds: readonly MemberId[],
  limit: number,
): Promise<{ readonly rows: HqVoucher[]; readonly total: number }> {
  const rows = await db
    .selectFrom('voucher')
    .select([
      'voucher_id as voucherId',
      'code',
      'coupon_id as couponId',
      'member_id as memberId',
      'valid_from as validFrom',
      'valid_until as validUntil',
      'cancelled',
      'uses',
    ])
    .where('member_id', 'in', memberIds)
    .orderBy('cancelled')
    .orderBy('valid_until', 'desc')
    .orderBy('voucher_id', 'desc')
    .limit(limit)
    .execute();
  return { rows, total: await countOf(db, 'voucher', memberIds) };
}

async function countOf(
  db: HqHandle,
  table: 'sale' | 'voucher',
  memberIds: readonly MemberId[],
): Promise<number> {
  const found = await sql<{ n: number }>`
    SELECT count(*)::integer AS n FROM ${sql.table(table)}
    WHERE member_id IN (${sql.join(memberIds)})`.execute(db);
  return found.rows[0]?.n ?? 0;
}
