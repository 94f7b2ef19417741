import { aggregateOf, type Aggregate } from './aggregates.ts';
import { columnOf, compare, readColumn, type Expression, type Scope } from './expression.ts';
import type { LookedUp } from './counter-conditions.ts';
import { conditionOf, expressionOf, type Language } from './language.ts';
import { aliasedOf, Given, plain, valueOf } from './raw-statement.ts';
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
type Picked = {
  readonly name: string;
  /** Of a single row; null for what is made of a whole group. */
  readonly one: Expression | null;
  readonly read: (group: readonly Scope[]) => unknown;
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

  constructor(language: Language, from: string) {
    const { name, alias } = named(from);
    this.#state = {
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
    this.#state.wheres.push({ column: null, op: '', value: null, test });
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
    this.#state.havings.push((group) => compare(made.read(group), op, plain(valueOf(right))));
    return this;
  }

  orderBy(by: unknown, direction?: unknown): this {
    const read = typeof by === 'string' ? columnOf(by) : expressionOf(this.#state.language, by);
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

  rows(): Row[] {
    return run(this.#state);
  }

  async execute(): Promise<Row[]> {
    return run(this.#state);
  }

  async executeTakeFirst(): Promise<Row | undefined> {
    return runFirst(this.#state);
  }

  async executeTakeFirstOrThrow(): Promise<Row> {
    const row = runFirst(this.#state);
    if (row === undefined) throw new Error(`no row in ${this.#state.table.name}`);
    return row;
  }
}

/** Begins a select. Calls add to the query they are called on. */
export function selectFrom(language: Language, from: string): SelectQuery {
  return new SelectQuery(language, from);
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

/** The condition of a `where`, in any of its forms. */
export function whereOf(language: Language, args: readonly unknown[]): Where {
  if (args.length === 1) {
    const test: LookedUp = conditionOf(language, args[0]);
    const { column, values } = test.lookup ?? { column: null, values: null };
    return { column, op: 'in', value: values, test };
  }
  const [column, op, given] = args as [string, string, unknown];
  const value = valueOf(given);
  const read = columnOf(column);
  if (value instanceof Given) return whereGiven(column, op, value);
  const test = (scope: Scope) => compare(read(scope), op, value);
  return { column, op, value, test };
}

/** The same with a value that is another each time the query runs. */
function whereGiven(column: string, op: string, given: Given): Where {
  const read = columnOf(column);
  const test = (scope: Scope) => compare(read(scope), op, given.read());
  return { column, op, value: given, test };
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

function picked(name: string, one: Expression): Picked {
  return { name, one, read: ([scope]) => (scope === undefined ? null : one(scope)) };
}

const columns = new Map<string, Picked>();

/** `column`, `table.column` or either `as name`. */
function pickedColumn(given: string): Picked {
  const known = columns.get(given);
  if (known !== undefined) return known;
  const [column = given, alias] = given.split(' as ');
  const made = picked(alias ?? column.slice(column.indexOf('.') + 1), columnOf(column));
  columns.set(given, made);
  return made;
}

function addJoin(state: State, given: string, on: readonly unknown[], left: boolean): void {
  const { name, alias } = named(given);
  const table = tableOf(state.language.tables(), name);
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
  state.joins.push({ table, alias, left, on: pairs });
}

/** Rows of the first table that the conditions leave, by index where one helps. */
function firstRows({ table, alias, wheres }: State): Iterable<Row> {
  for (const { column, op, value: asked } of wheres) {
    if (column === null) continue;
    const value = plain(asked);
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

/** Rows that fit, with those joined to them; not many more than `max` are looked for. */
function scopesOf(state: State, max = Infinity): Scope[] {
  const { alias, joins, wheres, outer } = state;
  const found: Scope[] = [];
  for (const row of firstRows(state)) {
    if (found.length >= max) break;
    if (joins.length === 0) {
      const scope = outer === null ? { [alias]: row } : { [alias]: row, ...outer };
      if (wheres.every(({ test }) => test(scope) === true)) found.push(scope);
      continue;
    }
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

/** Of rows in no order of their own the first found is the first. */
function runFirst(state: State): Row | undefined {
  return run(state, state.orders.length === 0 ? 1 : Infinity)[0];
}

function run(state: State, max = Infinity): Row[] {
  const isWhole = state.aggregates || state.groups.length > 0;
  let scopes = scopesOf(state, isWhole ? Infinity : max);
  if (isWhole) return runGroups(state, scopes);
  if (state.orders.length > 0) scopes = scopes.toSorted((a, b) => compareBy(state, a, b));
  const limit = plain(state.limit) as number;
  if (scopes.length > limit) scopes = scopes.slice(0, limit);
  if (state.picks.length === 0 && state.joins.length === 0)
    return scopes.map((scope) => scope[state.alias] ?? nothing);
  return scopes.map((scope) => {
    const row: Record<string, unknown> = {};
    for (const whole of state.whole)
      for (const table in scope)
        if (whole === '*' || whole === table) Object.assign(row, scope[table]);
    for (const { name, one, read } of state.picks)
      row[name] = one === null ? read([scope]) : one(scope);
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
