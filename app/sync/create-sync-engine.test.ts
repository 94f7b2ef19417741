import { afterEach, beforeEach, expect, test } from 'vitest';
import { getUnsentSummary } from '../db/events.ts';
import { createSyncEngine } from './create-sync-engine.ts';
import type { SyncEngine } from './create-sync-engine.ts';
import { enrolCounter } from './enrol-counter.ts';
import type { FetchPort, TimersPort } from './ports.ts';
import { goodCode, startScriptedHq } from './test-rig/scripted-hq.ts';
import type { ScriptedHq } from './test-rig/scripted-hq.ts';
import { aMember, openTestCounter, realTimers } from './test-rig/test-counter.ts';
import type { TestCounter } from './test-rig/test-counter.ts';

/** Time runs this much faster for the engine's timers. */
const speed = 20;
const fastTimers: TimersPort = {
  setTimer: (delayMs, fn) => realTimers.setTimer(delayMs / speed, fn),
};

let hq: ScriptedHq;
let counter: TestCounter;
let engine: SyncEngine;
let changes = 0;
let broken: unknown[] = [];
let origins = new Set<string>();
let atOnce = 0;
let atOnceMax = 0;

/** The real fetch, watched: where to, and how many at a time. */
const watchedFetch: FetchPort = async (url, init) => {
  origins.add(new URL(url).origin);
  atOnceMax = Math.max(atOnceMax, ++atOnce);
  try {
    return await fetch(url, init);
  } finally {
    atOnce -= 1;
  }
};

beforeEach(async () => {
  [changes, broken, origins, atOnce, atOnceMax] = [0, [], new Set(), 0, 0];
  hq = await startScriptedHq(Date.now);
  counter = await openTestCounter();
  engine = createSyncEngine({
    db: counter.db,
    fetch: watchedFetch,
    nowMs: Date.now,
    timers: fastTimers,
    random: () => 0.5,
    onChanged: () => void (changes += 1),
    onBroken: (error) => void broken.push(error),
  });
});
afterEach(async () => {
  await engine.stop();
  await counter.close();
  await hq.stop();
  expect([broken, atOnceMax <= 1, [...origins].filter((origin) => origin !== hq.url)]).toEqual([
    [],
    true,
    [],
  ]);
});

const enrol = () =>
  enrolCounter(
    { db: counter.db, fetch, nowMs: Date.now, timers: realTimers },
    { addressText: hq.url, codeText: goodCode, hostName: 'till', appVersion: '0.1.0' },
  );
const heldCount = (): number => [...hq.held.values()].flat().length;
const unsentCount = async (): Promise<number> => (await getUnsentSummary(counter.db)).count;

