import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { cacheOnce } from './cache-folder.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'counterfoil-cache-'));
  vi.stubEnv('COUNTERFOIL_CACHE_DIR', folder);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

test('two at the same time both get one whole entry, a third finds it', async () => {
  const fill = (text: string) => async (into: string) => {
    writeFileSync(path.join(into, 'a'), text);
    await sleep(20);
    writeFileSync(path.join(into, 'b'), text);
  };
  await Promise.all([cacheOnce('thing', fill('1')), cacheOnce('thing', fill('2'))]);
  const third = await cacheOnce('thing', fill('3'));
  const read = (name: string) => readFileSync(path.join(third.folder, name), 'utf8');
  expect({ made: third.made, same: read('a') === read('b'), isThird: read('a') === '3' }).toEqual({
    made: false,
    same: true,
    isThird: false,
  });
  expect(readdirSync(path.join(folder, 'in-work'))).toEqual([]);
});

test('a failed attempt leaves nothing under the name and the next one works', async () => {
  const fail = () => Promise.reject(new Error('network gone'));
  await expect(cacheOnce('thing', fail)).rejects.toThrow('network gone');
  expect(existsSync(path.join(folder, 'thing'))).toBe(false);
  expect((await cacheOnce('thing', async () => {})).made).toBe(true);
});
