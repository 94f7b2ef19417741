import { expect, test } from 'vitest';
import { serialSettingsSchema } from '../contract/serial-settings.ts';
import { listDevices } from '../db/devices.ts';
import { withTestDatabase } from '../db/test-database.ts';
import { verifyChain } from '../db/verify-chain.ts';
import { invoiceQr, scanner, shop, shopVoucher, stockShop, testCounter } from './test-counter.ts';

test('a flood fills the queue: what is lost is said, what was taken is done', async () => {
  await withTestDatabase(async (db) => {
    await stockShop(db);
    const rig = testCounter(db);
    await rig.counter.start();
    for (let i = 0; i < 70; i += 1) {
      rig.counter.acceptScan({
        deviceId: scanner,
        intake: 'serial',
        bytes: new TextEncoder().encode(`flood-${i}`),
        truncated: false,
        completedAtMs: i,
      });
    }
    expect(rig.last().notice).toMatchObject({
      tone: 'deny',
      code: 'queue-full',
      params: { lost: 6 },
    });
    expect(
      await rig.counter.handlers['sale:settle']({ expectedPaidMinor: 1, expectedPoints: 1 }),
    ).toEqual({ kind: 'refused', code: 'queue-full' });
    await rig.counter.settled();
    expect(rig.last().notice).toMatchObject({
      code: 'scan-unknown',
      params: { preview: 'flood-63' },
    });
    // The answers to what was taken do not hide what was not; the next one after the flood does.
    expect(rig.last().scanMarks).toEqual({ repeated: 0, lost: 7 });
    await rig.scan('flood-70');
    expect(rig.last().scanMarks).toEqual({ repeated: 0, lost: 0 });
    const revisions = rig.views.map((view) => view.revision);
    expect(revisions).toEqual([...revisions].sort((a, b) => a - b));
    expect(rig.errors).toEqual([]);
  });
});

test('first run: works locally at once, refuses a second start, and scans wait for it', async () => {
  await withTestDatabase(async (db) => {
    const rig = testCounter(db);
    await rig.counter.start();
    expect(rig.views.at(-1)).toMatchObject({ kind: 'first-run', busy: false, notice: null });
    rig.counter.acceptScan({
      deviceId: scanner,
      intake: 'serial',
      bytes: new TextEncoder().encode(shop.mingCard),
      truncated: false,
      completedAtMs: 1,
    });
    await rig.counter.settled();
    expect(rig.views.at(-1)).toMatchObject({ kind: 'first-run', notice: { code: 'setup-first' } });
    const start = (taxId: string | null) =>
      rig.counter.handlers['setup:start-local']({ shopName: '小店', taxId });
    expect([await start('12345678'), await start(null), await start(null)]).toEqual([
      { kind: 'refused', code: 'tax-id-invalid' },
      { kind: 'done' },
      { kind: 'refused', code: 'already-set-up' },
    ]);
    expect(rig.last()).toMatchObject({
      mode: 'local',
      brandName: '小店',
      store: { name: '小店', taxId: '' },
      counterLabel: '1',
    });
    const enrol = (mobile: string, birthday: string | null) =>
      rig.counter.handlers['member:enrol']({
        name: '陳大文',
        mobile,
        birthday,
        invitedByCode: null,
        consent: true,
      });
    const outcomes = [
      await enrol('02-2345-6789', null),
      await enrol('0911-222-333', '02-30'),
      await enrol('0911-222-333', '1990-02-29'),
    ];
    const memberId = rig.last().member?.memberId;
    expect(outcomes).toEqual([
      { kind: 'refused', code: 'mobile-invalid' },
      { kind: 'refused', code: 'birthday-invalid' },
      { kind: 'done', memberId },
    ]);
    expect(rig.last()).toMatchObject({
      notice: { code: 'member-enrolled', params: { name: '陳○文' } },
      member: { identifiedBy: 'search' },
      memberCount: 1,
    });
    expect((await rig.sell(1000)).lastSales).toMatchObject([{ points: 10, sync: 'local' }]);
    expect(await enrol('+886 911 222 333', null)).toEqual({ kind: 'done', memberId });
    expect(rig.last()).toMatchObject({
      notice: { tone: 'warn', code: 'member-known-already' },
      memberCount: 1,
      member: { points: 10 },
    });
    expect((await rig.scan(invoiceQr({ totalMinor: 5 }))).notice?.code).toBe(
      'invoice-no-own-tax-id',
    );
    const card = rig.last().member?.cardCode ?? '';
    await rig.counter.handlers['sale:clear']({});
    expect((await rig.scan(card)).member?.memberId).toBe(memberId);
    expect(await verifyChain(db)).toMatchObject({ kind: 'whole', events: 2 });
  });
});

test('a shop without HQ may put its name and tax id right; one with HQ may not', async () => {
  await withTestDatabase(async (db) => {
    const rig = testCounter(db);
    const { handlers } = rig.counter;
    await handlers['setup:start-local']({ shopName: '王記', taxId: null });
    await rig.scan(invoiceQr({ totalMinor: 400 }));
    expect(rig.last().notice?.code).toBe('invoice-no-own-tax-id');
    expect([
      await handlers['settings:set-shop']({ shopName: '王記茶行', taxId: '12345678' }),
      await handlers['settings:set-shop']({ shopName: '王記茶行', taxId: shop.store.taxId }),
    ]).toEqual([{ kind: 'refused', code: 'tax-id-invalid' }, { kind: 'done' }]);
    const { brandName, store } = rig.last();
    expect([brandName, store?.name, store?.taxId]).toEqual([
      '王記茶行',
      '王記茶行',
      shop.store.taxId,
    ]);
  });
  await withTestDatabase(async (db) => {
    await stockShop(db);
    const rig = testCounter(db);
    const input = { shopName: '別家', taxId: null };
    expect(await rig.counter.handlers['settings:set-shop'](input)).toEqual({
      kind: 'refused',
      code: 'shop-is-hqs',
    });
  });
});

