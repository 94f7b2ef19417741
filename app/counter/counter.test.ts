import { expect, test } from 'vitest';
import { awardEventSchema } from '../contract/events.ts';
import { makeMemberCardCode } from '../domain/member-code.ts';
import { closeDatabase, inTransaction } from '../db/handles.ts';
import { checkBalances } from '../db/check-balances.ts';
import { listUnsent } from '../db/events.ts';
import { listDevices } from '../db/devices.ts';
import { markContact } from '../db/sync-state.ts';
import { openTestDatabase, tempFolder, withTestDatabase } from '../db/test-database.ts';
import { verifyChain } from '../db/verify-chain.ts';
import { invoiceQr, scanner, shop, shopProgram, shopVoucher, startMs, stockShop, testCounter } from './test-counter.ts';

test('scan, amount, settle: event, ledger, sale and cleared sale, and the screen told each time', async () => {
  await withTestDatabase(async (db) => {
    await stockShop(db);
    const rig = testCounter(db);
    await rig.counter.start();
    const found = await rig.scan(shop.mingCard);
    expect(found).toMatchObject({
      notice: { tone: 'ok', code: 'member-found', params: { name: '王○明' } },
      member: { nameMasked: '王○明', mobileMasked: '0912***678', points: 0, identifiedBy: 'scan', birthdayMonth: true, tier: { tierId: 'gold', multiplierBps: 15_000 } },
      scanCompletedAtMs: startMs + 1000,
    });
    const settled = await rig.sell(1280);
    expect(settled).toMatchObject({
      notice: { tone: 'ok', code: 'sale-settled', params: { name: '王○明', paidMinor: 1280, points: 192, balance: 192 } },
      member: null,
      sale: { amountText: '', invoice: null, preview: null },
      lastSales: [{ saleNo: '1122-0001', nameMasked: '王○明', paidMinor: 1280, discountMinor: 0, points: 192, sync: 'waiting' }],
      sync: { unsentCount: 1, oldestUnsentAtMs: startMs + 1000 },
      scanCompletedAtMs: null,
    });
    expect(rig.tones).toEqual(['ok', 'ok']);
    expect(rig.syncRequests).toBe(1);
    const [unsent] = await listUnsent(db, { limit: 9, bytesMax: 1e6 });
    const event = awardEventSchema.parse(JSON.parse(unsent?.rawBody ?? ''));
    expect(event).toMatchObject({
      type: 'award', v: 1, store: shop.store.storeId, bizDate: '2026-11-22', member: shop.ming,
      t: { wallMs: startMs + 1000, monoMs: 1000, hqOffsetMs: null, hqAgeS: null },
      body: {
        saleNo: '1122-0001', amountSource: 'typed', invoice: null, program: { id: shopProgram.programId, version: 3 }, tierId: 'gold',
        amountMinor: 1280, discountMinor: 0, paidMinor: 1280, baseMinor: 1280, points: 192, expiresOn: '2027-12-31', vouchers: [],
        entries: [{ leg: 0, kind: 'earn', memberId: shop.ming, points: 192, expiresOn: '2027-12-31' }],
      },
    });
    expect((await rig.scan(shop.mingCard)).member).toMatchObject({ points: 192, expiringNext: { points: 192, expiresOn: '2027-12-31' } });
    expect((await checkBalances(db)).wrong).toEqual([]);
  });
});

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
    expect(rig.last().sale).toMatchObject({ amountText: '250', invoice: { number: 'AB12345678', date: '2026-11-22' }, preview: { points: 37 } });
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
    await say(invoiceQr({ totalMinor: 0 , number: 'CD00000001' }));
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
    expect(rig.last().sale.preview).toEqual({ kind: 'refused', code: 'voucher-min-spend', params: { name, minSpendMinor: 300, missingMinor: 20 } });
    expect(rig.last().member?.vouchers.map((v) => [v.voucherId, v.attached, v.blockedBy])).toEqual([
      [good.voucherId, true, 'voucher-min-spend'],
      [others[2]?.voucherId, false, 'voucher-not-yet-valid'],
    ]);
    const sold = await rig.sell(350);
    expect(sold.notice).toMatchObject({ code: 'sale-settled', params: { paidMinor: 300, points: 45 } });
    await rig.scan(shop.mingCard);
    expect(await said(good.code)).toEqual(['deny', 'voucher-used', { name, date: '2026-11-22', time: '09:00', store: '信義店' }]);
  });
});

