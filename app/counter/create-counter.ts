import type { CounterCallHandlers, CounterCallName } from '../contract/counter-calls.ts';
import type { CounterView } from '../contract/counter-view.ts';
import type { DeviceHealth, RawScan } from '../contract/raw-scan.ts';
import type { DeviceId } from '../domain/ids.ts';
import { inTransaction } from '../db/handles.ts';
import { admitCall, type Admission } from './admit-call.ts';
import { listSerialDevices } from './add-serial-device.ts';
import { attemptAct } from './attempt-act.ts';
import { counterHandlers } from './counter-handlers.ts';
import { createPosDesk, type PosDesk } from './create-pos-desk.ts';
import { createLineDesk } from './create-line-desk.ts';
import type { Engine } from './engine.ts';
import { createExportDesk } from './export-desk.ts';
import { handleScan } from './handle-scan.ts';
import { noteRefusal } from './note-refusal.ts';
import { notices, say } from './notice-codes.ts';
import type { HalfBefore } from './scan-invoice.ts';
import { isKnownCard, runTestScan } from './run-test-scan.ts';
import { scanStaff } from './scan-staff.ts';
import { scanAtDesk, type ScanAct, type ScanAim } from './scan-at-desk.ts';
import { createScanLog, type ScanLog } from './scan-log.ts';
import type { CounterDeps } from './ports.ts';
import { recordingExports } from './record-exports.ts';
import { rememberHidDevice } from './remember-hid-device.ts';
import { createRepeatGate, type RepeatGate } from './repeat-gate.ts';
import { hasDueRights, returnRights } from './return-rights.ts';
import { sayUnendedSerial } from './say-unended-serial.ts';
import { createSerialQueue, type SerialQueue } from './serial-queue.ts';
import { createSettleGate } from './settle-gate.ts';
import { staffHandlers } from './staff-handlers.ts';
import { createStaffSession, type StaffSession } from './staff-session.ts';
import { createTimeRatchet } from './time-ratchet.ts';
import { sayInTraining } from './training-words.ts';
import { createViewPublisher, type ViewPublisher } from './view-publisher.ts';

/** How many scans and calls may wait; a cashier cannot fill it, a runaway device can. */
const queueLimit = 64;

/** A running counter. One per open database. */
export type Counter = {
  /** Opens the devices and shows the first view. Resolves when both are done. */
  readonly start: () => Promise<void>;
  /** Takes a scan. Never throws and never waits; what came of it is the next view. */
  readonly acceptScan: (scan: RawScan) => void;
  readonly setDeviceHealth: (deviceId: DeviceId, health: DeviceHealth) => void;
  /** A serial scanner sent bytes without an end; see `sayUnendedSerial`. */
  readonly sayUnended: (deviceId: DeviceId, bytes: Uint8Array) => void;
  /** Which device a USB HID scanner is; see `rememberHidDevice`. */
  readonly rememberHidDevice: (identity: string, name: string) => Promise<DeviceId | null>;
  /** Sync changed something, in the database or in what `syncStatus` says. */
  readonly notifySyncChanged: () => void;
  readonly handlers: CounterCallHandlers;
  /** Whether a call of the screen may be made now; asked before each, and nowhere else. */
  readonly admit: (call: {
    readonly name: CounterCallName;
    readonly input: unknown;
  }) => Promise<Admission>;
  /** Takes sales from a POS. */
  readonly pos: PosDesk;
  /** Gives rights that are over back to HQ; does nothing, and costs a look, when there are none. */
  readonly returnRights: () => Promise<void>;
  /** HQ is not asked about LINE any more; before the database is closed. */
  readonly stopLine: () => void;
  /** Resolves when everything taken so far is done; then the database may be closed. */
  readonly settled: () => Promise<void>;
};

/**
 * The counter: one bounded queue through which every scan and every writing call goes, strictly one
 * at a time; each runs in one transaction and ends in one push of the whole view.
 */
