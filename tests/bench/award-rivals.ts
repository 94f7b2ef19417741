import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import Database from 'better-sqlite3';

/** One durable award: ledger row, balance, outbox row. Resolves when it is on disk. */
export type Rival = {
  readonly name: string;
  readonly award: (nth: number) => Promise<void> | void;
  readonly close: () => Promise<void> | void;
};

const memberCount = 1_000;

/**
 * The limit: prepared statements of better-sqlite3 in one transaction, WAL with synchronous=FULL, three rows,
 * no rules, no chain, no cipher.
 */
export function openRawSqlite(folder: string): Rival {
  const db = new Database(join(folder, 'raw.db'));
  db.pragma('journal_mode = wal');
  db.pragma('synchronous = full');
  db.exec(`
    CREATE TABLE ledger (id TEXT PRIMARY KEY, member_id INTEGER, points INTEGER, at_ms INTEGER);
    CREATE TABLE member (member_id INTEGER PRIMARY KEY, points INTEGER);
    CREATE TABLE outbox (seq INTEGER PRIMARY KEY, body TEXT);`);
  const addMember = db.prepare('INSERT INTO member VALUES (?, 0)');
  db.transaction(() => {
    for (let i = 0; i < memberCount; i += 1) addMember.run(i);
  })();
  const addEntry = db.prepare('INSERT INTO ledger VALUES (?, ?, ?, ?)');
  const addPoints = db.prepare('UPDATE member SET points = points + ? WHERE member_id = ?');
  const addToOutbox = db.prepare('INSERT INTO outbox (body) VALUES (?)');
  const award = db.transaction((nth: number) => {
    const memberId = (nth * 7) % memberCount;
    addEntry.run(`award-${nth}`, memberId, 10, nth);
    addPoints.run(10, memberId);
    addToOutbox.run(JSON.stringify({ nth, memberId, points: 10 }));
  });
  return {
    name: 'better-sqlite3, prepared',
    award: (nth) => award(nth),
    close: () => void db.close(),
  };
}

/** The one rival shop software is often built on, in the version named here. */
const pouchVersion = '9.0.0';

type PouchDoc = { readonly _id: string; readonly [field: string]: unknown };
type Pouch = {
  readonly bulkDocs: (docs: readonly PouchDoc[]) => Promise<unknown>;
  readonly get: (id: string) => Promise<PouchDoc>;
  readonly close: () => Promise<void>;
};

/**
 * PouchDB on LevelDB as it ships, got from the package registry into `cache` by exact version; it is
 * measured against and nothing of the product needs it. Null when it cannot be had.
 */
export async function openPouch(folder: string, cache: string): Promise<Rival | null> {
  const home = join(cache, `pouchdb-${pouchVersion}`);
  if (!existsSync(join(home, 'node_modules', 'pouchdb'))) {
    mkdirSync(home, { recursive: true });
    try {
      const what = ['install', '--no-save', '--no-audit', '--no-fund', `pouchdb@${pouchVersion}`];
      execFileSync('npm', [...what, '--prefix', home], { stdio: 'ignore', timeout: 120_000 });
    } catch {
      return null;
    }
  }
  const open = createRequire(join(home, 'index.js'))('pouchdb') as new (path: string) => Pouch;
  const db = new open(join(folder, 'pouch'));
  const members = Array.from({ length: memberCount }, (_, i) => ({ _id: `m-${i}`, points: 0 }));
  await db.bulkDocs(members);
  return {
    name: `PouchDB ${pouchVersion}`,
    award: async (nth) => {
      const member = await db.get(`m-${(nth * 7) % memberCount}`);
      await db.bulkDocs([
        { _id: `award-${nth}`, member: member._id, points: 10 },
        { ...member, points: Number(member['points']) + 10 },
        { _id: `outbox-${nth}`, body: JSON.stringify({ nth, points: 10 }) },
      ]);
    },
    close: () => db.close(),
  };
}
