import { aggregateOf, type Aggregate } from './aggregates.ts';
import { groupBy } from '../../../hq/db/group-by.ts';
import { columnOf, compare, type Expression, type Scope } from './expression.ts';
import { expressionOf, meaningIn, type Language } from './language.ts';
import { picked, pickedColumn, type Picked } from './picks.ts';
import { projectorOf, type Projector } from './projector.ts';
import { aliasedOf, nodeOf, plain, valueOf, type RawNode } from './raw-statement.ts';
import { rowsBy, tableOf, type Row, type Table } from './tables.ts';
import { areTrue, expressed, firstRows, isOfTable, isTrue, meant, whereOf } from './wheres.ts';
import type { Where } from './wheres.ts';

type Join = {
  readonly name: string;
  readonly alias: string;
  readonly left: boolean;
  /** Equal columns: of the joined table, and of those before it or a fixed value. */
  readonly on: readonly { readonly own: string; readonly other: Expression }[];
};
type State = {
  readonly language: Language;
  readonly name: string;
  readonly alias: string;
  readonly joins: Join[];
  readonly wheres: Where[];
  readonly picks: Picked[];
  readonly whole: string[];
  readonly groups: string[];
  readonly havings: { readonly of: Aggregate; readonly op: string; readonly value: unknown }[];
  readonly orders: { readonly by: Expression | RawNode; readonly down: boolean }[];
  projector: Projector | null;
  limit: unknown;
  /** Of a correlated subquery: the row around it. */
  outer: Scope | null;
  aggregates: boolean;
};

/**
 * The part of kysely's select builder that the query modules use, over rows in memory. A class: some hundred
 * are made for each act, and twenty closures for each of them cost more than reading the rows.
 */
export class SelectQuery {
  readonly #state: State;
  readonly #ask: () => void;

