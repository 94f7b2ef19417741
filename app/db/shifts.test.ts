import { expect, test } from 'vitest';
import {
  noMember,
  shiftCloseEventSchema,
  staffActEventSchema,
  type CounterEvent,
} from '../contract/events.ts';
import type { StaffRef } from '../contract/staff.ts';
import type { EventId, ShiftId, StaffId } from '../domain/ids.ts';
import { inTransaction, type Db } from './handles.ts';
import { insertEffects } from './record-effects.ts';
import { emptyLine } from './shift-sums.ts';
import { findOpenShift, findShift, findShiftBefore, listShifts } from './shifts.ts';
import { countingIds, withTestDatabase } from './test-database.ts';

const newId = countingIds(1);
const staff: StaffRef = { staffId: newId<StaffId>(), name: '陳小美' };
const t = { wallMs: 5, monoMs: 1, boot: newId<never>(), hqOffsetMs: null, hqAgeS: null };

function common(shift: ShiftId) {
  const eid = newId<EventId>();
  return { eid, v: 1, store: null, bizDate: '2026-11-22', t, staff, shift, member: noMember };
}

const opened = (shift: ShiftId) =>
  staffActEventSchema.parse({
    ...common(shift),
    type: 'staff_act',
    body: {
      what: 'shift-opened',
      about: null,
      by: null,
      permission: null,
      reason: null,
      detail: {},
    },
  });

const closed = (shift: ShiftId, openedAtMs: number, closedAtMs: number) =>
  shiftCloseEventSchema.parse({
    ...common(shift),
    type: 'shift_close',
    body: {
      shiftId: shift,
      openedAtMs,
      closedAtMs,
      openedBy: staff,
      total: emptyLine,
      byStaff: [],
      outside: null,
      events: 1,
      unsent: 0,
    },
  });

async function record(db: Db, event: CounterEvent, atMs: number): Promise<void> {
  const effects = { reasons: [], uses: [], usesOn: '2026-11-22', cancelled: [], inviterId: null };
  await inTransaction(db, (trx) => insertEffects(trx, { event, atMs, effects, isPutBack: true }));
}

test('shifts are what their events say, in whatever order a tape puts them back', async () => {
  const [first, second, third] = [newId<ShiftId>(), newId<ShiftId>(), newId<ShiftId>()];
  const events = [
    { event: opened(first), atMs: 10 },
    { event: closed(first, 10, 20), atMs: 20 },
    { event: opened(second), atMs: 30 },
    { event: closed(second, 30, 40), atMs: 40 },
    { event: opened(third), atMs: 50 },
  ];
  const shiftsAfter = async (order: readonly number[]) => {
    let found: unknown;
    await withTestDatabase(async (db) => {
      for (const n of order) {
        const one = events[n];
        if (one !== undefined) await record(db, one.event, one.atMs);
      }
      const open = await findOpenShift(db);
      found = {
        open,
        before: open === null ? null : (await findShiftBefore(db, open))?.shiftId,
        beforeFirst: await findShiftBefore(db, { shiftId: first }),
        first: await findShift(db, first),
        list: await listShifts(db, { offset: 0, limit: 2 }),
      };
    });
    return found;
  };
  const inOrder = await shiftsAfter([0, 1, 2, 3, 4]);
  expect(inOrder).toMatchObject({
    open: { shiftId: third, openedAtMs: 50, openedBy: staff, closed: null },
    before: second,
    beforeFirst: null,
    first: { openedAtMs: 10, closed: { atMs: 20, by: staff } },
    list: { shifts: [{ shiftId: third }, { shiftId: second }], total: 3 },
  });
  expect(await shiftsAfter([1, 4, 3, 2, 0])).toEqual(inOrder);
});

test('a shift whose opening was pruned from the tape is known by its close', async () => {
  await withTestDatabase(async (db) => {
    const shift = newId<ShiftId>();
    await record(db, closed(shift, 10, 20), 20);
    expect(await findShift(db, shift)).toMatchObject({
      openedAtMs: 10,
      openedBy: staff,
      openedEid: null,
      closed: { atMs: 20 },
    });
    expect(await findOpenShift(db)).toBeNull();
  });
});
