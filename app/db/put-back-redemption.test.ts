import { expect, test } from 'vitest';
import type { CouponId, EventId, MemberId, VoucherId } from '../domain/ids.ts';
import { inTransaction } from './handles.ts';
import { withTestDatabase } from './test-database.ts';
import { listVouchers, putBackRedemption, upsertVouchers } from './vouchers.ts';

const voucherId = '01980000-0000-7000-8000-000000000001' as VoucherId;

test('a use from the tape counts here as far as the voucher reaches; beyond that it is kept all the same', async () => {
  await withTestDatabase(async (db) => {
    const ticket = {
      voucherId,
      code: 'CFV*T',
      couponId: '01980000-0000-7000-8000-000000000002' as CouponId,
      memberId: '01980000-0000-7000-8000-000000000003' as MemberId,
      validFrom: '2026-01-01',
      validUntil: '2026-12-31',
      state: 'issued' as const,
      uses: 3,
      usesLeft: 3,
      used: null,
    };
    await inTransaction(db, (trx) => upsertVouchers(trx, [ticket]));
    const putBack = (eid: string, uses: number) =>
      inTransaction(db, (trx) =>
        putBackRedemption(trx, {
          voucherId,
          eid: eid as EventId,
          origin: 'own',
          atMs: 1,
          storeName: null,
          uses,
        }),
      );
    expect([await putBack('e1', 2), await putBack('e2', 2), await putBack('e3', 1)]).toEqual([
      { kind: 'used' },
      { kind: 'beyond-uses' },
      { kind: 'used' },
    ]);
    const rows = await db.selectFrom('redemption').select(['eid', 'origin']).execute();
    expect(rows.map(({ eid, origin }) => `${eid} ${origin}`).toSorted()).toEqual([
      'e1 own',
      'e2 hq',
      'e3 own',
    ]);
    expect((await listVouchers(db, [voucherId]))[0]?.usesLeft).toBe(0);
  });
});
