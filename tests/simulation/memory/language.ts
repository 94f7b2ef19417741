import type { Expression } from './expression.ts';
import {
  argumentsOf,
  meaningOf,
  nodeOf,
  type Condition,
  type Meanings,
  type RawNode,
  type Statement,
} from './raw-statement.ts';
import type { Tables } from './tables.ts';

/**
 * What queries are made of: the tables, and the meanings of what is written out in SQL. One for all databases
 * of a kind: a query is built without knowing which it will be asked of.
 */
export type Language = {
  /** Of the database that is asked now: each query is asked in one go. */
  readonly tables: () => Tables;
  readonly ask: (tables: Tables) => void;
  readonly statements: Meanings<Statement>;
  readonly conditions: Meanings<Condition>;
  /** kysely's expression builder, as far as the query modules use it. */
  readonly builder: () => unknown;
  /** Set by each condition written out in SQL: it is read when a query is built, so that one is not kept. */
  readonly built: { hasCondition: boolean };
};

/** What a condition written out in SQL means for the rows there are now. */
export function meaningIn(language: Language, node: RawNode): Expression {
  return meaningOf(node, language.conditions)(language.tables(), argumentsOf(node));
}

/** A part of a condition: SQL, or what the builder made before. */
export function expressionOf(language: Language, given: unknown): Expression {
  const node = nodeOf(given);
  if (node !== null) {
    language.built.hasCondition = true;
    return meaningIn(language, node);
  }
  if (typeof given !== 'function') throw new Error('not an expression of the query builder');
  return given as Expression;
}

/** The only argument of a `where`: SQL, or a function of the builder. */
export function conditionOf(language: Language, given: unknown): Expression {
  if (typeof given !== 'function') return expressionOf(language, given);
  return expressionOf(language, (given as (eb: unknown) => unknown)(language.builder()));
}
