import type { Row } from './tables.ts';

/** The rows a condition is read against, by table name; the first table is the one selected from. */
export type Scope = { readonly [table: string]: Row };

/** A condition or value that is read against rows. */
export type Expression = (scope: Scope) => unknown;

const readers = new Map<string, Expression>();

/** The value of a column, with or without its table's name; searched from the innermost table on. */
export function readColumn(scope: Scope, name: string): unknown {
  return columnOf(name)(scope);
}

/** What reads a column of this name. */
export function columnOf(name: string): Expression {
  const known = readers.get(name);
  if (known !== undefined) return known;
  const made = makeReader(name);
  readers.set(name, made);
  return made;
}

function makeReader(name: string): Expression {
  const dot = name.indexOf('.');
  if (dot > 0) {
    const [table, column] = [name.slice(0, dot), name.slice(dot + 1)];
    return (scope) => {
      const row = scope[table];
      if (row === undefined) throw new Error(`no table in scope for ${name}`);
      return row[column] ?? null;
    };
  }
  return (scope) => {
    for (const table in scope) {
      const row = scope[table];
      if (row !== undefined && name in row) return row[name] ?? null;
    }
    return null;
  };
}

/** One comparison as SQL does it: nothing compares with null but `is`. */
export function compare(left: unknown, op: string, right: unknown): boolean {
  switch (op) {
    case '=':
      return left !== null && left === right;
    case '<>':
    case '!=':
      return left !== null && right !== null && left !== right;
    case 'is':
      return (left ?? null) === right;
    case 'is not':
      return (left ?? null) !== right;
    case 'in':
      return left !== null && (right as readonly unknown[]).includes(left);
    case 'not in':
      return left !== null && !(right as readonly unknown[]).includes(left);
    default:
      return order(left as number, op, right as number);
  }
}

function order(left: number | null, op: string, right: number | null): boolean {
  if (left === null || right === null) return false;
  if (op === '<') return left < right;
  if (op === '<=') return left <= right;
  if (op === '>') return left > right;
  if (op === '>=') return left >= right;
  throw new Error(`the simulated database does not know the operator ${op}`);
}
