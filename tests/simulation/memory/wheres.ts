import type { LookedUp } from './counter-conditions.ts';
import { columnOf, compare, type Expression, type Scope } from './expression.ts';
import { conditionOf, meaningIn, type Language } from './language.ts';
import { nodeOf, plain, valueOf, type RawNode } from './raw-statement.ts';
import { rowsBy, type Row, type Table } from './tables.ts';

/** One condition of a query. */
export type Where = {
  readonly column: string | null;
  readonly op: string;
  readonly value: unknown;
  /** Null for a column and a value: compared as it is. */
  readonly test: Expression | null;
  /** Written out in SQL: what it means is asked when the query runs. */
  readonly node: RawNode | null;
};
/** The condition of a `where`, in any of its forms. */
export function whereOf(language: Language, args: readonly unknown[]): Where {
  if (args.length === 1) {
    const node = nodeOf(args[0]);
    if (node !== null) return { column: null, op: '', value: null, test: null, node };
    const test = conditionOf(language, args[0]);
    return { column: null, op: '', value: null, test, node: null };
  }
  const [column, op, given] = args as [string, string, unknown];
  return { column, op, value: valueOf(given), test: null, node: null };
}

/** What a condition written out in SQL means for the rows there are now. */
export function meant(language: Language, where: Where): Where {
  if (where.node === null) return where;
  const test: LookedUp = meaningIn(language, where.node);
  const { column, values } = test.lookup ?? { column: null, values: null };
  return { column, op: 'in', value: values, test, node: null };
}

/** Whether it holds for these rows. */
export function isTrue({ column, op, value, test }: Where, scope: Scope): boolean {
  if (test !== null) return test(scope) === true;
  return compare(columnOf(column ?? '')(scope), op, plain(value));
}

/** Rows of the first table that the conditions leave, by index where one helps. */
export function firstRows(table: Table, alias: string, wheres: readonly Where[]): Iterable<Row> {
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

/** Whether it compares a column that is named as one of this table. */
export function isOfTable({ column, test }: Where, alias: string): boolean {
  return test === null && column !== null && column.startsWith(`${alias}.`);
}

/** The same for rows of the one table there is. */
export function testOf(where: Where, alias: string): (row: Row) => boolean {
  const { column, op, test } = where;
  if (test !== null || column === null) return (row) => isTrue(where, { [alias]: row });
  const value = plain(where.value);
  const dot = column.indexOf('.');
  if (dot > 0 && column.slice(0, dot) !== alias) throw new Error(`no table in scope for ${column}`);
  const name = dot > 0 ? column.slice(dot + 1) : column;
  if (op === '=') return (row) => row[name] === value && value != null;
  return (row) => compare(row[name] ?? null, op, value);
}