export function createCounter(given: CounterDeps): Counter {
  const onChanged = (view: CounterView): void => {
    given.onChanged(view);
    pos.viewChanged(view);
    line.viewShown(view);
  };
  const session = given.session ?? createStaffSession();
  const own = { timeRatchet: createTimeRatchet(), exports: createExportDesk() };
  const deps = { ...own, ...given, session, onChanged };
  const scanLog = createScanLog();
  const parts: Parts = {
    deps,
    queue: createSerialQueue(queueLimit),
    screen: createViewPublisher(deps, scanLog.page, (memberId) => line.view(memberId)),
    scanLog,
    isRepeated: createRepeatGate(),
    aim: { at: 'sale' },
    half: { waiting: null },
  };
  const publishSoon = createPublishSoon(parts);
  const acceptScan = (scan: RawScan): void => takeScan(parts, scan);
  const engine = recordingExports(engineOf(parts, acceptScan));
  const line = createLineDesk(deps, { act: engine.act, publishSoon });
  const settle = createSettleGate(engine);
  const pos = createPosDesk(engine, settle);
  return {
    start: async () => {
      if (deps.opening !== undefined) parts.screen.setNotice(say(deps.opening, {}));
      for (const device of await listSerialDevices(deps.db)) deps.openDevice(device);
      await parts.queue.push(() => parts.screen.publish(null));
    },
    acceptScan,
    setDeviceHealth: (deviceId, health) => {
      parts.screen.health.set(deviceId, health);
      publishSoon();
    },
    sayUnended: (deviceId, bytes) => sayUnendedSerial(parts, deviceId, bytes),
    rememberHidDevice: async (identity, name) => {
      const { newId } = deps;
      const remembering = parts.queue.push(() =>
        inTransaction(deps.db, (trx) =>
          rememberHidDevice(trx, { identity, name, newId, nowMs: deps.nowMs() }),
        ),
      );
      return (await remembering) ?? null;
    },
    notifySyncChanged: publishSoon,
    handlers: {
      ...counterHandlers(engine, settle),
      ...line.handlers,
      ...staffHandlers(engine, session),
    },
    admit: (call) => admitCall(deps, call),
    pos,
    returnRights: async () => {
      if (!(await hasDueRights(deps.db, deps))) return;
      await engine.act((trx, scene) => returnRights(trx, scene, deps));
      deps.requestSync();
    },
    stopLine: line.stop,
    settled: () => parts.queue.settled(),
  };
}

type Parts = {
  readonly deps: CounterDeps & { readonly session: StaffSession };
  readonly queue: SerialQueue;
  readonly screen: ViewPublisher;
  readonly scanLog: ScanLog;
  readonly isRepeated: RepeatGate;
  /** Where scans go now. */
  readonly aim: { at: ScanAim };
  /** The half of an e-invoice that may still find its other one. */
  readonly half: { waiting: HalfBefore['waiting'] };
};

function takeScan(parts: Parts, scan: RawScan): void {
  // The time of arrival, not of its turn: a full queue must not make two readings look far apart.
  const arrivedMonoMs = parts.deps.monoMs();
  // So is the desk that was open then: it may be closed before the scan's turn.
  const { at } = parts.aim;
  parts.scanLog.hear(scan);
  beginAnew(parts);
  const taken = parts.queue.push(() => runScan(parts, scan, { arrivedMonoMs, at }));
  if (taken === null) sayLost(parts);
  else taken.catch(parts.deps.onError);
}

