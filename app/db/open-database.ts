import { chmodSync, closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type Database from 'better-sqlite3';
import { Kysely } from 'kysely';
import { ciphers, connectDatabase, type Cipher } from './connect-database.ts';
import { bindStatements, type Db } from './handles.ts';
import {
  forgetLookedThrough,
  isLookThroughDue,
  noteLookedThrough,
  type LookThroughInput,
} from './look-through.ts';
import { applicationId, migrate, schemaVersion, type Migration } from './migrate.ts';
import { migrations as ownMigrations } from './migrations/index.ts';
import type { Schema } from './schema.ts';
import { sqliteDialect } from './sqlite-dialect.ts';
import { createStatements } from './statements.ts';

export type OpenDatabaseInput = LookThroughInput & {
  readonly filePath: string;
  /** 32 bytes as 64 hex digits; null when the stored key cannot be read on this PC. */
  readonly keyHex: string | null;
  /** Where a build of the addon for this runtime lies; null = the one inside the package. */
  readonly sqliteBindingPath?: string | null;
  /** Only a test may weaken it, to see the opening fail. */
  readonly testOnlySynchronous?: 'full' | 'normal';
  /** Only a test may make a file as before 0.4. */
  readonly testOnlyCipher?: Cipher;
  /** Only a test may have another history. */
  readonly testOnlyMigrations?: readonly Migration[];
};

export type OpenRefusal = {
  readonly kind: 'refused';
  readonly code:
    | 'database-newer'
    | 'database-unreadable'
    | 'database-in-use'
    | 'key-missing'
    | 'disk-failed'
    | 'not-durable'
    /** A training database where the shop's is wanted, and the other way round. */
    | 'training-file'
    | 'not-training-file';
  /** For support staff: an SQLite code or a short word, never a path or data. */
  readonly detail: string;
};
export type OpenOutcome = { readonly kind: 'open'; readonly db: Db } | OpenRefusal;

/** An opened file as the tape needs it: the handle below kysely too, and what runs after each commit. */
export type OpenedFile = {
  readonly kind: 'open';
  readonly db: Db;
  /** Another one after `changeFile`. */
  readonly raw: Database.Database;
  /**
   * Lets go of the file, has `change` put another one in its place, and goes on with that one under the
   * same handle. Nothing else may be running on the connection. Throws what `change` threw, and goes on
   * with the file that was there; or what opening threw, and then nothing is open any more.
   */
  readonly changeFile: (change: () => void) => void;
  /** Set to follow every commit; must not throw. */
  readonly followed: { afterCommit: () => void };
  /** The file was not there and has been made. */
  readonly isNew: boolean;
};

/**
 * Opens the counter's one database, encrypted (see `Cipher`; a tag per page), WAL,
 * synchronous=FULL asserted, owned by this process alone: a second opener gets SQLITE_BUSY because
 * exclusive locking mode holds the file lock until close or death.
 * A missing file is made whole under another name and then renamed, so a file that exists but is
 * empty was damaged and is refused. A refused file keeps every byte. Never opens in memory.
 */
export function openDatabase(input: OpenDatabaseInput): OpenOutcome {
  const outcome = openFile(input);
  return outcome.kind === 'open' ? { kind: 'open', db: outcome.db } : outcome;
}

/**
 * `openDatabase` for the one who puts a tape beside it, and so knows whether the last end was an orderly one: then a
 * big file is not looked through each time.
 */
export function openFile(
  input: OpenDatabaseInput,
  { isOrderly = false }: { readonly isOrderly?: boolean } = {},
): OpenedFile | OpenRefusal {
  const steps = input.testOnlyMigrations ?? ownMigrations;
  const newest = steps.at(-1)?.version ?? 0;
  if (input.keyHex === null) return refused('key-missing', 'no-key');
  if (!/^[0-9a-f]{64}$/.test(input.keyHex))
    throw new Error('keyHex must be 64 lower-case hex digits');
  let raw: Database.Database | undefined;
  try {
    const isNew = !existsSync(input.filePath);
    if (isNew) {
      if (existsSync(`${input.filePath}-wal`)) return refused('database-unreadable', 'file-gone');
      createFile(input, steps);
    }
    const probed = probeFile(input);
    if ('kind' in probed) return probed;
    const { version, cipher } = probed;
    if (version > newest) return refused('database-newer', `version-${version}`);
    raw = connect(input, cipher);
    const isChecked = isOrderly && !isLookThroughDue(input);
    const trouble = prepareConnection(raw, input, { isChecked });
    if (trouble !== null) {
      raw.close();
      return trouble;
    }
    if (!isChecked) noteLookedThrough(input);
    if (version < newest) {
      backUp(raw, `${input.filePath}.before-${newest}`);
      migrate(raw, steps);
    }
    return openedFile(raw, input, isNew);
  } catch (error) {
    raw?.close();
    return refusalOf(error);
  }
}

function openedFile(
  first: Database.Database,
  input: OpenDatabaseInput,
  isNew: boolean,
): OpenedFile {
  let raw = first;
  const followed = { afterCommit: () => {} };
  const statements = createStatements(raw, () => forgetLookedThrough(input));
  const dialect = sqliteDialect(statements, () => followed.afterCommit());
  const db = Object.assign(new Kysely<Schema>({ dialect }), { closeFile: () => void raw.close() });
  bindStatements(db, statements);
  return {
    kind: 'open',
    db,
    get raw() {
      return raw;
    },
    changeFile: (change) => {
      raw.close();
      try {
        change();
      } finally {
        raw = openAgain(input);
        statements.goOnWith(raw);
      }
    },
    followed,
    isNew,
  };
}

/** After a file was changed no database is open any more: this process cannot go on. */
export class DatabaseGoneError extends Error {
  constructor(detail: string) {
    super(`the changed database could not be opened: ${detail}`);
    this.name = 'DatabaseGoneError';
  }
}

function openAgain(input: OpenDatabaseInput): Database.Database {
  try {
    return openChecked(input);
  } catch (error) {
    if (error instanceof DatabaseGoneError) throw error;
    throw new DatabaseGoneError(error instanceof Error ? error.message : 'unknown');
  }
}

/** A file that is known to be whole: looking through a big one would hold the till up for seconds. */
function openChecked(input: OpenDatabaseInput): Database.Database {
  const probed = probeFile(input);
  if ('kind' in probed) throw new DatabaseGoneError(probed.detail);
  const raw = connect(input, probed.cipher);
  const trouble = prepareConnection(raw, input, { isChecked: true });
  if (trouble === null) return raw;
  raw.close();
  throw new DatabaseGoneError(trouble.detail);
}

function connect(
  { filePath, keyHex, sqliteBindingPath }: OpenDatabaseInput,
  cipher: Cipher,
  readonly = false,
): Database.Database {
  return connectDatabase(
    { filePath, keyHex: keyHex ?? '', sqliteBindingPath },
    { cipher, readonly },
  );
}

/** Makes the file complete under a temporary name, so that no kill can leave half a database. */
function createFile(input: OpenDatabaseInput, steps: readonly Migration[]): void {
  const draft = `${input.filePath}.new`;
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(draft + suffix, { force: true });
  const raw = connect({ ...input, filePath: draft }, input.testOnlyCipher ?? 'aegis');
  try {
    chmodSync(draft, 0o600);
    raw.pragma('locking_mode = exclusive');
    raw.pragma('journal_mode = wal');
    raw.pragma('synchronous = full');
    raw.transaction(() => migrateWhole(raw, steps)).immediate();
  } finally {
    raw.close();
  }
  syncPath(draft);
  renameSync(draft, input.filePath);
  if (process.platform !== 'win32') syncPath(dirname(input.filePath));
}

function migrateWhole(raw: Database.Database, steps: readonly Migration[]): void {
  for (const step of steps) raw.exec(step.sql);
  raw.pragma(`user_version = ${steps.at(-1)?.version ?? 0}`);
  raw.pragma(`application_id = ${applicationId}`);
}

function syncPath(path: string): void {
  const fd = openSync(path, process.platform === 'win32' ? 'r+' : 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

type Probed = { readonly version: number; readonly cipher: Cipher };

/** Finds the cipher by trying; a file neither opens is told as the usual one's refusal. */
function probeFile(input: OpenDatabaseInput): Probed | OpenRefusal {
  let first: unknown;
  for (const cipher of ciphers) {
    try {
      const version = probeVersion(input, cipher);
      return typeof version === 'number' ? { version, cipher } : version;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : '';
      if (!/^SQLITE_(NOTADB|CORRUPT|IOERR_(DATA|SHORT_READ|CORRUPTFS))/.test(code)) throw error;
      first ??= error;
    }
  }
  throw first;
}

/** Reads whose file it is and its version, through a read-only connection that changes no byte. */
function probeVersion(input: OpenDatabaseInput, cipher: Cipher): number | OpenRefusal {
  const shmPath = `${input.filePath}-shm`;
  const hadShm = existsSync(shmPath);
  const raw = connect(input, cipher, true);
  try {
    const version = schemaVersion(raw);
    const owner = Number(raw.pragma('application_id', { simple: true }));
    if (owner !== applicationId || version === 0) return refused('database-unreadable', 'not-ours');
    return version;
  } finally {
    raw.close();
    if (!hadShm) rmSync(shmPath, { force: true });
  }
}

function prepareConnection(
  raw: Database.Database,
  input: OpenDatabaseInput,
  { isChecked = false }: { readonly isChecked?: boolean } = {},
): OpenRefusal | null {
  raw.pragma('locking_mode = exclusive');
  raw.pragma('journal_mode = wal');
  raw.pragma(`synchronous = ${input.testOnlySynchronous ?? 'full'}`);
  raw.pragma('foreign_keys = on');
  raw.pragma('recursive_triggers = on'); // else INSERT OR REPLACE would slip past the append-only triggers
  raw.pragma('secure_delete = on');
  raw.pragma('temp_store = memory');
  raw.pragma('cache_size = -8000');
  const check = isChecked ? 'ok' : String(raw.pragma('quick_check(1)', { simple: true }));
  if (check !== 'ok') return refused('database-unreadable', 'quick-check');
  // better-sqlite3 compiles WAL to NORMAL, which loses the last sales when the plug is pulled.
  const synchronous = Number(raw.pragma('synchronous', { simple: true }));
  const journal = String(raw.pragma('journal_mode', { simple: true }));
  if (synchronous !== 2 || journal !== 'wal')
    return refused('not-durable', `${journal}-${synchronous}`);
  return null;
}

/** An encrypted copy of the file before it is changed; the copy has the same key. */
function backUp(raw: Database.Database, copyPath: string): void {
  rmSync(copyPath, { force: true });
  raw.prepare('VACUUM INTO ?').run(copyPath);
}

function refused(code: OpenRefusal['code'], detail: string): OpenRefusal {
  return { kind: 'refused', code, detail };
}

function refusalOf(error: unknown): OpenRefusal {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  if (/^SQLITE_(NOTADB|CORRUPT|IOERR_DATA|IOERR_CORRUPTFS)/.test(code))
    return refused('database-unreadable', code);
  if (code.startsWith('SQLITE_BUSY')) return refused('database-in-use', code);
  if (/^(SQLITE_(IOERR|FULL|READONLY|CANTOPEN|PERM|AUTH)|E[A-Z]+)/.test(code))
    return refused('disk-failed', code);
  throw error;
}
