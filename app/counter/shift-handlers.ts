import type { CounterCallHandlers, CounterCallOut } from '../contract/counter-calls.ts';
import {
  shiftCloseEventSchema,
  staffActEventSchema,
  noMember,
  type CounterEvent,
} from '../contract/events.ts';
import type { ShiftCloseBody, shiftCalls } from '../contract/shift.ts';
import type { StaffActBody, StaffRef } from '../contract/staff.ts';
import type { EventId, NewId, ShiftId } from '../domain/ids.ts';
import { appendEvent } from '../db/events.ts';
import type { Reader, Trx } from '../db/handles.ts';
import { insertEffects, type LocalEffects } from '../db/record-effects.ts';
import { findOpenShift, findShift, listShifts, type Shift } from '../db/shifts.ts';
import { getSyncState } from '../db/sync-state.ts';
import { done } from './act.ts';
import type { Engine } from './engine.ts';
import { storeOf } from './evaluate-scene.ts';
import { asExport, createExportDesk } from './export-desk.ts';
import { exportShift } from './export-shift.ts';
import { momentOf } from './moment.ts';
import type { Scene } from './scene.ts';
import { findShiftReport, reportOf, sumShift, totalOf, type Sum } from './shift-report.ts';
import { createShiftSumsDesk } from './shift-sums-desk.ts';

type ShiftCall = keyof typeof shiftCalls;

/** The calls about shifts. Opening and closing go through the queue, so that each event knows its shift. */
export function shiftHandlers(engine: Engine): Pick<CounterCallHandlers, ShiftCall> {
  const { deps } = engine;
  const { db, newId, nextTurn, exports = createExportDesk() } = deps;
  const sums = createShiftSumsDesk({ db, nextTurn });
  return {
    'shift:open': async () => {
      const answer = await engine.act((trx, scene) => openShift(trx, scene, newId));
      if (answer.kind === 'done') deps.requestSync();
      return answer;
    },
    'shift:close': async ({ shiftId }) => {
      // Added up as far as it goes before the till stands still for it.
      const open = await findOpenShift(db);
      if (open?.shiftId === shiftId) await sumShift(db, open, sums.read);
      const answer = await engine.act((trx, scene) =>
        closeShift(trx, scene, { shiftId, newId, sum: (of) => sums.readIn(trx, of) }),
      );
      if (answer.kind === 'done') deps.requestSync();
      return answer;
    },
    'shift:report': async ({ shiftId }) => {
      const shift = await findAsked(db, shiftId);
      const report = shift === null ? null : await findShiftReport(db, shift, sums.read);
      return report === null ? noShift : { kind: 'report', report };
    },
    'shift:list': async (input) => {
      const { shifts, total } = await listShifts(db, input);
      return { shifts: shifts.map(rowOf), total, outside: await sumsSinceLast(db, sums.read) };
    },
    'shift:export': async ({ shiftId, format }) => {
      const shift = await findAsked(db, shiftId);
      const report = shift === null ? null : await findShiftReport(db, shift, sums.read);
      if (report === null) return noShift;
      const moment = momentOf(deps, await getSyncState(db));
      return await asExport(exports, (run) => exportShift(deps, run, { report, format, moment }));
    },
  };
}

const noShift = { kind: 'refused', code: 'no-shift' } as const;

/** The page tells of it beside the button; the notice on the sale stays. */
const refuse = (code: string) => ({
  notice: 'keep' as const,
  answer: { kind: 'refused' as const, code },
});

const nothingElse = { reasons: [], uses: [], cancelled: [], inviterId: null };

async function openShift(trx: Trx, scene: Scene, newId: NewId) {
  if (scene.settings.mode === null) return refuse('setup-first');
  if ((await findOpenShift(trx)) !== null) return refuse('shift-open-already');
  const shift = newId<ShiftId>();
  const body: StaffActBody = {
    what: 'shift-opened',
    about: null,
    by: null,
    permission: null,
    reason: null,
    detail: {},
  };
  const event = staffActEventSchema.parse({
    ...commonOf(scene, newId),
    type: 'staff_act',
    // The first event of the shift it opens.
    shift,
    body,
  });
  await record(trx, scene, event);
  return { notice: 'keep' as const, answer: done };
}

/** Records the figures as they stand in this very transaction: nothing can come between. */
async function closeShift(
  trx: Trx,
  scene: Scene,
  { shiftId, newId, sum }: { readonly shiftId: ShiftId; readonly newId: NewId; readonly sum: Sum },
) {
  const shift = await findOpenShift(trx);
  // Another id: the page shows a shift that has been closed meanwhile.
  if (shift?.shiftId !== shiftId) return refuse('no-shift');
  const closedAtMs = scene.moment.nowMs;
  const body: ShiftCloseBody = { ...(await sumShift(trx, shift, sum)), closedAtMs };
  const event = shiftCloseEventSchema.parse({
    ...commonOf(scene, newId),
    type: 'shift_close',
    shift: shiftId,
    body,
  });
  await record(trx, scene, event);
  const report = reportOf(event.body, event.staff ?? null);
  return { notice: 'keep' as const, answer: { kind: 'done' as const, report } };
}

function commonOf({ moment, settings, who }: Scene, newId: NewId) {
  return {
    eid: newId<EventId>(),
    v: 1,
    store: storeOf(settings),
    bizDate: moment.today,
    t: moment.eventTime,
    ...who,
    member: noMember,
  };
}

async function record(trx: Trx, { moment }: Scene, event: CounterEvent): Promise<void> {
  const atMs = moment.nowMs;
  await appendEvent(trx, { event, recordedAtMs: atMs });
  const effects: LocalEffects = { ...nothingElse, usesOn: event.bizDate };
  await insertEffects(trx, { event, atMs, effects });
}

/** The shift of an id; the open one for null. */
async function findAsked(db: Reader, shiftId: ShiftId | null): Promise<Shift | null> {
  return shiftId === null ? await findOpenShift(db) : await findShift(db, shiftId);
}

function rowOf(shift: Shift): CounterCallOut<'shift:list'>['shifts'][number] {
  const { shiftId, openedAtMs, openedBy, closed } = shift;
  const closedBy: StaffRef | null = closed?.by ?? null;
  return { shiftId, openedAtMs, openedBy, closedAtMs: closed?.atMs ?? null, closedBy };
}

/** What was recorded since the last shift was closed, while none is open. */
async function sumsSinceLast(db: Reader, sum: Sum) {
  const [last] = (await listShifts(db, { offset: 0, limit: 1 })).shifts;
  const closed = last?.closed ?? null;
  if (closed === null) return null;
  return totalOf((await sum({ kind: 'outside', after: closed.eid, before: null })).people);
}
