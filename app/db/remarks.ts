import { sql, type Selectable } from 'kysely';
import type { Remark, RemarkKind, RemarkRow } from '../contract/remarks.ts';
import type { StaffRef } from '../contract/staff.ts';
import type { MemberId, RemarkId } from '../domain/ids.ts';
import type { Reader, Trx } from './handles.ts';
import { idsOf } from './member-aliases.ts';
import { nameKey } from './name-grams.ts';
import type { Schema } from './schema.ts';

/*
 * Tags and notes. Those of a merged member are read through its alias, like all that was recorded for it. Two
 * counters may give the same tag at one moment: it is listed once, and taken off it is gone in both rows.
 */

/** A tag as it is compared and searched: full-width forms folded, any case, single spaces. */
export function foldTag(text: string): string {
  return nameKey(text);
}

/** A remark of this counter, new. */
export type NewRemark = {
  readonly remarkId: RemarkId;
  readonly memberId: MemberId;
  readonly kind: RemarkKind;
  readonly text: string;
  readonly atMs: number;
  readonly by: StaffRef | null;
};

type StoredRow = Selectable<Schema['remark']>;

/** A remark as it is stored; `removedAtMs` is set once it was taken off. */
export type StoredRemark = Remark & {
  readonly memberId: MemberId;
  readonly removedAtMs: number | null;
};

export async function findRemark(db: Reader, remarkId: RemarkId): Promise<StoredRemark | null> {
  const row = await db
    .selectFrom('remark')
    .selectAll()
    .where('remark_id', '=', remarkId)
    .executeTakeFirst();
  if (row === undefined) return null;
  return { ...remarkOf(row), memberId: row.member_id, removedAtMs: row.removed_at_ms };
}

function remarkOf(row: StoredRow): Remark {
  return {
    remarkId: row.remark_id,
    kind: row.kind,
    text: row.text,
    atMs: row.at_ms,
    by: row.staff === null ? null : (JSON.parse(row.staff) as StaffRef),
    storeName: row.store_name,
  };
}

/** What stands about a member, oldest first, each tag once. */
export async function listRemarks(db: Reader, memberId: MemberId): Promise<readonly Remark[]> {
  const { rows } = await sql<StoredRow>`
    SELECT remark.* FROM (${idsOf(memberId)}) AS whose
      CROSS JOIN remark ON remark.member_id = whose.member_id AND remark.removed_at_ms IS NULL
    ORDER BY remark.at_ms, remark.remark_id`.execute(db);
  const tags = new Set<string>();
  const isFirst = ({ kind, fold }: StoredRow): boolean => {
    if (kind !== 'tag') return true;
    const isNew = !tags.has(fold);
    tags.add(fold);
    return isNew;
  };
  return rows.filter(isFirst).map(remarkOf);
}

/** The tags of each of these members, oldest first, each once; members without are left out. */
export async function listTagsOf(
  db: Reader,
  memberIds: readonly MemberId[],
): Promise<ReadonlyMap<MemberId, readonly string[]>> {
  const { rows } = await sql<{ asked: MemberId; text: string; fold: string }>`
    SELECT asked.value AS asked, remark.text, remark.fold FROM json_each(${JSON.stringify(memberIds)}) AS asked
      CROSS JOIN remark ON remark.removed_at_ms IS NULL AND remark.kind = 'tag' AND remark.member_id IN (
        SELECT asked.value UNION ALL SELECT member_id FROM member_alias WHERE into_id = asked.value)
    ORDER BY remark.at_ms, remark.remark_id`.execute(db);
  const tags = new Map<MemberId, Map<string, string>>();
  for (const { asked, text, fold } of rows) {
    const own = tags.get(asked) ?? new Map<string, string>();
    if (!own.has(fold)) own.set(fold, text);
    tags.set(asked, own);
  }
  return new Map([...tags].map(([memberId, own]) => [memberId, [...own.values()]]));
}

/**
 * The tags in use, most used first, in the spelling that came first. One that a member has twice (given by two
 * counters, or by a merge) counts twice here.
 */
export async function listKnownTags(
  db: Reader,
  limit: number,
): Promise<{ readonly text: string; readonly members: number }[]> {
  return await db
    .selectFrom('tag_tally')
    .select(['text', 'n as members'])
    .orderBy('n', 'desc')
    .orderBy('fold')
    .limit(limit)
    .execute();
}

/** Writes down a remark made here; the duty to tell HQ with it. */
export async function insertRemark(trx: Trx, remark: NewRemark): Promise<void> {
  const { remarkId, memberId, kind, text, atMs, by } = remark;
  await trx
    .insertInto('remark')
    .values({
      remark_id: remarkId,
      member_id: memberId,
      kind,
      text,
      fold: kind === 'tag' ? foldTag(text) : '',
      at_ms: atMs,
      staff: by === null ? null : JSON.stringify(by),
      store_name: null,
      removed_at_ms: null,
      mine: 1,
      unsent: 1,
    })
    .execute();
}

