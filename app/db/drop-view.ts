import { sql, type RawBuilder } from 'kysely';
import type { MemberId } from '../domain/ids.ts';
import type { Trx } from './handles.ts';
import { offerRemarksAgain } from './remarks.ts';
import { rememberUntold } from './untold-members.ts';

/** Rows dropped in one go: some 10 ms, so that a scan does not wait. */
export const dropRowsMax = 500;

/**
 * HQ's stream is another one (it came back from a backup, or it is another HQ): what it told before is
 * dropped, bit by bit, and read anew from its start. Nothing recorded here is touched; members, stores
 * and rules stay usable meanwhile, so that awards never wait.
 */
export async function startDropping(trx: Trx, timeline: string): Promise<void> {
  await trx
    .updateTable('sync_state')
    .set({
      dropping: 1,
      timeline,
      cursor: 0,
      cursor_mark: null,
      pulled_rows: 0,
      caught_up_at_ms: null,
    })
    .execute();
  await offerRemarksAgain(trx);
  await trx.updateTable('program').set({ told: 0 }).where('origin', '=', 'hq').execute();
}

/** Where a drop has got to. Lost with the process it begins again, past what is gone already. */
export type DropPlace = { readonly table: number; readonly after: string };
export const firstDropPlace: DropPlace = { table: 0, after: '' };

type Part = {
  readonly table: RawBuilder<unknown>;
  /** The first column of the primary key or of a unique index. */
  readonly key: RawBuilder<unknown>;
  /** Which rows HQ told. */
  readonly told: RawBuilder<unknown>;
};

const usedInvoices: Part = {
  table: sql`used_invoice`,
  key: sql`invoice_key`,
  told: sql`store_name IS NOT NULL`,
};

const parts: readonly Part[] = [
  { table: sql`ledger_entry`, key: sql`eid`, told: sql`origin <> 'record'` },
  { table: sql`stamp_entry`, key: sql`eid`, told: sql`origin <> 'record'` },
  { table: sql`coupon_use`, key: sql`eid`, told: sql`origin <> 'record'` },
  { table: sql`receipt`, key: sql`eid`, told: sql`true` },
  { table: sql`sale`, key: sql`sale_id`, told: sql`origin = 'hq'` },
  { table: sql`refund`, key: sql`refund_id`, told: sql`origin = 'hq'` },
  { table: sql`redemption`, key: sql`voucher_id`, told: sql`origin = 'hq'` },
  usedInvoices,
  { table: sql`voucher`, key: sql`voucher_id`, told: sql`issued_eid IS NULL` },
  { table: sql`remark`, key: sql`remark_id`, told: sql`mine = 0` },
];

/**
 * Drops the next part of what HQ told; null = all gone, and reading may begin. Members' cached points go
 * along in the same transaction, so that they are the sum of the ledger at every moment.
 */
export async function dropSome(trx: Trx, place: DropPlace): Promise<DropPlace | null> {
  const part = parts[place.table];
  if (part === undefined) return await noteMembers(trx, place);
  const upTo = await findUpperKey(trx, part, place.after);
  if (upTo === null) return { table: place.table + 1, after: '' };
  const { table, key, told } = part;
  const where = sql`${key} > ${place.after} AND ${key} <= ${upTo} AND ${told}`;
  if (place.table === 0) await takePoints(trx, where);
  if (part === usedInvoices) await takeInvoices(trx, where);
  await sql`DELETE FROM ${table} WHERE ${where}`.execute(trx);
  return { table: place.table, after: upTo };
}

/** After the parts: whom HQ told of is remembered, until its new stream tells of them again. */
async function noteMembers(trx: Trx, { table, after }: DropPlace): Promise<DropPlace | null> {
  const last = await rememberUntold(trx, { after, limit: dropRowsMax });
  return last === null ? await finish(trx) : { table, after: last };
}

/** The last key of the next `dropRowsMax` rows; null when there are none. Rows of one key stay together. */
async function findUpperKey(
  trx: Trx,
  { table, key, told }: Part,
  after: string,
): Promise<string | null> {
  const { rows } = await sql<{ upper_key: string | null }>`
    SELECT max(k) AS upper_key FROM (
      SELECT ${key} AS k FROM ${table} WHERE ${key} > ${after} AND ${told}
      ORDER BY ${key} LIMIT ${sql.lit(dropRowsMax)})`.execute(trx);
  return rows[0]?.upper_key ?? null;
}

async function takePoints(trx: Trx, where: RawBuilder<unknown>): Promise<void> {
  await sql`
    UPDATE member SET points = member.points - gone.points
    FROM (WITH given AS MATERIALIZED (
            SELECT member_id, sum(points) AS points FROM ledger_entry WHERE ${where} GROUP BY member_id)
          SELECT member_id, sum(points) AS points FROM (
            SELECT member_id, points FROM given
            UNION ALL SELECT into_id, points FROM given CROSS JOIN member_alias USING (member_id))
          GROUP BY member_id) AS gone
    WHERE member.member_id = gone.member_id`.execute(trx);
}

/** Own sales whose e-invoice only HQ told (see `markToldInvoices`) have none any more. */
async function takeInvoices(trx: Trx, where: RawBuilder<unknown>): Promise<void> {
  await sql`
    UPDATE sale SET invoice_number = NULL, invoice_date = NULL
    WHERE origin = 'own' AND eid IN (SELECT eid FROM used_invoice WHERE ${where})`.execute(trx);
}

/** The small rest at once: merges, vouchers given here (as they were given), what was skipped. */
async function finish(trx: Trx): Promise<null> {
  await sql`
    UPDATE voucher SET state = 'issued', uses_left = uses, used_at_ms = NULL, used_store_name = NULL
    WHERE issued_eid IS NOT NULL
      AND (state <> 'issued' OR uses_left <> uses OR used_at_ms IS NOT NULL)`.execute(trx);
  const { rows: survivors } = await sql<{ into_id: MemberId }>`
    SELECT DISTINCT into_id FROM member_alias`.execute(trx);
  await trx.deleteFrom('member_alias').execute();
  for (const { into_id: memberId } of survivors) {
    await sql`
      UPDATE member SET points = coalesce(
        (SELECT sum(points) FROM ledger_entry WHERE ledger_entry.member_id = ${memberId}), 0)
      WHERE member_id = ${memberId}`.execute(trx);
  }
  await trx.deleteFrom('skipped_change').execute();
  await trx.updateTable('sync_state').set({ dropping: 0, snapshot_pos: null }).execute();
  return null;
}

/** The stream was read to its end: rules HQ no longer has go. */
export async function dropUntold(trx: Trx): Promise<void> {
  await trx.deleteFrom('program').where('told', '=', 0).execute();
}
