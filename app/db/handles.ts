import type { Kysely, Transaction } from 'kysely';
import type { Schema } from './schema.ts';
import type { Statements } from './statements.ts';

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
  return await db.transaction().execute((trx) => holding(db, trx, work));
}

/**
 * Runs `work`, which only reads, on the connection held once for all of it: nobody writes meanwhile, and
 * each query costs a third. The rules of a transaction hold: nothing but `reader`, and no other await.
 */
export async function inOneReading<T>(db: Db, work: (reader: Reader) => Promise<T>): Promise<T> {
  return await db.connection().execute((reader) => holding(db, reader, work));
}

/** Of the open databases, and of the readers that hold the connection of one. */
const connections = new WeakMap<
  Reader,
  { readonly statements: Statements; readonly isHeld: boolean }
>();

async function holding<R extends Reader, T>(
  db: Db,
  reader: R,
  work: (reader: R) => Promise<T>,
): Promise<T> {
  const statements = connections.get(db)?.statements;
  if (statements !== undefined) connections.set(reader, { statements, isHeld: true });
  try {
    return await work(reader);
  } finally {
    connections.delete(reader);
  }
}

/** Lets the queries of `fixedQuery` past kysely where the connection is held. For who opens a file. */
export function bindStatements(db: Db, statements: Statements): void {
  connections.set(db, { statements, isHeld: false });
}

/** The connection behind a reader; `isHeld` = it is the reader's, else kysely gives it its turn. Null = not ours. */
export function connectionOf(
  reader: Reader,
): { readonly statements: Statements; readonly isHeld: boolean } | null {
  return connections.get(reader) ?? null;
}

/** Closes the file: the WAL is folded in and the lock is given back. */
export async function closeDatabase(db: Db): Promise<void> {
  await db.destroy();
  // kysely closes nothing when no query was ever run.
  db.closeFile();
}
