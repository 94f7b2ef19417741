import type { Language } from '../memory/language.ts';
import { Given, type RawNode } from '../memory/raw-statement.ts';
import type { Table, Tables } from '../memory/tables.ts';

/** The handle of the memory database, as far as queries that are kept need it. */
type Memory = {
  readonly memory: () => Tables;
  readonly run: (node: RawNode) => readonly unknown[];
  readonly language: Language;
};
type Values = Readonly<Record<string, unknown>>;
type Rows = readonly unknown[];
/** A query of the memory database, or a text with a meaning there. */
type Built = { readonly rows: () => Rows } | { readonly toOperationNode: () => RawNode };
type Query = { readonly build: (db: unknown, given: object) => Built };
/** Asks a database, whichever. */
type Asked = (db: Memory, given: Values) => Rows;
type Kept = {
  readonly asked: Values;
  readonly reads: readonly Table[];
  readonly version: number;
  readonly value: unknown;
};

/**
 * `app/db/fixed-query.ts` within the simulator: a query is built once and asked of any database with other
 * values each time; what stands between is the memory database, not SQLite.
 */
export function fixedQuery(build: Query['build']): Query {
  return { build };
}

export function listRows(db: unknown, query: Query, given: object): Promise<unknown[]> {
  return told(() => rowsOf(db as Memory, query, given as Values) as unknown[]);
}

export function findRow(db: unknown, query: Query, given: object): Promise<unknown> {
  return told(() => rowsOf(db as Memory, query, given as Values)[0]);
}

/** As an async function tells it, which costs as much as a small query. */
function told<T>(work: () => T): Promise<T> {
  try {
    return Promise.resolve(work());
  } catch (error) {
    return Promise.reject(error instanceof Error ? error : new Error(String(error)));
  }
}

/** Kept until a table the query read is written to; frozen, because it is shared: as in the product. */
export function readKept<T>(
  db: unknown,
  query: Query,
  given: object,
  shape: (rows: readonly unknown[]) => T,
): Promise<T> {
  return told(() => kept(db as Memory, query, given as Values, shape));
}

function kept<T>(
  db: Memory,
  query: Query,
  asked: Values,
  shape: (rows: readonly unknown[]) => T,
): T {
  const answers = db.memory().answers as Map<Query, Kept>;
  const before = answers.get(query);
  if (before !== undefined && before.version === versionOf(before.reads)) {
    let isSame = true;
    for (const name in asked) if (asked[name] !== before.asked[name]) isSame = false;
    if (isSame) return before.value as T;
  }
  const { rows, reads } = watch(db, () => rowsOf(db, query, asked));
  const version = versionOf(reads);
  const value = deepFreeze(shape(rows));
  answers.set(query, { asked: { ...asked }, reads, version, value });
  return value;
}

/** What a query gives, and the tables it looked at. */
function watch(db: Memory, work: () => Rows): { readonly rows: Rows; readonly reads: Table[] } {
  const tables = db.memory();
  const looked = new Set<Table>();
  tables.reading = looked;
  try {
    return { rows: work(), reads: [...looked] };
  } finally {
    tables.reading = null;
  }
}

function versionOf(reads: readonly Table[]): number {
  let sum = 0;
  for (const { version } of reads) sum += version;
  return sum;
}

const queries = new WeakMap<Query, Asked | 'as-given'>();

function rowsOf(db: Memory, query: Query, given: Values): Rows {
  let asked = queries.get(query);
  if (asked === undefined) {
    asked = keep(db, query) ?? 'as-given';
    queries.set(query, asked);
  }
  db.language.ask(db.memory());
  return asked === 'as-given' ? runBuilt(db, query.build(db, given)) : asked(db, given);
}

/** The query built once; null for one whose conditions are read when it is built. */
function keep(db: Memory, query: Query): Asked | null {
  let values: Values = {};
  const standIns = new Proxy({}, { get: (_, name) => new Given(() => valueOf(values, name)) });
  const built = buildOnce(db, query, standIns);
  if (built === null) return null;
  if (!isText(built)) return (_, given) => ((values = given), built.rows());
  const node = built.toOperationNode();
  return (asked, given) => ((values = given), asked.run(node));
}

function buildOnce(db: Memory, query: Query, standIns: object): Built | null {
  const { built } = db.language;
  built.hasCondition = false;
  db.language.ask(db.memory());
  try {
    const made = query.build(db, standIns);
    return built.hasCondition ? null : made;
  } catch (error) {
    // A condition in SQL asked for a value that is not there yet.
    if (built.hasCondition) return null;
    throw error;
  }
}

function valueOf(values: Values, name: string | symbol): unknown {
  const value = values[String(name)];
  if (value === undefined) throw new Error(`the query lacks ${String(name)}`);
  return value;
}

function runBuilt(db: Memory, built: Built): Rows {
  return isText(built) ? db.run(built.toOperationNode()) : built.rows();
}

function isText(built: Built): built is { readonly toOperationNode: () => RawNode } {
  return 'toOperationNode' in built;
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const part of Object.values(value)) deepFreeze(part);
  return Object.freeze(value);
}
