import { makeRows, type RowMaker } from './row-maker.ts';

/** A row as the query modules write it: column names in snake_case, values as the driver gives them. */
export type Row = Readonly<Record<string, unknown>>;

/** What a table demands of its rows; taken from the schema, as far as the protocol leans on it. */
export type TableSpec = {
  /** The primary key. */
  readonly key: readonly string[];
  readonly unique?: readonly {
    readonly columns: readonly string[];
    readonly where?: (row: Row) => boolean;
  }[];
  /** Columns by which rows are looked up often. */
  readonly index?: readonly string[];
  /** A column that counts up by itself. */
  readonly auto?: string;
  readonly defaults?: Row;
  /** The key counts up from 1 without holes: a stretch is read by counting. */
  readonly dense?: boolean;
  /** A column that gets another value with every row ever written, in any copy of the database. */
  readonly stamp?: string;
  /** A row with the columns that are made of the others. */
  readonly compute?: (row: Row) => Row;
  /** Columns of JSON: text written is read as the value it spells. */
  readonly json?: readonly string[];
  /** Rows may be added, never changed or removed. */
  readonly appendOnly?: boolean;
  /** Throws for a row that the schema's checks refuse. */
  readonly check?: (row: Row) => void;
};

export type Table = {
  readonly name: string;
  readonly spec: TableSpec;
  readonly maker: RowMaker;
  readonly rows: Map<string, Row>;
  /** By column, then by value: the rows by their keys. Built when first asked for. */
  readonly indexes: Map<string, Index>;
  next: number;
  /** How often it was written to; only ever grows. */
  version: number;
};

type Index = Map<unknown, Map<string, Row>>;

export type Change = {
  readonly table: Table;
  readonly key: string;
  readonly before: Row | undefined;
};

/** All tables of one database, and what the running transaction has changed so far. */
export type Tables = {
  readonly byName: ReadonlyMap<string, Table>;
  /** To be undone in reverse order when the transaction fails. */
  undo: Change[];
  /** While somebody wants to know: the tables that are looked at. */
  reading: Set<Table> | null;
  /** What the stand-in of `readKept` keeps of this database. */
  readonly answers: Map<object, unknown>;
  /** How an error of the real database names a broken constraint. */
  readonly constraintCode: string;
};

/** A write the real schema would refuse, with the code of the real driver. */
export class ConstraintError extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** An empty database of this shape. */
export function createTables(
  specs: Readonly<Record<string, TableSpec>>,
  constraintCode: string,
): Tables {
  const byName = new Map<string, Table>();
  for (const [name, spec] of Object.entries(specs)) {
    const fresh = { rows: new Map(), indexes: new Map(), next: 1, version: 0 };
    byName.set(name, { name, spec, maker: makerOf(spec), ...fresh });
  }
  return { byName, undo: [], reading: null, answers: new Map(), constraintCode };
}

const makers = new WeakMap<TableSpec, RowMaker>();

function makerOf(spec: TableSpec): RowMaker {
  const known = makers.get(spec);
  if (known !== undefined) return known;
  const own = [...spec.key, spec.auto, spec.stamp].filter((column) => column !== undefined);
  const unset = Object.fromEntries(own.map((column) => [column, undefined]));
  const maker = makeRows({ ...unset, ...spec.defaults });
  makers.set(spec, maker);
  return maker;
}

/** A copy that lives on by itself: a backup, or a cloned disk. Rows are never changed, so they are shared. */
export function cloneTables(tables: Tables): Tables {
  const byName = new Map<string, Table>();
  for (const [name, table] of tables.byName)
    byName.set(name, { ...table, rows: new Map(table.rows), indexes: new Map() });
  const { constraintCode } = tables;
  return { byName, undo: [], reading: null, answers: new Map(), constraintCode };
}

export function tableOf(tables: Tables, name: string): Table {
  const table = tables.byName.get(name);
  if (table === undefined) throw new Error(`the simulated database has no table ${name}`);
  tables.reading?.add(table);
  return table;
}

export function keyOf({ spec }: Table, row: Row): string {
  const [first = '', second, third] = spec.key;
  if (second === undefined) return String(row[first]);
  const two = `${String(row[first])}|${String(row[second])}`;
  return third === undefined ? two : `${two}|${String(row[third])}`;
}

/** Rows whose column has the value, by the index; null when the column has none. */
export function rowsBy(table: Table, column: string, value: unknown): Row[] | null {
  if (table.spec.key.length === 1 && table.spec.key[0] === column) {
    const row = table.rows.get(String(value));
    return row === undefined ? [] : [row];
  }
  const index = indexOf(table, column);
  if (index === null) return null;
  const rows = index.get(value);
  return rows === undefined ? [] : [...rows.values()];
}

function indexOf(table: Table, column: string): Index | null {
  const built = table.indexes.get(column);
  if (built !== undefined) return built;
  if (!(table.spec.index?.includes(column) ?? false)) return null;
  const index: Index = new Map();
  for (const [key, row] of table.rows) addTo(index, row[column], key, row);
  table.indexes.set(column, index);
  return index;
}

