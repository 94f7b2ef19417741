import { sql } from 'kysely';
import type { Trx } from './handles.ts';
import type { HouseRecord } from './tape-records.ts';

/** Tables whose rows change: of these the tape's stand. */
const renewedTables: ReadonlySet<string> = new Set(['setting', 'device', 'staff']);

type Row = HouseRecord['tables'][string][number];

/**
 * Makes this counter what the tape says it was: its installs with their keys, settings, devices, people,
 * rules, shop. What the database has beyond that stays. Columns and tables this version does not have are left
 * out. How far each chain goes is not taken from here: that is counted as the links are put back.
 */
export async function putBackHouse(trx: Trx, house: HouseRecord): Promise<void> {
  const { install = [], ...others } = house.tables;
  for (const [table, rows] of Object.entries(others)) {
    const isRenewed = renewedTables.has(table);
    await insertRows(trx, table, rows, isRenewed ? 'REPLACE' : 'IGNORE');
  }
  await putBackInstalls(trx, install);
  // A newer house than any on the tape, so that the next opening does not do this again.
  await sql`UPDATE tape_state SET house_rev = max(house_rev, ${house.rev}) + 1`.execute(trx);
}

async function putBackInstalls(trx: Trx, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return;
  await trx.updateTable('install').set({ is_current: 0 }).where('is_current', '=', 1).execute();
  for (const row of rows) {
    const { last_seq: _last, head_hash: _head, acked_seq: _acked, ...facts } = row;
    const base = { last_seq: row['base_seq'] ?? 0, head_hash: row['base_hash'] ?? '' };
    const { rows: known } = await sql`
      SELECT 1 FROM install WHERE install_id = ${facts['install_id']}`.execute(trx);
    if (known.length === 0) {
      await insertRows(trx, 'install', [{ ...facts, ...base, acked_seq: base.last_seq }], 'IGNORE');
    } else {
      const { signing_key: key, is_current: isCurrent } = facts;
      await sql`UPDATE install SET is_current = ${isCurrent}, signing_key = coalesce(${key}, signing_key)
        WHERE install_id = ${facts['install_id']}`.execute(trx);
    }
  }
}

async function insertRows(
  trx: Trx,
  table: string,
  rows: readonly Row[],
  onConflict: 'REPLACE' | 'IGNORE',
): Promise<void> {
  const { rows: columns } = await sql<{ name: string }>`
    SELECT name FROM pragma_table_info(${table})`.execute(trx);
  const known = new Set(columns.map(({ name }) => name));
  if (known.size === 0) return;
  for (const row of rows) {
    const cells = Object.entries(row).filter(([name]) => known.has(name));
    const names = sql.join(cells.map(([name]) => sql.ref(name)));
    const values = sql.join(cells.map(([, value]) => sql`${value}`));
    await sql`INSERT OR ${sql.raw(onConflict)} INTO ${sql.table(table)} (${names})
      VALUES (${values})`.execute(trx);
  }
}

/** HQ's word on what it holds, as far as the house knew it and the chain reaches. */
export async function raiseAcked(trx: Trx, house: HouseRecord): Promise<void> {
  for (const row of house.tables['install'] ?? []) {
    await sql`UPDATE install SET acked_seq = max(acked_seq, min(last_seq, ${row['acked_seq'] ?? 0}))
      WHERE install_id = ${row['install_id']}`.execute(trx);
  }
}
