import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { Kysely, PGliteDialect } from 'kysely';
import type { Db } from '../../app/db/handles.ts';
import { openFile, type OpenedFile } from '../../app/db/open-database.ts';
import { actAs } from '../../hq/db/hq-db.ts';
import type { HqDb } from '../../hq/db/hq-db.ts';
import { migrateHq } from '../../hq/db/migrate-hq.ts';
import type { HqTables } from '../../hq/db/schema.ts';
import { createHqTables } from './memory/hq-tables.ts';
import type { Disk } from './memory/memory-database.ts';
import { keyOf, type Row } from './memory/tables.ts';
import type { CounterStore, HqStore, Stores } from './stores.ts';

const keyHex = '5a'.repeat(32);
/** The one brand of HQ here. */
const tenantId = '0198b3a0-0000-4000-8000-0000000000b1';
const never = new Promise<never>(() => undefined);
/** Thrown within a transaction to undo it: the machine stops before the commit. */
const stopped = new Error('the machine stops');

type Transactions = { readonly transaction: () => { readonly execute: Work } };
type Work = <T>(work: (trx: never) => Promise<T>) => Promise<T>;

/** The same handle, whose transactions end where the disk says. */
function onDisk<T extends object>(db: T, disk: Disk): T {
  const transaction = () => ({
    execute: async <R>(work: (trx: never) => Promise<R>): Promise<R> => {
      const run = async (trx: never): Promise<R> => {
        const result = await work(trx);
        disk.refuseCommit();
        if (disk.stopsBeforeCommit()) throw stopped;
        return result;
      };
      try {
        const result = await (db as unknown as Transactions).transaction().execute(run);
        return disk.stopsAfterCommit() ? await never : result;
      } catch (error) {
        if (error === stopped) return await never;
        throw error;
      }
    },
  });
  return new Proxy(db, {
    get: (target, name) => {
      if (name === 'transaction') return transaction;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

/** Tier 2: counters on encrypted SQLite files, HQ on PGlite; the very stores of the product. */
export function realStores(): Stores & { readonly remove: () => void } {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'counterfoil-sim-'));
  const files = { made: 0 };
  const newFile = () => path.join(folder, `${(files.made += 1)}.db`);
  return {
    openCounter: (disk) => openCounter(newFile, disk),
    openHq: (disk) => openHq(disk),
    begun: null,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function openCounter(newFile: () => string, disk: Disk): CounterStore {
  const open = (filePath: string): OpenedFile => {
    const opened = openFile({ filePath, keyHex });
    if (opened.kind === 'refused') throw new Error(`refused: ${opened.code}`);
    return opened;
  };
  let file = newFile();
  let opened = open(file);
  let db = onDisk(opened.db, disk) as Db;
  const rows = (table: string): readonly Row[] =>
    opened.raw.prepare<[], Row>(`SELECT * FROM "${table}"`).all();
  return {
    get db() {
      return db;
    },
    rows,
    row: (table, key) => rows(table).find((row) => counterKey(table, row) === key),
    backup: async () => {
      const copy = newFile();
      opened.raw.pragma('wal_checkpoint(TRUNCATE)');
      copyFileSync(file, copy);
      return copy;
    },
    load: async (backup) => {
      opened.raw.close();
      const copy = newFile();
      copyFileSync(backup as string, copy);
      file = copy;
      opened = open(file);
      db = onDisk(opened.db, disk) as Db;
    },
    restart: () => undefined,
    refresh: async () => undefined,
    close: async () => void opened.raw.close(),
  };
}

const counterKeys: Readonly<Record<string, readonly string[]>> = {
  chain: ['install_id', 'seq'],
  voucher: ['voucher_id'],
};

function counterKey(table: string, row: Row): string {
  return (counterKeys[table] ?? ['id']).map((column) => String(row[column])).join('|');
}

async function openHq(disk: Disk): Promise<HqStore> {
  const tables = createHqTables();
  const make = async (dump: Blob | null) => {
    const pglite = dump === null ? new PGlite() : new PGlite({ loadDataDir: dump });
    await pglite.waitReady;
    const db = new Kysely<HqTables>({ dialect: new PGliteDialect({ pglite }) });
    await actAs(db, { tenantId });
    return { pglite, db };
  };
  let opened = await make(null);
  await migrateHq(opened.db);
  await opened.db.insertInto('tenant').values({ tenant_id: tenantId }).execute();
  let db = onDisk(opened.db, disk) as HqDb;
  const seen = new Map<string, readonly Row[]>();
  const rows = (table: string) => seen.get(table) ?? [];
  return {
    get db() {
      return db;
    },
    rows,
    row: (name, key) => {
      const table = tables.byName.get(name);
      return table === undefined ? undefined : rows(name).find((row) => keyOf(table, row) === key);
    },
    backup: async () => await opened.pglite.dumpDataDir('none'),
    load: async (backup) => {
      await opened.db.destroy();
      opened = await make(backup as Blob);
      db = onDisk(opened.db, disk) as HqDb;
    },
    restart: () => undefined,
    refresh: async () => {
      for (const name of readTables) {
        const order = name === 'event' ? 'ORDER BY received_at_ms, inst, seq' : '';
        const { rows: found } = await opened.pglite.query<Row>(`SELECT * FROM "${name}" ${order}`);
        seen.set(name, found);
      }
    },
    close: async () => await opened.db.destroy(),
  };
}

/** What the checker looks at. */
const readTables = [
  'brand',
  'install',
  'event',
  'entry',
  'sale',
  'refund',
  'redemption',
  'change',
  'exception',
  'member',
  'voucher',
];
