import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { stockShop, testCounter } from '../../app/counter/test-counter.ts';
import { callAs, pins, staffShop } from '../../app/counter/test-staff.ts';
import { closeDatabase } from '../../app/db/handles.ts';
import { openWithTape } from '../../app/db/open-with-tape.ts';
import { countingIds, testKeyHex } from '../../app/db/test-database.ts';

let work = '';
beforeEach(() => {
  work = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'counterfoil-staff-'));
});
afterEach(() => rmSync(work, { recursive: true, force: true }));

async function open() {
  const filePath = join(work, 'counter.db');
  const opened = await openWithTape({ filePath, keyHex: testKeyHex, randomBytes });
  if (opened.kind === 'refused') throw new Error(opened.code);
  return { filePath, db: opened.db };
}

test('when the database is lost its people come back from the tape: PIN, badge, rules, record', async () => {
  const { filePath, db } = await open();
  await stockShop(db);
  const rig = testCounter(db);
  const { manager, cashier, lock } = await staffShop(rig);
  await callAs(rig, 'staff:set-rules', { lockAfterMinutes: 7, refundLimitMinor: 50 });
  await lock();
  await rig.counter.settled();
  await closeDatabase(db);
  for (const suffix of ['', '-wal', '-shm']) rmSync(filePath + suffix, { force: true });

  const again = await open();
  const back = testCounter(again.db, {}, countingIds(9_000));
  await back.counter.start();
  expect(back.last().staff).toMatchObject({
    people: [
      { name: '陳美玉', role: 'manager' },
      { name: '小君', role: 'cashier' },
    ],
    locked: true,
    lockAfterMinutes: 7,
  });
  expect(await callAs(back, 'sale:clear', {})).toEqual({ kind: 'locked' });
  expect((await back.scan(cashier.badgeCode ?? '')).staff?.current?.name).toBe('小君');
  const typed = { staffId: manager.staffId, pin: pins.manager };
  expect(await callAs(back, 'staff:sign-in', typed)).toEqual({ kind: 'done' });
  const { total } = await back.counter.handlers['staff:acts']({
    staffId: null,
    offset: 0,
    limit: 1,
  });
  // Two added, rules, lock before; badge and PIN after.
  expect(total).toBe(6);
  // Whoever was removed stays removed.
  await callAs(back, 'staff:remove', { staffId: cashier.staffId });
  await closeDatabase(again.db);
  for (const suffix of ['', '-wal', '-shm']) rmSync(filePath + suffix, { force: true });
  const third = await open();
  const rest = testCounter(third.db, {}, countingIds(19_000));
  await rest.counter.start();
  expect(rest.last().staff?.people.map(({ name }) => name)).toEqual(['陳美玉']);
  await closeDatabase(third.db);
});
