import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkBalances } from '../../app/db/check-balances.ts';
import { getUnsentSummary } from '../../app/db/events.ts';
import { verifyChain } from '../../app/db/verify-chain.ts';
import { testMember } from '../../app/db/test-database.ts';
import type { MemberId, StoreId } from '../../app/domain/ids.ts';
import { createSyncEngine } from '../../app/sync/create-sync-engine.ts';
import type { SyncEngine } from '../../app/sync/create-sync-engine.ts';
import { enrolCounter } from '../../app/sync/enrol-counter.ts';
import { openTestCounter, realTimers } from '../../app/sync/test-rig/test-counter.ts';
import type { TestCounter } from '../../app/sync/test-rig/test-counter.ts';
import { insertStore } from '../../hq/db/brand.ts';
import { insertChanges } from '../../hq/db/changes.ts';
import { listMemberEntries } from '../../hq/db/ledger.ts';
import { listUnbalancedEvents } from '../../hq/test-rig/unbalanced-events.ts';
import { insertMembers, newHqMember } from '../../hq/db/members.ts';
import { startHq } from '../../hq/start-hq.ts';
import type { RunningHq } from '../../hq/start-hq.ts';
import { startFaultyProxy } from './faulty-proxy.ts';
import type { NetworkFault } from './faulty-proxy.ts';

const storeId = '01990000-0000-7000-8000-0000000000bb' as StoreId;
const members = [1, 2, 3].map((n) => `01990000-0000-7000-8000-00000000010${n}` as MemberId);
/** Time runs this much faster for the engines' timers. */
const speed = 40;

let hq: RunningHq;
beforeAll(async () => {
  hq = await startHq({ seed: seedHq, consoleDir: null });
}, 60_000);
afterAll(() => hq.stop());

