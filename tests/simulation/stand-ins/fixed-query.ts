import type { RawNode } from '../memory/raw-statement.ts';

/** A query of the memory database, or a text with a meaning there. */
type Built = { readonly execute: (db: unknown) => Promise<unknown> };
type Query = { readonly build: (db: unknown, given: object) => Built };

/**
 * `app/db/fixed-query.ts` within the simulator: nothing is compiled and nothing is kept, each query is built
 * with its values and runs on the memory database like any other.
 */
export function fixedQuery(build: Query['build']): Query {
  return { build };
}

export async function listRows(db: unknown, query: Query, given: object): Promise<unknown[]> {
  const built = query.build(db, given);
  const answer = isText(built) ? await built.execute(db) : await built.execute(undefined);
  if (Array.isArray(answer)) return answer as unknown[];
  return (answer as { readonly rows?: unknown[] } | undefined)?.rows ?? [];
}

export async function findRow(db: unknown, query: Query, given: object): Promise<unknown> {
  return (await listRows(db, query, given))[0];
}

export async function readKept<T>(
  db: unknown,
  query: Query,
  given: object,
  shape: (rows: unknown[]) => T,
): Promise<T> {
  return shape(await listRows(db, query, given));
}

function isText(built: Built): built is Built & { readonly toOperationNode: () => RawNode } {
  return 'toOperationNode' in built;
}
