import type { EventId, LotId } from '../domain/ids.ts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { getUnsentSummary } from '../db/events.ts';
import { findCurrentInstall } from '../db/installs.ts';
import { getSettings } from '../db/settings.ts';
import { getSyncState } from '../db/sync-state.ts';
import { testMember } from '../db/test-database.ts';
import { verifyChain } from '../db/verify-chain.ts';
import { firstBatchSize } from './batch-size.ts';
import { enrolCounter } from './enrol-counter.ts';
import { findConnection } from './find-connection.ts';
import { pullChanges } from './pull-changes.ts';
import { pushEvents } from './push-events.ts';
import { goodCode, installIds, startScriptedHq } from './test-rig/scripted-hq.ts';
import type { Answer, HqFault, ScriptedHq } from './test-rig/scripted-hq.ts';
import { aMember, openTestCounter, realTimers } from './test-rig/test-counter.ts';
import type { TestCounter } from './test-rig/test-counter.ts';

let hq: ScriptedHq;
let counter: TestCounter;
let nowMs = 1_795_312_800_000;

beforeEach(async () => {
  // HQ's clock runs 90 s ahead of the counter's.
  hq = await startScriptedHq(() => nowMs + 90_000);
  counter = await openTestCounter();
});
afterEach(async () => {
  await counter.close();
  await hq.stop();
});

const deps = () => ({ db: counter.db, fetch, nowMs: () => nowMs, timers: realTimers });
const given = { size: firstBatchSize, deadlineMs: 1_000 };
const enrol = (codeText = goodCode, addressText = hq.url) =>
  enrolCounter(deps(), { addressText, codeText, hostName: 'till', appVersion: '0.1.0' });

async function connection() {
  const found = await findConnection(counter.db);
  if (found === null) throw new Error('not connected');
  return found;
}
const push = async () => pushEvents(deps(), await connection(), given);
const pull = async (limit = 500) =>
  pullChanges(deps(), await connection(), { limit, deadlineMs: 1_000 });
const heldEids = () =>
  [...hq.held.values()].flat().map(({ raw }) => (JSON.parse(raw) as { eid: string }).eid);

describe('enrolCounter', () => {
  test('a counter that worked alone connects and offers all it recorded, same bytes', async () => {
    await counter.award(aMember, 5);
    await counter.award(aMember, 7);
    const outcome = await enrol(' bcdf-ghjk ');
    expect(outcome).toMatchObject({
      kind: 'connected',
      reemitted: 2,
      answer: { counterLabel: '櫃台 1' },
    });
    expect(await findCurrentInstall(counter.db)).toMatchObject({
      installId: installIds[0],
      kind: 'hq',
      lastSeq: 2,
    });
    expect(await getSettings(counter.db)).toMatchObject({
      mode: 'hq',
      hqUrl: hq.url,
      brandName: '山城茶舖',
    });
    const state = await getSyncState(counter.db);
    expect([state.timeline, state.hqOffsetMs, state.cursor]).toEqual([hq.timeline, 90_000, 0]);
    expect(await push()).toMatchObject({ kind: 'acked', count: 2, more: false });
    expect(await verifyChain(counter.db)).toMatchObject({ kind: 'whole', events: 2 });
  });

  test('at another HQ everything is offered again, also what the first one had acked', async () => {
    await counter.award(aMember, 5);
    await enrol();
    await push();
    const other = await startScriptedHq(() => nowMs);
    other.timeline = installIds[2] ?? '';
    try {
      // The first HQ's first install id is taken; the other one hands out its second.
      await fetch(`${other.url}/v1/enrol`, {
        method: 'POST',
        body: JSON.stringify({ code: goodCode }),
      });
      expect(await enrol(goodCode, other.url)).toMatchObject({ kind: 'connected', reemitted: 1 });
      expect(await push()).toMatchObject({ kind: 'acked', count: 1 });
      expect([other.held.get(installIds[1] ?? '')?.length, await counter.points(aMember)]).toEqual([
        1, 5,
      ]);
      await pull();
      expect(await counter.points(aMember)).toBe(5);
    } finally {
      await other.stop();
    }
  });

  test('an answer lost on the way does not cost the code', async () => {
    hq.faults.push({ kind: 'swallow' });
    expect(await enrol()).toMatchObject({ kind: 'connected', answer: { inst: installIds[0] } });
  });

  test('every refusal has its own code and changes nothing', async () => {
    const refusal = async (fault: HqFault | null, code = goodCode, address = hq.url) => {
      if (fault !== null) hq.faults.push(fault);
      const outcome = await enrol(code, address);
      return outcome.kind === 'refused' ? outcome.code : outcome.kind;
    };
    const said = (error: string): HqFault => ({
      kind: 'status',
      status: 400,
      body: { error, message: '' },
    });
    expect([
      await refusal(null, 'short'),
      await refusal(null, 'BBBBBBBB'),
      await refusal(null, goodCode, 'http://hq.example.tw'),
      await refusal(null, goodCode, 'http://127.0.0.1:1'),
      await refusal(said('code-expired')),
      await refusal(said('too-many-tries')),
      await refusal({ kind: 'status', status: 500 }),
      await refusal({ kind: 'html' }),
      await refusal({ kind: 'redirect' }),
      await refusal({ kind: 'rewrite', change: (answer: Answer) => ({ ...answer, inst: 'x' }) }),
    ]).toEqual([
      'code-unknown',
      'code-unknown',
      'bad-address',
      'hq-unreachable',
      'code-expired',
      'too-many-tries',
      'hq-failing',
      'not-hq',
      'not-hq',
      'not-hq',
    ]);
    expect(await findConnection(counter.db)).toBeNull();
  });
});