  /** `ask` turns the language to the database this query is asked of. */
  constructor(language: Language, from: string, ask: () => void) {
    const { name, alias } = named(from);
    this.#ask = ask;
    this.#state = {
      language,
      name,
      alias,
      joins: [],
      wheres: [],
      picks: [],
      whole: [],
      groups: [],
      havings: [],
      orders: [],
      projector: null,
      limit: Infinity,
      outer: null,
      aggregates: false,
    };
  }

  select(given: unknown): this {
    pick(this.#state, given);
    return this;
  }

  selectAll(table?: string): this {
    this.#state.whole.push(table ?? '*');
    return this;
  }

  distinct(): this {
    return this;
  }

  where(...args: unknown[]): this {
    this.#state.wheres.push(whereOf(this.#state.language, args));
    return this;
  }

  whereRef(left: string, op: string, right: string): this {
    const [own, other] = [columnOf(left), columnOf(right)];
    const test = (scope: Scope) => compare(own(scope), op, other(scope));
    this.#state.wheres.push(expressed(test));
    return this;
  }

  innerJoin(table: string, ...on: unknown[]): this {
    addJoin(this.#state, table, on, false);
    return this;
  }

  leftJoin(table: string, ...on: unknown[]): this {
    addJoin(this.#state, table, on, true);
    return this;
  }

  groupBy(columns: string | readonly string[]): this {
    this.#state.groups.push(...(typeof columns === 'string' ? [columns] : columns));
    return this;
  }

  having(left: unknown, op: string, right: unknown): this {
    const made = aggregateOf(this.#state.language, left);
    this.#state.havings.push({ of: made, op, value: valueOf(right) });
    return this;
  }

  orderBy(by: unknown, direction?: unknown): this {
    const read =
      typeof by === 'string'
        ? columnOf(by)
        : (nodeOf(by) ?? expressionOf(this.#state.language, by));
    this.#state.orders.push({ by: read, down: direction === 'desc' });
    return this;
  }

  limit(n: unknown): this {
    this.#state.limit = n;
    return this;
  }

  forUpdate(): this {
    return this;
  }

  forNoKeyUpdate(): this {
    return this;
  }

  /** For `exists`: whether any row fits under the row around it. */
  existsIn(outer: Scope): boolean {
    this.#state.outer = outer;
    return scopesOf(this.#state, 1).length > 0;
  }

  /** Of the database the language is turned to. */
  rows(): Row[] {
    return run(this.#state);
  }

  async execute(): Promise<Row[]> {
    this.#ask();
    return run(this.#state);
  }

  async executeTakeFirst(): Promise<Row | undefined> {
    this.#ask();
    return runFirst(this.#state);
  }

  async executeTakeFirstOrThrow(): Promise<Row> {
    this.#ask();
    const row = runFirst(this.#state);
    if (row === undefined) throw new Error(`no row in ${this.#state.name}`);
    return row;
  }
}

const stay = () => undefined;

/** Begins a select. Calls add to the query they are called on. */
export function selectFrom(language: Language, from: string, ask: () => void = stay): SelectQuery {
  return new SelectQuery(language, from, ask);
}

type Named = { readonly name: string; readonly alias: string };
const names = new Map<string, Named>();

function named(given: string): Named {
  const known = names.get(given);
  if (known !== undefined) return known;
  const [name = given, alias = name] = given.split(' as ');
  names.set(given, { name, alias });
  return { name, alias };
}

function pick(state: State, given: unknown): void {
  if (Array.isArray(given)) {
    for (const one of given as unknown[]) pick(state, one);
    return;
  }
  if (typeof given === 'string') {
    state.picks.push(pickedColumn(given));
    return;
  }
  const made =
    typeof given === 'function'
      ? (given as (eb: unknown) => unknown)(state.language.builder())
      : given;
  if (Array.isArray(made)) return pick(state, made);
  const aliased = aliasedOf(made);
  if (aliased !== null) {
    state.picks.push(picked(aliased.alias, expressionOf(state.language, aliased.expression)));
    return;
  }
  state.aggregates = true;
  state.picks.push(made as Aggregate);
}

function addJoin(state: State, given: string, on: readonly unknown[], left: boolean): void {
  const { name, alias } = named(given);
  const pairs: { own: string; other: Expression }[] = [];
  const isOwn = (column: string) => column.startsWith(`${alias}.`);
  const add = (a: string, b: string) => {
    const [own, other] = isOwn(a) ? [a, b] : [b, a];
    pairs.push({ own: own.slice(own.indexOf('.') + 1), other: columnOf(other) });
  };
  if (typeof on[0] === 'string') add(on[0], on[1] as string);
  else {
    const join = {
      onRef: (a: string, _op: string, b: string) => (add(a, b), join),
      on: (column: string, _op: string, value: unknown) => {
        pairs.push({ own: column.slice(column.indexOf('.') + 1), other: () => plain(value) });
        return join;
      },
    };
    (on[0] as (j: unknown) => unknown)(join);
  }
  state.joins.push({ name, alias, left, on: pairs });
}

/** Rows that fit, with those joined to them; not many more than `max` are looked for. */
function scopesOf(state: State, max = Infinity): Scope[] {
  const { language, name, alias, joins, outer } = state;
  const tables = language.tables();
  const wheres = meant(language, state.wheres);
  const joined = joins.map((join) => ({ ...join, table: tableOf(tables, join.name) }));
  // What asks of the first table alone is asked before anything is joined to it.
  const [own, rest] = [
    wheres.filter((where) => isOfTable(where, alias)),
    wheres.filter((where) => !isOfTable(where, alias)),
  ];
  const found: Scope[] = [];
  for (const row of firstRows(tableOf(tables, name), alias, wheres)) {
    if (found.length >= max) break;
    if (!areTrue(own, alias, row)) continue;
    let scopes: Scope[] = [outer === null ? { [alias]: row } : { [alias]: row, ...outer }];
    for (const join of joined) scopes = scopes.flatMap((scope) => joinedTo(join, scope));
    for (const scope of scopes) if (rest.every((where) => isTrue(where, scope))) found.push(scope);
  }
  return found;
}

/** The same of one table alone, as its rows. */
function rowsOf(state: State, max: number): Row[] {
  const { language, name, alias } = state;
  const table = tableOf(language.tables(), name);
  const wheres = meant(language, state.wheres);
  for (const { column, table: of } of wheres)
    if (of !== null && of !== alias) throw new Error(`no table in scope for ${String(column)}`);
  const found: Row[] = [];
  for (const row of firstRows(table, alias, wheres)) {
    if (found.length >= max) break;
    if (areTrue(wheres, alias, row)) found.push(row);
  }
  return found;
}

const nothing: Row = {};

function joinedTo(
  { table, alias, left, on }: Join & { readonly table: Table },
  scope: Scope,
): Scope[] {
  const [first] = on;
  const wanted = on.map(({ other }) => other(scope));
  const rows = first === undefined ? null : rowsBy(table, first.own, wanted[0]);
  const fitting: Scope[] = [];
  for (const row of rows ?? table.rows.values())
    if (on.every(({ own }, i) => wanted[i] !== null && row[own] === wanted[i]))
      fitting.push({ ...scope, [alias]: row });
  return fitting.length === 0 && left ? [{ ...scope, [alias]: nothing }] : fitting;
}

/** Of rows in no order of their own the first found is the first. */
function runFirst(state: State): Row | undefined {
  return run(state, state.orders.length === 0 ? 1 : Infinity)[0];
}

function run(state: State, max = Infinity): Row[] {
  const isAlone = state.joins.length === 0 && state.outer === null;
  if (state.aggregates || state.groups.length > 0)
    return isAlone && state.picks.every(({ one, column }) => one === null || column !== null)
      ? groupsOfRows(state, rowsOf(state, Infinity))
      : runGroups(state, scopesOf(state));
  const limit = plain(state.limit) as number;
  if (isAlone) return runAlone(state, Math.min(max, limit));
  let scopes = scopesOf(state, max);
  if (state.orders.length > 0) {
    const isLess = ordering(state);
    scopes = scopes.toSorted(isLess);
  }
  if (scopes.length > limit) scopes = scopes.slice(0, limit);
  return scopes.map((scope) => pickedOf(state, scope));
}

/** Of one table: what is picked is read off its rows. */
function runAlone(state: State, max: number): Row[] {
  const { alias, orders, picks, whole } = state;
  let rows = rowsOf(state, orders.length === 0 ? max : Infinity);
  if (orders.length > 0 && rows.length > 1) {
    const isLess = ordering(state);
    rows = rows.toSorted((a, b) => isLess({ [alias]: a }, { [alias]: b }));
  }
  if (rows.length > max) rows = rows.slice(0, max);
  if (picks.length === 0 || rows.length === 0) return rows;
  if (whole.length > 0 || picks.some(({ column }) => column === null))
    return rows.map((row) => pickedOf(state, { [alias]: row }));
  state.projector ??= projectorOf(picks as readonly { name: string; column: string }[], alias);
  return rows.map(state.projector);
}

function pickedOf(state: State, scope: Scope): Row {
  if (state.picks.length === 0 && state.joins.length === 0) return scope[state.alias] ?? nothing;
  const row: Record<string, unknown> = {};
  for (const whole of state.whole)
    for (const table in scope)
      if (whole === '*' || whole === table) Object.assign(row, scope[table]);
  for (const { name, one, read } of state.picks)
    row[name] = one === null ? read([scope]) : one(scope);
  return row;
}

function runGroups(state: State, scopes: readonly Scope[]): Row[] {
  const readers = state.groups.map(columnOf);
  const keyOf = (scope: Scope) => JSON.stringify(readers.map((read) => read(scope)));
  return grouped(state, scopes, keyOf)
    .filter((group) =>
      state.havings.every(({ of, op, value }) => compare(of.read(group), op, plain(value))),
    )
    .map((group) => Object.fromEntries(state.picks.map(({ name, read }) => [name, read(group)])));
}

/** The same of one table alone. */
function groupsOfRows(state: State, rows: readonly Row[]): Row[] {
  const names = state.groups.map((column) => column.slice(column.indexOf('.') + 1));
  const [only = ''] = names;
  const keyOf =
    names.length === 1
      ? (row: Row) => row[only] ?? null
      : (row: Row) => JSON.stringify(names.map((name) => row[name] ?? null));
  return grouped(state, rows, keyOf)
    .filter((group) =>
      state.havings.every(({ of, op, value }) => compare(of.readRows(group), op, plain(value))),
    )
    .map((group) => {
      const row: Record<string, unknown> = {};
      for (const { name, readRows } of state.picks) row[name] = readRows(group);
      return row;
    });
}

function grouped<T>(state: State, all: readonly T[], keyOf: (one: T) => unknown): T[][] {
  if (state.groups.length === 0) return [[...all]];
  return [...groupBy(all, keyOf).values()];
}

function ordering({ language, orders }: State): (a: Scope, b: Scope) => number {
  const readers = orders.map(({ by, down }) => ({
    by: typeof by === 'function' ? by : meaningIn(language, by),
    down,
  }));
  return (a, b) => {
    for (const { by, down } of readers) {
      const [left, right] = [by(a) as string | null, by(b) as string | null];
      if (left === right) continue;
      const less = left === null || (right !== null && left < right);
      return less === down ? 1 : -1;
    }
    return 0;
  };
}
