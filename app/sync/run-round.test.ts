import { afterEach, beforeEach, expect, test } from 'vitest';
import { getUnsentSummary, listUnsent } from '../db/events.ts';
import { findMember } from '../db/members.ts';
import { findProgram } from '../db/programs.ts';
import { getSyncState } from '../db/sync-state.ts';
import { testMember } from '../db/test-database.ts';
import type { ChangeRow } from '../contract/sync.ts';
import type { MemberId } from '../domain/ids.ts';
import { starterProgram } from '../domain/starter-program.ts';
import { enrolCounter } from './enrol-counter.ts';
import { firstPageRows, pageRowsMin } from './page-size.ts';
import type { FetchPort } from './ports.ts';
import { firstMemory, runRound } from './run-round.ts';
import { goodCode, startScriptedHq, type ScriptedHq } from './test-rig/scripted-hq.ts';
import { syncFacts } from './sync-facts.ts';
import { aMember, openTestCounter, realTimers, type TestCounter } from './test-rig/test-counter.ts';

let hq: ScriptedHq;
let counter: TestCounter;
let nowMs = 1_795_312_800_000;
/** How far the clock runs between two looks at it: a disk of this speed. */
let tickMs = 0;

beforeEach(async () => {
  tickMs = 0;
  hq = await startScriptedHq(() => nowMs);
  counter = await openTestCounter();
  await enrolCounter(deps(), {
    addressText: hq.url,
    codeText: goodCode,
    hostName: 'till',
    appVersion: '0.1.0',
  });
  hq.stream.push(
    ...Array.from({ length: 400 }, (_, i) => ({
      pos: i + 1,
      kind: 'member' as const,
      member: testMember(`01990000-0000-7000-8000-${String(i).padStart(12, '0')}` as MemberId, {
        mobile: null,
        cardCodes: [`card-${i}`],
      }),
    })),
  );
});
afterEach(async () => {
  await counter.close();
  await hq.stop();
});

const deps = () => ({
  db: counter.db,
  fetch,
  nowMs: () => (nowMs += tickMs),
  timers: realTimers,
});

async function pulledPages(): Promise<{ limits: number[]; memberCount: number }> {
  const progress = { onHeard: async () => {}, onDataChanged: () => {} };
  const { result } = await runRound(deps(), firstMemory, progress);
  expect(result).toEqual({ kind: 'ok' });
  const limits = hq.requests.flatMap((line) => /limit=(\d+)/.exec(line)?.[1] ?? []).map(Number);
  const rows = await counter.db.selectFrom('member').select('member_id').execute();
  return { limits, memberCount: rows.length };
}

test('on a quick disk the pages of the first pull grow', async () => {
  expect(await pulledPages()).toEqual({
    limits: [50, 65, 80, 95, 110],
    memberCount: 400,
  });
});

test('on a slow disk they shrink to the least, and all the same everything arrives', async () => {
  tickMs = 30;
  const { limits, memberCount } = await pulledPages();
  expect([limits.slice(0, 4), new Set(limits.slice(2)), memberCount]).toEqual([
    [firstPageRows, 25, pageRowsMin, pageRowsMin],
    new Set([pageRowsMin]),
    400,
  ]);
});

test('an event HQ fails at: the rest goes on, a person is told, and once HQ is mended all goes up', async () => {
  const progress = { onHeard: async () => {}, onDataChanged: () => {} };
  for (const points of [1, 2, 3]) await counter.award(aMember, points);
  const unsent = await listUnsent(counter.db, { limit: 3, bytesMax: 1e6 });
  let poison: string | undefined = unsent[1]?.eid;
  let pushes = 0;
  const failingFetch: FetchPort = async (url, init) => {
    if (url.endsWith('/push')) pushes += 1;
    const isPoisoned = poison !== undefined && init.body?.includes(poison) === true;
    if (!isPoisoned) return await fetch(url, init);
    return Response.json({ error: 'internal', message: '' }, { status: 500 });
  };
  let memory = firstMemory;
  const round = async () => {
    const ended = await runRound({ ...deps(), fetch: failingFetch }, memory, progress);
    memory = ended.memory;
    return ended.result;
  };
  let last = await round();
  for (let i = 0; i < 20 && last.kind === 'failed'; i++) last = await round();
  const stored = await getSyncState(counter.db);
  const facts = { connected: true, stored, contact: null, last, working: false };
  expect([last.kind, syncFacts(facts).state, syncFacts(facts).reason]).toEqual([
    'stuck',
    'attention',
    'stuck',
  ]);
  // The one before it went up, those behind wait, and HQ's side has come down.
  expect([(await getUnsentSummary(counter.db)).count, stored.pulledRows]).toEqual([2, 401]);
  pushes = 0;
  hq.stream.push({ ...hq.stream[0]!, pos: 500 });
  expect([await round(), pushes, (await getSyncState(counter.db)).cursor]).toEqual([
    { kind: 'stuck' },
    0,
    500,
  ]);
  nowMs += 60_000;
  expect([await round(), pushes]).toEqual([{ kind: 'stuck' }, 1]);
  poison = undefined;
  nowMs += 60_000;
  expect([await round(), (await getUnsentSummary(counter.db)).count]).toEqual([{ kind: 'ok' }, 0]);
});

