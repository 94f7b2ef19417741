import { sql } from 'kysely';
import type { LedgerEntry } from '../domain/evaluate-sale.ts';
import type { EventId, LotId, MemberId } from '../domain/ids.ts';
import { compareLots, type Lot } from '../domain/lots.ts';
import type { CalendarDate } from '../domain/time.ts';
import type { Reader, Trx } from './handles.ts';

export type NewEntries = {
  readonly eid: EventId;
  /** `record` for an own event when it happens; `receipt:<pos>` for what HQ said at `pos`. */
  readonly origin: 'record' | `receipt:${number}`;
  readonly recordedAtMs: number;
  readonly entries: readonly LedgerEntry[];
};

/**
 * The only way into the ledger: appends entries and moves the cached points of their members along.
 * Members not known yet are caught up when their row arrives. Throws on an (eid, origin, leg) twice.
 */
export async function insertEntries(trx: Trx, groups: readonly NewEntries[]): Promise<void> {
  const rows = groups.flatMap(({ eid, origin, recordedAtMs, entries }) =>
    entries.map((entry) => ({ eid, origin, recordedAtMs, ...entry })),
  );
  if (rows.length === 0) return;
  // One statement whatever the number of rows: a page of 500 receipts takes some 5 ms.
  await sql`
    INSERT INTO ledger_entry (eid, origin, leg, kind, member_id, lot_id, points, expires_on, recorded_at_ms)
    SELECT value->>'eid', value->>'origin', value->>'leg', value->>'kind', value->>'memberId',
           value->>'lotId', value->>'points', value->>'expiresOn', value->>'recordedAtMs'
    FROM json_each(${JSON.stringify(rows)})`.execute(trx);
  const moved = new Map<MemberId, number>();
  for (const row of rows) moved.set(row.memberId, (moved.get(row.memberId) ?? 0) + row.points);
  await sql`
    UPDATE member SET points = member.points + moved.points
    FROM (SELECT value->>0 AS member_id, value->>1 AS points FROM json_each(${JSON.stringify([...moved])})) AS moved
    WHERE member.member_id = moved.member_id`.execute(trx);
}

/** The lots of a member that are not empty, in spending order. Added up by SQLite, so years of history stay cheap. */
export async function listLots(db: Reader, memberId: MemberId): Promise<readonly Lot[]> {
  const rows = await db
    .selectFrom('ledger_entry')
    .select(({ fn }) => [
      'lot_id',
      fn.min('expires_on').as('expires_on'),
      fn.sum<number>('points').as('points'),
    ])
    .where('member_id', '=', memberId)
    .groupBy('lot_id')
    .having(({ fn }) => fn.sum('points'), '<>', 0)
    .execute();
  return rows
    .map((row) => ({ lotId: row.lot_id, points: row.points, expiresOn: row.expires_on }))
    .sort(compareLots);
}

/** Usable points per member on a day, as `balanceOf` counts them: lapsed lots out, debts in. */
export async function listBalances(
  db: Reader,
  { memberIds, today }: { readonly memberIds: readonly MemberId[]; readonly today: CalendarDate },
): Promise<ReadonlyMap<MemberId, number>> {
  const { rows } = await sql<{ member_id: MemberId; points: number }>`
    SELECT member_id, sum(points) AS points FROM (
      SELECT member_id, sum(points) AS points, min(expires_on) AS last_day FROM ledger_entry
      WHERE member_id IN (SELECT value FROM json_each(${JSON.stringify(memberIds)}))
      GROUP BY member_id, lot_id)
    WHERE points < 0 OR last_day IS NULL OR last_day >= ${today}
    GROUP BY member_id`.execute(db);
  return new Map(rows.map((row) => [row.member_id, row.points]));
}

/** What an event weighs in the ledger now, all origins together: one line per member and lot. */
export async function listEffect(
  db: Reader,
  eid: EventId,
): Promise<
  readonly { memberId: MemberId; lotId: LotId; expiresOn: string | null; points: number }[]
> {
  const rows = await db
    .selectFrom('ledger_entry')
    .select(({ fn }) => [
      'member_id',
      'lot_id',
      'expires_on',
      fn.sum<number>('points').as('points'),
    ])
    .where('eid', '=', eid)
    .groupBy(['member_id', 'lot_id', 'expires_on'])
    .execute();
  return rows.map((row) => ({
    memberId: row.member_id,
    lotId: row.lot_id,
    expiresOn: row.expires_on,
    points: row.points,
  }));
}
