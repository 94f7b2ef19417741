import { createHash } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { closeDatabase, inTransaction } from './handles.ts';
import { openDatabase } from './open-database.ts';
import { migrations } from './migrations/index.ts';
import { putSettings, getSettings } from './settings.ts';
import { openTestDatabase, tempFolder, testKeyHex } from './test-database.ts';

let temp: ReturnType<typeof tempFolder>;
beforeEach(() => {
  temp = tempFolder();
});
afterEach(() => temp.remove());

function fingerprint(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

test('a missing file is made whole, encrypted, and keeps what was written', async () => {
  const db = openTestDatabase(temp.filePath);
  await inTransaction(db, (trx) => putSettings(trx, { brandName: '王記茶行' }));
  await closeDatabase(db);
  const bytes = readFileSync(temp.filePath);
  expect(bytes.subarray(0, 15).toString('latin1')).not.toBe('SQLite format 3');
  expect(bytes.includes('王記茶行')).toBe(false);
  expect(readdirSync(temp.folder)).toEqual(['counter.db']);
  const again = openTestDatabase(temp.filePath);
  expect((await getSettings(again)).brandName).toBe('王記茶行');
  await closeDatabase(again);
});

test('every connection setting that durability and privacy rest on is in force', async () => {
  const db = openTestDatabase(temp.filePath);
  const pragma = async (name: string) =>
    Object.values(
      (await sql<object>`${sql.raw(`PRAGMA ${name}`)}`.execute(db)).rows[0] ?? {},
    )[0] as unknown;
  const names = [
    'synchronous',
    'journal_mode',
    'locking_mode',
    'foreign_keys',
    'recursive_triggers',
    'secure_delete',
    'temp_store',
    'cipher',
  ];
  expect(await Promise.all(names.map(pragma))).toEqual([
    2,
    'wal',
    'exclusive',
    1,
    1,
    1,
    2,
    'aegis',
  ]);
  await closeDatabase(db);
});

test('a file made before 0.4 is opened under its own cipher', async () => {
  await closeDatabase(openTestDatabase(temp.filePath, { testOnlyCipher: 'chacha20' }));
  const db = openTestDatabase(temp.filePath);
  const { rows } = await sql<object>`PRAGMA cipher`.execute(db);
  expect(Object.values(rows[0] ?? {})).toEqual(['chacha20']);
  await closeDatabase(db);
});

test('synchronous forced to NORMAL fails the opening', () => {
  expect(
    openDatabase({ filePath: temp.filePath, keyHex: testKeyHex, testOnlySynchronous: 'normal' }),
  ).toEqual({
    kind: 'refused',
    code: 'not-durable',
    detail: 'wal-1',
  });
});

test('no key, a wrong key, garbage, an empty file and a plain SQLite file are refused, every byte kept', async () => {
  await closeDatabase(openTestDatabase(temp.filePath));
  const plain = new Database(`${temp.folder}/plain.db`);
  plain.exec('CREATE TABLE t (a)');
  plain.close();
  writeFileSync(`${temp.folder}/garbage.db`, Buffer.alloc(9000, 7));
  writeFileSync(`${temp.folder}/empty.db`, '');
  const cases: [string, string | null, object][] = [
    ['counter.db', null, { kind: 'refused', code: 'key-missing', detail: 'no-key' }],
    [
      'counter.db',
      'ab'.repeat(32),
      { kind: 'refused', code: 'database-unreadable', detail: 'SQLITE_NOTADB' },
    ],
    [
      'garbage.db',
      testKeyHex,
      { kind: 'refused', code: 'database-unreadable', detail: 'SQLITE_NOTADB' },
    ],
    [
      'plain.db',
      testKeyHex,
      { kind: 'refused', code: 'database-unreadable', detail: 'SQLITE_NOTADB' },
    ],
    ['empty.db', testKeyHex, { kind: 'refused', code: 'database-unreadable', detail: 'not-ours' }],
  ];
  for (const [name, keyHex, outcome] of cases) {
    const filePath = `${temp.folder}/${name}`;
    const before = fingerprint(filePath);
    expect(openDatabase({ filePath, keyHex })).toEqual(outcome);
    expect(fingerprint(filePath)).toBe(before);
  }
  expect(readdirSync(temp.folder).sort()).toEqual([
    'counter.db',
    'empty.db',
    'garbage.db',
    'plain.db',
  ]);
});

test('a damaged page is refused', async () => {
  await closeDatabase(openTestDatabase(temp.filePath));
  const bytes = readFileSync(temp.filePath);
  bytes[4096 * 3 + 100] = (bytes[4096 * 3 + 100] ?? 0) ^ 1;
  writeFileSync(temp.filePath, bytes);
  const before = fingerprint(temp.filePath);
  expect(openDatabase({ filePath: temp.filePath, keyHex: testKeyHex })).toMatchObject({
    kind: 'refused',
    code: 'database-unreadable',
  });
  expect(fingerprint(temp.filePath)).toBe(before);
});

test('a file that went away beside its journal is not started anew', async () => {
  writeFileSync(`${temp.filePath}-wal`, 'rest of a journal');
  expect(openDatabase({ filePath: temp.filePath, keyHex: testKeyHex })).toMatchObject({
    code: 'database-unreadable',
    detail: 'file-gone',
  });
  expect(existsSync(temp.filePath)).toBe(false);
});

const later = {
  version: (migrations.at(-1)?.version ?? 0) + 1,
  sql: 'CREATE TABLE later (a INTEGER NOT NULL) STRICT;',
};

test('an older file is copied (encrypted) and then brought forward with its rows', async () => {
  const old = openTestDatabase(temp.filePath, { testOnlyMigrations: migrations });
  await inTransaction(old, (trx) => putSettings(trx, { brandName: '前版' }));
  await closeDatabase(old);
  const db = openTestDatabase(temp.filePath, { testOnlyMigrations: [...migrations, later] });
  await sql`INSERT INTO later VALUES (1)`.execute(db);
  expect((await getSettings(db)).brandName).toBe('前版');
  await closeDatabase(db);
  const copyPath = `${temp.filePath}.before-${later.version}`;
  expect(readFileSync(copyPath).includes('前版')).toBe(false);
  const copy = openTestDatabase(copyPath);
  expect((await getSettings(copy)).brandName).toBe('前版');
  await closeDatabase(copy);
});

test('a file from a newer version is refused with every byte kept, even with a journal left by a kill', async () => {
  const db = openTestDatabase(temp.filePath, { testOnlyMigrations: [...migrations, later] });
  await inTransaction(db, (trx) => putSettings(trx, { brandName: '新版' }));
  const left = `${temp.folder}/left.db`;
  copyFileSync(temp.filePath, left);
  copyFileSync(`${temp.filePath}-wal`, `${left}-wal`);
  await closeDatabase(db);
  const before = [fingerprint(left), fingerprint(`${left}-wal`)];
  expect(openDatabase({ filePath: left, keyHex: testKeyHex })).toEqual({
    kind: 'refused',
    code: 'database-newer',
    detail: `version-${later.version}`,
  });
  expect([fingerprint(left), fingerprint(`${left}-wal`)]).toEqual(before);
});

test('a failing migration leaves the version before', async () => {
  await closeDatabase(openTestDatabase(temp.filePath));
  const broken = {
    version: (migrations.at(-1)?.version ?? 0) + 1,
    sql: 'CREATE TABLE half (a INTEGER) STRICT; CREATE TABLE setting (a INTEGER) STRICT;',
  };
  expect(() =>
    openTestDatabase(temp.filePath, { testOnlyMigrations: [...migrations, broken] }),
  ).toThrow(/already exists/);
  const db = openTestDatabase(temp.filePath);
  const { rows } = await sql`SELECT name FROM sqlite_schema WHERE name = 'half'`.execute(db);
  expect(rows).toEqual([]);
  await closeDatabase(db);
});

test('a second process cannot open the file while it is owned', async () => {
  const db = openTestDatabase(temp.filePath);
  const script = `
    import { openDatabase } from ${JSON.stringify(new URL('./open-database.ts', import.meta.url).href)};
    console.log(JSON.stringify(openDatabase({ filePath: ${JSON.stringify(temp.filePath)}, keyHex: '${testKeyHex}' })));`;
  const other = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    encoding: 'utf8',
  });
  expect(JSON.parse(other.stdout)).toEqual({
    kind: 'refused',
    code: 'database-in-use',
    detail: 'SQLITE_BUSY',
  });
  await closeDatabase(db);
}, 15_000);

test('a transaction that throws leaves nothing, and the next one works', async () => {
  const db = openTestDatabase(temp.filePath);
  await expect(
    inTransaction(db, async (trx) => {
      await putSettings(trx, { brandName: 'half' });
      throw new Error('stop');
    }),
  ).rejects.toThrow('stop');
  expect((await getSettings(db)).brandName).toBe('');
  await inTransaction(db, (trx) => putSettings(trx, { brandName: 'whole' }));
  expect((await getSettings(db)).brandName).toBe('whole');
  await closeDatabase(db);
});
