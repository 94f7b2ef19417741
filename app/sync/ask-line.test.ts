import { afterEach, beforeEach, expect, test } from 'vitest';
import type { MemberId } from '../domain/ids.ts';
import { askLineMember, askLineTicket } from './ask-line.ts';
import { enrolCounter } from './enrol-counter.ts';
import {
  goodCode,
  startScriptedHq,
  type HqFault,
  type ScriptedHq,
} from './test-rig/scripted-hq.ts';
import { openTestCounter, realTimers, type TestCounter } from './test-rig/test-counter.ts';

const nowMs = 1_795_312_800_000;
const memberId = '01990000-0000-7000-8000-000000000001' as MemberId;
const ticket = 'Q1w2E3r4T5y6U7i8O9p0_-';
const url = `https://liff.line.me/2000000000-AbCdEfGh?t=${ticket}`;

let hq: ScriptedHq;
let counter: TestCounter;
const deps = () => ({ db: counter.db, fetch, nowMs: () => nowMs, timers: realTimers });

beforeEach(async () => {
  hq = await startScriptedHq(() => nowMs);
  counter = await openTestCounter();
});
afterEach(async () => {
  await counter.close();
  await hq.stop();
});

async function connect(): Promise<void> {
  const texts = { addressText: hq.url, codeText: goodCode, hostName: 'till', appVersion: '0.1.0' };
  await enrolCounter(deps(), texts);
  hq.requests.length = 0;
}

const says = (body: unknown): HqFault => ({ kind: 'status', status: 200, body });

test('a code: how long it holds is told by HQ’s own clock', async () => {
  await connect();
  const serverTimeMs = nowMs + 86_400_000;
  const outcome = { kind: 'made', ticket, url, expiresAtMs: serverTimeMs + 600_000 };
  hq.faults.push(says({ outcome, serverTimeMs }));
  hq.faults.push(says({ outcome: { kind: 'member-unknown' }, serverTimeMs }));
  expect([
    await askLineTicket(deps(), memberId),
    await askLineTicket(deps(), memberId),
    hq.requests,
  ]).toEqual([
    { kind: 'made', ticket, url, lifeMs: 600_000 },
    { kind: 'member-unknown' },
    ['POST /v1/line/tickets', 'POST /v1/line/tickets'],
  ]);
});

test('how LINE stands: HQ’s answer, and nothing in it that names a person of LINE gets through', async () => {
  await connect();
  const answer = {
    lineState: 'bound',
    ticket: 'used',
    lastAcceptedAtMs: nowMs - 1,
    joinUrl: 'https://liff.line.me/2000000000-AbCdEfGh',
    serverTimeMs: nowMs,
  };
  hq.faults.push(says({ ...answer, lineUserId: `U${'0'.repeat(32)}` }));
  expect(await askLineMember(deps(), memberId, ticket)).toEqual({ kind: 'answer', answer });
});

test('every trouble has the word that sync has for it; an HQ without the route has no pages', async () => {
  expect(await askLineTicket(deps(), memberId)).toEqual({ kind: 'silent', why: 'unreachable' });
  await connect();
  expect(await askLineTicket(deps(), memberId)).toEqual({ kind: 'no-channel' });
  const faults: readonly (readonly [HqFault, string])[] = [
    [{ kind: 'html' }, 'not-hq'],
    [{ kind: 'redirect' }, 'not-hq'],
    [says({ serverTimeMs: nowMs }), 'not-hq'],
    [{ kind: 'drop' }, 'unreachable'],
    [{ kind: 'status', status: 503 }, 'hq-failing'],
    [{ kind: 'status', status: 401, body: { error: 'revoked', message: '' } }, 'refused'],
  ];
  for (const [fault, why] of faults) {
    hq.faults.push(fault, fault);
    const silent = { kind: 'silent', why };
    expect([
      await askLineTicket(deps(), memberId),
      await askLineMember(deps(), memberId, null),
    ]).toEqual([silent, silent]);
  }
  const offline = async () => {
    throw Object.assign(new TypeError('fetch failed'), { cause: { code: 'ENETUNREACH' } });
  };
  expect(await askLineMember({ ...deps(), fetch: offline }, memberId, null)).toEqual({
    kind: 'silent',
    why: 'no-link',
  });
});

test('an answer that does not come is given up after 3 s', async () => {
  await connect();
  hq.faults.push({ kind: 'silent' });
  const delays: number[] = [];
  const timers = {
    setTimer: (delayMs: number, fn: () => void) => {
      delays.push(delayMs);
      return realTimers.setTimer(50, fn);
    },
  };
  expect(await askLineTicket({ ...deps(), timers }, memberId)).toEqual({
    kind: 'silent',
    why: 'unreachable',
  });
  expect(delays).toEqual([3_000]);
});
