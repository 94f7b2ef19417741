import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { inTransaction, type Db } from '../db/handles.ts';
import { putSettings } from '../db/settings.ts';
import { getSyncState } from '../db/sync-state.ts';
import { countingIds, withTestDatabase } from '../db/test-database.ts';
import { shop, startMs, stockShop, testCounter } from './test-counter.ts';

const hourMs = 3_600_000;

/** A shop that last recorded something this long after `startMs`. */
async function stock(db: Db, mode: 'local' | 'hq', laterMs: number): Promise<void> {
  await stockShop(db);
  await inTransaction(db, (trx) => putSettings(trx, { mode }));
  if (mode === 'local')
    await sql`UPDATE sync_state SET last_contact_at_ms = NULL, hq_offset_ms = NULL`.execute(db);
  await sql`UPDATE sync_state SET time_floor_ms = ${startMs + laterMs}`.execute(db);
}

test.each([
  ['hq', hourMs, { kind: 'refused', code: 'clock-is-hqs' }, startMs + hourMs, 0],
  // Nothing to put right: time does not run back for a few minutes.
  ['local', 240_000, { kind: 'done' }, startMs + 240_000, 0],
  ['local', -hourMs, { kind: 'done' }, startMs - hourMs, 0],
  ['local', hourMs, { kind: 'done' }, startMs, 1],
] as const)('%s, clock behind by %i ms', async (mode, laterMs, answer, floorMs, acts) => {
  await withTestDatabase(async (db) => {
    await stock(db, mode, laterMs);
    const { counter } = testCounter(db);
    await counter.start();
    const said = await counter.handlers['settings:trust-clock']({});
    const { total } = await counter.handlers['staff:acts']({ staffId: null, offset: 0, limit: 9 });
    expect([said, (await getSyncState(db)).timeFloorMs, total]).toEqual([answer, floorMs, acts]);
  });
});

test('what was sold under the wrong date stays; what is sold next has the right one', async () => {
  await withTestDatabase(async (db) => {
    await stock(db, 'local', 0);
    const days = async () =>
      (
        await sql<{
          day: string;
        }>`SELECT biz_date AS day FROM sale ORDER BY paid_minor DESC`.execute(db)
      ).rows.map(({ day }) => day);
    const ahead = testCounter(db);
    ahead.clock.wallMs += 400 * 24 * hourMs;
    await ahead.counter.start();
    await ahead.scan(shop.mingCard);
    await ahead.sell(300);
    const rig = testCounter(db, {}, countingIds(9_000));
    await rig.counter.start();
    await rig.scan(shop.mingCard);
    await rig.sell(200);
    await rig.counter.handlers['settings:trust-clock']({});
    await rig.scan(shop.mingCard);
    await rig.sell(100);
    expect(await days()).toEqual(['2027-12-27', '2027-12-27', '2026-11-22']);
    // The last sale is the one just made, for whoever takes it back at once; the others follow.
    expect(rig.last().lastSales.map(({ paidMinor }) => paidMinor)).toEqual([100, 200, 300]);
    const found = await rig.counter.handlers['refund:find']({ text: '' });
    expect(found.sales.map(({ paidMinor }) => paidMinor)).toEqual([100, 200, 300]);
    expect(rig.errors).toEqual([]);
  });
});
