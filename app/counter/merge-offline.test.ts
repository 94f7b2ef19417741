import { expect, test } from 'vitest';
import type { ChangeRow } from '../contract/sync.ts';
import { applyChanges } from '../db/apply-changes.ts';
import { checkBalances } from '../db/check-balances.ts';
import { inTransaction, type Db } from '../db/handles.ts';
import { getSyncState } from '../db/sync-state.ts';
import { testMember, withTestDatabase } from '../db/test-database.ts';
import { shop, stockShop, testCounter, type TestCounter } from './test-counter.ts';
import { loyaltyProgram } from './test-program.ts';

async function pull(db: Db, rig: TestCounter, rows: readonly object[]): Promise<void> {
  const { cursor } = await getSyncState(db);
  const placed = rows.map((row, i) => ({ ...row, pos: cursor + i + 1 }) as ChangeRow);
  await inTransaction(db, (trx) =>
    applyChanges(trx, { from: cursor, to: cursor + rows.length, rows: placed, skipped: [] }),
  );
  rig.counter.notifySyncChanged();
  await rig.counter.settled();
}

test('a member enrolled offline turns out to be an old one: mid-sale, before settling and refunding', async () => {
  await withTestDatabase(async (db) => {
    await stockShop(db, [], loyaltyProgram);
    const rig = testCounter(db);
    await rig.scan(shop.mingCard);
    await rig.sell(100);
    await rig.counter.handlers['member:enrol']({
      name: '王小明',
      mobile: '0911222333',
      birthday: null,
      invitedByCode: null,
      consent: true,
    });
    const { memberId, cardCode } = rig.last().member!;
    const [first] = (await rig.sell(200)).lastSales;
    await rig.scan(cardCode);
    await rig.counter.handlers['sale:set-amount']({ amountText: '60' });
    const merged = testMember(shop.ming, {
      tierId: 'gold',
      cardCodes: [shop.mingCard, cardCode],
      weakCodes: [cardCode],
    });
    await pull(db, rig, [
      { kind: 'merge', merge: { memberId, into: shop.ming } },
      { kind: 'member', member: merged },
    ]);
    // Gold's 15 for NT$100 of the old card; 5 for joining and 18 for NT$180 of the new one.
    expect(rig.last()).toMatchObject({
      member: { memberId: shop.ming, points: 15 + 5 + 18, identifiedBy: 'search' },
      sale: { amountText: '60', preview: { kind: 'evaluated', points: 9 } },
      memberCount: 2,
    });
    // The voucher given on joining is his, but the card he enrolled with does not prove it is him.
    const [welcome] = rig.last().member?.vouchers ?? [];
    expect(welcome).toMatchObject({ blockedBy: 'voucher-needs-scan' });
    expect((await rig.scan(cardCode)).notice).toMatchObject({
      tone: 'warn',
      code: 'member-found-weak-code',
      params: { name: '王○明' },
    });
    expect((await rig.scan(shop.mingCard)).member).toMatchObject({
      identifiedBy: 'scan',
      vouchers: [{ voucherId: welcome?.voucherId, blockedBy: null }],
    });
    await rig.sell(60);
    const refund = {
      saleId: first!.saleId,
      mode: 'void' as const,
      request: { kind: 'all' as const },
    };
    expect(await rig.counter.handlers['refund:preview'](refund)).toMatchObject({
      moneyMinor: 180,
      clawedBack: 18,
      balanceAfter: 15 + 5 + 9,
    });
    await rig.counter.handlers['refund:settle']({
      ...refund,
      refundId: '01980000-0000-7000-8000-0000000f0001' as never,
      why: 'other',
      expectedMoneyMinor: 180,
      expectedClawedBack: 18,
    });
    expect((await rig.scan(shop.mingCard)).member?.points).toBe(15 + 5 + 9);
    expect(rig.last().lastSales.map((sale) => sale.nameMasked)).toEqual([
      '王○明',
      '王○明',
      '王○明',
    ]);
    expect((await checkBalances(db)).wrong).toEqual([]);
    expect(rig.errors).toEqual([]);
  });
});
