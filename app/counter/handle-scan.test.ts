import { expect, test } from 'vitest';
import { makeMemberCardCode } from '../domain/member-code.ts';
import { withTestDatabase } from '../db/test-database.ts';
import {
  invoiceQr,
  scanner,
  shop,
  shopProgram,
  shopVoucher,
  startMs,
  stockShop,
  testCounter,
} from './test-counter.ts';

test('an e-invoice gives the amount once; used, foreign, old, future and empty ones are refused with a reason', async () => {
  await withTestDatabase(async (db) => {
    await stockShop(db);
    const rig = testCounter(db);
    await rig.scan(shop.mingCard);
    const notices: unknown[] = [];
    const say = async (code: string): Promise<void> => {
      const { notice } = await rig.scan(code);
      notices.push([notice?.tone, notice?.code, notice?.params]);
    };
    await say(invoiceQr({ totalMinor: 250 }));
    expect(rig.last().sale).toMatchObject({
      amountText: '250',
      invoice: { number: 'AB12345678', date: '2026-11-22' },
      preview: { points: 37 },
    });
    await say(invoiceQr({ totalMinor: 250 }));
    await rig.counter.handlers['sale:set-amount']({ amountText: '99' });
    notices.push(rig.last().notice?.code);
    expect(rig.last().sale.invoice).toBeNull();
    await say(invoiceQr({ totalMinor: 250 }));
    await rig.sell(250);
    await rig.scan(shop.mingCard);
    await say(invoiceQr({ totalMinor: 250 }));
    await say(invoiceQr({ totalMinor: 250, seller: '12345675' }));
    await say(invoiceQr({ totalMinor: 250, rocDate: '1151118' }));
    await say(invoiceQr({ totalMinor: 250, rocDate: '1151123' }));
    await say(invoiceQr({ totalMinor: 0, number: 'CD00000001' }));
    await say(invoiceQr({ totalMinor: 10_000_000, number: 'CD00000001' }));
    await say(invoiceQr({ totalMinor: 250 }).slice(0, 60));
    const number = 'AB12345678';
    expect(notices).toEqual([
      ['ok', 'invoice-taken', { number, amountMinor: 250 }],
      ['warn', 'invoice-on-sale-already', { number }],
      'invoice-dropped',
      ['ok', 'invoice-taken-instead', { number, amountMinor: 250, beforeMinor: 99 }],
      ['deny', 'invoice-used', { number, date: '2026-11-22', time: '09:00', store: '信義店' }],
      ['deny', 'invoice-foreign-seller', { number, sellerTaxId: '12345675' }],
      ['deny', 'invoice-too-old', { number, date: '2026-11-18', daysMax: 3 }],
      ['deny', 'invoice-future', { number, date: '2026-11-23' }],
      ['deny', 'invoice-zero', { number: 'CD00000001' }],
      ['deny', 'invoice-too-large', { number: 'CD00000001', amountMinor: 10_000_000 }],
      ['deny', 'invoice-misread', { field: 'length' }],
    ]);
  });
});

test('a voucher: needs its member by card, works once, and every refusal says why', async () => {
  await withTestDatabase(async (db) => {
    const good = shopVoucher(1);
    const others = [
      shopVoucher(2, { memberId: shop.lin }),
      shopVoucher(3, { validUntil: '2026-11-21' }),
      shopVoucher(4, { validFrom: '2026-12-01', validUntil: '2026-12-31' }),
      shopVoucher(5, { state: 'used', used: { atMs: startMs - 86_400_000, storeName: '板橋店' } }),
      shopVoucher(6, { state: 'cancelled' }),
    ];
    await stockShop(db, [good, ...others]);
    const rig = testCounter(db);
    await rig.counter.start();
    const name = shopProgram.coupons[0]?.name;
    const said = async (code: string) => {
      const { notice } = await rig.scan(code);
      return [notice?.tone, notice?.code, notice?.params];
    };
    expect(await said(good.code)).toEqual(['warn', 'voucher-needs-member', { name }]);
    await rig.counter.handlers['member:attach']({ memberId: shop.ming });
    expect(await said(good.code)).toEqual(['deny', 'voucher-needs-card', { name }]);
    await rig.scan(shop.mingCard);
    expect(await said(good.code)).toEqual(['ok', 'voucher-attached', { name }]);
    expect(await said(good.code)).toEqual(['warn', 'voucher-on-sale-already', { name }]);
    const refusals = [];
    for (const other of others) refusals.push(await said(other.code));
    refusals.push(await said(shopVoucher(9).code));
    expect(refusals).toEqual([
      ['deny', 'voucher-of-other-member', { name }],
      ['deny', 'voucher-expired', { name, date: '2026-11-21' }],
      ['deny', 'voucher-not-yet-valid', { name, date: '2026-12-01' }],
      ['deny', 'voucher-used', { name, date: '2026-11-21', time: '09:00', store: '板橋店' }],
      ['deny', 'voucher-cancelled', { name }],
      ['deny', 'voucher-unknown', { code: shopVoucher(9).code }],
    ]);
    await rig.counter.handlers['sale:set-amount']({ amountText: '280' });
    expect(rig.last().sale.preview).toEqual({
      kind: 'refused',
      code: 'voucher-min-spend',
      params: { name, minSpendMinor: 300, missingMinor: 20 },
    });
    expect(rig.last().member?.vouchers.map((v) => [v.voucherId, v.attached, v.blockedBy])).toEqual([
      [good.voucherId, true, 'min-spend'],
      [others[2]?.voucherId, false, 'voucher-not-yet-valid'],
    ]);
    const sold = await rig.sell(350);
    expect(sold.notice).toMatchObject({
      code: 'sale-settled',
      params: { paidMinor: 300, points: 45 },
    });
    await rig.scan(shop.mingCard);
    expect(await said(good.code)).toEqual([
      'deny',
      'voucher-used',
      { name, date: '2026-11-22', time: '09:00', store: '信義店' },
    ]);
  });
});

