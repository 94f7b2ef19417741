import type Database from 'better-sqlite3';

/** How many prepared statements are kept; the product has some 150 different ones. */
const statementsMax = 300;

type Prepared = {
  readonly statement: Database.Statement;
  readonly isReader: boolean;
  /** Tables it or its triggers may write; null = it cannot be told which. */
  readonly writes: readonly string[] | null;
};

export type Outcome = {
  readonly rows: readonly unknown[];
  readonly changes: number;
  readonly lastInsertRowid: number | bigint;
};

/** An answer, the values asked with, and how often its tables had been written to. */
type Kept = {
  readonly reads: readonly string[];
  readonly version: number;
  readonly asked: readonly unknown[];
  readonly value: unknown;
};

/** The text of a query with, place by place, the name of a value that is given each time, or the value itself. */
export type FixedText = {
  readonly sql: string;
  readonly values: readonly ({ readonly from: string } | { readonly value: unknown })[];
};

/** What runs on the one connection of an open database file, and what it has learnt. */
export type Statements = {
  /** Runs a statement now; the connection must be the caller's. */
  readonly run: (sql: string, parameters: readonly unknown[]) => Outcome;
  /**
   * What `shape` makes of a query's rows, as long as nobody wrote to a table it reads: no statement of this
   * process can go past this connection, and no other process can open the file. Frozen, because it is
   * shared. One answer a query, the one to the values asked with last.
   */
  readonly keep: <T>(
    text: FixedText,
    parameters: readonly unknown[],
    shape: (rows: readonly unknown[]) => T,
  ) => T;
  /** Everything read inside a transaction that was rolled back is no longer true. */
  readonly forget: () => void;
  /** Texts of fixed queries, by query. */
  readonly texts: WeakMap<object, FixedText>;
  readonly isInTransaction: () => boolean;
  /** Another file of the same schema has taken the place of this one. */
  readonly goOnWith: (next: Database.Database) => void;
  readonly close: () => void;
};

/**
 * Keeps prepared statements (preparing anew costs 20–50% of a short query) and answers that still hold
 * (what the counter is called, its rules, its devices: read at each key press, changed once a month).
 */
export function createStatements(
  first: Database.Database,
  /** Told of each statement that met a damaged page of the file. */
  onDamage: () => void = () => {},
): Statements {
  let raw = first;
  const statements = new Map<string, Prepared>();
  const versions = new Map<string, number>();
  const kept = new Map<FixedText, Kept>();
  let touched = touchedTables(raw);

  function prepared(sql: string, parameters: readonly unknown[]): Prepared {
    const known = statements.get(sql);
    if (known !== undefined) return known;
    const statement = raw.prepare(sql);
    const writes = statement.readonly ? [] : touched(sql, parameters, 'written');
    const one = { statement, isReader: statement.reader, writes };
    if (statements.size >= statementsMax) dropOldest(statements);
    statements.set(sql, one);
    return one;
  }

  /** Only ever grows, so an equal sum means that no table was written. */
  const versionOf = (tables: readonly string[]): number =>
    tables.reduce((sum, table) => sum + (versions.get(table) ?? 0), 0);

  function run(sql: string, parameters: readonly unknown[]): Outcome {
    const { statement, isReader, writes } = prepared(sql, parameters);
    // A statement that fails midway may have written.
    if (writes === null) kept.clear();
    else for (const table of writes) versions.set(table, (versions.get(table) ?? 0) + 1);
    try {
      if (isReader) return { rows: statement.all(parameters), changes: 0, lastInsertRowid: 0 };
      return { rows: [], ...statement.run(parameters) };
    } catch (error) {
      if (isOfDamage(error)) onDamage();
      throw error;
    }
  }

  return {
    run,
    keep: <T>(
      text: FixedText,
      asked: readonly unknown[],
      shape: (rows: readonly unknown[]) => T,
    ) => {
      const { sql } = text;
      const before = kept.get(text);
      const isSame = before?.asked.every((value, i) => value === asked[i]) === true;
      if (isSame && before.version === versionOf(before.reads)) return before.value as T;
      const reads = before?.reads ?? touched(sql, asked, 'read');
      if (reads === null) return shape(run(sql, asked).rows);
      const version = versionOf(reads);
      const value = deepFreeze(shape(run(sql, asked).rows));
      kept.set(text, { reads, version, asked, value });
      return value;
    },
    forget: () => kept.clear(),
    texts: new WeakMap(),
    isInTransaction: () => raw.inTransaction,
    goOnWith: (next) => {
      raw = next;
      touched = touchedTables(next);
      statements.clear();
      kept.clear();
    },
    close: () => void raw.close(),
  };
}

function dropOldest(map: Map<string, unknown>): void {
  const oldest = map.keys().next();
  if (oldest.done !== true) map.delete(oldest.value);
}

type Opcode = {
  readonly opcode: string;
  readonly p1: number;
  readonly p2: number;
  readonly p3: number;
};

/**
 * Tells which tables a statement touches, as SQLite itself says: its program opens each by the page it
 * begins at, those of its triggers too. Virtual ones are left out. Null where one cannot be named.
 */
function touchedTables(raw: Database.Database) {
  let byPage: ReadonlyMap<number, string> = new Map();

  function nameOf(page: number): string | undefined {
    if (!byPage.has(page)) byPage = readPages(raw);
    return byPage.get(page);
  }

  return (
    sql: string,
    parameters: readonly unknown[],
    how: 'read' | 'written',
  ): readonly string[] | null => {
    if (/^\s*(begin|commit|rollback|pragma|explain)\b/i.test(sql)) return [];
    const names = new Set<string>();
    const opcodes = raw.prepare(`EXPLAIN ${sql}`).all(parameters) as Opcode[];
    for (const opcode of opcodes) {
      const page = pageOf(opcode, how);
      if (page === null) continue;
      const name = nameOf(page);
      if (name === undefined) return null;
      names.add(name);
    }
    return [...names];
  };
}

/** The first page of what an instruction opens or empties; null for other instructions. */
function pageOf({ opcode, p1, p2, p3 }: Opcode, how: 'read' | 'written'): number | null {
  // The last number is 0 for the file itself, not for what is kept in memory for a statement.
  if (opcode === 'OpenWrite' && p3 === 0) return p2;
  if (opcode === 'OpenRead' && p3 === 0 && how === 'read') return p2;
  return opcode === 'Clear' && p2 === 0 ? p1 : null;
}

function readPages(raw: Database.Database): ReadonlyMap<number, string> {
  const rows = raw
    .prepare<[], { rootpage: number; tbl_name: string }>(
      `SELECT rootpage, tbl_name FROM sqlite_schema WHERE rootpage > 0`,
    )
    .all();
  return new Map([
    [1, 'sqlite_schema'],
    ...rows.map((row) => [row.rootpage, row.tbl_name] as const),
  ]);
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const part of Object.values(value)) deepFreeze(part);
  return Object.freeze(value);
}

function isOfDamage(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return /^SQLITE_(CORRUPT|NOTADB|IOERR_(DATA|SHORT_READ|CORRUPTFS))/.test(code);
}
