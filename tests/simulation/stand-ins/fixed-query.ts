import { Given, type RawNode } from '../memory/raw-statement.ts';
import type { SelectQuery } from '../memory/select-query.ts';
import type { Table, Tables } from '../memory/tables.ts';

/** The handle of the memory database, as far as queries that are kept need it. */
type Memory = {
  readonly memory: () => Tables;
  readonly run: (node: RawNode) => readonly unknown[];
  readonly built: { hasCondition: boolean };
};
type Values = Readonly<Record<string, unknown>>;
/** A query of the memory database, or a text with a meaning there. */
type Built =
  | SelectQuery
  | { readonly toOperationNode: () => RawNode }
  | { readonly execute: () => Promise<unknown> };
type Query = { readonly build: (db: unknown, given: object) => Built };
type Rows = readonly unknown[] | Promise<readonly unknown[]>;
type Kept = {
  readonly asked: Values;
  readonly reads: readonly Table[];
  readonly version: number;
  readonly value: unknown;
};

/** What is kept for one database in memory. */
type Store = {
  readonly queries: Map<Query, ((given: Values) => Rows) | null>;
  readonly answers: Map<Query, Kept>;
};
const stores = new WeakMap<Tables, Store>();

function storeOf(db: Memory): Store {
  const tables = db.memory();
  const known = stores.get(tables);
  if (known !== undefined) return known;
  const store: Store = { queries: new Map(), answers: new Map() };
  stores.set(tables, store);
  return store;
}

/**
 * `app/db/fixed-query.ts` within the simulator: a query is built once for each database and run with other
 * values each time, as in the product; what stands between is the memory database, not SQLite.
 */
export function fixedQuery(build: Query['build']): Query {
  return { build };
}

export async function listRows(db: unknown, query: Query, given: object): Promise<unknown[]> {
  return (await rowsOf(db as Memory, query, given as Values)) as unknown[];
}

export async function findRow(db: unknown, query: Query, given: object): Promise<unknown> {
  return (await rowsOf(db as Memory, query, given as Values))[0];
}

/** Kept until a table the query read is written to; frozen, because it is shared: as in the product. */
export async function readKept<T>(
  db: unknown,
  query: Query,
  given: object,
  shape: (rows: readonly unknown[]) => T,
): Promise<T> {
  const { answers } = storeOf(db as Memory);
  const asked = given as Values;
  const before = answers.get(query);
  if (before !== undefined && before.version === versionOf(before.reads)) {
    let isSame = true;
    for (const name in asked) if (asked[name] !== before.asked[name]) isSame = false;
    if (isSame) return before.value as T;
  }
  const { rows, reads } = watch(db as Memory, () => runBuilt(db as Memory, query.build(db, given)));
  const version = versionOf(reads);
  const value = deepFreeze(shape(await rows));
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

function rowsOf(db: Memory, query: Query, given: Values): Rows {
  const { queries } = storeOf(db);
  const known = queries.get(query);
  if (known !== undefined)
    return known === null ? runBuilt(db, query.build(db, given)) : known(given);
  const kept = keep(db, query);
  queries.set(query, kept);
  return rowsOf(db, query, given);
}

/** The query built once; null for one whose conditions are read when it is built. */
function keep(db: Memory, query: Query): ((given: Values) => Rows) | null {
  let values: Values = {};
  const standIns = new Proxy({}, { get: (_, name) => new Given(() => valueOf(values, name)) });
  const built = buildOnce(db, query, standIns);
  if (built === null) return null;
  const node = isText(built) ? built.toOperationNode() : null;
  return (given) => {
    values = given;
    return node === null ? runBuilt(db, built) : db.run(node);
  };
}

function buildOnce(db: Memory, query: Query, standIns: object): Built | null {
  db.built.hasCondition = false;
  try {
    const built = query.build(db, standIns);
    return db.built.hasCondition ? null : built;
  } catch (error) {
    // A condition in SQL asked for a value that is not there yet.
    if (db.built.hasCondition) return null;
    throw error;
  }
}

function valueOf(values: Values, name: string | symbol): unknown {
  const value = values[String(name)];
  if (value === undefined) throw new Error(`the query lacks ${String(name)}`);
  return value;
}

/** It runs at once; only what is no select is told later. */
function runBuilt(db: Memory, built: Built): Rows {
  if (isText(built)) return db.run(built.toOperationNode());
  if ('rows' in built) return built.rows();
  return built.execute().then((answer) => (Array.isArray(answer) ? (answer as unknown[]) : []));
}

function isText(built: Built): built is { readonly toOperationNode: () => RawNode } {
  return 'toOperationNode' in built;
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const part of Object.values(value)) deepFreeze(part);
  return Object.freeze(value);
}
