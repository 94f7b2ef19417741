import { expect, test } from 'vitest';
import { awardEventSchema } from '../contract/events.ts';
import { evaluateSale } from '../domain/evaluate-sale.ts';
import type { CouponId } from '../domain/ids.ts';
import { always } from '../domain/program-conditions.ts';
import { unlimited } from '../domain/program-coupon.ts';
import { couponDefaults } from '../domain/program-defaults.ts';
import type { Coupon, Program } from '../domain/program.ts';
import { inTransaction, type Db } from '../db/handles.ts';
import { insertProgram } from '../db/programs.ts';
import { withTestDatabase } from '../db/test-database.ts';
import {
  shop,
  shopProgram,
  shopVoucher,
  stockShop,
  testCounter,
  type TestCounter,
} from './test-counter.ts';
import { eventsOf, refundAs } from './test-refund.ts';

const couponId = (n: number) => `01970000-0000-7000-8000-0000000000${n}` as CouponId;

function codeCoupon(n: number, code: string, changes: Partial<Coupon> = {}): Coupon {
  return {
    ...couponDefaults,
    couponId: couponId(n),
    name: { 'zh-TW': `碼 ${code}`, en: `Code ${code}` },
    effect: { kind: 'amount', amountMinor: 30 },
    trigger: 'code',
    code,
    ...changes,
  };
}

/** NT$30 off, once per member, by the code of a coupon that everybody shares in LINE. */
const line30 = codeCoupon(61, 'LINE-30', {
  limits: { ...unlimited, perMember: 1 },
  when: { ...always, minSpendMinor: 100 },
});

function programWith(...coupons: readonly Coupon[]): Program {
  return { ...shopProgram, version: 7, coupons: [...shopProgram.coupons, ...coupons] };
}

const name = line30.name;

function speaker(rig: TestCounter) {
  return async (code: string) => {
    const { notice } = await rig.scan(code);
    return [notice?.tone, notice?.code, notice?.params];
  };
}

async function withShop(
  program: Program,
  run: (rig: TestCounter, db: Db) => Promise<void>,
): Promise<void> {
  await withTestDatabase(async (db) => {
    await stockShop(db, [shopVoucher(1)], program);
    await run(testCounter(db), db);
  });
}

test('a shared code works once per member, offline too, and an undone sale gives it back', async () => {
  await withShop(programWith(line30), async (rig, db) => {
    const said = speaker(rig);
    expect(await said('LINE-30')).toEqual(['warn', 'voucher-needs-member', { name }]);
    await rig.scan(shop.mingCard);
    // With AIM id and terminator, in small letters: the same code.
    expect(await said(']Q1line-30\r\n')).toEqual(['ok', 'voucher-attached', { name }]);
    expect(await said('LINE-30')).toEqual(['warn', 'voucher-on-sale-already', { name }]);
    const sold = await rig.sell(200);
    expect(sold.notice).toMatchObject({ code: 'sale-settled', params: { paidMinor: 170 } });

    await rig.scan(shop.mingCard);
    const again = ['deny', 'voucher-limit-member', { name }];
    expect(await said('LINE-30')).toEqual(again);
    await rig.counter.handlers['sale:set-amount']({ amountText: '200' });
    expect(await said('LINE-30')).toEqual(again);
    expect(rig.last().sale.preview).toMatchObject({ kind: 'evaluated', paidMinor: 200 });
    await rig.counter.handlers['sale:clear']({});

    await rig.scan(shop.linCard);
    expect(await said('LINE-30')).toEqual(['ok', 'voucher-attached', { name }]);
    await rig.sell(200);

    const [event] = await eventsOf(db);
    const { asked, facts, discounts, paidMinor, vouchers } = awardEventSchema.parse(event).body;
    expect({ codes: asked.codes, vouchers, discounts }).toMatchObject({
      codes: ['LINE-30'],
      vouchers: [],
      discounts: [{ source: { kind: 'coupon', couponId: line30.couponId }, discountMinor: 30 }],
    });
    expect(evaluateSale(programWith(line30), facts, asked)).toMatchObject({ discounts, paidMinor });

    const mings = rig.last().lastSales[1];
    expect((await refundAs(rig, mings!.saleId, 'void')).answer).toEqual({ kind: 'done' });
    await rig.scan(shop.mingCard);
    expect(await said('LINE-30')).toEqual(['ok', 'voucher-attached', { name }]);
    await rig.sell(200);
    await rig.scan(shop.mingCard);
    expect(await said('LINE-30')).toEqual(again);
    const lins = rig.last().lastSales[1];
    await refundAs(rig, lins!.saleId, { kind: 'all' });
    await rig.scan(shop.linCard);
    expect(await said('LINE-30')).toEqual(['ok', 'voucher-attached', { name }]);
  });
});

