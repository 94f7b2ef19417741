import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { shop, startMs, stockShop, testCounter } from '../../app/counter/test-counter.ts';
import { closeDatabase, inTransaction, type Db } from '../../app/db/handles.ts';
import { openWithTape } from '../../app/db/open-with-tape.ts';
import { putSettings } from '../../app/db/settings.ts';
import { getSyncState } from '../../app/db/sync-state.ts';
import { countingIds, testKeyHex } from '../../app/db/test-database.ts';

let work = '';
beforeEach(() => {
  work = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'counterfoil-clock-'));
});
afterEach(() => rmSync(work, { recursive: true, force: true }));

const aheadMs = 400 * 86_400_000;

async function open(): Promise<Db> {
  const filePath = join(work, 'counter.db');
  const opened = await openWithTape({ filePath, keyHex: testKeyHex, randomBytes });
  if (opened.kind === 'refused') throw new Error(opened.code);
  return opened.db;
}

/** Closes the shop and loses its database. */
async function lose(db: Db): Promise<void> {
  await closeDatabase(db);
  for (const suffix of ['', '-wal', '-shm'])
    rmSync(join(work, `counter.db${suffix}`), { force: true });
}

const floorMs = async (db: Db) => (await getSyncState(db)).timeFloorMs;

test('a clock that is right again is taken at its word once, and so by a database made from the tape', async () => {
  const db = await open();
  await stockShop(db);
  await inTransaction(db, (trx) => putSettings(trx, { mode: 'local' }));
  await sql`UPDATE sync_state SET last_contact_at_ms = NULL, hq_offset_ms = NULL, time_floor_ms = 0`.execute(
    db,
  );
  const ahead = testCounter(db);
  ahead.clock.wallMs += aheadMs;
  await ahead.counter.start();
  await ahead.scan(shop.mingCard);
  await ahead.sell(300);
  const wrongMs = await floorMs(db);

  const rig = testCounter(db, {}, countingIds(9_000));
  await rig.counter.start();
  const before = rig.last();
  expect(await rig.counter.handlers['settings:trust-clock']({})).toEqual({ kind: 'done' });
  expect([
    wrongMs > startMs + aheadMs,
    before.businessDate,
    before.inboxUnseen,
    rig.last().businessDate,
    rig.last().sync.clockBehindMs,
    rig.last().inboxUnseen,
    rig.last().notice?.code,
    await floorMs(db),
  ]).toEqual([true, '2027-12-27', 1, '2026-11-22', null, undefined, 'clock-trusted', startMs]);
  const { rows } = await rig.counter.handlers['staff:acts']({ staffId: null, offset: 0, limit: 9 });
  expect(rows.map(({ act, atMs }) => [act.what, act.detail, atMs])).toEqual([
    ['clock-set', { minutes: Math.round((wrongMs - startMs) / 60_000) }, startMs],
  ]);

  await rig.counter.settled();
  await lose(db);
  const second = await open();
  expect(await floorMs(second)).toBe(startMs);

  // And what is recorded after it raises the floor as ever, there and on the tape.
  const next = testCounter(second, {}, countingIds(19_000));
  next.clock.wallMs += 60_000;
  await next.counter.start();
  await next.counter.handlers['shift:open']({});
  await next.counter.settled();
  await lose(second);
  const third = await open();
  expect(await floorMs(third)).toBe(startMs + 60_000);
  await closeDatabase(third);
});
