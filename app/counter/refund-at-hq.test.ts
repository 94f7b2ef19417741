import { expect, test } from 'vitest';
import { checkBalances } from '../db/check-balances.ts';
import { withTestDatabase } from '../db/test-database.ts';
import { shop, stockShop, testCounter } from './test-counter.ts';
import { loyaltyProgram } from './test-program.ts';
import { answerFor, booksOf, eventsOf, pullReceipt, refundAs } from './test-refund.ts';

test('a sale that is at HQ can be undone; HQ’s echo changes nothing, also when it waited for the sale', async () => {
  await withTestDatabase(async (db) => {
    await stockShop(db, [], loyaltyProgram);
    const rig = testCounter(db);
    const before = await booksOf(rig, shop.linCard);
    await rig.scan(shop.linCard);
    const [sale] = (await rig.sell(1_000)).lastSales;
    await answerFor(db, 0, 'applied');
    rig.counter.notifySyncChanged();
    await rig.counter.settled();
    expect(rig.last().lastSales[0]).toMatchObject({ sync: 'at-hq', refundable: true });
    await refundAs(rig, sale!.saleId, 'void');
    const seen = [await booksOf(rig, shop.linCard)];
    for (const status of ['awaiting', 'applied', 'duplicate'] as const) {
      await answerFor(db, 1, status);
      seen.push(await booksOf(rig, shop.linCard));
    }
    expect(seen).toEqual([before, before, before, before]);
    expect((await checkBalances(db)).wrong).toEqual([]);
  });
});

test('a refund HQ gives no effect stands no longer, unless its sale has none either', async () => {
  await withTestDatabase(async (db) => {
    await stockShop(db, [], loyaltyProgram);
    const rig = testCounter(db);
    await rig.scan(shop.linCard);
    const [sale] = (await rig.sell(1_000)).lastSales;
    const sold = await booksOf(rig, shop.linCard);
    await refundAs(rig, sale!.saleId, 'void');
    await answerFor(db, 1, 'quarantined');
    expect(await booksOf(rig, shop.linCard)).toEqual(sold);
    expect(rig.last().lastSales[0]).toMatchObject({ undone: false, refundable: true });
    await answerFor(db, 0, 'quarantined');
    expect(await booksOf(rig, shop.linCard)).toMatchObject({ points: 0, stamps: [[1, 0]] });
    expect((await refundAs(rig, sale!.saleId, 'void')).preview).toMatchObject({
      kind: 'refused',
      code: 'refund-nothing-left',
    });
  });
});

test('goods of a sale HQ sent back come back: recorded without points, and right whether or not it counts later', async () => {
  for (const request of ['void', { kind: 'all' }] as const) {
    await withTestDatabase(async (db) => {
      await stockShop(db, [], loyaltyProgram);
      const rig = testCounter(db);
      const before = await booksOf(rig, shop.linCard);
      await rig.scan(shop.linCard);
      const [sale] = (await rig.sell(1_000)).lastSales;
      await answerFor(db, 0, 'duplicate');
      rig.counter.notifySyncChanged();
      await rig.counter.settled();
      expect(rig.last().lastSales[0]).toMatchObject({ sync: 'rejected', refundable: true });
      const { preview, answer } = await refundAs(rig, sale!.saleId, request);
      expect([preview, answer]).toMatchObject([
        {
          kind: 'evaluated',
          moneyMinor: 980,
          clawedBack: 0,
          returned: 0,
          balanceAfter: 0,
          reasons: [{ code: 'goods-back' }, { code: 'sale-uncounted' }],
        },
        { kind: 'done' },
      ]);
      const seen = [await booksOf(rig, shop.linCard)];
      // HQ keeps it without effect, as its sale has none: nobody can take the goods back again.
      await answerFor(db, 1, 'quarantined');
      seen.push(await booksOf(rig, shop.linCard));
      rig.counter.notifySyncChanged();
      await rig.counter.settled();
      expect(rig.last().lastSales[0]).toMatchObject({
        sync: 'rejected',
        undone: true,
        refundedMinor: 980,
        refundable: false,
      });
      const again = await refundAs(rig, sale!.saleId, request);
      expect(again.preview).toMatchObject({ code: 'refund-nothing-left' });
      expect(seen).toEqual([before, before]);
      expect((await checkBalances(db)).wrong).toEqual([]);
    });
  }
});

test('undoing a sale HQ sent back is not barred by the points HQ took off', async () => {
  await withTestDatabase(async (db) => {
    const policies = { ...loyaltyProgram.policies, voidPolicy: 'block-if-points-spent' as const };
    await stockShop(db, [], { ...loyaltyProgram, policies });
    const rig = testCounter(db);
    await rig.scan(shop.linCard);
    const [sale] = (await rig.sell(1_000)).lastSales;
    await answerFor(db, 0, 'quarantined');
    const { answer } = await refundAs(rig, sale!.saleId, 'void');
    const event = (await eventsOf(db))[1];
    expect([answer, event]).toMatchObject([
      { kind: 'done' },
      {
        type: 'refund',
        body: {
          uncounted: true,
          issued: [],
          result: { mode: 'void', complete: true, moneyMinor: 980, clawedBack: 0, entries: [] },
        },
      },
    ]);
  });
});

test('what HQ makes of a refund stands: its numbers, and what a further refund may take', async () => {
  await withTestDatabase(async (db) => {
    await stockShop(db);
    const rig = testCounter(db);
    await rig.scan(shop.linCard);
    const [sale] = (await rig.sell(1_000)).lastSales;
    await refundAs(rig, sale!.saleId, { kind: 'amount', amountMinor: 300 });
    const event = (await eventsOf(db))[1];
    if (event?.type !== 'refund') throw new Error('no refund');
    // HQ knew of another refund of the same goods: it took back less here.
    const [entry] = event.body.result.entries;
    const result = {
      ...event.body.result,
      byLine: [200],
      amountMinor: 200,
      moneyMinor: 200,
      spentMinor: 200,
      clawedBack: 20,
      entries: [
        {
          ...entry!,
          points: -20,
        },
      ],
    };
    const { refundId, saleId } = event.body;
    const memberId = event.member;
    await pullReceipt(db, {
      inst: shop.install,
      seq: 2,
      eid: event.eid,
      atMs: 5,
      storeName: '信義店',
      status: 'applied',
      sale: null,
      usedVoucherIds: [],
      exceptions: ['refund-differs'],
      entries: result.entries,
      stamps: [],
      uses: [],
      refund: {
        refundId,
        saleId,
        memberId,
        result,
      },
    });
    expect((await rig.scan(shop.linCard)).member?.points).toBe(80);
    expect(await rig.counter.handlers['refund:open']({ saleId })).toMatchObject({
      open: { refundableMinor: 800, sale: { refundedMinor: 200 } },
    });
    const rest = await refundAs(rig, saleId, { kind: 'all' });
    expect(rest.preview).toMatchObject({ moneyMinor: 800, clawedBack: 80, balanceAfter: 0 });
    expect((await checkBalances(db)).wrong).toEqual([]);
  });
});

test('a tier that a sale brought goes when HQ gives the sale no effect', async () => {
  await withTestDatabase(async (db) => {
    await stockShop(db);
    const rig = testCounter(db);
    await rig.scan(shop.linCard);
    await rig.sell(12_000);
    const tier = async () => (await rig.scan(shop.linCard)).member?.tier.tierId;
    const seen = [await tier()];
    await answerFor(db, 0, 'quarantined');
    seen.push(await tier());
    expect(seen).toEqual(['gold', 'general']);
  });
});
