import { sql, type Selectable } from 'kysely';
import type { RefundId, SaleId } from '../domain/ids.ts';
import { findRow, fixedQuery, listRows } from './fixed-query.ts';
import type { Reader, Trx } from './handles.ts';
import type { Schema } from './schema.ts';

/** The number of a sale and whose number it is. */
export type PosKey = { readonly posName: string; readonly posSaleNo: string };

/** A sale that a POS handed over. `live`: it stands on the counter now; at most one does. */
export type PosSaleRow = PosKey & {
  readonly digest: string;
  /** What was handed over, as JSON. */
  readonly request: string;
  readonly state: 'queued' | 'live' | 'settled' | 'no-member' | 'cancelled' | 'voided';
  readonly closedBy: 'pos' | 'counter' | 'newer-sale' | 'expired' | null;
  readonly saleId: SaleId | null;
  readonly refundId: RefundId | null;
  /** What came of it, as JSON, once it is settled. */
  readonly result: string | null;
  /** The file it came in; null = by a call. */
  readonly sourceFile: string | null;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
};

function rowOf(row: Selectable<Schema['pos_sale']>): PosSaleRow {
  return {
    posName: row.pos_name,
    posSaleNo: row.pos_sale_no,
    digest: row.digest,
    request: row.request,
    state: row.state,
    closedBy: row.closed_by,
    saleId: row.sale_id,
    refundId: row.refund_id,
    result: row.result,
    sourceFile: row.source_file,
    createdAtMs: row.created_at_ms,
    updatedAtMs: row.updated_at_ms,
  };
}

/** A sale by its number; null when that POS never handed it over. */
export async function findPosSale(db: Reader, key: PosKey): Promise<PosSaleRow | null> {
  const row = await findRow(db, byKey, { ...key });
  return row === undefined ? null : rowOf(row);
}

const byKey = fixedQuery((db, { posName, posSaleNo }: PosKey) =>
  db
    .selectFrom('pos_sale')
    .selectAll()
    .where('pos_name', '=', posName)
    .where('pos_sale_no', '=', posSaleNo),
);

/** The sale that stands on the counter; null when none of a POS does. */
export async function findLivePosSale(db: Reader): Promise<PosSaleRow | null> {
  const row = await findRow(db, live, {});
  return row === undefined ? null : rowOf(row);
}

const live = fixedQuery((db) =>
  db.selectFrom('pos_sale').selectAll().where('state', '=', sql.lit('live')),
);

/** Sales that wait for the counter, the one that came first first. */
export async function listQueuedPosSales(db: Reader): Promise<readonly PosSaleRow[]> {
  return (await listRows(db, queued, {})).map(rowOf);
}

const queued = fixedQuery((db) =>
  db
    .selectFrom('pos_sale')
    .selectAll()
    .where('state', '=', sql.lit('queued'))
    .orderBy('created_at_ms')
    .orderBy('pos_sale_no'),
);

/** How many wait. */
export async function countQueuedPosSales(db: Reader): Promise<number> {
  return (await findRow(db, queuedCount, {}))?.n ?? 0;
}

const queuedCount = fixedQuery((db) =>
  db
    .selectFrom('pos_sale')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where('state', '=', sql.lit('queued')),
);

/** The sales touched last, newest first, of one POS or of all. */
export async function listLastPosSales(
  db: Reader,
  { limit, posName = null }: { readonly limit: number; readonly posName?: string | null },
): Promise<readonly PosSaleRow[]> {
  let query = db.selectFrom('pos_sale').selectAll();
  if (posName !== null) query = query.where('pos_name', '=', posName);
  return (
    await query
      .orderBy('updated_at_ms', 'desc')
      .orderBy('created_at_ms', 'desc')
      .limit(limit)
      .execute()
  ).map(rowOf);
}

