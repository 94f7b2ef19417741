import { sql } from 'kysely';
import type { HqTrx } from './hq-db.ts';

/**
 * What a failed statement means. `conflict`: another writer was in the way, the same work may
 * succeed when done again. `deterministic`: these values can never be stored. `transient`: the
 * database is not there for us now. `misconfigured`: it is, and will say no until a person has mended
 * it: a permission, a password, a table or column is missing. By SQLSTATE class, PostgreSQL's manual appendix A.
 */
export type DbErrorKind =
  'conflict' | 'deterministic' | 'transient' | 'misconfigured' | 'not-a-db-error';

const uniqueViolation = '23505';

/** Reads the SQLSTATE of an error of pg or PGlite; connection errors of Node count as transient. */
export function classifyDbError(error: unknown): DbErrorKind {
  if (!(error instanceof Error)) return 'not-a-db-error';
  const code = (error as { code?: unknown }).code;
  if (typeof code !== 'string') return isConnectionLoss(error) ? 'transient' : 'not-a-db-error';
  // ECONNRESET and its like; ERR_… and FST_… are faults of our own.
  if (/^E(?!RR_)[A-Z_]+$/.test(code)) return 'transient';
  if (!/^[0-9A-Z]{5}$/.test(code)) return 'not-a-db-error';
  if (code === uniqueViolation || code === '40001' || code === '40P01') return 'conflict';
  if (/^(22|23|P0)/.test(code)) return 'deterministic';
  return /^(28|3D|3F|42)/.test(code) ? 'misconfigured' : 'transient';
}

/**
 * Whether a unique key was in the way. Of all conflicts this alone may be there every time; who lost a deadlock
 * (40P01) or came too late to be serialized (40001) may always have better luck.
 */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Error && (error as { code?: unknown }).code === uniqueViolation;
}

/** pg reports a lost connection or an exhausted pool without a code. */
function isConnectionLoss(error: Error): boolean {
  return /connection|timeout|closed|destroyed|pool/i.test(error.message);
}

/** Runs `work` so that its failure undoes only its own writes; the error is thrown on. */
export async function withSavepoint<T>(trx: HqTrx, work: () => Promise<T>): Promise<T> {
  await sql`SAVEPOINT one`.execute(trx);
  try {
    const result = await work();
    await sql`RELEASE SAVEPOINT one`.execute(trx);
    return result;
  } catch (error) {
    await sql`ROLLBACK TO SAVEPOINT one`.execute(trx);
    throw error;
  }
}
