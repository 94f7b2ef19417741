import { compare, readColumn, type Expression, type Scope } from './expression.ts';
import type { LookedUp } from './counter-conditions.ts';
import { conditionOf, expressionOf, type Language } from './language.ts';
import { aliasedOf, valueOf } from './raw-statement.ts';
import { rowsBy, tableOf, type Row, type Table } from './tables.ts';

type Join = {
  readonly table: Table;
  readonly alias: string;
  readonly left: boolean;
  /** Equal columns: of the joined table, and of those before it or a fixed value. */
  readonly on: readonly { readonly own: string; readonly other: Expression }[];
};
type Where = {
  readonly column: string | null;
  readonly op: string;
  readonly value: unknown;
  readonly test: Expression;
};
type Picked = { readonly name: string; readonly read: (group: readonly Scope[]) => unknown };

/** `fn.sum('points').as('points')` and its like. */
export type Aggregate = {
  readonly aggregate: true;
  readonly name: string;
  readonly read: (group: readonly Scope[]) => unknown;
  readonly as: (name: string) => Aggregate;
};

type State = {
  readonly language: Language;
  readonly table: Table;
  readonly alias: string;
  readonly joins: Join[];
  readonly wheres: Where[];
  readonly picks: Picked[];
  readonly whole: string[];
  readonly groups: string[];
  readonly havings: ((group: readonly Scope[]) => boolean)[];
  readonly orders: { readonly by: Expression; readonly down: boolean }[];
  limit: number;
  /** Of a correlated subquery: the row around it. */
  outer: Scope | null;
  aggregates: boolean;
};

/** The part of kysely's select builder that the query modules use, over rows in memory. */
export type SelectQuery = ReturnType<typeof selectFrom>;

/** Begins a select. Calls add to the query they are called on. */
export function selectFrom(language: Language, from: string) {
  const { name, alias } = named(from);
  const state: State = {
    language,
    table: tableOf(language.tables(), name),
    alias,
    joins: [],
    wheres: [],
    picks: [],
    whole: [],
    groups: [],
    havings: [],
    orders: [],
    limit: Infinity,
    outer: null,
    aggregates: false,
  };
  const query = {
    select: (given: unknown) => (pick(state, given), query),
    selectAll: (table?: string) => (state.whole.push(table ?? '*'), query),
    distinct: () => query,
    where: (...args: unknown[]) => (state.wheres.push(whereOf(language, args)), query),
    whereRef: (left: string, op: string, right: string) => {
      const test = (scope: Scope) => compare(readColumn(scope, left), op, readColumn(scope, right));
      state.wheres.push({ column: null, op: '', value: null, test });
      return query;
    },
    innerJoin: (table: string, ...on: unknown[]) => (addJoin(state, table, on, false), query),
    leftJoin: (table: string, ...on: unknown[]) => (addJoin(state, table, on, true), query),
    groupBy: (columns: string | readonly string[]) => {
      state.groups.push(...(typeof columns === 'string' ? [columns] : columns));
      return query;
    },
    having: (left: unknown, op: string, right: unknown) => {
      const aggregate = aggregateOf(language, left);
      state.havings.push((group) => compare(aggregate.read(group), op, valueOf(right)));
      return query;
    },
    orderBy: (by: unknown, direction?: unknown) => {
      const read =
        typeof by === 'string' ? (s: Scope) => readColumn(s, by) : expressionOf(language, by);
      state.orders.push({ by: read, down: direction === 'desc' });
      return query;
    },
    limit: (n: number) => ((state.limit = n), query),
    forUpdate: () => query,
    /** For `exists`: whether any row fits under the row around it. */
    existsIn: (outer: Scope): boolean => {
      state.outer = outer;
      return scopesOf(state).length > 0;
    },
    rows: () => run(state),
    execute: async () => run(state),
    executeTakeFirst: async () => run(state)[0],
    executeTakeFirstOrThrow: async () => {
      const [row] = run(state);
      if (row === undefined) throw new Error(`no row in ${name}`);
      return row;
    },
  };
  return query;
}

