import { sql } from 'kysely';
import type { EventId, MemberId } from '../domain/ids.ts';
import type { StampEntry, StampState } from '../domain/sale.ts';
import { findRow, fixedQuery, listRows } from './fixed-query.ts';
import type { Reader, Trx } from './handles.ts';
import { idsOf } from './member-aliases.ts';

export type NewStamps = {
  readonly eid: EventId;
  /** As of ledger entries. */
  readonly origin: 'record' | `receipt:${number}`;
  readonly stamps: readonly StampEntry[];
};

/** The only way to stamps: entries are added, never changed. Throws on an (eid, origin, leg) twice. */
export async function insertStamps(trx: Trx, groups: readonly NewStamps[]): Promise<void> {
  const rows = groups.flatMap(({ eid, origin, stamps }) =>
    stamps.map((entry, leg) => ({
      eid,
      origin,
      leg,
      ...entry,
      completed: entry.completed ? 1 : 0,
    })),
  );
  if (rows.length === 0) return;
  await findRow(trx, stampsAdded, { rows: JSON.stringify(rows) });
}

const stampsAdded = fixedQuery(
  (_db, { rows }: { readonly rows: string }) => sql`
    INSERT INTO stamp_entry (eid, origin, leg, member_id, card_id, card_no, stamps, completed, at_ms)
    SELECT value->>'eid', value->>'origin', value->>'leg', value->>'memberId', value->>'cardId',
           value->>'cardNo', value->>'stamps', value->>'completed', value->>'atMs'
    FROM json_each(${rows})`,
);

/** A member's stamps on one kind of card. */
export type StampHistory = {
  /** The newest card, as `openCards` reads it (a full card stays full). */
  readonly newest: StampState;
  /** All stamps of this kind, of full cards too, where merged members collected them together; else null. */
  readonly total: number | null;
};

/**
 * What a member has collected on these kinds of card. Stamps taken back are the last ones given: without
 * them the time of the last stamp is that of the one before, so that an undone sale does not use up
 * the day. Only the last two cards of a kind are read: a member of years has hundreds.
 */
export async function listStampHistory(
  db: Reader,
  { memberId, cardIds }: { readonly memberId: MemberId; readonly cardIds: readonly string[] },
): Promise<readonly StampHistory[]> {
  const begun = await listBegun(db, memberId, cardIds);
  if (begun.length === 0) return [];
  const rows = await listRows(db, lastEntries, { memberId, begun: JSON.stringify(begun) });
  const all: StampHistory[] = [];
  for (const { card_id: cardId, n } of begun) {
    const standing = withoutTakenBack(rows.filter((row) => row.card_id === cardId));
    const last = standing.at(-1);
    if (last === undefined) continue;
    const cardNo = Math.max(...standing.map((entry) => entry.card_no));
    const stamps = sumOf(standing.filter((entry) => entry.card_no === cardNo));
    const isJoined = n > 1;
    const total = isJoined ? await sumStamps(db, memberId, cardId) : null;
    all.push({ newest: { cardId, cardNo, stamps, lastAtMs: last.at_ms }, total });
  }
  return all;
}

/** Each event as it weighs now: what HQ corrected counts at the time of the event itself. */
const lastEntries = fixedQuery(
  (_db, { memberId, begun }: { readonly memberId: MemberId; readonly begun: string }) => sql<
    Entry & { card_id: string }
  >`
    SELECT entry.card_id, entry.card_no, sum(entry.stamps) AS stamps,
      coalesce(max(entry.at_ms) FILTER (WHERE entry.origin = 'record'), min(entry.at_ms)) AS at_ms
    FROM json_each(${begun}) AS newest CROSS JOIN (${idsOf(memberId)}) AS whose
      CROSS JOIN stamp_entry AS entry ON entry.member_id = whose.member_id
        AND entry.card_id = newest.value->>'card_id' AND entry.card_no >= newest.value->>'card_no' - 1
    GROUP BY entry.card_id, entry.card_no, entry.eid ORDER BY entry.card_id, 4`,
);

/** The number of the newest card of each kind, and how many of the ids merged into one have stamps on it. */
async function listBegun(
  db: Reader,
  memberId: MemberId,
  cardIds: readonly string[],
): Promise<readonly { readonly card_id: string; readonly card_no: number; readonly n: number }[]> {
  if (cardIds.length === 0) return [];
  return await listRows(db, begunRows, { memberId, cards: JSON.stringify(cardIds) });
}

const begunRows = fixedQuery(
  (_db, { memberId, cards }: { readonly memberId: MemberId; readonly cards: string }) => sql<{
    card_id: string;
    card_no: number;
    n: number;
  }>`
    SELECT card_id, max(card_no) AS card_no, count(*) AS n FROM (
      SELECT card.value AS card_id,
        (SELECT max(card_no) FROM stamp_entry
          WHERE member_id = whose.member_id AND card_id = card.value) AS card_no
      FROM json_each(${cards}) AS card CROSS JOIN (${idsOf(memberId)}) AS whose)
    WHERE card_no IS NOT NULL GROUP BY card_id`,
);

async function sumStamps(db: Reader, memberId: MemberId, cardId: string): Promise<number> {
  const { rows } = await sql<{ total: number }>`
    SELECT sum(stamps) AS total FROM stamp_entry
    WHERE member_id IN (${idsOf(memberId)}) AND card_id = ${cardId}`.execute(db);
  return rows[0]?.total ?? 0;
}

function sumOf(entries: readonly { readonly stamps: number }[]): number {
  return entries.reduce((sum, entry) => sum + entry.stamps, 0);
}

type Entry = { readonly card_no: number; readonly stamps: number; readonly at_ms: number };

/** Entries above 0 that are left after each entry below 0 has taken from the last ones of its card. */
function withoutTakenBack(entries: readonly Entry[]): readonly Entry[] {
  const standing: Entry[] = [];
  // What was taken back before it was given: events of two counters may come in any order.
  const owed = new Map<number, number>();
  for (const { card_no, at_ms, ...entry } of entries) {
    let stamps = entry.stamps;
    for (let i = standing.length - 1; stamps < 0 && i >= 0; i -= 1) {
      const given = standing[i];
      if (given === undefined || given.card_no !== card_no) continue;
      const taken = Math.min(given.stamps, -stamps);
      stamps += taken;
      standing.splice(
        i,
        1,
        ...(given.stamps > taken ? [{ ...given, stamps: given.stamps - taken }] : []),
      );
    }
    const left = stamps + (owed.get(card_no) ?? 0);
    owed.set(card_no, Math.min(left, 0));
    if (left > 0) standing.push({ card_no, stamps: left, at_ms });
  }
  return standing;
}

const effectOf = fixedQuery((db, { eid }: { readonly eid: EventId }) =>
  db
    .selectFrom('stamp_entry')
    .select(({ fn }) => ['member_id', 'card_id', 'card_no', fn.sum<number>('stamps').as('stamps')])
    .where('eid', '=', eid)
    .groupBy(['member_id', 'card_id', 'card_no']),
);

/** What an event weighs in stamps now, all origins together: one line per member and card. */
export async function listStampEffect(
  db: Reader,
  eid: EventId,
): Promise<readonly Pick<StampEntry, 'memberId' | 'cardId' | 'cardNo' | 'stamps'>[]> {
  const rows = await listRows(db, effectOf, { eid });
  return rows.map((row) => ({
    memberId: row.member_id,
    cardId: row.card_id,
    cardNo: row.card_no,
    stamps: row.stamps,
  }));
}
