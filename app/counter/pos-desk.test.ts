import { expect, test } from 'vitest';
import type { AwardEvent } from '../contract/events.ts';
import type { PosSale } from '../contract/pos-api.ts';
import { posSaleSchema } from '../contract/pos-api.ts';
import { withTestDatabase } from '../db/test-database.ts';
import type { Db } from '../db/handles.ts';
import { shop, shopVoucher, stockShop, testCounter, type TestCounter } from './test-counter.ts';
import { answerFor, eventsOf } from './test-refund.ts';

const sale = (amountMinor: number, more: Partial<PosSale> = {}): PosSale =>
  posSaleSchema.parse({ amountMinor, ...more });
const key = (posSaleNo: string, posName = '櫃台 1') => ({ posName, posSaleNo });
const put = (rig: TestCounter, no: string, request: PosSale, posName?: string) =>
  rig.counter.pos.put({ key: key(no, posName), request, sourceFile: null });

/** What the log holds: `<POS>:<number> <paid> <points>`. */
async function listAwards(db: Db): Promise<string[]> {
  const rows = await db.selectFrom('event').selectAll().where('type', '=', 'award').execute();
  return rows.map((row) => {
    const { body } = JSON.parse(row.raw_body) as AwardEvent;
    return `${row.pos_key} ${body.paidMinor} ${body.points}`;
  });
}

async function inShop(
  work: (rig: TestCounter, db: Db) => Promise<void>,
  vouchers = [shopVoucher(1)],
): Promise<void> {
  await withTestDatabase(async (db) => {
    await stockShop(db, vouchers);
    const rig = testCounter(db);
    await rig.counter.start();
    await work(rig, db);
    expect(rig.errors).toEqual([]);
  });
}

const member = { nameMasked: '王○明', tier: { 'zh-TW': '金卡', en: 'Gold' }, points: 0 };

test('a sale waits for its member, is foretold by line, settled by the POS, and answered the same for ever', async () => {
  await inShop(async (rig, db) => {
    const lines = [
      { sku: 'T1', name: '高山茶', qty: 3, unitMinor: 200, discountMinor: 50 },
      { sku: 'T2', name: '茶杯', qty: 1, unitMinor: 250 },
    ] as PosSale['lines'];
    const request = sale(800, { lines });
    const waiting = await put(rig, 'A-1', request);
    const again = await put(rig, 'A-1', request);
    expect(again).toEqual(waiting);
    expect(waiting).toMatchObject({ kind: 'view', view: { state: 'waiting-for-member' } });
    expect(rig.last().sale).toMatchObject({
      amountText: '800',
      lines: [{ qty: 1, unitMinor: 184 }, { qty: 2, unitMinor: 183 }, { unitMinor: 250 }],
    });
    expect(rig.last().pos).toEqual({ onSale: key('A-1'), waiting: 0 });
    await rig.scan(shop.mingCard);
    await rig.counter.handlers['sale:use-best']({});
    const open = await rig.counter.pos.get(key('A-1'));
    const result = {
      discountMinor: 50,
      pointsSpent: 0,
      pointsValueMinor: 0,
      paidMinor: 750,
      pointsEarned: 112,
      lines: [
        { discountMinor: 34, pointsValueMinor: 0, paidMinor: 516 },
        { discountMinor: 16, pointsValueMinor: 0, paidMinor: 234 },
      ],
    };
    expect(open).toMatchObject({ kind: 'view', view: { state: 'open', member, result } });
    const settle = (paidMinor: number) =>
      rig.counter.pos.settle(key('A-1'), { paidMinor, invoice: null });
    expect(await settle(800)).toMatchObject({ kind: 'refused', code: 'paid-differs' });
    const settled = await settle(750);
    expect(settled).toMatchObject({
      kind: 'view',
      view: { state: 'settled', saleNo: '1122-0001', result, member: { ...member, points: 112 } },
    });
    expect([await settle(750), await put(rig, 'A-1', request), await settle(750)]).toEqual([
      settled,
      settled,
      settled,
    ]);
    expect(await settle(749)).toMatchObject({ kind: 'refused', code: 'paid-differs' });
    expect(await put(rig, 'A-1', sale(801))).toMatchObject({
      kind: 'refused',
      code: 'sale-settled-differs',
      differences: [
        { field: 'amountMinor', had: '800', got: '801' },
        { field: 'lines[0]', got: '' },
        { field: 'lines[1]', got: '' },
      ],
      view: { state: 'settled' },
    });
    expect(await listAwards(db)).toEqual(['櫃台 1:A-1 750 112']);
  });
});

