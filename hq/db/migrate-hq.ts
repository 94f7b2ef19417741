import { sql } from 'kysely';
import type { HqDb, HqTrx } from './hq-db.ts';
import { splitStatements } from './split-statements.ts';
import { liftTimeLimit } from './time-limit.ts';
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

/** PostgreSQL's lock_not_available: `lock_timeout` is over. */
const lockNotAvailable = '55P03';
/** Everybody else queues behind a migration that waits: so not for long. */
const waitMsMax = 5_000;

/** Somebody is at work in the tables. The message is for the operator, in both languages. */
export class MigrationInTheWay extends Error {
  override readonly name = 'MigrationInTheWay';
}

/**
 * Brings the database to the newest schema, all missing steps in one transaction, for as long as they take.
 * Forward only. Throws `SchemaTooNew` when the database is newer than this program, which must not write into what it cannot
 * know; and `MigrationInTheWay` when somebody keeps hold of a table.
 */
export async function migrateHq(
  db: HqDb,
  steps: readonly HqMigration[] = migrations,
  { waitMs = waitMsMax }: { readonly waitMs?: number } = {},
): Promise<void> {
  try {
    await db.transaction().execute(async (trx) => await migrateIn(trx, steps, waitMs));
  } catch (error) {
    if ((error as { code?: unknown }).code !== lockNotAvailable) throw error;
    throw new MigrationInTheWay(
      '資料庫正在使用中，無法更新結構，資料沒有任何變動。請先停止所有總部程序（夜間作業進行中則等它結束），再執行一次。\n' +
        'The database is in use and was left as it was: stop every process of HQ (or let its night end), then try again.',
      { cause: error },
    );
  }
}

async function migrateIn(trx: HqTrx, steps: readonly HqMigration[], waitMs: number): Promise<void> {
  // Another migrates at this moment: soon done, or told of before a connection's own limit on a statement.
  await sql`SELECT set_config('lock_timeout', '25s', true)`.execute(trx);
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
  await liftTimeLimit(trx);
  await sql`SELECT set_config('lock_timeout', ${`${waitMs}ms`}, true)`.execute(trx);
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
