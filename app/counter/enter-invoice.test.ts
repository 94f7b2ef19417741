import { expect, test } from 'vitest';
import { posSaleSchema } from '../contract/pos-api.ts';
import type { ReceiptRow } from '../contract/sync.ts';
import type { EventId } from '../domain/ids.ts';
import { dropSome, firstDropPlace, startDropping } from '../db/drop-view.ts';
import { inTransaction, type Db } from '../db/handles.ts';
import { putBackEvents } from '../db/put-back-events.ts';
import { linksOf } from '../db/test-links.ts';
import { withTestDatabase } from '../db/test-database.ts';
import { invoiceQr, shop, stockShop, testCounter, type TestCounter } from './test-counter.ts';
import { eventsOf, pullReceipt } from './test-refund.ts';

const key = (posSaleNo: string) => ({ posName: '櫃台 1', posSaleNo });
const put = (rig: TestCounter, no: string) =>
  rig.counter.pos.put({
    key: key(no),
    request: posSaleSchema.parse({ amountMinor: 500 }),
    sourceFile: null,
  });

async function pressEnter(rig: TestCounter): Promise<void> {
  const { preview } = rig.last().sale;
  if (preview?.kind !== 'evaluated') throw new Error('no preview');
  const { paidMinor: expectedPaidMinor, points: expectedPoints } = preview;
  await rig.counter.handlers['sale:settle']({ expectedPaidMinor, expectedPoints });
}

test('an e-invoice that comes after the cashier’s Enter is the sale’s all the same, for good', async () => {
  await withTestDatabase(async (db) => {
    await stockShop(db);
    const rig = testCounter(db);
    await rig.counter.start();
    const { handlers, pos } = rig.counter;
    const invoice = { number: 'AB12345678', date: '2026-11-22' };
    const pay = (no: string, paid: { invoice: typeof invoice | null }) =>
      pos.settle(key(no), { paidMinor: 500, ...paid });
    const enter = async (no: string) => {
      await rig.scan(shop.mingCard);
      await put(rig, no);
      await pressEnter(rig);
    };
    await enter('A-1');
    const first = await pay('A-1', { invoice });
    expect(first).toMatchObject({ kind: 'view', view: { state: 'settled' } });
    expect([await pay('A-1', { invoice }), await pay('A-1', { invoice: null })]).toEqual([
      first,
      first,
    ]);
    expect(await pay('A-1', { invoice: { ...invoice, number: 'AB99999999' } })).toMatchObject({
      kind: 'refused',
      code: 'sale-settled-differs',
      differences: [
        {
          field: 'invoice',
          had: '{"date":"2026-11-22","number":"AB12345678"}',
          got: '{"date":"2026-11-22","number":"AB99999999"}',
        },
      ],
      view: { state: 'settled' },
    });
    expect(await pos.settle(key('A-1'), { paidMinor: 1, invoice })).toMatchObject({
      code: 'paid-differs',
    });
    await rig.scan(shop.linCard);
    expect((await rig.scan(invoiceQr({ totalMinor: 500 }))).notice?.code).toBe('invoice-used');
    await handlers['sale:clear']({});
    await enter('A-2');
    expect(await pay('A-2', { invoice })).toMatchObject({
      kind: 'refused',
      code: 'invoice-used',
      view: { state: 'settled' },
    });
    const types = (await eventsOf(db)).map(({ type }) => type);
    expect(types).toEqual(['award', 'sale_invoice', 'award']);
    // Undone, it is free for the right member.
    await pos.undo(key('A-1'), 'mistake');
    await rig.scan(shop.linCard);
    expect((await rig.scan(invoiceQr({ totalMinor: 500 }))).notice?.code).toBe('invoice-taken');
  });
});

const lateInvoice = { number: 'AB12345678', date: '2026-11-22' };

/** A sale of the POS whose e-invoice came after Enter, and what stands on the tape of it. */
async function enterLate(db: Db) {
  await stockShop(db);
  const rig = testCounter(db);
  await rig.counter.start();
  await rig.scan(shop.mingCard);
  await put(rig, 'A-1');
  await pressEnter(rig);
  await rig.counter.pos.settle(key('A-1'), { paidMinor: 500, invoice: lateInvoice });
  return await linksOf(db);
}

test('an e-invoice entered late is known again to a database made anew from the tape', async () => {
  await withTestDatabase(async (db) => {
    const links = await enterLate(db);
    await withTestDatabase(async (anew) => {
      await stockShop(anew);
      await inTransaction(anew, (trx) => putBackEvents(trx, links));
      const later = testCounter(anew);
      await later.counter.start();
      await later.scan(shop.linCard);
      const { notice } = await later.scan(invoiceQr({ totalMinor: 500 }));
      const again = await later.counter.pos.settle(key('A-1'), {
        paidMinor: 500,
        invoice: lateInvoice,
      });
      expect([notice?.code, again]).toMatchObject([
        'invoice-used',
        { kind: 'view', view: { state: 'settled' } },
      ]);
    });
  });
});

/** HQ's word about an event that names an e-invoice. */
const receiptOf = (
  eid: EventId,
  said: Pick<ReceiptRow, 'status'> & Partial<ReceiptRow>,
): ReceiptRow => ({
  inst: shop.install,
  seq: 2,
  eid,
  atMs: 5,
  storeName: '信義店',
  sale: null,
  refund: null,
  entries: [],
  stamps: [],
  uses: [],
  usedVoucherIds: [],
  exceptions: [],
  ...said,
});

