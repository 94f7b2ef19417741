import { sql } from 'kysely';
import type { HqDb, HqTrx } from './hq-db.ts';

/**
 * Work that looks through all a brand has may take longer than a connection allows a statement. The limit is that
 * of the moment a statement begins: it is lifted by one before, and set again by one after.
 */
export async function withoutTimeLimit(trx: HqTrx, work: () => Promise<void>): Promise<void> {
  const { rows } = await sql<{ limit: string }>`
    SELECT current_setting('statement_timeout') AS "limit"`.execute(trx);
  await liftTimeLimit(trx);
  await work();
  await sql`SELECT set_config('statement_timeout', ${rows[0]?.limit ?? '0'}, true)`.execute(trx);
}

/** From here on no statement of this transaction is stopped for how long it takes. */
export async function liftTimeLimit(trx: HqTrx): Promise<void> {
  await sql`SELECT set_config('statement_timeout', '0', true)`.execute(trx);
}

/** A look that may take as long as it takes, in a transaction of its own. */
export async function readAtLeisure<T>(db: HqDb, read: (trx: HqTrx) => Promise<T>): Promise<T> {
  return await db.transaction().execute(async (trx) => {
    await liftTimeLimit(trx);
    return await read(trx);
  });
}
