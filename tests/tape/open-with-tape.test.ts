import { randomBytes } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { shop as shopFacts, startMs } from '../../app/counter/test-counter.ts';
import { tapeView } from '../../app/counter/tape-view.ts';
import { closeDatabase, inTransaction, type Db } from '../../app/db/handles.ts';
import { startInstall } from '../../app/db/installs.ts';
import { openWithTape, type OpenedWithTape } from '../../app/db/open-with-tape.ts';
import { readTape } from '../../app/db/read-tape.ts';
import { folderTapeDisk, type TapeDisk } from '../../app/db/tape-disk.ts';
import { testKeyHex } from '../../app/db/test-database.ts';
import { verifyLog } from '../../app/db/verify-log.ts';
import type { InstallId } from '../../app/domain/ids.ts';
import {
  copyShop,
  databaseName,
  inspectShop,
  openWholeShop,
  readShop,
  stock,
  tapeSizes,
  trade,
} from '../faults/taped-shop.ts';

let work = '';
let shop = '';
beforeEach(() => {
  work = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'counterfoil-tape-'));
  shop = join(work, 'shop');
  mkdirSync(shop);
});
afterEach(() => rmSync(work, { recursive: true, force: true }));

const tapeOf = (folder: string): string => join(folder, `${databaseName}-tape`);

async function openOn(disk: TapeDisk, folder = shop, nowMs = startMs): Promise<OpenedWithTape> {
  const filePath = join(folder, databaseName);
  const opened = await openWithTape({
    filePath,
    keyHex: testKeyHex,
    randomBytes,
    tapeSizes,
    tapeDisk: disk,
    nowMs: () => nowMs,
  });
  if (opened.kind === 'refused') throw new Error(opened.code);
  return opened;
}

/** The shop's disk, with a switch that fills it up, at once or when a segment is begun; and how many are open. */
function fillableDisk() {
  const real = folderTapeDisk(tapeOf(shop));
  const state = { isFull: false, isFullAtNext: false, open: 0 };
  const orFull = <T>(work: () => T): T => {
    if (state.isFull) throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
    return work();
  };
  const disk: TapeDisk = {
    ...real,
    open: (name, how) => {
      // A full disk still has room for a name.
      const segment = real.open(name, how);
      state.open += 1;
      if (how === 'fresh' && state.isFullAtNext) state.isFull = true;
      return {
        ...segment,
        writeAt: (offset, bytes) => orFull(() => segment.writeAt(offset, bytes)),
        sync: () => orFull(segment.sync),
        close: () => {
          segment.close();
          state.open -= 1;
        },
      };
    },
  };
  return { disk, state };
}

async function readInstalls() {
  const { db } = await openWholeShop(shop);
  const rows = await db.selectFrom('install').selectAll().orderBy('created_at_ms').execute();
  await closeDatabase(db);
  return rows;
}

function tapedSeqs(): readonly number[] {
  const { links, troubles } = readTape(folderTapeDisk(tapeOf(shop)), testKeyHex);
  expect(troubles).toEqual([]);
  return [...links.values()].flatMap((ofInstall) => [...ofInstall.keys()]);
}

test('a full tape disk is said, takes nothing from the sale, and is caught up with later', async () => {
  const { disk, state } = fillableDisk();
  const opened = await openOn(disk);
  await stock(opened.db);
  await trade(opened, 1, 2);
  const before = tapedSeqs();
  state.isFull = true;
  await trade(opened, 3, 3);
  expect(tapeView(opened.tape)).toEqual({
    state: 'failing',
    trouble: 'full',
    found: null,
    events: 0,
  });
  expect(tapedSeqs()).toEqual(before);
  state.isFull = false;
  await trade(opened, 6, 1);
  expect(tapeView(opened.tape)).toEqual({ state: 'ok', trouble: null, found: null, events: 0 });
  const facts = await readShop(opened.db);
  await closeDatabase(opened.db);
  const seqs = tapedSeqs();
  expect(seqs).toEqual(seqs.map((_, i) => i + 1));
  rmSync(join(shop, databaseName));
  expect(await inspectShop(shop)).toMatchObject({
    findings: [{ kind: 'database-rebuilt', events: seqs.length }],
    facts,
  });
});