test('another member chosen by hand takes the place of the first; the amount stays, foreign vouchers go', async () => {
  await withTestDatabase(async (db) => {
    const voucher = shopVoucher(1);
    await stockShop(db, [voucher]);
    const rig = testCounter(db);
    await rig.scan(shop.linCard);
    expect((await rig.scan(shop.mingCard)).notice).toMatchObject({ code: 'member-found' });
    await rig.scan(voucher.code);
    await rig.counter.handlers['sale:set-amount']({ amountText: '500' });
    await rig.counter.handlers['member:attach']({ memberId: shop.lin });
    const changed = rig.last();
    expect(changed.notice).toMatchObject({
      tone: 'warn',
      code: 'member-changed',
      params: { name: '林○麗', before: '王○明' },
    });
    expect(changed.sale).toMatchObject({
      amountText: '500',
      preview: { kind: 'evaluated', discountMinor: 0, points: 50 },
    });
  });
});

test('codes that are none of ours get one sentence each, and a repeated one is not acted on twice', async () => {
  await withTestDatabase(async (db) => {
    await stockShop(db);
    const rig = testCounter(db);
    const codes = [
      makeMemberCardCode(77),
      '2000000000011',
      '4710088412348',
      '4710088412345',
      '**:1:2',
      '11508AB123456781234',
      '/ABC+123',
      'AB12345678901234',
      'ABC',
      'x'.repeat(2000),
      new Uint8Array([0, 1, 2, 3, 250, 251, 252]),
      '\r\n',
      'CFV*AAAAAAAAAA*AA',
      '0912345678',
    ];
    const said: (string | undefined)[] = [];
    for (const code of codes) said.push((await rig.scan(code)).notice?.code);
    expect(said).toEqual([
      'card-unknown',
      'card-misread',
      'scan-product',
      'scan-bad-check',
      'invoice-scan-left',
      'invoice-slip-code39',
      'scan-carrier',
      'scan-citizen-certificate',
      'scan-too-short',
      'scan-too-long',
      'scan-binary',
      'scan-empty',
      'voucher-misread',
      'scan-unknown',
    ]);
    expect(rig.last().notice?.params).toEqual({ preview: '0912***678' });
    expect(rig.last().member).toBeNull();
    await rig.scan(shop.mingCard);
    const bytes = new TextEncoder().encode(shop.mingCard);
    const again = (afterMs: number) => {
      rig.clock.monoMs += afterMs;
      rig.counter.acceptScan({
        deviceId: scanner,
        intake: 'serial',
        bytes,
        truncated: false,
        completedAtMs: 1,
      });
      return rig.counter.settled();
    };
    await again(500);
    await again(100);
    // What was said stands; that the code came again is marked beside it, without a sound.
    expect([rig.last(), rig.tones.length]).toMatchObject([
      {
        notice: { tone: 'ok', code: 'member-found' },
        scanMarks: { repeated: 2, lost: 0 },
        member: { identifiedBy: 'scan' },
      },
      codes.length + 1,
    ]);
    await again(300);
    expect(rig.last()).toMatchObject({
      notice: { code: 'member-found' },
      scanMarks: { repeated: 0 },
    });
    rig.counter.acceptScan({
      deviceId: scanner,
      intake: 'serial',
      bytes,
      truncated: true,
      completedAtMs: 1,
    });
    await rig.counter.settled();
    expect(rig.last().scanMarks).toEqual({ repeated: 1, lost: 0 });
    await rig.counter.handlers['sale:back']({});
    expect(rig.last().scanMarks).toEqual({ repeated: 0, lost: 0 });
  });
});
