import type Database from 'better-sqlite3';
import type { Schema } from './schema.ts';
import type { Cell } from './write-snapshot.ts';

/**
 * How a cell lies in a row of bytes. `fixed`: ASCII of just that many bytes, never null. `text`: at most so
 * many bytes of UTF-8, padded; null and '' are one. `int`: its digits.
 */
export type BulkCell = {
  readonly name: string;
  readonly kind: 'fixed' | 'text' | 'int';
  readonly bytes: number;
};

export type BulkSpec = {
  readonly table: keyof Schema;
  readonly cells: readonly BulkCell[];
  /** Each column with the SQL of its value, over the cells and `row_no` (1 for the first row). */
  readonly columns: readonly (readonly [column: string, value: string])[];
};

export type BulkInsert = {
  /** Takes a row, its cells in the order of the spec. */
  readonly add: (cells: readonly Cell[]) => void;
  readonly flush: () => void;
};

const rowsPerBatch = 1_000;
/** Fills what a text leaves of its place. A text that has it goes the slow way. */
const padding = 1;
const paddingText = String.fromCharCode(padding);

/**
 * Inserts many rows by handing SQLite one run of bytes for a thousand of them, which it cuts up itself:
 * binding value by value takes twice as long as all the rest.
 */
export function createBulkInsert(raw: Database.Database, spec: BulkSpec): BulkInsert {
  const { cells } = spec;
  const width = cells.reduce((sum, { bytes }) => sum + bytes, 0);
  const places = placesOf(cells);
  const batch = Buffer.alloc(width * rowsPerBatch, padding);
  const many = raw.prepare(manySql(spec, width, places));
  const one = raw.prepare(oneSql(spec));
  let done = 0;
  let waiting = 0;
  const flush = (): void => {
    if (waiting === 0) return;
    many.run(batch, done + 1, waiting);
    done += waiting;
    waiting = 0;
    batch.fill(padding);
  };
  const addSlowly = (row: readonly Cell[]): void => {
    flush();
    one.run(done + 1, ...row.map((cell) => (cell === '' ? null : cell)));
    done += 1;
  };
  return {
    flush,
    add: (row) => {
      const from = waiting * width;
      for (let i = 0; i < cells.length; i += 1) {
        const value = row[i];
        const cell = cells[i];
        if (value == null || cell === undefined) continue;
        const at = from + (places[i] ?? 0);
        if (writeCell(batch, { at, cell, value })) continue;
        batch.fill(padding, from, from + width);
        addSlowly(row);
        return;
      }
      waiting += 1;
      if (waiting === rowsPerBatch) flush();
    },
  };
}

/** False when the value does not fit its place. */
function writeCell(
  batch: Buffer,
  {
    at,
    cell,
    value,
  }: { readonly at: number; readonly cell: BulkCell; readonly value: string | number },
): boolean {
  const text = typeof value === 'number' ? String(value) : value;
  if (cell.kind !== 'text') {
    if (text.length > cell.bytes || (cell.kind === 'fixed' && text.length < cell.bytes))
      return false;
    batch.write(text, at, cell.bytes, 'latin1');
    return true;
  }
  const fits = text.length * 3 <= cell.bytes || Buffer.byteLength(text) <= cell.bytes;
  if (!fits || text.includes(paddingText)) return false;
  batch.write(text, at, cell.bytes, 'utf8');
  return true;
}

function placesOf(cells: readonly BulkCell[]): readonly number[] {
  let place = 0;
  return cells.map(({ bytes }) => {
    place += bytes;
    return place - bytes;
  });
}

function manySql(spec: BulkSpec, width: number, places: readonly number[]): string {
  const cells = spec.cells.map(({ name, kind, bytes }, i) => {
    const text = `CAST(substr(x, i * ${width} + ${(places[i] ?? 0) + 1}, ${bytes}) AS TEXT)`;
    const trimmed = `nullif(rtrim(${text}, char(${padding})), '')`;
    if (kind === 'fixed') return `${text} AS ${name}`;
    return kind === 'int' ? `CAST(${trimmed} AS INTEGER) AS ${name}` : `${trimmed} AS ${name}`;
  });
  return `
    WITH RECURSIVE s (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM s WHERE i < ${rowsPerBatch - 1})
    ${insertSql(spec)} FROM (SELECT p + i AS row_no, ${cells.join(', ')}
      FROM (SELECT ? AS x, ? AS p, ? AS n) CROSS JOIN s WHERE i < n)`;
}

function oneSql(spec: BulkSpec): string {
  const cells = spec.cells.map(({ name }) => `? AS ${name}`);
  return `${insertSql(spec)} FROM (SELECT ? AS row_no, ${cells.join(', ')})`;
}

function insertSql({ table, columns }: BulkSpec): string {
  const names = columns.map(([name]) => name).join(', ');
  return `INSERT INTO ${table} (${names}) SELECT ${columns.map(([, value]) => value).join(', ')}`;
}
