import { sql, type Selectable } from 'kysely';
import type { ShiftCloseEvent, StaffActEvent } from '../contract/events.ts';
import type { StaffRef } from '../contract/staff.ts';
import type { EventId, ShiftId } from '../domain/ids.ts';
import { fixedQuery, readKept } from './fixed-query.ts';
import type { Reader, Trx } from './handles.ts';
import type { Schema } from './schema.ts';

/** A shift of this counter. Who opened or closed it is null where nobody signs in. */
export type Shift = {
  readonly shiftId: ShiftId;
  readonly openedAtMs: number;
  readonly openedBy: StaffRef | null;
  /** Null when the event that opened it is no longer on this PC. */
  readonly openedEid: EventId | null;
  readonly closed: {
    readonly atMs: number;
    readonly by: StaffRef | null;
    readonly eid: EventId;
  } | null;
};

/** The open shift; null while none is. Kept between reads: every event asks. */
export async function findOpenShift(db: Reader): Promise<Shift | null> {
  return await readKept(db, openShift, {}, ([row]) => (row === undefined ? null : shiftOf(row)));
}

const openShift = fixedQuery((db) =>
  db
    .selectFrom('shift')
    .selectAll()
    .where('closed_at_ms', 'is', null)
    .orderBy('opened_at_ms', 'desc')
    .orderBy('shift_id', 'desc')
    .limit(1),
);

export async function findShift(db: Reader, shiftId: ShiftId): Promise<Shift | null> {
  const row = await db
    .selectFrom('shift')
    .selectAll()
    .where('shift_id', '=', shiftId)
    .executeTakeFirst();
  return row === undefined ? null : shiftOf(row);
}

/**
 * Shifts follow each other as they were recorded, not by the clock: one that was ahead and is put right would
 * date the next shift before the last. By the opening, or by the close where the opening is no longer here.
 */
const placeOf = sql`
  coalesce((SELECT event_no FROM event WHERE eid = opened_eid),
    (SELECT event_no FROM event WHERE eid = closed_eid), 0), opened_at_ms, shift_id`;

/** The shift before another one; null for the first. */
export async function findShiftBefore(
  db: Reader,
  { shiftId }: Pick<Shift, 'shiftId'>,
): Promise<Shift | null> {
  const { rows } = await sql<Selectable<Schema['shift']>>`
    WITH placed AS (
      SELECT *, row_number() OVER (ORDER BY ${placeOf}) AS place FROM shift)
    SELECT * FROM placed
    WHERE place = (SELECT place FROM placed WHERE shift_id = ${shiftId}) - 1`.execute(db);
  const [row] = rows;
  return row === undefined ? null : shiftOf(row);
}

/** Shifts, newest first, and how many there are. */
export async function listShifts(
  db: Reader,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): Promise<{ readonly shifts: readonly Shift[]; readonly total: number }> {
  const { rows } = await sql<Selectable<Schema['shift']>>`
    WITH placed AS (
      SELECT *, row_number() OVER (ORDER BY ${placeOf}) AS place FROM shift)
    SELECT * FROM placed ORDER BY place DESC LIMIT ${limit} OFFSET ${offset}`.execute(db);
  const { total } = await db
    .selectFrom('shift')
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  return { shifts: rows.map(shiftOf), total };
}

/**
 * The shift a `shift-opened` act opened: the event itself belongs to it. The one way for an event that
 * happens now and one put back from the tape; any other act changes nothing.
 */
export async function insertShift(
  trx: Trx,
  { event, atMs }: { readonly event: StaffActEvent; readonly atMs: number },
): Promise<void> {
  if (event.body.what !== 'shift-opened' || event.shift === undefined) return;
  await trx
    .insertInto('shift')
    .values({
      shift_id: event.shift,
      opened_at_ms: atMs,
      opened_by: textOf(event.staff),
      opened_eid: event.eid,
    })
    // Its close, put back before it, knew as much.
    .onConflict((oc) => oc.column('shift_id').doUpdateSet({ opened_eid: event.eid }))
    .execute();
}

/** Closes the shift a `shift_close` event names; one whose opening is not known here is entered with it. */
export async function markShiftClosed(
  trx: Trx,
  { event }: { readonly event: ShiftCloseEvent },
): Promise<void> {
  const { shiftId, openedAtMs, openedBy, closedAtMs } = event.body;
  const closed = {
    closed_at_ms: closedAtMs,
    closed_by: textOf(event.staff),
    closed_eid: event.eid,
  };
  await trx
    .insertInto('shift')
    .values({
      shift_id: shiftId,
      opened_at_ms: openedAtMs,
      opened_by: textOf(openedBy ?? undefined),
      opened_eid: null,
      ...closed,
    })
    .onConflict((oc) => oc.column('shift_id').doUpdateSet(closed))
    .execute();
}

function textOf(staff: StaffRef | undefined): string | null {
  return staff === undefined ? null : JSON.stringify(staff);
}

function shiftOf(row: Selectable<Schema['shift']>): Shift {
  const staffOf = (text: string | null) => (text === null ? null : (JSON.parse(text) as StaffRef));
  const { closed_at_ms: atMs, closed_eid: eid } = row;
  return {
    shiftId: row.shift_id,
    openedAtMs: row.opened_at_ms,
    openedBy: staffOf(row.opened_by),
    openedEid: row.opened_eid,
    closed: atMs === null || eid === null ? null : { atMs, by: staffOf(row.closed_by), eid },
  };
}
