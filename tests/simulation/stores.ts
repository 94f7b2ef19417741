import type { Db } from '../../app/db/handles.ts';
import type { HqDb } from '../../hq/db/hq-db.ts';
import { counterConditions } from './memory/counter-conditions.ts';
import { counterStatements } from './memory/counter-statements.ts';
import { createLanguage } from './memory/expression-builder.ts';
import { hqConditions, hqStatements } from './memory/hq-statements.ts';
import { createHqTables } from './memory/hq-tables.ts';
import { readCounterSchema } from './memory/counter-tables.ts';
import { createMemoryDatabase, type Disk } from './memory/memory-database.ts';
import type { Row, Table, Tables } from './memory/tables.ts';
import type { BegunWorld } from './begun-world.ts';

/** A database as the simulator holds it, whatever it is made of. */
export type SimStore = {
  /** Rows of a table as they stand, for the checker. */
  readonly rows: (table: string) => readonly Row[];
  readonly row: (table: string, key: string) => Row | undefined;
  readonly backup: () => Promise<unknown>;
  /** The disk is that of a backup. */
  readonly load: (backup: unknown) => Promise<void>;
  /** Whoever had it open is gone. */
  readonly restart: () => void;
  /** `rows` shows what is stored now; memory always does. */
  readonly refresh: () => Promise<void>;
  readonly close: () => Promise<void>;
};
export type CounterStore = SimStore & { readonly db: Db };
export type HqStore = SimStore & { readonly db: HqDb };

/** Where databases come from: memory (tier 1), or SQLite and PGlite (tier 2). */
export type Stores = {
  readonly openCounter: (disk: Disk) => CounterStore;
  readonly openHq: (disk: Disk) => Promise<HqStore>;
  /** Worlds whose plans are about to begin, to be copied; null where a copy costs more than beginning anew. */
  readonly begun: Map<string, BegunWorld> | null;
};

const lists = new WeakMap<Table, { readonly version: number; readonly rows: readonly Row[] }>();

/** All rows as a list, the same one until the table is written to: the checker asks after each act. */
function rowsOf(table: Table | undefined): readonly Row[] {
  if (table === undefined) return [];
  const known = lists.get(table);
  if (known?.version === table.version) return known.rows;
  const rows = [...table.rows.values()];
  lists.set(table, { version: table.version, rows });
  return rows;
}

/** Tier 1: everything in memory. */
export function memoryStores(): Stores {
  const emptyCounter = readCounterSchema();
  const languages = {
    counter: createLanguage({ statements: counterStatements, conditions: counterConditions }),
    hq: createLanguage({ statements: hqStatements, conditions: hqConditions }),
  };
  const open = (tables: Tables, kind: 'counter' | 'hq', disk: Disk) => {
    const memory = createMemoryDatabase({ tables, language: languages[kind] }, disk);
    const tableOf = (name: string) => memory.tables().byName.get(name);
    return {
      db: memory.handle,
      rows: (name: string) => rowsOf(tableOf(name)),
      row: (name: string, key: string) => tableOf(name)?.rows.get(key),
      backup: async () => memory.backup(),
      load: async (backup: unknown) => memory.load(backup as Tables),
      restart: memory.restart,
      refresh: async () => undefined,
      close: async () => undefined,
    };
  };
  return {
    openCounter: (disk) => open(emptyCounter(), 'counter', disk) as CounterStore,
    openHq: async (disk) => open(createHqTables(), 'hq', disk) as HqStore,
    begun: new Map(),
  };
}