test('a disk that is full where a segment ends is tried again with nothing left open or lying about', async () => {
  const { disk, state } = fillableDisk();
  const opened = await openOn(disk);
  await stock(opened.db);
  const before = disk.list();
  state.isFullAtNext = true;
  await trade(opened, 1, 20);
  expect({ health: opened.tape.health(), segments: disk.list(), open: state.open }).toEqual({
    health: { kind: 'failing', trouble: 'full' },
    segments: before,
    open: 0,
  });
  Object.assign(state, { isFull: false, isFullAtNext: false });
  await trade(opened, 21, 1);
  const health = opened.tape.health();
  await closeDatabase(opened.db);
  const seqs = tapedSeqs();
  expect({ health, seqs, open: state.open, next: disk.list()[1] }).toEqual({
    health: { kind: 'ok' },
    seqs: seqs.map((_, i) => i + 1),
    open: 0,
    next: '000002.tape',
  });
  expect(await inspectShop(shop)).toMatchObject({ findings: [] });
});

test('a tape that was read keeps where each event stands, and gives it whole when it is wanted', async () => {
  const opened = await openWholeShop(shop);
  await stock(opened.db);
  await trade(opened, 1, 20);
  const { rows } = await sql<{ seq: number; eid: string; body: string }>`
    SELECT seq, chain.eid, raw_body AS body FROM chain JOIN event USING (eid) ORDER BY seq`.execute(
    opened.db,
  );
  await closeDatabase(opened.db);
  const { links, read } = readTape(folderTapeDisk(tapeOf(shop)), testKeyHex);
  const taped = [...links.values()].flatMap((ofInstall) => [...ofInstall.values()]);
  expect(Math.max(...taped.map((link) => JSON.stringify(link).length))).toBeLessThan(300);
  const last = taped.toReversed().map((link) => read(link));
  expect(last.reverse().map(({ seq, eid, body }) => ({ seq, eid, body }))).toEqual(rows);
});

test('two histories after a restored backup: every sale of both is kept', async () => {
  const first = await openWholeShop(shop);
  await stock(first.db);
  await trade(first, 1, 4);
  await closeDatabase(first.db);
  copyShop(shop, join(work, 'backup'));
  const second = await openWholeShop(shop);
  await trade(second, 5, 4);
  const lost = await readShop(second.db);
  await closeDatabase(second.db);
  // The backup comes back without its tape, works on, and only then the newer tape is found again.
  copyShop(shop, join(work, 'newer'));
  rmSync(shop, { recursive: true });
  copyShop(join(work, 'backup'), shop);
  rmSync(tapeOf(shop), { recursive: true });
  const third = await openWholeShop(shop);
  expect(third.tape.findings).toEqual([{ kind: 'tape-rewritten', detail: 'gone' }]);
  await trade(third, 50, 3);
  const kept = await readShop(third.db);
  await closeDatabase(third.db);
  rmSync(tapeOf(shop), { recursive: true });
  mkdirSync(tapeOf(shop));
  const newer = tapeOf(join(work, 'newer'));
  for (const name of readdirSync(newer)) copyFileSync(join(newer, name), join(tapeOf(shop), name));
  const after = await inspectShop(shop);
  if (after.kind === 'refused') throw new Error(after.code);
  const eidsOf = (facts: Readonly<Record<string, string>>): readonly string[] =>
    (JSON.parse(facts['event'] ?? '[]') as { eid: string }[]).map(({ eid }) => eid);
  const wanted = [...new Set([...eidsOf(lost), ...eidsOf(kept)])].sort();
  expect({
    found: after.findings.map(({ kind }) => kind),
    eids: eidsOf(after.facts),
    verified: after.facts['verified'],
    wrong: after.facts['wrongBalances'],
  }).toEqual({ found: ['histories-differ'], eids: wanted, verified: 'whole', wrong: '0' });
  expect((await inspectShop(shop)) as { findings: unknown }).toMatchObject({ findings: [] });
});

test('the signing key, settings and devices survive the loss of the database', async () => {
  const opened = await openWholeShop(shop);
  await stock(opened.db);
  const { install, setting } = await readShop(opened.db);
  expect(install).toContain('"signing_key":"secret"');
  copyShop(shop, join(work, 'killed'));
  await closeDatabase(opened.db);
  for (const name of readdirSync(join(work, 'killed')))
    if (!name.endsWith('-tape')) rmSync(join(work, 'killed', name));
  expect(await inspectShop(join(work, 'killed'))).toMatchObject({ facts: { install, setting } });
});

