import { expect, test } from 'vitest';
import { awardEventSchema } from '../contract/events.ts';
import { closeDatabase, inTransaction } from '../db/handles.ts';
import { checkBalances } from '../db/check-balances.ts';
import { listUnsent } from '../db/events.ts';
import { markContact } from '../db/sync-state.ts';
import { openTestDatabase, tempFolder, withTestDatabase } from '../db/test-database.ts';
import {
  invoiceQr,
  shop,
  shopProgram,
  shopVoucher,
  startMs,
  stockShop,
  testCounter,
} from './test-counter.ts';

test('scan, amount, settle: event, ledger, sale and cleared sale, and the screen told each time', async () => {
  await withTestDatabase(async (db) => {
    await stockShop(db);
    const rig = testCounter(db);
    await rig.counter.start();
    const found = await rig.scan(shop.mingCard);
    expect(found).toMatchObject({
      notice: { tone: 'ok', code: 'member-found', params: { name: '王○明' } },
      member: {
        nameMasked: '王○明',
        mobileMasked: '0912***678',
        points: 0,
        identifiedBy: 'scan',
        birthdayMonth: true,
        tier: { tierId: 'gold', multiplierBps: 15_000 },
      },
      scanCompletedAtMs: startMs + 1000,
    });
    const settled = await rig.sell(1280);
    expect(settled).toMatchObject({
      notice: {
        tone: 'ok',
        code: 'sale-settled',
        params: { name: '王○明', paidMinor: 1280, points: 192, balance: 192 },
      },
      member: null,
      sale: { amountText: '', invoice: null, preview: null },
      lastSales: [
        {
          saleNo: '1122-0001',
          nameMasked: '王○明',
          paidMinor: 1280,
          discountMinor: 0,
          points: 192,
          sync: 'waiting',
        },
      ],
      sync: { unsentCount: 1, oldestUnsentAtMs: startMs + 1000 },
      scanCompletedAtMs: null,
    });
    expect(rig.tones).toEqual(['ok', 'ok']);
    expect(rig.syncRequests).toBe(1);
    const [unsent] = await listUnsent(db, { limit: 9, bytesMax: 1e6 });
    const event = awardEventSchema.parse(JSON.parse(unsent?.rawBody ?? ''));
    expect(event).toMatchObject({
      type: 'award',
      v: 2,
      store: shop.store.storeId,
      bizDate: '2026-11-22',
      member: shop.ming,
      t: { wallMs: startMs + 1000, monoMs: 1000, hqOffsetMs: 0, hqAgeS: 3601 },
      body: {
        saleNo: '1122-0001',
        amountSource: 'typed',
        invoice: null,
        program: { id: shopProgram.programId, version: 3 },
        tierId: 'gold',
        amountMinor: 1280,
        discountMinor: 0,
        paidMinor: 1280,
        baseMinor: 1280,
        points: 192,
        expiresOn: '2027-12-31',
        vouchers: [],
        entries: [
          { leg: 0, kind: 'earn', memberId: shop.ming, points: 192, expiresOn: '2027-12-31' },
        ],
      },
    });
    expect((await rig.scan(shop.mingCard)).member).toMatchObject({
      points: 192,
      expiringNext: { points: 192, expiresOn: '2027-12-31' },
    });
    expect((await checkBalances(db)).wrong).toEqual([]);
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
    await inTransaction(db, (trx) =>
      markContact(trx, { serverTimeMs: startMs + 60_000, wallMs: rig.clock.wallMs }),
    );
    rig.counter.notifySyncChanged();
    await rig.counter.settled();
    expect(rig.last().businessDate).toBe('2026-11-22');
  });
});
