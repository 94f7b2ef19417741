/**
 * `npm run -s lint-program -- PROGRAM.json [--lang en]`: what is contradictory, unreachable or loses
 * money in a program, one line each: `file:line: severity code sentence`. Exit code 1 with errors, 0
 * with warnings only or nothing, 2 when the file cannot be read.
 */
import { programSchema } from '../../app/contract/program.ts';
import { lintProgram } from '../../app/domain/lint-program.ts';
import type { RuleLanguage } from '../../app/domain/program-text.ts';
import { readCommandLine } from './arguments.ts';
import { readInput } from './read-input.ts';

type Line = { readonly line: number; readonly severity: string; readonly text: string };

/** Runs the command; `print` gets whole lines. */
export function lintCommand(args: readonly string[], print: (line: string) => void): number {
  const given = readCommandLine(args, 1);
  const file = given?.files[0];
  if (given === null || file === undefined) {
    print('npm run -s lint-program -- PROGRAM.json [--lang zh-TW|en]');
    return 2;
  }
  const { language } = given;
  const read = readInput(file, programSchema);
  if (read.kind === 'unreadable') {
    print(read.words[language]);
    return 2;
  }
  const lines: Line[] =
    read.kind === 'bad'
      ? read.complaints.map(({ line, code, words }) => {
          return { line, severity: 'error', text: `${code} ${words[language]}` };
        })
      : lintProgram(read.value).map(({ path, severity, code, words }) => {
          return { line: read.lineOf(path), severity, text: `${code} ${words[language]}` };
        });
  for (const { line, severity, text } of lines) print(`${file}:${line}: ${severity} ${text}`);
  print(summary(lines, language));
  return lines.some(({ severity }) => severity === 'error') ? 1 : 0;
}

function summary(lines: readonly Line[], language: RuleLanguage): string {
  const errors = lines.filter(({ severity }) => severity === 'error').length;
  const warnings = lines.length - errors;
  if (language === 'zh-TW') return `${errors} 個錯誤、${warnings} 個警告`;
  return `${errors} error${errors === 1 ? '' : 's'}, ${warnings} warning${warnings === 1 ? '' : 's'}`;
}

if (import.meta.main) {
  process.exitCode = lintCommand(process.argv.slice(2), (line) => console.log(line));
}
