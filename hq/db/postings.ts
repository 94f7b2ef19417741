import type { PostingRow } from '../../app/contract/sync.ts';
import type { EventId, MemberId } from '../../app/domain/ids.ts';
import type { HqHandle, HqTrx } from './hq-db.ts';
import { insertEntries } from './ledger.ts';
import { insertStampEntries } from './stamps.ts';
import { insertMany } from './insert-many.ts';

/** Entries HQ makes itself, without an event of a counter. */
export type NewPosting = PostingRow & {
  readonly memberId: MemberId;
  readonly detail: Record<string, unknown>;
};

/** Which of these postings were made before. */
export async function listKnownPostings(
  db: HqHandle,
  postingIds: readonly EventId[],
): Promise<Set<EventId>> {
  if (postingIds.length === 0) return new Set();
  const rows = await db
    .selectFrom('posting')
    .select('posting_id')
    .where('posting_id', 'in', postingIds)
    .execute();
  return new Set(rows.map((row) => row.posting_id));
}

/** What was noted of a posting; null when it was never made. */
export async function findPostingDetail(
  db: HqHandle,
  postingId: EventId,
): Promise<Readonly<Record<string, unknown>> | null> {
  const row = await db
    .selectFrom('posting')
    .select('detail')
    .where('posting_id', '=', postingId)
    .executeTakeFirst();
  return row?.detail ?? null;
}

/** Writes postings with their entries. One that was made before is a unique violation. */
export async function insertPostings(trx: HqTrx, postings: readonly NewPosting[]): Promise<void> {
  await insertMany(
    trx,
    'posting',
    postings.map((posting) => ({
      posting_id: posting.postingId,
      why: posting.why,
      member_id: posting.memberId,
      at_ms: posting.atMs,
      detail: posting.detail as unknown as string,
    })),
  );
  await insertEntries(
    trx,
    postings.flatMap(({ postingId, entries }) => entries.map((e) => ({ ...e, eid: postingId }))),
  );
  await insertStampEntries(
    trx,
    postings.map(({ postingId, stamps }) => ({ eid: postingId, stamps })),
  );
}

/** A posting as the counters are told. */
export function publicPosting(posting: NewPosting): PostingRow {
  const { postingId, why, atMs, entries, stamps, uses } = posting;
  return { postingId, why, atMs, entries, stamps, uses };
}
