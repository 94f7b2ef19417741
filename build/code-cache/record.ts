import { createRequire } from 'node:module';
import path from 'node:path';
import process from 'node:process';
import type { Script } from 'node:vm';
import {
  codeCacheName,
  compileModule,
  checksumOf,
  hookCompile,
  isCacheable,
  scriptPath,
  writeCodeCache,
} from '../../main/code-cache.ts';

// Stands in for counter-start while the cache is made: compiles each module of the app as a start does, and writes
// V8's data of all at the end. It then also has the functions that were first called on the way to the screen.

const [appDir = '', outputDir = ''] = process.argv.slice(2);
const compiled: { path: string; text: string; script: Script }[] = [];

hookCompile((text, filename) => {
  const name = scriptPath(appDir, filename);
  if (name.startsWith('..') || !isCacheable(text)) return null;
  const script = compileModule(text, filename);
  compiled.push({ path: name, text, script });
  return script;
});
process.once('exit', () => {
  writeCodeCache(
    path.join(outputDir, codeCacheName()),
    compiled.map(({ path: name, text, script }) => {
      const data = script.createCachedData();
      return { path: name, checksum: checksumOf(text, data), data };
    }),
  );
});
createRequire(path.join(appDir, 'dist/app/'))('./counter-process.cjs');
