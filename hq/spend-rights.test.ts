import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changeRowSchema } from '../app/contract/sync.ts';
import { policyPurpose, spendPolicySchema } from '../app/contract/spend-policy.ts';
import { publicKeyOf, verifyDocument } from '../app/db/sign-document.ts';
import type { EventId, RightId, VoucherId } from '../app/domain/ids.ts';
import { defaultSpendPolicy } from '../app/domain/spend-policy.ts';
import { publishPolicy } from './apply/publish-policy.ts';
import { getBrand } from './db/brand.ts';
import { insertProgram } from './db/programs.ts';
import { findSpendPolicy } from './db/spend-policies.ts';
import { listHeldRights, listRights, markWrittenOff } from './db/spend-rights.ts';
import { addVoucher, takeExceptions } from './test-rig/award-fixtures.ts';
import { pointsAtHq } from './test-rig/balances.ts';
import { rightsAt, rightsProgram, valuable } from './test-rig/rights-fixtures.ts';
import { pullAll, sendSigned, tell } from './test-rig/test-counter.ts';
import type { TestCounter } from './test-rig/test-counter.ts';
import { newTestId } from './test-rig/test-events.ts';
import { southStore, startTestHq } from './test-rig/test-hq.ts';
import type { TestHq } from './test-rig/test-hq.ts';
import { testStoreKinds } from './test-rig/test-stores.ts';

