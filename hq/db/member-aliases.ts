import { sql } from 'kysely';
import type { MemberId } from '../../app/domain/ids.ts';
import type { HqHandle, HqTrx } from './hq-db.ts';

/** Which ids are one member, from both sides. */
export type Aliases = {
  /** The survivor of each id asked for; ids that were never merged name themselves. */
  readonly rootOf: Map<MemberId, MemberId>;
  /** All ids of each survivor, its own first. */
  readonly idsOf: Map<MemberId, MemberId[]>;
};

/**
 * Resolves ids to their survivors and those to all the ids merged into them. Unknown ids name themselves.
 * `locked`: who was merged into whom, of members that are locked.
 */
export async function listAliases(
  db: HqHandle,
  memberIds: readonly MemberId[],
  locked: ReadonlyMap<MemberId, MemberId | null> = new Map(),
): Promise<Aliases> {
  const rootOf = new Map(memberIds.map((id) => [id, locked.get(id) ?? id]));
  if (memberIds.length === 0) return { rootOf, idsOf: new Map() };
  const others = memberIds.filter((id) => !locked.has(id));
  for (const [id, into] of await listMerged(db, others)) rootOf.set(id, into);
  const roots = [...new Set(rootOf.values())];
  const idsOf = new Map(roots.map((root) => [root, [root]]));
  const aliases = await db
    .selectFrom('member')
    .select(['member_id', 'merged_into'])
    .where('merged_into', 'in', roots)
    .orderBy('member_id')
    .execute();
  for (const { member_id, merged_into } of aliases) {
    if (merged_into === null) continue;
    rootOf.set(member_id, merged_into);
    idsOf.get(merged_into)?.push(member_id);
  }
  return { rootOf, idsOf };
}

async function listMerged(
  db: HqHandle,
  memberIds: readonly MemberId[],
): Promise<[MemberId, MemberId][]> {
  if (memberIds.length === 0) return [];
  const merged = await db
    .selectFrom('member')
    .select(['member_id', 'merged_into'])
    .where('member_id', 'in', memberIds)
    .where('merged_into', 'is not', null)
    .execute();
  return merged.flatMap(({ member_id, merged_into }): [MemberId, MemberId][] =>
    merged_into === null ? [] : [[member_id, merged_into]],
  );
}

/** Every id merged into a survivor. */
export async function listMergedInto(db: HqHandle, root: MemberId): Promise<MemberId[]> {
  const rows = await db
    .selectFrom('member')
    .select('member_id')
    .where('merged_into', '=', root)
    .orderBy('member_id')
    .execute();
  return rows.map((row) => row.member_id);
}

/** A member's row while it is locked. */
export type LockedMember = {
  readonly memberId: MemberId;
  /** Not null only when a merge came in between: look again, from there. */
  readonly mergedInto: MemberId | null;
  readonly placeholder: boolean;
};

/** Locks a member's survivor until the transaction ends; null for a member that nobody knows. */
export async function lockSurvivor(trx: HqTrx, memberId: MemberId): Promise<LockedMember | null> {
  const { rows } = await sql<LockedMember>`
    SELECT member_id AS "memberId", merged_into AS "mergedInto", placeholder FROM member
    WHERE member_id = coalesce((SELECT merged_into FROM member WHERE member_id = ${memberId}), ${memberId})
    FOR UPDATE`.execute(trx);
  return rows[0] ?? null;
}

/**
 * From now on `from`, and whatever was merged into it before, is `into`. Its mobile number is free
 * again, its codes name the survivor, after the survivor's own. Both must be locked, and survivors.
 * Returns every id that changed its survivor.
 */
export async function markMerged(
  trx: HqTrx,
  merge: { readonly from: MemberId; readonly into: MemberId; readonly weak: boolean },
): Promise<MemberId[]> {
  const { from, into, weak } = merge;
  await trx
    .updateTable('member')
    .set({ merged_into: into, mobile_shared: true })
    .where('member_id', '=', from)
    .execute();
  const older = await trx
    .updateTable('member')
    .set({ merged_into: into })
    .where('merged_into', '=', from)
    .returning('member_id')
    .execute();
  await sql`UPDATE member_code SET member_id = ${into}, weak = weak OR ${weak}, nth = nth + 1 +
      coalesce((SELECT max(nth) FROM member_code WHERE member_id = ${into}), 0)
    WHERE member_id = ${from}`.execute(trx);
  return [from, ...older.map((row) => row.member_id)];
}

/** The survivor's codes all name it as strongly as its card. Returns how many were weak. */
export async function markCodesStrong(trx: HqTrx, memberId: MemberId): Promise<number> {
  const result = await trx
    .updateTable('member_code')
    .set({ weak: false })
    .where('member_id', '=', memberId)
    .where('weak', '=', true)
    .executeTakeFirst();
  return Number(result.numUpdatedRows);
}
