import { format } from 'node:util';
import { chai, expect } from 'vitest';

/** One test as its file wrote it. `id` is unique and the same in every run. */
export type RegisteredTest = {
  readonly id: string;
  readonly file: string;
  readonly run: () => unknown;
};

type TestBody = (...row: never[]) => unknown;

/** Tests as their files register them; `file` is the one being loaded. */
export const registry: {
  file: string;
  readonly tests: RegisteredTest[];
  /** How often each name was given. */
  readonly seen: Map<string, number>;
} = { file: '', tests: [], seen: new Map() };

let suites: readonly string[] = [];
const waiting: (() => void)[] = [];

/** What of vitest's `test` the rules' tests use. */
export function test(name: string, run: TestBody): void {
  const { file, tests, seen } = registry;
  const path = [file, ...suites, name].join(' > ');
  const before = seen.get(path) ?? 0;
  seen.set(path, before + 1);
  const id = before === 0 ? path : `${path} (${before + 1})`;
  tests.push({ id, file, run: run as () => unknown });
}

test.each =
  (rows: readonly unknown[]) =>
  (name: string, run: TestBody): void => {
    for (const row of rows) {
      const values = (Array.isArray(row) ? row : [row]) as never[];
      test(format(name, ...values), () => run(...values));
    }
  };

/** Groups tests. As in vitest the group is read once its file is. */
export function describe(name: string, register: () => void): void {
  const inner = [...suites, name];
  waiting.push(() => {
    suites = inner;
    register();
  });
}

/** Loads the tests of a file. */
export async function loadTests(file: string, load: () => Promise<unknown>): Promise<void> {
  registry.file = file;
  suites = [];
  await load();
  for (let group = waiting.shift(); group !== undefined; group = waiting.shift()) group();
}

describe.each =
  (rows: readonly unknown[]) =>
  (name: string, register: TestBody): void => {
    for (const row of rows) {
      const values = (Array.isArray(row) ? row : [row]) as never[];
      describe(format(name, ...values), () => void register(...values));
    }
  };

/** Runs a test; what failed, or null. */
export async function runTest({ run }: RegisteredTest): Promise<string | null> {
  try {
    await run();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

// Vitest keeps snapshots in files of its own run; ours are all inline lists of lines.
chai.util.addMethod(
  chai.Assertion.prototype,
  'toMatchInlineSnapshot',
  function matchLines(this: Chai.AssertionStatic, snapshot: string): void {
    const received = chai.util.flag(this, 'object') as readonly string[];
    const shown = `[\n${received.map((line) => `  "${line}",\n`).join('')}]`;
    const indent = /^\n( *)/.exec(snapshot)?.[1] ?? '';
    const expected = snapshot
      .split('\n')
      .map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line))
      .join('\n')
      .trim();
    expect(shown).toBe(expected);
  },
);

export { expect };
