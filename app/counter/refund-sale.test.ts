import { expect, test } from 'vitest';
import type { RefundId, SaleId } from '../domain/ids.ts';
import { checkBalances } from '../db/check-balances.ts';
import { appendEvent } from '../db/events.ts';
import { inTransaction } from '../db/handles.ts';
import { insertEntries, listLots } from '../db/ledger.ts';
import { insertOwnSale } from '../db/sales.ts';
import { countingIds, testAward, withTestDatabase } from '../db/test-database.ts';
import { verifyChain } from '../db/verify-chain.ts';
import { findVoucherByCode } from '../db/vouchers.ts';
import {
  invoiceQr,
  shop,
  shopProgram,
  shopVoucher,
  stockShop,
  testCounter,
} from './test-counter.ts';
import { loyaltyCoupons, loyaltyProgram } from './test-program.ts';
import { booksOf, newRefundId, refundAs, type Settle } from './test-refund.ts';

test('undoing a sale leaves the member as before it; the key sent again does nothing, with other content it is refused', async () => {
  await withTestDatabase(async (db) => {
    await stockShop(db, [], loyaltyProgram);
    const rig = testCounter(db);
    const before = await booksOf(rig, shop.linCard);
    await rig.scan(shop.linCard);
    const [sale] = (await rig.sell(1_000)).lastSales;
    const { preview, answer: first, input } = await refundAs(rig, sale!.saleId, 'void');
    expect(preview).toMatchObject({
      kind: 'evaluated',
      amountMinor: 980,
      moneyMinor: 980,
      clawedBack: 98,
      returned: 0,
      balanceAfter: 0,
    });
    expect([first, rig.last().notice]).toMatchObject([
      { kind: 'done' },
      {
        code: 'sale-undone',
        params: { saleNo: sale!.saleNo, moneyMinor: 980, clawedBack: 98, returned: 0 },
      },
    ]);
    expect(rig.last().lastSales[0]).toMatchObject({
      undone: true,
      refundable: false,
      refundedMinor: 980,
    });
    expect(await booksOf(rig, shop.linCard)).toEqual(before);
    const settle = (changes: Partial<Settle>) =>
      rig.counter.handlers['refund:settle']({ ...input!, ...changes });
    expect([
      await settle({}),
      await settle({ why: 'other' }),
      await settle({ mode: 'refund' }),
      await settle({ refundId: newRefundId<RefundId>() }),
      await settle({ refundId: newRefundId<RefundId>(), saleId: newRefundId<SaleId>() }),
    ]).toEqual([
      { kind: 'done' },
      { kind: 'refused', code: 'refund-conflict' },
      { kind: 'refused', code: 'refund-conflict' },
      { kind: 'refused', code: 'refund-nothing-left' },
      { kind: 'refused', code: 'refund-sale-unknown' },
    ]);
    expect(await booksOf(rig, shop.linCard)).toEqual(before);
    expect(await verifyChain(db)).toEqual({ kind: 'whole', events: 2, links: 2 });
    expect((await checkBalances(db)).wrong).toEqual([]);
  });
});

test('partial refunds add up: 333 + 333 + 334 leave nothing, and no one can take more', async () => {
  await withTestDatabase(async (db) => {
    await stockShop(db);
    const rig = testCounter(db);
    await rig.scan(shop.linCard);
    const [sale] = (await rig.sell(1_000)).lastSales;
    const amount = (amountMinor: number) => ({ kind: 'amount' as const, amountMinor });
    const clawed: unknown[] = [];
    for (const minor of [333, 333]) {
      const { preview } = await refundAs(rig, sale!.saleId, amount(minor));
      clawed.push(preview.kind === 'evaluated' && [preview.clawedBack, preview.balanceAfter]);
    }
    const handlers = rig.counter.handlers;
    expect(await handlers['refund:open']({ saleId: sale!.saleId })).toMatchObject({
      kind: 'open',
      open: {
        sale: { refundedMinor: 666, undone: false, refundable: true },
        lines: [{ line: 0, qty: 1, leftMinor: 334 }],
        refundableMinor: 334,
        voidBlockedBy: 'already-refunded',
      },
    });
    expect((await refundAs(rig, sale!.saleId, amount(335))).preview).toEqual({
      kind: 'refused',
      code: 'refund-exceeds-refundable',
      params: { refundableMinor: 334 },
    });
    expect((await refundAs(rig, sale!.saleId, 'void')).preview).toMatchObject({
      code: 'refund-already-refunded',
    });
    const changed = await refundAs(rig, sale!.saleId, amount(334), { expectedMoneyMinor: 1 });
    expect(changed.answer).toEqual({ kind: 'refused', code: 'refund-changed' });
    await refundAs(rig, sale!.saleId, amount(334));
    expect([clawed, (await rig.scan(shop.linCard)).member?.points]).toEqual([
      [
        [34, 66],
        [33, 33],
      ],
      0,
    ]);
    expect(rig.last().lastSales[0]).toMatchObject({ undone: true });
  });
});

