import type { CounterCallIn, CounterCallOut } from '../app/contract/counter-calls.ts';
import type { StartCounter } from '../app/contract/process-messages.ts';
import type { RawScan } from '../app/contract/raw-scan.ts';
import { createCounter, type Counter } from '../app/counter/create-counter.ts';
import type { CounterDeps, TrainingPort } from '../app/counter/ports.ts';
import type { WorkbookPort } from '../app/counter/workbook-thread.ts';
import { findNewestEventId } from '../app/db/find-newest-event-id.ts';
import { closeDatabase, type Db } from '../app/db/handles.ts';
import { DatabaseGoneError, type OpenRefusal } from '../app/db/open-database.ts';
import { openWithTape, type OpenedWithTape } from '../app/db/open-with-tape.ts';
import { getSettings } from '../app/db/settings.ts';
import { createSnapshotPort, type SnapshotTarget } from '../app/db/snapshot-port.ts';
import type { WorkerPort } from '../app/db/snapshot-worker-calls.ts';
import type { SwapStep } from '../app/db/swap-in-snapshot.ts';
import type { NewId } from '../app/domain/ids.ts';
import { createSyncEngine, type SyncEngine } from '../app/sync/create-sync-engine.ts';
import { askLineMember, askLineTicket } from '../app/sync/ask-line.ts';
import { authoriseSpend } from '../app/sync/authorise-spend.ts';
import { enrolCounter } from '../app/sync/enrol-counter.ts';
import {
  createRightsKeeper,
  type RightsKeeper,
  type RightsKeeperDeps,
} from '../app/sync/keep-rights.ts';
import { createKeySealer, type KeySealer } from '../app/sync/create-key-sealer.ts';
import type { SyncDeps } from '../app/sync/push-events.ts';
import { createSnapshotTaker, type SnapshotTaker } from '../app/sync/take-snapshot.ts';
import { normaliseHqAddress } from '../app/sync/normalise-hq-address.ts';
import type { TimersPort } from '../app/sync/ports.ts';
import type { HidSystem } from '../native/hid-system.ts';
import type { ListSerialPorts } from '../native/list-serial-ports.ts';
import { createIdMaker } from './create-id-maker.ts';
import { followForCustomer } from './follow-for-customer.ts';
import type { CustomerPort } from './customer-screens.ts';
import { dataPaths } from './data-paths.ts';
import { devicePorts } from './device-ports.ts';
import { createLogFolder, type LogFolder } from './fold-when-quiet.ts';
import type { Fetch, HqOnlyFetch } from './hq-only-fetch.ts';
import { createIntakes, type Intakes } from './intakes.ts';
import { errorFields, type Log } from './log-file.ts';
import type { ScreenPort } from './port-server.ts';
import { pinSecret } from './pin-secret.ts';
import { createPosHouse, type RunningPosHouse } from './pos/create-pos-house.ts';
import { createRandomPool } from './random-pool.ts';
import { replayPorts } from './replay-ports.ts';
import { reportPort } from './report-files.ts';
import { refusedHandlers } from './refused-handlers.ts';
import { createScreens } from './screens.ts';
import { openGate, settleMode, trainingDeps } from './training-mode.ts';
import { getUnverified } from './unverified-get.ts';

/** Everything that differs between Electron, plain Node and a simulation. */
export type ComposeDeps = Omit<StartCounter, 'kind'> & {
  readonly fetch: Fetch;
  /** Wall clock, whole epoch ms. */
  readonly nowMs: () => number;
  /** Wall clock with a fraction, for the time of a scan's last byte; `nowMs` when left out. */
  readonly scanClockMs?: () => number;
  /** A clock that only runs forward. */
  readonly monoMs: () => number;
  readonly randomBytes: (length: number) => Uint8Array;
  readonly timers: TimersPort;
  /** USB HID scanners of this PC; left out = none are looked for. */
  readonly loadHidSystem?: () => Promise<HidSystem>;
  /** The serial ports of this PC; the system's own word when left out. */
  readonly listSerialPorts?: ListSerialPorts;
  /** Starts the thread that takes a snapshot of HQ in; left out = the first view comes by rows. */
  readonly startSnapshotWorker?: () => WorkerPort;
  /** Starts the thread that makes a workbook; left out = it is made here. */
  readonly startWorkbookWorker?: () => WorkbookPort;
  /** Told where the swap for a snapshot has got to: for fault runs. */
  readonly onSwapStep?: (step: SwapStep) => void;
  /** Ids for a repeatable run; when left out, UUIDv7 that never go back. */
  readonly newId?: NewId;
  readonly log?: Log;
  /** Nothing can go on in this process: it should end, and a fresh one start from what is on the disk. */
  readonly onFatal?: (error: unknown) => void;
  /** Left out = there is nobody to go over to training. */
  readonly trainingPort?: TrainingPort;
  /** Told whether the customer's window is wanted: at the start and at each change. */
  readonly onCustomerWindow?: (on: boolean) => void;
};

