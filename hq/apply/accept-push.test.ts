import { afterAll, beforeAll, expect, it } from 'vitest';
import type { KyselyPlugin } from 'kysely';
import { addMember, receiptFor, receiptsOf, takeExceptions } from '../test-rig/award-fixtures.ts';
import { pullAll, pushBody, record } from '../test-rig/test-counter.ts';
import { makeAward, makeRefund, newTestId } from '../test-rig/test-events.ts';
import { startTestHq } from '../test-rig/test-hq.ts';
import type { TestHq } from '../test-rig/test-hq.ts';
import { testStoreKind } from '../test-rig/test-stores.ts';
import { changeRowSchema, pushRequestSchema } from '../../app/contract/sync.ts';
import type { PushRequest } from '../../app/contract/sync.ts';
import type { InstallId } from '../../app/domain/ids.ts';
import { acceptPush, acceptPushes } from './accept-push.ts';
import type { PushOutcome } from './accept-push.ts';

let hq: TestHq;
beforeAll(async () => {
  hq = await startTestHq(testStoreKind);
});
afterAll(async () => {
  await hq.stop();
});

/** A fault of HQ's own: whatever is to be written about one sale throws what no database throws. */
const failsAt = (saleNo: string): KyselyPlugin => ({
  transformQuery: ({ node }) => {
    const text = JSON.stringify(node);
    if (text.includes('FROM unnest(') && text.includes(saleNo)) throw new TypeError('a bug of HQ');
    return node;
  },
  transformResult: async ({ result }) => result,
});

it('an event HQ itself fails at is kept in quarantine, and blocks none behind it', async () => {
  const counter = await hq.enrol();
  const memberId = await addMember(hq);
  const named = (saleNo: string) =>
    makeAward({ memberId, change: (body) => ({ ...body, saleNo }) });
  const [before, poison, after] = [named('1122-0001'), named('POISON-1'), named('1122-0002')];
  record(counter, ...[before, poison, after].map((event) => JSON.stringify(event)));
  await takeExceptions(hq);
  const push = pushRequestSchema.parse(pushBody(counter, 1));
  const deps = { db: hq.db.withPlugin(failsAt('POISON-1')), nowMs: () => 1_795_312_800_000 };
  expect(await acceptPush(deps, push)).toMatchObject({ kind: 'accepted', answer: { through: 3 } });
  const statuses = [before, poison, after].map(async ({ eid }) =>
    (await receiptFor(counter, eid)).map(({ status }) => status),
  );
  expect(await Promise.all(statuses)).toEqual([['applied'], ['quarantined'], ['applied']]);
  expect(await takeExceptions(hq)).toMatchObject([
    { kind: 'handler-failed', detail: { why: 'a bug of HQ' } },
  ]);
});

const nowMs = () => 1_795_312_800_000;

it('after an event HQ failed at that gave a tier, counters are told of the buyer', async () => {
  const counter = await hq.enrol();
  const [joined, left] = [await addMember(hq), await addMember(hq)];
  await hq.db
    .updateTable('member')
    .set({ merged_into: left })
    .where('member_id', '=', joined)
    .execute();
  const poison = makeAward({
    memberId: joined,
    change: (body) => ({
      ...body,
      saleNo: 'POISON-4',
      tier: { ...body.tier, kind: 'risen', tierId: 'gold' },
    }),
  });
  record(counter, JSON.stringify(poison));
  const push = pushRequestSchema.parse(pushBody(counter, 1));
  await acceptPush({ db: hq.db.withPlugin(failsAt('POISON-4')), nowMs }, push);
  const told = (await pullAll(counter)).map((row) => changeRowSchema.parse(row));
  expect(told.slice(-2)).toMatchObject([
    { kind: 'receipt', receipt: { eid: poison.eid, status: 'quarantined' } },
    { kind: 'member', member: { memberId: left, tierId: 'general' } },
  ]);
});

/** The database refuses whatever is to be written about one sale, each time. */
const refuses = (saleNo: string, code: string): KyselyPlugin => ({
  transformQuery: ({ node }) => {
    const text = JSON.stringify(node);
    if (text.includes('FROM unnest(') && text.includes(saleNo))
      throw Object.assign(new Error('refused'), { code });
    return node;
  },
  transformResult: async ({ result }) => result,
});

