import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readPlacedJson } from './json-place.ts';

function read(text: string) {
  const json = readPlacedJson(text);
  if (json.kind === 'broken') throw new Error(`broken on line ${json.line}`);
  return json;
}

test('every value is found on its line, a missing one at its object', () => {
  const json = read('{\n  "a": [\n    1,\n    { "b":\n      "x" }\n  ],\n  "c": {}\n}');
  expect([
    json.lineOf([]),
    json.lineOf(['a']),
    json.lineOf(['a', 0]),
    json.lineOf(['a', 1, 'b']),
    json.lineOf(['a', 1, 'missing']),
    json.lineOf(['a', 9]),
    json.lineOf(['c'], 'wrong'),
    json.lineOf(['c']),
    json.lineOf([], 'c'),
  ]).toEqual([1, 2, 3, 4, 4, 2, 7, 7, 7]);
});

test('keys written twice are told, in whatever object', () => {
  const json = read('{ "a": 1,\n "b": { "c": 1,\n "c": 2 },\n "a": 3 }');
  expect(json.twice).toEqual([
    { line: 3, key: 'c' },
    { line: 4, key: 'a' },
  ]);
});

test('what is no JSON is broken where it stops being one', () => {
  const texts = [
    '',
    '{',
    '{\n"a": 1,\n}',
    '[1,\n2 3]',
    '"a\nb"',
    '{"a":\n01}',
    'nul',
    '[]\n]',
    '{a: 1}',
  ];
  expect(texts.map((text) => readPlacedJson(text))).toEqual(
    [1, 1, 3, 2, 1, 2, 1, 2, 1].map((line) => ({ kind: 'broken', line })),
  );
  expect(readPlacedJson('['.repeat(5_000)).kind).toBe('broken');
  expect(read('\uFEFF{"a": 1}').value).toEqual({ a: 1 });
});

test('it reads what JSON.parse reads and refuses what that refuses', () => {
  fc.assert(
    fc.property(
      fc.json({ maxDepth: 4 }),
      fc.nat(60),
      fc.constantFrom('', '}', ',', '"', '\n'),
      (json, at, put) => {
        const text = json.slice(0, at) + put + json.slice(at);
        const placed = readPlacedJson(text);
        let wanted: unknown;
        try {
          wanted = JSON.parse(text);
        } catch {
          expect(placed.kind).toBe('broken');
          return;
        }
        expect(placed).toMatchObject({ kind: 'read', value: wanted });
      },
    ),
    { numRuns: 2_000 },
  );
});
