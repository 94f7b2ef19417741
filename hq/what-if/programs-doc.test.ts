import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { programSchema } from '../../app/contract/program.ts';
import { lintProgram } from '../../app/domain/lint-program.ts';
import { whatIf } from '../../app/domain/what-if.ts';
import { factsOf, readExpectations } from './example-facts.ts';
import { readText } from './read-input.ts';
import { scenarioFormSchema } from './scenario-form.ts';
import { listFields, listUsedFields } from './schema-fields.ts';
import type { SchemaField } from './schema-fields.ts';
import { toScenario } from './to-scenario.ts';

const root = path.join(import.meta.dirname, '../..');
const page = readFileSync(path.join(root, 'docs/programs.md'), 'utf8');
const blocks = [
  ...page.matchAll(/^```(?:json )?(base|program|scenario|expect)\n(.*?)^```$/gms),
].map((found) => ({
  kind: found[1] ?? '',
  text: found[2] ?? '',
  line: page.slice(0, found.index).split('\n').length,
}));
const base = JSON.parse(blocks.find(({ kind }) => kind === 'base')?.text ?? '') as object;

/** Each program block with the scenario and the expectation that follow it. */
const examples = blocks.flatMap(({ kind, text, line }, i) => {
  if (kind !== 'program') return [];
  const [scenario, expected] = [blocks[i + 1], blocks[i + 2]];
  if (scenario?.kind !== 'scenario' || expected?.kind !== 'expect') {
    throw new Error(`docs/programs.md:${line}: a program without scenario and expect`);
  }
  return { line, program: { ...base, ...JSON.parse(text) }, scenario: scenario.text, expected };
});

function good<T>(text: string, schema: z.ZodType<T, unknown>): T {
  const read = readText(text, schema);
  if (read.kind === 'bad') throw new Error(read.complaints.map((one) => one.words.en).join('\n'));
  return read.value;
}

describe('docs/programs.md', () => {
  test.each(examples)('the example on line $line comes out as it says', (example) => {
    const program = good(JSON.stringify(example.program), programSchema);
    const named = toScenario(program, good(example.scenario, scenarioFormSchema));
    if (named.kind === 'unknown') throw new Error(named.words.en);
    const facts = factsOf({ named, result: whatIf(program, named.scenario) });
    const expected = readExpectations(example.expected.text);
    const actual = Object.fromEntries(
      Object.entries(expected).map(([who, wanted]) => [
        who,
        Object.fromEntries(Object.keys(wanted).map((key) => [key, facts[who]?.[key]])),
      ]),
    );
    expect(actual).toEqual(expected);
  });

  test.each(examples)('lint finds no error in the program on line $line', ({ program }) => {
    const found = lintProgram(good(JSON.stringify(program), programSchema));
    expect(found.filter((one) => one.severity === 'error')).toEqual([]);
  });

  const fields = listFields(programSchema);

  test('names every field of the schema in code type', () => {
    const code =
      page
        .replaceAll(/^```.*?^```$/gms, '')
        .match(/`[^`]+`/g)
        ?.join(' ') ?? '';
    const named = new Set(code.match(/[\w-]+/g));
    expect(fields.map(({ key }) => key).filter((key) => !named.has(key))).toEqual([]);
  });

  test('has an example for every field of every object of the schema', () => {
    const used = [base, ...examples.map(({ program }) => program as object)].flatMap((program) =>
      listUsedFields(programSchema, program),
    );
    const missing = fields.filter(
      ({ object, key }) => !used.some((one) => one.object === object && one.key === key),
    );
    const shapeOf = ({ object, key }: SchemaField) =>
      `${key} of {${fields
        .filter((one) => one.object === object)
        .map((one) => one.key)
        .join()}}`;
    expect(missing.map(shapeOf)).toEqual([]);
  });

  test('walks the whole schema', () => {
    // Far below what there is; a walk that sees nothing must not pass.
    expect(fields.length).toBeGreaterThan(150);
    expect(fields.map(({ key }) => key)).toEqual(
      expect.arrayContaining([
        'perMinor',
        'measureOn',
        'unitWeight',
        'cardId',
        'days',
        'perMember',
      ]),
    );
  });

  test('lists exactly the codes that lint-program can print', () => {
    const sources = globSync('app/domain/lint-*.ts', { cwd: root })
      .filter((file) => !file.endsWith('.test.ts'))
      .map((file) => readFileSync(path.join(root, file), 'utf8'));
    const call = /(?:lintError|lintWarning|find)\(\s*'([a-z0-9-]+)'/g;
    const printed = sources.flatMap((text) => [...text.matchAll(call)].map((found) => found[1]));
    const section = page.split('## What lint-program finds')[1]?.split('\n## ')[0] ?? '';
    const listed = [...section.matchAll(/^\| `([a-z0-9-]+)`/gm)].map((found) => found[1]);
    expect(listed.toSorted()).toEqual([...new Set(printed)].toSorted());
  });

  test('names every field of the scenario form', () => {
    const section = page.split('## The scenario form')[1] ?? '';
    const named = new Set(
      section
        .match(/`[^`]+`/g)
        ?.join(' ')
        .match(/\w+/g),
    );
    const form = listFields(scenarioFormSchema).map(({ key }) => key);
    expect(form.filter((key) => !named.has(key))).toEqual([]);
  });
});
