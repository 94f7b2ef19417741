import { mkdir } from 'node:fs/promises';
import { PGlite } from '@electric-sql/pglite';
import { Kysely, PGliteDialect, PostgresDialect, sql } from 'kysely';
import type { Dialect, Transaction } from 'kysely';
import { Pool } from 'pg';
import { createArrayCompiler } from './compile-postgres.ts';
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

/** As whom connections act, and for which brand; said when they are made, never per transaction. */
export type ActingAs = {
  /** They have the permissions of this role only. */
  readonly role?: string | null;
  readonly tenantId?: string | null;
};

/** Opens a pool to a PostgreSQL server (`postgres://…`). 64-bit integers come as numbers. */
export function openPostgres(connectionString: string, acting: ActingAs = {}): HqDb {
  const pool = new Pool({
    ...connectionOf(connectionString, acting),
    max: poolConnectionsMax,
    statement_timeout: statementTimeoutMs,
    connectionTimeoutMillis: 10_000,
    types: { getTypeParser },
  });
  // A broken idle connection is replaced by the next query; without a listener Node would exit.
  pool.on('error', () => undefined);
  // One that breaks between two statements of a transaction, too: the next of them fails.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return new Kysely<HqTables>({ dialect: withArrays(new PostgresDialect({ pool })) });
}

/** The address without its own `options`: those and ours are passed on together, ours last. */
export function connectionOf(
  connectionString: string,
  { role = null, tenantId = null }: ActingAs,
): { readonly connectionString: string; readonly options?: string } {
  const ours = [
    ...(role === null ? [] : [`-c role=${role}`]),
    ...(tenantId === null ? [] : [`-c counterfoil.tenant=${tenantId}`]),
  ];
  if (ours.length === 0 || !URL.canParse(connectionString))
    return ours.length === 0 ? { connectionString } : { connectionString, options: ours.join(' ') };
  const url = new URL(connectionString);
  const given = url.searchParams.getAll('options');
  url.searchParams.delete('options');
  return { connectionString: url.href, options: [...given, ...ours].join(' ') };
}

/** The same for PGlite, whose one connection is already there. */
export async function actAs(db: HqDb, { role = null, tenantId = null }: ActingAs): Promise<void> {
  if (tenantId !== null)
    await sql`SELECT set_config('counterfoil.tenant', ${tenantId}, false)`.execute(db);
  if (role !== null) await sql`SELECT set_config('role', ${role}, false)`.execute(db);
}

/**
 * Opens PGlite in this process: `dataDir` on disk, or null for memory only. It never fsyncs, so a
 * power cut may lose what was acknowledged: for demo, trial and tests only.
 */
export async function openPglite(dataDir: string | null): Promise<HqDb> {
  if (dataDir !== null) await mkdir(dataDir, { recursive: true });
  const pglite = dataDir === null ? new PGlite() : new PGlite(dataDir);
  await pglite.waitReady;
  return new Kysely<HqTables>({ dialect: withArrays(new PGliteDialect({ pglite })) });
}

function withArrays(dialect: Dialect): Dialect {
  return {
    createAdapter: () => dialect.createAdapter(),
    createDriver: () => dialect.createDriver(),
    createIntrospector: (db) => dialect.createIntrospector(db),
    createQueryCompiler: createArrayCompiler,
  };
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
