import type { EventId, MemberId } from '../../app/domain/ids.ts';
import type { LedgerEntry } from '../../app/domain/evaluate-sale.ts';
import type { DatedEntry } from '../../app/domain/lapse-by-night.ts';
import { businessDate } from '../../app/domain/time.ts';
import type { HqHandle, HqTrx } from './hq-db.ts';
import { insertMany } from './insert-many.ts';
import type { Aliases } from './member-aliases.ts';

/**
 * What the brand owes to all members. Queries of members' accounts say that it is none of them: with more
 * than 100 accounts PostgreSQL does not see by itself that the index on members' accounts has them all.
 */
const liability = 'liability';

/** The account of a member's points. */
export function memberAccount(memberId: MemberId): string {
  return `member:${memberId}`;
}

/**
 * Writes ledger entries as double entry: each becomes two legs that add up to 0. All entries of an
 * event must come in one call; the database refuses an unbalanced event and any later change.
 */
export async function insertEntries(
  trx: HqTrx,
  entries: readonly (LedgerEntry & { readonly eid: EventId })[],
): Promise<void> {
  const legs = entries.flatMap((entry) => {
    const shared = { kind: entry.kind, lot_id: entry.lotId, expires_on: entry.expiresOn };
    const member = memberAccount(entry.memberId);
    return [
      { eid: entry.eid, leg: entry.leg * 2, account: member, points: entry.points, ...shared },
      {
        eid: entry.eid,
        leg: entry.leg * 2 + 1,
        account: liability,
        points: -entry.points,
        ...shared,
      },
    ];
  });
  await insertMany(trx, 'entry', legs);
}

/** All entries of the members given, for their lots and balances. */
export async function listMemberEntries(
  db: HqHandle,
  memberIds: readonly MemberId[],
): Promise<Map<MemberId, LedgerEntry[]>> {
  const found = new Map<MemberId, LedgerEntry[]>(memberIds.map((id) => [id, []]));
  if (memberIds.length === 0) return found;
  const rows = await db
    .selectFrom('entry')
    .select(['leg', 'account', 'kind', 'lot_id', 'points', 'expires_on'])
    .where('account', 'in', memberIds.map(memberAccount))
    .where('account', '<>', liability)
    .execute();
  for (const row of rows) {
    const memberId = row.account.slice('member:'.length) as MemberId;
    found.get(memberId)?.push({
      leg: row.leg / 2,
      kind: row.kind,
      memberId,
      lotId: row.lot_id,
      points: row.points,
      expiresOn: row.expires_on,
    });
  }
  return found;
}

/** The members' lots (ids of one person together), summed by the database: what `balanceOf` needs. */
export async function listLotSums(
  db: HqHandle,
  memberIds: readonly MemberId[],
): Promise<Pick<LedgerEntry, 'lotId' | 'points' | 'expiresOn'>[]> {
  if (memberIds.length === 0) return [];
  const rows = await db
    .selectFrom('entry')
    .select(({ fn }) => ['lot_id', 'expires_on', fn.sum<string>('points').as('points')])
    .where('account', 'in', memberIds.map(memberAccount))
    .where('account', '<>', liability)
    .groupBy(['lot_id', 'expires_on'])
    .execute();
  return rows.map((row) => ({
    lotId: row.lot_id,
    points: Number(row.points),
    expiresOn: row.expires_on,
  }));
}

/** The entries of each survivor, those under the ids merged into it too. */
export async function listEntriesByRoot(
  db: HqHandle,
  aliases: Aliases,
): Promise<Map<MemberId, LedgerEntry[]>> {
  const byId = await listMemberEntries(db, [...aliases.idsOf.values()].flat());
  return new Map(
    [...aliases.idsOf].map(([root, ids]) => [root, ids.flatMap((id) => byId.get(id) ?? [])]),
  );
}

/** The points these postings moved, all together; those never made moved none. */
export async function sumPostedPoints(
  db: HqHandle,
  postingIds: readonly EventId[],
): Promise<Map<EventId, number>> {
  const sums = new Map<EventId, number>();
  if (postingIds.length === 0) return sums;
  const rows = await db
    .selectFrom('entry')
    .select(['eid', 'points'])
    .where('eid', 'in', postingIds)
    .where('account', '<>', liability)
    .execute();
  for (const { eid, points } of rows) sums.set(eid, (sums.get(eid) ?? 0) + points);
  return sums;
}

/** All entries of one member's ids, each with the day it counts from. */
export async function listDatedEntries(
  db: HqHandle,
  memberIds: readonly MemberId[],
): Promise<DatedEntry[]> {
  const rows = await db
    .selectFrom('entry')
    .leftJoin('event', (join) =>
      join.onRef('event.eid', '=', 'entry.eid').on('event.first_of_eid', '=', true),
    )
    .leftJoin('posting', 'posting.posting_id', 'entry.eid')
    .select(['entry.kind', 'entry.lot_id', 'entry.points', 'entry.expires_on'])
    .leftJoin('sale', 'sale.eid', 'entry.eid')
    .leftJoin('refund', 'refund.eid', 'entry.eid')
    .select(['event.at_ms', 'posting.at_ms as posted_at_ms'])
    .select(['sale.biz_date', 'refund.biz_date as refunded_on'])
    .where('entry.account', 'in', memberIds.map(memberAccount))
    .where('entry.account', '<>', liability)
    .orderBy('entry.eid')
    .orderBy('entry.leg')
    .execute();
  const dated = rows.map((row) => ({ ...row, atMs: row.at_ms ?? row.posted_at_ms ?? 0 }));
  const inOrder = dated.toSorted((a, b) => a.atMs - b.atMs);
  return inOrder.map((row) => ({
    kind: row.kind,
    lotId: row.lot_id,
    points: row.points,
    expiresOn: row.expires_on,
    // The day the counter believed: events held from earlier versions are dated by its clock.
    date: row.biz_date ?? row.refunded_on ?? businessDate(row.atMs),
    byNight: row.kind === 'expire' && row.posted_at_ms !== null,
  }));
}
