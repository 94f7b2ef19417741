import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { dataPaths } from '../../main/data-paths.ts';
import { launchCounterApp, projectDir } from '../rig/counter-app.ts';
import { readFileKey } from '../rig/ledger-facts.ts';

const sha256 = async (path: string) =>
  createHash('sha256')
    .update(await readFile(path))
    .digest('hex');

/** A database that may not be used: the counter says so and changes nothing. */
describe('a database that is refused', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'counterfoil-refused-'));
  });

  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  async function startAndRead(): Promise<{ code: string; words: string }> {
    const app = await launchCounterApp({ appDir: projectDir, dataDir: folder });
    try {
      const screen = await app.page.waitForSelector('[data-refused]', { timeout: 15_000 });
      return {
        code: (await screen.getAttribute('data-refused')) ?? '',
        words: (await screen.textContent()) ?? '',
      };
    } finally {
      await app.close();
    }
  }

  it('garbage instead of a database, with no tape, is refused and left as it is', async () => {
    const first = await launchCounterApp({ appDir: projectDir, dataDir: folder });
    await first.close();
    const { databasePath } = dataPaths(folder);
    await writeFile(databasePath, 'this is not a database '.repeat(2_000));
    for (const suffix of ['-wal', '-shm', '-tape'])
      await rm(databasePath + suffix, { force: true, recursive: true });
    const before = await sha256(databasePath);
    const { code, words } = await startAndRead();
    expect(code).toBe('database-unreadable');
    expect(words).toMatch(/資料沒有被更動/);
    expect(await sha256(databasePath)).toBe(before);
  });

  it('a database of a newer version is refused and left as it is', async () => {
    const first = await launchCounterApp({ appDir: projectDir, dataDir: folder });
    await first.close();
    const { databasePath } = dataPaths(folder);
    const raw = new Database(databasePath);
    raw.pragma(`cipher = 'aegis'`);
    raw.pragma(`key = 'raw:${await readFileKey(folder)}'`);
    raw.pragma('user_version = 999');
    raw.close();
    const before = await sha256(databasePath);
    expect((await startAndRead()).code).toBe('database-newer');
    expect(await sha256(databasePath)).toBe(before);
  });

  it('a database whose key is gone is refused, and gets no new key', async () => {
    const first = await launchCounterApp({ appDir: projectDir, dataDir: folder });
    await first.close();
    const { databasePath, keyPath } = dataPaths(folder);
    const before = await sha256(databasePath);
    await rm(keyPath);
    await mkdir(folder, { recursive: true });
    expect((await startAndRead()).code).toBe('key-missing');
    await expect(readFile(keyPath)).rejects.toThrow();
    expect(await sha256(databasePath)).toBe(before);
  });
});
