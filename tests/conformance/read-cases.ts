import { readFileSync } from 'node:fs';
import { isRecord } from './fields.ts';

/** One worked example: a program and members, what happens, what must come of it. */
export type Case = {
  readonly id: string;
  readonly given: Record<string, unknown>;
  readonly when: readonly unknown[];
  readonly expect: Record<string, unknown>;
  /** Fields of the case that are neither of these nor remarks for people. */
  readonly unknown: readonly string[];
};

/** The file cannot be used at all; the message is one sentence for the person at the keyboard. */
export class CaseFileError extends Error {}

const remarks = ['kind', 'source', 'note', 'notes', 'comment', 'title', 'description', 'sure'];
const parts = ['id', 'given', 'when', 'expect'];

/** Reads a file of cases: a list, or an object with the list under `cases`. Throws `CaseFileError`. */
export function readCases(file: string): Case[] {
  const content = parse(readText(file), file);
  const list = isRecord(content) ? content['cases'] : content;
  if (!Array.isArray(list)) {
    throw new CaseFileError(`${file} has no list of cases: a list is expected, or {"cases": […]}.`);
  }
  const cases = list.map((one, i) => readCase(one, file, i));
  const twice = cases.find((one, i) => cases.findIndex((other) => other.id === one.id) !== i);
  if (twice !== undefined) throw new CaseFileError(`${file} has the case ${twice.id} twice.`);
  return cases;
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new CaseFileError(`${file} cannot be read: give the path of a JSON file with cases.`);
  }
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CaseFileError(`${file} is not JSON: ${why.replaceAll('\n', ' ')}`);
  }
}

function readCase(one: unknown, file: string, i: number): Case {
  const where = `${file}, case ${String(i + 1)}`;
  if (!isRecord(one)) throw new CaseFileError(`${where} is not an object.`);
  const { id, given, when, expect } = one;
  if (typeof id !== 'string' || id === '') throw new CaseFileError(`${where} has no id.`);
  if (!isRecord(given)) throw new CaseFileError(`${where} (${id}) has no object "given".`);
  if (!Array.isArray(when)) throw new CaseFileError(`${where} (${id}) has no list "when".`);
  if (!isRecord(expect)) throw new CaseFileError(`${where} (${id}) has no object "expect".`);
  const unknown = Object.keys(one).filter((key) => ![...parts, ...remarks].includes(key));
  return { id, given, when, expect, unknown };
}
