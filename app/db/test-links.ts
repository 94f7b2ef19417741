import type { Db } from './handles.ts';
import type { EventRecord } from './tape-records.ts';

/** The log of a counter as its tape carries it, but for the effects a body does not tell. */
export async function linksOf(db: Db): Promise<EventRecord[]> {
  const rows = await db
    .selectFrom('chain')
    .innerJoin('event', 'event.eid', 'chain.eid')
    .select(['install_id', 'seq', 'prev', 'hash', 'event.eid', 'raw_body', 'recorded_at_ms'])
    .orderBy('seq')
    .execute();
  const effects = { reasons: null, uses: null, usesOn: null, cancelled: null };
  return rows.map(({ install_id: inst, seq, prev, hash, eid, raw_body: body, recorded_at_ms }) => ({
    ...({ kind: 'event', v: 1, inst, seq, prev, hash, eid, body } as const),
    atMs: recorded_at_ms,
    effects: { ...effects, inviterId: null, voucherUses: null },
  }));
}