test('segments that HQ has had for a month go; what is left makes the counter again', async () => {
  const first = await openWholeShop(shop);
  await stock(first.db);
  await trade(first, 1, 20);
  await first.db.updateTable('install').set({ acked_seq: 20 }).execute();
  const { chain: before } = await readShop(first.db);
  await closeDatabase(first.db);
  const monthLater = startMs + 31 * 24 * 3_600_000;
  const disk = folderTapeDisk(tapeOf(shop));
  const count = disk.list().length;
  const second = await openOn(disk, shop, monthLater);
  await closeDatabase(second.db);
  const [oldest = 0] = [...tapedSeqs()].sort((a, b) => a - b);
  expect(disk.list().length).toBeLessThan(count);
  expect(oldest).toBeGreaterThan(1);
  expect(oldest).toBeLessThanOrEqual(21);
  expect(await inspectShop(shop)).toMatchObject({ findings: [] });
  rmSync(join(shop, databaseName));
  const again = await inspectShop(shop);
  if (again.kind === 'refused') throw new Error(again.code);
  const links = JSON.parse(before ?? '[]') as readonly { readonly seq: number }[];
  expect({
    ...again.facts,
    chain: JSON.parse(again.facts['chain'] ?? '[]') as unknown,
  }).toMatchObject({
    chain: links.filter(({ seq }) => seq >= oldest),
    verified: 'whole',
    wrongBalances: '0',
  });
});

test('what an earlier install recorded goes too, once HQ has it under the next; the tape is not filled again', async () => {
  const first = await openWholeShop(shop);
  await stock(first.db);
  await first.db.updateTable('install').set({ kind: 'local' }).execute();
  await trade(first, 1, 20);
  const next = '01980000-0000-7000-8000-0000000c0ffe' as InstallId;
  await inTransaction(first.db, (trx) =>
    startInstall(trx, {
      installId: next,
      kind: 'hq',
      signingKey: 'next',
      nowMs: startMs,
      offer: 'unacked',
    }),
  );
  await trade(first, 21, 2);
  const ack = (db: Db, seq: number) =>
    db.updateTable('install').set({ acked_seq: seq }).where('is_current', '=', 1).execute();
  await ack(first.db, 20);
  await closeDatabase(first.db);
  const disk = folderTapeDisk(tapeOf(shop));
  const monthLater = startMs + 31 * 24 * 3_600_000;
  const openings: unknown[] = [];
  const open = async (ackedSeq: number | null): Promise<void> => {
    const opened = await openOn(disk, shop, monthLater);
    if (ackedSeq !== null) await ack(opened.db, ackedSeq);
    await closeDatabase(opened.db);
    const { links } = readTape(disk, testKeyHex);
    const oldest = (id: InstallId) => Math.min(...(links.get(id)?.keys() ?? []));
    const { findings } = opened.tape;
    openings.push({ findings, old: oldest(shopFacts.install), next: oldest(next) });
  };
  const all = tapedSeqs().length;
  const last = (await readInstalls())[1]?.last_seq ?? 0;
  await open(last);
  await open(null);
  await open(null);
  const [early, , late] = openings as readonly { readonly old: number; readonly next: number }[];
  // The first event HQ lacks keeps its segment, under either install.
  expect(early?.old).toBeGreaterThan(1);
  expect(early?.old).toBeLessThanOrEqual(21);
  expect(openings).toEqual([
    { findings: [], old: early?.old, next: 1 },
    { findings: [], old: Infinity, next: late?.next },
    { findings: [], old: Infinity, next: late?.next },
  ]);
  expect(tapedSeqs().length).toBeLessThan(all);
  expect(
    await verifyLog({ databasePath: join(shop, databaseName), disk, keyHex: testKeyHex }),
  ).toMatchObject({ faults: [] });
  rmSync(join(shop, databaseName));
  expect(await inspectShop(shop)).toMatchObject({
    findings: [{ kind: 'database-rebuilt' }],
    facts: { verified: 'whole', wrongBalances: '0' },
  });
  expect(await inspectShop(shop)).toMatchObject({ findings: [] });
});

test('nothing a person could be known by stands readable on the tape, and no nonce comes twice', async () => {
  const opened = await openWholeShop(shop);
  await stock(opened.db);
  await trade(opened, 1, 8);
  await closeDatabase(opened.db);
  const disk = folderTapeDisk(tapeOf(shop));
  const texts = disk.list().map((name) => Buffer.from(disk.read(name)).toString('utf8'));
  const all = texts.join('');
  expect(['王', '陳', 'award', 'secret'].filter((word) => all.includes(word))).toEqual([]);
  const nonces = texts.flatMap((text) =>
    text
      .split('\n')
      .slice(1)
      .filter(Boolean)
      .map((line) => line.split(' ')[3]?.slice(0, 16) ?? ''),
  );
  expect(new Set(nonces).size).toBe(nonces.length);
});
