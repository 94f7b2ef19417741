import { sql } from 'kysely';
import type { LedgerEntry } from '../domain/evaluate-sale.ts';
import type { EventId, LotId, MemberId } from '../domain/ids.ts';
import { lapseByNight, type DatedEntry, type NightlyLots } from '../domain/lapse-by-night.ts';
import { balanceOf, compareLots, type Lot } from '../domain/lots.ts';
import { businessDate, type CalendarDate } from '../domain/time.ts';
import { findRow, fixedQuery, listRows } from './fixed-query.ts';
import type { Reader, Trx } from './handles.ts';
import { idsOf, listIdsOf, survivorOf } from './member-aliases.ts';

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
  if (rows.length <= fewRowsMax) for (const row of rows) await findRow(trx, entryAdded, row);
  // One statement whatever the number of rows: a page of 500 receipts takes some 5 ms.
  else await findRow(trx, entriesAdded, { rows: JSON.stringify(rows) });
  const moved = new Map<MemberId, number>();
  for (const row of rows) moved.set(row.memberId, (moved.get(row.memberId) ?? 0) + row.points);
  // Of a member and the one it was merged into only one is listed: that one's sum moves.
  const [first] = moved;
  if (moved.size === 1 && first !== undefined) {
    const [memberId, points] = first;
    await findRow(trx, pointsMovedOfOne, { memberId, points });
  } else await findRow(trx, pointsMoved, { moved: JSON.stringify([...moved]) });
}

/** Up to as many, what a usual sale has, one by one is quicker than all through JSON. */
const fewRowsMax = 3;

type NewRow = LedgerEntry & Pick<NewEntries, 'eid' | 'origin' | 'recordedAtMs'>;

const entryAdded = fixedQuery((db, row: NewRow) =>
  db.insertInto('ledger_entry').values({
    eid: row.eid,
    origin: row.origin,
    leg: row.leg,
    kind: row.kind,
    member_id: row.memberId,
    lot_id: row.lotId,
    points: row.points,
    expires_on: row.expiresOn,
    recorded_at_ms: row.recordedAtMs,
  }),
);

const entriesAdded = fixedQuery(
  (_db, { rows }: { readonly rows: string }) => sql`
    INSERT INTO ledger_entry (eid, origin, leg, kind, member_id, lot_id, points, expires_on, recorded_at_ms)
    SELECT value->>'eid', value->>'origin', value->>'leg', value->>'kind', value->>'memberId',
           value->>'lotId', value->>'points', value->>'expiresOn', value->>'recordedAtMs'
    FROM json_each(${rows})`,
);

const pointsMoved = fixedQuery(
  (_db, { moved }: { readonly moved: string }) => sql`
    UPDATE member SET points = member.points + moved.points
    FROM (WITH given AS (SELECT value->>0 AS member_id, value->>1 AS points FROM json_each(${moved}))
          SELECT member_id, sum(points) AS points FROM (
            SELECT member_id, points FROM given
            UNION ALL SELECT into_id, points FROM given CROSS JOIN member_alias USING (member_id))
          GROUP BY member_id) AS moved
    WHERE member.member_id = moved.member_id`,
);

/** Both the member and whom it was merged into, as above; what a sale needs, in a quarter of the time. */
const pointsMovedOfOne = fixedQuery(
  (_db, { memberId, points }: Owner & { readonly points: number }) => sql`
    UPDATE member SET points = points + ${points}
    WHERE member_id IN (${memberId}, ${survivorOf(memberId)})`,
);

/**
 * The lots of a member, with those of members merged into it, that are not empty, in spending order. Added
 * up by SQLite, so years of history stay cheap. Where there are debts, what had lapsed before they came
 * about is gone, whether or not HQ has told yet.
 */
export async function listLots(db: Reader, memberId: MemberId): Promise<readonly Lot[]> {
  return (await readLots(db, memberId)).lots;
}

async function readLots(db: Reader, memberId: MemberId): Promise<NightlyLots> {
  const [only, another] = await listIdsOf(db, memberId);
  const rows =
    only !== undefined && another === undefined
      ? await listRows(db, lotsOfOne, { memberId: only })
      : await listRows(db, lotsOfMerged, { memberId });
  const lots = rows
    .map((row) => ({ lotId: row.lot_id, points: row.points, expiresOn: row.expires_on }))
    .sort(compareLots);
  if (!lots.some((lot) => lot.points < 0)) return { lots, lapsed: [] };
  return lapseByNight(await listDatedEntries(db, memberId));
}

type Owner = { readonly memberId: MemberId };

/** One id alone is read in the order of the index; several need sorting, which doubles the time. */
const lotsOfOne = fixedQuery((db, { memberId }: Owner) =>
  selectLots(db).where('member_id', '=', memberId),
);
const lotsOfMerged = fixedQuery((db, { memberId }: Owner) =>
  selectLots(db).where(sql<boolean>`member_id IN (${idsOf(memberId)})`),
);

