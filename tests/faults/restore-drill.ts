import { markHqRestored } from '../../hq/mark-restored.ts';
import { openHqDatabase } from '../../hq/open-hq-database.ts';
import { openTestCounter } from '../../app/sync/test-rig/test-counter.ts';
import type { TestCounter } from '../../app/sync/test-rig/test-counter.ts';
import type { SyncEngine } from '../../app/sync/create-sync-engine.ts';
import { inspectWorld, isEven, startHealWorld, until, worldMembers } from './heal-world.ts';
import type { HealWorld, WorldReport } from './heal-world.ts';

export type RestoreDrill = WorldReport & {
  readonly seed: number;
  /** Somebody said `hq restored`, or HQ and the counters noticed by themselves. */
  readonly told: boolean;
  /** Events HQ had and lost by the restore. */
  readonly lostByRestore: number;
  readonly healedMs: number;
};

/** Numbers that look random and are the same in every run (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * One drill: a chain sells, HQ is backed up, the chain goes on selling for "an hour" (one counter offline
 * all the while, one new counter, one that moves to a new install), HQ's database is put back, and
 * everything must come back by itself: every award once, all balances alike.
 */
export async function drillRestore(seed: number): Promise<RestoreDrill> {
  const random = seededRandom(seed);
  const world = await startHealWorld();
  const counters: TestCounter[] = [];
  const engines = new Map<TestCounter, SyncEngine>();
  const sell = async (counter: TestCounter, times: number): Promise<void> => {
    for (let i = 0; i < times; i++) {
      const member = worldMembers[Math.floor(random() * worldMembers.length)];
      if (member !== undefined) await counter.award(member, 1 + Math.floor(random() * 9));
    }
    engines.get(counter)?.requestSync();
  };
  const join = async (n: number): Promise<TestCounter> => {
    const counter = await openTestCounter(seed * 100 + n);
    counters.push(counter);
    await world.enrol(counter, `${n} 號櫃台`);
    engines.set(counter, await world.startEngine(counter));
    return counter;
  };
  const some = (): number => 1 + Math.floor(random() * 6);
  try {
    for (let n = 1; n <= 3; n++) await sell(await join(n), some());
    await allEven(world, counters, 'before the backup');
    await world.backUp();
    await sellForAnHour({ world, counters, engines, sell, join, some });
    const before = await countEvents(world);
    const told = random() < 0.5;
    await world.restore(async (url) => {
      if (told) await tellRestored(url);
    });
    const lostByRestore = before - (await countEvents(world));
    const startMs = performance.now();
    // Sales go on while all heals; one counter comes back late, when others have filled HQ's stream again.
    for (const counter of counters) await sell(counter, some());
    const late = counters[Math.floor(random() * 3)];
    if (late !== undefined && !engines.has(late)) engines.set(late, await world.startEngine(late));
    for (const counter of counters) {
      if (!engines.has(counter)) engines.set(counter, await world.startEngine(counter));
    }
    await allEven(world, counters, 'after the restore');
    const healedMs = Math.round(performance.now() - startMs);
    const report = await inspectWorld(world, counters);
    return { seed, told, lostByRestore, healedMs, ...report };
  } finally {
    for (const engine of engines.values()) await engine.stop();
    for (const counter of counters) await counter.close();
    await world.stop();
  }
}

type Hour = {
  readonly world: HealWorld;
  readonly counters: readonly TestCounter[];
  readonly engines: Map<TestCounter, SyncEngine>;
  readonly sell: (counter: TestCounter, times: number) => Promise<void>;
  readonly join: (n: number) => Promise<TestCounter>;
  readonly some: () => number;
};

/** What HQ will not remember: sales, a counter enrolled since, and one with sales it could not send. */
async function sellForAnHour({ world, counters, engines, sell, join, some }: Hour): Promise<void> {
  const [first, second, third] = counters;
  if (first === undefined || second === undefined || third === undefined) return;
  await sell(first, some());
  await sell(second, some());
  await allEven(world, [first, second], 'within the hour');
  // The third is offline from now on, and stays so until after the restore.
  await engines.get(third)?.stop();
  engines.delete(third);
  await sell(third, some());
  await sell(await join(4), some());
  // The second begins anew as if by a new code: its old install's events are of an earlier install now.
  await engines.get(second)?.stop();
  await world.enrol(second, '2 號櫃台（換機）');
  engines.set(second, await world.startEngine(second));
  await sell(second, some());
  await allEven(
    world,
    counters.filter((counter) => counter !== third),
    'at the end of the hour',
  );
}

async function allEven(
  world: HealWorld,
  counters: readonly TestCounter[],
  when: string,
): Promise<void> {
  for (const [n, counter] of counters.entries())
    await until(`counter ${n + 1} even ${when}`, () => isEven(world, counter));
  // What the last ones sent has to reach the first ones too.
  for (const [n, counter] of counters.entries())
    await until(`counter ${n + 1} even ${when}`, () => isEven(world, counter));
}

async function countEvents(world: HealWorld): Promise<number> {
  const row = await world
    .hq()
    .db.selectFrom('event')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow();
  return Number(row.n);
}

async function tellRestored(databaseUrl: string): Promise<void> {
  const { db } = await openHqDatabase({ databaseUrl });
  try {
    await markHqRestored(db, Date.now());
  } finally {
    await db.destroy();
  }
}
