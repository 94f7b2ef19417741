import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { isRecord } from './fields.ts';
import { readCases, type Case } from './read-cases.ts';
import { runCase } from './run-case.ts';

const examplesFile = join(import.meta.dirname, 'examples.json');
const examples = readCases(examplesFile);
const folder = mkdtempSync(join(tmpdir(), 'conformance-'));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Every copy of a value in which exactly one place is changed; `change` answers undefined where it does not. */
function variants(value: unknown, change: (place: unknown) => unknown): unknown[] {
  const changed = change(value);
  const own = changed === undefined ? [] : [changed];
  if (Array.isArray(value)) {
    const inside = value.flatMap((item, i) =>
      variants(item, change).map((other) => value.with(i, other)),
    );
    return [...own, ...inside];
  }
  if (!isRecord(value)) return own;
  const inside = Object.entries(value).flatMap(([key, item]) =>
    variants(item, change).map((other) => ({ ...value, [key]: other })),
  );
  return [...own, ...inside];
}

function otherValue(value: unknown): unknown {
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'string') return `${value}~`;
  if (typeof value === 'boolean') return !value;
  return value === null ? 0 : undefined;
}

function withUnknownField(value: unknown): unknown {
  return isRecord(value) ? { ...value, not_a_word: 'x' } : undefined;
}

function isCase(one: unknown): one is Case {
  return isRecord(one) && isRecord(one['given']) && isRecord(one['expect']);
}

function kindsOf(cases: readonly unknown[]): ReadonlySet<string> {
  return new Set(cases.filter(isCase).map((one) => runCase(one).kind));
}

function run(...args: string[]) {
  const script = join(import.meta.dirname, 'conformance.ts');
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], {
    encoding: 'utf8',
  });
  return { status, lines: stdout.split('\n').slice(0, -1), stderr: stderr.trim() };
}

function write(name: string, content: unknown): string {
  const file = join(folder, name);
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

describe('the examples', () => {
  test.each(examples.map((one) => [one.id, one] as const))('%s', (_id, one) => {
    const { got, kind } = runCase(one);
    expect({ got, kind }).toEqual({ got: one.expect, kind: 'pass' });
  });

  test('are more than a few', () => {
    expect(examples.length).toBeGreaterThan(100);
  });
});

describe('the check can fail', () => {
  test.each(examples.map((one) => [one.id, one] as const))(
    '%s, with any expected value changed',
    (_id, one) => {
      const changed = variants(one.expect, otherValue).map((other) => ({ ...one, expect: other }));
      expect(changed.length).toBeGreaterThan(0);
      expect(kindsOf(changed)).toEqual(new Set(['fail']));
    },
  );

  test('a case without expectations does not pass', () => {
    const [one] = examples;
    expect(kindsOf([{ ...one, expect: {} }])).toEqual(new Set(['unsupported']));
  });
});

describe('unknown vocabulary', () => {
  test.each(examples.map((one) => [one.id, one] as const))(
    '%s, with an unknown field anywhere in what is given and done',
    (_id, one) => {
      const given = variants(one.given, withUnknownField).map((other) => ({
        ...one,
        given: other,
      }));
      const when = variants(one.when, withUnknownField).map((other) => ({ ...one, when: other }));
      const all = [...given, ...when];
      expect(all.length).toBeGreaterThan(one.when.length);
      expect(kindsOf(all)).toEqual(new Set(['unsupported']));
    },
  );

  const plain = { given: { member: { balance: 5 } }, when: [{ op: 'balance' }], unknown: [] };
  test.each([
    ['an op', { when: [{ op: 'teleport' }] }, 'op teleport'],
    ['an expected key', { expect: { mood: 1 } }, 'expect.mood'],
    ['a word', { given: { earn_base: 'half' } }, 'given.earn_base = "half"'],
    ['a field beside the parts of a case', { unknown: ['setup'] }, 'setup'],
    ['a zone', { given: { timezone: 'UTC' } }, 'given.timezone = "UTC"'],
    ['what the schema refuses', { given: { milestones: [0] } }, 'milestones.0'],
    ['a member', { when: [{ op: 'balance', member: 'x' }] }, 'member x'],
  ])('%s is named', (_what, parts, name) => {
    const { kind, got } = runCase({ id: 'x', expect: { balance: 5 }, ...plain, ...parts });
    expect({ kind, got }).toEqual({
      kind: 'unsupported',
      got: { unknown: expect.stringContaining(name) as string },
    });
  });
});

describe('the command', () => {
  test('prints a line per case and a last line', () => {
    const { status, lines, stderr } = run(examplesFile);
    expect({ status, stderr, count: lines.length }).toEqual({
      status: 0,
      stderr: '',
      count: examples.length + 1,
    });
    expect(lines[0]).toBe(
      'earn-per-amount pass got {"points_earned":66,"balance":66} want {"points_earned":66,"balance":66}',
    );
    expect(lines.at(-1)).toBe(`${String(examples.length)} passed, 0 failed, 0 unsupported`);
  });

  test('fails for one wrong and one unknown case', () => {
    const sale = { given: {}, when: [{ op: 'sale', total: 10 }] };
    const file = write('two.json', [
      { id: 'a', ...sale, expect: { pay: 11 } },
      { id: 'b', ...sale, expect: { colour: 1 } },
    ]);
    expect(run(file)).toEqual({
      status: 1,
      stderr: '',
      lines: [
        'a fail got {"pay":10} want {"pay":11}',
        'b unsupported got {"unknown":"expect.colour"} want {"colour":1}',
        '0 passed, 1 failed, 1 unsupported',
      ],
    });
  });

  test.each([
    ['no file', () => [], 'Give one file'],
    ['a missing file', () => [join(folder, 'missing.json')], 'cannot be read'],
    ['no JSON', () => [write('text.json', 'nope')], 'is not JSON'],
    ['no list', () => [write('object.json', { a: 1 })], 'has no list of cases'],
    ['no id', () => [write('id.json', [{ given: {}, when: [], expect: {} }])], 'has no id'],
    ['no ops', () => [write('when.json', [{ id: 'a', given: {}, expect: {} }])], '"when"'],
  ])('says in one sentence what is wrong with %s', (_what, args, words) => {
    const { status, lines, stderr } = run(...args());
    expect({ status, lines }).toEqual({ status: 2, lines: [] });
    expect(stderr).toContain(words);
    expect(stderr.split('\n')).toHaveLength(1);
  });
});