test('another member takes the place of the first; what was begun stays, foreign vouchers go', async () => {
  await withTestDatabase(async (db) => {
    const voucher = shopVoucher(1);
    await stockShop(db, [voucher]);
    const rig = testCounter(db);
    await rig.scan(shop.linCard);
    expect((await rig.scan(shop.mingCard)).notice).toMatchObject({ code: 'member-found' });
    await rig.scan(voucher.code);
    await rig.counter.handlers['sale:set-amount']({ amountText: '500' });
    const changed = await rig.scan(shop.linCard);
    expect(changed.notice).toMatchObject({ tone: 'warn', code: 'member-changed', params: { name: '林○麗', before: '王○明' } });
    expect(changed.sale).toMatchObject({ amountText: '500', preview: { kind: 'evaluated', discountMinor: 0, points: 50 } });
  });
});

test('what the screen showed is what is posted, or nothing is', async () => {
  await withTestDatabase(async (db) => {
    await stockShop(db);
    const rig = testCounter(db);
    const settle = (expectedPaidMinor: number, expectedPoints: number) =>
      rig.counter.handlers['sale:settle']({ expectedPaidMinor, expectedPoints });
    const answers = [await settle(0, 0)];
    await rig.scan(shop.linCard);
    answers.push(await settle(0, 0));
    await rig.counter.handlers['sale:set-amount']({ amountText: '0' });
    answers.push(await settle(0, 0));
    answers.push(await rig.counter.handlers['sale:set-amount']({ amountText: '12345678' }));
    await rig.counter.handlers['sale:set-amount']({ amountText: '95' });
    answers.push(await settle(95, 10));
    expect((await listUnsent(db, { limit: 9, bytesMax: 1e6 })).length).toBe(0);
    answers.push(await settle(95, 9));
    expect(answers).toEqual([
      { kind: 'refused', code: 'settle-needs-member' },
      { kind: 'refused', code: 'settle-needs-amount' },
      { kind: 'refused', code: 'amount-not-positive' },
      { kind: 'refused', code: 'amount-too-large' },
      { kind: 'refused', code: 'preview-changed' },
      { kind: 'done' },
    ]);
  });
});

test('codes that are none of ours get one sentence each, and a repeated one is not acted on twice', async () => {
  await withTestDatabase(async (db) => {
    await stockShop(db);
    const rig = testCounter(db);
    const codes = [
      makeMemberCardCode(77), '2000000000011', '4710088412348', '4710088412345', '**:1:2', '11508AB123456781234', '/ABC+123',
      'AB12345678901234', 'ABC', 'x'.repeat(2000), new Uint8Array([0, 1, 2, 3, 250, 251, 252]), '\r\n', 'CFV*AAAAAAAAAA*AA', '0912345678',
    ];
    const said: (string | undefined)[] = [];
    for (const code of codes) said.push((await rig.scan(code)).notice?.code);
    expect(said).toEqual([
      'card-unknown', 'card-misread', 'scan-product', 'scan-bad-check', 'invoice-scan-left', 'invoice-slip-code39', 'scan-carrier',
      'scan-citizen-certificate', 'scan-too-short', 'scan-too-long', 'scan-binary', 'scan-empty', 'voucher-misread', 'scan-unknown',
    ]);
    expect(rig.last().notice?.params).toEqual({ preview: '0912***678' });
    expect(rig.last().member).toBeNull();
    await rig.scan(shop.mingCard);
    const bytes = new TextEncoder().encode(shop.mingCard);
    const again = (afterMs: number) => {
      rig.clock.monoMs += afterMs;
      rig.counter.acceptScan({ deviceId: scanner, intake: 'serial', bytes, truncated: false, completedAtMs: 1 });
      return rig.counter.settled();
    };
    await again(500);
    expect(rig.last()).toMatchObject({ notice: { tone: 'warn', code: 'scan-repeated' }, member: { identifiedBy: 'scan' } });
    await again(400);
    expect(rig.last().notice?.code).toBe('member-found');
    rig.counter.acceptScan({ deviceId: scanner, intake: 'serial', bytes, truncated: true, completedAtMs: 1 });
    await rig.counter.settled();
    expect(rig.last().notice?.code).toBe('scan-repeated');
  });
});

