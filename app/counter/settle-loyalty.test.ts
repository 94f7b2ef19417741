import { expect, test } from 'vitest';
import { awardEventSchema, counterEventSchema } from '../contract/events.ts';
import type { ChangeRow, ReceiptRow } from '../contract/sync.ts';
import { evaluateSale } from '../domain/evaluate-sale.ts';
import { applyChanges } from '../db/apply-changes.ts';
import { checkBalances } from '../db/check-balances.ts';
import { listUnsent } from '../db/events.ts';
import { inTransaction, type Db } from '../db/handles.ts';
import { findMember } from '../db/members.ts';
import { testMember, withTestDatabase } from '../db/test-database.ts';
import { upsertMembers } from '../db/upsert-members.ts';
import { upsertVouchers } from '../db/vouchers.ts';
import { shop, shopVoucher, stockShop, testCounter, type TestCounter } from './test-counter.ts';
import { loyaltyCoupons, loyaltyProgram } from './test-program.ts';

const dayMs = 86_400_000;

async function eventsOf(db: Db) {
  const unsent = await listUnsent(db, { limit: 99, bytesMax: 1e7 });
  return unsent.map((event) => counterEventSchema.parse(JSON.parse(event.rawBody)));
}

/** One sale on the next day, so that day limits do not hide what is tested. */
async function sellNextDay(rig: TestCounter, card: string, amountMinor: number) {
  rig.clock.wallMs += dayMs;
  await rig.scan(card);
  return await rig.sell(amountMinor);
}

test('points pay: cut to what is possible, taken from the lots, and HQ can do the sum again', async () => {
  await withTestDatabase(async (db) => {
    await stockShop(db, [], loyaltyProgram);
    const rig = testCounter(db);
    const points = (n: number) => rig.counter.handlers['sale:set-points']({ points: n });
    await rig.scan(shop.linCard);
    await rig.sell(1_000);
    await rig.scan(shop.linCard);
    const answers = [await points(50)];
    await rig.counter.handlers['sale:set-amount']({ amountText: '100' });
    expect(rig.last().sale).toMatchObject({ spendPointsMax: 50, spendBlockedBy: null });
    answers.push(await points(5), await points(300));
    const cut = rig.last();
    answers.push(await points(0), await points(20));
    await rig.sell(100);
    expect(answers.map((answer) => (answer.kind === 'done' ? 'done' : answer.code))).toEqual([
      'settle-needs-amount',
      'redeem-below-min',
      'done',
      'done',
      'done',
    ]);
    expect([cut.notice?.code, cut.notice?.params, cut.sale.spendPoints]).toEqual([
      'points-cut',
      { points: 50, valueMinor: 50, asked: 300 },
      50,
    ]);
    // 98 earned (20 off), 20 spent, 8 earned on the NT$80 that money paid.
    expect((await rig.scan(shop.linCard)).member?.points).toBe(98 - 20 + 8);
    expect(rig.last().lastSales[0]).toMatchObject({ paidMinor: 80, points: 8, pointsSpent: 20 });
    for (const event of await eventsOf(db)) {
      const { asked, facts, ...body } = awardEventSchema.parse(event).body;
      const again = evaluateSale(loyaltyProgram, facts, asked);
      expect(again).toMatchObject({
        points: body.points,
        paidMinor: body.paidMinor,
        entries: body.entries,
        lines: body.lines,
        tier: body.tier,
        stamps: body.stamps,
        giftIds: body.giftIds,
      });
    }
    expect((await checkBalances(db)).wrong).toEqual([]);
  });
});

test('points wished for follow the amount, and are never more than the sale takes', async () => {
  await withTestDatabase(async (db) => {
    await stockShop(db, [], loyaltyProgram);
    const rig = testCounter(db);
    await rig.scan(shop.linCard);
    await rig.sell(1_000);
    await rig.scan(shop.linCard);
    const type = (amountText: string) => rig.counter.handlers['sale:set-amount']({ amountText });
    await type('100');
    await rig.counter.handlers['sale:set-points']({ points: 40 });
    const shown: unknown[] = [];
    for (const amount of ['1', '15', '60', '600']) {
      await type(amount);
      const { preview, spendPoints } = rig.last().sale;
      shown.push([preview?.kind, spendPoints]);
    }
    expect(shown).toEqual([
      ['evaluated', 0],
      ['evaluated', 0],
      ['evaluated', 30],
      ['evaluated', 40],
    ]);
    await rig.counter.handlers['member:attach']({ memberId: shop.ming });
    expect(rig.last().sale).toMatchObject({
      spendPoints: 0,
      spendPointsMax: null,
      spendBlockedBy: 'redeem-needs-scan',
    });
  });
});

