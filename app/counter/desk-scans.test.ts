import { expect, test } from 'vitest';
import { makeMemberCardCode } from '../domain/member-code.ts';
import { withTestDatabase } from '../db/test-database.ts';
import { invoiceQr, shop, shopVoucher, stockShop, testCounter } from './test-counter.ts';
import { loyaltyProgram } from './test-program.ts';

const qr = invoiceQr({ totalMinor: 430 });

test('at the refund desk an e-invoice and a card find sales; the open sale stays as it is', async () => {
  await withTestDatabase(async (db) => {
    const voucher = shopVoucher(93, { memberId: shop.lin });
    await stockShop(db, [voucher]);
    const rig = testCounter(db);
    const { handlers } = rig.counter;
    await rig.scan(shop.linCard);
    await rig.scan(qr);
    await rig.sell(430);
    await rig.scan(shop.mingCard);
    await rig.sell(100);
    await rig.scan(shop.mingCard);
    const before = rig.last();
    await handlers['scan:aim']({ at: 'refund' });
    const find = async (text: string) =>
      (await handlers['refund:find']({ text })).sales.map((sale) => sale.saleNo);
    const seen: unknown[] = [];
    const codes = [qr, shop.linCard, makeMemberCardCode(99), voucher.code, '4711234500018'];
    for (const code of codes) {
      const { deskScan, notice, sale, member } = await rig.scan(code);
      const text = deskScan?.text ?? null;
      seen.push([
        deskScan?.no,
        deskScan?.at,
        notice?.code,
        text === null ? null : await find(text),
      ]);
      expect([sale, member?.memberId]).toEqual([before.sale, shop.ming]);
    }
    expect(seen).toEqual([
      [1, 'refund', 'desk-scanned', ['1122-0001']],
      [2, 'refund', 'desk-scanned', ['1122-0001']],
      [3, 'refund', 'card-unknown', null],
      [4, 'refund', 'desk-scan-other', null],
      [5, 'refund', 'scan-product', null],
    ]);
    await handlers['scan:aim']({ at: 'sale' });
    const after = await rig.scan(shop.linCard);
    expect([after.member?.memberId, after.notice?.code, after.deskScan?.no]).toEqual([
      shop.lin,
      'member-found',
      5,
    ]);
  });
});

test('a scan belongs to the desk that was open when it arrived; keys that read as a scan too', async () => {
  await withTestDatabase(async (db) => {
    await stockShop(db);
    const rig = testCounter(db);
    const { handlers } = rig.counter;
    await handlers['scan:aim']({ at: 'refund' });
    await handlers['scan:wedge']({ text: shop.linCard, completedAtMs: 5 });
    await handlers['scan:aim']({ at: 'sale' });
    await rig.counter.settled();
    const { member, deskScan } = rig.last();
    expect([member, deskScan]).toEqual([null, { no: 1, at: 'refund', text: shop.linCard }]);
  });
});

test('a card scanned into the invited-by field fills it; anything else goes to the sale', async () => {
  await withTestDatabase(async (db) => {
    await stockShop(db);
    const rig = testCounter(db);
    await rig.counter.handlers['scan:aim']({ at: 'inviter' });
    const unknown = makeMemberCardCode(99);
    const seen: unknown[] = [];
    for (const code of [shop.linCard, unknown, qr]) {
      const { deskScan, notice, member, sale } = await rig.scan(code);
      seen.push([deskScan?.text, notice?.code, member, sale.amountText]);
    }
    expect(seen).toEqual([
      [shop.linCard, 'inviter-scanned', null, ''],
      [unknown, 'inviter-scanned', null, ''],
      [unknown, 'invoice-taken', null, '430'],
    ]);
  });
});

test('what is missing to the next tier and stamp card is told before an amount is typed', async () => {
  await withTestDatabase(async (db) => {
    await stockShop(db, [], loyaltyProgram);
    const rig = testCounter(db);
    const steps = async () =>
      (await rig.scan(shop.linCard)).member?.nextSteps.map(({ code, words }) => [code, words.en]);
    const seen = [await steps()];
    await rig.sell(1_000);
    seen.push(await steps());
    expect(seen.map((all) => all?.map(([code]) => code))).toEqual([
      ['next-tier'],
      ['next-tier', 'next-stamp'],
    ]);
    expect(seen[1]?.[0]?.[1]).toContain('9,020');
  });
});
