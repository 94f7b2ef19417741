import { expect, test } from 'vitest';
import type { AwardEvent } from '../contract/events.ts';
import { posSaleSchema } from '../contract/pos-api.ts';
import type { CouponId } from '../domain/ids.ts';
import type { Program } from '../domain/program.ts';
import { inTransaction, type Db } from '../db/handles.ts';
import { mergeMembers } from '../db/member-aliases.ts';
import { withTestDatabase } from '../db/test-database.ts';
import { eventsOf } from './test-refund.ts';
import {
  invoiceQr,
  shop,
  shopProgram,
  shopVoucher,
  stockShop,
  testCounter,
} from './test-counter.ts';

const dayMs = 86_400_000;

async function lastAward(db: Db): Promise<AwardEvent> {
  const award = (await eventsOf(db)).findLast((event) => event.type === 'award');
  if (award === undefined) throw new Error('nothing was sold');
  return award;
}

test('the slip a cashier scanned stays with the sale that its POS tells once more', async () => {
  await withTestDatabase(async (db) => {
    await stockShop(db);
    const rig = testCounter(db);
    await rig.counter.start();
    const key = { posName: '櫃台 1', posSaleNo: 'A-1' };
    const put = (amountMinor: number, memberCode: string | null = null) => {
      const request = posSaleSchema.parse({ amountMinor, memberCode });
      return rig.counter.pos.put({ key, request, sourceFile: null });
    };
    await put(500);
    await rig.scan(invoiceQr({ totalMinor: 500 }));
    await put(500, shop.mingCard);
    expect(rig.last()).toMatchObject({
      sale: {
        amountText: '500',
        invoice: { number: 'AB12345678' },
        lines: [{ name: '茶葉', qty: 1, totalMinor: 500 }],
      },
      pos: { onSale: key },
    });
    const settled = await rig.counter.pos.settle(key, { paidMinor: 500, invoice: null });
    expect(settled).toMatchObject({ kind: 'view', view: { state: 'settled' } });
    const { body } = await lastAward(db);
    expect([body.invoice?.number, body.asked.lines.length]).toEqual(['AB12345678', 1]);
    // Of another amount it is another slip's sale.
    const other = { posName: '櫃台 1', posSaleNo: 'A-2' };
    const again = (amountMinor: number) =>
      rig.counter.pos.put({
        key: other,
        request: posSaleSchema.parse({ amountMinor }),
        sourceFile: null,
      });
    await again(300);
    await rig.scan(invoiceQr({ number: 'AB12345679', totalMinor: 300 }));
    await again(301);
    expect(rig.last().sale).toMatchObject({ amountText: '301', invoice: null });
    expect(rig.errors).toEqual([]);
  });
});

test('a slip that the POS itself took back does not stay', async () => {
  await withTestDatabase(async (db) => {
    await stockShop(db);
    const rig = testCounter(db);
    await rig.counter.start();
    const key = { posName: '櫃台 1', posSaleNo: 'A-1' };
    const invoice = { number: 'AB12345678', date: '2026-11-22' };
    for (const one of [invoice, null]) {
      const request = posSaleSchema.parse({ amountMinor: 500, invoice: one });
      await rig.counter.pos.put({ key, request, sourceFile: null });
    }
    expect(rig.last().sale.invoice).toBeNull();
  });
});

test('whoever was merged into another while set aside was not scanned as that one', async () => {
  await withTestDatabase(async (db) => {
    await stockShop(db);
    const rig = testCounter(db);
    const { handlers } = rig.counter;
    await rig.scan(shop.linCard);
    await handlers['sale:set-amount']({ amountText: '640' });
    await rig.scan(shop.mingCard);
    await inTransaction(db, (trx) => mergeMembers(trx, [{ memberId: shop.lin, into: shop.ming }]));
    await handlers['sale:clear']({});
    await handlers['sale:recall']({ parkedAtMs: rig.last().parked?.[0]?.parkedAtMs ?? -1 });
    expect(rig.last().sale).toMatchObject({ amountText: '640', spendPoints: 0 });
    expect(rig.last().member).toMatchObject({ memberId: shop.ming, identifiedBy: 'search' });
  });
});

test('a clock that jumped makes no voucher valid before its day', async () => {
  await withTestDatabase(async (db) => {
    const voucher = shopVoucher(1, { validFrom: '2026-12-01', validUntil: '2027-01-31' });
    await stockShop(db, [voucher]);
    const rig = testCounter(db);
    await rig.counter.start();
    const attach = async () => {
      await rig.scan(shop.mingCard);
      await rig.counter.handlers['sale:set-amount']({ amountText: '640' });
      await rig.scan(voucher.code);
      const { code } = rig.last().notice ?? {};
      await rig.counter.handlers['sale:clear']({});
      return code;
    };
    expect(await attach()).toBe('voucher-not-yet-valid');
    rig.clock.wallMs += 10 * dayMs;
    expect(await attach()).toBe('voucher-time-unknown');
    // Ten days that really went by are no jump.
    rig.clock.monoMs += 10 * dayMs;
    expect(await attach()).toBe('voucher-attached');
  });
});

test('as many limits as a program may have stop no sale', async () => {
  const { coupons } = shopProgram;
  const [coupon] = coupons;
  if (coupon === undefined) throw new Error('the shop has no coupon');
  const { name, effect, scope, when, rounding, priority } = coupon;
  const limits = { ...coupon.limits, perMember: 9 };
  const many = (count: number, id: string) => Array.from({ length: count }, (_, i) => `${id}-${i}`);
  const reward = { name, effect, scope, when, rounding, priority, limits };
  const program: Program = {
    ...shopProgram,
    coupons: [
      ...coupons,
      ...many(460, 'coupon').map((id) => ({ ...coupon, couponId: id as CouponId, limits })),
    ],
    rewards: many(100, 'reward').map((rewardId) => ({
      ...reward,
      rewardId,
      costPoints: 100,
      unitsPerClaim: 1,
    })),
  };
  await withTestDatabase(async (db) => {
    await stockShop(db, [], program);
    const rig = testCounter(db);
    await rig.scan(shop.mingCard);
    expect((await rig.sell(640)).notice?.code).toBe('sale-settled');
    expect((await lastAward(db)).body.facts.useCounts).toEqual([]);
    expect(rig.errors).toEqual([]);
  });
});
