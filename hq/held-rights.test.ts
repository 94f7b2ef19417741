import { expect, it, onTestFinished } from 'vitest';
import { heldRightsMax } from '../app/contract/spend-policy.ts';
import type { RightId } from '../app/domain/ids.ts';
import { insertRight } from './db/spend-rights.ts';
import { addMember } from './test-rig/award-fixtures.ts';
import { sendSigned, tell } from './test-rig/test-counter.ts';
import { makeAward, newTestId } from './test-rig/test-events.ts';
import { startTestHq } from './test-rig/test-hq.ts';
import { testStoreKinds } from './test-rig/test-stores.ts';

it.each(testStoreKinds)(
  'holds no more for one counter than a pull can list, and leases leave room for words (%s)',
  async (kind) => {
    const hq = await startTestHq(kind);
    onTestFinished(() => hq.stop());
    const counter = await hq.enrol();
    const inst = counter.install;
    const memberId = await addMember(hq);
    await tell(counter, JSON.stringify(makeAward({ memberId, amountMinor: 900 })));
    const fill = (n: number) =>
      hq.db.transaction().execute(async (trx) => {
        for (let i = 0; i < n; i += 1)
          await insertRight(trx, {
            rightId: newTestId<RightId>(),
            kind: 'auth',
            inst,
            memberId,
            grantedPoints: 0,
            spentPoints: 0,
            grantedAtMs: 1,
            expiresAtMs: 2,
            state: 'open',
            recalledAtMs: null,
            voucherIds: [],
          });
      });
    const ask = async (path: string, body: object) =>
      (await sendSigned(counter, 'POST', path, JSON.stringify({ inst, memberId, ...body }))).body[
        'outcome'
      ];
    const lease = () => ask('/v1/leases', { rightId: newTestId<RightId>(), voucherId: null });
    const authorise = (authId: RightId) =>
      ask('/v1/spend/authorise', { authId, points: 0, leaseId: null, voucherIds: [], pending: [] });
    const pull = async () => {
      const { status, body } = await sendSigned(counter, 'GET', '/v1/sync/pull?cursor=0&limit=1');
      return [status, (body['rights'] as unknown[] | undefined)?.length];
    };
    const authId = newTestId<RightId>();
    const full = { kind: 'refused', why: 'too-many-rights' };

    await fill(heldRightsMax - 50);
    expect([await lease(), await authorise(authId)]).toEqual([full, { kind: 'granted', authId }]);
    await fill(49);
    expect([await authorise(authId), await authorise(newTestId<RightId>()), await pull()]).toEqual([
      { kind: 'granted', authId },
      full,
      [200, heldRightsMax],
    ]);

    // One more, as an HQ before this limit granted it: the counter keeps the list it has, and goes on.
    await fill(1);
    expect(await pull()).toEqual([200, undefined]);
    const { eid, t, bizDate } = makeAward({ memberId });
    const given = { rightId: authId, leftPoints: 0, why: 'unused' };
    const back = { eid, t, bizDate, store: null, v: 1, type: 'lease_return', member: memberId };
    await tell(counter, JSON.stringify({ ...back, body: given }));
    expect(await pull()).toEqual([200, heldRightsMax]);
  },
);