test('a sale gives a voucher that can be used at once, stamps, and the limits hold from the ledger', async () => {
  await withTestDatabase(async (db) => {
    await stockShop(db, [], loyaltyProgram);
    const rig = testCounter(db);
    await rig.scan(shop.linCard);
    const first = await rig.sell(1_000);
    expect(first.notice).toMatchObject({ code: 'sale-settled-with' });
    expect(first.lastSales[0]).toMatchObject({ paidMinor: 980, discountMinor: 20 });
    const again = await rig.scan(shop.linCard);
    expect(again.member).toMatchObject({
      stamps: [{ cardId: 'tea', cardNo: 1, stamps: 1, goal: 3 }],
      vouchers: [{ couponId: loyaltyCoupons.nextTime, blockedBy: null, savesMinor: null }],
    });
    await rig.counter.handlers['sale:set-amount']({ amountText: '1000' });
    // The day's coupon and stamp are used, the gift was given once: none of them comes again.
    expect(rig.last().sale).toMatchObject({
      preview: { kind: 'evaluated', discountMinor: 0, brings: [] },
      best: { savesMinor: 30 },
    });
    expect(await rig.counter.handlers['sale:use-best']({})).toEqual({ kind: 'done' });
    expect(rig.last()).toMatchObject({
      notice: { code: 'best-used', params: { savesMinor: 30 } },
      member: { vouchers: [{ attached: true, best: true, savesMinor: 30 }] },
      sale: { best: null, preview: { discountMinor: 30 } },
    });
    await rig.sell(1_000);
    expect((await rig.scan(shop.linCard)).member?.vouchers).toEqual([]);
    await rig.counter.handlers['sale:clear']({});
    const third = await sellNextDay(rig, shop.linCard, 500);
    expect(third.lastSales[0]).toMatchObject({ discountMinor: 20 });
    const fourth = await sellNextDay(rig, shop.linCard, 100);
    // 9 for the money and 50 for the full card.
    expect(fourth.lastSales[0]).toMatchObject({ points: 10 + 50 });
    expect((await rig.scan(shop.linCard)).member?.stamps).toMatchObject([{ cardNo: 2, stamps: 0 }]);
  });
});

test('a tier reached here stays over HQ’s older word until HQ has answered for the sale', async () => {
  await withTestDatabase(async (db) => {
    await stockShop(db, [], loyaltyProgram);
    const rig = testCounter(db);
    await rig.scan(shop.linCard);
    await rig.sell(9_000);
    await rig.scan(shop.linCard);
    const risen = await rig.sell(1_100);
    expect(risen.notice?.code).toBe('sale-settled-with');
    const gold = { tierId: 'gold', tierUntil: '2027-11-22' };
    expect(await findMember(db, shop.lin)).toMatchObject(gold);
    const lin = testMember(shop.lin, { cardCodes: [shop.linCard], name: '林美麗改名' });
    await inTransaction(db, (trx) => upsertMembers(trx, { members: [lin], source: 'hq' }));
    expect(await findMember(db, shop.lin)).toMatchObject({ ...gold, name: '林美麗改名' });
    expect((await rig.scan(shop.linCard)).member).toMatchObject({
      tier: { tierId: 'gold', multiplierBps: 15_000 },
      tierUntil: '2027-11-22',
    });
    await rig.counter.handlers['sale:set-amount']({ amountText: '100' });
    expect(rig.last().sale.preview).toMatchObject({ points: 15 });
  });
});

test('whichever way HQ answers for the sale, the tier is what HQ says after the receipt', async () => {
  for (const status of ['applied', 'duplicate'] as const) {
    await withTestDatabase(async (db) => {
      await stockShop(db, [], loyaltyProgram);
      const rig = testCounter(db);
      await rig.scan(shop.linCard);
      await rig.sell(11_000);
      const [award] = await eventsOf(db);
      if (award?.type !== 'award') throw new Error('one sale');
      const { tier } = award.body;
      // HQ made them more than the counter did, before it heard of the sale.
      const word = { tierId: 'diamond', tierUntil: '2028-01-31' };
      const lin = {
        ...testMember(shop.lin, { cardCodes: [shop.linCard], name: '林美麗' }),
        ...word,
      };
      const receipt: ReceiptRow = {
        inst: shop.install,
        seq: 1,
        eid: award.eid,
        status,
        atMs: rig.clock.wallMs,
        storeName: shop.store.name,
        entries: status === 'applied' ? award.body.entries : [],
        stamps: [],
        uses: [],
        sale: null,
        refund: null,
        usedVoucherIds: [],
        exceptions: [],
      };
      const seen: unknown[] = [];
      const rows: ChangeRow[] = [
        { pos: 1, kind: 'member', member: lin },
        { pos: 2, kind: 'receipt', receipt },
        { pos: 3, kind: 'member', member: lin },
      ];
      for (const row of rows) {
        const page = { from: row.pos - 1, to: row.pos, rows: [row], skipped: [] };
        await inTransaction(db, (trx) => applyChanges(trx, page));
        seen.push((await findMember(db, shop.lin))?.tierId);
      }
      const answered = status === 'applied' ? tier.tierId : 'general';
      expect(seen).toEqual([tier.tierId, answered, word.tierId]);
      expect(await findMember(db, shop.lin)).toMatchObject(word);
    });
  }
});

