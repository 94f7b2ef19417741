import type { EventId, InstallId } from '../../app/domain/ids.ts';
import type { HqHandle, HqTrx } from './hq-db.ts';
import { insertMany } from './insert-many.ts';

/** The hashes HQ holds for a stretch of an install's chain, by seq (both ends included). */
export async function listHashes(
  db: HqHandle,
  range: { readonly installId: InstallId; readonly fromSeq: number; readonly toSeq: number },
): Promise<Map<number, string>> {
  const rows = await db
    .selectFrom('event')
    .select(['seq', 'hash'])
    .where('inst', '=', range.installId)
    .where('seq', '>=', range.fromSeq)
    .where('seq', '<=', range.toSeq)
    .execute();
  return new Map(rows.map((row) => [row.seq, row.hash]));
}

/** When HQ got the event at this place of an install's chain, UTC ms; null where it has none there. */
export async function findReceivedAt(
  db: HqHandle,
  place: { readonly installId: InstallId; readonly seq: number },
): Promise<number | null> {
  const row = await db
    .selectFrom('event')
    .select('received_at_ms')
    .where('inst', '=', place.installId)
    .where('seq', '=', place.seq)
    .executeTakeFirst();
  return row?.received_at_ms ?? null;
}

/** For each eid that had come before: the hash of the body it came with first. */
export async function listKnownEvents(
  db: HqHandle,
  eids: readonly EventId[],
): Promise<Map<EventId, { readonly bodyHash: string }>> {
  if (eids.length === 0) return new Map();
  const rows = await db
    .selectFrom('event')
    .select(['eid', 'body_hash as bodyHash'])
    .where('eid', 'in', eids)
    .where('first_of_eid', '=', true)
    .execute();
  return new Map(rows.map((row) => [row.eid, { bodyHash: row.bodyHash }]));
}

/** An event as HQ keeps it: the bytes as they came, its place in the chain, what was done with it. */
export type NewEvent = {
  readonly inst: InstallId;
  readonly seq: number;
  readonly eid: EventId;
  readonly firstOfEid: boolean;
  readonly type: string;
  readonly rawBody: Uint8Array;
  readonly bodyHash: string;
  readonly prev: string;
  readonly hash: string;
  readonly status: 'applied' | 'duplicate' | 'quarantined' | 'awaiting';
  readonly atMs: number;
  readonly receivedAtMs: number;
};

export async function insertEvents(trx: HqTrx, events: readonly NewEvent[]): Promise<void> {
  await insertMany(
    trx,
    'event',
    events.map((event) => ({
      inst: event.inst,
      seq: event.seq,
      eid: event.eid,
      first_of_eid: event.firstOfEid,
      type: event.type,
      raw_body: event.rawBody,
      body_hash: event.bodyHash,
      prev: event.prev,
      hash: event.hash,
      status: event.status,
      at_ms: event.atMs,
      received_at_ms: event.receivedAtMs,
    })),
  );
}