async function seedHq(db: RunningHq['db']): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const store = { storeId, name: '站前店', taxId: '12345675' };
    await insertStore(trx, store);
    const rows = members.map((memberId, i) =>
      testMember(memberId, { mobile: `+88691234567${i}`, cardCodes: [`card-${i}`] }),
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

/** Numbers that look random and are the same in every run (mulberry32). */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const broken: unknown[] = [];
function startEngine(counter: TestCounter): SyncEngine {
  return createSyncEngine({
    db: counter.db,
    fetch,
    nowMs: Date.now,
    timers: { setTimer: (delayMs, fn) => realTimers.setTimer(delayMs / speed, fn) },
    random: Math.random,
    onChanged: () => undefined,
    onBroken: (error) => void broken.push(error),
  });
}

async function enrol(counter: TestCounter, hqUrl: string, label: string): Promise<void> {
  const code = await hq.makeEnrolmentCode(storeId, label);
  const outcome = await enrolCounter(
    { db: counter.db, fetch, nowMs: Date.now, timers: realTimers },
    { addressText: hqUrl, codeText: code, hostName: 'till', appVersion: '0.1.0' },
  );
  expect(outcome).toMatchObject({ kind: 'connected' });
}

async function until(what: () => boolean | Promise<boolean>, withinMs: number): Promise<void> {
  const endMs = performance.now() + withinMs;
  while (!(await what())) {
    if (performance.now() > endMs) throw new Error(`not within ${withinMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Even: nothing to send, and read to the end of HQ's stream as it stands now. */
async function isEven(counter: TestCounter): Promise<boolean> {
  const { pos } = await hq.db
    .selectFrom('change')
    .select(({ fn }) => fn.max('pos').as('pos'))
    .executeTakeFirstOrThrow();
  const { cursor } = await counter.db
    .selectFrom('sync_state')
    .select('cursor')
    .executeTakeFirstOrThrow();
  return (await getUnsentSummary(counter.db)).count === 0 && cursor === pos;
}

const pointsAt = (counter: TestCounter) =>
  Promise.all(members.map((member) => counter.points(member)));

async function pointsAtHq(): Promise<number[]> {
  const entries = await listMemberEntries(hq.db, members);
  return members.map((id) => (entries.get(id) ?? []).reduce((sum, entry) => sum + entry.points, 0));
}

/** Every own event of a counter, and how often HQ gave it an effect. */
async function effectsAtHq(counter: TestCounter): Promise<Map<number, number>> {
  const own = await counter.db.selectFrom('event').select('eid').execute();
  const rows = await hq.db.selectFrom('event').select(['eid', 'status']).execute();
  const counts = new Map<number, number>();
  for (const { eid } of own) {
    const applied = rows.filter((row) => row.eid === eid && row.status === 'applied').length;
    counts.set(applied, (counts.get(applied) ?? 0) + 1);
  }
  return counts;
}

const faults: readonly NetworkFault[] = [
  'reset',
  'swallow',
  'twice',
  'cut',
  'portal-page',
  'portal-redirect',
  'bad-gateway',
  'stale',
];

test('two counters over bad lines: HQ has each event once, all three agree, no echo counts', async () => {
  const random = seededRandom(20_261_122);
  let isBad = true;
  const proxy = await startFaultyProxy(hq.port, () =>
    isBad && random() < 0.5 ? (faults[Math.floor(random() * faults.length)] ?? 'pass') : 'pass',
  );
  const counters = [await openTestCounter(1), await openTestCounter(2)];
  const before = await pointsAtHq();
  const engines: SyncEngine[] = [];
  const earned = [0, 0, 0];
  const sell = async (counter: TestCounter, m: number): Promise<void> => {
    const points = 1 + Math.floor(random() * 9);
    earned[m] = (earned[m] ?? 0) + points;
    await counter.award(members[m] ?? members[0]!, points);
  };
  try {
    // The first counter sold before it knew any HQ.
    for (let i = 0; i < 40; i++) await sell(counters[0]!, i % 3);
    for (const [n, counter] of counters.entries()) {
      await enrol(counter, hq.url, `櫃台 ${n + 1}`);
      await counter.db
        .updateTable('setting')
        .set({ value: JSON.stringify(proxy.url) })
        .where('key', '=', 'hqUrl')
        .execute();
      const engine = startEngine(counter);
      engines.push(engine);
      await engine.start();
    }
    for (let i = 0; i < 160; i++) {
      await sell(counters[i % 2]!, Math.floor(random() * 3));
      engines[i % 2]?.requestSync();
      if (i % 4 === 0) await new Promise((resolve) => setTimeout(resolve, 15));
    }
    await until(() => [...proxy.struck.values()].reduce((a, b) => a + b, 0) > 100, 30_000);
    isBad = false;
    await until(async () => (await isEven(counters[0]!)) && (await isEven(counters[1]!)), 20_000);
    await until(() => engines.every((engine) => engine.status().state === 'online'), 10_000);
    const wanted = earned.map((points, m) => points + (before[m] ?? 0));
    expect({
      hq: await pointsAtHq(),
      first: await pointsAt(counters[0]!),
      second: await pointsAt(counters[1]!),
    }).toEqual({ hq: wanted, first: wanted, second: wanted });
    expect(await effectsAtHq(counters[0]!)).toEqual(new Map([[1, 120]]));
    expect(await effectsAtHq(counters[1]!)).toEqual(new Map([[1, 80]]));
    expect(await listUnbalancedEvents(hq.db)).toEqual([]);
    for (const counter of counters) {
      expect(await checkBalances(counter.db)).toMatchObject({ wrong: [] });
      expect(await verifyChain(counter.db)).toMatchObject({ kind: 'whole' });
    }
    // Every kind of fault was really met.
    expect(faults.filter((fault) => !proxy.struck.has(fault))).toEqual([]);
    expect(broken).toEqual([]);
  } finally {
    for (const engine of engines) await engine.stop();
    for (const counter of counters) await counter.close();
    await proxy.stop();
  }
}, 90_000);

test('a copied disk over bad lines: both histories reach HQ, each event once, nobody calls anybody', async () => {
  const random = seededRandom(7);
  const proxy = await startFaultyProxy(hq.port, () =>
    random() < 0.3 ? (faults[Math.floor(random() * faults.length)] ?? 'pass') : 'pass',
  );
  const alone = await openTestCounter(3);
  await enrol(alone, hq.url, '櫃台 3');
  await alone.db
    .updateTable('setting')
    .set({ value: JSON.stringify(proxy.url) })
    .where('key', '=', 'hqUrl')
    .execute();
  await alone.award(members[0]!, 1);
  const [original, copy] = await alone.split();
  const engines = [startEngine(original), startEngine(copy)];
  const bothEven = async () => (await isEven(original)) && (await isEven(copy));
  try {
    await original.award(members[0]!, 10);
    await copy.award(members[0]!, 100);
    for (const engine of engines) await engine.start();
    await until(bothEven, 30_000);
    await original.award(members[1]!, 7);
    await copy.award(members[1]!, 7);
    await until(async () => bothEven(), 30_000);
    expect([await effectsAtHq(original), await effectsAtHq(copy)]).toEqual([
      new Map([[1, 3]]),
      new Map([[1, 3]]),
    ]);
    await until(async () => (await pointsAt(original)).join() === (await pointsAtHq()).join(), 9e3);
    expect(await pointsAt(copy)).toEqual(await pointsAtHq());
    const { rows } = await sql<{ kind: string }>`
      SELECT DISTINCT kind FROM exception WHERE kind IN ('fork', 'reinstall') ORDER BY 1`.execute(
      hq.db,
    );
    expect(rows.map((row) => row.kind)).toContain('reinstall');
    expect(broken).toEqual([]);
  } finally {
    for (const engine of engines) await engine.stop();
    await original.close();
    await copy.close();
    await proxy.stop();
  }
}, 90_000);
