import { expect, test } from 'vitest';
import type { ReceiptRow } from '../contract/sync.ts';
import type { EventId, RefundId, SaleId } from '../domain/ids.ts';
import { checkBalances } from '../db/check-balances.ts';
import { countingIds, withTestDatabase } from '../db/test-database.ts';
import { invoiceQr, shop, stockShop, testCounter, type TestCounter } from './test-counter.ts';
import { answerFor, eventsOf, pullReceipt, refundAs } from './test-refund.ts';

const qr = invoiceQr({ totalMinor: 430 });
const newId = countingIds(400_000);

async function earnBy(rig: TestCounter, card: string) {
  await rig.counter.handlers['sale:clear']({});
  await rig.scan(card);
  const { notice } = await rig.scan(qr);
  if (notice?.code !== 'invoice-taken') return notice?.code;
  return (await rig.sell(430)).lastSales[0];
}

const pointsOf = async (rig: TestCounter, card: string) => (await rig.scan(card)).member?.points;

test('undone for the wrong member, the e-invoice earns for the right one, once', async () => {
  await withTestDatabase(async (db) => {
    await stockShop(db);
    const rig = testCounter(db);
    const wrong = await earnBy(rig, shop.mingCard);
    if (typeof wrong !== 'object') throw new Error('no sale');
    expect(await earnBy(rig, shop.linCard)).toBe('invoice-used');
    await refundAs(rig, wrong.saleId, 'void', { why: 'wrong-member' });
    expect(await earnBy(rig, shop.linCard)).toMatchObject({ points: 43 });
    expect(await earnBy(rig, shop.linCard)).toBe('invoice-used');
    const points = async () => [
      await pointsOf(rig, shop.mingCard),
      await pointsOf(rig, shop.linCard),
    ];
    expect(await points()).toEqual([0, 43]);
    // HQ's word about each comes late, in any order.
    for (const n of [2, 0, 1]) await answerFor(db, n, 'applied');
    expect(await points()).toEqual([0, 43]);
    expect(await earnBy(rig, shop.linCard)).toBe('invoice-used');
    expect((await checkBalances(db)).wrong).toEqual([]);
  });
});

test('goods taken back do not free the e-invoice, not even all of them', async () => {
  await withTestDatabase(async (db) => {
    await stockShop(db);
    const rig = testCounter(db);
    const sale = await earnBy(rig, shop.linCard);
    if (typeof sale !== 'object') throw new Error('no sale');
    await refundAs(rig, sale.saleId, { kind: 'amount', amountMinor: 30 });
    const seen = [await earnBy(rig, shop.linCard)];
    await refundAs(rig, sale.saleId, { kind: 'all' });
    seen.push(await earnBy(rig, shop.linCard));
    expect(seen).toEqual(['invoice-used', 'invoice-used']);
  });
});

test('a void that HQ gives no effect leaves the e-invoice used', async () => {
  await withTestDatabase(async (db) => {
    await stockShop(db);
    const rig = testCounter(db);
    const sale = await earnBy(rig, shop.linCard);
    if (typeof sale !== 'object') throw new Error('no sale');
    await refundAs(rig, sale.saleId, 'void');
    await answerFor(db, 0, 'applied');
    await answerFor(db, 1, 'quarantined');
    expect(await earnBy(rig, shop.linCard)).toBe('invoice-used');
  });
});