export type ComposedCounter = {
  /** Serves a screen until its port closes. */
  readonly attachPort: (port: ScreenPort) => void;
  /** Shows the customer's window what it may see until its port closes; takes nothing from it. */
  readonly attachCustomer: (port: CustomerPort) => void;
  /** A scan as from a device; dropped while the counter is refused. */
  readonly acceptScan: (scan: RawScan) => void;
  /** Null when the database was refused: then every screen is told why, and nothing else happens. */
  readonly counter: Counter | null;
  /** Gives up devices, network and file, in this order. */
  readonly stop: () => Promise<void>;
};

/**
 * Builds the counter from its parts: database, engine, sync, scanners, screens. The same in the
 * counter process of the app, in benchmarks and in fault runs.
 */
export async function composeCounter(given: ComposeDeps): Promise<ComposedCounter> {
  const deps = { ...given, randomBytes: createRandomPool(given.randomBytes) };
  const outcome = await open(deps);
  if (outcome.kind === 'open') {
    for (const finding of outcome.tape.findings) deps.log?.('tape-finding', finding);
    return await composeReady(deps, outcome);
  }
  deps.log?.('database-refused', { code: outcome.code, detail: outcome.detail });
  return composeRefused(deps, outcome);
}

async function open(deps: ComposeDeps): Promise<OpenedWithTape | OpenRefusal> {
  const { databaseKeyHex: keyHex, sqliteBindingPath, randomBytes } = deps;
  try {
    const filePath = dataPaths(deps.dataDir).databasePath;
    const onTapeTrouble = (error: unknown) => deps.log?.('tape-trouble', errorFields(error));
    const { nowMs } = deps;
    const { onSwapStep } = deps;
    const usual = { filePath, keyHex, sqliteBindingPath, randomBytes, nowMs, onTapeTrouble };
    const opening = onSwapStep === undefined ? usual : { ...usual, onSwapStep };
    return await settleMode(await openWithTape(opening), deps);
  } catch (error) {
    // Unknown trouble: a sentence on the screen helps the shop more than a process in a loop.
    deps.log?.('database-broke', errorFields(error));
    return { kind: 'refused', code: 'disk-failed', detail: 'unknown' };
  }
}

/** What only finds our own mistakes waits until the screen has drawn what it was sent, ms. */
const laterMs = 150;

function screenOptions({ log = () => {}, timers }: ComposeDeps) {
  return { log, later: (work: () => void) => void timers.setTimer(laterMs, work) };
}

function composeRefused(deps: ComposeDeps, { code, detail }: OpenRefusal): ComposedCounter {
  const common = { revision: 1, language: 'zh-TW', appVersion: deps.appVersion } as const;
  const handlers = refusedHandlers({ ...common, kind: 'refused', code, detail });
  const screens = createScreens(handlers, screenOptions(deps));
  return {
    attachPort: screens.attach,
    attachCustomer: (port) => port.close(),
    acceptScan: () => {},
    counter: null,
    stop: async () => screens.closeAll(),
  };
}

