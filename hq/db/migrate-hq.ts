import { sql } from 'kysely';
import type { HqDb, HqTrx } from './hq-db.ts';
import { splitStatements } from './split-statements.ts';
import { migrations } from './migrations/migrations.ts';
import type { HqMigration } from './migrations/migrations.ts';

/** Any number that is ours alone: one migrator at a time. */
const migrationLockKey = 7_226_001;

/** The database was used by a newer version of HQ. */
export class SchemaTooNew extends Error {
  override readonly name = 'SchemaTooNew';
  readonly schema: number;
  readonly known: number;
  constructor(schema: number, known: number) {
    super(`the database has schema ${schema}; this version of HQ knows up to ${known}`);
    this.schema = schema;
    this.known = known;
  }
}

/**
 * Brings the database to the newest schema, all missing steps in one transaction. Forward only.
 * Throws `SchemaTooNew` when the database is newer than this program: it must not write into what it cannot know.
 */
export async function migrateHq(
  db: HqDb,
  steps: readonly HqMigration[] = migrations,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await sql`SELECT pg_advisory_xact_lock(${sql.lit(migrationLockKey)})`.execute(trx);
    // Asked first: a role that may only read and write rows cannot even try to create a table.
    const known = await sql<{ known: boolean }>`
      SELECT to_regclass('schema_version') IS NOT NULL AS known`.execute(trx);
    if (known.rows[0]?.known !== true) {
      await sql`CREATE TABLE IF NOT EXISTS schema_version (
        version integer PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())`.execute(trx);
    }
    const found = await sql<{ version: number | null }>`
      SELECT max(version) AS version FROM schema_version`.execute(trx);
    const current = found.rows[0]?.version ?? 0;
    const newest = steps.at(-1)?.version ?? 0;
    if (current > newest) {
      throw new SchemaTooNew(current, newest);
    }
    const missing = steps.filter((s) => s.version > current);
    if (missing.length === 0) return;
    const guarded = await listGuarded(trx);
    // The owner of the tables is bound by the policies too, and would change the rows of no brand.
    for (const table of guarded)
      await sql`ALTER TABLE ${sql.table(table)} NO FORCE ROW LEVEL SECURITY`.execute(trx);
    for (const step of missing) {
      for (const statement of step.statements.flatMap(splitStatements)) {
        await sql.raw(statement).execute(trx);
      }
      await sql`INSERT INTO schema_version (version) VALUES (${step.version})`.execute(trx);
    }
    const still = new Set(await listTables(trx));
    for (const table of guarded.filter((name) => still.has(name)))
      await sql`ALTER TABLE ${sql.table(table)} FORCE ROW LEVEL SECURITY`.execute(trx);
  });
}

async function listGuarded(trx: HqTrx): Promise<string[]> {
  const found = await sql<{ name: string }>`
    SELECT relname AS name FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relforcerowsecurity`.execute(trx);
  return found.rows.map((row) => row.name);
}

async function listTables(trx: HqTrx): Promise<string[]> {
  const found = await sql<{ name: string }>`
    SELECT relname AS name FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')`.execute(trx);
  return found.rows.map((row) => row.name);
}
