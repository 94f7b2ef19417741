import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { codeCacheName, isCacheable, readCodeCache } from './code-cache.ts';

const run = promisify(execFile);
const module = join(import.meta.dirname, 'code-cache.ts');
const appText = `const { twice } = require('./part.cjs'); module.exports = twice(21);`;
const partText = `exports.twice = (n) => n * 2; exports.meta = [__filename, require.main === module];`;

let appDir = '';
beforeEach(async () => {
  appDir = await mkdtemp(join(tmpdir(), 'counterfoil-cache-'));
  await mkdir(join(appDir, 'dist', 'app'), { recursive: true });
  await writeFile(join(appDir, 'dist', 'app', 'app.cjs'), appText);
  await writeFile(join(appDir, 'dist', 'app', 'part.cjs'), partText);
});
afterEach(() => rm(appDir, { recursive: true, force: true }));

/** A process of its own for each: the hook stays for the life of one. */
async function inProcess(body: string): Promise<unknown> {
  const script = `
    import { createRequire } from 'node:module';
    import { join } from 'node:path';
    import * as cache from ${JSON.stringify(module)};
    const appDir = ${JSON.stringify(appDir)};
    const file = join(appDir, 'dist', 'app', cache.codeCacheName());
    const load = () => createRequire(join(appDir, 'dist', 'app', '/'))('./app.cjs');
    ${body}`;
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script]);
  return JSON.parse(stdout);
}

const record = `
  const scripts = [];
  cache.hookCompile((text, filename) => {
    const script = cache.compileModule(text, filename);
    scripts.push({ path: cache.scriptPath(appDir, filename), text, script });
    return script;
  });
  const answer = load();
  cache.writeCodeCache(file, scripts.map(({ path, text, script }) => {
    const data = script.createCachedData();
    return { path, checksum: cache.checksumOf(text, data), data };
  }));
  console.log(JSON.stringify(answer));`;
const take = `
  const use = cache.takeCodeCache(appDir);
  console.log(JSON.stringify({ answer: load(), use }));`;

test('a start takes what was recorded, and compiles what has changed or is damaged', async () => {
  const file = join(appDir, 'dist', 'app', codeCacheName());
  const nothing = await inProcess(take);
  const recorded = await inProcess(record);
  const kept = [...readCodeCache(file).keys()];
  const taken = await inProcess(take);

  // As long as before: V8 alone would take the old data for it.
  await writeFile(join(appDir, 'dist', 'app', 'part.cjs'), partText.replace('n * 2', 'n * 3'));
  const changed = await inProcess(take);
  await writeFile(join(appDir, 'dist', 'app', 'part.cjs'), partText);

  const bytes = await readFile(file);
  const damaged = Buffer.from(bytes);
  damaged.writeUInt8(damaged.readUInt8(bytes.length - 40) ^ 0x10, bytes.length - 40);
  await writeFile(file, damaged);
  const refused = await inProcess(take);
  await writeFile(file, bytes.subarray(0, bytes.indexOf(0x0a) + 20));
  const cut = await inProcess(take);
  await writeFile(file, 'no cache at all');
  const noCache = await inProcess(take);

  expect({ nothing, recorded, kept, taken, changed, refused, cut, noCache }).toEqual({
    nothing: { answer: 42, use: { taken: 0, refused: 0 } },
    recorded: 42,
    kept: ['dist/app/app.cjs', 'dist/app/part.cjs'],
    taken: { answer: 42, use: { taken: 2, refused: 0 } },
    changed: { answer: 63, use: { taken: 1, refused: 1 } },
    refused: { answer: 42, use: { taken: 1, refused: 1 } },
    cut: { answer: 42, use: { taken: 0, refused: 2 } },
    noCache: { answer: 42, use: { taken: 0, refused: 0 } },
  });
});

test('a module that imports while it runs is compiled as ever', () => {
  expect(
    ['await import("x")', 'import ("x")', 'reimport(x)', 'important(1)'].map(isCacheable),
  ).toEqual([false, false, true, true]);
});
