import { folderPosName } from '../../app/contract/pos-api.ts';
import type { PosHouse, PosHouseView } from '../../app/contract/pos-settings.ts';
import type { PosDesk } from '../../app/counter/create-pos-desk.ts';
import { posHouseOf } from '../../app/counter/pos-house-handlers.ts';
import type { PosHousePort } from '../../app/counter/ports.ts';
import { inTransaction, type Db } from '../../app/db/handles.ts';
import { findPosClient, listPosClients, putPosClient } from '../../app/db/pos-clients.ts';
import { listLastPosSales, prunePosSales } from '../../app/db/pos-sales.ts';
import { getSettings } from '../../app/db/settings.ts';
import type { TimersPort } from '../../app/sync/ports.ts';
import { createEventHub, type EventHub } from './create-event-hub.ts';
import { createPairing, hashPosToken, type Pairing } from './create-pairing.ts';
import { createFolderDrop, isDropFolder, type FolderDrop } from './folder-drop.ts';
import { listenOnLoopback, type Loopback } from './listen-on-loopback.ts';
import { posCalls } from './pos-calls.ts';

export type PosHouseDeps = {
  readonly db: Db;
  readonly desk: () => PosDesk;
  readonly nowMs: () => number;
  readonly randomBytes: (length: number) => Uint8Array;
  readonly timers: TimersPort;
  readonly appVersion: string;
  readonly onTrouble: (error: unknown) => void;
  /** The port could not be had, or can be had again: see `status`. */
  readonly onDoor: () => void;
};

/** The doors for a POS: the loopback server and the watched folder. */
export type RunningPosHouse = PosHousePort & {
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
  /** The counter showed something new. */
  readonly changed: () => void;
  /** The port that is listened on; null = none. */
  readonly port: () => number | null;
};

const tokenBytes = 32;
const clientsMax = 32;
const filesLookedAtMax = 200;
/** A port that is another program's may be free soon: most take it for a moment only, at the start of the PC. */
const retryMs = 5_000;
/** How long lines, and sales without a member, are kept to be asked for again. */
const keptMs = 90 * 24 * 3_600_000;

export function createPosHouse(deps: PosHouseDeps): RunningPosHouse {
  const pairing = createPairing(deps);
  const seen = new Map<string, number>();
  const stream = Buffer.from(deps.randomBytes(8)).toString('hex');
  const hub = createEventHub({
    stream,
    look: (posName) => deps.desk().look(posName),
    onTrouble: deps.onTrouble,
  });
  const doors: Doors = { loopback: null, folder: null, server: 'off', retry: null };
  let applying: Promise<void> = Promise.resolve();
  /** One thing after the other. Whether the port is to be had is told where that changed. */
  const queue = (work: () => Promise<void>): Promise<void> => {
    applying = applying.then(async () => {
      const before = isShut(doors.server);
      await work().catch(deps.onTrouble);
      if (isShut(doors.server) !== before) deps.onDoor();
    });
    return applying;
  };
  const tryAgainLater = (parts: Parts): void => {
    if (!isShut(doors.server)) return;
    const retry: Retry = { cancel: () => {} };
    doors.retry = retry;
    retry.cancel = deps.timers.setTimer(retryMs, () => {
      void queue(async () => {
        // Switched off or set anew meanwhile.
        if (doors.retry !== retry) return;
        await openPort(deps, doors, parts).finally(() => tryAgainLater(parts));
      });
    });
  };
  const apply = (house: PosHouse): Promise<void> => {
    const parts = { house, pairing, hub, seen };
    return queue(() => open(deps, doors, parts).finally(() => tryAgainLater(parts)));
  };
  return {
    start: async () => {
      const beforeMs = deps.nowMs() - keptMs;
      await inTransaction(deps.db, (trx) => prunePosSales(trx, beforeMs)).catch(deps.onTrouble);
      await apply(await posHouseOf(deps.db));
    },
    stop: () => queue(() => shut(doors, hub)),
    apply,
    changed: () => {
      hub.changed();
      doors.folder?.changed();
    },
    status: () => ({
      server: doors.server,
      folder: doors.folder?.state() ?? null,
      pairing: pairing.current(),
    }),
    isFolder: async (path) => path === null || (await isDropFolder(path)),
    openPairing: () => {
      if (doors.server !== 'listening') return false;
      pairing.open();
      return true;
    },
    dropClient: (posName) => hub.drop(posName),
    lastSeenAtMs: (posName) => seen.get(posName) ?? null,
    port: () => (doors.loopback?.kind === 'listening' ? doors.loopback.port : null),
  };
}

