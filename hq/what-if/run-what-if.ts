import { programSchema } from '../../app/contract/program.ts';
import type { Program } from '../../app/domain/program.ts';
import type { LocalizedText } from '../../app/domain/program-text.ts';
import { whatIf } from '../../app/domain/what-if.ts';
import type { WhatIfResult } from '../../app/domain/what-if.ts';
import { readInput } from './read-input.ts';
import type { InputFile } from './read-input.ts';
import { scenarioFormSchema } from './scenario-form.ts';
import { toScenario } from './to-scenario.ts';
import type { NamedScenario } from './to-scenario.ts';

/** A scenario that was run. */
export type WhatIfRun = {
  readonly kind: 'run';
  readonly program: Program;
  readonly named: NamedScenario;
  readonly result: WhatIfResult;
};

/** Why it could not be run: where, and one sentence. */
export type BadInput = {
  readonly kind: 'bad';
  readonly file: string;
  /** Null when the file itself cannot be read. */
  readonly line: number | null;
  readonly words: LocalizedText;
};

/** Reads both files and runs the one under the other. The first thing wrong is what is told. */
export function runFiles(programFile: string, scenarioFile: string): WhatIfRun | BadInput {
  const program = readInput(programFile, programSchema);
  if (program.kind !== 'good') return badInput(programFile, program);
  const scenario = readInput(scenarioFile, scenarioFormSchema);
  if (scenario.kind !== 'good') return badInput(scenarioFile, scenario);
  const named = toScenario(program.value, scenario.value);
  if (named.kind === 'unknown') {
    const line = scenario.lineOf(named.path);
    return { kind: 'bad', file: scenarioFile, line, words: named.words };
  }
  const result = whatIf(program.value, named.scenario);
  return { kind: 'run', program: program.value, named, result };
}

function badInput<T>(file: string, read: Exclude<InputFile<T>, { kind: 'good' }>): BadInput {
  if (read.kind === 'unreadable') return { kind: 'bad', file, line: null, words: read.words };
  const first = read.complaints[0];
  if (first === undefined) throw new Error('a bad file has something wrong with it');
  return { kind: 'bad', file, line: first.line, words: first.words };
}