function selectLots(db: Reader) {
  return db
    .selectFrom('ledger_entry')
    .select(({ fn }) => [
      'lot_id',
      fn.min('expires_on').as('expires_on'),
      fn.sum<number>('points').as('points'),
    ])
    .groupBy('lot_id')
    .having(({ fn }) => fn.sum('points'), '<>', sql.lit(0));
}

/** Every entry with its day: only of members in debt, who are few. */
async function listDatedEntries(db: Reader, memberId: MemberId): Promise<DatedEntry[]> {
  const rows = await db
    .selectFrom('ledger_entry')
    .leftJoin('refund', 'refund.eid', 'ledger_entry.eid')
    .select(['kind', 'lot_id', 'points', 'expires_on', 'recorded_at_ms', 'refund.refund_id'])
    .where(sql<boolean>`ledger_entry.member_id IN (${idsOf(memberId)})`)
    .orderBy('recorded_at_ms')
    .orderBy('entry_id')
    .execute();
  return rows.map((row) => ({
    kind: row.kind,
    lotId: row.lot_id,
    points: row.points,
    expiresOn: row.expires_on,
    date: businessDate(row.recorded_at_ms),
    byNight: row.kind === 'expire' && row.refund_id === null,
  }));
}

/**
 * Usable points per member on a day, as `balanceOf` counts them: lapsed lots out, debts in as far as
 * lapsed lots do not cover them.
 */
export async function listBalances(
  db: Reader,
  { memberIds, today }: { readonly memberIds: readonly MemberId[]; readonly today: CalendarDate },
): Promise<ReadonlyMap<MemberId, number>> {
  const { rows } = await sql<{ member_id: MemberId; points: number; has_debt: number }>`
    WITH asked AS MATERIALIZED (SELECT value AS member_id FROM json_each(${JSON.stringify(memberIds)})),
    sharers AS MATERIALIZED (
      SELECT member_id AS asked_id, member_id FROM asked UNION ALL
      SELECT asked.member_id, alias.member_id FROM asked
        CROSS JOIN member_alias AS alias ON alias.into_id = asked.member_id)
    SELECT asked_id AS member_id, sum(points) AS points, min(points) < 0 AS has_debt FROM (
      SELECT asked_id, sum(points) AS points, min(expires_on) AS last_day
      FROM sharers CROSS JOIN ledger_entry ON ledger_entry.member_id = sharers.member_id
      GROUP BY asked_id, lot_id)
    WHERE points < 0 OR last_day IS NULL OR last_day >= ${today}
    GROUP BY asked_id`.execute(db);
  const balances = new Map(rows.map((row) => [row.member_id, row.points]));
  for (const { member_id: memberId, has_debt: hasDebt } of rows) {
    // Whether lapsed points cover a debt is a matter of when it came about. Few are in debt.
    if (hasDebt === 0) continue;
    balances.set(memberId, balanceOf(await listLots(db, memberId), today).availablePoints);
  }
  return balances;
}

const effectOf = fixedQuery((db, { eid }: { readonly eid: EventId }) =>
  db
    .selectFrom('ledger_entry')
    .select(({ fn }) => [
      'member_id',
      'lot_id',
      'expires_on',
      fn.sum<number>('points').as('points'),
    ])
    .where('eid', '=', eid)
    .groupBy(['member_id', 'lot_id', 'expires_on']),
);

/** What an event weighs in the ledger now, all origins together: one line per member and lot. */
export async function listEffect(
  db: Reader,
  eid: EventId,
): Promise<
  readonly { memberId: MemberId; lotId: LotId; expiresOn: string | null; points: number }[]
> {
  const rows = await listRows(db, effectOf, { eid });
  return rows.map((row) => ({
    memberId: row.member_id,
    lotId: row.lot_id,
    expiresOn: row.expires_on,
    points: row.points,
  }));
}

/** Points of a lot for which an expire entry stands, or would if HQ had told of it (≥ 0); see `listLots`. */
export async function getExpiredPoints(
  db: Reader,
  { memberId, lotId }: { readonly memberId: MemberId; readonly lotId: LotId },
): Promise<number> {
  const row = await db
    .selectFrom('ledger_entry')
    .select(({ fn }) => fn.sum<number | null>('points').as('points'))
    .where(sql<boolean>`member_id IN (${idsOf(memberId)})`)
    .where('lot_id', '=', lotId)
    .where('kind', '=', 'expire')
    .executeTakeFirst();
  const { lapsed } = await readLots(db, memberId);
  const ahead = lapsed.find((one) => one.lotId === lotId)?.points ?? 0;
  return Math.max(-(row?.points ?? 0) - ahead, 0);
}
