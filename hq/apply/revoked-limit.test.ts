import { afterAll, beforeAll, expect, it } from 'vitest';
import { pushRequestSchema } from '../../app/contract/sync.ts';
import { markInstallRevoked } from '../db/installs.ts';
import { push, pushBody, record } from '../test-rig/test-counter.ts';
import type { Answer, TestCounter } from '../test-rig/test-counter.ts';
import { startTestHq } from '../test-rig/test-hq.ts';
import type { TestHq } from '../test-rig/test-hq.ts';
import { testStoreKind } from '../test-rig/test-stores.ts';
import { acceptPush } from './accept-push.ts';
import { keptOfRevokedMax } from './revoked-limit.ts';

const dayMs = 24 * 60 * 60 * 1_000;
let nowMs = Date.parse('2026-11-22T12:00:00+08:00');
let hq: TestHq;
beforeAll(async () => {
  hq = await startTestHq(testStoreKind, { nowMs: () => nowMs });
});
afterAll(async () => {
  await hq.stop();
});

async function enrolRevoked(): Promise<TestCounter> {
  const counter = await hq.enrol();
  // Of what came before it was revoked nothing counts.
  record(counter, 'before');
  await push(counter, 1);
  await markInstallRevoked(hq.db, counter.install, nowMs);
  nowMs += 1_000;
  return counter;
}

/** Events nobody can read, in as many pushes as it takes. */
async function pushMany(counter: TestCounter, count: number): Promise<Answer[]> {
  const from = counter.events.length + 1;
  record(counter, ...Array.from({ length: count }, (_, i) => `${i}`));
  const answers: Answer[] = [];
  for (let start = from; start < from + count; start += 100)
    answers.push(await push(counter, start, Math.min(start + 99, from + count - 1)));
  return answers;
}

async function countCases({ install }: TestCounter, kind: string): Promise<number> {
  const row = await hq.db
    .selectFrom('exception')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where('inst', '=', install)
    .where('kind', '=', kind)
    .executeTakeFirstOrThrow();
  return Number(row.n);
}

const statuses = (answers: readonly Answer[]) => [...new Set(answers.map(({ status }) => status))];

it('keeps so much a day of a revoked counter, and no more before the next', async () => {
  const counter = await enrolRevoked();
  expect(statuses(await pushMany(counter, keptOfRevokedMax))).toEqual([200]);
  const [refused] = await pushMany(counter, 1);
  expect(refused).toMatchObject({ status: 403, body: { error: 'revoked' } });
  expect(await countCases(counter, 'from-revoked')).toBe(keptOfRevokedMax);
  // What HQ has is told again as ever.
  const again = await push(counter, keptOfRevokedMax - 50, keptOfRevokedMax + 1);
  expect(again).toMatchObject({ status: 200, body: { hqLast: keptOfRevokedMax + 1 } });
  nowMs += dayMs;
  const last = counter.events.length;
  expect(await push(counter, last)).toMatchObject({ status: 200, body: { through: last } });
});

it('takes all an operator brings from the tape of a revoked counter', async () => {
  const counter = await enrolRevoked();
  await pushMany(counter, keptOfRevokedMax);
  record(counter, 'the last');
  const request = pushRequestSchema.parse(pushBody(counter, counter.events.length));
  const deps = { db: hq.db, nowMs: () => nowMs };
  expect(await acceptPush({ ...deps, limitsRevoked: true }, request)).toEqual({
    kind: 'revoked-full',
  });
  expect(await acceptPush(deps, request)).toMatchObject({ kind: 'accepted' });
});

it('notes another history of a revoked counter once, however many it offers', async () => {
  const counter = await enrolRevoked();
  record(counter, 'the last');
  await push(counter, 2);
  for (const body of ['one', 'two', 'three']) {
    const copy = { ...counter, events: ['before'], hashes: counter.hashes.slice(0, 1) };
    record(copy, body);
    expect(await push(copy, 2)).toMatchObject({ status: 409, body: { error: 'fork' } });
  }
  expect(await countCases(counter, 'fork')).toBe(1);
});
