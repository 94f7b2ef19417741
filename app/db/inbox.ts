import { sql } from 'kysely';
import type { EventId, SaleId } from '../domain/ids.ts';
import { findRow, fixedQuery, listRows, readKept } from './fixed-query.ts';
import type { Reader, Trx } from './handles.ts';

/** What HQ said of an own event other than plainly "applied", and the sale or refund it was. */
export type ToldReceipt = {
  readonly eid: EventId;
  readonly status: 'applied' | 'duplicate' | 'quarantined';
  readonly findings: readonly string[];
  readonly atMs: number;
  readonly saleId: SaleId | null;
  readonly saleNo: string | null;
  readonly memberName: string | null;
  readonly paidMinor: number | null;
};

const receiptKeyStart = sql.lit('receipt:');

/** By what the item of a receipt is marked. */
export function receiptKey({ eid, status }: Pick<ToldReceipt, 'eid' | 'status'>): string {
  return `receipt:${eid}:${status}`;
}

type ToldRow = {
  readonly eid: EventId;
  readonly status: ToldReceipt['status'];
  readonly exceptions: string;
  readonly at_ms: number;
  readonly sale_id: SaleId | null;
  readonly sale_no: string | null;
  readonly name: string | null;
  readonly paid_minor: number | null;
};

/**
 * The newest of what HQ told since `fromMs`. An event that HQ applied once and was offered again is no
 * duplicate to anybody: its later receipts are left out.
 */
export async function listToldReceipts(
  db: Reader,
  given: { readonly fromMs: number; readonly limit: number },
): Promise<readonly ToldReceipt[]> {
  return (await listRows(db, toldReceipts, given)).map((row) => ({
    eid: row.eid,
    status: row.status,
    findings: JSON.parse(row.exceptions) as string[],
    atMs: row.at_ms,
    saleId: row.sale_id,
    saleNo: row.sale_no,
    memberName: row.name,
    paidMinor: row.paid_minor,
  }));
}

/** The condition is the index's own, word for word: only so SQLite takes it. */
const told = sql`(receipt.status <> 'applied' OR receipt.exceptions <> '[]')`;

const toldReceipts = fixedQuery(
  (_db, { fromMs, limit }: { readonly fromMs: number; readonly limit: number }) => sql<ToldRow>`
    SELECT receipt.eid, receipt.status, receipt.exceptions, receipt.at_ms, sale.sale_id, sale.sale_no,
           member.name, coalesce(refund.amount_minor, sale.paid_minor) AS paid_minor
    FROM receipt INDEXED BY receipt_told
    JOIN event ON event.eid = receipt.eid
    LEFT JOIN refund ON refund.eid = receipt.eid AND refund.origin = 'own'
    LEFT JOIN sale ON sale.sale_id = coalesce(
      refund.sale_id, (SELECT own.sale_id FROM sale AS own WHERE own.eid = receipt.eid))
    LEFT JOIN member ON member.member_id = event.member_id
    WHERE ${told} AND receipt.at_ms >= ${fromMs}
      AND (receipt.status = 'applied' OR NOT EXISTS (
        SELECT 1 FROM receipt AS other WHERE other.eid = receipt.eid AND other.status = 'applied'))
    ORDER BY receipt.at_ms DESC, receipt.pos DESC LIMIT ${limit} + 0`,
);

/** How many receipts nobody has marked as seen, up to `limit`. Asked with every view: kept until one comes. */
export async function countUnseenReceipts(
  db: Reader,
  given: { readonly fromMs: number; readonly limit: number },
): Promise<number> {
  return await readKept(db, unseenReceipts, given, ([row]) => row?.n ?? 0);
}

const unseenReceipts = fixedQuery(
  (_db, { fromMs, limit }: { readonly fromMs: number; readonly limit: number }) => sql<{
    n: number;
  }>`
    SELECT count(*) AS n FROM (SELECT DISTINCT receipt.eid, receipt.status
      FROM receipt INDEXED BY receipt_told
      WHERE ${told} AND receipt.at_ms >= ${fromMs}
        AND (receipt.status = 'applied' OR NOT EXISTS (
          SELECT 1 FROM receipt AS other WHERE other.eid = receipt.eid AND other.status = 'applied'))
        AND NOT EXISTS (SELECT 1 FROM inbox_seen
          WHERE item_key = ${receiptKeyStart} || receipt.eid || ':' || receipt.status)
      LIMIT ${limit} + 0)`,
);

/** Items somebody marked as seen, and when. */
export async function listSeen(db: Reader): Promise<ReadonlyMap<string, number>> {
  return await readKept(
    db,
    seenRows,
    {},
    (rows) => new Map(rows.map((row) => [row.item_key, row.seen_at_ms])),
  );
}

const seenRows = fixedQuery((db) => db.selectFrom('inbox_seen').selectAll());

/** Marks an item as seen; a mark that stands stays as it is. */
export async function markSeen(
  trx: Trx,
  { key, nowMs }: { readonly key: string; readonly nowMs: number },
): Promise<void> {
  await findRow(trx, seenAdded, { key, nowMs });
}

const seenAdded = fixedQuery(
  (_db, { key, nowMs }: { readonly key: string; readonly nowMs: number }) => sql`
  INSERT INTO inbox_seen (item_key, seen_at_ms) VALUES (${key}, ${nowMs})
  ON CONFLICT (item_key) DO NOTHING`,
);

/** Takes the mark off again. */
export async function markUnseen(trx: Trx, key: string): Promise<void> {
  await findRow(trx, seenTaken, { key });
}

const seenTaken = fixedQuery((db, { key }: { readonly key: string }) =>
  db.deleteFrom('inbox_seen').where('item_key', '=', key),
);

/** Lets go of marks older than anything that is listed. */
export async function deleteOldMarks(trx: Trx, beforeMs: number): Promise<void> {
  await findRow(trx, oldMarksGone, { beforeMs });
}

const oldMarksGone = fixedQuery((db, { beforeMs }: { readonly beforeMs: number }) =>
  db.deleteFrom('inbox_seen').where('seen_at_ms', '<', beforeMs),
);
