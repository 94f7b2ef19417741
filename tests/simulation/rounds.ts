import { enrolCounter } from '../../app/sync/enrol-counter.ts';
import { runRound } from '../../app/sync/run-round.ts';
import { makeEnrolmentCode } from '../../hq/server/enrol-counter.ts';
import { syncDeps, type Machine } from './machine.ts';
import type { World } from './world.ts';

/** Begins a round of sync unless one is under way; a new PC is enrolled first. */
export async function beginRound(world: World, machine: Machine): Promise<void> {
  const { process } = machine;
  if (process.round !== 'none' || process.isOver) return;
  process.round = 'running';
  const deps = syncDeps(machine, {
    nowMs: world.nowMs,
    onFlight: (flight) => world.flights.push(flight),
  });
  const isNew = machine.store.rows('install').length === 0;
  const work = isNew ? enrol(world, machine, deps) : round(world, machine, deps);
  work
    .catch((error: unknown) => {
      if (!isDiskTrouble(error)) process.broken = error;
    })
    .finally(() => {
      process.round = 'none';
    });
}

type Deps = ReturnType<typeof syncDeps>;

async function round({ hq }: World, machine: Machine, deps: Deps): Promise<void> {
  const { process } = machine;
  const [{ restores }, { oldAnswers }] = [hq, machine];
  const { result, memory } = await runRound(deps, process.memory, {
    onHeard: async (contact) => {
      process.lastContactAtMs = contact.atMs;
      await Promise.resolve();
    },
    onDataChanged: () => undefined,
  });
  process.memory = memory;
  // Of a round that was under way when HQ came back part was said by the HQ from before, and so may an old answer be.
  const isSaidNow = hq.restores === restores && machine.oldAnswers === oldAnswers;
  if (result.kind === 'ok' && isSaidNow) machine.hasHeardHq = true;
}

/** A manager makes a code at HQ and types it in. */
async function enrol(world: World, machine: Machine, deps: Deps): Promise<void> {
  const store = world.stock.stores[machine.storeNo];
  if (store === undefined || world.hq.isDown) return;
  const made = await makeEnrolmentCode(world.hq.deps, {
    storeId: store.storeId,
    counterLabel: machine.name,
  });
  if (made.kind !== 'made') throw new Error('no code');
  await enrolCounter(deps, {
    addressText: 'https://hq.sim',
    codeText: made.code,
    hostName: machine.name,
    appVersion: '0.0.0',
  });
}

export function isDiskTrouble(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === 'SQLITE_FULL';
}