test('an e-invoice HQ did not give to its sale is let go of, and the sale may have another one', async () => {
  await withTestDatabase(async (db) => {
    await stockShop(db);
    const rig = testCounter(db);
    await rig.counter.start();
    const invoice = { number: 'AB12345678', date: '2026-11-22' };
    const pay = (number: string) =>
      rig.counter.pos.settle(key('A-1'), { paidMinor: 500, invoice: { ...invoice, number } });
    const scan = async () => {
      await rig.scan(shop.linCard);
      const { notice } = await rig.scan(invoiceQr({ totalMinor: 500 }));
      await rig.counter.handlers['sale:clear']({});
      return notice?.code;
    };
    await rig.scan(shop.mingCard);
    await put(rig, 'A-1');
    await pressEnter(rig);
    await pay(invoice.number);
    const [award, entered] = await eventsOf(db);
    if (award === undefined || entered === undefined) throw new Error('no events');
    const seen = [await scan()];
    await pullReceipt(db, receiptOf(entered.eid, { status: 'quarantined' }));
    seen.push(await scan());
    // A person at HQ let it through after all.
    const saleInvoice = { saleEid: award.eid, invoiceKey: 'AB12345678:2026-11-22' };
    await pullReceipt(db, receiptOf(entered.eid, { status: 'applied', saleInvoice }));
    seen.push(await scan());
    // The same event offered again: it had its effect.
    await pullReceipt(db, receiptOf(entered.eid, { status: 'duplicate' }));
    seen.push(await scan());
    expect(seen).toEqual(['invoice-used', 'invoice-taken', 'invoice-used', 'invoice-used']);
    expect(await pay('AB99999999')).toMatchObject({ code: 'sale-settled-differs' });
  });
  await withTestDatabase(async (db) => {
    await stockShop(db);
    const rig = testCounter(db);
    await rig.counter.start();
    await rig.scan(shop.mingCard);
    await put(rig, 'A-1');
    await pressEnter(rig);
    const pay = (number: string) =>
      rig.counter.pos.settle(key('A-1'), {
        paidMinor: 500,
        invoice: { number, date: '2026-11-22' },
      });
    await pay('AB12345678');
    const [, entered] = await eventsOf(db);
    if (entered === undefined) throw new Error('no event');
    await pullReceipt(db, receiptOf(entered.eid, { status: 'duplicate' }));
    expect(await pay('AB99999999')).toMatchObject({ kind: 'view' });
    const types = (await eventsOf(db)).map(({ type }) => type);
    expect(types).toEqual(['award', 'sale_invoice', 'sale_invoice']);
  });
});

test('an e-invoice that only HQ remembers to be the sale’s may be told again', async () => {
  await withTestDatabase(async (db) => {
    await stockShop(db);
    const rig = testCounter(db);
    await rig.counter.start();
    await rig.scan(shop.mingCard);
    await put(rig, 'A-1');
    await pressEnter(rig);
    const [award] = await eventsOf(db);
    if (award === undefined) throw new Error('no award');
    // The disk is an older copy: the counter itself told HQ, and hears it as of somebody else.
    const saleInvoice = { saleEid: award.eid, invoiceKey: 'AB12345678:2026-11-22' };
    const eid = '0198b3a0-0000-7000-8000-0000000abc01' as EventId;
    await pullReceipt(db, receiptOf(eid, { status: 'applied', saleInvoice }));
    const invoice = { number: 'AB12345678', date: '2026-11-22' };
    expect(await rig.counter.pos.settle(key('A-1'), { paidMinor: 500, invoice })).toMatchObject({
      kind: 'view',
      view: { state: 'settled' },
    });
    expect((await eventsOf(db)).map(({ type }) => type)).toEqual(['award']);
  });
});

test('an e-invoice HQ told before the tape brought it back stays used when HQ’s view is dropped', async () => {
  await withTestDatabase(async (db) => {
    const links = await enterLate(db);
    const [award, entered] = await eventsOf(db);
    if (award === undefined || entered === undefined) throw new Error('no events');
    const saleInvoice = { saleEid: award.eid, invoiceKey: 'AB12345678:2026-11-22' };
    await withTestDatabase(async (older) => {
      await stockShop(older);
      await inTransaction(older, (trx) => putBackEvents(trx, links.slice(0, 1)));
      await pullReceipt(older, receiptOf(entered.eid, { status: 'applied', saleInvoice }));
      await inTransaction(older, (trx) => putBackEvents(trx, links));
      await inTransaction(older, (trx) => startDropping(trx, 'another'));
      for (let place = firstDropPlace; ;) {
        const at = place;
        const next = await inTransaction(older, (trx) => dropSome(trx, at));
        if (next === null) break;
        place = next;
      }
      const later = testCounter(older);
      await later.counter.start();
      await later.scan(shop.linCard);
      const { notice } = await later.scan(invoiceQr({ totalMinor: 500 }));
      const again = await later.counter.pos.settle(key('A-1'), {
        paidMinor: 500,
        invoice: lateInvoice,
      });
      expect([notice?.code, again]).toMatchObject([
        'invoice-used',
        { kind: 'view', view: { state: 'settled' } },
      ]);
      expect((await eventsOf(older)).map(({ type }) => type)).toEqual(['award', 'sale_invoice']);
    });
  });
});