/** Stores what was handed over, new or in the place of what stood under the number. */
export async function putPosSale(
  trx: Trx,
  sale: Omit<PosSaleRow, 'saleId' | 'refundId' | 'result' | 'closedBy' | 'createdAtMs'>,
): Promise<void> {
  const content = {
    digest: sale.digest,
    request: sale.request,
    state: sale.state,
    closed_by: null,
    source_file: sale.sourceFile,
    updated_at_ms: sale.updatedAtMs,
  };
  await trx
    .insertInto('pos_sale')
    .values({
      pos_name: sale.posName,
      pos_sale_no: sale.posSaleNo,
      ...content,
      sale_id: null,
      refund_id: null,
      result: null,
      created_at_ms: sale.updatedAtMs,
    })
    .onConflict((oc) => oc.columns(['pos_name', 'pos_sale_no']).doUpdateSet(content))
    .execute();
}

/** Stores a sale that was found settled in the log. */
export async function insertSettledPosSale(trx: Trx, row: PosSaleRow): Promise<void> {
  await trx
    .insertInto('pos_sale')
    .values({
      pos_name: row.posName,
      pos_sale_no: row.posSaleNo,
      digest: row.digest,
      request: row.request,
      state: 'settled',
      closed_by: null,
      sale_id: row.saleId,
      refund_id: null,
      result: row.result,
      source_file: null,
      created_at_ms: row.createdAtMs,
      updated_at_ms: row.updatedAtMs,
    })
    .execute();
}

/** Ends a sale, or moves it on; what is left out stays. */
export async function markPosSale(
  trx: Trx,
  { posName, posSaleNo }: PosKey,
  change: Partial<Pick<PosSaleRow, 'state' | 'closedBy' | 'saleId' | 'refundId' | 'result'>> & {
    readonly updatedAtMs: number;
  },
): Promise<void> {
  const { state, closedBy, saleId, refundId, result } = change;
  await trx
    .updateTable('pos_sale')
    .set({
      updated_at_ms: change.updatedAtMs,
      ...(state === undefined ? {} : { state }),
      ...(closedBy === undefined ? {} : { closed_by: closedBy }),
      ...(saleId === undefined ? {} : { sale_id: saleId }),
      ...(refundId === undefined ? {} : { refund_id: refundId }),
      ...(result === undefined ? {} : { result }),
    })
    .where('pos_name', '=', posName)
    .where('pos_sale_no', '=', posSaleNo)
    .execute();
}

/** Forgets a number, for its event to answer for it (see `findPosEvent`). */
export async function deletePosSale(trx: Trx, key: PosKey): Promise<void> {
  await findRow(trx, posSaleGone, key);
}

const posSaleGone = fixedQuery((db, { posName, posSaleNo }: PosKey) =>
  db.deleteFrom('pos_sale').where('pos_name', '=', posName).where('pos_sale_no', '=', posSaleNo),
);

/** The bytes of the event that settled a number, from the log itself; null when none did. */
export async function findPosEvent(
  db: Reader,
  { posName, posSaleNo }: PosKey,
): Promise<string | null> {
  const row = await findRow(db, byPosKey, { posKey: `${posName}:${posSaleNo}` });
  return row?.raw_body ?? null;
}

const byPosKey = fixedQuery((db, { posKey }: { readonly posKey: string }) =>
  db.selectFrom('event').select('raw_body').where('pos_key', '=', posKey).orderBy('event_no'),
);

/**
 * Lets go of what nobody asks for any more: sales that nothing was recorded of, and the lines handed over
 * with the others. Number, digest and result stay: a number counts once for ever.
 */
export async function prunePosSales(trx: Trx, beforeMs: number): Promise<void> {
  await sql`DELETE FROM pos_sale
    WHERE updated_at_ms < ${beforeMs} AND sale_id IS NULL AND state <> 'live'`.execute(trx);
  await sql`UPDATE pos_sale
    SET request = json_object('amountMinor', request->>'$.amountMinor')
    WHERE updated_at_ms < ${beforeMs} AND request->'$.lines' IS NOT NULL`.execute(trx);
}