async function composeReady(
  deps: ComposeDeps,
  { db, tape, snapshot }: OpenedWithTape,
): Promise<ComposedCounter> {
  const { nowMs, monoMs, randomBytes, timers, appVersion, keyProtection } = deps;
  const log = deps.log ?? (() => {});
  const { hqUrl } = await getSettings(db);
  const newestId = await findNewestEventId(db);
  const newId = deps.newId ?? createIdMaker({ nowMs, randomBytes, newestId });
  const gate = openGate(deps, hqUrl);
  // The nonce is kept apart from sync's: each exchange takes the next one of its own.
  const hqDeps = { db, fetch: gate.fetch, nowMs, timers, nonce: { last: null } };
  const onChanged = () => counter.notifySyncChanged();
  const sync = createSync(deps, { db, gate, snapshot, onChanged });
  const posHouse = housePos(deps, db, { desk: () => counter.pos, onDoor: onChanged });
  const counter = createCounter({
    db,
    nowMs,
    monoMs,
    bootId: newId(),
    newId,
    randomBytes,
    appVersion,
    keyProtection,
    ...(deps.databaseKeyHex === null ? {} : { deviceSecret: pinSecret(deps.databaseKeyHex) }),
    onChanged: (view) => {
      screens.push({ kind: 'counter:changed', view });
      folder.soon();
      posHouse.changed();
      customer.viewChanged(view);
    },
    ...trainingDeps(deps, posHouse),
    onSound: (tone) => screens.push({ kind: 'sound', tone }),
    onError: (error) => log('counter-trouble', errorFields(error)),
    syncStatus: sync.status,
    tape,
    connectToHq: (input) => connectToHq({ deps, db, gate, sync }, input),
    ...hqWords(hqDeps, sync),
    requestSync: () => sync.requestSync(),
    ...devicePorts(deps, () => intakes),
    ...replayPorts(deps, (scan) => counter.acceptScan(scan)),
    ...reportPort(deps),
  });
  const folder = foldLog(timers, db, log);
  const rights = keepRights(hqDeps, { newId, sync, counter, log });
  const sealer = sealKey(deps, hqDeps, { sync, log });
  const intakes = takeScans(deps, counter, log);
  const screens = createScreens(
    { ...counter.handlers, ...syncHandlers(sync) },
    { ...screenOptions(deps), admit: counter.admit },
  );
  const customer = followForCustomer(deps);
  await sync.start();
  await counter.start();
  if (deps.training === undefined) await posHouse.start();
  for (const part of [intakes, rights, sealer]) part.start();
  const late = [sync.stop, rights.stop, sealer.stop, counter.settled, folder.stop];
  return {
    attachPort: screens.attach,
    attachCustomer: customer.attach,
    acceptScan: counter.acceptScan,
    counter,
    stop: async () => {
      for (const stop of [counter.stopLine, customer.stop]) stop();
      for (const stop of [posHouse.stop, intakes.closeAll, ...late]) await stop();
      screens.closeAll();
      await closeDatabase(db);
    },
  };
}

/** What the counter asks HQ beside sync. LINE has nonces of its own: a sale must not wait for a fresh one. */
function hqWords(hqDeps: SyncDeps, sync: SyncEngine): Pick<CounterDeps, 'authoriseSpend' | 'line'> {
  const lineDeps = { ...hqDeps, nonce: { last: null } };
  return {
    authoriseSpend: (request) => authoriseSpend(hqDeps, request),
    line: {
      askTicket: (memberId) => askLineTicket(lineDeps, memberId),
      askMember: (memberId, ticket) => askLineMember(lineDeps, memberId, ticket),
      // An answer of HQ is a sign that the network is back.
      syncNow: () => sync.requestSync('network'),
      setTimer: hqDeps.timers.setTimer,
    },
  };
}

function housePos(
  { nowMs, randomBytes, timers, appVersion, log }: ComposeDeps,
  db: Db,
  counter: { readonly desk: () => Counter['pos']; readonly onDoor: () => void },
): RunningPosHouse {
  const onTrouble = (error: unknown): void => log?.('pos-trouble', errorFields(error));
  return createPosHouse({ db, nowMs, randomBytes, timers, appVersion, onTrouble, ...counter });
}

/** A fresh counter of a big chain gets its first view as one file. */
function takeSnapshots(deps: ComposeDeps, target: SnapshotTarget): SnapshotTaker | null {
  const { startSnapshotWorker, log } = deps;
  if (startSnapshotWorker === undefined) return null;
  return createSnapshotTaker({
    port: createSnapshotPort(target, startSnapshotWorker),
    onGivenUp: (why) => log?.('snapshot-given-up', { why }),
  });
}

function takeScans(deps: ComposeDeps, counter: Counter, log: Log): Intakes {
  return createIntakes({
    counter,
    clock: { nowMs: deps.scanClockMs ?? deps.nowMs, setTimer: deps.timers.setTimer },
    loadHidSystem: deps.loadHidSystem,
    listPorts: deps.listSerialPorts,
    onTrouble: (error) => log('hid-trouble', errorFields(error)),
  });
}

function foldLog(timers: TimersPort, db: Db, log: Log): LogFolder {
  return createLogFolder({
    db,
    timers,
    onBroken: (error) => log('fold-broke', errorFields(error)),
  });
}