test('a flood fills the queue: what is lost is said, what was taken is done', async () => {
  await withTestDatabase(async (db) => {
    await stockShop(db);
    const rig = testCounter(db);
    await rig.counter.start();
    for (let i = 0; i < 70; i += 1) {
      rig.counter.acceptScan({ deviceId: scanner, intake: 'serial', bytes: new TextEncoder().encode(`flood-${i}`), truncated: false, completedAtMs: i });
    }
    expect(rig.last().notice).toMatchObject({ tone: 'deny', code: 'queue-full', params: { lost: 6 } });
    expect(await rig.counter.handlers['sale:settle']({ expectedPaidMinor: 1, expectedPoints: 1 })).toEqual({ kind: 'refused', code: 'queue-full' });
    await rig.counter.settled();
    expect(rig.last().notice).toMatchObject({ code: 'scan-unknown', params: { preview: 'flood-63' } });
    const revisions = rig.views.map((view) => view.revision);
    expect(revisions).toEqual([...revisions].sort((a, b) => a - b));
    expect(rig.errors).toEqual([]);
  });
});

test('a crash keeps the open sale', async () => {
  const temp = tempFolder();
  const voucher = shopVoucher(1);
  const db = openTestDatabase(temp.filePath);
  await stockShop(db, [voucher]);
  const before = testCounter(db);
  await before.scan(shop.mingCard);
  await before.scan(voucher.code);
  await before.scan(invoiceQr({ totalMinor: 400 }));
  await closeDatabase(db);
  const again = openTestDatabase(temp.filePath);
  const after = testCounter(again);
  await after.counter.start();
  const pick = ({ member, sale }: ReturnType<typeof after.last>) => ({ member, sale });
  expect(pick(after.last())).toEqual(pick(before.last()));
  await closeDatabase(again);
  temp.remove();
});

test('first run: works locally at once, refuses a second start, and scans wait for it', async () => {
  await withTestDatabase(async (db) => {
    const rig = testCounter(db);
    await rig.counter.start();
    expect(rig.views.at(-1)).toMatchObject({ kind: 'first-run', busy: false, notice: null });
    rig.counter.acceptScan({ deviceId: scanner, intake: 'serial', bytes: new TextEncoder().encode(shop.mingCard), truncated: false, completedAtMs: 1 });
    await rig.counter.settled();
    expect(rig.views.at(-1)).toMatchObject({ kind: 'first-run', notice: { code: 'setup-first' } });
    const start = (taxId: string | null) => rig.counter.handlers['setup:start-local']({ shopName: '小店', taxId });
    expect([await start('12345678'), await start(null), await start(null)]).toEqual([
      { kind: 'refused', code: 'tax-id-invalid' },
      { kind: 'done' },
      { kind: 'refused', code: 'already-set-up' },
    ]);
    expect(rig.last()).toMatchObject({ mode: 'local', brandName: '小店', store: { name: '小店', taxId: '' }, counterLabel: '1' });
    const enrol = (mobile: string, birthday: string | null) =>
      rig.counter.handlers['member:enrol']({ name: '陳大文', mobile, birthday, consent: true });
    const outcomes = [await enrol('02-2345-6789', null), await enrol('0911-222-333', '02-30'), await enrol('0911-222-333', '1990-02-29')];
    const memberId = rig.last().member?.memberId;
    expect(outcomes).toEqual([{ kind: 'refused', code: 'mobile-invalid' }, { kind: 'refused', code: 'birthday-invalid' }, { kind: 'done', memberId }]);
    expect(rig.last()).toMatchObject({ notice: { code: 'member-enrolled', params: { name: '陳○文' } }, member: { identifiedBy: 'search' }, memberCount: 1 });
    expect((await rig.sell(1000)).lastSales).toMatchObject([{ points: 10, sync: 'local' }]);
    expect(await enrol('+886 911 222 333', null)).toEqual({ kind: 'done', memberId });
    expect(rig.last()).toMatchObject({ notice: { tone: 'warn', code: 'member-known-already' }, memberCount: 1, member: { points: 10 } });
    expect((await rig.scan(invoiceQr({ totalMinor: 5 }))).notice?.code).toBe('invoice-no-own-tax-id');
    const card = rig.last().member?.cardCode ?? '';
    await rig.counter.handlers['sale:clear']({});
    expect((await rig.scan(card)).member?.memberId).toBe(memberId);
    expect(await verifyChain(db)).toMatchObject({ kind: 'whole', events: 2 });
  });
});

test('members are listed masked, and shown in full only when asked', async () => {
  await withTestDatabase(async (db) => {
    await stockShop(db);
    const rig = testCounter(db);
    const find = (text: string) => rig.counter.handlers['member:find']({ text, offset: 0, limit: 10 });
    const found = await find('321');
    expect(found).toEqual({
      rows: [{
        memberId: shop.lin, nameMasked: '林○麗', mobileMasked: '0987***321', cardCode: shop.linCard, tierId: 'general',
        points: 0, lineState: 'none', joinedOn: '2026-01-02', lastSaleAtMs: null,
      }],
      total: 1,
      searchedBy: 'phone-tail',
    });
    expect(await rig.counter.handlers['member:reveal']({ memberId: shop.lin })).toEqual({ name: '林美麗', mobile: '0987654321' });
  });
});

