import { sql } from 'kysely';
import type { ChangeRow } from '../../app/contract/sync.ts';
import { lockForBrand } from './brand-lock.ts';
import type { HqHandle, HqTrx } from './hq-db.ts';
import { insertMany } from './insert-many.ts';

type WithoutPos<T> = T extends unknown ? Omit<T, 'pos'> : never;
/** A change for the counters that has no position yet. */
export type NewChange = WithoutPos<ChangeRow>;

/**
 * Puts changes at the end of the pull stream. Positions are drawn under one lock that is held until
 * the commit, so a reader that has seen position n can never later find a row below n. Call it last
 * in a transaction: whoever holds the lock must not wait for anything else. Answers the first position; 0
 * where there was nothing to tell.
 */
export async function insertChanges(trx: HqTrx, changes: readonly NewChange[]): Promise<number> {
  if (changes.length === 0) return 0;
  await lockForBrand(trx, 'position');
  const last = await sql<{ pos: number }>`SELECT coalesce(max(pos), 0) AS pos FROM change`.execute(
    trx,
  );
  const start = last.rows[0]?.pos ?? 0;
  const rows = changes.map((change, i) => {
    const { kind, ...rest } = change;
    return { pos: start + 1 + i, kind, payload: rest as unknown as string };
  });
  await insertMany(trx, 'change', rows);
  return start + 1;
}

/** A page of the stream. */
export type ChangePage = {
  readonly rows: (Record<string, unknown> & { pos: number; kind: string })[];
  readonly more: boolean;
  /** Names the last row of the page (or the cursor's own, when the page is empty); null at 0. */
  readonly mark: string | null;
};

/**
 * One page of the stream after `cursor`, and whether more follows; null when the cursor is no place in
 * this stream: no row stands there, or not the one whose `mark` the asker was given (positions have no
 * holes, so that means the asker read them before HQ was restored from a backup). A null mark is not
 * compared.
 */
export async function findChanges(
  db: HqHandle,
  page: { readonly cursor: number; readonly mark?: string | null; readonly limit: number },
): Promise<ChangePage | null> {
  // The cursor's own row comes along, so that the comparison costs no query.
  const found = await db
    .selectFrom('change')
    .selectAll()
    .where('pos', '>=', page.cursor)
    .orderBy('pos')
    .limit(page.limit + 2)
    .execute();
  const here = page.cursor === 0 ? null : found.shift();
  if (here !== null && (here === undefined || here.pos !== page.cursor)) return null;
  const mark = here === null ? null : String(here.made_at_us);
  if (mark !== null && page.mark != null && page.mark !== mark) return null;
  const rows = found.slice(0, page.limit).map(({ pos, kind, payload }) => ({
    ...(payload as Record<string, unknown>),
    pos,
    kind,
  }));
  const last = found[rows.length - 1];
  return {
    rows,
    more: found.length > page.limit,
    mark: last === undefined ? mark : String(last.made_at_us),
  };
}

/** Whether a cursor is a place in this stream; see `findChanges`. */
export async function isInStream(
  db: HqHandle,
  place: { readonly cursor: number; readonly mark: string | null },
): Promise<boolean> {
  return (await findChanges(db, { ...place, limit: 1 })) !== null;
}
