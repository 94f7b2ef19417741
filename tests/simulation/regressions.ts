import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
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
  const { seed, config } = regression.plan;
  const name = config.swallowed === undefined ? `seed-${seed}` : `swallowed-${seed}`;
  mkdirSync(folder, { recursive: true });
  // One that is pinned already is never written over: the same seed may break something else today.
  let file = path.join(folder, `${name}.json`);
  for (let nth = 2; existsSync(file); nth += 1) file = path.join(folder, `${name}-${nth}.json`);
  writeFileSync(file, `${JSON.stringify(regression, null, 2)}\n`);
  return file;
}
