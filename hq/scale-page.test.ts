import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { pollMs } from '../app/sync/sync-schedule.ts';

const root = path.join(import.meta.dirname, '..');
const page = readFileSync(path.join(root, 'docs/scale.md'), 'utf8');

/** All that holds SQL of HQ. */
const sources = ['hq/db', 'hq/db/migrations']
  .flatMap((folder) => readdirSync(path.join(root, folder)).map((file) => path.join(folder, file)))
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  .map((file) => readFileSync(path.join(root, file), 'utf8'))
  .join('\n');

/** What another database may not have, or not the same way: what of it is used has its line on the page. */
const watched: Readonly<Record<string, RegExp>> = {
  'Advisory locks': /pg_advisory/,
  'Row locks': /\.forUpdate\(|FOR UPDATE/,
  Savepoints: /SAVEPOINT/,
  'Repeatable read': /REPEATABLE READ|'repeatable read'/,
  'Row level security': /ROW LEVEL SECURITY/,
  'Settings of a connection': /current_setting\(/,
  'Roles and grants': /GRANT /,
  'Triggers on rows': /BEFORE UPDATE OR DELETE/,
  'Triggers with transition tables': /REFERENCING NEW TABLE/,
  'PL/pgSQL': /LANGUAGE plpgsql/,
  'Partial unique indexes': /UNIQUE INDEX [^;]*WHERE/,
  'Foreign keys over two columns': /FOREIGN KEY \(tenant_id, /,
  'Identity columns': /GENERATED ALWAYS AS IDENTITY/,
  'Generated columns': /\) STORED/,
  '`jsonb`': /jsonb/,
  'Arrays and `unnest`': /unnest\(/,
  '`DISTINCT ON`': /DISTINCT ON/,
  '`ON CONFLICT`': /onConflict|ON CONFLICT/,
  Windows: /OVER \(/,
  '`COPY`': /COPY \(/,
  '`SKIP LOCKED`': /skip locked/i,
  '`LISTEN`': /\bLISTEN\b|pg_notify/,
  'CTEs that write': /WITH \w+ AS \((?:INSERT|UPDATE|DELETE)/,
  extensions: /CREATE EXTENSION/,
  'materialised views': /MATERIALIZED VIEW/,
  'partitions of tables': /PARTITION OF|PARTITION BY (?:RANGE|LIST|HASH)/,
  'two-phase commit': /PREPARE TRANSACTION/,
};

it('the page lists the features of PostgreSQL that the SQL uses, and no others', () => {
  const table = page.slice(page.indexOf('## Which parts'), page.indexOf('Not used:'));
  const listed = [...table.matchAll(/^\| ([^|]+?) \|/gm)].map((row) => row[1] ?? '').slice(2);
  const used = Object.keys(watched).filter((name) => watched[name]?.test(sources) === true);
  const named = (name: string) => listed.some((one) => one.startsWith(name));
  expect(used.filter((name) => !named(name))).toEqual([]);
  expect(listed.filter((one) => !used.some((name) => one.startsWith(name)))).toEqual([]);
  const notUsed = /Not used: ([^]*?)\n\n/.exec(page)?.[1]?.replaceAll('\n', ' ') ?? '';
  const unused = Object.keys(watched).filter((name) => !used.includes(name));
  expect(unused.filter((name) => !notUsed.includes(name))).toEqual([]);
});

/** A figure of the table of a million events. */
function figure(name: string): number {
  const found = page.split('\n').find((line) => line.startsWith(`| ${name} |`));
  const value = Number(/\| ([\d.]+) (?:GB|s) \|$/.exec(found ?? '')?.[1]);
  if (Number.isNaN(value)) throw new Error(`the page gives no figure for ${name}`);
  return value;
}

it('what 10,000 counters need follows from the figures above it', () => {
  const [hq, postgres] = [figure('CPU of HQ'), figure('CPU of PostgreSQL')];
  const [tables, indexes, wal] = [figure('Tables'), figure('Indexes'), figure('WAL')];
  const told = figure('Told to each counter');
  const pullMs = Number(/takes ([\d.]+) ms of CPU/.exec(page)?.[1]);
  const millions = (10_000 * 500) / 1e6;
  const perSecond = (millions * 1e6) / (12 * 3_600);
  const peak = Math.ceil((3 * perSecond) / 10) * 10;
  const dailyGb = millions * (tables + indexes);
  const claims = [
    `${perSecond.toFixed(0)} events a second`,
    `${peak} a second`,
    `${peak} × (${hq} + ${postgres}) µs = ${((peak * (hq + postgres)) / 1e6).toFixed(2)} cores`,
    `${millions} × (${hq} + ${postgres}) s = ${(millions * (hq + postgres)).toLocaleString('en')} core-seconds`,
    `${millions} × ${hq} s ÷ 4 = ${((millions * hq) / 4).toFixed(0)} s`,
    `${millions} × (${tables} + ${indexes}) GB = ${dailyGb.toFixed(1)} GB a day, ${((dailyGb * 365) / 1e3).toFixed(1)} TB`,
    `${millions} × ${wal} GB = ${(millions * wal).toFixed(1)} GB a day`,
    `${millions} × ${told} GB = ${(millions * told).toFixed(2)} GB a day to each`,
    `10,000 ÷ ${pollMs / 1000} s × ${pullMs} ms = ${((10_000 / pollMs) * pullMs).toFixed(0)} cores, against ${((200 / pollMs) * pullMs).toFixed(1)} for`,
    `${(perSecond * told).toFixed(0)} KB a second`,
    `${((perSecond * told) / 100).toFixed(2)} GB a second to 10,000`,
  ];
  const text = page.replace(/\s+/g, ' ');
  expect(claims.filter((claim) => !text.includes(claim))).toEqual([]);
});

it('names only files and commands that exist', () => {
  const files = [...page.matchAll(/\]\(([^)#]+)\)/g)].map((link) => `docs/${link[1]}`);
  const named = [...page.matchAll(/`(hq\/[\w./-]+)`/g)].map((file) => file[1] ?? '');
  expect([...files, ...named].filter((file) => !existsSync(path.join(root, file)))).toEqual([]);
  const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const commands = [...page.matchAll(/npm run (?:-s )?([\w:]+)/g)].map((name) => name[1] ?? '');
  expect(commands.filter((name) => !(name in scripts))).toEqual([]);
});
