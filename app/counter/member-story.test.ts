import { expect, test } from 'vitest';
import { managerCalls, memberStorySchema } from '../contract/manager-views.ts';
import { sql } from 'kysely';
import type { MemberId } from '../domain/ids.ts';
import { withTestDatabase } from '../db/test-database.ts';
import { shop, shopVoucher, stockShop, testCounter } from './test-counter.ts';
import { refundAs } from './test-refund.ts';

const noFilter = {
  tierId: null,
  birthMonth: null,
  lineState: null,
  expiring: false,
  activity: null,
  tag: null,
} as const;

test('a member as a whole: points by lot, sums, vouchers by state, and what happened, masked', async () => {
  await withTestDatabase(async (db) => {
    const lapsed = { validFrom: '2026-01-01', validUntil: '2026-11-21' };
    await stockShop(db, [shopVoucher(1), shopVoucher(2, lapsed), shopVoucher(3)]);
    const rig = testCounter(db);
    await rig.counter.start();
    await rig.scan(shop.mingCard);
    await rig.scan(shopVoucher(1).code);
    await rig.sell(1_000);
    await rig.scan(shop.mingCard);
    const [second] = (await rig.sell(200)).lastSales;
    rig.clock.wallMs += 60_000;
    await refundAs(rig, second!.saleId, 'void');
    const { handlers } = rig.counter;
    const answer = await handlers['manager:story']({ memberId: shop.ming });
    if (answer.kind !== 'found') throw new Error('not found');
    const story = memberStorySchema.parse(answer.story);
    expect(story).toMatchObject({
      member: { nameMasked: '王○明', mobileMasked: '0912***678', points: 142 },
      birthMonth: 11,
      source: 'hq',
      lots: [{ points: 142 }],
      furtherPoints: 0,
      year: { sales: 1, paidMinor: 950 },
      salesEver: 2,
    });
    expect(story.vouchers.map(({ state }) => state)).toEqual(['usable', 'used', 'expired']);
    expect(story.steps.map(({ kind }) => kind)).toEqual([
      'void',
      'last-sale',
      'first-sale',
      'voucher-used',
      'joined',
    ]);
    expect(JSON.stringify(story)).not.toMatch(/王小明|912345678/);
    const { sales } = await handlers['manager:sales']({
      memberId: shop.ming,
      offset: 0,
      limit: 50,
    });
    expect(managerCalls['manager:sales'].out.parse({ sales }).sales).toMatchObject([
      { paidMinor: 200, undone: true, refundedMinor: 200, storeName: null },
      { paidMinor: 950, undone: false, discountMinor: 50, points: 142 },
    ]);
    expect(
      await handlers['manager:story']({
        memberId: '01970000-0000-7000-8000-999999999999' as MemberId,
      }),
    ).toEqual({ kind: 'none' });
  });
});

test('exports are masked, say so in their first row, and a disk that will not is told', async () => {
  await withTestDatabase(async (db) => {
    await stockShop(db);
    const saved: { name: string; kind: string; rows: number; text: string }[] = [];
    const rig = testCounter(db, {
      saveReport: async (report) => {
        if (saved.length === 2) throw new Error('full');
        saved.push(report);
        return `/reports/${report.name}.csv`;
      },
    });
    await rig.counter.start();
    await rig.scan(shop.mingCard);
    await rig.sell(100);
    const { handlers } = rig.counter;
    const list = {
      text: '',
      filter: noFilter,
      sort: 'last-sale' as const,
      format: 'csv' as const,
    };
    expect([
      await handlers['manager:export-members'](list),
      await handlers['manager:export-figures']({ period: 'today', format: 'csv' }),
      await handlers['manager:export-figures']({ period: 'today', format: 'csv' }),
    ]).toMatchObject([
      { kind: 'saved', path: '/reports/members-2026-11-22.csv', rows: 2 },
      { kind: 'saved' },
      { kind: 'refused', code: 'not-saved' },
    ]);
    const [members, figures] = saved.map(({ text }) => text.slice(1).split('\r\n'));
    expect(members?.slice(0, 4)).toEqual([
      'Counterfoil 匯出,王記茶行 1,2026-11-22 09:00,個人資料已遮蔽',
      '卡號,姓名,手機,等級,可用點數,LINE,加入日,最近消費,標籤',
      `${shop.mingCard},王○明,0912***678,金卡,15,未綁定,2026-01-02,2026-11-22,`,
      `${shop.linCard},林○麗,0987***321,一般,0,未綁定,2026-01-02,,`,
    ]);
    expect(figures).toContain('實付,100');
    expect(rig.errors).toHaveLength(1);
  });
});

test('a member’s sales and steps are found by indexes of the member alone', async () => {
  await withTestDatabase(async (db) => {
    const { rows } = await sql<{ detail: string }>`EXPLAIN QUERY PLAN
      SELECT sale_id FROM sale WHERE member_id IN (SELECT 'a' UNION ALL SELECT 'b')
      ORDER BY biz_date DESC, at_ms DESC, sale_id DESC LIMIT 50`.execute(db);
    expect(rows.map(({ detail }) => detail).join('\n')).toContain(
      'USING COVERING INDEX sale_spend (member_id=?)',
    );
  });
});
