import { chmodSync } from 'node:fs';
import type Database from 'better-sqlite3';
import { connectDatabase, type FileAccess } from './connect-database.ts';
import { createBulkInsert, type BulkInsert, type BulkSpec } from './bulk-insert.ts';
import { applicationId } from './migrate.ts';
import { migrations } from './migrations/index.ts';
import type { Schema } from './schema.ts';

/** What SQLite takes for a cell. */
export type Cell = string | number | null;

/** A database in the counters' schema that is being filled; nobody else has it open. */
export type SnapshotWriter = {
  /** Takes rows for these columns; `REPLACE`: one of the same key gives way. */
  readonly inserter: (
    table: keyof Schema,
    columns: readonly string[],
    onConflict?: 'REPLACE',
  ) => (cells: Cell[]) => void;
  /** The same for tables of a million rows. */
  readonly bulk: (spec: BulkSpec) => (cells: readonly Cell[]) => void;
  /** Adds grams: a gram and the members whose name has it, in rising order, each as twice its number + `again`. */
  readonly addGram: (gram: string, ofMembers: readonly number[]) => void;
  /** Runs SQL on what is there. */
  readonly run: (sql: string) => void;
  /** Builds what things are looked up by, and closes the file. */
  readonly finish: (place: SnapshotPlace) => void;
  /** Closes it as it is: the file is of no use. */
  readonly abandon: () => void;
};

/** Where in HQ's stream the snapshot stands. */
export type SnapshotPlace = {
  readonly cursor: number;
  readonly mark: string | null;
  readonly timeline: string;
};

/** The schema of the files written here; a counter of another one cannot use them. */
export const snapshotSchemaVersion = migrations.at(-1)?.version ?? 0;

/** Pages kept in memory while indexes are built, KiB; beyond it they go to the file and come back. */
const cacheKib = 400_000;

/**
 * Begins an encrypted file (AEGIS) in the newest schema at a path where nothing is. Written without journal
 * and fsync: it is whole after `finish`, or thrown away. Indexes and triggers are put aside until then;
 * an index built at once takes a third of one that grows row by row.
 */
export function createSnapshotFile(access: FileAccess): SnapshotWriter {
  const raw = connectDatabase(access, { cipher: 'aegis' });
  chmodSync(access.filePath, 0o600);
  raw.pragma('locking_mode = exclusive');
  raw.pragma('journal_mode = off');
  raw.pragma('synchronous = off');
  raw.pragma('foreign_keys = off');
  raw.pragma('temp_store = memory');
  raw.pragma(`cache_size = -${cacheKib}`);
  raw.exec('BEGIN');
  for (const step of migrations) raw.exec(step.sql);
  const later = putAside(raw);
  const gram = raw.prepare(
    'INSERT INTO name_gram (gram, member_no, again) SELECT ?, value >> 1, value & 1 FROM json_each(?)',
  );
  const bulks: BulkInsert[] = [];
  return {
    bulk: (spec) => {
      const bulk = createBulkInsert(raw, spec);
      bulks.push(bulk);
      return bulk.add;
    },
    inserter: (table, columns, onConflict) => {
      const marks = columns.map(() => '?').join(', ');
      const verb = onConflict === undefined ? 'INSERT' : `INSERT OR ${onConflict}`;
      const insert = raw.prepare(`${verb} INTO ${table} (${columns.join(', ')}) VALUES (${marks})`);
      return (cells) => void insert.run(cells);
    },
    addGram: (text, ofMembers) => void gram.run(text, `[${ofMembers.join(',')}]`),
    run: (sql) => {
      for (const bulk of bulks) bulk.flush();
      raw.exec(sql);
    },
    finish: (place) => {
      for (const bulk of bulks) bulk.flush();
      finish(raw, later, place);
      raw.close();
    },
    abandon: () => void raw.close(),
  };
}

/** Takes indexes and triggers away, and gives the SQL that brings them back. */
function putAside(raw: Database.Database): readonly string[] {
  const parts = raw
    .prepare<[], { type: string; name: string; sql: string }>(
      `SELECT type, name, sql FROM sqlite_schema
       WHERE sql IS NOT NULL AND type IN ('index', 'trigger') ORDER BY type, name`,
    )
    .all();
  for (const { type, name } of parts.toReversed()) raw.exec(`DROP ${type} ${name}`);
  return parts.map(({ sql }) => sql);
}

function finish(raw: Database.Database, later: readonly string[], place: SnapshotPlace): void {
  raw.exec(`UPDATE tally SET n = (SELECT count(*) FROM member) WHERE name = 'member'`);
  raw.exec(`INSERT INTO tag_tally SELECT fold, min(text), count(*) FROM remark
    WHERE fold <> '' GROUP BY fold`);
  for (const sql of later) raw.exec(sql);
  // A survivor's points are those of all ids merged into it.
  raw.exec(`
    UPDATE member SET points = points + coalesce((SELECT sum(entry.points) FROM member_alias AS alias
      JOIN ledger_entry AS entry ON entry.member_id = alias.member_id
      WHERE alias.into_id = member.member_id), 0)
    WHERE member_id IN (SELECT into_id FROM member_alias)`);
  raw
    .prepare('UPDATE sync_state SET cursor = ?, cursor_mark = ?, timeline = ?, snapshot_pos = ?')
    .run(place.cursor, place.mark, place.timeline, place.cursor);
  raw.pragma(`user_version = ${snapshotSchemaVersion}`);
  raw.pragma(`application_id = ${applicationId}`);
  raw.exec('COMMIT');
}