describe.each(testStoreKinds)('rights on %s', (kind) => {
  let hq: TestHq;
  let north: TestCounter;
  let north2: TestCounter;
  let south: TestCounter;
  const { sale, member, spend, lease, authorise, giveBack, stateOf, kinds, quiet } = rightsAt(
    () => hq,
  );
  beforeAll(async () => {
    hq = await startTestHq(kind);
    await hq.db.transaction().execute((trx) => insertProgram(trx, rightsProgram));
    north = await hq.enrol();
    north2 = await hq.enrol();
    south = await hq.enrol(southStore);
  });
  afterAll(async () => hq.stop());

  it('publishes a signed policy at the start, and newer ones only on top of what was seen', async () => {
    const rows = (await pullAll(north)).map((row) => changeRowSchema.parse(row));
    const [first] = rows.flatMap((row) => (row.kind === 'policy' ? [row.document] : []));
    const key = publicKeyOf((await getBrand(hq.db)).signingKey);
    expect(verifyDocument([key], policyPurpose, first!, spendPolicySchema)).toEqual({
      kind: 'verified',
      value: { ...defaultSpendPolicy, revision: 1 },
    });
    const deps = { db: hq.db, nowMs: () => 5_000_500 };
    const policy = { ...defaultSpendPolicy, verifyShareBps: 0 };
    expect([
      await publishPolicy(deps, { policy, afterRevision: 0 }),
      await publishPolicy(deps, { policy, afterRevision: 1 }),
      (await findSpendPolicy(hq.db))?.verifyShareBps,
    ]).toEqual([
      { kind: 'changed-meanwhile', revision: 1 },
      { kind: 'published', revision: 5_000 },
      0,
    ]);
  });

  it('reserves points once for the counter of the usual store, and lists them with every pull', async () => {
    const memberId = await member(500, north);
    const first = await lease(north, memberId);
    expect(first.answer.outcome).toMatchObject({
      kind: 'granted',
      right: { rightId: first.rightId, grantedPoints: 300, spentPoints: 0, recalled: false },
    });
    const again = await sendSigned(north, 'POST', '/v1/leases', JSON.stringify(first.body));
    const outcomes = [
      (again.body['outcome'] as { right: { rightId: RightId } }).right.rightId,
      (await lease(north, memberId)).answer.outcome,
      (await lease(south, memberId)).answer.outcome,
      (await lease(north2, memberId)).answer.outcome['kind'],
      (await lease(north, newTestId())).answer.outcome,
    ];
    expect(outcomes).toEqual([
      first.rightId,
      { kind: 'refused', why: 'held-already' },
      { kind: 'refused', why: 'not-usual-store' },
      'granted',
      { kind: 'refused', why: 'unknown-member' },
    ]);
    // The second counter of the store got what was left.
    const held = await listHeldRights(hq.db, north2.install);
    expect(held.map((right) => right.grantedPoints)).toEqual([200]);
    const answer = await sendSigned(north, 'GET', '/v1/sync/pull?cursor=0&limit=1');
    expect(answer.body['rights']).toMatchObject([{ rightId: first.rightId, kind: 'lease' }]);
    // Signed by one install, asked for another.
    const stolen = { ...first.body, rightId: newTestId(), inst: south.install };
    expect((await sendSigned(north, 'POST', '/v1/leases', JSON.stringify(stolen))).status).toBe(
      401,
    );
    await quiet();
  });

  it('a spend on a lease is never an overdraft; what is beyond it is, and so is what eats into others', async () => {
    const memberId = await member(400, north);
    const { rightId: leaseId } = await lease(north, memberId);
    await quiet();
    // 400 points, 300 of them reserved: somebody spends 160 at his own risk.
    await spend(south, memberId, 160, { by: 'floor' });
    const [eaten] = await takeExceptions(hq);
    expect([eaten?.kind, eaten?.detail]).toMatchObject([
      'overdraft',
      { points: 60, heldPoints: 300, costMinor: 30, coveredBy: 'floor', action: 'recover' },
    ]);
    // The lease is honoured, though the balance goes below 0.
    await spend(north, memberId, 280, { by: 'lease', leaseId });
    expect([await stateOf(leaseId), await kinds(), await pointsAtHq(hq.db, memberId)]).toEqual([
      ['open', 280],
      [],
      -40,
    ]);
    // 20 were left on it.
    await spend(north, memberId, 50, { by: 'lease', leaseId });
    expect([await stateOf(leaseId), await kinds()]).toEqual([
      ['used', 300],
      [
        ['overdraft', 30],
        ['right-overrun', 30],
      ],
    ]);
  });

  it('a lease comes back by its holder’s word alone, and a late spend on it is told', async () => {
    const memberId = await member(300, north);
    const { rightId: leaseId } = await lease(north, memberId);
    await quiet();
    await giveBack(south, memberId, leaseId);
    expect(await stateOf(leaseId)).toEqual(['open', 0]);
    await giveBack(north, memberId, leaseId);
    await giveBack(north, memberId, leaseId);
    expect([await stateOf(leaseId), await kinds()]).toEqual([['returned', 0], []]);
    const repeated = await lease(north, memberId, { rightId: leaseId });
    expect(repeated.answer.outcome).toEqual({ kind: 'refused', why: 'closed' });
    await spend(north, memberId, 100, { by: 'lease', leaseId });
    // The points were there all the same: overrun, no overdraft.
    expect(await kinds()).toEqual([['right-overrun', 100]]);
    await spend(north, memberId, 10, { by: 'lease', leaseId: newTestId<RightId>() });
    expect(await kinds()).toEqual([['right-overrun', 10]]);
  });

  it('gives its word for one sale: balance less what is reserved and less what it has not heard of', async () => {
    const memberId = await member(500, north);
    const unheard = [{ eid: newTestId<EventId>(), points: 30 }];
    const first = await authorise(south, memberId, 400);
    const again = await sendSigned(
      south,
      'POST',
      '/v1/spend/authorise',
      JSON.stringify(first.body),
    );
    expect([
      first.outcome,
      again.body['outcome'],
      (await authorise(north, memberId, 101)).outcome,
      (await authorise(north, memberId, 80, { pending: unheard })).outcome,
      (await authorise(north, memberId, 70, { pending: unheard })).outcome,
    ]).toMatchObject([
      { kind: 'granted', authId: first.authId },
      { kind: 'granted', authId: first.authId },
      { kind: 'points-short', availablePoints: 100, heldPoints: 0 },
      { kind: 'points-short', availablePoints: 70 },
      { kind: 'granted' },
    ]);
    await quiet();
    await spend(south, memberId, 400, { by: 'online', authId: first.authId, lease: null });
    expect([await stateOf(first.authId), await kinds()]).toEqual([['used', 400], []]);
    expect((await authorise(north, memberId, 31)).outcome).toMatchObject({ availablePoints: 30 });
  });

  it('a lease and HQ’s word pay together; leases elsewhere are called back when they would do', async () => {
    const memberId = await member(500, north);
    const { rightId: leaseId } = await lease(north, memberId);
    await quiet();
    const word = await authorise(north, memberId, 150, { leaseId });
    const cover = { by: 'online', authId: word.authId, lease: { leaseId, points: 300 } } as const;
    // 200 are free, 150 of them promised now: 100 more only if the lease comes back.
    const short = await authorise(south, memberId, 100);
    const far = await authorise(south, memberId, 400);
    expect([short.outcome, far.outcome]).toEqual([
      { kind: 'points-short', availablePoints: 50, heldPoints: 300 },
      { kind: 'points-short', availablePoints: 50, heldPoints: 0 },
    ]);
    const recalled = (await listHeldRights(hq.db, north.install)).find(
      (r) => r.rightId === leaseId,
    );
    expect(recalled?.recalled).toBe(true);
    await spend(north, memberId, 450, cover);
    expect([await stateOf(leaseId), await stateOf(word.authId), await kinds()]).toEqual([
      ['used', 300],
      ['used', 150],
      [],
    ]);
  });

  it('never promises more than there is, however many ask at once', async () => {
    const memberId = await member(500, north);
    const asked = await Promise.all(
      Array.from({ length: 12 }, (_, i) => authorise(i % 2 ? north : south, memberId, 60)),
    );
    const granted = asked.filter(({ outcome }) => (outcome as { kind: string }).kind === 'granted');
    const held = await listRights(hq.db, { openOfMembers: [memberId] });
    expect([granted.length, held.length]).toEqual([8, 8]);
  });

  it('a class B voucher is promised or pinned to one counter at a time', async () => {
    const memberId = await member(100, north);
    const voucher = await addVoucher(hq, memberId, { couponId: valuable });
    const { voucherId } = voucher;
    const pin = await lease(north, memberId, { voucherId });
    const voucherIds: VoucherId[] = [voucherId];
    expect([
      pin.answer.outcome,
      (await lease(north2, memberId, { voucherId })).answer.outcome,
      (await authorise(south, memberId, 0, { voucherIds })).outcome,
    ]).toMatchObject([
      { kind: 'granted', right: { kind: 'pin', voucherId, grantedPoints: 0 } },
      { kind: 'refused', why: 'held-elsewhere' },
      { kind: 'voucher-refused', voucherId, why: 'held-elsewhere' },
    ]);
    await quiet();
    await tell(north, JSON.stringify(sale({ memberId, vouchers: [voucher] })));
    expect([await stateOf(pin.rightId), await kinds()]).toEqual([['used', 0], []]);
    expect((await authorise(south, memberId, 0, { voucherIds })).outcome).toMatchObject({
      why: 'used',
    });

    const second = await addVoucher(hq, memberId, { couponId: valuable });
    const word = await authorise(south, memberId, 0, { voucherIds: [second.voucherId] });
    // Another counter redeems it at its own risk: the first to arrive counts, and both sides are told.
    await tell(north, JSON.stringify(sale({ memberId, vouchers: [second] })));
    expect((await takeExceptions(hq)).map((one) => one.kind)).toEqual(['voucher-held-elsewhere']);
    const cover = { by: 'online', authId: word.authId, lease: null } as const;
    await tell(south, JSON.stringify(sale({ memberId, vouchers: [second] }, cover)));
    expect((await takeExceptions(hq)).map((one) => one.kind)).toEqual(['voucher-used-twice']);
    expect(await stateOf(word.authId)).toEqual(['used', 0]);
  });

  it('a person writes an install off: what it holds is free, what it spends later is told', async () => {
    const memberId = await member(300, north);
    const { rightId: leaseId } = await lease(north2, memberId);
    await quiet();
    await hq.db.transaction().execute((trx) => markWrittenOff(trx, north2.install, 1));
    expect((await authorise(south, memberId, 300)).outcome).toMatchObject({ kind: 'granted' });
    await spend(north2, memberId, 200, { by: 'lease', leaseId });
    expect(await kinds()).toEqual([
      ['overdraft', 200],
      ['right-overrun', 200],
    ]);
  });

  it('absorbs an overdraft where the owner said so', async () => {
    const { revision = 0 } = (await findSpendPolicy(hq.db)) ?? {};
    const deps = { db: hq.db, nowMs: Date.now };
    const policy = { ...defaultSpendPolicy, onOverdraft: 'absorb' as const };
    await publishPolicy(deps, { policy, afterRevision: revision });
    const memberId = await member(100, north);
    await spend(south, memberId, 160, { by: 'floor' });
    const [found] = await takeExceptions(hq);
    expect([
      found?.detail['points'],
      found?.detail['action'],
      await pointsAtHq(hq.db, memberId),
    ]).toEqual([60, 'absorb', 0]);
  });
});
