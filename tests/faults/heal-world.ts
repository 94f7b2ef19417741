import { Client } from 'pg';
import { startPostgres } from '../../build/postgres.ts';
import { checkBalances } from '../../app/db/check-balances.ts';
import { getUnsentSummary } from '../../app/db/events.ts';
import { findSpendingHold, getSyncState } from '../../app/db/sync-state.ts';
import { testMember } from '../../app/db/test-database.ts';
import { verifyChain } from '../../app/db/verify-chain.ts';
import type { MemberId, StoreId } from '../../app/domain/ids.ts';
import { createSyncEngine } from '../../app/sync/create-sync-engine.ts';
import type { SyncEngine } from '../../app/sync/create-sync-engine.ts';
import { enrolCounter } from '../../app/sync/enrol-counter.ts';
import { realTimers } from '../../app/sync/test-rig/test-counter.ts';
import type { TestCounter } from '../../app/sync/test-rig/test-counter.ts';
import { insertStore } from '../../hq/db/brand.ts';
import { insertChanges } from '../../hq/db/changes.ts';
import { listMemberEntries } from '../../hq/db/ledger.ts';
import { listUnbalancedEvents } from '../../hq/test-rig/unbalanced-events.ts';
import { insertMembers, newHqMember } from '../../hq/db/members.ts';
import { startHq } from '../../hq/start-hq.ts';
import type { RunningHq } from '../../hq/start-hq.ts';

const storeId = '01990000-0000-7000-8000-0000000000bb' as StoreId;
export const worldMembers = Array.from(
  { length: 12 },
  (_, n) => `01990000-0000-7000-8000-0000000001${String(n).padStart(2, '0')}` as MemberId,
);
/**
 * The engines' timers run this much faster than the wall clock. Their deadlines too: 1.5 s for an answer of
 * HQ, which a busy machine needs.
 */
const speed = 10;

/** HQ over a real PostgreSQL that can be put back to an earlier state, with counters that sync with it. */
export type HealWorld = {
  readonly hq: () => RunningHq;
  /** HQ stops, its database is copied, and it goes on. */
  readonly backUp: () => Promise<void>;
  /** HQ stops, its database is put back to the copy, and it goes on at the same address. */
  readonly restore: (between?: (databaseUrl: string) => Promise<void>) => Promise<void>;
  readonly enrol: (counter: TestCounter, label: string) => Promise<void>;
  readonly startEngine: (counter: TestCounter, hostName?: string) => Promise<SyncEngine>;
  /** What no engine may throw. */
  readonly broken: unknown[];
  readonly stop: () => Promise<void>;
};

/** Starts it, with one store and twelve members. */
export async function startHealWorld(): Promise<HealWorld> {
  const server = await startPostgres();
  const databaseUrl = server.url;
  let hq = await startHq({ databaseUrl, seed, consoleDir: null });
  const { port } = hq;
  const broken: unknown[] = [];
  const away = async (work: () => Promise<void>): Promise<void> => {
    await hq.stop();
    await work();
    hq = await startHq({ databaseUrl, port, consoleDir: null });
  };
  const copyName = `${new URL(databaseUrl).pathname.slice(1)}_backup`;
  return {
    hq: () => hq,
    backUp: () => away(() => copyDatabase(databaseUrl, databaseUrl, copyName)),
    restore: (between) =>
      away(async () => {
        const name = new URL(databaseUrl).pathname.slice(1);
        await copyDatabase(databaseUrl, withName(databaseUrl, copyName), name);
        await between?.(databaseUrl);
      }),
    enrol: async (counter, label) => {
      const code = await hq.makeEnrolmentCode(storeId, label);
      const input = { addressText: hq.url, codeText: code, hostName: 'till', appVersion: '0.3.0' };
      const outcome = await enrolCounter(
        { db: counter.db, fetch, nowMs: Date.now, timers: realTimers },
        input,
      );
      if (outcome.kind !== 'connected') throw new Error(`not enrolled: ${outcome.code}`);
    },
    startEngine: async (counter, hostName = 'till') => {
      const engine = createSyncEngine({
        db: counter.db,
        fetch,
        host: { hostName, appVersion: '0.3.0' },
        nowMs: Date.now,
        timers: { setTimer: (delayMs, fn) => realTimers.setTimer(delayMs / speed, fn) },
        random: Math.random,
        onChanged: () => undefined,
        onBroken: (error) => void broken.push(error),
      });
      await engine.start();
      return engine;
    },
    broken,
    stop: async () => {
      await hq.stop();
      await runSql(databaseUrl, [`DROP DATABASE IF EXISTS "${copyName}" WITH (FORCE)`]);
      await server.stop();
    },
  };
}

async function seed(db: RunningHq['db']): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const store = { storeId, name: '站前店', taxId: '12345675' };
    await insertStore(trx, store);
    const rows = worldMembers.map((memberId, i) =>
      testMember(memberId, {
        mobile: `+8869123456${String(i).padStart(2, '0')}`,
        cardCodes: [`card-${i}`],
      }),
    );
    await insertMembers(
      trx,
      rows.map((row) => newHqMember(row)),
    );
    await insertChanges(trx, [
      { kind: 'store', store },
      ...rows.map((member) => ({ kind: 'member' as const, member })),
    ]);
  });
}

