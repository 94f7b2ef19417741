import type { LookedUp } from './counter-conditions.ts';
import { columnOf, compare, type Expression, type Scope } from './expression.ts';
import { conditionOf, meaningIn, type Language } from './language.ts';
import { nodeOf, plain, valueOf, type RawNode } from './raw-statement.ts';
import { rowsBy, type Row, type Table } from './tables.ts';

/** One condition of a query. */
export type Where = {
  readonly column: string | null;
  /** The column's table, where it is named with it. */
  readonly table: string | null;
  /** The column without its table. */
  readonly name: string;
  readonly op: string;
  readonly value: unknown;
  /** Null for a column and a value: compared as it is. */
  readonly test: Expression | null;
  /** Written out in SQL: what it means is asked when the query runs. */
  readonly node: RawNode | null;
};

const noColumn = { column: null, table: null, name: '', op: '', value: null, test: null } as const;

/** The condition of a `where`, in any of its forms. */
export function whereOf(language: Language, args: readonly unknown[]): Where {
  if (args.length === 1) {
    const node = nodeOf(args[0]);
    if (node !== null) return { ...noColumn, node };
    return expressed(conditionOf(language, args[0]));
  }
  const [column, op, given] = args as [string, string, unknown];
  return onColumn(column, op, valueOf(given));
}

/** A condition that is a function of the rows. */
export function expressed(test: Expression): Where {
  return { ...noColumn, test, node: null };
}

function onColumn(
  column: string,
  op: string,
  value: unknown,
  test: Expression | null = null,
): Where {
  const dot = column.indexOf('.');
  const table = dot > 0 ? column.slice(0, dot) : null;
  return { column, table, name: column.slice(dot + 1), op, value, test, node: null };
}

/** What the conditions mean for the rows there are now, with the values that are asked for. */
export function meant(language: Language, wheres: readonly Where[]): readonly Where[] {
  return wheres.map((where) => {
    const { node, value } = where;
    if (node === null) {
      const now = plain(value);
      return now === value ? where : { ...where, value: now };
    }
    const test: LookedUp = meaningIn(language, node);
    if (test.lookup === undefined) return expressed(test);
    return onColumn(test.lookup.column, 'in', test.lookup.values, test);
  });
}

/** Whether it holds for these rows. */
export function isTrue({ column, op, value, test }: Where, scope: Scope): boolean {
  if (test !== null) return test(scope) === true;
  return compare(columnOf(column ?? '')(scope), op, value);
}

/** Whether all of them hold for a row of the one table there is. */
export function areTrue(wheres: readonly Where[], alias: string, row: Row): boolean {
  for (const where of wheres) {
    const { name, op, value, test } = where;
    if (test !== null) {
      if (test({ [alias]: row }) !== true) return false;
    } else if (op === '=') {
      if (row[name] !== value || value == null) return false;
    } else if (!compare(row[name] ?? null, op, value)) return false;
  }
  return true;
}

/** Whether it compares a column that is named as one of this table. */
export function isOfTable({ table, test }: Where, alias: string): boolean {
  return test === null && table === alias;
}

/** Rows of the first table that the conditions leave, by index where one helps. */
export function firstRows(table: Table, alias: string, wheres: readonly Where[]): Iterable<Row> {
  const only = table.spec.key.length > 1 ? rowByKey(table, alias, wheres) : null;
  if (only !== null) return only;
  for (const { column, table: of, name, op, value } of wheres) {
    if (column === null) continue;
    if (table.spec.dense === true && (op === '>' || op === '>='))
      return stretch(table, (value as number) + (op === '>' ? 1 : 0));
    if (of !== null && of !== alias) continue;
    const rows =
      op === '='
        ? rowsBy(table, name, value)
        : op === 'in'
          ? rowsByAny(table, name, value as readonly unknown[])
          : null;
    if (rows !== null) return rows;
  }
  return table.rows.values();
}

/** The row of a key of several columns, when a value is asked for in each; null when not. */
function rowByKey({ spec, rows }: Table, alias: string, wheres: readonly Where[]): Row[] | null {
  if (wheres.length < spec.key.length) return null;
  let key = '';
  for (const column of spec.key) {
    const where = wheres.find(
      ({ name, op, table }) => name === column && op === '=' && (table === null || table === alias),
    );
    if (where === undefined) return null;
    key += key === '' ? String(where.value) : `|${String(where.value)}`;
  }
  const row = rows.get(key);
  return row === undefined ? [] : [row];
}

function rowsByAny(table: Table, name: string, values: readonly unknown[]): Row[] | null {
  const rows: Row[] = [];
  for (const one of new Set(values)) {
    const some = rowsBy(table, name, one);
    if (some === null) return null;
    rows.push(...some);
  }
  return rows;
}

function stretch(table: Table, from: number): Row[] {
  const rows: Row[] = [];
  for (let at = Math.max(from, 1); ; at += 1) {
    const row = table.rows.get(String(at));
    if (row === undefined) return rows;
    rows.push(row);
  }
}
