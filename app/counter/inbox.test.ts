import { sql } from 'kysely';
import { expect, test } from 'vitest';
import type { ReceiptRow } from '../contract/sync.ts';
import { inTransaction, type Db } from '../db/handles.ts';
import { listLastSales } from '../db/own-sales.ts';
import { applyReceipts } from '../db/receipts.ts';
import { putSettings } from '../db/settings.ts';
import { forgetSkipped, noteSkipped } from '../db/skipped-changes.ts';
import { withTestDatabase } from '../db/test-database.ts';
import { shop, startMs, stockShop, testCounter, type TestCounter } from './test-counter.ts';

/** What HQ says of the newest sale of this counter. */
async function tell(
  db: Db,
  pos: number,
  said: Pick<ReceiptRow, 'status' | 'exceptions'>,
): Promise<void> {
  const [sale] = await listLastSales(db, { limit: 1, nowMs: startMs + 60_000 });
  if (sale === undefined) throw new Error('no sale');
  const { rows } = await sql<{
    inst: string;
  }>`SELECT install_id AS inst FROM install WHERE is_current = 1`.execute(db);
  const receipt: ReceiptRow = {
    inst: rows[0]?.inst as ReceiptRow['inst'],
    seq: pos,
    eid: sale.eid,
    atMs: startMs + pos * 1000,
    storeName: '信義店',
    entries: [],
    stamps: [],
    uses: [],
    sale: null,
    refund: null,
    usedVoucherIds: [],
    ...said,
  };
  await inTransaction(db, async (trx) => {
    await applyReceipts(trx, [{ pos, receipt }]);
  });
}

test('what HQ sent back or asks about is listed with its sale, counted until seen, and unseen again at a wish', async () => {
  await withTestDatabase(async (db) => {
    await stockShop(db);
    const rig = testCounter(db);
    const { handlers } = rig.counter;
    await rig.scan(shop.mingCard);
    await rig.sell(100);
    await tell(db, 1, { status: 'applied', exceptions: [] });
    rig.counter.notifySyncChanged();
    await rig.counter.settled();
    expect(rig.last().inboxUnseen).toBeUndefined();
    expect(await handlers['inbox:list']({})).toEqual({ items: [], more: false });

    await rig.scan(shop.linCard);
    await rig.sell(250);
    await tell(db, 2, { status: 'quarantined', exceptions: ['handler-failed'] });
    await rig.scan(shop.mingCard);
    await rig.sell(300);
    await tell(db, 3, { status: 'applied', exceptions: ['voucher-used-twice'] });
    rig.counter.notifySyncChanged();
    await rig.counter.settled();
    expect(rig.last().inboxUnseen).toBe(2);
    const { items } = await handlers['inbox:list']({});
    expect(items).toMatchObject([
      {
        kind: 'voucher',
        saved: 'counted',
        findings: ['voucher-used-twice'],
        saleNo: '1122-0003',
        nameMasked: '王○明',
        paidMinor: 300,
        seenAtMs: null,
      },
      { kind: 'refused', saved: 'not-counted', saleNo: '1122-0002', nameMasked: '林○麗' },
    ]);
    const keys = items.map((item) => item.key);
    await handlers['inbox:mark']({ keys, seen: true });
    expect(rig.last().inboxUnseen).toBeUndefined();
    const seen = await handlers['inbox:list']({});
    expect(seen.items.map((item) => item.seenAtMs !== null)).toEqual([true, true]);
    await handlers['inbox:mark']({ keys: keys.slice(1), seen: false });
    expect(rig.last().inboxUnseen).toBe(1);
    expect((await handlers['inbox:list']({})).items.map((item) => item.kind)).toEqual([
      'refused',
      'voucher',
    ]);
  });
});

