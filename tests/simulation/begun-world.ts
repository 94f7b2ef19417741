import { createHqServer, type WireAnswer } from './hq-server.ts';
import { createIds } from './ids.ts';
import type { Process } from './machine.ts';
import type { Model } from './model.ts';
import type { Stock } from './shop.ts';
import { keysDrawn, restartKeys } from './stand-ins/crypto.ts';
import type { Stores } from './stores.ts';
import { addMachine, createHqNode, emptyLine, type Counts, type World } from './world.ts';

/**
 * A world in which every counter is enrolled and nothing has happened yet. It depends on the numbers of a
 * plan's config alone, so that it is made once and copied for each plan: setting a shop up is an eighth of
 * the work of a plan of 300 acts.
 */
export type BegunWorld = {
  readonly ids: number;
  readonly keys: number;
  readonly atMs: number;
  readonly stock: Stock;
  readonly counts: Counts;
  readonly oldAnswers: ReadonlyMap<string, WireAnswer>;
  readonly hq: { readonly disk: unknown; readonly backups: readonly unknown[] };
  readonly machines: readonly {
    readonly storeNo: number;
    readonly disk: unknown;
    readonly backups: readonly unknown[];
    readonly memory: Process['memory'];
    readonly nonce: string | null;
    readonly lastContactAtMs: number | null;
  }[];
};

/** Takes down a world that has begun; null while anything in it is under way. */
export async function takeDown(world: World): Promise<BegunWorld | null> {
  if (world.flights.length + world.ghosts.length > 0) return null;
  const machines: BegunWorld['machines'][number][] = [];
  for (const { storeNo, store, backups, process } of world.machines) {
    if (process.round !== 'none') return null;
    const { memory, nonce, lastContactAtMs } = process;
    const disk = await store.backup();
    machines.push({
      storeNo,
      disk,
      backups: [...backups],
      memory,
      nonce: nonce.last,
      lastContactAtMs,
    });
  }
  return {
    ids: world.ids.save(),
    keys: keysDrawn(),
    atMs: world.clock.atMs,
    stock: world.stock,
    counts: { ...world.counts },
    oldAnswers: new Map(world.oldAnswers),
    hq: { disk: await world.hq.store.backup(), backups: [...world.hq.backups] },
    machines,
  };
}

/** The same world once more, with nobody of the first in it. */
export async function copyWorld(
  stores: Stores,
  begun: BegunWorld,
  makeModel: (stock: Stock) => Model,
): Promise<World> {
  restartKeys(begun.keys);
  const clock = { atMs: begun.atMs };
  const ids = createIds(begun.ids);
  const nowMs = () => clock.atMs;
  const hq = await createHqNode(stores, ids, nowMs);
  await hq.store.load(begun.hq.disk);
  hq.handle = await createHqServer(hq.deps);
  hq.backups.push(...begun.hq.backups);
  const { stock } = begun;
  const base = { stores, ids, hq, stock, model: makeModel(stock), clock, nowMs };
  const line = { ...emptyLine(), oldAnswers: new Map(begun.oldAnswers) };
  const world: World = { ...base, ...line, counts: { ...begun.counts } };
  for (const one of begun.machines) {
    const machine = addMachine(world, one.storeNo);
    await machine.store.load(one.disk);
    machine.backups.push(...one.backups);
    machine.process.memory = one.memory;
    machine.process.nonce.last = one.nonce;
    machine.process.lastContactAtMs = one.lastContactAtMs;
  }
  return world;
}
