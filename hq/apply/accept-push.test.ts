import { afterAll, beforeAll, expect, it } from 'vitest';
import type { KyselyPlugin } from 'kysely';
import { addMember, receiptFor, takeExceptions } from '../test-rig/award-fixtures.ts';
import { pushBody, record } from '../test-rig/test-counter.ts';
import { makeAward } from '../test-rig/test-events.ts';
import { startTestHq } from '../test-rig/test-hq.ts';
import type { TestHq } from '../test-rig/test-hq.ts';
import { testStoreKind } from '../test-rig/test-stores.ts';
import { pushRequestSchema } from '../../app/contract/sync.ts';
import { acceptPush } from './accept-push.ts';

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
