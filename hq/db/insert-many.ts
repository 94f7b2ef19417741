import { sql } from 'kysely';
import type { Insertable, RawBuilder } from 'kysely';
import { columnTypes } from './column-types.ts';
import type { ColumnType } from './column-types.ts';
import type { HqHandle } from './hq-db.ts';
import type { HqTables } from './schema.ts';

/** Rows of one statement; beyond, its parameters would grow past a few MB. */
const rowsPerStatement = 2_000;

type Row = Readonly<Record<string, unknown>>;

/**
 * Inserts rows of one shape in one statement per 2,000 (thousands of parameters cost more than the
 * insert): of tables in `columnTypes` as one array for each column, of others as a single JSON parameter
 * whose columns take their types from the table itself. All rows must have the same keys. On a conflict
 * the statement fails, nothing of it stays.
 */
export async function insertMany<T extends keyof HqTables>(
  db: HqHandle,
  table: T,
  rows: readonly Insertable<HqTables[T]>[],
): Promise<void> {
  const shape = rows[0];
  if (shape === undefined) return;
  const names = Object.keys(shape);
  const target = sql.table(table);
  const types = columnTypes[table];
  const columns = sql.join(names.map((name) => sql.ref(name)));
  for (let start = 0; start < rows.length; start += rowsPerStatement) {
    const some: readonly Row[] = rows.slice(start, start + rowsPerStatement);
    const source = types === undefined ? jsonRows(table, some, columns) : arrayRows(some, types);
    await sql`INSERT INTO ${target} (${columns}) ${source}`.execute(db);
  }
}

function jsonRows(table: string, rows: readonly Row[], columns: RawBuilder<unknown>) {
  const json = JSON.stringify(rows);
  return sql`SELECT ${columns} FROM json_populate_recordset(null::${sql.table(table)}, ${json}::json)`;
}

/** One array for each column, side by side. Of what is long all bytes come as one, with where each lies. */
function arrayRows(rows: readonly Row[], types: Readonly<Record<string, ColumnType>>) {
  const arrays: RawBuilder<unknown>[] = [];
  const aliases: RawBuilder<unknown>[] = [];
  const add = (literal: string, type: string) => {
    const alias = sql.ref(`a${arrays.length}`);
    arrays.push(sql`${literal}::${sql.raw(type)}[]`);
    aliases.push(alias);
    return alias;
  };
  const picked = Object.keys(rows[0] ?? {}).map((name) => {
    const type = types[name];
    if (type === undefined) throw new Error(`the type of the column ${name} is not known`);
    const values = rows.map((row) => row[name]);
    if (type !== 'bytea' && type !== 'jsonb') return add(arrayLiteral(values), type);
    const { all, starts, lengths } = packBytes(values);
    const part = sql`substr(${all}::bytea, ${add(starts, 'integer')}, ${add(lengths, 'integer')})`;
    return type === 'bytea' ? part : sql`convert_from(${part}, 'UTF8')::jsonb`;
  });
  return sql`SELECT ${sql.join(picked)} FROM unnest(${sql.join(arrays)}) AS a(${sql.join(aliases)})`;
}

/** What stands in an array without quotes: neither empty nor the word NULL, nothing with a meaning there. */
const plainElement = /^[\w:.+-]+$/;

function arrayLiteral(values: readonly unknown[]): string {
  return `{${values.map(arrayElement).join(',')}}`;
}

function arrayElement(value: unknown): string {
  if (value === null || value === undefined) return 'NULL';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'string') throw new Error('a value that is no element of an array');
  if (plainElement.test(value) && value.length > 'NULL'.length) return value;
  return `"${value.replace(/["\\]/g, '\\$&')}"`;
}

/** Bytes as they are; anything else as its JSON. Places count from 1, as PostgreSQL does. */
function packBytes(values: readonly unknown[]) {
  const parts = values.map((value) =>
    value instanceof Uint8Array ? value : Buffer.from(JSON.stringify(value), 'utf8'),
  );
  const starts: number[] = [];
  let next = 1;
  for (const { length } of parts) {
    starts.push(next);
    next += length;
  }
  return {
    all: Buffer.concat(parts),
    starts: arrayLiteral(starts),
    lengths: arrayLiteral(parts.map(({ length }) => length)),
  };
}
