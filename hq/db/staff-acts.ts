import { sql } from 'kysely';
import type { EventId, StaffId, StoreId } from '../../app/domain/ids.ts';
import type { HqHandle } from './hq-db.ts';

/** An event that tells what a person did at a counter, as it came. */
export type StoredStaffAct = {
  readonly eid: EventId;
  readonly atMs: number;
  readonly storeName: string;
  readonly counterLabel: string;
  readonly rawBody: string;
};

/** A place in the list, between two events. */
export type ActPlace = { readonly atMs: number; readonly eid: EventId };

/**
 * What people did at the counters, newest first, each event once. Of a person: what they did and what was done
 * about them, found by their id in the bytes of the event, where it stands as the counter wrote it.
 */
export async function listStaffActs(
  db: HqHandle,
  page: {
    readonly before: ActPlace | null;
    readonly limit: number;
    readonly storeId: StoreId | null;
    readonly staffId: StaffId | null;
  },
): Promise<StoredStaffAct[]> {
  const { before, limit, storeId, staffId } = page;
  const older =
    before === null
      ? sql`true`
      : sql`(event.at_ms, event.eid) < (${before.atMs}, ${before.eid}::uuid)`;
  const there = storeId === null ? sql`true` : sql`install.store_id = ${storeId}::uuid`;
  const mark = Buffer.from(`"staffId":"${staffId}"`, 'utf8');
  const theirs = staffId === null ? sql`true` : sql`position(${mark}::bytea IN event.raw_body) > 0`;
  const { rows } = await sql<Omit<StoredStaffAct, 'rawBody'> & { raw_body: Uint8Array }>`
    SELECT event.eid, event.at_ms AS "atMs", store.name AS "storeName",
      install.counter_label AS "counterLabel", event.raw_body
    FROM event JOIN install ON install.install_id = event.inst
      JOIN store ON store.store_id = install.store_id
    WHERE event.first_of_eid AND event.type IN ('staff_act', 'refund', 'shift_close')
      AND ${older} AND ${there} AND ${theirs}
    ORDER BY event.at_ms DESC, event.eid DESC LIMIT ${limit}`.execute(db);
  return rows.map(({ raw_body, ...row }) => ({
    ...row,
    rawBody: Buffer.from(raw_body).toString('utf8'),
  }));
}
