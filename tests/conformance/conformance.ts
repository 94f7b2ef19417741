/**
 * Worked examples in the neutral vocabulary, each through the real engine:
 * `node tests/conformance/conformance.ts FILE.json`. Prints a line per case and ends with
 * `N passed, N failed, N unsupported`; exit code 0 only when all passed, 2 when the file cannot be used.
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { CaseFileError, readCases } from './read-cases.ts';
import { runCase, type Verdict } from './run-case.ts';

function lineOf({ id, kind, got, want }: Verdict): string {
  return `${id} ${kind} got ${JSON.stringify(got)} want ${JSON.stringify(want)}`;
}

/** npm runs a script in the checkout's own folder; a path is meant from where it was typed. */
function placeOf(file: string): string {
  const typedIn = process.env['INIT_CWD'];
  return typedIn === undefined || existsSync(file) ? file : resolve(typedIn, file);
}

function main(args: readonly string[]): number {
  const [file, ...more] = args;
  if (file === undefined || more.length > 0) {
    console.error('Give one file with cases: npm run -s conformance -- FILE.json');
    return 2;
  }
  const verdicts = readCases(placeOf(file)).map(runCase);
  const count = (kind: Verdict['kind']) =>
    String(verdicts.filter((verdict) => verdict.kind === kind).length);
  const lines = verdicts.map(lineOf);
  const last = `${count('pass')} passed, ${count('fail')} failed, ${count('unsupported')} unsupported`;
  process.stdout.write(`${[...lines, last].join('\n')}\n`);
  return verdicts.every((verdict) => verdict.kind === 'pass') ? 0 : 1;
}

try {
  process.exitCode = main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof CaseFileError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
