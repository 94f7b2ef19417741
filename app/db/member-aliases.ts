import { sql, type RawBuilder } from 'kysely';
import type { MergeRow } from '../contract/sync.ts';
import type { MemberId } from '../domain/ids.ts';
import { fixedQuery, readKept } from './fixed-query.ts';
import type { Reader, Trx } from './handles.ts';
import { deleteGrams } from './stored-grams.ts';

/**
 * Members that turned out to be one. Nothing that was recorded for a merged member is moved: it is
 * read through its alias, and so is what still comes for it later. Aliases are kept flat: each points
 * at the one that is left.
 */

/** SQL: whom a member was merged into, or the member itself. */
export function survivorOf(memberId: MemberId | RawBuilder<unknown>): RawBuilder<MemberId> {
  return sql`coalesce((SELECT into_id FROM member_alias WHERE member_id = ${memberId}), ${memberId})`;
}

/** SQL, for `IN (…)`: all ids under which things of this member stand. */
export function idsOf(memberId: MemberId | RawBuilder<unknown>): RawBuilder<MemberId> {
  const survivor = survivorOf(memberId);
  return sql`SELECT ${survivor} AS member_id UNION ALL SELECT member_id FROM member_alias WHERE into_id = ${survivor}`;
}

/** All ids under which things of this member stand, the survivor's first. */
export async function listIdsOf(db: Reader, memberId: MemberId): Promise<readonly MemberId[]> {
  return await readKept(db, idRows, { memberId }, (rows) => rows.map((row) => row.member_id));
}

const idRows = fixedQuery(
  (_db, { memberId }: { readonly memberId: MemberId }) =>
    sql<{ member_id: MemberId }>`${idsOf(memberId)}`,
);

/** Which of these members were merged into another one that is known here. */
export async function listMerged(
  trx: Trx,
  memberIds: readonly MemberId[],
): Promise<readonly MemberId[]> {
  const { rows } = await sql<{ member_id: MemberId }>`
    SELECT alias.member_id FROM member_alias AS alias
    JOIN member AS survivor ON survivor.member_id = alias.into_id
    WHERE alias.member_id IN (SELECT value FROM json_each(${JSON.stringify(memberIds)}))`.execute(
    trx,
  );
  return rows.map((row) => row.member_id);
}

/** Takes HQ's word that members are one. Known already, or turned around, it changes nothing. */
export async function mergeMembers(trx: Trx, merges: readonly MergeRow[]): Promise<void> {
  for (const { memberId, into } of merges) {
    // As `planMerge` has it: those both ids stand for are linked, so no ring can come about.
    const [gone, survivor] = [await resolve(trx, memberId), await resolve(trx, into)];
    if (survivor === gone) continue;
    await trx
      .updateTable('member_alias')
      .set({ into_id: survivor })
      .where('into_id', '=', gone)
      .execute();
    await trx.insertInto('member_alias').values({ member_id: gone, into_id: survivor }).execute();
    await absorbMerged(trx, [survivor]);
    // Entries of a member that was never listed here count for the survivor from now on.
    await recount(trx, survivor);
  }
}

async function resolve(trx: Trx, memberId: MemberId): Promise<MemberId> {
  const row = await trx
    .selectFrom('member_alias')
    .select('into_id')
    .where('member_id', '=', memberId)
    .executeTakeFirst();
  return row?.into_id ?? memberId;
}

/**
 * Takes merged members off the list as soon as the one they were merged into is on it: their codes
 * name that one from now on (weakly, until HQ says otherwise), its points count theirs, and an open
 * sale goes over to it. It is then only looked up, not scanned: a stranger may have enrolled with
 * its number.
 */
export async function absorbMerged(trx: Trx, survivors: readonly MemberId[]): Promise<void> {
  const { rows } = await sql<{
    member_no: number;
    member_id: MemberId;
    name_key: string;
    into_id: MemberId;
  }>`
    SELECT gone.member_no, gone.member_id, gone.name_key, alias.into_id FROM member_alias AS alias
    JOIN member AS gone ON gone.member_id = alias.member_id
    JOIN member AS survivor ON survivor.member_id = alias.into_id
    WHERE alias.into_id IN (SELECT value FROM json_each(${JSON.stringify(survivors)}))`.execute(
    trx,
  );
  await deleteGrams(
    trx,
    rows.map((gone) => ({ memberId: gone.member_id, nameKey: gone.name_key })),
  );
  for (const gone of rows) {
    await sql`
      UPDATE member_code SET weak = 1,
        member_no = (SELECT member_no FROM member WHERE member_id = ${gone.into_id})
      WHERE member_no = ${gone.member_no}`.execute(trx);
    await trx.deleteFrom('member').where('member_no', '=', gone.member_no).execute();
    await trx
      .updateTable('open_sale')
      .set({ member_id: gone.into_id, identified_by: 'search', spend_points: 0 })
      .where('member_id', '=', gone.member_id)
      .execute();
  }
  for (const survivor of new Set(rows.map((row) => row.into_id))) await recount(trx, survivor);
}

/** The cached sums of a member, with all that was merged into it. */
async function recount(trx: Trx, memberId: MemberId): Promise<void> {
  await sql`
    UPDATE member SET
      points = coalesce((SELECT sum(points) FROM ledger_entry WHERE member_id IN (${idsOf(memberId)})), 0),
      last_sale_at_ms = (SELECT max(at_ms) FROM sale WHERE member_id IN (${idsOf(memberId)}))
    WHERE member_id = ${memberId}`.execute(trx);
}
