import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EventId, RightId } from '../app/domain/ids.ts';
import { insertProgram } from './db/programs.ts';
import { pointsAtHq } from './test-rig/balances.ts';
import { rightsAt, rightsProgram } from './test-rig/rights-fixtures.ts';
import { tell } from './test-rig/test-counter.ts';
import type { TestCounter } from './test-rig/test-counter.ts';
import { newTestId } from './test-rig/test-events.ts';
import { startTestHq } from './test-rig/test-hq.ts';
import type { TestHq } from './test-rig/test-hq.ts';
import { testStoreKinds } from './test-rig/test-stores.ts';

describe.each(testStoreKinds)('rights a counter may not know of on %s', (kind) => {
  let hq: TestHq;
  let north: TestCounter;
  const { sale, member, spend, lease, authorise, giveBack, stateOf, leftOf, kinds, quiet } =
    rightsAt(() => hq);
  beforeAll(async () => {
    hq = await startTestHq(kind);
    await hq.db.transaction().execute((trx) => insertProgram(trx, rightsProgram));
    north = await hq.enrol();
  });
  afterAll(async () => hq.stop());

  it('a word that was lost on the line covers its sale: no overdraft, and nothing stays reserved', async () => {
    const memberId = await member(50, north);
    const { authId } = await authorise(north, memberId, 40);
    await quiet();
    await spend(north, memberId, 40, { by: 'floor', asked: authId });
    expect([await stateOf(authId), await kinds(), await pointsAtHq(hq.db, memberId)]).toEqual([
      ['used', 40],
      [],
      10,
    ]);
    // Asked in vain as well: HQ never heard of it, and knows it for what it is.
    await spend(north, memberId, 20, { by: 'floor', asked: newTestId<RightId>() });
    expect(await kinds()).toEqual([['overdraft', 10]]);
  });

  it('a counter that asks again before that sale has come is told what is really left', async () => {
    const memberId = await member(500, north);
    const { authId: lost } = await authorise(north, memberId, 300);
    const eid = newTestId<EventId>();
    const ask = async (points: number, asked: RightId | undefined) => {
      const pending = [{ eid, points: 320, ...(asked && { asked }) }];
      return (await authorise(north, memberId, points, { pending })).outcome;
    };
    // Reserved are 300 of the 320, and another counter's word is none of this one's.
    const { authId: others } = await authorise(await hq.enrol(), memberId, 10);
    const short = (availablePoints: number) => ({
      kind: 'points-short',
      availablePoints,
      heldPoints: 0,
    });
    expect(await ask(171, lost)).toEqual(short(170));
    expect(await ask(171, others)).toEqual(short(-130));
    expect(await ask(171, undefined)).toEqual(short(-130));
    expect(await ask(170, lost)).toMatchObject({ kind: 'granted' });
  });

  it('so does a word of an earlier question, before a lease is touched', async () => {
    const memberId = await member(400, north);
    const { rightId: leaseId } = await lease(north, memberId);
    const { authId } = await authorise(north, memberId, 100);
    await quiet();
    // The cashier was told that this is possible without HQ, and the sale names no question.
    await spend(north, memberId, 100, { by: 'floor' });
    expect([await stateOf(authId), await leftOf(leaseId), await kinds()]).toEqual([
      ['used', 100],
      300,
      [],
    ]);
    await giveBack(north, memberId, authId);
    await spend(north, memberId, 300, { by: 'lease', leaseId });
    expect([await kinds(), await pointsAtHq(hq.db, memberId)]).toEqual([[], 0]);
  });

  it('what the holder of a lease spends beside it, and was reserved, lessens it: the grant may have been lost on the line', async () => {
    const memberId = await member(50, north);
    const { rightId: leaseId } = await lease(north, memberId);
    await quiet();
    await spend(north, memberId, 40, { by: 'floor' });
    expect([await stateOf(leaseId), await leftOf(leaseId), await kinds()]).toEqual([
      ['open', 0],
      10,
      [],
    ]);
    // Beyond what is there it is at the counter's own risk as ever, and the lease guarantees no more than is left.
    await spend(north, memberId, 30, { by: 'lease', leaseId });
    expect([await stateOf(leaseId), await kinds()]).toEqual([
      ['used', 10],
      [
        ['overdraft', 20],
        ['right-overrun', 20],
      ],
    ]);
  });

  it('a holder who has not heard that its lease is less is not blamed while the points are there', async () => {
    const memberId = await member(50, north);
    const { rightId: leaseId } = await lease(north, memberId);
    await spend(north, memberId, 40, { by: 'floor' });
    await tell(north, JSON.stringify(sale({ memberId, amountMinor: 100 })));
    await quiet();
    await spend(north, memberId, 50, { by: 'lease', leaseId });
    expect([await stateOf(leaseId), await kinds(), await pointsAtHq(hq.db, memberId)]).toEqual([
      ['used', 10],
      [],
      60,
    ]);
  });

  it('a sale beside a lease takes nothing of it where the member has enough without it', async () => {
    const memberId = await member(400, north);
    const { rightId: leaseId } = await lease(north, memberId);
    await quiet();
    await spend(north, memberId, 260, { by: 'lease', leaseId });
    await spend(north, memberId, 80, { by: 'floor' });
    expect([await leftOf(leaseId), await kinds()]).toEqual([40, []]);
    // 60 are there, 40 of them the lease's: 30 more leave it 10 short.
    await spend(north, memberId, 30, { by: 'floor' });
    expect([await leftOf(leaseId), await kinds()]).toEqual([30, []]);
    await spend(north, memberId, 30, { by: 'lease', leaseId });
    expect([await stateOf(leaseId), await kinds(), await pointsAtHq(hq.db, memberId)]).toEqual([
      ['used', 290],
      [],
      0,
    ]);
  });
});