test('one step back at a time: notice, invoice with amount, vouchers, amount, member', async () => {
  await withTestDatabase(async (db) => {
    const voucher = shopVoucher(1);
    await stockShop(db, [voucher]);
    const rig = testCounter(db);
    await rig.scan(shop.mingCard);
    await rig.scan(voucher.code);
    await rig.scan(invoiceQr({ totalMinor: 400 }));
    const steps: unknown[] = [];
    for (let i = 0; i < 4; i += 1) {
      await rig.counter.handlers['sale:back']({});
      const { notice, sale, member } = rig.last();
      steps.push([notice?.code, sale.amountText, sale.invoice?.number, member?.vouchers.filter((v) => v.attached).length]);
    }
    expect(steps).toEqual([
      [undefined, '400', 'AB12345678', 1],
      [undefined, '', undefined, 1],
      [undefined, '', undefined, 0],
      [undefined, '', undefined, undefined],
    ]);
  });
});

test('a clock set back revives nothing; a wrong clock is put right by HQ', async () => {
  await withTestDatabase(async (db) => {
    await stockShop(db, [shopVoucher(1, { validUntil: '2026-11-21' })]);
    const rig = testCounter(db);
    await rig.scan(shop.mingCard);
    await rig.sell(100);
    rig.clock.wallMs = startMs - 5 * 86_400_000;
    await rig.scan(shop.mingCard);
    expect((await rig.scan(shopVoucher(1).code)).notice?.code).toBe('voucher-expired');
    expect(rig.last().businessDate).toBe('2026-11-22');
    rig.clock.wallMs = startMs + 3650 * 86_400_000;
    await inTransaction(db, (trx) => markContact(trx, { serverTimeMs: startMs + 60_000, wallMs: rig.clock.wallMs }));
    rig.counter.notifySyncChanged();
    await rig.counter.settled();
    expect(rig.last().businessDate).toBe('2026-11-22');
  });
});

test('devices are remembered, opened at the start, shown with their health, and closed', async () => {
  await withTestDatabase(async (db) => {
    await stockShop(db);
    const rig = testCounter(db);
    const add = (path: string) => rig.counter.handlers['device:add-serial']({ name: 'DS2208', settings: { path, baudRate: 9600 } });
    expect([await add('/dev/ttyUSB0'), await add('/dev/ttyUSB0')]).toEqual([{ kind: 'done' }, { kind: 'refused', code: 'device-path-taken' }]);
    const deviceId = (await listDevices(db))[0]!.deviceId;
    rig.counter.setDeviceHealth(deviceId, { kind: 'missing', reason: 'busy' });
    await rig.counter.settled();
    expect(rig.last().devices).toEqual([
      { deviceId, name: 'DS2208', intake: 'serial', path: '/dev/ttyUSB0', baudRate: 9600, health: 'missing', healthReason: 'busy' },
    ]);
    const restarted = testCounter(db);
    await restarted.counter.start();
    await restarted.counter.handlers['device:remove']({ deviceId });
    expect([rig.opened, restarted.opened, restarted.last().devices]).toEqual([['/dev/ttyUSB0'], ['/dev/ttyUSB0', `closed ${deviceId}`], []]);
  });
});

test('connecting shows that it is busy, keeps scans going, and says a refusal', async () => {
  await withTestDatabase(async (db) => {
    await stockShop(db);
    let finish = (_: { kind: 'refused'; code: string }): void => {};
    const rig = testCounter(db, { connectToHq: () => new Promise((resolve) => (finish = resolve)) });
    const connect = () => rig.counter.handlers['setup:connect']({ hqUrl: 'http://hq.test', code: 'BCDFGHJK' });
    const first = connect();
    expect(await connect()).toEqual({ kind: 'refused', code: 'connect-busy' });
    await rig.scan(shop.mingCard);
    expect(rig.last().member).not.toBeNull();
    finish({ kind: 'refused', code: 'code-unknown' });
    expect(await first).toEqual({ kind: 'refused', code: 'code-unknown' });
    expect(rig.last().notice).toMatchObject({ tone: 'deny', code: 'connect-refused', params: { reason: 'code-unknown' } });
  });
});
