import { fixedLineChannel } from '../../hq/line/line-channel.ts';
import type { HqDeps } from '../../hq/server/hq-deps.ts';
import { createHqServer, type WireAnswer, type WireRequest } from './hq-server.ts';
import { createIds, type IdSource } from './ids.ts';
import { createProcess, type Flight, type Machine } from './machine.ts';
import type { Model } from './model.ts';
import { stockHq, type Stock } from './shop.ts';
import type { HqStore, Stores } from './stores.ts';

/** Head office as a thing that can stop, lose its memory and come back. */
export type HqNode = {
  readonly store: HqStore;
  handle: (request: WireRequest) => Promise<WireAnswer>;
  isDown: boolean;
  /** Stops at its next commit: before it is on disk, or after, when nobody has been told. */
  stopAt: 'before' | 'after' | null;
  /** Resolves when it stops. */
  stopped: Promise<void>;
  isOver: boolean;
  /** Called by the disk. */
  stop: () => void;
  readonly backups: unknown[];
  readonly deps: HqDeps;
  restores: number;
};

/** What was done and what befell it, for the figures. */
export type Counts = {
  messages: number;
  /** HQ's answers to pushes it had taken that reached nobody. */
  swallowed: number;
  /** Acts that found nothing to do: no message to deliver, no sale to undo. */
  idle: number;
  faults: number;
  events: number;
  restores: number;
  forks: number;
};

export type World = {
  readonly stores: Stores;
  readonly ids: IdSource;
  readonly hq: HqNode;
  readonly machines: Machine[];
  readonly stock: Stock;
  readonly model: Model;
  readonly flights: Flight[];
  /** Copies of requests that reach HQ once more, whenever. */
  readonly ghosts: WireRequest[];
  /** The last good answer to each question of each machine. */
  readonly oldAnswers: Map<string, WireAnswer>;
  readonly counts: Counts;
  readonly clock: { atMs: number };
  readonly nowMs: () => number;
};

/** 2026-11-22 09:00 in Taipei. */
const startMs = Date.parse('2026-11-22T09:00:00+08:00');

export async function createWorld(
  stores: Stores,
  wanted: { readonly counters: number; readonly members: number; readonly vouchers: number },
  makeModel: (stock: Stock) => Model,
): Promise<World> {
  const clock = { atMs: startMs };
  const ids = createIds();
  const nowMs = () => clock.atMs;
  const hq = await createHqNode(stores, ids, nowMs);
  const stock = await stockHq(hq.store.db, ids, { ...wanted, stores: 2, nowMs: startMs });
  hq.handle = await createHqServer(hq.deps);
  const base = { stores, ids, hq, stock, model: makeModel(stock), clock, nowMs };
  const world = { ...base, ...emptyLine(), counts: { ...noCounts } };
  for (let i = 0; i < wanted.counters; i += 1) addMachine(world, i % stock.stores.length);
  return world;
}

/** Nothing has happened yet. */
export const noCounts: Counts = {
  messages: 0,
  swallowed: 0,
  faults: 0,
  events: 0,
  restores: 0,
  forks: 0,
  idle: 0,
};

export function emptyLine(): Pick<World, 'machines' | 'flights' | 'ghosts' | 'oldAnswers'> {
  return { machines: [], flights: [], ghosts: [], oldAnswers: new Map() };
}

export async function createHqNode(
  stores: Stores,
  ids: IdSource,
  nowMs: () => number,
): Promise<HqNode> {
  const stopsAt = (moment: 'before' | 'after') => () => {
    if (hq.stopAt !== moment) return false;
    hq.stopAt = null;
    hq.stop();
    return true;
  };
  const disk = {
    stopsBeforeCommit: stopsAt('before'),
    stopsAfterCommit: stopsAt('after'),
    refuseCommit: () => undefined,
  };
  const store = await stores.openHq(disk);
  const hq: HqNode = {
    store,
    handle: () => Promise.reject(new Error('HQ has not started')),
    isDown: false,
    stopAt: null,
    ...freshRun(),
    backups: [],
    restores: 0,
    deps: {
      // Another one once HQ came back from a backup.
      get db() {
        return store.db;
      },
      storeKind: 'pglite',
      nowMs,
      newId: ids.next,
      randomBytes: ids.bytes,
      random: () => 0.5,
      timer: { setTimer: () => () => undefined },
      lineChannel: fixedLineChannel(null),
      pushesAtOnce: { groupsMax: 1, groupPushesMax: 1, waitingMax: 0 },
      consoleDir: null,
      log: () => undefined,
    },
  };
  return hq;
}

function freshRun(): Pick<HqNode, 'stopped' | 'isOver' | 'stop'> {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((done) => (resolve = done));
  return {
    stopped: promise,
    isOver: false,
    stop(this: HqNode) {
      this.isOver = true;
      resolve();
    },
  };
}

/** HQ starts anew on what is on its disk. */
export async function restartHq(hq: HqNode): Promise<void> {
  hq.store.restart();
  Object.assign(hq, freshRun());
  hq.handle = await createHqServer(hq.deps);
}

/** Another PC, with an empty disk. */
export function addMachine(world: World, storeNo: number): Machine {
  const stopsAt = (moment: 'before' | 'after') => () => {
    if (machine.stopAt !== moment) return false;
    machine.stopAt = null;
    machine.process.end();
    return true;
  };
  const store = world.stores.openCounter({
    stopsBeforeCommit: stopsAt('before'),
    stopsAfterCommit: stopsAt('after'),
    refuseCommit: () => {
      if (machine.isDiskFull)
        throw Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });
    },
  });
  const machine: Machine = {
    name: `C${world.machines.length + 1}`,
    storeNo,
    store,
    process: createProcess(),
    clockOffsetMs: 0,
    isCut: false,
    isCaptive: false,
    isDiskFull: false,
    stopAt: null,
    isDestroyed: false,
    backups: [],
    hasHeardHq: true,
    oldAnswers: 0,
  };
  world.machines.push(machine);
  return machine;
}

/** The app of a machine starts anew; whatever the last run was doing is gone. */
export function restartMachine(world: World, machine: Machine): void {
  machine.process.end();
  const lost = world.flights.filter((flight) => flight.process === machine.process);
  // Its requests may still reach HQ; nobody waits for the answers.
  for (const flight of lost) if (flight.answer !== null) lose(world, flight);
  machine.store.restart();
  machine.process = createProcess();
}

export function drop(world: World, flight: Flight): void {
  const at = world.flights.indexOf(flight);
  if (at >= 0) world.flights.splice(at, 1);
}

export function isPush({ method, target }: WireRequest): boolean {
  return method === 'POST' && target === '/v1/sync/push';
}

/** Nobody hears of it any more: what HQ has committed it has committed all the same. */
export function lose(world: World, flight: Flight): void {
  if (flight.answer?.status === 200 && isPush(flight.request)) world.counts.swallowed += 1;
  drop(world, flight);
}

/**
 * Lets everything that can go on go on, until it is done or waits for an answer. In memory nothing waits for
 * more than promises: they are all through when a next tick has come, at a tenth of the cost of a turn of the
 * event loop. Real stores need the turns.
 */
export async function settle(machine: Machine): Promise<void> {
  const run = machine.process;
  const isOn = () => run.round === 'running' && !run.isOver;
  await new Promise<void>((resolve) => process.nextTick(resolve));
  while (isOn()) await new Promise<void>((resolve) => void setImmediate(resolve));
}