describe('pushEvents', () => {
  beforeEach(async () => {
    await enrol();
    for (let points = 1; points <= 3; points++) await counter.award(aMember, points);
  });
  const unsent = async () => (await getUnsentSummary(counter.db)).count;

  const lies: readonly (readonly [string, HqFault, object])[] = [
    ['a captive portal’s page', { kind: 'html' }, { reason: 'not-hq', code: 'content-type' }],
    [
      'a fitting answer that is no JSON by its type',
      { kind: 'rewrite', change: (answer: Answer) => answer, type: 'text/html' },
      { reason: 'not-hq', code: 'content-type' },
    ],
    ['a redirect', { kind: 'redirect' }, { reason: 'not-hq' }],
    ['half an answer', { kind: 'garbage' }, { reason: 'not-hq', code: 'schema' }],
    ['silence', { kind: 'silent' }, { reason: 'unreachable', code: 'deadline' }],
    ['a dropped connection', { kind: 'drop' }, { reason: 'unreachable' }],
    ['a 500', { kind: 'status', status: 500 }, { reason: 'hq-failing' }],
    [
      'a 503 that asks for patience',
      { kind: 'status', status: 503, retryAfter: '9' },
      { retryAfterMs: 9_000 },
    ],
    [
      'another hash',
      { kind: 'rewrite', change: (answer: Answer) => ({ ...answer, head: 'B'.repeat(43) }) },
      { reason: 'not-hq', code: 'ack-hash' },
    ],
    [
      'an ack for less than was sent',
      { kind: 'rewrite', change: (answer: Answer) => ({ ...answer, through: 1 }) },
      { reason: 'not-hq', code: 'ack-of-another' },
    ],
    [
      'an ack for another install',
      { kind: 'rewrite', change: (answer: Answer) => ({ ...answer, inst: installIds[2] }) },
      { reason: 'not-hq', code: 'ack-of-another' },
    ],
    [
      'a gap that is none',
      {
        kind: 'status',
        status: 409,
        body: { error: 'gap', message: '', last: 7, head: 'B'.repeat(43) },
      },
      { reason: 'not-hq', code: 'gap-without-a-gap' },
    ],
  ];
  test.each(lies)(
    '%s acks nothing; afterwards each event arrives once',
    async (_name, fault, expected) => {
      hq.faults.push(fault);
      expect(await push()).toMatchObject({ kind: 'failed', ...expected });
      expect([await unsent(), (await getSyncState(counter.db)).problem]).toEqual([3, null]);
      expect(await push()).toMatchObject({ kind: 'acked', count: 3 });
      expect([await unsent(), heldEids().length, new Set(heldEids()).size]).toEqual([0, 3, 3]);
    },
  );

  test('an answer swallowed after HQ committed, and a request delivered twice: each event once', async () => {
    hq.faults.push({ kind: 'swallow' });
    expect(await push()).toMatchObject({ kind: 'failed', reason: 'unreachable' });
    hq.faults.push({ kind: 'twice' });
    expect(await push()).toMatchObject({ kind: 'acked' });
    expect([await unsent(), heldEids().length, hq.stream.length]).toEqual([0, 3, 3]);
    expect(await push()).toEqual({ kind: 'nothing-to-send' });
  });

  test('HQ that lacks what it had acked is taken for restored, and nothing is acked for it', async () => {
    await push();
    await counter.award(aMember, 4);
    hq.held.get(installIds[0] ?? '')?.splice(1);
    expect(await push()).toEqual({ kind: 'problem', problem: 'timeline' });
    expect(await unsent()).toBe(1);
  });

  test('two stories under one identity stop the push and keep every event', async () => {
    const stories: readonly (readonly [HqFault, string])[] = [
      [
        { kind: 'status', status: 409, body: { error: 'fork', message: '', last: 3, head: null } },
        'fork',
      ],
      [{ kind: 'rewrite', change: (answer: Answer) => ({ ...answer, hqLast: 9 }) }, 'fork'],
      [
        { kind: 'rewrite', change: (answer: Answer) => ({ ...answer, tl: installIds[2] }) },
        'timeline',
      ],
    ];
    for (const [fault, problem] of stories) {
      hq.faults.push(fault);
      expect(await push()).toEqual({ kind: 'problem', problem });
      expect((await getSyncState(counter.db)).problem).toBe(problem);
    }
    expect(await unsent()).toBe(3);
    await push();
    await counter.award(aMember, 9);
    await counter.award(aMember, 9);
    const gap = { error: 'gap', message: '', last: 2, head: 'B'.repeat(43) };
    hq.faults.push({ kind: 'status', status: 409, body: gap });
    expect(await push()).toEqual({ kind: 'problem', problem: 'timeline' });
    const unknown = { error: 'unknown-install', message: '' };
    hq.faults.push({ kind: 'status', status: 404, body: unknown });
    expect(await push()).toEqual({ kind: 'problem', problem: 'unknown-install' });
    expect(await unsent()).toBe(2);
  });

  test('too much at once is sent in smaller pieces; a revoked install is told so', async () => {
    hq.faults.push({ kind: 'status', status: 413, body: { error: 'too-large', message: '' } });
    expect(await push()).toEqual({ kind: 'too-large' });
    hq.faults.push({ kind: 'status', status: 403, body: { error: 'revoked', message: '' } });
    expect(await push()).toMatchObject({ kind: 'failed', reason: 'refused' });
    const one = { size: { eventsMax: 1, bytesMax: 1 }, deadlineMs: 1_000 };
    expect(await pushEvents(deps(), await connection(), one)).toMatchObject({
      count: 1,
      more: true,
    });
  });
});

