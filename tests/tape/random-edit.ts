import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { testKeyHex } from '../../app/db/test-database.ts';
import type { Random } from '../../app/seed/random.ts';
import { databaseName } from '../faults/taped-shop.ts';

type Edit = (folder: string, random: Random) => string;

const tapeName = `${databaseName}-tape`;

function segments(folder: string): readonly string[] {
  return readdirSync(join(folder, tapeName))
    .filter((name) => name.endsWith('.tape'))
    .sort()
    .map((name) => join(folder, tapeName, name));
}

function flip(path: string, random: Random): string {
  const bytes = readFileSync(path);
  const at = random.whole(bytes.length);
  bytes[at] = (bytes[at] ?? 0) ^ (1 << random.whole(8));
  writeFileSync(path, bytes);
  return `byte ${at} of ${path}`;
}

/** Changes the lines after the head of one segment. */
function editLines(
  folder: string,
  random: Random,
  edit: (lines: string[], at: number, other: number) => void,
): string {
  const path = random.pick(segments(folder));
  const [head = '', ...lines] = readFileSync(path, 'latin1').split('\n').slice(0, -1);
  const at = random.whole(lines.length);
  const other = (at + 1 + random.whole(lines.length - 1)) % lines.length;
  edit(lines, at, other);
  writeFileSync(path, [head, ...lines, ''].join('\n'), 'latin1');
  return `line ${at + 2} of ${path}`;
}

/** Someone with the key and the nerve to take the guards off. */
function editRows(folder: string, sql: string): string {
  const raw = new Database(join(folder, databaseName));
  raw.pragma(`cipher = 'aegis'`);
  raw.pragma(`key = 'raw:${testKeyHex}'`);
  for (const name of ['event', 'chain', 'ledger_entry'])
    for (const act of ['update', 'delete']) raw.exec(`DROP TRIGGER IF EXISTS ${name}_no_${act}`);
  raw.exec(`PRAGMA foreign_keys = off; ${sql}`);
  raw.close();
  return sql;
}

/** What a careless or dishonest hand can do to a counter's log; each gives back what it did. */
export const randomEdits: Readonly<Record<string, Edit>> = {
  'byte of the database': (folder, random) => flip(join(folder, databaseName), random),
  'byte of the tape': (folder, random) => flip(random.pick(segments(folder)), random),
  'line removed': (folder, random) =>
    editLines(folder, random, (lines, at) => void lines.splice(at, 1)),
  'line twice': (folder, random) =>
    editLines(folder, random, (lines, at, other) => void lines.splice(other, 0, lines[at] ?? '')),
  'lines swapped': (folder, random) =>
    editLines(folder, random, (lines, at, other) => {
      const line = lines[at] ?? '';
      lines[at] = lines[other] ?? '';
      lines[other] = line;
    }),
  'tape cut': (folder, random) => {
    const path = random.pick(segments(folder));
    const bytes = readFileSync(path);
    const at = random.whole(bytes.length);
    writeFileSync(path, bytes.subarray(0, at));
    return `${path} cut at ${at}`;
  },
  'database cut': (folder, random) => {
    const bytes = readFileSync(join(folder, databaseName));
    writeFileSync(join(folder, databaseName), bytes.subarray(0, random.whole(bytes.length)));
    return 'database cut';
  },
  'segment removed': (folder, random) => {
    const path = random.pick(segments(folder));
    rmSync(path);
    return `${path} removed`;
  },
  'segments swapped': (folder, random) => {
    const [first = '', ...rest] = segments(folder);
    const other = random.pick(rest);
    renameSync(first, `${first}.x`);
    renameSync(other, first);
    renameSync(`${first}.x`, other);
    return `${first} and ${other} swapped`;
  },
  'event changed': (folder, random) =>
    editRows(
      folder,
      `UPDATE event SET raw_body = replace(raw_body, '"bizDate":"2026', '"bizDate":"2025')
       WHERE event_no = 1 + ${random.whole(20)}`,
    ),
  'points changed': (folder, random) =>
    editRows(
      folder,
      `UPDATE ledger_entry SET points = points + 1 WHERE entry_id = 1 + ${random.whole(20)}`,
    ),
  'link removed': (folder, random) =>
    editRows(folder, `DELETE FROM chain WHERE seq = 1 + ${random.whole(20)}`),
  'end removed': (folder, random) =>
    editRows(
      folder,
      `DELETE FROM chain WHERE seq > ${5 + random.whole(12)};
       UPDATE install SET last_seq = (SELECT max(seq) FROM chain),
         head_hash = (SELECT hash FROM chain ORDER BY seq DESC LIMIT 1)`,
    ),
};
