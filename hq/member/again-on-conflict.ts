import { classifyDbError } from '../db/db-errors.ts';
import type { HqDb, HqTrx } from '../db/hq-db.ts';

const triesMax = 4;

/**
 * Does work in one transaction, and once more where another writer was in the way: it then finds what that
 * one wrote. Throws what is no conflict, and the last one.
 */
export async function againOnConflict<T>(db: HqDb, work: (trx: HqTrx) => Promise<T>): Promise<T> {
  for (let again = 1; ; again += 1) {
    try {
      return await db.transaction().execute(work);
    } catch (error) {
      if (again === triesMax || classifyDbError(error) !== 'conflict') throw error;
    }
  }
}