function named(given: string): { readonly name: string; readonly alias: string } {
  const [name = given, alias = name] = given.split(' as ');
  return { name, alias };
}

/** The condition of a `where`, in any of its forms. */
export function whereOf(language: Language, args: readonly unknown[]): Where {
  if (args.length === 1) {
    const test: LookedUp = conditionOf(language, args[0]);
    const { column, values } = test.lookup ?? { column: null, values: null };
    return { column, op: 'in', value: values, test };
  }
  const [column, op, given] = args as [string, string, unknown];
  const value = valueOf(given);
  const test = (scope: Scope) => compare(readColumn(scope, column), op, value);
  return { column, op, value, test };
}

/** `fn` of the expression builder. */
export function aggregates(): Readonly<Record<string, (column?: string) => Aggregate>> {
  const of =
    (read: (values: readonly unknown[], group: readonly Scope[]) => unknown) =>
    (column = ''): Aggregate =>
      aggregate('', (group) => {
        const values = column === '' ? [] : group.map((scope) => readColumn(scope, column));
        return read(
          values.filter((value) => value !== null),
          group,
        );
      });
  return {
    sum: of((v) => (v.length === 0 ? null : v.reduce<number>((n, one) => n + (one as number), 0))),
    min: of((v) =>
      v.reduce<unknown>(
        (low, one) => (low === null || (one as string) < (low as string) ? one : low),
        null,
      ),
    ),
    max: of((v) =>
      v.reduce<unknown>(
        (top, one) => (top === null || (one as string) > (top as string) ? one : top),
        null,
      ),
    ),
    countAll: of((_, group) => group.length),
    count: of((v) => v.length),
  };
}

function aggregate(name: string, read: Aggregate['read']): Aggregate {
  return { aggregate: true, name, read, as: (given) => aggregate(given, read) };
}

function aggregateOf(language: Language, given: unknown): Aggregate {
  const made =
    typeof given === 'function' ? (given as (eb: unknown) => unknown)(language.builder()) : given;
  return made as Aggregate;
}

function pick(state: State, given: unknown): void {
  if (Array.isArray(given)) {
    for (const one of given as unknown[]) pick(state, one);
    return;
  }
  if (typeof given === 'string') {
    const [column = given, alias] = given.split(' as ');
    const name = alias ?? column.slice(column.indexOf('.') + 1);
    state.picks.push({
      name,
      read: ([scope]) => (scope === undefined ? null : readColumn(scope, column)),
    });
    return;
  }
  const made =
    typeof given === 'function'
      ? (given as (eb: unknown) => unknown)(state.language.builder())
      : given;
  if (Array.isArray(made)) return pick(state, made);
  const aliased = aliasedOf(made);
  if (aliased !== null) {
    const read = expressionOf(state.language, aliased.expression);
    state.picks.push({
      name: aliased.alias,
      read: ([scope]) => (scope === undefined ? null : read(scope)),
    });
    return;
  }
  state.aggregates = true;
  state.picks.push(made as Aggregate);
}

function addJoin(state: State, given: string, on: readonly unknown[], left: boolean): void {
  const { name, alias } = named(given);
  const table = tableOf(state.language.tables(), name);
  const pairs: { own: string; other: Expression }[] = [];
  const isOwn = (column: string) => column.startsWith(`${alias}.`);
  const add = (a: string, b: string) => {
    const [own, other] = isOwn(a) ? [a, b] : [b, a];
    pairs.push({ own: own.slice(own.indexOf('.') + 1), other: (s) => readColumn(s, other) });
  };
  if (typeof on[0] === 'string') add(on[0], on[1] as string);
  else {
    const join = {
      onRef: (a: string, _op: string, b: string) => (add(a, b), join),
      on: (column: string, _op: string, value: unknown) => {
        pairs.push({ own: column.slice(column.indexOf('.') + 1), other: () => value });
        return join;
      },
    };
    (on[0] as (j: unknown) => unknown)(join);
  }
  state.joins.push({ table, alias, left, on: pairs });
}