test.each(['with its sale', 'later'])(
  'the void of another counter frees the e-invoice it told %s',
  async (told) => {
    await withTestDatabase(async (db) => {
      await stockShop(db);
      const rig = testCounter(db);
      const saleId = newId<SaleId>();
      const key = 'AB12345678:2026-11-22';
      const common = {
        inst: shop.install,
        atMs: 5,
        storeName: '板橋店',
        status: 'applied' as const,
        entries: [],
        stamps: [],
        uses: [],
        usedVoucherIds: [],
        exceptions: [],
      };
      const sold: ReceiptRow = {
        ...common,
        seq: 7,
        eid: newId<EventId>(),
        refund: null,
        sale: {
          saleId,
          saleNo: '1122-0001',
          memberId: shop.ming,
          paidMinor: 430,
          points: 43,
          invoiceKey: told === 'later' ? null : key,
        },
      };
      const entered: ReceiptRow = {
        ...common,
        seq: 9,
        eid: newId<EventId>(),
        refund: null,
        sale: null,
        saleInvoice: { saleEid: sold.eid, invoiceKey: key },
      };
      const result: NonNullable<ReceiptRow['refund']>['result'] = {
        mode: 'void',
        byLine: [430],
        qtyByLine: [1],
        amountMinor: 430,
        moneyMinor: 430,
        pointsValueMinor: 0,
        valueMinor: 0,
        spentMinor: 430,
        clawedBack: 43,
        returned: 0,
        shortfall: 0,
        entries: [],
        values: [],
        stamps: [],
        cancelled: [],
        reissued: [],
        complete: true,
      };
      const undone: ReceiptRow = {
        ...common,
        seq: 8,
        eid: newId<EventId>(),
        sale: null,
        refund: {
          refundId: newId<RefundId>(),
          saleId,
          memberId: shop.ming,
          result,
        },
      };
      await pullReceipt(db, sold);
      if (told === 'later') await pullReceipt(db, entered);
      const seen = [await earnBy(rig, shop.linCard)];
      await pullReceipt(db, undone);
      seen.push(await earnBy(rig, shop.linCard));
      // The old receipts may come again.
      await pullReceipt(db, sold);
      if (told === 'later') await pullReceipt(db, entered);
      await pullReceipt(db, undone);
      seen.push(await earnBy(rig, shop.linCard));
      expect(seen).toMatchObject(['invoice-used', { points: 43 }, 'invoice-used']);
    });
  },
);

test('an award HQ first held back because the e-invoice was used counts once HQ takes it after all', async () => {
  await withTestDatabase(async (db) => {
    await stockShop(db);
    const rig = testCounter(db);
    await earnBy(rig, shop.linCard);
    const [award] = await eventsOf(db);
    if (award?.type !== 'award') throw new Error('no award');
    await answerFor(db, 0, 'duplicate');
    const seen = [await pointsOf(rig, shop.linCard)];
    await answerFor(db, 0, 'applied');
    seen.push(await pointsOf(rig, shop.linCard));
    await answerFor(db, 0, 'applied');
    seen.push(await pointsOf(rig, shop.linCard));
    expect(seen).toEqual([0, 43, 43]);
    rig.counter.notifySyncChanged();
    await rig.counter.settled();
    expect(rig.last().lastSales[0]).toMatchObject({ sync: 'at-hq', refundable: true });
    expect((await checkBalances(db)).wrong).toEqual([]);
  });
});

test('a sale HQ sent back, undone at the counter as a whole, uses its e-invoice no more', async () => {
  await withTestDatabase(async (db) => {
    await stockShop(db);
    const rig = testCounter(db);
    const sent = await earnBy(rig, shop.mingCard);
    if (typeof sent !== 'object') throw new Error('no sale');
    // For instance pushed while the counter was revoked by mistake (`from-revoked`).
    await answerFor(db, 0, 'quarantined');
    await refundAs(rig, sent.saleId, 'void', { why: 'wrong-member' });
    expect((await rig.scan(shop.linCard)).lastSales[0]).toMatchObject({
      sync: 'rejected',
      undone: true,
    });
    // HQ's word about the void of a sale that does not count (`refund-of-uncounted-sale`).
    await answerFor(db, 1, 'quarantined');
    expect((await rig.scan(shop.linCard)).lastSales[0]).toMatchObject({ undone: true });
    expect(await earnBy(rig, shop.linCard)).toMatchObject({ points: 43 });
  });
});
