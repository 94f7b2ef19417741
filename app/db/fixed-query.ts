import { CompiledQuery } from 'kysely';
import { connectionOf, type Reader } from './handles.ts';
import type { FixedText } from './statements.ts';

/** A query whose text never changes, only its values: built and compiled once for each open database. */
export type FixedQuery<P, R> = {
  readonly build: (db: Reader, given: P) => { readonly compile: (db: Reader) => CompiledQuery<R> };
};

/** What may be given to a query. */
type Values = { readonly [name: string]: string | number | null };

/**
 * Building and compiling with kysely takes 50–100 µs a query, several times what SQLite needs. `build` sees
 * a stand-in for each value: it may place it in the query, but not look at it.
 */
export function fixedQuery<P extends Values, R>(
  build: FixedQuery<P, R>['build'],
): FixedQuery<P, R> {
  return { build };
}

/** All rows of a fixed query; none where it writes. */
export async function listRows<P extends Values, R>(
  db: Reader,
  query: FixedQuery<P, R>,
  given: P,
): Promise<readonly R[]> {
  const { sql, values } = textOf(db, query);
  const parameters = fill(values, given);
  const connection = connectionOf(db);
  if (connection?.isHeld === true)
    return connection.statements.run(sql, parameters).rows as readonly R[];
  return (await db.executeQuery<R>(CompiledQuery.raw(sql, parameters))).rows;
}

/** The first row of a fixed query; undefined when there is none. */
export async function findRow<P extends Values, R>(
  db: Reader,
  query: FixedQuery<P, R>,
  given: P,
): Promise<R | undefined> {
  return (await listRows(db, query, given))[0];
}

/**
 * What `shape` makes of the rows, kept until a table the query reads is written to: for what is read at each
 * key press and changes once a month. `shape` must depend on the rows alone, and one query has one; what it
 * returns is frozen.
 */
export async function readKept<P extends Values, R, T>(
  db: Reader,
  query: FixedQuery<P, R>,
  given: P,
  shape: (rows: readonly R[]) => T,
): Promise<T> {
  const connection = connectionOf(db);
  if (connection?.isHeld !== true) return shape(await listRows(db, query, given));
  const text = textOf(db, query);
  const shaped = (rows: readonly unknown[]): T => shape(rows as readonly R[]);
  return connection.statements.keep(text, fill(text.values, given), shaped);
}

/** Stands for a value while a query is built. */
class StandIn {
  readonly from: string;
  constructor(from: string) {
    this.from = from;
  }
}

function textOf<P extends Values, R>(db: Reader, query: FixedQuery<P, R>): FixedText {
  const texts = connectionOf(db)?.statements.texts;
  const known = texts?.get(query);
  if (known !== undefined) return known;
  const given = new Proxy({} as P, { get: (_, name) => new StandIn(String(name)) });
  const { sql, parameters } = query.build(db, given).compile(db);
  const values = parameters.map((one) => (one instanceof StandIn ? one : { value: one }));
  const text = { sql, values };
  texts?.set(query, text);
  return text;
}

function fill(values: FixedText['values'], given: Values): (string | number | null)[] {
  return values.map((one) => {
    if (!('from' in one)) return one.value as string | number | null;
    const value = given[one.from];
    if (value === undefined) throw new Error(`the query lacks ${one.from}`);
    return value;
  });
}
