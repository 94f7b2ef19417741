import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { starterProgram } from '../domain/starter-program.ts';
import type { MemberId } from '../domain/ids.ts';
import { closeDatabase, inTransaction, type Db } from './handles.ts';
import { findMember, findMemberByCode } from './members.ts';
import { first } from './migrations/0001-first.ts';
import { gramOrder } from './migrations/0022-gram-order.ts';
import { migrations } from './migrations/index.ts';
import { nameGrams } from './name-grams.ts';
import { getOpenSale } from './open-sale.ts';
import { listLastSales } from './own-sales.ts';
import { findProgram } from './programs.ts';
import { findUsedInvoice } from './sales.ts';
import { getSpendHistory } from './spend-history.ts';
import { openTestDatabase, tempFolder } from './test-database.ts';
import { findVoucherByCode, insertRedemptions, upsertVouchers } from './vouchers.ts';

const memberId = '01980000-0000-7000-8000-00000000bbbb' as MemberId;

/** What a counter of version 1 had in its file: one member, sale, used and unused voucher, schema 1 rules. */
const oldRows = `
INSERT INTO member (member_id, name, name_key, tier_id, card_code, line_state, joined_on, source, points)
  VALUES ('${memberId}', '王小明', '王小明', 'general', '2000000000015', 'none', '2026-01-02', 'hq', 12);
INSERT INTO member_code VALUES ('2000000000015', 1);
INSERT INTO sale VALUES ('s1', 'e1', '1122-0001', '${memberId}', 'own', NULL, 1795312800000, '2026-11-22',
  1280, 100, 1180, 18, '${starterProgram.programId}', 1, NULL, NULL,
  '[{"code":"voucher","voucherId":"v1","name":{"zh-TW":"折百","en":"100 off"},"discountMinor":100,"offBps":null,"capped":false},
    {"code":"earn-per-amount","baseMinor":1180,"perMinor":100,"pointsPer":1,"points":11},
    {"code":"tier-multiplier","tierId":"gold","name":{"zh-TW":"金卡","en":"Gold"},"multiplierBps":15000,"pointsBefore":12,"pointsAfter":18},
    {"code":"expires","expiresOn":"2027-12-31"}]');
INSERT INTO voucher VALUES ('v1', 'CFV*1', 'c1', '${memberId}', '2026-01-01', '2026-12-31', 'used', 5, '板橋店'),
  ('v2', 'CFV*2', 'c1', '${memberId}', '2026-01-01', '2026-12-31', 'issued', NULL, NULL),
  ('v3', 'CFV*3', 'c1', '${memberId}', '2026-01-01', '2026-12-31', 'issued', NULL, NULL);
INSERT INTO redemption VALUES ('v3', 'e1', 'own', 7, NULL);
INSERT INTO used_invoice VALUES ('AB12345678:2026-11-22', 'e1', 7, '板橋店');
INSERT INTO ledger_entry (eid, origin, leg, kind, member_id, lot_id, points, expires_on, recorded_at_ms)
  VALUES ('e1', 'record', 0, 'earn', '${memberId}', 'l1', 12, '2027-12-31', 1);
UPDATE open_sale SET member_id = '${memberId}', identified_by = 'scan', amount_text = '95';
INSERT INTO program VALUES ('${starterProgram.programId}', 1, 'hq', '2025-01-01',
  '{"schema":1,"programId":"${starterProgram.programId}","version":1,"name":{"zh-TW":"基本集點","en":"Starter points"},
    "effectiveFrom":"2025-01-01","earn":{"perMinor":100,"points":1},"earnBase":"paid",
    "tiers":[{"tierId":"general","name":{"zh-TW":"一般會員","en":"Member"},"thresholdMinor":0,"multiplierBps":10000}],
    "expiry":{"kind":"end-of-next-year"},"coupons":[],"vouchersPerSaleMax":1,"invoiceAgeDaysMax":7}');`;

