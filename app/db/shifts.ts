import type { Selectable } from 'kysely';
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

/** The shift before another one; null for the first. */
export async function findShiftBefore(
  db: Reader,
  { shiftId, openedAtMs }: Pick<Shift, 'shiftId' | 'openedAtMs'>,
): Promise<Shift | null> {
  const row = await db
    .selectFrom('shift')
    .selectAll()
    .where((eb) => eb(eb.refTuple('opened_at_ms', 'shift_id'), '<', eb.tuple(openedAtMs, shiftId)))
    .orderBy('opened_at_ms', 'desc')
    .orderBy('shift_id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? null : shiftOf(row);
}

/** Shifts, newest first, and how many there are. */
export async function listShifts(
  db: Reader,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): Promise<{ readonly shifts: readonly Shift[]; readonly total: number }> {
  const rows = await db
    .selectFrom('shift')
    .selectAll()
    .orderBy('opened_at_ms', 'desc')
    .orderBy('shift_id', 'desc')
    .limit(limit)
    .offset(offset)
    .execute();
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
