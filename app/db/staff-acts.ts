import { sql } from 'kysely';
import { noMember } from '../contract/events.ts';
import type { EventId, MemberId, StaffId } from '../domain/ids.ts';
import type { Reader } from './handles.ts';

/** An event that tells what a person did, as it was recorded. */
export type StoredAct = {
  readonly eid: EventId;
  readonly rawBody: string;
  readonly recordedAtMs: number;
  /** Of the member it is about; null where it is about none, or the counter no longer knows them. */
  readonly memberName: string | null;
};

/** The text of the index `event_act_by_person`: only in the same words does SQLite use it. */
const person = sql`CASE WHEN json_valid(event.raw_body) THEN event.raw_body->>'$.staff.staffId' END`;
const isAct = sql`event.type IN ('staff_act', 'refund')`;

/**
 * What people did at this counter, newest first: acts, and sales undone or goods taken back. Null = everybody,
 * also where nobody was signed in.
 */
export async function listStoredActs(
  db: Reader,
  page: { readonly staffId: StaffId | null; readonly offset: number; readonly limit: number },
): Promise<{ readonly rows: readonly StoredAct[]; readonly total: number }> {
  const { staffId, offset, limit } = page;
  const mine = staffId === null ? sql`` : sql`AND ${person} = ${staffId}`;
  const { rows: counted } = await sql<{ n: number }>`
    SELECT count(*) AS n FROM event WHERE ${isAct} ${mine}`.execute(db);
  const { rows } = await sql<{
    eid: EventId;
    raw_body: string;
    recorded_at_ms: number;
    member_id: MemberId;
    name: string | null;
  }>`
    SELECT event.eid, event.raw_body, event.recorded_at_ms, event.member_id, member.name
    FROM event LEFT JOIN member_alias ON member_alias.member_id = event.member_id
      LEFT JOIN member ON member.member_id = coalesce(member_alias.into_id, event.member_id)
    WHERE ${isAct} ${mine} ORDER BY event.event_no DESC LIMIT ${limit} OFFSET ${offset}`.execute(
    db,
  );
  return {
    total: counted[0]?.n ?? 0,
    rows: rows.map((row) => ({
      eid: row.eid,
      rawBody: row.raw_body,
      recordedAtMs: row.recorded_at_ms,
      memberName: row.member_id === noMember ? null : row.name,
    })),
  };
}