async function runScan(
  parts: Parts,
  scan: RawScan,
  { arrivedMonoMs, at }: { readonly arrivedMonoMs: number; readonly at: ScanAim },
): Promise<void> {
  const { deps, screen, scanLog } = parts;
  const repeated = parts.isRepeated(scan, arrivedMonoMs);
  const isLocked = deps.session.seen()?.here.kind === 'locked';
  if (at === 'test' && !isLocked) return await showTestScan(parts, scan, repeated);
  if (scanLog.isWatched() && !isLocked) {
    scanLog.add(scan, { known: await isKnownCard(deps.db, scan), repeated, tested: false });
  }
  if (repeated) {
    screen.marks.repeated += 1;
    await screen.publish(scan.completedAtMs);
    return;
  }
  const before = { waiting: parts.half.waiting, nowMs: arrivedMonoMs };
  const act = await attemptAct(deps, async (trx, scene): Promise<ScanAct> => {
    if (scene.settings.mode === null)
      return { notice: say('setup-first', {}), answer: { kind: 'done' } };
    const ofStaff = await scanStaff(trx, scene, { ...deps, scan, waiting: before.waiting });
    if (ofStaff !== null) return ofStaff;
    const desk = at === 'test' ? 'sale' : at;
    return sayInTraining(
      scene,
      (await scanAtDesk(trx, desk, scan)) ?? (await handleScan(trx, scene, scan, before)),
    );
  });
  parts.half.waiting = 'waiting' in act ? (act.waiting ?? null) : null;
  if ('forDesk' in act && act.forDesk !== undefined) screen.setDeskScan(act.forDesk);
  screen.setNotice(act.notice);
  await screen.publish(scan.completedAtMs);
  if (act.notice !== null && act.notice !== 'keep') deps.onSound(act.notice.tone);
  await noteRefusal(deps, act.notice);
}

/** In test mode a scan is listed and heard, and that is all. */
async function showTestScan(parts: Parts, scan: RawScan, repeated: boolean): Promise<void> {
  const { deps, screen, scanLog } = parts;
  const notice = await runTestScan(deps.db, scanLog, scan, repeated);
  screen.setNotice(notice);
  await screen.publish(scan.completedAtMs);
  deps.onSound(notices[notice.code].tone);
}

/** With nothing waiting this is a person again, not a flood: what was lost has been said long enough. */
function beginAnew({ queue, screen }: Parts): void {
  if (queue.isIdle()) screen.marks.lost = 0;
}

/** Something found no room and was not done: said at once, without waiting for room. */
function sayLost({ deps, screen }: Parts): void {
  screen.marks.lost += 1;
  screen.setNotice(say('queue-full', { lost: screen.marks.lost }));
  screen.publishNotice();
  deps.onSound('deny');
}

/** Any number of wishes for a fresh view become one. */
function createPublishSoon({ deps, queue, screen }: Parts): () => void {
  let isQueued = false;
  return () => {
    if (isQueued) return;
    const taken = queue.push(async () => {
      isQueued = false;
      await screen.publish(null);
    });
    // A full queue ends in a push of the view anyway.
    if (taken === null) return;
    isQueued = true;
    taken.catch(deps.onError);
  };
}

function engineOf(parts: Parts, acceptScan: (scan: RawScan) => void): Engine {
  const { deps, queue, screen, scanLog } = parts;
  return {
    deps,
    act: async (work) => {
      beginAnew(parts);
      const taken = queue.push(async () => {
        const act = await attemptAct(deps, work);
        screen.setNotice(act.notice);
        await screen.publish(null);
        await noteRefusal(deps, act.notice);
        return act.answer;
      });
      if (taken !== null) return await taken;
      sayLost(parts);
      return { kind: 'refused', code: 'queue-full' };
    },
    refresh: async () => {
      await queue.push(() => screen.publish(null));
    },
    view: screen.view,
    acceptScan,
    closeNotice: screen.closeNotice,
    setBusy: screen.setBusy,
    aimScans: (at) => {
      parts.aim.at = at;
      const changed = scanLog.setTesting(at === 'test');
      // What was only a test is nothing to read on the sale.
      if (changed && at !== 'test') screen.setNotice(null);
      return changed;
    },
    scanLog,
    forgetDevice: (deviceId) => void screen.health.delete(deviceId),
  };
}