/** Rows of the first table that the conditions leave, by index where one helps. */
function firstRows({ table, alias, wheres }: State): Iterable<Row> {
  for (const { column, op, value } of wheres) {
    if (column === null) continue;
    if (table.spec.dense === true && (op === '>' || op === '>='))
      return stretch(table, (value as number) + (op === '>' ? 1 : 0));
    if (op !== '=' && op !== 'in') continue;
    const dot = column.indexOf('.');
    if (dot > 0 && column.slice(0, dot) !== alias) continue;
    const name = dot > 0 ? column.slice(dot + 1) : column;
    if (op === '=') {
      const rows = rowsBy(table, name, value);
      if (rows !== null) return rows;
      continue;
    }
    const values = new Set(value as readonly unknown[]);
    const rows: Row[] = [];
    let hasIndex = true;
    for (const one of values) {
      const some = rowsBy(table, name, one);
      if (some === null) {
        hasIndex = false;
        break;
      }
      rows.push(...some);
    }
    if (hasIndex) return rows;
  }
  return table.rows.values();
}

function stretch(table: Table, from: number): Row[] {
  const rows: Row[] = [];
  for (let at = Math.max(from, 1); ; at += 1) {
    const row = table.rows.get(String(at));
    if (row === undefined) return rows;
    rows.push(row);
  }
}

function scopesOf(state: State): Scope[] {
  const { alias, joins, wheres, outer } = state;
  const found: Scope[] = [];
  for (const row of firstRows(state)) {
    let scopes: Scope[] = [outer === null ? { [alias]: row } : { [alias]: row, ...outer }];
    for (const join of joins) scopes = scopes.flatMap((scope) => joined(join, scope));
    for (const scope of scopes)
      if (wheres.every(({ test }) => test(scope) === true)) found.push(scope);
  }
  return found;
}

const nothing: Row = {};

function joined({ table, alias, left, on }: Join, scope: Scope): Scope[] {
  const [first] = on;
  const wanted = on.map(({ other }) => other(scope));
  const rows = first === undefined ? null : rowsBy(table, first.own, wanted[0]);
  const fitting: Scope[] = [];
  for (const row of rows ?? table.rows.values())
    if (on.every(({ own }, i) => wanted[i] !== null && row[own] === wanted[i]))
      fitting.push({ ...scope, [alias]: row });
  return fitting.length === 0 && left ? [{ ...scope, [alias]: nothing }] : fitting;
}

function run(state: State): Row[] {
  let scopes = scopesOf(state);
  if (state.aggregates || state.groups.length > 0) return runGroups(state, scopes);
  if (state.orders.length > 0) scopes = scopes.toSorted((a, b) => compareBy(state, a, b));
  if (scopes.length > state.limit) scopes = scopes.slice(0, state.limit);
  if (state.picks.length === 0 && state.joins.length === 0)
    return scopes.map((scope) => scope[state.alias] ?? nothing);
  return scopes.map((scope) => {
    const row: Record<string, unknown> = {};
    for (const whole of state.whole)
      for (const table in scope)
        if (whole === '*' || whole === table) Object.assign(row, scope[table]);
    for (const { name, read } of state.picks) row[name] = read([scope]);
    return row;
  });
}

function runGroups(state: State, scopes: readonly Scope[]): Row[] {
  const groups = new Map<string, Scope[]>();
  if (state.groups.length === 0) groups.set('', [...scopes]);
  for (const scope of state.groups.length === 0 ? [] : scopes) {
    const key = JSON.stringify(state.groups.map((column) => readColumn(scope, column)));
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [scope]);
    else group.push(scope);
  }
  return [...groups.values()]
    .filter((group) => state.havings.every((having) => having(group)))
    .map((group) => Object.fromEntries(state.picks.map(({ name, read }) => [name, read(group)])));
}

function compareBy({ orders }: State, a: Scope, b: Scope): number {
  for (const { by, down } of orders) {
    const [left, right] = [by(a) as string | null, by(b) as string | null];
    if (left === right) continue;
    const less = left === null || (right !== null && left < right);
    return less === down ? 1 : -1;
  }
  return 0;
}