test('the sale says why a code does not go, and goes on once it does, or once it is off', async () => {
  await withShop(programWith(line30), async (rig, db) => {
    const said = speaker(rig);
    await rig.scan(shop.mingCard);
    await rig.counter.handlers['sale:set-amount']({ amountText: '80' });
    const tooLittle = { name, minSpendMinor: 100, missingMinor: 20 };
    expect(await said('LINE-30')).toEqual(['deny', 'voucher-min-spend', tooLittle]);
    expect(rig.last().sale.preview).toMatchObject({ kind: 'evaluated', paidMinor: 80 });
    await rig.counter.handlers['sale:set-amount']({ amountText: '' });
    expect(await said('LINE-30')).toEqual(['ok', 'voucher-attached', { name }]);
    await rig.counter.handlers['sale:set-amount']({ amountText: '80' });
    const refused = { kind: 'refused', code: 'voucher-min-spend', params: tooLittle };
    expect(rig.last().sale.preview).toEqual(refused);
    const settle = { expectedPaidMinor: 50, expectedPoints: 5 };
    expect(await rig.counter.handlers['sale:settle'](settle)).toMatchObject({
      code: 'voucher-min-spend',
    });
    await rig.counter.handlers['sale:set-amount']({ amountText: '100' });
    expect(rig.last().sale.preview).toMatchObject({ kind: 'evaluated', paidMinor: 70 });
    // New rules without the coupon come while the code is on the sale.
    await inTransaction(db, (trx) =>
      insertProgram(trx, { program: { ...shopProgram, version: 8 }, origin: 'hq' }),
    );
    await rig.counter.handlers['sale:set-amount']({ amountText: '120' });
    expect(rig.last().sale.preview).toMatchObject({
      code: 'voucher-unknown-coupon',
      params: { name: { 'zh-TW': 'LINE-30', en: 'LINE-30' } },
    });
    // Esc takes the code off and leaves the amount.
    await rig.counter.handlers['sale:back']({});
    expect(rig.last().sale).toMatchObject({ amountText: '120', preview: { paidMinor: 120 } });
    expect((await said('LINE-30'))[1]).toBe('scan-unknown');
  });
});

test('codes and vouchers count together, another member starts without, and the best ones push a code off', async () => {
  const five = codeCoupon(62, 'FIVE', { effect: { kind: 'amount', amountMinor: 5 } });
  const alone = codeCoupon(63, 'ALONE', { stacks: false });
  await withShop(programWith(line30, five, alone), async (rig) => {
    const said = speaker(rig);
    await rig.scan(shop.mingCard);
    expect([(await said('FIVE'))[1], (await said('LINE-30'))[1]]).toEqual([
      'voucher-attached',
      'voucher-attached',
    ]);
    const tooMany = ['deny', 'too-many-vouchers', { max: 2 }];
    expect([await said(shopVoucher(1).code), await said('ALONE')]).toEqual([tooMany, tooMany]);
    await rig.scan(shop.linCard);
    expect(rig.last().notice?.code).toBe('sale-parked');
    await rig.counter.handlers['sale:set-amount']({ amountText: '400' });
    expect(rig.last().sale.preview).toMatchObject({ paidMinor: 400 });

    await rig.scan(shop.mingCard);
    await rig.counter.handlers['sale:set-amount']({ amountText: '400' });
    expect((await said('ALONE'))[1]).toBe('voucher-attached');
    expect(rig.last().sale).toMatchObject({
      preview: { paidMinor: 370 },
      best: { savesMinor: 20 },
    });
    const row = { code: 'ALONE', name: alone.name, savesMinor: 30 };
    expect(rig.last().sale.codes).toEqual([row]);
    await rig.counter.handlers['sale:use-best']({});
    expect(rig.last().sale).toMatchObject({ preview: { paidMinor: 350 }, best: null });
    expect(rig.last().sale.codes).toBeUndefined();
    await rig.counter.handlers['sale:clear']({});
    await rig.scan(shop.mingCard);
    await said('ALONE');
    expect(rig.last().sale.codes).toEqual([{ ...row, savesMinor: null }]);
    await rig.counter.handlers['sale:drop-code']({ code: 'ALONE' });
    expect([rig.last().notice?.code, rig.last().sale.codes]).toEqual([
      'voucher-removed',
      undefined,
    ]);
  });
});

test('days, rules for HQ alone, and what is ours already come before a code', async () => {
  const days = { validFrom: '2026-12-01', validUntil: '2026-12-31' };
  const coupons = [
    codeCoupon(64, 'SOON', days),
    codeCoupon(65, 'GONE', { validUntil: '2026-11-21' }),
    codeCoupon(66, 'BIG', { offlineClass: 'B' }),
    codeCoupon(67, shop.linCard),
    codeCoupon(68, '4710000000007'),
    codeCoupon(69, '520'),
    codeCoupon(70, '/ABC1234'),
  ];
  await withShop(programWith(...coupons), async (rig) => {
    await rig.scan(shop.mingCard);
    const said = speaker(rig);
    expect([
      await said('SOON'),
      await said('GONE'),
      await said('BIG'),
      await said('520'),
      await said('/ABC1234'),
      await said(shop.linCard),
    ]).toMatchObject([
      ['deny', 'voucher-not-yet-valid', { date: '2026-12-01' }],
      ['deny', 'voucher-expired', { date: '2026-11-21' }],
      ['deny', 'voucher-needs-hq', {}],
      ['ok', 'voucher-attached', {}],
      ['ok', 'voucher-attached', {}],
      ['warn', 'sale-parked', {}],
    ]);
  });
});
