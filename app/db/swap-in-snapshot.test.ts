import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import type { ReadySnapshot } from '../contract/snapshot.ts';
import type { InstallId, MemberId } from '../domain/ids.ts';
import { checkBalances } from './check-balances.ts';
import { appendEvent, listUnsent } from './events.ts';
import { closeDatabase, inTransaction } from './handles.ts';
import type { Db } from './handles.ts';
import { startInstall } from './installs.ts';
import { insertEntries } from './ledger.ts';
import { openWithTape, type OpenedWithTape } from './open-with-tape.ts';
import { snapshotPaths } from './snapshot-port.ts';
import { putSettings } from './settings.ts';
import { snapshotTables } from './snapshot-tables.ts';
import type { SwapStep } from './swap-in-snapshot.ts';
import { countingIds, tempFolder, testAward, testKeyHex } from './test-database.ts';
import { createSnapshotFile, snapshotSchemaVersion } from './write-snapshot.ts';

const installId = '01980000-0000-7000-8000-0000000000c1' as InstallId;
const timeline = '01980000-0000-7000-8000-0000000000c2';
const memberId = '01980000-0000-7000-8000-0000000000c3' as MemberId;
const place = { cursor: 70, mark: '7', timeline };
const snapshot: ReadySnapshot = {
  kind: 'ready',
  id: '01980000-0000-4000-8000-0000000000c4',
  ...place,
  schemaVersion: snapshotSchemaVersion,
  cipher: 'aegis',
  keyHex: testKeyHex,
  bytes: 1,
  chunkBytes: 4 * 1024 * 1024,
  chunkSha256: ['A'.repeat(43)],
  sha256: 'A'.repeat(43),
};

async function open(filePath: string, onSwapStep?: (step: SwapStep) => void) {
  const input = { filePath, keyHex: testKeyHex, randomBytes: (n: number) => randomBytes(n) };
  const opened = await openWithTape(onSwapStep === undefined ? input : { ...input, onSwapStep });
  if (opened.kind !== 'open') throw new Error(`refused: ${opened.code} ${opened.detail}`);
  return opened;
}

/** A fresh counter of HQ with two sales of its own. */
async function begin(db: Db): Promise<void> {
  const newId = countingIds(500);
  await inTransaction(db, async (trx) => {
    const signingKey = 'k';
    await startInstall(trx, { installId, kind: 'hq', signingKey, nowMs: 1, offer: 'unacked' });
    await putSettings(trx, { mode: 'hq', counterLabel: '3 號機' });
    await sql`UPDATE sync_state SET timeline = ${timeline}`.execute(trx);
  });
  for (const points of [5, 6]) {
    await inTransaction(db, async (trx) => {
      const event = testAward(newId, { memberId, points });
      await appendEvent(trx, { event, recordedAtMs: 1 });
      const { entries } = event.body;
      await insertEntries(trx, [{ eid: event.eid, origin: 'record', recordedAtMs: 1, entries }]);
    });
  }
}

/** What HQ would send, under this counter's key already: a member with one lot of 100. */
function writeFresh(filePath: string): void {
  const file = createSnapshotFile({ filePath: snapshotPaths(filePath).fresh, keyHex: testKeyHex });
  file.inserter('member', [
    'member_no',
    'member_id',
    'name',
    'name_key',
    'tier_id',
    'card_code',
    'line_state',
    'joined_on',
    'source',
    'points',
  ])([1, memberId, '王小明', '王小明', 'general', 'M1', 'none', '2026-01-01', 'hq', 100]);
  file.inserter('ledger_entry', [
    'eid',
    'origin',
    'leg',
    'kind',
    'member_id',
    'lot_id',
    'points',
    'recorded_at_ms',
  ])(['s1', 'snapshot', 0, 'earn', memberId, 'lot', 100, 1]);
  file.finish(place);
}

async function factsOf({ db, tape }: OpenedWithTape) {
  const { rows: state } = await sql<{ cursor: number; pos: number | null; dropping: number }>`
    SELECT cursor, snapshot_pos AS pos, dropping FROM sync_state`.execute(db);
  const { rows: points } = await sql<{ points: number }>`
    SELECT sum(points) AS points FROM ledger_entry`.execute(db);
  return {
    state: state[0],
    points: points[0]?.points,
    unsent: (await listUnsent(db, { limit: 9, bytesMax: 99_999 })).map(({ seq }) => seq),
    wrong: (await checkBalances(db)).wrong,
    health: tape.health(),
    findings: tape.findings.map(({ kind }) => kind),
  };
}

async function swap(opened: OpenedWithTape) {
  return await opened.db
    .connection()
    .execute(async () => opened.snapshot.swap(snapshot, { installId, timeline }));
}

test('cut off at any step of the swap, the old database or the new one is whole, and nothing recorded is lost', async () => {
  const temp = tempFolder();
  const folder = join(temp.folder, 'till');
  mkdirSync(folder);
  const steps: SwapStep[] = [];
  const opened = await open(join(folder, 'counter.db'), (step) => {
    steps.push(step);
    cpSync(folder, join(temp.folder, step), { recursive: true });
  });
  try {
    await begin(opened.db);
    writeFresh(join(folder, 'counter.db'));
    expect(await swap(opened)).toEqual({ kind: 'swapped' });
    const isNew = { state: { cursor: 70, pos: 70, dropping: 0 }, points: 111 };
    const isOld = { state: { cursor: 0, pos: null, dropping: 0 }, points: 11 };
    const whole = { unsent: [1, 2], wrong: [], health: { kind: 'ok' }, findings: [] };
    expect(await factsOf(opened)).toEqual({ ...isNew, ...whole });
    await closeDatabase(opened.db);
    expect(steps).toEqual(['attached', 'copied', 'log-gone', 'closed', 'renamed', 'open']);
    for (const step of [...steps, 'till'] as const) {
      const filePath = join(temp.folder, step, 'counter.db');
      const after = await open(filePath);
      const wanted = ['renamed', 'open', 'till'].includes(step) ? isNew : isOld;
      expect([step, await factsOf(after)]).toEqual([step, { ...wanted, ...whole }]);
      expect([step, existsSync(snapshotPaths(filePath).fresh)]).toEqual([step, false]);
      await closeDatabase(after.db);
    }
  } finally {
    temp.remove();
  }
}, 60_000);

test('a counter that has a past with HQ keeps its file', async () => {
  const temp = tempFolder();
  const opened = await open(temp.filePath);
  try {
    await begin(opened.db);
    writeFresh(temp.filePath);
    await sql`UPDATE sync_state SET cursor = 3`.execute(opened.db);
    expect(await swap(opened)).toEqual({ kind: 'not-fresh' });
    expect((await factsOf(opened)).points).toBe(11);
  } finally {
    await closeDatabase(opened.db);
    temp.remove();
  }
});

test('every table has a decision', async () => {
  const temp = tempFolder();
  const opened = await open(temp.filePath);
  try {
    const { rows } = await sql<{ name: string }>`
      SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`.execute(
      opened.db,
    );
    expect(Object.keys(snapshotTables).sort()).toEqual(rows.map(({ name }) => name).sort());
  } finally {
    await closeDatabase(opened.db);
    temp.remove();
  }
});
