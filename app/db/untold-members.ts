import type { MemberId } from '../domain/ids.ts';
import { findRow, fixedQuery } from './fixed-query.ts';
import type { Reader, Trx } from './handles.ts';

/**
 * Remembers the next members HQ told of, as the view of HQ's old stream is dropped; null = that was the last.
 * The new stream takes them out again one by one (`markTold`); who is left then, HQ does not know.
 */
export async function rememberUntold(
  trx: Trx,
  { after, limit }: { readonly after: string; readonly limit: number },
): Promise<MemberId | null> {
  const rows = await trx
    .selectFrom('member')
    .select('member_id')
    .where('member_id', '>', after as MemberId)
    .orderBy('member_id')
    .limit(limit)
    .execute();
  const last = rows.at(-1);
  if (last === undefined) return null;
  await trx
    .insertInto('untold_member')
    .values(rows.map(({ member_id }) => ({ member_id })))
    .onConflict((conflict) => conflict.column('member_id').doNothing())
    .execute();
  return last.member_id;
}

/** HQ's stream of today told of these members. */
export async function markTold(trx: Trx, memberIds: readonly MemberId[]): Promise<void> {
  if (memberIds.length === 0) return;
  const anybody = await findRow(trx, anyUntold, {});
  if (anybody === undefined) return;
  await trx.deleteFrom('untold_member').where('member_id', 'in', memberIds).execute();
}

const anyUntold = fixedQuery((db) => db.selectFrom('untold_member').select('member_id').limit(1));

/**
 * Which of these members HQ, whose stream was read to its end, has not told of: it was put back to before
 * they joined, or it is another HQ. Not those whose joining stands in this counter's own log: HQ gets that.
 * Nobody while the stream is still being read.
 */
export async function listUntold(
  db: Reader,
  memberIds: readonly MemberId[],
): Promise<ReadonlySet<MemberId>> {
  if (memberIds.length === 0 || (await findRow(db, anyUntold, {})) === undefined) return new Set();
  const { dropping, caught_up_at_ms: caughtUpAtMs } = await db
    .selectFrom('sync_state')
    .select(['dropping', 'caught_up_at_ms'])
    .executeTakeFirstOrThrow();
  if (dropping === 1 || caughtUpAtMs === null) return new Set();
  const untold = await db
    .selectFrom('untold_member')
    .select('member_id')
    .where('member_id', 'in', memberIds)
    .execute();
  if (untold.length === 0) return new Set();
  const ids = untold.map((row) => row.member_id);
  const joined = await db
    .selectFrom('event')
    .select('member_id')
    .where('type', '=', 'member_stub')
    .where('member_id', 'in', ids)
    .execute();
  const joinedHere = new Set(joined.map((row) => row.member_id));
  return new Set(ids.filter((id) => !joinedHere.has(id)));
}
