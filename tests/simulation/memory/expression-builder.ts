import { columnOf, compare, readColumn, type Expression, type Scope } from './expression.ts';
import { expressionOf, type Language } from './language.ts';
import { Given, plain, valueOf } from './raw-statement.ts';
import { aggregates } from './aggregates.ts';
import { selectFrom, type SelectQuery } from './select-query.ts';
import type { Tables } from './tables.ts';

export type ExpressionBuilder = ((column: string, op: string, value: unknown) => Expression) & {
  readonly fn: ReturnType<typeof aggregates>;
  readonly or: (all: readonly unknown[]) => Expression;
  readonly and: (all: readonly unknown[]) => Expression;
  readonly not: (one: unknown) => Expression;
  readonly exists: (query: SelectQuery) => Expression;
  readonly selectFrom: (from: string) => SelectQuery;
  readonly ref: (column: string) => Expression;
};

export function createLanguage(given: Pick<Language, 'statements' | 'conditions'>): Language {
  let builder: ExpressionBuilder | null = null;
  let asked: Tables | null = null;
  const language: Language = {
    ...given,
    tables: () => {
      if (asked === null) throw new Error('no database is asked');
      return asked;
    },
    ask: (tables) => void (asked = tables),
    builder: () => (builder ??= makeBuilder(language)),
    built: { hasCondition: false },
  };
  return language;
}

function makeBuilder(language: Language): ExpressionBuilder {
  const of = (one: unknown) => expressionOf(language, one);
  const compareColumn = (column: string, op: string, given: unknown): Expression => {
    const value = typeof given === 'function' ? (given as Expression) : () => plain(valueOf(given));
    const add = op === '+' ? 1 : op === '-' ? -1 : 0;
    if (add !== 0)
      return (scope) => (readColumn(scope, column) as number) + add * (value(scope) as number);
    const read = columnOf(column);
    if (given instanceof Given) return chained((scope) => compare(read(scope), op, given.read()));
    const fixed = value({});
    return chained((scope) => compare(read(scope), op, fixed));
  };
  /** `eb(…).and(…)`. */
  const chained = (test: Expression): Expression =>
    Object.assign(test, {
      and: (column: string, op: string, given: unknown) => {
        const other = compareColumn(column, op, given);
        return chained((scope) => test(scope) === true && other(scope) === true);
      },
    });
  const parts: Omit<ExpressionBuilder, never> = {
    fn: aggregates(),
    or: (all: readonly unknown[]) => {
      const tests = all.map(of);
      return (scope: Scope) => tests.some((test) => test(scope) === true);
    },
    and: (all: readonly unknown[]) => {
      const tests = all.map(of);
      return (scope: Scope) => tests.every((test) => test(scope) === true);
    },
    not: (one: unknown) => {
      const test = of(one);
      return (scope: Scope) => test(scope) !== true;
    },
    exists: (query: SelectQuery) => (scope: Scope) => query.existsIn(scope),
    selectFrom: (from: string) => selectFrom(language, from),
    ref: columnOf,
  } as ExpressionBuilder;
  return Object.assign(compareColumn, parts);
}
