import { sql } from 'kysely';
import type { Db } from './handles.ts';

/**
 * Writes what the WAL holds into the database file. SQLite does this by itself inside whichever
 * commit finds 1,000 pages waiting (50–140 ms); who writes much calls this after each commit, so that
 * it is a short step of its own which a scan can get ahead of. Outside any transaction.
 */
export async function foldWal(db: Db): Promise<void> {
  await sql`PRAGMA wal_checkpoint(PASSIVE)`.execute(db);
}

/** The same, but only when so many pages wait that it is worth the two flushes. */
export async function foldLongWal(db: Db, pagesMin: number): Promise<void> {
  const { rows } = await sql<{ log: number; checkpointed: number }>`
    PRAGMA wal_checkpoint(NOOP)`.execute(db);
  const [found] = rows;
  if (found !== undefined && found.log - found.checkpointed >= pagesMin) await foldWal(db);
}
