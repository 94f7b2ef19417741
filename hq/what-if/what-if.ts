/**
 * `npm run -s whatif -- PROGRAM.json SCENARIO.json [--lang en] [--json]`: what the sales of a scenario
 * come to under a program. SCENARIO.json is described in docs/programs.md. Exit code 2 when a file
 * cannot be used, with one sentence that says where and why.
 */
import { readCommandLine } from './arguments.ts';
import { resultLines } from './print-result.ts';
import { runFiles } from './run-what-if.ts';

/** Runs the command; `print` gets whole lines, `complain` what is wrong. */
export function whatIfCommand(
  args: readonly string[],
  print: (line: string) => void,
  complain: (line: string) => void,
): number {
  const given = readCommandLine(args, 2);
  const [programFile, scenarioFile] = given?.files ?? [];
  if (given === null || programFile === undefined || scenarioFile === undefined) {
    complain('npm run -s whatif -- PROGRAM.json SCENARIO.json [--lang zh-TW|en] [--json]');
    return 2;
  }
  const run = runFiles(programFile, scenarioFile);
  if (run.kind === 'bad') {
    const place = run.line === null ? '' : `${run.file}:${run.line}: `;
    complain(`${place}${run.words[given.language]}`);
    return 2;
  }
  if (given.json) print(JSON.stringify(run.result, null, 2));
  else for (const line of resultLines(run, given.language)) print(line);
  return 0;
}

if (import.meta.main) {
  process.exitCode = whatIfCommand(
    process.argv.slice(2),
    (line) => console.log(line),
    (line) => console.error(line),
  );
}