test('Enter at the counter settles it as well, and the POS is answered with what came of it', async () => {
  await inShop(async (rig, db) => {
    await rig.scan(shop.mingCard);
    const open = await put(
      rig,
      'A-2',
      sale(500, { invoice: { number: 'AB12345678', date: '2026-11-22' } }),
    );
    expect(open).toMatchObject({ view: { state: 'open', result: { paidMinor: 500 } } });
    const preview = rig.last().sale.preview;
    if (preview?.kind !== 'evaluated') throw new Error('no preview');
    await rig.counter.handlers['sale:settle']({
      expectedPaidMinor: preview.paidMinor,
      expectedPoints: preview.points,
    });
    expect(
      await rig.counter.pos.settle(key('A-2'), { paidMinor: 500, invoice: null }),
    ).toMatchObject({
      view: { state: 'settled', result: { pointsEarned: 75 } },
    });
    expect(
      await put(rig, 'A-3', sale(1, { invoice: { number: 'AB12345678', date: '2026-11-22' } })),
    ).toMatchObject({
      kind: 'refused',
      code: 'invoice-used',
    });
    expect(await listAwards(db)).toEqual(['櫃台 1:A-2 500 75']);
  });
});

test('without a member nothing is recorded; a code the POS read puts the member on', async () => {
  await inShop(async (rig, db) => {
    await put(rig, 'A-1', sale(300));
    const settle = (no: string, paidMinor: number | null) =>
      rig.counter.pos.settle(key(no), { paidMinor, invoice: null });
    expect(await settle('A-1', 299)).toMatchObject({ code: 'paid-differs' });
    expect(await settle('A-1', 300)).toMatchObject({ view: { state: 'no-member', result: null } });
    expect(await settle('A-1', 300)).toMatchObject({ view: { state: 'no-member' } });
    expect(rig.last().sale.amountText).toBe('');
    expect(await put(rig, 'A-2', sale(300, { memberCode: '2999999999999' }))).toMatchObject({
      code: 'card-unknown',
    });
    await put(rig, 'A-2', sale(300, { memberCode: shop.linCard }));
    expect(await settle('A-2', null)).toMatchObject({
      view: { state: 'settled', member: { nameMasked: '林○麗' }, result: { pointsEarned: 30 } },
    });
    expect(await listAwards(db)).toEqual(['櫃台 1:A-2 300 30']);
  });
});

test('a newer sale takes the place of one without a member; one with a member is let finish first', async () => {
  await inShop(async (rig) => {
    await put(rig, 'A-1', sale(100));
    await put(rig, 'A-2', sale(200));
    const state = async (no: string, posName?: string) => {
      const answer = await rig.counter.pos.get(key(no, posName));
      return answer.kind === 'view' ? `${answer.view.state} ${answer.view.closedBy}` : answer.code;
    };
    expect([await state('A-1'), await state('A-2')]).toEqual([
      'cancelled newer-sale',
      'waiting-for-member null',
    ]);
    await rig.scan(shop.mingCard);
    await put(rig, 'A-3', sale(300));
    await put(rig, 'B-1', sale(400), '櫃台 2');
    expect([await state('A-3'), await state('B-1', '櫃台 2'), rig.last().pos]).toEqual([
      'queued null',
      'queued null',
      { onSale: key('A-2'), waiting: 2 },
    ]);
    await rig.counter.pos.settle(key('A-2'), { paidMinor: 200, invoice: null });
    await rig.counter.settled();
    expect([await state('A-3'), rig.last().sale.amountText]).toEqual([
      'waiting-for-member null',
      '300',
    ]);
    // The cashier takes it off: Esc closes the notice, then the sale.
    await rig.counter.handlers['sale:back']({});
    await rig.counter.settled();
    expect([await state('A-3'), await state('B-1', '櫃台 2'), await state('A-1')]).toEqual([
      'cancelled counter',
      'waiting-for-member null',
      'cancelled newer-sale',
    ]);
    expect(await state('none')).toBe('sale-unknown');
  });
});

test('cancel and void, each once; a void by the counter itself is told too', async () => {
  await inShop(async (rig, db) => {
    const { pos } = rig.counter;
    await put(rig, 'A-1', sale(100));
    expect(await pos.cancel(key('A-1'))).toMatchObject({
      view: { state: 'cancelled', closedBy: 'pos' },
    });
    expect(await pos.settle(key('A-1'), { paidMinor: 100, invoice: null })).toMatchObject({
      code: 'sale-cancelled',
    });
    // Handed over again it is open again.
    await rig.scan(shop.mingCard);
    expect(await put(rig, 'A-1', sale(100))).toMatchObject({ view: { state: 'open' } });
    await pos.settle(key('A-1'), { paidMinor: 100, invoice: null });
    expect(await pos.cancel(key('A-1'))).toMatchObject({ code: 'sale-settled' });
    const voided = await pos.undo(key('A-1'), 'mistake');
    expect(voided).toMatchObject({ view: { state: 'voided', result: { pointsEarned: 15 } } });
    expect(await pos.undo(key('A-1'), 'mistake')).toEqual(voided);
    expect(await pos.undo(key('none'), 'mistake')).toMatchObject({ code: 'sale-unknown' });
    const refunds = await db.selectFrom('event').selectAll().where('type', '=', 'refund').execute();
    expect(refunds).toHaveLength(1);
  });
});

