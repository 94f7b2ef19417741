import { readColumn, type Scope } from './expression.ts';
import type { Language } from './language.ts';
import type { Row } from './tables.ts';

/** `fn.sum('points').as('points')` and its like. */
export type Aggregate = {
  readonly aggregate: true;
  readonly name: string;
  readonly column: null;
  readonly one: null;
  readonly read: (group: readonly Scope[]) => unknown;
  /** The same of one table alone. */
  readonly readRows: (rows: readonly Row[]) => unknown;
  readonly as: (name: string) => Aggregate;
};

/** `fn` of the expression builder. */
export function aggregates(): Readonly<Record<string, (column?: string) => Aggregate>> {
  const of =
    (read: (values: readonly unknown[], group: readonly unknown[]) => unknown) =>
    (column = ''): Aggregate => {
      const there = (value: unknown) => value !== null;
      const name = column.slice(column.indexOf('.') + 1);
      const ofScopes = (group: readonly Scope[]) =>
        column === '' ? [] : group.map((scope) => readColumn(scope, column)).filter(there);
      const ofRows = (rows: readonly Row[]) =>
        column === '' ? [] : rows.map((row) => row[name] ?? null).filter(there);
      return aggregate('', {
        read: (group) => read(ofScopes(group), group),
        readRows: (rows) => read(ofRows(rows), rows),
      });
    };
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

function aggregate(name: string, reads: Pick<Aggregate, 'read' | 'readRows'>): Aggregate {
  const as = (given: string) => aggregate(given, reads);
  return { aggregate: true, name, column: null, one: null, ...reads, as };
}

export function aggregateOf(language: Language, given: unknown): Aggregate {
  const made =
    typeof given === 'function' ? (given as (eb: unknown) => unknown)(language.builder()) : given;
  return made as Aggregate;
}
