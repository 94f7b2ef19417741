import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { closeDatabase } from '../../app/db/handles.ts';
import { testKeyHex } from '../../app/db/test-database.ts';
import { makeRandom } from '../../app/seed/random.ts';
import {
  copyShop,
  databaseName,
  openWholeShop,
  stock,
  trade,
} from '../../tests/faults/taped-shop.ts';
import { randomEdits } from '../../tests/tape/random-edit.ts';
import type { TapeBundle } from '../../app/contract/tape-bundle.ts';
import { recoverTapeCommand } from './recover-tape.ts';
import { verifyLogCommand } from './verify-log.ts';

/** VERIFY_EDITS asks for more; the bar is 1,000 of 1,000. */
const editCount = Number(process.env['VERIFY_EDITS'] ?? '200');

let work = '';
let shop = '';
let keyPath = '';

beforeAll(async () => {
  work = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'counterfoil-verify-'));
  shop = join(work, 'shop');
  keyPath = join(work, 'key');
  mkdirSync(shop);
  writeFileSync(keyPath, testKeyHex);
  const opened = await openWholeShop(shop);
  await stock(opened.db);
  await trade(opened, 1, 22);
  await closeDatabase(opened.db);
});
afterAll(() => rmSync(work, { recursive: true, force: true }));

async function verify(folder: string): Promise<{ code: number; lines: string[] }> {
  const lines: string[] = [];
  const files = [join(folder, databaseName), join(folder, `${databaseName}-tape`)];
  const args = [...files, '--key', keyPath, '--lang', 'en'];
  const code = await verifyLogCommand(args, (line) => lines.push(line));
  return { code, lines };
}

test('a log as it was recorded is found whole', async () => {
  const { code, lines } = await verify(shop);
  expect({ code, count: lines.length, last: lines.at(-1) }).toEqual({
    code: 0,
    count: 1,
    last: expect.stringMatching(
      /^\d+ links and [2-9] segments .* All as it was recorded\.$/,
    ) as string,
  });
});

test(
  `${editCount} random edits of database and tape are found, every one`,
  async () => {
    const random = makeRandom(20261122);
    const kinds = Object.keys(randomEdits);
    const missed: string[] = [];
    for (let i = 0; i < editCount; i += 1) {
      const kind = kinds[i % kinds.length] ?? '';
      const folder = join(work, 'edited');
      copyShop(shop, folder);
      const what = randomEdits[kind]?.(folder, random) ?? '';
      const { code } = await verify(folder);
      if (code !== 1) missed.push(`${i} ${kind}: ${what} (${code})`);
      rmSync(folder, { recursive: true, force: true });
    }
    expect(missed).toEqual([]);
  },
  Math.max(120_000, editCount * 1_000),
);

test('the first bad record is named', async () => {
  const folder = join(work, 'named');
  copyShop(shop, folder);
  const path = join(folder, `${databaseName}-tape`, '000001.tape');
  const lines = readFileSync(path, 'latin1').split('\n');
  lines[5] = `${lines[5]?.slice(0, -1)}!`;
  writeFileSync(path, lines.join('\n'), 'latin1');
  expect((await verify(folder)).lines[0]).toBe('tape 000001.tape:6: bytes were changed');
});

test('recover-tape lists a tape and writes its events byte for byte', () => {
  const lines: string[] = [];
  const bundlePath = join(work, 'bundle.json');
  const tape = join(shop, `${databaseName}-tape`);
  const args = [tape, '--key', keyPath, '--bundle', bundlePath, '--lang', 'en'];
  expect(recoverTapeCommand(args, (line) => lines.push(line))).toBe(0);
  const bundle = JSON.parse(readFileSync(bundlePath, 'utf8')) as TapeBundle;
  const links = bundle.installs[0]?.links ?? [];
  expect({
    line: lines[0],
    seqs: links.map(({ seq }) => seq),
    prevs: links.slice(1).map(({ prev }) => prev),
  }).toEqual({
    line: expect.stringContaining(`seq 1–${links.length}, ${links.length} events (`) as string,
    seqs: links.map((_, i) => i + 1),
    prevs: links.slice(0, -1).map(({ hash }) => hash),
  });
});

test('a wrong key and no key are said, and nothing is guessed', () => {
  const said: string[] = [];
  const wrong = join(work, 'wrong-key');
  writeFileSync(wrong, 'ab'.repeat(32));
  const tape = join(shop, `${databaseName}-tape`);
  const codes = [wrong, join(work, 'nowhere')].map((key) =>
    recoverTapeCommand([tape, '--key', key, '--lang', 'en'], (line) => said.push(line)),
  );
  expect({ codes, said }).toEqual({
    codes: [2, 2],
    said: [
      'Nothing on this tape can be read with this key. Check the folder and the key.',
      'No key file was found. Name the database-key.json of the counter’s data folder with --key.',
    ],
  });
});
