import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Plan } from './plan.ts';

const folder = path.join(import.meta.dirname, 'regressions');

/** A plan that once broke a promise: what it broke, and the acts that matter. */
export type Regression = { readonly broke: string; readonly plan: Plan };

/** Every pinned plan, by the name of its file. */
export function readRegressions(): ReadonlyMap<string, Regression> {
  mkdirSync(folder, { recursive: true });
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .toSorted();
  return new Map(
    names.map((name) => [
      name,
      JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as Regression,
    ]),
  );
}

/** Pins a plan, so that every later run begins with it. */
export function pinRegression(regression: Regression): string {
  const file = path.join(folder, `seed-${regression.plan.seed}.json`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, `${JSON.stringify(regression, null, 2)}\n`);
  return file;
}
