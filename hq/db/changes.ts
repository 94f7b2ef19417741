import { sql } from 'kysely';
import type { ChangeRow } from '../../app/contract/sync.ts';
import type { HqHandle, HqTrx } from './hq-db.ts';
import { insertMany } from './insert-many.ts';

type WithoutPos<T> = T extends unknown ? Omit<T, 'pos'> : never;
/** A change for the counters that has no position yet. */
export type NewChange = WithoutPos<ChangeRow>;

/** Any number that is ours alone: whoever draws positions. */
const positionLockKey = 7_226_002;

/**
 * Puts changes at the end of the pull stream. Positions are drawn under one lock that is held until
 * the commit, so a reader that has seen position n can never later find a row below n. Call it last
 * in a transaction: whoever holds the lock must not wait for anything else.
 */
export async function insertChanges(trx: HqTrx, changes: readonly NewChange[]): Promise<void> {
  if (changes.length === 0) return;
  await sql`SELECT pg_advisory_xact_lock(${sql.lit(positionLockKey)})`.execute(trx);
  const last = await sql<{ pos: number }>`SELECT coalesce(max(pos), 0) AS pos FROM change`.execute(
    trx,
  );
  const start = last.rows[0]?.pos ?? 0;
  const rows = changes.map((change, i) => {
    const { kind, ...rest } = change;
    return { pos: start + 1 + i, kind, payload: rest as unknown as string };
  });
  await insertMany(trx, 'change', rows);
}

/** One page of the stream after `cursor`, and whether more follows. */
export async function listChanges(
  db: HqHandle,
  page: { readonly cursor: number; readonly limit: number },
): Promise<{
  readonly rows: (Record<string, unknown> & { pos: number; kind: string })[];
  readonly more: boolean;
}> {
  const found = await db
    .selectFrom('change')
    .selectAll()
    .where('pos', '>', page.cursor)
    .orderBy('pos')
    .limit(page.limit + 1)
    .execute();
  const rows = found.slice(0, page.limit).map(({ pos, kind, payload }) => ({
    ...(payload as Record<string, unknown>),
    pos,
    kind,
  }));
  return { rows, more: found.length > page.limit };
}
