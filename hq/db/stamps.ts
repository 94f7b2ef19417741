import type { EventId, MemberId } from '../../app/domain/ids.ts';
import type { StampEntry } from '../../app/domain/sale.ts';
import type { HqHandle, HqTrx } from './hq-db.ts';
import { insertMany } from './insert-many.ts';
import type { Aliases } from './member-aliases.ts';

/** Writes what events did to stamp cards. All entries of an event must come in one call. */
export async function insertStampEntries(
  trx: HqTrx,
  stamped: readonly { readonly eid: EventId; readonly stamps: readonly StampEntry[] }[],
): Promise<void> {
  await insertMany(
    trx,
    'stamp_entry',
    stamped.flatMap(({ eid, stamps }) =>
      stamps.map((entry, leg) => ({
        eid,
        leg,
        member_id: entry.memberId,
        card_id: entry.cardId,
        card_no: entry.cardNo,
        stamps: entry.stamps,
        completed: entry.completed,
        at_ms: entry.atMs,
      })),
    ),
  );
}

/** What was ever stamped for each survivor, under the ids merged into it too. */
export async function listStampsByRoot(
  db: HqHandle,
  aliases: Aliases,
): Promise<Map<MemberId, StampEntry[]>> {
  const found = new Map<MemberId, StampEntry[]>();
  const ids = [...aliases.idsOf.values()].flat();
  if (ids.length === 0) return found;
  const rows = await db
    .selectFrom('stamp_entry')
    .selectAll()
    .where('member_id', 'in', ids)
    .orderBy('at_ms')
    .execute();
  for (const row of rows) {
    const root = aliases.rootOf.get(row.member_id) ?? row.member_id;
    const entry = {
      memberId: row.member_id,
      cardId: row.card_id,
      cardNo: row.card_no,
      stamps: row.stamps,
      completed: row.completed,
      atMs: row.at_ms,
    };
    found.set(root, [...(found.get(root) ?? []), entry]);
  }
  return found;
}
