/**
 * `npm run sim:planted`: plants each bug of the list alone in the core and looks whether the simulator finds
 * it: the plans of `regressions/` first, then seeds. Prints each with the promise it broke, when, by which
 * plan, and how short that became. Also `--only id,id`,
 * `--seconds` (per bug), `--shrink` (seconds), `--processes`. Exit code 1 when a bug that nothing else masks was not found, or one
 * no longer fits the code it is for.
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { readRegressions } from './regressions.ts';
import { fits } from './load-core.ts';
import { plantedBugs } from './planted-bugs.ts';
import type { PlantedBug } from './planted/planted-bug.ts';
import type { Plan } from './plan.ts';
import type { SeedsResult } from './run-seeds.ts';
import { runSeeds } from './seeds-process.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    seconds: { type: 'string', default: '300' },
    processes: { type: 'string', default: String(availableParallelism()) },
    length: { type: 'string', default: '300' },
    shrink: { type: 'string', default: '20' },
  },
});
const pinned = [...readRegressions().values()].map(({ plan }) => plan);
const wanted = values.only?.split(',');
const queue = plantedBugs.filter(({ id }) => wanted === undefined || wanted.includes(id));
const found: string[] = [];
const missed: string[] = [];
const masked: string[] = [];

/** Masked bugs get a tenth of the time: that they stay unfound is expected. */
async function look(bug: PlantedBug): Promise<void> {
  const seconds = Number(values.seconds) / (bug.maskedBy === undefined ? 1 : 10);
  if (!bug.patches.every(fits)) {
    missed.push(bug.id);
    console.log(`${bug.id}: no longer fits the code it is for`);
    return;
  }
  const result = await runSeeds({
    from: 1,
    step: 1,
    seconds,
    seedsMax: Number.MAX_SAFE_INTEGER,
    swallowedMin: null,
    length: Number(values.length),
    patches: bug.patches,
    // A whole core comes even within 11; a broken one need not be waited for.
    roundsMax: 30,
    shrinkSeconds: Number(values.shrink),
    // What once took a rare order of faults is found by the plan that was kept of it.
    plans: pinned,
  });
  const isOurs = result.broken !== null && (await isKeptWithout(result.broken.shrunk));
  if (result.broken === null || isOurs) return say(bug, result);
  missed.push(bug.id);
  console.log(
    `UNSURE  ${bug.id}: its plan breaks the core without it too, seed ${result.broken.shrunk.seed}`,
  );
}

/** The same plan on the core as it is: only what it keeps there was broken by the bug. */
async function isKeptWithout(plan: Plan): Promise<boolean> {
  const task = {
    from: 1,
    step: 1,
    seconds: 60,
    seedsMax: 0,
    length: 1,
    patches: [],
    swallowedMin: null,
  };
  const { broken } = await runSeeds({ ...task, plans: [plan], roundsMax: 400, shrinkSeconds: 0 });
  return broken === null;
}

function say({ id, what, maskedBy }: PlantedBug, { broken, seeds, seconds }: SeedsResult): void {
  if (broken !== null) {
    found.push(id);
    const { invariant, shrunk, seconds: after } = broken;
    const by = seeds <= pinned.length ? 'a kept plan' : `${seeds - pinned.length} seeds`;
    const how = `${invariant} after ${after.toFixed(1)} s by ${by} (seed ${shrunk.seed}), ${shrunk.acts.length} acts: ${shrunk.acts.map(({ t }) => t).join(' ')}`;
    console.log(`found   ${id}: ${what}\n        ${how}`);
  } else if (maskedBy !== undefined) {
    masked.push(id);
    console.log(`masked  ${id}: ${what}\n        by: ${maskedBy} (${seeds} seeds)`);
  } else {
    missed.push(id);
    console.log(`MISSED  ${id}: ${what} (${seeds} seeds in ${seconds.toFixed(0)} s)`);
  }
}

const todo = [...queue];
async function work(): Promise<void> {
  for (let bug = todo.shift(); bug !== undefined; bug = todo.shift()) await look(bug);
}
await Promise.all(Array.from({ length: Number(values.processes) }, work));
console.log(
  `\n${queue.length} planted: ${found.length} found, ${masked.length} masked by another layer, ${missed.length} missed`,
);
console.log(`${found.length + masked.length} passed, ${missed.length} failed`);
if (missed.length > 0) console.log(`missed: ${missed.join(', ')}`);
process.exitCode = missed.length === 0 ? 0 : 1;
