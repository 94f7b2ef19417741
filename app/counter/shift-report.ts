import type { ShiftCloseBody, ShiftLine, ShiftReport } from '../contract/shift.ts';
import type { StaffRef } from '../contract/staff.ts';
import { findEvent } from '../db/events.ts';
import type { Reader } from '../db/handles.ts';
import {
  addLines,
  countUnsentOfShift,
  type StaffSums,
  type SumsOf,
  type SumsSoFar,
} from '../db/shift-sums.ts';
import { findShiftBefore, type Shift } from '../db/shifts.ts';

/** As many people as can be listed at a counter. */
const staffMax = 100;

/** Adds up what is asked for: see `ShiftSums`. */
export type Sum = (of: SumsOf) => Promise<SumsSoFar>;

/** The figures of a shift as its rows give them now; those of an open one grow. */
export async function sumShift(
  db: Reader,
  shift: Shift,
  sum: Sum,
): Promise<Omit<ShiftCloseBody, 'closedAtMs'>> {
  const { shiftId, openedAtMs, openedBy, openedEid } = shift;
  const { people } = await sum({ kind: 'shift', shiftId });
  const before = (await findShiftBefore(db, shift))?.closed ?? null;
  return {
    shiftId,
    openedAtMs,
    openedBy,
    total: totalOf(people),
    byStaff: atMost(people, staffMax),
    outside:
      before === null || openedEid === null
        ? null
        : totalOf((await sum({ kind: 'outside', after: before.eid, before: openedEid })).people),
    events: people.reduce((n, { events }) => n + events, 0),
    unsent: await countUnsentOfShift(db, shiftId),
  };
}

/** What all of them did. */
export function totalOf(people: readonly StaffSums[]): ShiftLine {
  return addLines(people.map(({ line }) => line));
}

/** A shift that lasted through more people than can be told keeps all their sums, the last under nobody's name. */
function atMost(sums: readonly StaffSums[], max: number): ShiftCloseBody['byStaff'] {
  const all = sums.map(({ staff, line }) => ({ staff, line }));
  if (all.length <= max) return all;
  const named = all.filter(({ staff }) => staff !== null).slice(0, max - 1);
  const others = all.filter((one) => !named.includes(one));
  return [{ staff: null, line: addLines(others.map(({ line }) => line)) }, ...named];
}

/**
 * The report of a shift: of an open one what its rows give so far, of a closed one what was recorded and
 * printed when it was closed. Null when that record is no longer on this PC.
 */
export async function findShiftReport(
  db: Reader,
  shift: Shift,
  sum: Sum,
): Promise<ShiftReport | null> {
  const { closed } = shift;
  if (closed === null)
    return { ...(await sumShift(db, shift, sum)), closedAtMs: null, closedBy: null };
  const event = await findEvent(db, closed.eid);
  return event?.type === 'shift_close' ? { ...event.body, closedBy: closed.by } : null;
}

/** The report as it is recorded. */
export function reportOf(body: ShiftCloseBody, closedBy: StaffRef | null): ShiftReport {
  return { ...body, closedBy };
}