test('a voucher of class B works only while HQ answers, and says so otherwise', async () => {
  await withTestDatabase(async (db) => {
    const valuable = shopVoucher(1, { couponId: loyaltyCoupons.valuable });
    await stockShop(db, [valuable], loyaltyProgram);
    let lastContactAtMs: number | null = null;
    const rig = testCounter(db, {
      syncStatus: () => ({
        state: 'online',
        reason: null,
        lastContactAtMs,
        clockOffsetMs: 0,
        pulledRows: 0,
      }),
    });
    await rig.scan(shop.mingCard);
    expect((await rig.scan(valuable.code)).notice?.code).toBe('voucher-needs-hq');
    expect(rig.last().member?.vouchers).toMatchObject([{ blockedBy: 'voucher-needs-hq' }]);
    lastContactAtMs = rig.clock.wallMs;
    expect((await rig.scan(valuable.code)).notice?.code).toBe('voucher-attached');
    await rig.counter.handlers['sale:set-amount']({ amountText: '700' });
    expect(rig.last().sale.preview).toMatchObject({ paidMinor: 180 });
    rig.clock.wallMs += 62_000;
    const expected = { expectedPaidMinor: 180, expectedPoints: 27 };
    expect(await rig.counter.handlers['sale:settle'](expected)).toEqual({
      kind: 'refused',
      code: 'voucher-needs-hq',
    });
    lastContactAtMs = rig.clock.wallMs;
    expect(await rig.counter.handlers['sale:settle'](expected)).toEqual({ kind: 'done' });
  });
});

test('a count ticket is used once per sale until none is left', async () => {
  await withTestDatabase(async (db) => {
    const ticket = shopVoucher(1, { couponId: loyaltyCoupons.ticket, uses: 3, usesLeft: 2 });
    await stockShop(db, [ticket], loyaltyProgram);
    const rig = testCounter(db);
    const left: unknown[] = [];
    for (const amount of [100, 100, 100]) {
      await rig.scan(shop.mingCard);
      left.push(rig.last().member?.vouchers[0]?.usesLeft);
      const { notice } = await rig.scan(ticket.code);
      if (notice?.tone === 'deny') left.push(notice.code);
      else await rig.sell(amount);
    }
    expect(left).toEqual([2, 1, undefined, 'voucher-used']);
    // HQ's word that counts both uses takes nothing off a second time.
    await inTransaction(db, (trx) => upsertVouchers(trx, [{ ...ticket, uses: 10, usesLeft: 9 }]));
    expect((await rig.scan(shop.mingCard)).member?.vouchers[0]?.usesLeft).toBe(7);
  });
});

test('joining: gifts at once, a known inviter is rewarded on the first paid sale, an unknown code goes on', async () => {
  await withTestDatabase(async (db) => {
    await stockShop(db, [], loyaltyProgram);
    const rig = testCounter(db);
    const enrol = (mobile: string, invitedByCode: string | null) =>
      rig.counter.handlers['member:enrol']({
        name: '陳大文',
        mobile,
        birthday: null,
        invitedByCode,
        consent: true,
      });
    await enrol('0911222333', ` ${shop.linCard} `);
    expect(rig.last()).toMatchObject({
      notice: { tone: 'ok', code: 'member-enrolled-with' },
      member: { points: 5, vouchers: [{ couponId: loyaltyCoupons.welcome }] },
    });
    const sold = await rig.sell(100);
    expect(sold.lastSales[0]).toMatchObject({ points: 10 + 7 });
    expect((await rig.scan(shop.linCard)).member?.points).toBe(9);
    await rig.counter.handlers['sale:clear']({});
    await enrol('0911222334', 'NOBODY');
    expect(rig.last().notice).toMatchObject({
      tone: 'warn',
      code: 'member-enrolled-inviter-unknown',
      params: { code: 'NOBODY' },
    });
    const stubs = (await eventsOf(db)).filter((event) => event.type === 'member_stub');
    expect(stubs.map(({ body }) => [body.invitedByCode, body.issued.length])).toEqual([
      [shop.linCard, 1],
      ['NOBODY', 1],
    ]);
    expect((await checkBalances(db)).wrong).toEqual([]);
  });
});