function withName(url: string, name: string): string {
  const copy = new URL(url);
  copy.pathname = `/${name}`;
  return copy.href;
}

/** A file-level copy of a database, as a base backup makes one; nobody may be connected to either. */
async function copyDatabase(anyUrl: string, fromUrl: string, toName: string): Promise<void> {
  const from = new URL(fromUrl).pathname.slice(1);
  await runSql(withName(anyUrl, 'template1'), [
    `DROP DATABASE IF EXISTS "${toName}" WITH (FORCE)`,
    `CREATE DATABASE "${toName}" TEMPLATE "${from}"`,
  ]);
}

async function runSql(url: string, statements: readonly string[]): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

/** Waits until something is so; throws with the words when it takes too long. */
export async function until(
  words: string,
  what: () => boolean | Promise<boolean>,
  withinMs = 120_000,
): Promise<void> {
  const endMs = performance.now() + withinMs;
  while (!(await what())) {
    if (performance.now() > endMs) throw new Error(`not within ${withinMs} ms: ${words}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** Nothing to send, read to the end of HQ's stream as it stands now, and nothing left to heal. */
export async function isEven(world: HealWorld, counter: TestCounter): Promise<boolean> {
  const { pos } = await world
    .hq()
    .db.selectFrom('change')
    .select(({ fn }) => fn.max('pos').as('pos'))
    .executeTakeFirstOrThrow();
  const state = await getSyncState(counter.db);
  const unsent = await getUnsentSummary(counter.db);
  const isHealed = state.problem === null && !state.isDropping && state.offerAfter === null;
  return unsent.count === 0 && state.cursor === pos && isHealed && state.caughtUpAtMs !== null;
}

/** What the checks of a drill found; everything but `events` must be empty or 0. */
export type WorldReport = {
  readonly events: number;
  /** Events some counter recorded that HQ does not have exactly one effect of. */
  readonly lost: readonly string[];
  readonly doubled: readonly string[];
  readonly balancesApart: readonly string[];
  readonly brokenChains: readonly string[];
  readonly unbalanced: number;
  readonly broken: readonly string[];
};

/** Compares HQ and all counters with each other: every event once, all balances alike, all chains whole. */
export async function inspectWorld(
  world: HealWorld,
  counters: readonly TestCounter[],
): Promise<WorldReport> {
  const { db } = world.hq();
  const applied = new Map<string, number>();
  for (const row of await db.selectFrom('event').select(['eid', 'status']).execute()) {
    const n = row.status === 'applied' ? 1 : 0;
    applied.set(row.eid, (applied.get(row.eid) ?? 0) + n);
  }
  const own = new Set<string>();
  const balancesApart: string[] = [];
  const brokenChains: string[] = [];
  const entries = await listMemberEntries(db, worldMembers);
  const atHq = worldMembers.map((id) => sum((entries.get(id) ?? []).map((entry) => entry.points)));
  for (const [n, counter] of counters.entries()) {
    for (const { eid } of await counter.db.selectFrom('event').select('eid').execute())
      own.add(eid);
    const here = await Promise.all(worldMembers.map((id) => counter.points(id)));
    if (here.join() !== atHq.join())
      balancesApart.push(`counter ${n + 1}: ${here.join()} HQ: ${atHq.join()}`);
    const { wrong } = await checkBalances(counter.db);
    if (wrong.length > 0) balancesApart.push(`counter ${n + 1}: cached ${JSON.stringify(wrong)}`);
    const chain = await verifyChain(counter.db);
    if (chain.kind !== 'whole') brokenChains.push(`counter ${n + 1}: ${JSON.stringify(chain)}`);
  }
  return {
    events: own.size,
    lost: [...own].filter((eid) => (applied.get(eid) ?? 0) === 0),
    doubled: [...applied].filter(([, n]) => n > 1).map(([eid]) => eid),
    balancesApart,
    brokenChains: [...brokenChains, ...(await brokenAtHq(world))],
    unbalanced: (await listUnbalancedEvents(db)).length,
    broken: world.broken.map(String),
  };
}

/** Chains at HQ without a hole, each hash following the one before. */
async function brokenAtHq(world: HealWorld): Promise<string[]> {
  const rows = await world
    .hq()
    .db.selectFrom('event')
    .select(['inst', 'seq', 'prev', 'hash'])
    .orderBy('inst')
    .orderBy('seq')
    .execute();
  return rows.flatMap((row, i) => {
    const before = row.seq === 1 ? { hash: '', seq: 0, inst: row.inst } : rows[i - 1];
    const fits =
      before?.inst === row.inst && before.seq === row.seq - 1 && before.hash === row.prev;
    return fits ? [] : [`HQ: ${row.inst} at ${row.seq}`];
  });
}

/** Why nothing may be spent offline at a counter; null = nothing in the way. */
export const spendingHold = (counter: TestCounter) => findSpendingHold(counter.db);

/** Kinds of open exceptions at HQ, each once, in order. */
export async function exceptionKinds(world: HealWorld): Promise<string[]> {
  const rows = await world.hq().db.selectFrom('exception').select('kind').execute();
  return [...new Set(rows.map((row) => row.kind))].sort();
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}
