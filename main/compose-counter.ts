import type { CounterCallIn, CounterCallOut } from '../app/contract/counter-calls.ts';
import type { StartCounter } from '../app/contract/process-messages.ts';
import type { RawScan } from '../app/contract/raw-scan.ts';
import { createCounter, type Counter } from '../app/counter/create-counter.ts';
import { findNewestEventId } from '../app/db/find-newest-event-id.ts';
import { closeDatabase, type Db } from '../app/db/handles.ts';
import { openDatabase, type OpenOutcome } from '../app/db/open-database.ts';
import { getSettings } from '../app/db/settings.ts';
import type { NewId } from '../app/domain/ids.ts';
import { createSyncEngine, type SyncEngine } from '../app/sync/create-sync-engine.ts';
import { enrolCounter } from '../app/sync/enrol-counter.ts';
import { normaliseHqAddress } from '../app/sync/normalise-hq-address.ts';
import type { TimersPort } from '../app/sync/ports.ts';
import { listSerialPorts } from '../native/list-serial-ports.ts';
import { createIdMaker } from './create-id-maker.ts';
import { dataPaths } from './data-paths.ts';
import { createHqOnlyFetch, type Fetch, type HqOnlyFetch } from './hq-only-fetch.ts';
import { errorFields, type Log } from './log-file.ts';
import type { ScreenPort } from './port-server.ts';
import { refusedHandlers } from './refused-handlers.ts';
import { createScreens } from './screens.ts';
import { createSerialIntakes } from './serial-intakes.ts';

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
  /** Ids for a repeatable run; when left out, UUIDv7 that never go back. */
  readonly newId?: NewId;
  readonly log?: Log;
};

export type ComposedCounter = {
  /** Serves a screen until its port closes. */
  readonly attachPort: (port: ScreenPort) => void;
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
export async function composeCounter(deps: ComposeDeps): Promise<ComposedCounter> {
  const outcome = open(deps);
  if (outcome.kind === 'open') return await composeReady(deps, outcome.db);
  deps.log?.('database-refused', { code: outcome.code, detail: outcome.detail });
  return composeRefused(deps, outcome);
}

function open(deps: ComposeDeps): OpenOutcome {
  const { databaseKeyHex: keyHex, sqliteBindingPath } = deps;
  try {
    const filePath = dataPaths(deps.dataDir).databasePath;
    return openDatabase({ filePath, keyHex, sqliteBindingPath });
  } catch (error) {
    // Unknown trouble: a sentence on the screen helps the shop more than a process in a loop.
    deps.log?.('database-broke', errorFields(error));
    return { kind: 'refused', code: 'disk-failed', detail: 'unknown' };
  }
}

function screenOptions(deps: ComposeDeps) {
  return { log: deps.log ?? (() => {}) };
}

function composeRefused(
  deps: ComposeDeps,
  { code, detail }: Extract<OpenOutcome, { kind: 'refused' }>,
): ComposedCounter {
  const common = { revision: 1, language: 'zh-TW', appVersion: deps.appVersion } as const;
  const handlers = refusedHandlers({ ...common, kind: 'refused', code, detail });
  const screens = createScreens(handlers, screenOptions(deps));
  return {
    attachPort: screens.attach,
    acceptScan: () => {},
    counter: null,
    stop: async () => screens.closeAll(),
  };
}

async function composeReady(deps: ComposeDeps, db: Db): Promise<ComposedCounter> {
  const { nowMs, monoMs, randomBytes, timers, appVersion, keyProtection } = deps;
  const log = deps.log ?? (() => {});
  const { hqUrl } = await getSettings(db);
  const newestId = await findNewestEventId(db);
  const newId = deps.newId ?? createIdMaker({ nowMs, randomBytes, newestId });
  const gate = createHqOnlyFetch(deps.fetch, () => log('foreign-host-denied'));
  gate.setHqUrl(hqUrl);

  const sync = createSyncEngine({
    db,
    fetch: gate.fetch,
    nowMs,
    timers,
    random: () => (randomBytes(1)[0] ?? 0) / 256,
    onChanged: () => counter.notifySyncChanged(),
    onBroken: (error) => log('sync-broke', errorFields(error)),
  });
  const counter = createCounter({
    db,
    nowMs,
    monoMs,
    bootId: newId(),
    newId,
    randomBytes,
    appVersion,
    keyProtection,
    onChanged: (view) => screens.push({ kind: 'counter:changed', view }),
    onSound: (tone) => screens.push({ kind: 'sound', tone }),
    onError: (error) => log('counter-trouble', errorFields(error)),
    syncStatus: sync.status,
    connectToHq: (input) => connectToHq({ deps, db, gate, sync }, input),
    requestSync: () => sync.requestSync(),
    listPorts: async () => [...(await listSerialPorts())],
    openDevice: ({ deviceId, settings }) => intakes.open({ deviceId, ...settings }),
    closeDevice: (deviceId) => intakes.close(deviceId),
  });
  const intakes = createSerialIntakes(
    { onScan: counter.acceptScan, onHealth: counter.setDeviceHealth },
    { nowMs: deps.scanClockMs ?? nowMs, setTimer: timers.setTimer },
  );
  const handlers = { ...counter.handlers, 'sync:now': () => syncNow(sync) };
  const screens = createScreens(handlers, screenOptions(deps));

  await sync.start();
  await counter.start();
  return {
    attachPort: screens.attach,
    acceptScan: counter.acceptScan,
    counter,
    stop: async () => {
      await intakes.closeAll();
      await sync.stop();
      await counter.settled();
      screens.closeAll();
      await closeDatabase(db);
    },
  };
}

/** A person who presses the button does not wait for the next try of the schedule. */
function syncNow(sync: SyncEngine): CounterCallOut<'sync:now'> {
  sync.requestSync('person');
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
