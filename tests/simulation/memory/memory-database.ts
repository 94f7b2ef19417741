import type { Language } from './language.ts';
import { argumentsOf, meaningOf, type RawNode } from './raw-statement.ts';
import { selectFrom } from './select-query.ts';
import { cloneTables, undoTo, type Tables } from './tables.ts';
import { deleteFrom, insertInto, updateTable } from './write-queries.ts';

/** Moments of a transaction at which the machine may stop. */
export type Disk = {
  /** The transaction has done its work and nothing of it is on disk. True: the machine stops here. */
  readonly stopsBeforeCommit: () => boolean;
  /** It is on disk and nobody has been told. */
  readonly stopsAfterCommit: () => boolean;
  /** Throws where the disk refuses the commit (full). */
  readonly refuseCommit: () => void;
};

/**
 * A database in memory behind kysely's handle: the query modules of the product run on it unchanged.
 * Transactions run one after another, as in SQLite, and are undone whole when their work throws.
 */
export type MemoryDatabase = {
  /** To be handed to the core as its `Db` or `HqDb`. */
  readonly handle: unknown;
  readonly tables: () => Tables;
  /** The disk is now a copy of this one. */
  readonly load: (tables: Tables) => void;
  readonly backup: () => Tables;
  /** Nobody waits any more for a transaction of a machine that stopped. */
  readonly restart: () => void;
};

export function createMemoryDatabase(
  { tables, language }: { readonly tables: Tables; readonly language: Language },
  disk: Disk,
): MemoryDatabase {
  let current = tables;
  const queue = { last: Promise.resolve() };
  const queries = makeQueries(language, () => current);
  const trx = { ...queries, isTransaction: true };
  const transaction = () => ({
    execute: async <T>(work: (trx: unknown) => Promise<T>): Promise<T> => {
      const before = queue.last;
      let release: () => void = () => undefined;
      queue.last = new Promise((resolve) => (release = resolve));
      await before;
      try {
        return await runTransaction(
          () => current,
          () => work(trx),
          disk,
        );
      } finally {
        release();
      }
    },
  });
  return {
    handle: { ...queries, transaction, destroy: async () => undefined, closeFile: () => undefined },
    tables: () => current,
    load: (other) => {
      current = cloneTables(other);
      queue.last = Promise.resolve();
    },
    backup: () => cloneTables(current),
    restart: () => {
      queue.last = Promise.resolve();
    },
  };
}

/** One for each who waits: a shared one would hold on to everybody who ever waited, and all they hold. */
const never = () => new Promise<never>(() => undefined);

async function runTransaction<T>(
  tables: () => Tables,
  work: () => Promise<T>,
  disk: Disk,
): Promise<T> {
  const begunOn = tables();
  begunOn.undo.length = 0;
  try {
    const result = await work();
    disk.refuseCommit();
    if (disk.stopsBeforeCommit()) {
      undoTo(begunOn, 0);
      return await never();
    }
    begunOn.undo.length = 0;
    return disk.stopsAfterCommit() ? await never() : result;
  } catch (error) {
    undoTo(begunOn, 0);
    throw error;
  }
}

function makeQueries(language: Language, tables: () => Tables) {
  const ask = () => language.ask(tables());
  const execute = (node: RawNode) =>
    meaningOf(node, language.statements)(tables(), argumentsOf(node));
  const executor = {
    transformQuery: (node: unknown) => node,
    compileQuery: (node: unknown) => node,
    executeQuery: async (node: RawNode) => ({ rows: execute(node) }),
  };
  return {
    selectFrom: (from: string) => selectFrom(language, from, ask),
    insertInto: (name: string) => insertInto(language, name, ask),
    updateTable: (name: string) => updateTable(language, name, ask),
    deleteFrom: (name: string) => deleteFrom(language, name, ask),
    getExecutor: () => executor,
    /** For the stand-ins of HQ's bulk insert and of the counter's kept queries. */
    memory: tables,
    run: execute,
    language,
  };
}