type Doors = {
  loopback: Loopback | null;
  folder: FolderDrop | null;
  server: PosHouseView['server'];
  /** The next try to have the port; null = none is due. */
  retry: Retry | null;
};

type Retry = { cancel: () => void };

function isShut(server: PosHouseView['server']): boolean {
  return server === 'port-taken' || server === 'failed';
}

type Parts = {
  readonly house: PosHouse;
  readonly pairing: Pairing;
  readonly hub: EventHub;
  readonly seen: Map<string, number>;
};

/** Closes what is open and opens what the settings say. */
async function open(deps: PosHouseDeps, doors: Doors, parts: Parts): Promise<void> {
  await shut(doors, parts.hub);
  const { house, pairing } = parts;
  if (!house.isOn) {
    pairing.close();
    return;
  }
  if (house.folder !== null) {
    const { nowMs, timers, onTrouble } = deps;
    const listFiles = () => listFilesOf(deps.db);
    const given = { nowMs, timers, onTrouble, listFiles, desk: deps.desk() };
    doors.folder = await createFolderDrop({ ...given, folder: house.folder });
  }
  await openPort(deps, doors, parts);
}

async function openPort(deps: PosHouseDeps, doors: Doors, parts: Parts): Promise<void> {
  doors.loopback = await listen(deps, parts);
  doors.server = doors.loopback.kind;
}

async function shut(doors: Doors, hub: EventHub): Promise<void> {
  const { loopback, folder } = doors;
  doors.loopback = null;
  doors.folder = null;
  doors.server = 'off';
  doors.retry?.cancel();
  doors.retry = null;
  hub.drop(null);
  if (loopback?.kind === 'listening') await loopback.close();
  await folder?.stop();
  await hub.settled();
}

async function listen(deps: PosHouseDeps, parts: Parts): Promise<Loopback> {
  const { house, pairing, hub, seen } = parts;
  // Loaded only where it is switched on: most counters never need a server.
  const { createPosApp } = await import('./create-pos-app.ts');
  const calls = posCalls({
    desk: deps.desk(),
    pairing,
    appVersion: deps.appVersion,
    isSetUp: async () => (await getSettings(deps.db)).mode !== null,
    pair: (posName) => pairClient(deps, hub, posName),
  });
  return await listenOnLoopback(
    (port) =>
      createPosApp({
        port,
        origins: house.origins,
        findClient: async (token) => {
          const client = await findPosClient(deps.db, hashPosToken(token));
          if (client === null) return null;
          seen.set(client.posName, deps.nowMs());
          return client.posName;
        },
        calls,
        openSocket: hub.join,
        onTrouble: deps.onTrouble,
      }),
    house.port,
  );
}

/** Sales that came in files, of the last ones. */
async function listFilesOf(
  db: Db,
): Promise<readonly { readonly posSaleNo: string; readonly file: string }[]> {
  const rows = await listLastPosSales(db, { posName: folderPosName, limit: filesLookedAtMax });
  return rows.flatMap(({ posSaleNo, sourceFile }) =>
    sourceFile === null ? [] : [{ posSaleNo, file: sourceFile }],
  );
}

/** A POS of a known name gets a new token, and its old one is void at once. */
async function pairClient(
  deps: PosHouseDeps,
  hub: EventHub,
  posName: string,
): Promise<string | null> {
  const clients = await listPosClients(deps.db);
  const isKnown = clients.some((client) => client.posName === posName);
  if (!isKnown && clients.length >= clientsMax) return null;
  const token = Buffer.from(deps.randomBytes(tokenBytes)).toString('base64url');
  await inTransaction(deps.db, (trx) =>
    putPosClient(trx, { posName, pairedAtMs: deps.nowMs(), tokenHash: hashPosToken(token) }),
  );
  hub.drop(posName);
  return token;
}
