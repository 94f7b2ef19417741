import { sql } from 'kysely';
import { findRow, fixedQuery, readKept } from './fixed-query.ts';
import type { Reader, Trx } from './handles.ts';

/** A row of HQ's stream that could not be taken. */
export type SkippedChange = { readonly pos: number; readonly kind: string };

/** Remembers rows that this version of the app cannot take. */
export async function noteSkipped(
  trx: Trx,
  skipped: readonly SkippedChange[],
  triedBy: string,
): Promise<void> {
  if (skipped.length === 0) return;
  await trx
    .insertInto('skipped_change')
    .values(skipped.map(({ pos, kind }) => ({ pos, kind, tried_by: triedBy })))
    .onConflict((oc) => oc.column('pos').doUpdateSet({ tried_by: triedBy }))
    .execute();
}

/** What lies in (from, to] is read now: whatever could not be taken there before is told of anew. */
export async function forgetSkipped(
  trx: Trx,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<void> {
  await findRow(trx, skippedGone, { from, to });
}

const skippedGone = fixedQuery((db, { from, to }: { readonly from: number; readonly to: number }) =>
  db.deleteFrom('skipped_change').where('pos', '>', from).where('pos', '<=', to),
);

/**
 * A version of the app that has not tried the skipped rows yet goes back in HQ's stream to before the first of
 * them, and reads on from there: rows may come twice, and of two words about one thing the later stands again
 * in the end. Each version does so once. What a snapshot brought is not read again: it holds what HQ knew.
 * Until the end is reached nothing counts as whole. Returns whether there is anything to read again.
 */
export async function rereadSkipped(trx: Trx, appVersion: string): Promise<boolean> {
  const { rows } = await sql<{ back_to: number | null }>`
    SELECT max(min(pos) - 1, (SELECT coalesce(snapshot_pos, 0) FROM sync_state)) AS back_to
    FROM skipped_change WHERE tried_by <> ${appVersion}`.execute(trx);
  const backTo = rows[0]?.back_to ?? null;
  if (backTo === null) return false;
  await forgetSkipped(trx, { from: -1, to: backTo });
  await trx.updateTable('skipped_change').set({ tried_by: appVersion }).execute();
  await sql`
    UPDATE sync_state SET cursor = ${backTo}, cursor_mark = NULL, caught_up_at_ms = NULL
    WHERE cursor > ${backTo}`.execute(trx);
  return true;
}

/** Whether there are rows that this version of the app has not tried to read. */
export async function hasUntried(db: Reader, appVersion: string): Promise<boolean> {
  return await readKept(db, untried, { appVersion }, (rows) => rows.length > 0);
}

const untried = fixedQuery((db, { appVersion }: { readonly appVersion: string }) =>
  db.selectFrom('skipped_change').select('pos').where('tried_by', '<>', appVersion).limit(1),
);

/** How many rows of HQ this version cannot read. A policy may also be skipped for its signature. */
export async function countUnreadable(db: Reader): Promise<number> {
  return await readKept(db, unreadable, {}, ([row]) => row?.n ?? 0);
}

const unreadable = fixedQuery((db) =>
  db
    .selectFrom('skipped_change')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where('kind', '<>', sql.lit('policy')),
);