test('a file of version 1 comes along with its rows, readable by today’s code', async () => {
  const temp = tempFolder();
  const old = openTestDatabase(temp.filePath, { testOnlyMigrations: [first] });
  for (const statement of oldRows.split(/;\n/)) await sql.raw(statement).execute(old);
  await closeDatabase(old);
  const db = openTestDatabase(temp.filePath);
  const spend = { memberId, windowAfter: '2025-11-22', tierBeganOn: '2025-11-22' };
  expect({
    member: await findMember(db, memberId),
    byCode: (await findMemberByCode(db, '2000000000015'))?.isWeakCode,
    vouchers: await Promise.all(['1', '2', '3'].map((n) => findVoucherByCode(db, `CFV*${n}`))),
    spend: await getSpendHistory(db, spend),
    sales: await listLastSales(db, { limit: 5, nowMs: 7 }),
    invoice: await findUsedInvoice(db, 'AB12345678:2026-11-22'),
    open: await getOpenSale(db),
    program: (await findProgram(db, { id: starterProgram.programId, version: 1 }))?.earn,
  }).toMatchObject({
    member: { pointsTotal: 12, tierUntil: null, inviterId: null },
    byCode: false,
    vouchers: [
      { state: 'used', uses: 1, usesLeft: 0, used: { storeName: '板橋店' } },
      { state: 'issued', uses: 1, usesLeft: 1, used: null },
      { state: 'issued', uses: 1, usesLeft: 0, used: { atMs: 7, storeName: null } },
    ],
    spend: { spentMinor: 1180, spentSinceTierMinor: 1180, saleCount: 1 },
    sales: [
      {
        saleNo: '1122-0001',
        pointsSpent: 0,
        refundedMinor: 0,
        undone: false,
        reasons: [
          { code: 'discount', discountMinor: 100 },
          { code: 'earn', baseMinor: 1180, points: 11 },
          { code: 'multiplier', pointsBefore: 12, pointsAfter: 18 },
          { code: 'expires' },
        ],
      },
    ],
    invoice: { atMs: 7, storeName: '板橋店' },
    open: { amountText: '95', spendPoints: 0, codes: [] },
    program: starterProgram.earn,
  });
  await closeDatabase(db);
  temp.remove();
});

test('grams of before are told apart from those that repeat a character, as those of today are', async () => {
  const names = ['王小明', '林林林', '明明白白', 'anna lee', '𠮷𠮷野'];
  const gramsOf = async (db: Db): Promise<unknown> => {
    const { rows } = await sql`SELECT * FROM name_gram ORDER BY gram, member_no`.execute(db);
    return rows;
  };
  const temp = tempFolder();
  const before = migrations.filter(({ version }) => version < gramOrder.version);
  const old = openTestDatabase(temp.filePath, { testOnlyMigrations: before });
  for (const [i, name] of names.entries()) {
    await sql`INSERT INTO member (member_no, member_id, name, name_key, tier_id, card_code, line_state, joined_on, source)
      VALUES (${i + 1}, ${`m${i}`}, ${name}, ${name}, 'general', '', 'none', '2026-01-02', 'hq')`.execute(
      old,
    );
    for (const { gram } of nameGrams(name))
      await sql`INSERT INTO name_gram (gram, member_no) VALUES (${gram}, ${i + 1})`.execute(old);
  }
  await closeDatabase(old);
  const db = openTestDatabase(temp.filePath);
  const grams = names.flatMap((name, i) =>
    nameGrams(name).map(({ gram, again }) => ({ gram, member_no: i + 1, again })),
  );
  const inOrder = grams.toSorted((a, b) =>
    Buffer.compare(Buffer.from(a.gram), Buffer.from(b.gram)),
  );
  expect(await gramsOf(db)).toEqual(inOrder);
  expect(grams.filter(({ again }) => again === 1).length).toBe(7);
  await closeDatabase(db);
  temp.remove();
});

test('this counter cannot record more uses of a voucher than it has', async () => {
  const temp = tempFolder();
  const db = openTestDatabase(temp.filePath);
  const voucherId = '01980000-0000-7000-8000-000000000001' as never;
  const ticket = {
    voucherId,
    code: 'CFV*T',
    couponId: '01980000-0000-7000-8000-000000000002' as never,
    memberId,
    validFrom: '2026-01-01',
    validUntil: '2026-12-31',
    state: 'issued' as const,
    uses: 3,
    usesLeft: 3,
    used: null,
  };
  await inTransaction(db, (trx) => upsertVouchers(trx, [ticket]));
  const use = (eid: string, uses: number) =>
    inTransaction(db, (trx) =>
      insertRedemptions(trx, [
        { voucherId, eid: eid as never, origin: 'own', atMs: 1, storeName: null, uses },
      ]),
    );
  await use('e1', 1);
  await use('e2', 2);
  await expect(use('e3', 1)).rejects.toThrow('voucher is used up');
  expect(await findVoucherByCode(db, 'CFV*T')).toMatchObject({ usesLeft: 0, used: { atMs: 1 } });
  await closeDatabase(db);
  temp.remove();
});
