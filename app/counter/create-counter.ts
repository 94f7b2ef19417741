import type { CounterView, Notice } from '../contract/counter-view.ts';
import type { DeviceHealth, RawScan } from '../contract/raw-scan.ts';
import type { CounterCallHandlers } from '../contract/counter-calls.ts';
import type { DeviceId } from '../domain/ids.ts';
import { diskTrouble } from '../db/disk-trouble.ts';
import { inTransaction, type Trx } from '../db/handles.ts';
import type { Act } from './act.ts';
import { listSerialDevices } from './add-serial-device.ts';
import { buildReadyView } from './build-view.ts';
import { counterHandlers } from './counter-handlers.ts';
import { handleScan } from './handle-scan.ts';
import { say, type NoticeDraft } from './notice-codes.ts';
import type { CounterDeps } from './ports.ts';
import { createRepeatGate } from './repeat-gate.ts';
import { gatherScene, type Scene } from './scene.ts';
import { createSerialQueue } from './serial-queue.ts';

/** How many scans and calls may wait; a cashier cannot fill it, a runaway device can. */
const queueLimit = 64;

/** A running counter. One per open database. */
export type Counter = {
  /** Opens the devices and shows the first view. Resolves when both are done. */
  readonly start: () => Promise<void>;
  /** Takes a scan. Never throws and never waits; what came of it is the next view. */
  readonly acceptScan: (scan: RawScan) => void;
  readonly setDeviceHealth: (deviceId: DeviceId, health: DeviceHealth) => void;
  /** Sync changed something, in the database or in what `syncStatus` says. */
  readonly notifySyncChanged: () => void;
  readonly handlers: CounterCallHandlers;
  /** Resolves when everything taken so far is done; then the database may be closed. */
  readonly settled: () => Promise<void>;
};

/** What the handlers of the screen's calls may ask of the engine. */
export type Engine = {
  readonly deps: CounterDeps;
  /** Queues one thing to do in one transaction and shows what came of it. Throws when the queue is full. */
  readonly act: <A extends { readonly notice: Act['notice']; readonly answer: object }>(
    work: (trx: Trx, scene: Scene) => Promise<A>,
  ) => Promise<A['answer'] | { readonly kind: 'refused'; readonly code: string }>;
  /** The view as it was last shown. */
  readonly view: () => Promise<CounterView>;
  readonly acceptScan: (scan: RawScan) => void;
  /** Takes the notice away; true if there was one. */
  readonly closeNotice: () => boolean;
  /** Shows a notice (or with `keep` only a fresh view). */
  readonly show: (notice: NoticeDraft | 'keep') => Promise<void>;
  readonly setBusy: (busy: boolean) => void;
  readonly forgetDevice: (deviceId: DeviceId) => void;
};

/**
 * The counter: one bounded queue through which every scan and every writing call goes, strictly one
 * at a time; each runs in one transaction and ends in one push of the whole view.
 */