test('members are listed masked, and shown in full only when asked', async () => {
  await withTestDatabase(async (db) => {
    await stockShop(db);
    const rig = testCounter(db);
    const find = (text: string) =>
      rig.counter.handlers['member:find']({ text, offset: 0, limit: 10 });
    const found = await find('321');
    expect(found).toEqual({
      rows: [
        {
          memberId: shop.lin,
          nameMasked: '林○麗',
          mobileMasked: '0987***321',
          cardCode: shop.linCard,
          tierId: 'general',
          tierName: { 'zh-TW': '一般', en: 'General' },
          points: 0,
          lineState: 'none',
          joinedOn: '2026-01-02',
          lastSaleAtMs: null,
        },
      ],
      total: 1,
      searchedBy: 'phone-tail',
    });
    expect(await rig.counter.handlers['member:reveal']({ memberId: shop.lin })).toEqual({
      name: '林美麗',
      mobile: '0987654321',
    });
  });
});

test('one step back at a time: invoice with amount, vouchers, member; good news is no step', async () => {
  await withTestDatabase(async (db) => {
    const voucher = shopVoucher(1);
    await stockShop(db, [voucher]);
    const rig = testCounter(db);
    await rig.scan(shop.mingCard);
    await rig.scan(voucher.code);
    await rig.scan(invoiceQr({ totalMinor: 400 }));
    const steps: unknown[] = [];
    for (let i = 0; i < 3; i += 1) {
      await rig.counter.handlers['sale:back']({});
      const { notice, sale, member } = rig.last();
      steps.push([
        notice?.code,
        sale.amountText,
        sale.invoice?.number,
        member?.vouchers.filter((v) => v.attached).length,
      ]);
    }
    expect(steps).toEqual([
      [undefined, '', undefined, 1],
      [undefined, '', undefined, 0],
      [undefined, '', undefined, undefined],
    ]);
  });
});

test('a refusal is a step of its own: the sale stays as it was', async () => {
  await withTestDatabase(async (db) => {
    await stockShop(db);
    const rig = testCounter(db);
    await rig.scan(shop.mingCard);
    await rig.scan('4710088412348');
    expect(rig.last().notice?.code).toBe('scan-product');
    await rig.counter.handlers['sale:back']({});
    expect([rig.last().notice, rig.last().member?.memberId]).toEqual([null, shop.ming]);
  });
});

test('devices are remembered, opened at the start, shown with their health, and closed', async () => {
  await withTestDatabase(async (db) => {
    await stockShop(db);
    const rig = testCounter(db);
    const add = (path: string) =>
      rig.counter.handlers['device:add-serial']({
        name: 'DS2208',
        settings: serialSettingsSchema.parse({ path, baudRate: 9600 }),
      });
    expect([await add('/dev/ttyUSB0'), await add('/dev/ttyUSB0')]).toEqual([
      { kind: 'done' },
      { kind: 'refused', code: 'device-path-taken' },
    ]);
    const deviceId = (await listDevices(db))[0]!.deviceId;
    rig.counter.setDeviceHealth(deviceId, { kind: 'missing', reason: 'busy' });
    await rig.counter.settled();
    expect(rig.last().devices).toEqual([
      {
        deviceId,
        name: 'DS2208',
        intake: 'serial',
        path: '/dev/ttyUSB0',
        baudRate: 9600,
        health: 'missing',
        healthReason: 'busy',
      },
    ]);
    const restarted = testCounter(db);
    await restarted.counter.start();
    await restarted.counter.handlers['device:remove']({ deviceId });
    expect([rig.opened, restarted.opened, restarted.last().devices]).toEqual([
      ['/dev/ttyUSB0'],
      ['/dev/ttyUSB0', `closed ${deviceId}`],
      [],
    ]);
  });
});

test('connecting shows that it is busy, keeps scans going, and says a refusal', async () => {
  await withTestDatabase(async (db) => {
    await stockShop(db);
    let finish = (_: { kind: 'refused'; code: string }): void => {};
    const rig = testCounter(db, {
      connectToHq: () => new Promise((resolve) => (finish = resolve)),
    });
    const connect = () =>
      rig.counter.handlers['setup:connect']({ hqUrl: 'http://hq.test', code: 'BCDFGHJK' });
    const first = connect();
    expect(await connect()).toEqual({ kind: 'refused', code: 'connect-busy' });
    await rig.scan(shop.mingCard);
    expect(rig.last().member).not.toBeNull();
    finish({ kind: 'refused', code: 'code-unknown' });
    expect(await first).toEqual({ kind: 'refused', code: 'code-unknown' });
    expect(rig.last().notice).toMatchObject({
      tone: 'deny',
      code: 'connect-refused',
      params: { reason: 'code-unknown' },
    });
  });
});
