import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { overBudget, readBudget, weighBundles } from './bundle-sizes.ts';

test('weighs what is loaded first and all there is, and names what is too heavy', () => {
  const folder = mkdtempSync(join(tmpdir(), 'counterfoil-bundles-'));
  const put = (name: string, text: string): void => writeFileSync(join(folder, name), text);
  mkdirSync(join(folder, 'chunks'));
  mkdirSync(join(folder, 'renderer/assets'), { recursive: true });
  put('main.cjs', 'm'.repeat(10));
  const entry =
    'const a = require("./chunks/a.cjs");\nconst c = () => Promise.resolve().then(() => require("./chunks/c.cjs"));';
  put('counter-process.cjs', entry);
  put('chunks/a.cjs', 'require("./b.cjs");');
  put('chunks/b.cjs', 'b'.repeat(100));
  put('chunks/c.cjs', 'c'.repeat(1_000));
  put('counter-process.cjs.map', '{}');
  put('renderer/index.html', '<script type="module" src="./assets/x.js"></script>');
  put('renderer/assets/x.js', 'x'.repeat(7));
  put('renderer/assets/later.js', 'x'.repeat(9));
  put('renderer/assets/x.css', 'x'.repeat(3));
  put('renderer/assets/x.woff2', 'x'.repeat(5));
  const sizes = weighBundles(folder);
  rmSync(folder, { recursive: true });
  expect(sizes).toEqual({
    mainJs: 10,
    counterFirstJs: entry.length + 19 + 100,
    counterJs: entry.length + 19 + 100 + 1_000,
    rendererFirstJs: 7,
    rendererJs: 16,
    rendererCss: 3,
    rendererFonts: 5,
  });
  expect([overBudget(sizes, sizes), overBudget(sizes, { ...sizes, rendererCss: 2 })]).toEqual([
    [],
    ['rendererCss: 3 bytes, budget 2'],
  ]);
  expect(Object.keys(readBudget())).toEqual(Object.keys(sizes));
});
