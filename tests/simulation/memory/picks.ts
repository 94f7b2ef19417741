import { columnOf, type Expression, type Scope } from './expression.ts';
import type { Row } from './tables.ts';

/** One thing a query picks. */
export type Picked = {
  readonly name: string;
  /** Where it is a column and nothing else. */
  readonly column: string | null;
  /** Of a single row; null for what is made of a whole group. */
  readonly one: Expression | null;
  readonly read: (group: readonly Scope[]) => unknown;
  readonly readRows: (rows: readonly Row[]) => unknown;
};

/** Whatever is picked under a name. */
export function picked(name: string, one: Expression, column: string | null = null): Picked {
  const bare = (column ?? '').slice((column ?? '').indexOf('.') + 1);
  return {
    name,
    column,
    one,
    read: ([scope]) => (scope === undefined ? null : one(scope)),
    readRows: ([row]) => (row === undefined ? null : (row[bare] ?? null)),
  };
}

const columns = new Map<string, Picked>();

/** `column`, `table.column` or either `as name`. */
export function pickedColumn(given: string): Picked {
  const known = columns.get(given);
  if (known !== undefined) return known;
  const [column = given, alias] = given.split(' as ');
  const name = alias ?? column.slice(column.indexOf('.') + 1);
  const made = picked(name, columnOf(column), column);
  columns.set(given, made);
  return made;
}
