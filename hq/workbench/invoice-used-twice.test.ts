import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  actAnswerSchema,
  costsAnswerSchema,
  exceptionCaseAnswerSchema,
} from '../../app/contract/hq-admin-exceptions.ts';
import { exceptionsAnswerSchema } from '../../app/contract/hq-admin.ts';
import { markInstallRevoked } from '../db/installs.ts';
import { insertProgram } from '../db/programs.ts';
import { signInAdmin } from '../test-rig/admin-client.ts';
import type { AdminClient } from '../test-rig/admin-client.ts';
import { addMember, addVoucher } from '../test-rig/award-fixtures.ts';
import { pointsAtHq } from '../test-rig/balances.ts';
import { giftCouponId, richProgram as program } from '../test-rig/rich-program.ts';
import { tell } from '../test-rig/test-counter.ts';
import type { TestCounter } from '../test-rig/test-counter.ts';
import { makeAward, makeRefund } from '../test-rig/test-events.ts';
import { southStore, startTestHq } from '../test-rig/test-hq.ts';
import type { TestHq } from '../test-rig/test-hq.ts';
import { testStoreKinds } from '../test-rig/test-stores.ts';

const text = JSON.stringify;
const noonMs = Date.parse('2026-11-22T12:00:00+08:00');

describe.each(testStoreKinds)('one e-invoice at two stores, on %s', (kind) => {
  let hq: TestHq;
  let north: TestCounter;
  let south: TestCounter;
  let owner: AdminClient;
  beforeAll(async () => {
    hq = await startTestHq(kind, { nowMs: () => noonMs });
    await insertProgram(hq.db, program);
    north = await hq.enrol();
    south = await hq.enrol(southStore);
    owner = await signInAdmin(hq);
  });
  afterAll(async () => {
    await hq.stop();
  });

  /** The second sale, at the other store, uses a voucher of NT$50. */
  async function useTwice(invoiceNumber: string) {
    const members = [await addMember(hq), await addMember(hq)] as const;
    const voucher = await addVoucher(hq, members[1], { couponId: giftCouponId });
    const first = makeAward({ memberId: members[0], program, invoiceNumber });
    const again = makeAward({
      memberId: members[1],
      program,
      invoiceNumber,
      vouchers: [voucher],
    });
    await tell(north, text(first));
    await tell(south, text(again));
    const { rows } = await owner.get('/exceptions', exceptionsAnswerSchema);
    const found = rows.find((row) => row.kind === 'invoice-used-twice');
    if (found === undefined) throw new Error('no exception');
    return { first, members, exceptionId: found.exceptionId };
  }
  const caseOf = async (exceptionId: string) =>
    await owner.get(`/exceptions/case?exceptionId=${exceptionId}`, exceptionCaseAnswerSchema);
  const costs = async () => {
    const { rows } = await owner.get('/exceptions/costs?weeks=2', costsAnswerSchema);
    return rows
      .filter((row) => row.kind === 'invoice-used-twice')
      .map(({ count, openMinor, absorbedMinor, chargedMinor }) => ({
        count,
        openMinor,
        absorbedMinor,
        chargedMinor,
      }));
  };

  it('is a case with what it cost; the store bears it, or it was one sale, or the first is voided', async () => {
    const charged = await useTwice('AB00000001');
    expect([await caseOf(charged.exceptionId), await costs()]).toMatchObject([
      {
        cost: { costMinor: 50, points: 0 },
        allowed: ['mark-duplicate', 'absorb', 'charge-store', 'close'],
        storeId: southStore.storeId,
        receipts: [
          { side: 'first', storeName: '台北店' },
          { side: 'second', storeName: '高雄店', totals: { discountMinor: 50 } },
        ],
      },
      [{ count: 1, openMinor: 50, absorbedMinor: 0, chargedMinor: 0 }],
    ]);
    expect(await pointsAtHq(hq.db, charged.members[1])).toBe(0);
    const act = async (exceptionId: string, wish: 'charge-store' | 'mark-duplicate') =>
      await owner.post(
        '/exceptions/act',
        {
          exceptionId,
          kind: wish,
          note: '已與店長確認',
          ...(wish === 'charge-store' ? { amountMinor: 50 } : {}),
        },
        actAnswerSchema,
      );
    expect(await act(charged.exceptionId, 'charge-store')).toEqual({ kind: 'done' });
    const same = await useTwice('AB00000002');
    expect(await act(same.exceptionId, 'mark-duplicate')).toEqual({ kind: 'done' });
    expect(await costs()).toEqual([{ count: 2, openMinor: 0, absorbedMinor: 0, chargedMinor: 50 }]);
    // The first one was the mistake: its void closes the case, and the second earns after all.
    const freed = await useTwice('AB00000003');
    await tell(north, text(makeRefund({ of: freed.first, program, mode: 'void' })));
    expect([
      (await caseOf(freed.exceptionId)).exception.state,
      await pointsAtHq(hq.db, freed.members[0]),
      (await pointsAtHq(hq.db, freed.members[1])) > 0,
      await costs(),
    ]).toEqual([
      'closed',
      0,
      true,
      [{ count: 3, openMinor: 0, absorbedMinor: 0, chargedMinor: 50 }],
    ]);
  });

  it('is closed when the first is voided also where a person let the second be judged again', async () => {
    const members = [await addMember(hq), await addMember(hq)] as const;
    const invoiceNumber = 'AB00000004';
    const first = makeAward({ memberId: members[0], program, invoiceNumber });
    const second = makeAward({ memberId: members[1], program, invoiceNumber });
    await tell(north, text(first));
    const gone = await hq.enrol(southStore);
    await hq.db.transaction().execute((trx) => markInstallRevoked(trx, gone.install, noonMs));
    await tell(gone, text(second));
    const open = async () => (await owner.get('/exceptions', exceptionsAnswerSchema)).rows;
    const [revoked] = await open();
    const wish = { exceptionId: revoked?.exceptionId, kind: 'redrive', note: '是那位客人' };
    expect(await owner.post('/exceptions/act', wish, actAnswerSchema)).toEqual({ kind: 'done' });
    expect((await open()).map((row) => row.kind)).toEqual(['invoice-used-twice']);
    await tell(north, text(makeRefund({ of: first, program, mode: 'void' })));
    expect([await pointsAtHq(hq.db, members[1]), await open()]).toEqual([10, []]);
  });
});
