import Database from 'better-sqlite3';
import { migrations } from '../../../app/db/migrations/index.ts';
import { readEventText } from './event-text.ts';
import { createTables, type Row, type Table, type Tables, type TableSpec } from './tables.ts';

type ColumnInfo = {
  readonly name: string;
  readonly dflt_value: string | null;
  readonly pk: number;
};

/** Columns by which the counter's queries look rows up. */
const lookedUp: Readonly<Record<string, readonly string[]>> = {
  chain: ['eid', 'install_id'],
  receipt: ['eid'],
  ledger_entry: ['member_id', 'eid'],
  member: ['member_id', 'mobile'],
  member_alias: ['into_id'],
  member_code: ['member_no'],
  event: ['eid'],
  voucher: ['copy_of', 'code'],
  redemption: ['voucher_id'],
  voucher_cancel: ['voucher_id'],
  sale: ['member_id', 'eid', 'biz_date'],
  refund: ['sale_id', 'member_id'],
  used_invoice: ['invoice_key'],
  coupon_use: ['eid', 'use_id'],
  stamp_entry: ['eid'],
};

const counted: Readonly<Record<string, string>> = {
  event: 'event_no',
  ledger_entry: 'entry_id',
  member: 'member_no',
};

const appendOnly = new Set(['event', 'chain', 'voucher_cancel']);

/**
 * The counter's tables as its migrations make them: keys, columns and defaults are read from the real
 * schema, so that a new column is there at once.
 */
export function readCounterSchema(): () => Tables {
  const raw = new Database(':memory:');
  try {
    for (const { sql } of migrations) raw.exec(sql);
    const specs: Record<string, TableSpec> = {};
    const first: Record<string, readonly Row[]> = {};
    const names = raw
      .prepare<[], { name: string }>(`SELECT name FROM sqlite_schema WHERE type = 'table'`)
      .all();
    for (const { name } of names) {
      if (name.startsWith('sqlite_')) continue;
      specs[name] = readSpec(raw, name);
      first[name] = raw.prepare<[], Row>(`SELECT * FROM "${name}"`).all();
    }
    return () => fill(createTables(specs, 'SQLITE_CONSTRAINT_UNIQUE'), first);
  } finally {
    raw.close();
  }
}

function fill(tables: Tables, first: Readonly<Record<string, readonly Row[]>>): Tables {
  for (const [name, rows] of Object.entries(first)) {
    const table = tables.byName.get(name) as Table;
    for (const row of rows) table.rows.set(String(row[table.spec.key[0] ?? '']), row);
  }
  return tables;
}

function readSpec(raw: Database.Database, name: string): TableSpec {
  const columns = raw.prepare<[], ColumnInfo>(`PRAGMA table_info("${name}")`).all();
  const auto = counted[name];
  const key = columns.filter((column) => column.pk > 0).toSorted((a, b) => a.pk - b.pk);
  const defaults: Record<string, unknown> = {};
  for (const { name: column, dflt_value: text } of columns)
    defaults[column] = text === null ? null : (JSON.parse(text.replaceAll("'", '"')) as unknown);
  return {
    key: key.map((column) => column.name),
    unique: uniquesOf(raw, name),
    index: lookedUp[name] ?? [],
    defaults,
    appendOnly: appendOnly.has(name),
    ...(auto === undefined ? {} : { auto }),
    ...(name === 'event' ? { compute: coverOf } : {}),
    ...(name === 'install' ? { check: checkInstall } : {}),
  };
}

/** Which rows each unique index is about that is not about all. */
const partialIndexes: Readonly<Record<string, (row: Row) => boolean>> = {
  install_current: (row) => row['is_current'] === 1,
  pos_sale_live: (row) => row['state'] === 'live',
  pos_sale_by_sale: (row) => row['sale_id'] !== null,
};

function uniquesOf(raw: Database.Database, name: string) {
  const indexes = raw
    .prepare<[], { name: string; unique: number; origin: string; partial: number }>(
      `PRAGMA index_list("${name}")`,
    )
    .all();
  return indexes.flatMap((index) => {
    if (index.unique === 0 || index.origin === 'pk') return [];
    const columns = raw
      .prepare<[], { name: string }>(`PRAGMA index_info("${index.name}")`)
      .all()
      .map((column) => column.name);
    if (index.partial === 0) return [{ columns }];
    const where = partialIndexes[index.name];
    if (where === undefined)
      throw new Error(`the simulator does not know the partial index ${index.name}`);
    return [{ columns, where }];
  });
}

type Covered = {
  readonly body?: {
    readonly pointsSpent?: number;
    readonly rightId?: string;
    readonly pos?: { readonly name: string; readonly no: string };
    readonly cover?: {
      readonly by?: string;
      readonly leaseId?: string;
      readonly authId?: string;
      readonly lease?: { readonly leaseId?: string; readonly points?: number };
    };
  };
};

/** The generated columns of migrations 5 and 13. */
function coverOf(row: Row): Row {
  const { type, raw_body: raw } = row;
  const { body } = readEventText(raw as string) as Covered;
  const award = type === 'award' ? body : undefined;
  const cover = award?.cover;
  return {
    ...row,
    cover_by: cover?.by ?? null,
    cover_points: award?.pointsSpent ?? null,
    cover_lease: cover?.leaseId ?? cover?.lease?.leaseId ?? null,
    lease_points: cover?.by === 'lease' ? award?.pointsSpent : (cover?.lease?.points ?? null),
    cover_auth: cover?.authId ?? null,
    pos_key: award?.pos === undefined ? null : `${award.pos.name}:${award.pos.no}`,
    returned_right: type === 'lease_return' ? body?.rightId : null,
  };
}

function checkInstall(row: Row): void {
  const acked = row['acked_seq'] as number;
  if (acked < 0 || acked > (row['last_seq'] as number))
    throw new Error('CHECK constraint failed: acked_seq BETWEEN 0 AND last_seq');
}
