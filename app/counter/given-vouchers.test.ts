import { expect, test } from 'vitest';
import type { VoucherId } from '../domain/ids.ts';
import { unlimited } from '../domain/program-coupon.ts';
import type { Program } from '../domain/program.ts';
import { inTransaction } from '../db/handles.ts';
import { withTestDatabase } from '../db/test-database.ts';
import { upsertVouchers } from '../db/vouchers.ts';
import { shop, shopVoucher, stockShop, testCounter, type TestCounter } from './test-counter.ts';
import { loyaltyCoupons, loyaltyProgram } from './test-program.ts';
import { answerFor, eventsOf, refundAs } from './test-refund.ts';

/** A sale that gives the next-time voucher, and one that uses it. */
async function giveAndUse(rig: TestCounter) {
  await rig.scan(shop.linCard);
  const [giving] = (await rig.sell(1_000)).lastSales;
  const given = (await rig.scan(shop.linCard)).member?.vouchers[0];
  await rig.scan(given?.code ?? '');
  const [using] = (await rig.sell(500)).lastSales;
  if (giving === undefined || using === undefined || given === undefined) throw new Error('sales');
  expect([given.couponId, using.discountMinor]).toEqual([loyaltyCoupons.nextTime, 30]);
  return { giving, using, given };
}

async function vouchersOf(rig: TestCounter, card: string) {
  await rig.counter.handlers['sale:clear']({});
  return (await rig.scan(card)).member?.vouchers.map((voucher) => voucher.couponId);
}

test('a voucher of an undone sale is not kept by using it once, in either order of undoing', async () => {
  for (const order of ['using first', 'giving first'] as const) {
    await withTestDatabase(async (db) => {
      await stockShop(db, [], loyaltyProgram);
      const rig = testCounter(db);
      const { giving, using } = await giveAndUse(rig);
      const [first, second] = order === 'using first' ? [using, giving] : [giving, using];
      await refundAs(rig, first.saleId, 'void');
      const between = await vouchersOf(rig, shop.linCard);
      await refundAs(rig, second.saleId, 'void');
      expect([order, between, await vouchersOf(rig, shop.linCard)]).toEqual([
        order,
        order === 'using first' ? [loyaltyCoupons.nextTime] : [],
        [],
      ]);
      // HQ gets what the counter did, so that both come to the same.
      const refunds = (await eventsOf(db)).filter((event) => event.type === 'refund');
      expect(refunds.map(({ body }) => [body.result.cancelled.length, body.issued.length])).toEqual(
        order === 'using first'
          ? [
              [0, 1],
              [1, 0],
            ]
          : [
              [0, 0],
              [0, 0],
            ],
      );
    });
  }
});

test('HQ’s word that a refund did not count brings back what it had voided', async () => {
  await withTestDatabase(async (db) => {
    await stockShop(db, [], loyaltyProgram);
    const rig = testCounter(db);
    const { giving, using } = await giveAndUse(rig);
    await refundAs(rig, giving.saleId, 'void');
    for (const n of [0, 1]) await answerFor(db, n, 'applied');
    await answerFor(db, 2, 'quarantined');
    await refundAs(rig, using.saleId, 'void');
    expect(await vouchersOf(rig, shop.linCard)).toEqual([loyaltyCoupons.nextTime]);
  });
});

test('a voucher that another counter gave back for ours goes with our sale', async () => {
  await withTestDatabase(async (db) => {
    await stockShop(db, [], loyaltyProgram);
    const rig = testCounter(db);
    await rig.scan(shop.linCard);
    const [giving] = (await rig.sell(1_000)).lastSales;
    const given = (await rig.scan(shop.linCard)).member?.vouchers[0];
    if (given === undefined || giving === undefined) throw new Error('no voucher');
    // Used and given back elsewhere, as HQ's rows tell.
    const { voucherId, code, couponId } = given;
    const used = shopVoucher(1, { voucherId, code, couponId, memberId: shop.lin, state: 'used' });
    const copy = shopVoucher(92, { couponId, memberId: shop.lin, copyOf: voucherId });
    await inTransaction(db, (trx) =>
      upsertVouchers(trx, [{ ...used, usesLeft: 0, used: { atMs: 5, storeName: '板橋店' } }, copy]),
    );
    expect(await vouchersOf(rig, shop.linCard)).toEqual([couponId]);
    await refundAs(rig, giving.saleId, 'void');
    expect(await vouchersOf(rig, shop.linCard)).toEqual([]);
    const [, refund] = await eventsOf(db);
    expect(refund?.type === 'refund' && refund.body.result.cancelled).toEqual([
      copy.voucherId satisfies VoucherId,
    ]);
  });
});

test('a limit per member on the gift for bringing friends is on who brings them', async () => {
  const program: Program = {
    ...loyaltyProgram,
    gifts: loyaltyProgram.gifts.map((gift) =>
      gift.giftId === 'inviting' ? { ...gift, limits: { ...unlimited, perMember: 2 } } : gift,
    ),
  };
  await withTestDatabase(async (db) => {
    await stockShop(db, [], program);
    const rig = testCounter(db);
    const bring = async (mobile: string) => {
      await rig.counter.handlers['member:enrol']({
        name: '陳大文',
        mobile,
        birthday: null,
        consent: true,
        invitedByCode: shop.linCard,
      });
      const memberId = rig.last().member!.memberId;
      const [sale] = (await rig.sell(100)).lastSales;
      return { memberId, saleId: sale!.saleId };
    };
    const points = async () => (await rig.scan(shop.linCard)).member?.points;
    const first = await bring('0911222331');
    await bring('0911222332');
    const seen = [await points()];
    await bring('0911222333');
    seen.push(await points());
    // The first friend's sale is undone: there is room for one more, and its own reward is due again.
    await refundAs(rig, first.saleId, 'void');
    seen.push(await points());
    await rig.counter.handlers['member:attach']({ memberId: first.memberId });
    await rig.sell(100);
    seen.push(await points());
    await bring('0911222335');
    seen.push(await points());
    expect(seen).toEqual([18, 18, 9, 18, 18]);
    // HQ's echo of the first sale changes nothing.
    const awards = (await eventsOf(db)).flatMap(({ type }, n) => (type === 'award' ? [n] : []));
    for (const n of awards) await answerFor(db, n, 'applied');
    expect(await points()).toBe(18);
  });
});