test('a number counts once also when the list of the POS was lost: the log knows it', async () => {
  await inShop(async (rig, db) => {
    await rig.scan(shop.mingCard);
    const request = sale(100);
    await put(rig, 'A-1', request);
    const settled = await rig.counter.pos.settle(key('A-1'), { paidMinor: 100, invoice: null });
    await db.deleteFrom('pos_sale').execute();
    await rig.scan(shop.linCard);
    expect(await put(rig, 'A-1', request)).toEqual(settled);
    expect(await put(rig, 'A-1', sale(101))).toMatchObject({ code: 'sale-settled-differs' });
    expect(await listAwards(db)).toEqual(['櫃台 1:A-1 100 15']);
  });
});

test('lines that do not come to the amount, and a counter that is not set up', async () => {
  await inShop(async (rig) => {
    const lines = [{ qty: 1, unitMinor: 100 }] as PosSale['lines'];
    expect(await put(rig, 'A-1', sale(99, { lines }))).toMatchObject({ code: 'lines-differ' });
    expect(await put(rig, 'A-1', sale(99, { lines, discountBeforeMinor: 1 }))).toMatchObject({
      view: { state: 'waiting-for-member' },
    });
    expect(rig.last().sale).toMatchObject({ amountText: '99', lines: [{ unitMinor: 99 }] });
  });
  await withTestDatabase(async (db) => {
    const rig = testCounter(db);
    await rig.counter.start();
    expect(await put(rig, 'A-1', sale(99))).toMatchObject({ code: 'setup-first' });
  });
});

test('Enter and the POS at the same moment, and each of them twice: one award', async () => {
  await inShop(async (rig, db) => {
    await rig.scan(shop.mingCard);
    await put(rig, 'A-1', sale(500));
    const { handlers, pos } = rig.counter;
    const enter = () => handlers['sale:settle']({ expectedPaidMinor: 500, expectedPoints: 75 });
    const settle = () => pos.settle(key('A-1'), { paidMinor: 500, invoice: null });
    const [, first, , second] = await Promise.all([enter(), settle(), enter(), settle()]);
    expect(first).toEqual(second);
    expect(first).toMatchObject({ view: { state: 'settled', result: { pointsEarned: 75 } } });
    expect(await listAwards(db)).toEqual(['櫃台 1:A-1 500 75']);
  });
});

test('an amount typed over the POS’s takes its number off; the e-invoice may come with the payment', async () => {
  await inShop(async (rig, db) => {
    const { handlers, pos } = rig.counter;
    await put(rig, 'A-1', sale(500));
    await handlers['sale:set-amount']({ amountText: '50' });
    expect(await pos.get(key('A-1'))).toMatchObject({
      view: { state: 'cancelled', closedBy: 'counter' },
    });
    // The POS's next sale takes the place of what was typed, and the screen says so.
    await put(rig, 'A-2', sale(600));
    expect(rig.last().notice).toMatchObject({
      code: 'pos-sale-instead',
      params: { beforeMinor: 50, amountMinor: 600 },
    });
    await rig.scan(shop.linCard);
    const invoice = { number: 'AB12345678', date: '2026-11-22' };
    const settle = () => pos.settle(key('A-2'), { paidMinor: 600, invoice });
    expect(await settle()).toMatchObject({ view: { state: 'settled' } });
    await rig.scan(shop.linCard);
    await put(rig, 'A-3', sale(600));
    expect(await pos.settle(key('A-3'), { paidMinor: 600, invoice })).toMatchObject({
      kind: 'refused',
      code: 'blocked',
      reason: 'invoice-used',
      view: { state: 'open' },
    });
    expect(await listAwards(db)).toEqual(['櫃台 1:A-2 600 60']);
  });
});

test('a sale HQ sent back is voided for the POS, and stays so whatever HQ says of it', async () => {
  await inShop(async (rig, db) => {
    await rig.scan(shop.mingCard);
    await put(rig, 'A-1', sale(500));
    await rig.counter.pos.settle(key('A-1'), { paidMinor: 500, invoice: null });
    await answerFor(db, 0, 'duplicate');
    const seen = [await rig.counter.pos.undo(key('A-1'), 'goods-back')];
    await answerFor(db, 1, 'quarantined');
    seen.push(await rig.counter.pos.undo(key('A-1'), 'goods-back'));
    // Its e-invoice came free: both count now.
    await answerFor(db, 0, 'applied');
    await answerFor(db, 1, 'applied');
    seen.push(await rig.counter.pos.get(key('A-1')));
    expect(seen).toMatchObject(seen.map(() => ({ kind: 'view', view: { state: 'voided' } })));
    expect((await eventsOf(db)).map(({ type }) => type)).toEqual(['award', 'refund']);
  });
});
