import { sql } from 'kysely';
import type { Insertable } from 'kysely';
import type { HqHandle } from './hq-db.ts';
import type { HqTables } from './schema.ts';

/** Rows of one statement; beyond, the JSON parameter would grow past a few MB. */
const rowsPerStatement = 2_000;

/**
 * Inserts rows of one shape in one statement per 2,000, as a single JSON parameter whose columns
 * take their types from the table itself (thousands of parameters cost more than the insert).
 * All rows must have the same keys. On a conflict the statement fails, nothing of it stays.
 */
export async function insertMany<T extends keyof HqTables>(
  db: HqHandle,
  table: T,
  rows: readonly Insertable<HqTables[T]>[],
): Promise<void> {
  const shape = rows[0];
  if (shape === undefined) return;
  const columns = sql.join(Object.keys(shape).map((name) => sql.ref(name)));
  const target = sql.table(table);
  for (let start = 0; start < rows.length; start += rowsPerStatement) {
    const json = JSON.stringify(rows.slice(start, start + rowsPerStatement), writeBytes);
    await sql`INSERT INTO ${target} (${columns})
      SELECT ${columns} FROM json_populate_recordset(null::${target}, ${json}::json)`.execute(db);
  }
}

/** JSON has no bytes: PostgreSQL reads `\x…` as bytea. */
function writeBytes(this: unknown, key: string, value: unknown): unknown {
  const original = (this as Record<string, unknown>)[key];
  return original instanceof Uint8Array ? `\\x${Buffer.from(original).toString('hex')}` : value;
}
