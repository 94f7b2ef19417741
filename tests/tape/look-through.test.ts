import { randomBytes } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startMs } from '../../app/counter/test-counter.ts';
import { closeDatabase } from '../../app/db/handles.ts';
import { lookedThroughPath } from '../../app/db/look-through.ts';
import { openWithTape } from '../../app/db/open-with-tape.ts';
import { testKeyHex } from '../../app/db/test-database.ts';
import { databaseName, stock, tapeSizes, trade } from '../faults/taped-shop.ts';

let work = '';
let shop = '';
beforeEach(() => {
  work = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'counterfoil-look-'));
  shop = join(work, 'shop');
  mkdirSync(shop);
});
afterEach(() => rmSync(work, { recursive: true, force: true }));

const dayMs = 86_400_000;

function openOn(day: number, given: { readonly folder?: string; readonly isBig?: boolean } = {}) {
  const { folder = shop, isBig = true } = given;
  return openWithTape({
    filePath: join(folder, databaseName),
    keyHex: testKeyHex,
    randomBytes,
    tapeSizes,
    nowMs: () => startMs + day * dayMs,
    ...(isBig ? { testOnlyAlwaysBytesMax: 0 } : {}),
  });
}

async function findingsOn(...given: Parameters<typeof openOn>): Promise<readonly string[]> {
  const opened = await openOn(...given);
  if (opened.kind === 'refused') return [opened.code];
  await closeDatabase(opened.db);
  return opened.tape.findings.map(({ kind }) => kind);
}

/** A byte of the last page: one that no opening reads. */
function damage(folder: string): void {
  const path = join(folder, databaseName);
  const bytes = readFileSync(path);
  bytes.writeUInt8(bytes.readUInt8(bytes.length - 2_000) ^ 1, bytes.length - 2_000);
  writeFileSync(path, bytes);
}

function copyTo(name: string): string {
  cpSync(shop, join(work, name), { recursive: true, preserveTimestamps: true });
  return join(work, name);
}

test('a big file is looked through each week and after each end that was not orderly; a small one always', async () => {
  const first = await openOn(0);
  if (first.kind === 'refused') throw new Error(first.code);
  await stock(first.db);
  await trade(first, 1, 5);
  const killed = copyTo('killed');
  await closeDatabase(first.db);
  const small = copyTo('small');
  const unnoted = copyTo('unnoted');
  for (const folder of [shop, killed, small, unnoted]) damage(folder);
  rmSync(lookedThroughPath(join(unnoted, databaseName)));

  expect({
    nextDay: await findingsOn(1),
    sixthDay: await findingsOn(6),
    nextWeek: await findingsOn(8),
    dayAfterThat: await findingsOn(9),
    clockWentBack: (await findingsOn(0), damage(shop), await findingsOn(-30)),
    killed: await findingsOn(1, { folder: killed }),
    small: await findingsOn(1, { folder: small, isBig: false }),
    unnoted: await findingsOn(1, { folder: unnoted }),
  }).toEqual({
    nextDay: [],
    sixthDay: [],
    nextWeek: ['database-rebuilt'],
    dayAfterThat: [],
    clockWentBack: ['database-rebuilt'],
    // Its tape, too, was not closed.
    killed: ['database-rebuilt', 'tape-mended'],
    small: ['database-rebuilt'],
    unnoted: ['database-rebuilt'],
  });
});

test('damage that somebody meets while trading is put right at the next opening', async () => {
  const first = await openOn(0);
  if (first.kind === 'refused') throw new Error(first.code);
  await stock(first.db);
  await trade(first, 1, 5);
  await closeDatabase(first.db);
  damage(shop);
  const opened = await openOn(1);
  if (opened.kind === 'refused') throw new Error(opened.code);
  const met: string[] = [];
  const { rows: names } = await sql<{ name: string }>`
    SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'`.execute(
    opened.db,
  );
  for (const { name } of names)
    await sql
      .raw(`SELECT * FROM ${name}`)
      .execute(opened.db)
      .catch((error: { readonly code?: string }) => met.push(error.code ?? 'unknown'));
  await closeDatabase(opened.db);
  expect([met.length > 0, await findingsOn(2), await findingsOn(3)]).toEqual([
    true,
    ['database-rebuilt'],
    [],
  ]);
});