export function createCounter(deps: CounterDeps): Counter {
  const queue = createSerialQueue(queueLimit);
  const isRepeated = createRepeatGate();
  const health = new Map<DeviceId, DeviceHealth>();
  let notice: Notice | null = null;
  let noticeCount = 0;
  let revision = 0;
  let lost = 0;
  let isBusy = false;
  let isPublishQueued = false;
  let shown: CounterView | null = null;

  function setNotice(draft: Act['notice']): void {
    if (draft === 'keep') return;
    if (draft === null) {
      notice = null;
      return;
    }
    noticeCount += 1;
    notice = { id: noticeCount, tone: draft.tone, code: draft.code, params: draft.params, atMs: Math.round(deps.nowMs()) };
  }

  async function compose(scanCompletedAtMs: number | null): Promise<CounterView> {
    const scene = await gatherScene(deps.db, deps);
    const common = { revision, language: scene.settings.language, appVersion: deps.appVersion, notice };
    if (scene.settings.mode === null) return { ...common, kind: 'first-run', busy: isBusy };
    const facts = await buildReadyView(deps.db, { scene, syncFacts: deps.syncStatus(), health });
    return { ...common, ...facts, keyProtection: deps.keyProtection, scanCompletedAtMs };
  }

  /** Pushes the view; if even reading fails, the last one goes again under the new notice. */
  async function publish(scanCompletedAtMs: number | null): Promise<void> {
    revision += 1;
    try {
      shown = await compose(scanCompletedAtMs);
    } catch (error) {
      deps.onError(error);
      if (shown === null || shown.kind === 'refused') throw error;
      shown = { ...shown, revision, notice };
    }
    deps.onChanged(shown);
  }

  /** Does one thing in one transaction. Trouble with the disk is said in words, nothing half-written. */
  async function attempt<A extends { notice: Act['notice'] }>(
    work: (trx: Trx, scene: Scene) => Promise<A>,
  ): Promise<A | { readonly notice: NoticeDraft; readonly answer: { readonly kind: 'refused'; readonly code: string } }> {
    try {
      return await inTransaction(deps.db, async (trx) => await work(trx, await gatherScene(trx, deps)));
    } catch (error) {
      deps.onError(error);
      const trouble = diskTrouble(error);
      const draft = trouble === null ? say('internal', {}) : say('not-recorded', { trouble });
      return { notice: draft, answer: { kind: 'refused', code: draft.code } };
    }
  }

  async function show(draft: Act['notice'], scanCompletedAtMs: number | null = null): Promise<void> {
    setNotice(draft);
    await publish(scanCompletedAtMs);
  }

  async function runScan(scan: RawScan, arrivedMonoMs: number): Promise<void> {
    const repeated = isRepeated(scan, arrivedMonoMs);
    const act = await attempt(async (trx, scene): Promise<Act> => {
      if (repeated) return { notice: say('scan-repeated', {}), answer: { kind: 'done' } };
      if (scene.settings.mode === null) return { notice: say('setup-first', {}), answer: { kind: 'done' } };
      return await handleScan(trx, scene, scan);
    });
    await show(act.notice, scan.completedAtMs);
    if (act.notice !== null && act.notice !== 'keep') deps.onSound(act.notice.tone);
  }

  /** Says that something was not taken, as soon as the queue has room to say it. */
  function sayLost(): void {
    lost += 1;
    setNotice(say('queue-full', { lost }));
    deps.onSound('deny');
    if (shown === null || shown.kind === 'refused') return;
    revision += 1;
    shown = { ...shown, revision, notice };
    deps.onChanged(shown);
  }

  function acceptScan(scan: RawScan): void {
    const arrivedMonoMs = deps.monoMs();
    const taken = queue.push(() => runScan(scan, arrivedMonoMs));
    if (taken === null) sayLost();
    else taken.catch(deps.onError);
  }

  /** Any number of wishes for a fresh view become one. */
  function publishSoon(): void {
    if (isPublishQueued) return;
    const taken = queue.push(async () => {
      isPublishQueued = false;
      await publish(null);
    });
    // A full queue ends in a push of the view anyway.
    if (taken === null) return;
    isPublishQueued = true;
    taken.catch(deps.onError);
  }

  const engine: Engine = {
    deps,
    act: async (work) => {
      const taken = queue.push(async () => {
        const act = await attempt(work);
        await show(act.notice);
        return act;
      });
      if (taken === null) {
        sayLost();
        return { kind: 'refused', code: 'queue-full' };
      }
      const act = await taken;
      return act.answer;
    },
    view: async () => shown ?? (await compose(null)),
    acceptScan,
    closeNotice: () => {
      if (notice === null) return false;
      notice = null;
      return true;
    },
    show: async (draft) => {
      await (queue.push(() => show(draft)) ?? Promise.resolve());
    },
    setBusy: (busy) => {
      isBusy = busy;
    },
    forgetDevice: (deviceId) => {
      health.delete(deviceId);
    },
  };

  return {
    start: async () => {
      for (const device of await listSerialDevices(deps.db)) deps.openDevice(device);
      await (queue.push(() => publish(null)) ?? Promise.resolve());
    },
    acceptScan,
    setDeviceHealth: (deviceId, state) => {
      health.set(deviceId, state);
      publishSoon();
    },
    notifySyncChanged: publishSoon,
    handlers: counterHandlers(engine),
    settled: () => queue.settled(),
  };
}