test('an HQ that must be mended is told as such: nothing is stuck, nothing lost, and later all goes up', async () => {
  const progress = { onHeard: async () => {}, onDataChanged: () => {} };
  for (const points of [1, 2, 3]) await counter.award(aMember, points);
  let isBroken = true;
  let pushes = 0;
  const failingFetch: FetchPort = async (url, init) => {
    if (!isBroken || !url.endsWith('/push')) return await fetch(url, init);
    pushes += 1;
    const body = { error: 'hq-misconfigured', message: 'HQ must be mended; see its log' };
    return Response.json(body, { status: 503, headers: { 'retry-after': '60' } });
  };
  let memory = firstMemory;
  const round = async () => {
    const ended = await runRound({ ...deps(), fetch: failingFetch }, memory, progress);
    memory = ended.memory;
    return ended.result;
  };
  let last = await round();
  for (let i = 0; i < 20; i++) last = await round();
  const stored = await getSyncState(counter.db);
  const { state, reason } = syncFacts({
    connected: true,
    stored,
    contact: null,
    last,
    working: false,
  });
  expect([state, reason, last, memory.size]).toEqual([
    'attention',
    'hq-misconfigured',
    expect.objectContaining({ kind: 'failed', retryAfterMs: 60_000 }),
    firstMemory.size,
  ]);
  // Once a round, and HQ's side has come down all the same.
  expect([pushes, (await getUnsentSummary(counter.db)).count, stored.pulledRows]).toEqual([
    21, 3, 400,
  ]);
  isBroken = false;
  expect([await round(), (await getUnsentSummary(counter.db)).count]).toEqual([{ kind: 'ok' }, 0]);
});

test('what an older version could not read is read by the next one, once, and the newest word stands', async () => {
  const progress = { onHeard: async () => {}, onDataChanged: () => {} };
  const round = async (appVersion: string) => {
    const host = { hostName: 'till', appVersion };
    const { result } = await runRound({ ...deps(), host }, firstMemory, progress);
    expect(result).toEqual({ kind: 'ok' });
    const { cursor, caughtUpAtMs, pulledRows } = await getSyncState(counter.db);
    const skipped = await counter.db.selectFrom('skipped_change').select(['pos', 'kind']).execute();
    return { cursor, whole: caughtUpAtMs !== null, pulledRows, skipped };
  };
  const readable: readonly ChangeRow[] = [
    { pos: 401, kind: 'program', program: starterProgram },
    { pos: 402, kind: 'member', member: testMember(aMember, { name: '改名前' }) },
  ];
  const odd = readable.map((row) => ({ ...row, [row.kind]: { of: 'a later version' } }));
  const after: readonly ChangeRow[] = [
    { pos: 403, kind: 'member', member: testMember(aMember, { name: '改名後' }) },
  ];
  const never = { pos: 404, kind: 'lottery' };
  hq.stream.push(...(odd as never[]), ...after, never as never);
  const kinds = (positions: readonly number[]) =>
    [...readable, never].flatMap(({ pos, kind }) =>
      positions.includes(pos) ? [{ pos, kind }] : [],
    );
  const seen = [await round('0.1.0'), await round('0.1.0')];
  hq.stream.splice(400, 2, ...readable);
  seen.push(await round('0.1.0'), await round('0.2.0'), await round('0.2.0'));
  const old = { cursor: 404, whole: true, pulledRows: 404, skipped: kinds([401, 402, 404]) };
  const renewed = { cursor: 404, whole: true, pulledRows: 408, skipped: kinds([404]) };
  expect(seen).toEqual([old, old, old, renewed, renewed]);
  expect([
    (await findMember(counter.db, aMember))?.name,
    await findProgram(counter.db, {
      id: starterProgram.programId,
      version: starterProgram.version,
    }),
    hq.requests.filter((line) => line.includes('cursor=400&')).length,
  ]).toEqual(['改名後', starterProgram, 2]);
});