async function until(what: () => boolean | Promise<boolean>, withinMs = 10_000): Promise<number> {
  const startMs = performance.now();
  while (!(await what())) {
    if (performance.now() - startMs > withinMs) throw new Error(`not within ${withinMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return performance.now() - startMs;
}
const isOnline = () => engine.status().state === 'online';

test('without HQ it asks nobody; after enrolment all flows up, and the first pull is told', async () => {
  await counter.award(aMember, 3);
  await engine.start();
  engine.requestSync();
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect([engine.status().state, hq.requests]).toEqual(['local', []]);
  await enrol();
  engine.requestSync('person');
  await until(isOnline);
  expect([heldCount(), await unsentCount(), engine.status().pulledRows]).toEqual([1, 0, 1]);
  expect(changes).toBeGreaterThan(0);
});

test('an event goes up at once, and the screen is told when it is there', async () => {
  await enrol();
  await engine.start();
  await until(isOnline);
  changes = 0;
  await counter.award(aMember, 3);
  engine.requestSync();
  await until(async () => (await unsentCount()) === 0);
  await until(() => changes > 0);
  expect(heldCount()).toBe(1);
});

test('HQ gone: the till goes on, says why, and catches up by itself, each event once', async () => {
  await enrol();
  await engine.start();
  await until(isOnline);
  hq.always = { kind: 'drop' };
  for (let i = 0; i < 120; i++) {
    await counter.award(aMember, 1);
    engine.requestSync();
  }
  await until(() => engine.status().state === 'offline');
  const asked = hq.requests.length;
  expect([engine.status().reason, await unsentCount()]).toEqual(['unreachable', 120]);
  hq.always = null;
  // 5 s in the engine's time, and the drain itself.
  await until(isOnline, 5_000 / speed + 3_000);
  await until(async () => (await unsentCount()) === 0);
  expect([heldCount(), await counter.points(aMember)]).toEqual([120, 120]);
  // 120 sales in a row did not become 120 tries against an HQ that is gone.
  expect(asked).toBeLessThan(60);
});

test('a long pause ends when somebody opens the details, but nobody is in a hurry right after a try', async () => {
  await enrol();
  await engine.start();
  await until(isOnline);
  // HQ fails without a word of patience: tries soon lie minutes apart.
  hq.always = { kind: 'status', status: 500 };
  await counter.award(aMember, 1);
  engine.requestSync();
  await until(() => engine.status().state === 'offline');
  await until(() => hq.requests.length > 8);
  hq.always = null;
  const before = hq.requests.length;
  engine.requestSync();
  engine.requestSync('look');
  await new Promise((resolve) => setTimeout(resolve, 50));
  // A moment after the last try nobody is in a hurry.
  expect(hq.requests.length).toBeLessThanOrEqual(before + 2);
  await new Promise((resolve) => setTimeout(resolve, 2_050));
  engine.requestSync('look');
  await until(async () => isOnline() && (await unsentCount()) === 0);
  expect(heldCount()).toBe(1);
});

test('each state of the network has its name', async () => {
  await enrol();
  await engine.start();
  await until(isOnline);
  const seen: unknown[] = [];
  const name = async (fault: NonNullable<ScriptedHq['always']>) => {
    hq.always = fault;
    engine.requestSync('person');
    await until(() => !isOnline() && engine.status().state !== 'syncing');
    seen.push([engine.status().state, engine.status().reason]);
    hq.always = null;
    engine.requestSync('person');
    await until(isOnline);
  };
  await name({ kind: 'drop' });
  await name({ kind: 'html' });
  await name({ kind: 'status', status: 502 });
  await name({ kind: 'status', status: 403, body: { error: 'revoked', message: '' } });
  hq.timeline = '01990000-0000-7000-8000-0000000000cc';
  engine.requestSync('person');
  await until(() => engine.status().state === 'attention');
  seen.push([engine.status().state, engine.status().reason]);
  expect(seen).toEqual([
    ['offline', 'unreachable'],
    ['offline', 'not-hq'],
    ['offline', 'hq-failing'],
    ['attention', 'refused'],
    ['attention', 'fork'],
  ]);
});

test('an upload that is refused does not hold back the news', async () => {
  await enrol();
  await engine.start();
  await until(isOnline);
  await counter.award(aMember, 1);
  hq.faults.push({ kind: 'status', status: 500 });
  const before = hq.requests.length;
  engine.requestSync();
  await until(() => hq.requests.length >= before + 2);
  expect(hq.requests.slice(before, before + 2).map((line) => line.split('?')[0])).toEqual([
    'POST /v1/sync/push',
    'GET /v1/sync/pull',
  ]);
  await until(async () => (await unsentCount()) === 0);
});

test('stop ends a hanging exchange at once; nothing touches the database afterwards', async () => {
  await enrol();
  hq.always = { kind: 'silent' };
  await engine.start();
  await until(() => hq.requests.some((line) => line.includes('pull')));
  const startMs = performance.now();
  await engine.stop();
  expect(performance.now() - startMs).toBeLessThan(700);
  engine.requestSync('person');
});

test('a fork found before the restart is still told after it, and pushes stay stopped', async () => {
  await enrol();
  await counter.award(aMember, 1);
  hq.faults.push({
    kind: 'status',
    status: 409,
    body: { error: 'fork', message: '', last: 1, head: null },
  });
  await engine.start();
  await until(() => engine.status().reason === 'fork');
  const pushes = () => hq.requests.filter((line) => line.includes('push')).length;
  const before = pushes();
  engine.requestSync('person');
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect([engine.status().state, pushes(), await unsentCount()]).toEqual(['attention', before, 1]);
});