it('an event that loses against others each time is kept by its counter; a key in its way is poison', async () => {
  await takeExceptions(hq);
  const tryAll = async (code: string) => {
    const counter = await hq.enrol();
    const memberId = await addMember(hq);
    const event = makeAward({ memberId, change: (body) => ({ ...body, saleNo: 'POISON-3' }) });
    record(counter, JSON.stringify(event));
    const push = pushRequestSchema.parse(pushBody(counter, 1));
    const deps = { db: hq.db.withPlugin(refuses('POISON-3', code)), nowMs };
    const { kind } = await acceptPush(deps, push);
    const kept = (await receiptFor(counter, event.eid)).map(({ status }) => status);
    const again = await acceptPush({ db: hq.db, nowMs }, push);
    const [after] = await receiptFor(counter, event.eid);
    const kinds = (await takeExceptions(hq)).map((exception) => exception.kind);
    return [code, kind, kept, again.kind, after?.status, kinds];
  };
  expect([await tryAll('40P01'), await tryAll('40001'), await tryAll('23505')]).toEqual([
    ['40P01', 'busy', [], 'accepted', 'applied', []],
    ['40001', 'busy', [], 'accepted', 'applied', []],
    ['23505', 'accepted', ['quarantined'], 'accepted', 'quarantined', ['cannot-be-stored']],
  ]);
});

/** Counters that tell of one another's sales at one moment, one that left something out, one that was copied. */
async function tellAtOnce(invoiceNumber: string) {
  const memberId = await addMember(hq);
  const sale = makeAward({ memberId });
  const invoiced = () => makeAward({ memberId, invoiceNumber });
  const refund = makeRefund({ of: sale, mode: 'void' });
  const bodies = [
    [sale, invoiced()],
    [refund, invoiced()],
    [sale, makeAward({ memberId: newTestId() })],
    [invoiced(), makeAward({ memberId })],
    [makeAward({ memberId }), makeAward({ memberId })],
  ];
  const counters = await Promise.all(bodies.map(async () => await hq.enrol()));
  for (const [i, counter] of counters.entries())
    record(counter, ...(bodies[i] ?? []).map((event) => JSON.stringify(event)));
  const pushes = counters.map((counter) => pushRequestSchema.parse(pushBody(counter, 1)));
  const [first, , , incomplete, copied] = pushes;
  if (first === undefined || incomplete === undefined || copied === undefined)
    throw new Error('no pushes');
  await acceptPush({ db: hq.db, nowMs }, copied);
  pushes[3] = { ...incomplete, from: 2, events: incomplete.events.slice(1) };
  pushes[4] = { ...copied, events: copied.events.toReversed() };
  pushes.push({ ...first, inst: newTestId<InstallId>() });
  return { counters, pushes };
}

function withoutIds(outcome: PushOutcome) {
  if (outcome.kind === 'accepted') return { kind: 'accepted', through: outcome.answer.through };
  return 'last' in outcome ? { kind: outcome.kind, last: outcome.last } : { kind: outcome.kind };
}

it('pushes taken together come to what they come to one after the other', async () => {
  const deps = { db: hq.db, nowMs };
  const alone = async (pushes: readonly PushRequest[]) => {
    const outcomes: PushOutcome[] = [];
    for (const push of pushes) outcomes.push(await acceptPush(deps, push));
    return outcomes;
  };
  await takeExceptions(hq);
  const tell = async (invoiceNumber: string, take: typeof alone) => {
    const { counters, pushes } = await tellAtOnce(invoiceNumber);
    const outcomes = (await take(pushes)).map(withoutIds);
    const [any] = counters;
    const all = any === undefined ? [] : await receiptsOf(any);
    const receipts = counters.map(({ install }) =>
      all
        .filter(({ inst }) => inst === install)
        .map(({ seq, status, exceptions, entries }) => ({
          seq,
          status,
          exceptions,
          points: entries.map(({ points }) => points),
        })),
    );
    const kinds = (await takeExceptions(hq)).map(({ kind }) => kind);
    return { outcomes, receipts, kinds: kinds.toSorted() };
  };
  const together = await tell('ZZ00000001', async (pushes) => await acceptPushes(deps, pushes));
  expect(together).toEqual(await tell('ZZ00000002', alone));
  expect(together.outcomes.map(({ kind }) => kind)).toEqual([
    'accepted',
    'accepted',
    'accepted',
    'gap',
    'fork',
    'unknown-install',
  ]);
  expect(together.kinds).toContain('invoice-used-twice');
});

it('of pushes taken together nothing is kept when HQ fails at one event of one', async () => {
  const counters = [await hq.enrol(), await hq.enrol()];
  const memberId = await addMember(hq);
  for (const [i, counter] of counters.entries()) {
    const saleNo = i === 0 ? '1122-0001' : 'POISON-2';
    const event = makeAward({ memberId, change: (body) => ({ ...body, saleNo }) });
    record(counter, JSON.stringify(event));
  }
  const pushes = counters.map((counter) => pushRequestSchema.parse(pushBody(counter, 1)));
  const failing = { db: hq.db.withPlugin(failsAt('POISON-2')), nowMs };
  await expect(acceptPushes(failing, pushes)).rejects.toThrow('a bug of HQ');
  const [sound] = counters;
  if (sound === undefined) throw new Error('no counter');
  const kept = (await receiptsOf(sound)).filter(({ inst }) => pushes.some((p) => p.inst === inst));
  expect(kept).toEqual([]);
});