function createSync(
  deps: ComposeDeps,
  parts: {
    readonly db: Db;
    readonly gate: HqOnlyFetch;
    readonly snapshot: SnapshotTarget;
    readonly onChanged: () => void;
  },
): SyncEngine {
  const { nowMs, timers, hostName, appVersion, randomBytes, log } = deps;
  const snapshots = takeSnapshots(deps, parts.snapshot);
  const engine = createSyncEngine({
    db: parts.db,
    fetch: parts.gate.fetch,
    nowMs,
    timers,
    host: { hostName, appVersion },
    random: () => (randomBytes(1)[0] ?? 0) / 256,
    getUnverified,
    newNonce: () => Buffer.from(randomBytes(24)).toString('base64url'),
    ...(snapshots === null ? {} : { snapshots }),
    onChanged: parts.onChanged,
    onBroken: (error) => {
      log?.('sync-broke', errorFields(error));
      if (error instanceof DatabaseGoneError) deps.onFatal?.(error);
    },
  });
  const stop = async (): Promise<void> => {
    await engine.stop();
    await snapshots?.stop();
  };
  return { ...engine, stop };
}

/** Reserves points while HQ answers, and has them given back in time. */
function keepRights(
  hqDeps: Pick<RightsKeeperDeps, 'db' | 'fetch' | 'nowMs' | 'timers' | 'nonce'>,
  parts: {
    readonly newId: NewId;
    readonly sync: SyncEngine;
    readonly counter: Counter;
    readonly log: Log;
  },
): RightsKeeper {
  const { newId, sync, counter, log } = parts;
  return createRightsKeeper({
    ...hqDeps,
    newId,
    isOnline: () => sync.status().state === 'online',
    returnRights: counter.returnRights,
    onBroken: (error) => log('rights-broke', errorFields(error)),
  });
}

/** Leaves a copy of the database's key with HQ that only the holder of the recovery key can read. */
function sealKey(
  { databaseKeyHex }: ComposeDeps,
  hqDeps: Pick<RightsKeeperDeps, 'db' | 'fetch' | 'nowMs' | 'timers' | 'nonce'>,
  { sync, log }: { readonly sync: SyncEngine; readonly log: Log },
): KeySealer {
  return createKeySealer({
    ...hqDeps,
    databaseKeyHex,
    isOnline: () => sync.status().state === 'online',
    onBroken: (error) => log('key-seal-broke', errorFields(error)),
  });
}

function syncHandlers(sync: SyncEngine) {
  return {
    'sync:now': () => syncNow(sync),
    'sync:look': ({ why }: CounterCallIn<'sync:look'>) => syncOnLook(sync, why),
  };
}

/** A person who presses the button does not wait for the next try of the schedule. */
function syncNow(sync: SyncEngine): CounterCallOut<'sync:now'> {
  sync.requestSync('person');
  return { kind: 'done' };
}

/** Somebody looks, or the line may be back: the next try need not wait for the end of its pause. */
function syncOnLook(
  sync: SyncEngine,
  why: CounterCallIn<'sync:look'>['why'],
): CounterCallOut<'sync:look'> {
  sync.requestSync(why === 'details' ? 'look' : 'network');
  return { kind: 'done' };
}

/** Enrols at the HQ that was typed; from then on it is the one host that may be called. */
async function connectToHq(
  parts: {
    readonly deps: ComposeDeps;
    readonly db: Db;
    readonly gate: HqOnlyFetch;
    readonly sync: SyncEngine;
  },
  { hqUrl, code }: CounterCallIn<'setup:connect'>,
): Promise<CounterCallOut<'setup:connect'>> {
  const { deps, db, gate, sync } = parts;
  if (deps.training !== undefined) return { kind: 'refused', code: 'training-already' };
  const address = normaliseHqAddress(hqUrl);
  if (address.kind === 'bad-address') return { kind: 'refused', code: 'bad-address' };
  const outcome = await gate.whileConnecting(address.origin, () =>
    enrolCounter(
      { db, fetch: gate.fetch, nowMs: deps.nowMs, timers: deps.timers },
      { addressText: hqUrl, codeText: code, hostName: deps.hostName, appVersion: deps.appVersion },
    ),
  );
  if (outcome.kind === 'refused') return { kind: 'refused', code: outcome.code };
  gate.setHqUrl(address.origin);
  sync.requestSync('person');
  return { kind: 'done' };
}
