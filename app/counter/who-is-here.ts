import type { StaffRef } from '../contract/staff.ts';
import type { ShiftId } from '../domain/ids.ts';
import type { Reader } from '../db/handles.ts';
import { findOpenShift } from '../db/shifts.ts';
import { listPeople, type Person } from '../db/staff.ts';
import { refOf, type Here, type StaffSession } from './staff-session.ts';

/**
 * What every event recorded now carries: who is signed in, and the open shift. While the counter is locked
 * nobody is: what a POS settles meanwhile is nobody's.
 */
export type Who = { readonly staff?: StaffRef; readonly shift?: ShiftId };

/** Who is listed, who of them is here, and what events carry of it; read from what is kept. */
export async function whoIsHere(
  db: Reader,
  session: StaffSession | undefined,
): Promise<{
  readonly people: readonly Person[];
  readonly here: Here;
  readonly who: Who;
}> {
  const shift = await findOpenShift(db);
  const inShift = shift === null ? {} : { shift: shift.shiftId };
  if (session === undefined) return { people: [], here: { kind: 'unstaffed' }, who: inShift };
  const people = await listPeople(db);
  const here = session.see(people);
  const staff = here.kind === 'here' ? { staff: refOf(here.person) } : {};
  return { people, here, who: { ...staff, ...inShift } };
}
