import { randomBytes } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  truncateSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { posSaleSchema } from '../../app/contract/pos-api.ts';
import type { AwardEvent } from '../../app/contract/events.ts';
import { shop as shopFacts, stockShop, testCounter } from '../../app/counter/test-counter.ts';
import { closeDatabase, type Db } from '../../app/db/handles.ts';
import { openWithTape } from '../../app/db/open-with-tape.ts';
import { countingIds, testKeyHex } from '../../app/db/test-database.ts';

let work = '';
beforeEach(() => {
  work = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'counterfoil-put-back-'));
  mkdirSync(join(work, 'shop'));
});
afterEach(() => rmSync(work, { recursive: true, force: true }));

async function open(folder: string) {
  const filePath = join(work, folder, 'counter.db');
  const opened = await openWithTape({ filePath, keyHex: testKeyHex, randomBytes });
  if (opened.kind === 'refused') throw new Error(opened.code);
  return opened;
}

async function openShop() {
  const { db } = await open('shop');
  await stockShop(db);
  const rig = testCounter(db);
  await rig.counter.start();
  return { db, rig };
}

/** After the power came back; ids go on where no other is. */
async function reopen() {
  const { db, tape } = await open('killed');
  expect(tape.findings).toMatchObject([{ kind: 'events-put-back', events: 1 }]);
  const rig = testCounter(db, { tape }, countingIds(9_000));
  await rig.counter.start();
  return { db, rig };
}

async function awards(db: Db): Promise<string[]> {
  const rows = await db.selectFrom('event').selectAll().where('type', '=', 'award').execute();
  return rows.map((row) => {
    const { body } = JSON.parse(row.raw_body) as AwardEvent;
    return `${row.pos_key ?? '-'} ${body.saleNo} ${body.paidMinor} ${body.points}`;
  });
}

/** The log file loses its last commit (a flipped bit, a disk that lied about its flush); the tape has it. */
async function loseLastCommits(db: Db, walBytes: number) {
  cpSync(join(work, 'shop'), join(work, 'killed'), { recursive: true });
  await closeDatabase(db);
  truncateSync(join(work, 'killed', 'counter.db-wal'), walBytes);
}
const walSize = () => statSync(join(work, 'shop', 'counter.db-wal')).size;

test('a sale typed at the counter, settled and put back from the tape, is not on the counter to be settled again', async () => {
  const { db, rig } = await openShop();
  await rig.scan(shopFacts.mingCard);
  await rig.counter.handlers['sale:set-amount']({ amountText: '500' });
  const before = walSize();
  await rig.sell(500);
  expect(rig.last().notice?.code).toBe('sale-settled');
  await loseLastCommits(db, before);

  const second = await reopen();
  expect(await awards(second.db)).toEqual(['- 1122-0001 500 75']);
  const { sale } = second.rig.last();
  const seen = {
    member: second.rig.last().member?.nameMasked ?? null,
    amountText: sale.amountText,
  };
  await closeDatabase(second.db);
  expect(seen).toEqual({ member: null, amountText: '' });
});

test('a number of the POS counts once for ever, also where its sale was put back from the tape', async () => {
  const key = { posName: '櫃台 1', posSaleNo: 'A-1' };
  const request = posSaleSchema.parse({ amountMinor: 500 });
  const { db, rig } = await openShop();
  await rig.counter.pos.put({ key, request, sourceFile: null });
  await rig.scan(shopFacts.mingCard);
  const before = walSize();
  const settled = await rig.counter.pos.settle(key, { paidMinor: 500, invoice: null });
  expect(settled).toMatchObject({ kind: 'view', view: { state: 'settled', saleNo: '1122-0001' } });
  await loseLastCommits(db, before);

  const second = await reopen();
  // The answer was lost with the power: the POS asks again, as its manual says.
  const answer = await second.rig.counter.pos.settle(key, { paidMinor: 500, invoice: null });
  const all = await awards(second.db);
  await closeDatabase(second.db);
  expect({ answer, all }).toMatchObject({
    answer: { kind: 'view', view: { state: 'settled', saleNo: '1122-0001' } },
    all: ['櫃台 1:A-1 1122-0001 500 75'],
  });
});

test('a parked sale that was recalled and settled does not lie on the list again', async () => {
  const { db, rig } = await openShop();
  await rig.scan(shopFacts.mingCard);
  await rig.counter.handlers['sale:set-amount']({ amountText: '500' });
  await rig.counter.handlers['sale:park']({});
  const before = walSize();
  await rig.counter.handlers['sale:recall']({
    parkedAtMs: rig.last().parked?.[0]?.parkedAtMs ?? 0,
  });
  await rig.sell(500);
  await loseLastCommits(db, before);
  const second = await reopen();
  const parkedAtMs = second.rig.last().parked?.[0]?.parkedAtMs;
  if (parkedAtMs !== undefined) {
    // What a cashier does with it: the customer gets the points twice.
    await second.rig.counter.handlers['sale:recall']({ parkedAtMs });
    await second.rig.sell(500);
  }
  const all = await awards(second.db);
  await closeDatabase(second.db);
  expect(all).toEqual(['- 1122-0001 500 75']);
});

test('of two parked sales alike only the one that was settled is gone', async () => {
  const { db, rig } = await openShop();
  for (let i = 0; i < 2; i += 1) {
    await rig.scan(shopFacts.mingCard);
    await rig.counter.handlers['sale:set-amount']({ amountText: '500' });
    await rig.counter.handlers['sale:park']({});
  }
  const before = walSize();
  expect(rig.last().parked).toHaveLength(2);
  await rig.counter.handlers['sale:recall']({
    parkedAtMs: rig.last().parked?.[0]?.parkedAtMs ?? 0,
  });
  await rig.sell(500);
  await loseLastCommits(db, before);
  const second = await reopen();
  const left = second.rig.last().parked?.length;
  await closeDatabase(second.db);
  expect(left).toBe(1);
});