test('spent points go back to their lot, a used voucher comes back as a new one, a given one is void', async () => {
  await withTestDatabase(async (db) => {
    const used = shopVoucher(91, { memberId: shop.lin });
    await stockShop(db, [used], loyaltyProgram);
    const rig = testCounter(db);
    await rig.scan(shop.linCard);
    await rig.sell(500);
    const lots = await listLots(db, shop.lin);
    await rig.scan(shop.linCard);
    await rig.scan(used.code);
    await rig.counter.handlers['sale:set-amount']({ amountText: '1200' });
    await rig.counter.handlers['sale:set-points']({ points: 40 });
    const [sale] = (await rig.sell(1_200)).lastSales;
    expect(sale).toMatchObject({ paidMinor: 1_110, pointsSpent: 40, discountMinor: 50 });
    const given = (await rig.scan(shop.linCard)).member?.vouchers;
    expect(given?.map((voucher) => voucher.couponId)).toEqual([loyaltyCoupons.nextTime]);
    const { preview } = await refundAs(rig, sale!.saleId, 'void');
    expect(preview).toMatchObject({ moneyMinor: 1_110, clawedBack: 111, returned: 40 });
    expect(await listLots(db, shop.lin)).toEqual(lots);
    const now = (await rig.scan(shop.linCard)).member?.vouchers;
    expect(now).toMatchObject([{ couponId: shop.off50, blockedBy: null }]);
    expect(now?.[0]?.voucherId).not.toBe(used.voucherId);
    expect([
      (await rig.scan(used.code)).notice?.code,
      (await rig.scan(given?.[0]?.code ?? '')).notice?.code,
      (await findVoucherByCode(db, given?.[0]?.code ?? ''))?.state,
      (await rig.scan(now?.[0]?.code ?? '')).notice?.code,
    ]).toEqual(['voucher-used', 'voucher-cancelled', 'cancelled', 'voucher-attached']);
  });
});

test('a referral is taken back from both, and due again', async () => {
  await withTestDatabase(async (db) => {
    await stockShop(db, [], loyaltyProgram);
    const rig = testCounter(db);
    await rig.counter.handlers['member:enrol']({
      name: '陳大文',
      mobile: '0911222333',
      birthday: null,
      consent: true,
      invitedByCode: shop.linCard,
    });
    const memberId = rig.last().member!.memberId;
    const [sale] = (await rig.sell(100)).lastSales;
    await refundAs(rig, sale!.saleId, 'void');
    const points = async () => [
      (await rig.scan(shop.linCard)).member?.points,
      (await listLots(db, memberId)).reduce((sum, lot) => sum + lot.points, 0),
    ];
    expect(await points()).toEqual([0, 5]);
    await rig.counter.handlers['member:attach']({ memberId });
    await rig.sell(100);
    expect(await points()).toEqual([9, 5 + 10 + 7]);
  });
});

test('sales are found by the end of their number, by e-invoice, or newest first, also without HQ', async () => {
  await withTestDatabase(async (db) => {
    const rig = testCounter(db);
    const { handlers } = rig.counter;
    await handlers['setup:start-local']({ shopName: '小店', taxId: shop.store.taxId });
    await handlers['member:enrol']({
      name: '陳大文',
      mobile: '0911222333',
      birthday: null,
      invitedByCode: null,
      consent: true,
    });
    const { memberId } = rig.last().member!;
    await rig.sell(300);
    await handlers['member:attach']({ memberId });
    await rig.scan(invoiceQr({ totalMinor: 250 }));
    await rig.sell(250);
    const find = async (text: string) =>
      (await handlers['refund:find']({ text })).sales.map((sale) => sale.saleNo);
    expect([
      await find(''),
      await find('0001'),
      await find('1122-0002'),
      await find('ab-12345678'),
      await find('9'),
    ]).toEqual([['1122-0002', '1122-0001'], ['1122-0001'], ['1122-0002'], ['1122-0002'], []]);
    const [sale] = (await handlers['refund:find']({ text: '0001' })).sales;
    await refundAs(rig, sale!.saleId, 'void');
    expect(rig.last()).toMatchObject({
      mode: 'local',
      notice: { code: 'sale-undone' },
      lastSales: [{}, { sync: 'local', undone: true }],
    });
    await handlers['member:attach']({ memberId });
    expect(rig.last().member?.points).toBe(2);
  });
});

test('a sale recorded by the version before can be undone', async () => {
  await withTestDatabase(async (db) => {
    await stockShop(db);
    const rig = testCounter(db);
    const newId = countingIds(70_000);
    const award = testAward(newId, { memberId: shop.lin, points: 12 });
    const { body, ...head } = award;
    const { saleId, saleNo, amountMinor, discountMinor, paidMinor, points, expiresOn } = body;
    const program = { id: shopProgram.programId, version: shopProgram.version };
    const { entries, tierId, baseMinor } = body;
    const oldBody = {
      saleId,
      saleNo,
      amountSource: 'typed',
      invoice: null,
      program,
      tierId,
      amountMinor,
      discountMinor,
      paidMinor,
      baseMinor,
      points,
      expiresOn,
      vouchers: [],
      entries,
    };
    await inTransaction(db, async (trx) => {
      const event = { ...head, v: 1, body: oldBody } as unknown as typeof award;
      const { eid, member: memberId } = award;
      const atMs = award.t.wallMs;
      await appendEvent(trx, { event, recordedAtMs: atMs });
      await insertEntries(trx, [{ eid, origin: 'record', recordedAtMs: atMs, entries }]);
      await insertOwnSale(trx, {
        saleId,
        eid,
        saleNo,
        memberId,
        atMs,
        bizDate: award.bizDate,
        amountMinor,
        discountMinor,
        paidMinor,
        points,
        spentMinor: paidMinor,
        pointsSpent: 0,
        tierAfter: null,
        program,
        invoice: null,
        reasons: [],
      });
    });
    const { preview } = await refundAs(rig, saleId, 'void');
    expect(preview).toMatchObject({ moneyMinor: 1_200, clawedBack: 12, balanceAfter: 0 });
    expect(rig.last().lastSales[0]).toMatchObject({ undone: true });
    expect(await listLots(db, shop.lin)).toEqual([]);
  });
});
