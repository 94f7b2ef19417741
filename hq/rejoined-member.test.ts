import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MemberId } from '../app/domain/ids.ts';
import { markRestoredAt } from './db/brand.ts';
import { listMembersById } from './db/members.ts';
import { takeExceptions } from './test-rig/award-fixtures.ts';
import { pointsAtHq } from './test-rig/balances.ts';
import { pullAll, tell } from './test-rig/test-counter.ts';
import { makeAward, makeStub, newTestId } from './test-rig/test-events.ts';
import { startTestHq } from './test-rig/test-hq.ts';
import type { TestHq } from './test-rig/test-hq.ts';
import { testStoreKind } from './test-rig/test-stores.ts';

let hq: TestHq;
beforeAll(async () => {
  hq = await startTestHq(testStoreKind);
  // Only such an HQ can have lost anybody.
  await markRestoredAt(hq.db, Date.now());
});
afterAll(async () => await hq.stop());

test('a member HQ lost comes back under the same id, with the day they joined, and what was sold to them meanwhile', async () => {
  const counter = await hq.enrol();
  const member = newTestId<MemberId>();
  const award = () => JSON.stringify(makeAward({ memberId: member, amountMinor: 1_000 }));
  await tell(counter, award());
  const unknown = (await takeExceptions(hq)).map(({ kind }) => kind);
  expect(unknown).toContain('unknown-member');
  const before = await pointsAtHq(hq.db, member);
  await tell(counter, JSON.stringify(makeStub(member, { joinedOn: '2024-05-21' })), award());
  const found = (await listMembersById(hq.db, [member])).get(member);
  expect(found).toMatchObject({ joinedOn: '2024-05-21', placeholder: false });
  expect(await pointsAtHq(hq.db, member)).toBe(2 * before);
  const since = (await takeExceptions(hq)).map(({ kind }) => kind);
  expect(since.filter((kind) => kind.includes('member'))).toEqual([]);
  const told = (await pullAll(counter)).filter((row) => row.kind === 'member');
  expect(told.at(-1)).toMatchObject({ member: { memberId: member, joinedOn: '2024-05-21' } });
});

test('whose tier lasts until a day has it until then, whether or not a sale came first', async () => {
  const counter = await hq.enrol();
  for (const isSoldFirst of [false, true]) {
    const member = newTestId<MemberId>();
    const gold = { joinedOn: '2024-05-21', tierId: 'gold', tierUntil: '2027-03-31' };
    const award = JSON.stringify(makeAward({ memberId: member, amountMinor: 1_000 }));
    await tell(counter, ...(isSoldFirst ? [award] : []), JSON.stringify(makeStub(member, gold)));
    expect((await listMembersById(hq.db, [member])).get(member)).toMatchObject(gold);
  }
  await takeExceptions(hq);
});