function addTo(index: Index, value: unknown, key: string, row: Row): void {
  const rows = index.get(value);
  if (rows === undefined) index.set(value, new Map([[key, row]]));
  else rows.set(key, row);
}

const written = { rows: 0 };
const none: readonly never[] = [];

/** Adds a row with the schema's defaults; throws as the real database does when a constraint is broken. */
export function insertRow(tables: Tables, table: Table, given: Row): Row {
  const { spec } = table;
  const row = table.maker.make(spec.compute === undefined ? given : spec.compute(given));
  for (const column of spec.json ?? none) {
    const value = row[column];
    if (typeof value === 'string') row[column] = JSON.parse(value) as unknown;
  }
  if (spec.auto !== undefined) {
    row[spec.auto] = table.next;
    table.next += 1;
  }
  if (spec.stamp !== undefined) {
    written.rows += 1;
    row[spec.stamp] = written.rows;
  }
  const key = keyOf(table, row);
  if (table.rows.has(key)) throw broken(tables, table, spec.key);
  checkRow(tables, table, row);
  setRow(tables, table, key, row);
  return row;
}

/** The row of these unique columns that is in the way of a new one; undefined when none is. */
export function findConflict(table: Table, columns: readonly string[], row: Row): Row | undefined {
  if (columns.length === table.spec.key.length && columns.every((c) => table.spec.key.includes(c)))
    return table.rows.get(keyOf(table, row));
  return candidates(table, columns, row).find((one) => columns.every((c) => one[c] === row[c]));
}

function candidates(table: Table, columns: readonly string[], row: Row): Iterable<Row> & Row[] {
  for (const column of columns) {
    const rows = rowsBy(table, column, row[column]);
    if (rows !== null) return rows;
  }
  return [...table.rows.values()];
}

/** `changed`: the columns of a row that is there already which another value was given. */
function checkRow(tables: Tables, table: Table, row: Row, self?: Row, changed?: Row): void {
  const { spec } = table;
  for (const { columns, where } of spec.unique ?? none) {
    if (where !== undefined && !where(row)) continue;
    // What it held alone before it still holds alone.
    if (where === undefined && changed !== undefined && !columns.some((c) => c in changed))
      continue;
    if (columns.some((column) => row[column] === null || row[column] === undefined)) continue;
    const inTheWay = candidates(table, columns, row).some(
      (one) =>
        one !== self &&
        columns.every((column) => one[column] === row[column]) &&
        (where === undefined || where(one)),
    );
    if (inTheWay) throw broken(tables, table, columns);
  }
  spec.check?.(row);
}

function broken(tables: Tables, table: Table, columns: readonly string[]): ConstraintError {
  const where = `${table.name}(${columns.join(', ')})`;
  return new ConstraintError(tables.constraintCode, `unique constraint of ${where}`);
}

/** Changes columns of a row. */
export function updateRow(tables: Tables, table: Table, row: Row, set: Row): void {
  if (table.spec.appendOnly === true) throw new Error(`${table.name} is append-only`);
  const after = table.maker.change(row, set);
  for (const column of table.spec.json ?? none) {
    const value = after[column];
    if (typeof value === 'string') after[column] = JSON.parse(value) as unknown;
  }
  const before = keyOf(table, row);
  const key = table.spec.key.some((column) => column in set) ? keyOf(table, after) : before;
  checkRow(tables, table, after, row, set);
  if (key !== before) {
    if (table.rows.has(key)) throw broken(tables, table, table.spec.key);
    setRow(tables, table, before, undefined);
  }
  setRow(tables, table, key, after);
}

export function deleteRow(tables: Tables, table: Table, row: Row): void {
  if (table.spec.appendOnly === true) throw new Error(`${table.name} is append-only`);
  setRow(tables, table, keyOf(table, row), undefined);
}

function setRow(tables: Tables, table: Table, key: string, row: Row | undefined): void {
  const before = table.rows.get(key);
  tables.undo.push({ table, key, before });
  put(table, key, before, row);
}

function put(table: Table, key: string, before: Row | undefined, row: Row | undefined): void {
  table.version += 1;
  if (row === undefined) table.rows.delete(key);
  else table.rows.set(key, row);
  for (const [column, index] of table.indexes) {
    const now = row?.[column];
    if (before !== undefined) {
      const old = before[column];
      if (row === undefined || old !== now) index.get(old)?.delete(key);
    }
    if (row !== undefined) addTo(index, now, key, row);
  }
}

/** Undoes every change after the first `mark`. */
export function undoTo(tables: Tables, mark: number): void {
  for (let i = tables.undo.length - 1; i >= mark; i -= 1) {
    const change = tables.undo[i];
    if (change === undefined) continue;
    const { table, key, before } = change;
    put(table, key, table.rows.get(key), before);
  }
  tables.undo.length = mark;
}