/** Takes a remark off and forgets its words; a tag in all rows that say the same of this member. */
export async function removeRemark(
  trx: Trx,
  { remarkId, atMs }: { readonly remarkId: RemarkId; readonly atMs: number },
): Promise<void> {
  const found = await trx
    .selectFrom('remark')
    .selectAll()
    .where('remark_id', '=', remarkId)
    .where('removed_at_ms', 'is', null)
    .executeTakeFirst();
  if (found === undefined) return;
  const same =
    found.kind === 'tag'
      ? sql<boolean>`member_id IN (${idsOf(found.member_id)}) AND kind = 'tag'
          AND fold = ${found.fold} AND removed_at_ms IS NULL`
      : sql<boolean>`remark_id = ${remarkId}`;
  await trx
    .updateTable('remark')
    .set({ text: '', fold: '', removed_at_ms: atMs, mine: 1, unsent: 1, tries: 0, retry_at_ms: 0 })
    .where(same)
    .execute();
}

const retryMsMin = 60_000;
const retryMsMax = 6 * 3_600_000;

/** Remarks HQ does not have as they stand and that are due, those that failed least first. */
export async function listUnsentRemarks(
  db: Reader,
  { nowMs, limit }: { readonly nowMs: number; readonly limit: number },
): Promise<readonly RemarkRow[]> {
  const rows = await db
    .selectFrom('remark')
    .selectAll()
    .where('unsent', '=', 1)
    // Beyond the longest wait only a clock that was ahead can have put it.
    .where((eb) =>
      eb.or([eb('retry_at_ms', '<=', nowMs), eb('retry_at_ms', '>', nowMs + retryMsMax)]),
    )
    .orderBy('retry_at_ms')
    .orderBy('remark_id')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    ...remarkOf(row),
    memberId: row.member_id,
    removedAtMs: row.removed_at_ms,
  }));
}

/** What HQ answered of remarks it was sent, each as it stood then: what was taken off meanwhile goes out again. */
export async function markRemarksAnswered(
  trx: Trx,
  given: {
    readonly sent: readonly RemarkRow[];
    readonly outcomes: readonly ('kept' | 'later' | 'gone')[];
    readonly nowMs: number;
  },
): Promise<void> {
  for (const [i, { remarkId, removedAtMs }] of given.sent.entries()) {
    const outcome = given.outcomes[i];
    const isSame = sql<boolean>`removed_at_ms IS ${removedAtMs}`;
    if (outcome === 'gone') {
      await trx.deleteFrom('remark').where('remark_id', '=', remarkId).execute();
    } else if (outcome === 'kept') {
      const kept = trx.updateTable('remark').set({ unsent: 0, tries: 0, retry_at_ms: 0 });
      await kept.where('remark_id', '=', remarkId).where(isSame).execute();
    } else {
      const later = trx.updateTable('remark').set({
        tries: sql<number>`tries + 1`,
        retry_at_ms: sql<number>`${given.nowMs} + min(${retryMsMax}, ${retryMsMin} * (1 << min(tries, 12)))`,
      });
      await later.where('remark_id', '=', remarkId).where(isSame).execute();
    }
  }
}

/** HQ came back from a backup, or is another one: whatever was said here is said again. */
export async function offerRemarksAgain(trx: Trx): Promise<void> {
  await trx
    .updateTable('remark')
    .set({ unsent: 1, tries: 0, retry_at_ms: 0 })
    .where('mine', '=', 1)
    .execute();
}

/**
 * Takes HQ's word about remarks. One that was taken off stays off, here as there; what HQ tells of one made
 * here says only that it arrived.
 */
export async function applyRemarks(trx: Trx, rows: readonly RemarkRow[]): Promise<void> {
  const standing = rows.filter(({ removedAtMs, text }) => removedAtMs === null && text !== '');
  const removed = rows.filter(({ removedAtMs }) => removedAtMs !== null);
  if (standing.length > 0) {
    const told = standing.map((row) => ({
      ...row,
      fold: row.kind === 'tag' ? foldTag(row.text) : '',
    }));
    await sql`
      INSERT INTO remark (remark_id, member_id, kind, text, fold, at_ms, staff, store_name, removed_at_ms, mine, unsent)
      SELECT value->>'remarkId', value->>'memberId', value->>'kind', value->>'text', value->>'fold',
        value->>'atMs', value->>'by', coalesce(value->>'storeName', ''), NULL, 0, 0
      FROM json_each(${JSON.stringify(told)}) WHERE true
      ON CONFLICT (remark_id) DO UPDATE SET unsent = 0 WHERE removed_at_ms IS NULL`.execute(trx);
  }
  if (removed.length > 0) {
    await sql`
      UPDATE remark SET text = '', fold = '', unsent = 0,
        removed_at_ms = coalesce(remark.removed_at_ms, told.value->>'removedAtMs')
      FROM json_each(${JSON.stringify(removed)}) AS told
      WHERE remark.remark_id = told.value->>'remarkId'`.execute(trx);
  }
}

/** These members were erased: what was remarked about them, also before they were merged, goes for good. */
export async function dropRemarksOf(trx: Trx, memberIds: readonly MemberId[]): Promise<void> {
  for (const memberId of memberIds)
    await sql`
      DELETE FROM remark WHERE removed_at_ms IS NULL AND member_id IN (${idsOf(memberId)})`.execute(
      trx,
    );
}