describe('pullChanges', () => {
  const memberRow = (pos: number, n = pos) => ({
    pos,
    kind: 'member' as const,
    member: testMember(`01980000-0000-7000-8000-${String(n).padStart(12, '0')}` as typeof aMember, {
      mobile: null,
      cardCodes: [`card-${n}`],
    }),
  });
  const memberCount = async () =>
    (await counter.db.selectFrom('member').select('member_id').execute()).length;
  beforeEach(() => enrol());

  test('the echo of own events does not change a balance; HQ’s word is applied once', async () => {
    await counter.award(aMember, 5);
    await push();
    const before = await counter.points(aMember);
    expect(await pull()).toMatchObject({
      kind: 'page',
      rowCount: 1,
      more: false,
      contact: { hqOffsetMs: 90_000 },
    });
    expect([before, await counter.points(aMember)]).toEqual([5, 5]);
    expect(await pull()).toMatchObject({ kind: 'page', rowCount: 0 });
  });

  test('rows this version does not know are remembered, the others applied, the cursor moves', async () => {
    const odd = [
      { pos: 2, kind: 'lease', lease: {} },
      { pos: 3, kind: 'member', member: { memberId: 'x' } },
    ];
    hq.stream.push(memberRow(1), ...(odd as never[]), memberRow(4));
    expect(await pull()).toMatchObject({ kind: 'page', rowCount: 2, skippedCount: 2 });
    const skipped = await counter.db.selectFrom('skipped_change').selectAll().execute();
    expect([await memberCount(), skipped, (await getSyncState(counter.db)).cursor]).toEqual([
      2,
      [
        { pos: 2, kind: 'lease', tried_by: '' },
        { pos: 3, kind: 'member', tried_by: '' },
      ],
      4,
    ]);
  });

  test('a row the database refuses is remembered, the others applied, the cursor moves', async () => {
    const postingId = '01980000-0000-7000-8000-00000000dddd' as EventId;
    const lotId = '01980000-0000-7000-8000-00000000eeee' as LotId;
    const entry = { leg: 0, kind: 'adjust', memberId: aMember, lotId, points: 9, expiresOn: null };
    const posting = { postingId, why: 'adjust', atMs: 1, stamps: [], uses: [] };
    // Two entries of one leg.
    const odd = { pos: 2, kind: 'posting', posting: { ...posting, entries: [entry, entry] } };
    hq.stream.push(memberRow(1), odd as never, memberRow(3));
    expect(await pull()).toMatchObject({ kind: 'page', rowCount: 3 });
    const skipped = await counter.db.selectFrom('skipped_change').selectAll().execute();
    expect([await memberCount(), skipped, (await getSyncState(counter.db)).cursor]).toEqual([
      2,
      [{ pos: 2, kind: 'posting', tried_by: '' }],
      3,
    ]);
    expect(await counter.points(aMember)).toBe(0);
  });

  test('pages follow each other; a page for another cursor is ignored', async () => {
    hq.stream.push(...[1, 2, 3].map((pos) => memberRow(pos)));
    expect(await pull(2)).toMatchObject({ rowCount: 2, more: true });
    const stale = { from: 0, to: 3, rows: hq.stream };
    hq.faults.push({ kind: 'rewrite', change: (answer) => ({ ...answer, ...stale }) });
    expect(await pull(2)).toMatchObject({ kind: 'failed', reason: 'not-hq', code: 'page-order' });
    expect(await memberCount()).toBe(2);
    expect(await pull(2)).toMatchObject({ rowCount: 1, more: false });
    expect([await memberCount(), (await getSyncState(counter.db)).caughtUpAtMs]).toEqual([
      3,
      nowMs,
    ]);
  });

  const lies: readonly (readonly [string, (answer: Answer) => Answer])[] = [
    ['promises more but stands still', (answer) => ({ ...answer, to: 0, rows: [], more: true })],
    ['goes backwards', (answer) => ({ ...answer, rows: [memberRow(2), memberRow(1)] })],
    ['holds a row behind its end', (answer) => ({ ...answer, to: 1, rows: [memberRow(2)] })],
    ['has no shape', () => ({ rows: 'all' })],
    [
      'makes the check itself throw',
      (answer) => ({ ...answer, rows: { length: { toString: 1 } } }),
    ],
  ];
  test.each(lies)('a page that %s is no page of HQ', async (_name, change) => {
    hq.stream.push(memberRow(1), memberRow(2));
    hq.faults.push({ kind: 'rewrite', change });
    expect(await pull()).toMatchObject({ kind: 'failed', reason: 'not-hq' });
    expect([await memberCount(), (await getSyncState(counter.db)).cursor]).toEqual([0, 0]);
  });

  test('a page of another past is not applied: another timeline, a place HQ does not have, less or more of us than we know', async () => {
    await counter.award(aMember, 5);
    await push();
    hq.stream.push(memberRow(2));
    const ahead = { error: 'ahead', message: '' };
    const held = (hqLast: number, hqHead: string | null): HqFault => ({
      kind: 'rewrite',
      change: (answer) => ({ ...answer, hqLast, hqHead }),
    });
    const faults: readonly (readonly [HqFault, string])[] = [
      [{ kind: 'rewrite', change: (answer) => ({ ...answer, tl: installIds[2] }) }, 'timeline'],
      [{ kind: 'status', status: 409, body: ahead }, 'timeline'],
      [held(0, null), 'timeline'],
      [held(1, 'B'.repeat(43)), 'fork'],
      [held(2, 'B'.repeat(43)), 'fork'],
    ];
    for (const [fault, problem] of faults) {
      hq.faults.push(fault);
      expect(await pull()).toEqual({ kind: 'problem', problem });
      expect([await memberCount(), (await getSyncState(counter.db)).problem]).toEqual([0, problem]);
    }
    expect(await pull()).toMatchObject({ kind: 'page', rowCount: 2 });
  });

  test('an idle poll costs no flush; a set clock is written down at once', async () => {
    await pull();
    const written = (await getSyncState(counter.db)).lastContactAtMs;
    nowMs += 3_000;
    await pull();
    expect((await getSyncState(counter.db)).lastContactAtMs).toBe(written);
    nowMs += 30_000;
    await pull();
    expect((await getSyncState(counter.db)).lastContactAtMs).toBe(nowMs);
  });
});
