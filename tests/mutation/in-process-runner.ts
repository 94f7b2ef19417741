import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { loadTests, registry, runTest } from './test-registry.ts';
import type { RegisteredTest } from './test-registry.ts';

/** What Stryker's instrumented code and its runner share. */
type Instrumented = {
  activeMutant?: string | undefined;
  currentTestId?: string | undefined;
  hitCount?: number | undefined;
  hitLimit?: number | undefined;
  mutantCoverage?:
    | {
        readonly perTest: Record<string, Record<string, number>>;
        readonly static: Record<string, number>;
      }
    | undefined;
};

type MutantRun = {
  readonly activeMutant: { readonly id: string };
  readonly testFilter?: readonly string[];
  readonly hitLimit?: number;
  readonly disableBail: boolean;
};

/** What the first run of all tests measured: each test's time, and how often it came by each mutant. */
type Measured = {
  readonly timeMsByTest: Record<string, number>;
  readonly hitsByTest: Record<string, Record<string, number>>;
};

/** In the sandbox: a runner that replaces one that hung reads what the first measured. */
const measuredFile = 'measured.json';
/** A mutant that comes by itself so many times as often as before is in a loop without end. */
const hitsFactorMax = 100;
/** A mutant that no test has noticed for so long counts as survived: only long properties are left. */
const mutantTimeMsMax = 3_000;

const testStatus = { success: 0, failed: 1 } as const;

/**
 * Runs the tests of the rules inside Stryker's own process: all files are loaded once and a mutant costs
 * only the tests that reach it, milliseconds. With one vitest start per mutant (0.3 s of CPU) the
 * same takes more than an hour. The rules are pure and their tests keep nothing between them, so that
 * nothing of one mutant can reach the next. `expect` is vitest's own.
 */
class InProcessRunner {
  #tests: readonly RegisteredTest[] = [];
  #ordered: readonly RegisteredTest[] | null = null;
  #measured: Measured | null = null;

  capabilities(): { readonly reloadEnvironment: boolean } {
    return { reloadEnvironment: false };
  }

  async init(): Promise<void> {
    // The same values each time, and no search for the smallest failing one: one is enough.
    fc.configureGlobal({ seed: 20_261_122, endOnFailure: true });
    const vitest = new URL('test-registry.ts', import.meta.url).href;
    registerHooks({
      resolve: (specifier, context, next) =>
        specifier === 'vitest' && context.parentURL?.endsWith('.test.ts') === true
          ? { url: vitest, shortCircuit: true }
          : next(specifier, context),
    });
    for (const file of globSync('app/domain/**/*.test.ts').sort()) {
      const url = pathToFileURL(path.resolve(file)).href;
      // oxlint-disable-next-line no-await-in-loop -- files register their tests one after the other
      await loadTests(file, () => import(url));
    }
    this.#tests = registry.tests;
  }

  async dryRun(): Promise<unknown> {
    const shared = sharedState();
    const tests = [];
    for (const test of this.#tests) {
      shared.currentTestId = test.id;
      const startMs = performance.now();
      // oxlint-disable-next-line no-await-in-loop -- coverage belongs to one test at a time
      const failure = await runTest(test);
      const timeSpentMs = performance.now() - startMs;
      const result = { id: test.id, name: test.id, fileName: path.resolve(test.file), timeSpentMs };
      tests.push(
        failure === null
          ? { ...result, status: testStatus.success }
          : { ...result, status: testStatus.failed, failureMessage: failure },
      );
    }
    shared.currentTestId = undefined;
    const { mutantCoverage } = shared;
    if (mutantCoverage !== undefined) leaveOutHybrids(mutantCoverage);
    const timeMsByTest = Object.fromEntries(tests.map((one) => [one.id, one.timeSpentMs]));
    const measured: Measured = { timeMsByTest, hitsByTest: mutantCoverage?.perTest ?? {} };
    writeFileSync(measuredFile, JSON.stringify(measured));
    return { status: 'complete', tests, mutantCoverage };
  }

  /** Most mutants fail in any test that reaches them: the long ones (properties) come last. */
  #quickFirst(measured: Measured): readonly RegisteredTest[] {
    const timeOf = ({ id }: RegisteredTest): number => measured.timeMsByTest[id] ?? 0;
    this.#ordered ??= this.#tests.toSorted((a, b) => timeOf(a) - timeOf(b));
    return this.#ordered;
  }

  async mutantRun({ activeMutant, testFilter, hitLimit }: MutantRun): Promise<unknown> {
    const shared = sharedState();
    this.#measured ??= JSON.parse(readFileSync(measuredFile, 'utf8')) as Measured;
    const { hitsByTest } = this.#measured;
    const wanted = testFilter === undefined ? null : new Set(testFilter);
    const tests = this.#quickFirst(this.#measured).filter(({ id }) => wanted?.has(id) ?? true);
    const endMs = performance.now() + mutantTimeMsMax;
    shared.activeMutant = activeMutant.id;
    try {
      for (const [at, test] of tests.entries()) {
        if (performance.now() > endMs) return { status: 'survived', nrOfTests: at };
        const hits = hitsByTest[test.id]?.[activeMutant.id];
        shared.hitLimit = hits === undefined ? hitLimit : hits * hitsFactorMax;
        shared.hitCount = 0;
        // oxlint-disable-next-line no-await-in-loop -- stops at the first test that fails
        const failure = await runTest(test);
        if (shared.hitLimit !== undefined && shared.hitCount > shared.hitLimit) {
          return { status: 'timeout', reason: `came by ${shared.hitCount} times` };
        }
        if (failure !== null) {
          const killedBy = [test.id];
          return { status: 'killed', killedBy, failureMessage: failure, nrOfTests: at + 1 };
        }
      }
      return { status: 'survived', nrOfTests: tests.length };
    } finally {
      shared.activeMutant = undefined;
      shared.hitCount = undefined;
      shared.hitLimit = undefined;
    }
  }
}

/**
 * A mutant that runs while files load and in tests is one of the tests here: as Stryker has it with
 * `ignoreStatic`, which only would start a process anew for each of them.
 */
function leaveOutHybrids(coverage: NonNullable<Instrumented['mutantCoverage']>): void {
  for (const hits of Object.values(coverage.perTest))
    for (const mutant of Object.keys(hits)) delete coverage.static[mutant];
}

function sharedState(): Instrumented {
  const holder = globalThis as { __stryker__?: Instrumented };
  holder.__stryker__ ??= {};
  return holder.__stryker__;
}

export const strykerPlugins = [
  { kind: 'TestRunner', name: 'in-process', injectableClass: InProcessRunner },
];
