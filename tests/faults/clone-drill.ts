import { randomBytes } from 'node:crypto';
import { copyFileSync, rmSync } from 'node:fs';
import { closeDatabase, type Db } from '../../app/db/handles.ts';
import { openWithTape } from '../../app/db/open-with-tape.ts';
import { countingIds, tempFolder, testKeyHex } from '../../app/db/test-database.ts';
import type { SyncEngine } from '../../app/sync/create-sync-engine.ts';
import { getSyncState } from '../../app/db/sync-state.ts';
import {
  beginTestCounter,
  counterOn,
  openTestCounter,
} from '../../app/sync/test-rig/test-counter.ts';
import type { TestCounter } from '../../app/sync/test-rig/test-counter.ts';
import {
  exceptionKinds,
  inspectWorld,
  isEven,
  spendingHold,
  startHealWorld,
  until,
  worldMembers,
} from './heal-world.ts';
import type { HealWorld, WorldReport } from './heal-world.ts';

export type CloneDrill = WorldReport & {
  /** What HQ was told of. */
  readonly exceptions: readonly string[];
  /** What each side was healed of, and what holds back its spending afterwards. */
  readonly healed: readonly (string | null)[];
  readonly holds: readonly (string | null)[];
  /** Installs HQ knows of this one counter. */
  readonly installs: number;
};

type Both = readonly [TestCounter, TestCounter];

/**
 * A counter's disk is copied, and both machines go on under one identity. `both-sell`: both record and send
 * at the same time. `one-only-pulls`: the copy records nothing and must find out all the same.
 */
export async function drillClone(how: 'both-sell' | 'one-only-pulls'): Promise<CloneDrill> {
  const world = await startHealWorld();
  const engines: SyncEngine[] = [];
  let counters: readonly TestCounter[] = [];
  const start = async (counter: TestCounter, host: string): Promise<void> => {
    engines.push(await world.startEngine(counter, host));
  };
  try {
    const alone = await openTestCounter(how === 'both-sell' ? 7_001 : 7_002);
    counters = [alone];
    await world.enrol(alone, '1 號櫃台');
    await start(alone, 'till');
    await sell(alone, 4);
    await until('the counter is even', () => isEven(world, alone));
    await engines[0]?.stop();
    const both = await alone.split();
    counters = both;
    await sellBoth(both, how === 'both-sell' ? [5, 6] : [5, 0]);
    await start(both[0], 'till');
    await start(both[1], 'copy');
    await bothEven(world, both);
    await sellBoth(both, [3, 3]);
    for (const engine of engines) engine.requestSync();
    await bothEven(world, both);
    return await report(world, both);
  } finally {
    for (const engine of engines) await engine.stop();
    for (const counter of counters) await counter.close();
    await world.stop();
  }
}

/**
 * A counter's database is put back to yesterday's copy, without a tape: what it had sent since is at HQ and
 * comes back as others' sales, what it records from now on must not collide with it.
 */
export async function drillOldCopy(): Promise<CloneDrill> {
  const world = await startHealWorld();
  let engine: SyncEngine | null = null;
  let counters: readonly TestCounter[] = [];
  try {
    const alone = await openTestCounter(7_003);
    counters = [alone];
    await world.enrol(alone, '1 號櫃台');
    engine = await world.startEngine(alone);
    await sell(alone, 4);
    await until('the counter is even', () => isEven(world, alone));
    await engine.stop();
    const [today, yesterday] = await alone.split();
    counters = [today, yesterday];
    engine = await world.startEngine(today);
    await sell(today, 5);
    await until('today is even', () => isEven(world, today));
    await engine.stop();
    // Today's disk is gone; yesterday's copy is put in its place.
    await sell(yesterday, 3);
    engine = await world.startEngine(yesterday);
    await until('yesterday is even', () => isEven(world, yesterday));
    const found = await report(world, [yesterday]);
    await engine.stop();
    // Its own events, told by HQ, must be counted once, with those of the disk that is gone.
    engine = await world.startEngine(today);
    await until('the disk that was gone is even', () => isEven(world, today));
    const again = await inspectWorld(world, [yesterday, today]);
    return { ...found, ...again };
  } finally {
    await engine?.stop();
    for (const counter of counters) await counter.close();
    await world.stop();
  }
}

/**
 * The same with the tape beside the file: it gives back what the old copy lacks, also sales that HQ never
 * saw, and the counter goes on as itself.
 */
export async function drillOldCopyWithTape(): Promise<CloneDrill> {
  const world = await startHealWorld();
  const temp = tempFolder();
  const newId = countingIds(7_004_000_000);
  const open = async (): Promise<Db> => {
    const opened = await openWithTape({
      filePath: temp.filePath,
      keyHex: testKeyHex,
      randomBytes: (length) => randomBytes(length),
    });
    if (opened.kind !== 'open') throw new Error(`refused: ${opened.code}`);
    return opened.db;
  };
  const copy = `${temp.filePath}.yesterday`;
  let counter = await beginTestCounter(await open(), temp, newId);
  let engine: SyncEngine | null = null;
  const rest = async (): Promise<void> => {
    await engine?.stop();
    await closeDatabase(counter.db);
  };
  const resume = async (): Promise<void> => {
    counter = counterOn(await open(), temp, newId);
    engine = await world.startEngine(counter);
  };
  try {
    await world.enrol(counter, '1 號櫃台');
    engine = await world.startEngine(counter);
    await sell(counter, 4);
    await until('the counter is even', () => isEven(world, counter));
    await rest();
    copyFileSync(temp.filePath, copy);
    await resume();
    await sell(counter, 5);
    await until('today is even', () => isEven(world, counter));
    await engine.stop();
    // HQ never hears of these before the disk is put back.
    await sell(counter, 2);
    await closeDatabase(counter.db);
    for (const end of ['-wal', '-shm']) rmSync(`${temp.filePath}${end}`, { force: true });
    copyFileSync(copy, temp.filePath);
    await resume();
    await sell(counter, 3);
    await until('yesterday’s copy is even', () => isEven(world, counter));
    return await report(world, [counter]);
  } finally {
    await rest();
    temp.remove();
    await world.stop();
  }
}

async function report(world: HealWorld, counters: readonly TestCounter[]): Promise<CloneDrill> {
  const { n } = await world
    .hq()
    .db.selectFrom('install')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow();
  const healed: (string | null)[] = [];
  const holds: (string | null)[] = [];
  for (const counter of counters) {
    healed.push((await getSyncState(counter.db)).healed?.kind ?? null);
    holds.push(await spendingHold(counter));
  }
  const exceptions = await exceptionKinds(world);
  const inspected = await inspectWorld(world, counters);
  return { ...inspected, exceptions, healed, holds, installs: Number(n) };
}

async function bothEven(world: HealWorld, both: Both): Promise<void> {
  for (let round = 0; round < 2; round++)
    for (const [n, counter] of both.entries())
      await until(`machine ${n + 1} is even`, () => isEven(world, counter));
}

async function sellBoth([first, second]: Both, [a, b]: readonly [number, number]): Promise<void> {
  await sell(first, a);
  await sell(second, b);
}

async function sell(counter: TestCounter, times: number): Promise<void> {
  for (let i = 0; i < times; i++) {
    const member = worldMembers[i % worldMembers.length];
    if (member !== undefined) await counter.award(member, i + 1);
  }
}
