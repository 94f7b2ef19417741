import type { Kysely, Transaction } from 'kysely';
import type { Schema } from './schema.ts';

/** Anything that can read: the open database or a running transaction. */
export type Reader = Kysely<Schema>;

/** A running transaction. Every function that writes takes one, so no write can stand alone. */
export type Trx = Transaction<Schema>;

/**
 * The open database. Only this handle can start a transaction; a `Trx` is not one, because a
 * transaction started inside a transaction waits for its own connection for ever.
 */
export type Db = Kysely<Schema> & { readonly closeFile: () => void };

/**
 * Runs `work` in one `BEGIN IMMEDIATE` transaction: all of it is on disk when the promise
 * resolves (WAL, synchronous=FULL), or none of it when it rejects. Inside, use nothing but `trx`
 * and await nothing but the database: the outer handle would wait for this very transaction for
 * ever, and any other await stops the till.
 */
export async function inTransaction<T>(db: Db, work: (trx: Trx) => Promise<T>): Promise<T> {
  return await db.transaction().execute(work);
}

/** Closes the file: the WAL is folded in and the lock is given back. */
export async function closeDatabase(db: Db): Promise<void> {
  await db.destroy();
  // kysely closes nothing when no query was ever run.
  db.closeFile();
}
