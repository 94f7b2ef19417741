import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { en } from './en.ts';
import { zhTw } from './zh-tw.ts';

type Tree = { readonly [key: string]: string | ((...given: never[]) => string) | Tree };

/** Every key path with what stands there and, for a text with inputs, how many it has. */
function shapeOf(tree: Tree, at = ''): Record<string, string> {
  const shape: Record<string, string> = {};
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'string') shape[at + key] = 'text';
    else if (typeof value === 'function') shape[at + key] = `text of ${value.length}`;
    else Object.assign(shape, shapeOf(value, `${at}${key}.`));
  }
  return shape;
}

function emptyTexts(tree: Tree): string[] {
  return Object.entries(tree).flatMap(([key, value]) => {
    if (typeof value === 'function') return [];
    if (typeof value !== 'string') return emptyTexts(value);
    return value.trim() === '' ? [key] : [];
  });
}

test('both languages have the same keys with the same inputs, and none is empty', () => {
  expect(shapeOf(en)).toEqual(shapeOf(zhTw));
  expect([...emptyTexts(en), ...emptyTexts(zhTw)]).toEqual([]);
});

test('LINE messages are never said to be delivered', () => {
  expect(JSON.stringify(zhTw.line)).not.toMatch(/已送達|已傳送/);
  expect(JSON.stringify(en.line)).not.toMatch(/delivered/i);
});

test('no component has a sentence of its own', () => {
  const folder = path.dirname(import.meta.dirname);
  const found = globSync('**/*.tsx', { cwd: folder }).flatMap((file) =>
    readFileSync(path.join(folder, file), 'utf8')
      .split('\n')
      .filter(
        (line) =>
          /\p{Script=Han}/u.test(line) ||
          /^\s*(<\w+>)?[A-Z][a-z]+( [a-z’]+)*[.!?…]?(<\/\w+>)?$/.test(line),
      )
      .map((line) => `${file}: ${line.trim()}`),
  );
  expect(found).toEqual([]);
});