test('what ails this PC is there while it does, and a new item on the next day', async () => {
  await withTestDatabase(async (db) => {
    await stockShop(db);
    const rig = testCounter(db, {
      syncStatus: () => ({
        state: 'attention',
        reason: 'stuck',
        lastContactAtMs: null,
        clockOffsetMs: 600_000,
        pulledRows: 0,
      }),
    });
    const { handlers } = rig.counter;
    await rig.counter.start();
    const { items } = await handlers['inbox:list']({});
    expect(items.map(({ kind, saved, detail }) => [kind, saved, detail])).toEqual([
      ['attention', 'waiting', 'stuck'],
      ['clock', 'kept', '10'],
    ]);
    await handlers['inbox:mark']({ keys: items.map((item) => item.key), seen: true });
    expect(rig.last().inboxUnseen).toBeUndefined();
    rig.clock.wallMs += 86_400_000;
    rig.counter.notifySyncChanged();
    await rig.counter.settled();
    expect(rig.last().inboxUnseen).toBe(2);
  });
});

test('a clock put back behind what was recorded is told, over a restart, with HQ or without', async () => {
  await withTestDatabase(async (db) => {
    await stockShop(db);
    await inTransaction(db, (trx) => putSettings(trx, { mode: 'local' }));
    await sql`UPDATE sync_state SET last_contact_at_ms = NULL, hq_offset_ms = NULL`.execute(db);
    const aheadMs = 30 * 86_400_000;
    const ahead = testCounter(db);
    ahead.clock.wallMs += aheadMs;
    await ahead.counter.start();
    await ahead.scan(shop.mingCard);
    await ahead.sell(300);
    const clockItems = async ({ counter }: TestCounter) =>
      (await counter.handlers['inbox:list']({})).items.filter(
        ({ kind }) => kind === 'clock-behind',
      );
    expect([await clockItems(ahead), ahead.last().sync.clockBehindMs]).toEqual([[], null]);

    for (const [mode, lateMs] of [
      ['local', 0],
      ['hq', 0],
      ['hq', aheadMs - 240_000],
      ['hq', aheadMs - 360_000],
    ] as const) {
      await inTransaction(db, (trx) => putSettings(trx, { mode }));
      const rig = testCounter(db);
      rig.clock.wallMs += lateMs;
      await rig.counter.start();
      const toldMs = lateMs < aheadMs - 300_000 ? aheadMs - lateMs : null;
      expect([
        rig.last().sync.clockBehindMs,
        (await clockItems(rig)).map(({ saved, detail }) => [saved, detail]),
        rig.last().inboxUnseen,
      ]).toEqual([
        toldMs,
        toldMs === null ? [] : [['kept', String(toldMs / 60_000)]],
        toldMs === null ? undefined : 1,
      ]);
    }
  });
});

test('what HQ sends and this version cannot read is told each day, until it is renewed', async () => {
  await withTestDatabase(async (db) => {
    await stockShop(db);
    const skipped = [5, 9].map((pos) => ({ pos, kind: 'program' }));
    await inTransaction(db, (trx) => noteSkipped(trx, skipped, '0.1.0'));
    const rig = testCounter(db);
    await rig.counter.start();
    const { items } = await rig.counter.handlers['inbox:list']({});
    expect([
      rig.last().inboxUnseen,
      items.map(({ kind, saved, detail }) => [kind, saved, detail]),
    ]).toEqual([1, [['unread', 'kept', '2']]]);
    await inTransaction(db, (trx) => forgetSkipped(trx, { from: 0, to: 9 }));
    rig.counter.notifySyncChanged();
    await rig.counter.settled();
    expect(rig.last().inboxUnseen).toBeUndefined();
  });
});

test('the list and its count read the few receipts that say something, not all', async () => {
  await withTestDatabase(async (db) => {
    const { rows } = await sql<{ detail: string }>`EXPLAIN QUERY PLAN
      SELECT eid FROM receipt INDEXED BY receipt_told
      WHERE (receipt.status <> 'applied' OR receipt.exceptions <> '[]') AND receipt.at_ms >= 5
      ORDER BY receipt.at_ms DESC`.execute(db);
    expect(rows.map(({ detail }) => detail).join('\n')).toContain('receipt_told (at_ms>?)');
  });
});
