import { mkdir } from 'node:fs/promises';
import { PGlite } from '@electric-sql/pglite';
import { Kysely, PGliteDialect, PostgresDialect } from 'kysely';
import type { Transaction } from 'kysely';
import { Pool } from 'pg';
import type { HqTables } from './schema.ts';

/** HQ's database; inside a transaction only the `HqTrx` may be used. */
export type HqDb = Kysely<HqTables>;
/** Proof that a transaction is open. */
export type HqTrx = Transaction<HqTables>;
/** Where a query may run: alone or inside a transaction. */
export type HqHandle = HqDb | HqTrx;

/** Which store HQ runs on. `pglite` is for trying out: it never fsyncs. */
export type StoreKind = 'postgres' | 'pglite';

const poolConnectionsMax = 10;
const statementTimeoutMs = 30_000;

/**
 * Opens a pool to a PostgreSQL server (`postgres://…`). 64-bit integers come as numbers. With `role`
 * every connection acts as that role, and has its permissions only.
 */
export function openPostgres(
  connectionString: string,
  { role = null }: { readonly role?: string | null } = {},
): HqDb {
  const pool = new Pool({
    connectionString,
    ...(role === null ? {} : { options: `-c role=${role}` }),
    max: poolConnectionsMax,
    statement_timeout: statementTimeoutMs,
    connectionTimeoutMillis: 10_000,
    types: { getTypeParser },
  });
  // A broken idle connection is replaced by the next query; without a listener Node would exit.
  pool.on('error', () => undefined);
  return new Kysely<HqTables>({ dialect: new PostgresDialect({ pool }) });
}

/**
 * Opens PGlite in this process: `dataDir` on disk, or null for memory only. It never fsyncs, so a
 * power cut may lose what was acknowledged: for demo, trial and tests only.
 */
export async function openPglite(dataDir: string | null): Promise<HqDb> {
  if (dataDir !== null) await mkdir(dataDir, { recursive: true });
  const pglite = dataDir === null ? new PGlite() : new PGlite(dataDir);
  await pglite.waitReady;
  return new Kysely<HqTables>({ dialect: new PGliteDialect({ pglite }) });
}

const bigintOid = 20;
const jsonOids = [114, 3802];
const booleanOid = 16;
const byteaOid = 17;
const smallNumberOids = [21, 23];

/** Only the types our tables have; all the rest stays text. */
function getTypeParser(oid: number): (text: string) => unknown {
  if (oid === bigintOid || smallNumberOids.includes(oid)) return parseWholeNumber;
  if (jsonOids.includes(oid)) return (text) => JSON.parse(text) as unknown;
  if (oid === booleanOid) return (text) => text === 't';
  if (oid === byteaOid) return (text) => Buffer.from(text.slice(2), 'hex');
  return (text) => text;
}

function parseWholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new Error(`${text} is beyond whole numbers`);
  return value;
}
