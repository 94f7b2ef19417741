/**
 * One process of the simulator: plays seeds until its time is up and says what came of them, as one line of
 * JSON. `from` and `step` share the seeds out among processes; `patches` plant a bug.
 */
import { prepareCore, type Patch } from './load-core.ts';
import type { Plan } from './plan.ts';
import type { Counts } from './world.ts';

/** What a process is asked to do. */
export type SeedsTask = {
  readonly from: number;
  readonly step: number;
  readonly seconds: number;
  readonly seedsMax: number;
  /** Swallow answers to pushes in every plan, and end when so many were; null = as each seed has it. */
  readonly swallowedMin: number | null;
  readonly length: number;
  readonly patches: readonly Patch[];
  /** As many rounds as everything may take to come even. */
  readonly roundsMax: number;
  /** Cutting a broken plan down may take this long. */
  readonly shrinkSeconds: number;
  /** Play these first, each as it is. */
  readonly plans: readonly Plan[];
};

/** What came of it. The first broken promise ends it, cut down to the acts that matter. */
export type SeedsResult = {
  readonly seeds: number;
  readonly acts: number;
  readonly counts: Counts;
  readonly drainRoundsMax: number;
  readonly seconds: number;
  readonly broken: {
    readonly invariant: string;
    readonly message: string;
    readonly acts: number;
    /** When it was found, before it was cut down. */
    readonly seconds: number;
    readonly shrunk: Plan;
  } | null;
};

const task = JSON.parse(process.argv[2] ?? '{}') as SeedsTask;
prepareCore(task.patches);
const { makePlan, swallowing } = await import('./plan.ts');
const { runPlan } = await import('./run-plan.ts');
const { shrink } = await import('./shrink.ts');
const { memoryStores } = await import('./stores.ts');
const { noCounts } = await import('./world.ts');

const startedMs = performance.now();
const stores = memoryStores();
const counts: Counts = { ...noCounts };
const sums = { seeds: 0, acts: 0, drainRoundsMax: 0 };
const seconds = () => (performance.now() - startedMs) / 1000;

async function play(plan: Plan): Promise<SeedsResult['broken']> {
  const { roundsMax } = task;
  const outcome = await runPlan(stores, plan, { roundsMax });
  sums.seeds += 1;
  sums.acts += outcome.acts;
  sums.drainRoundsMax = Math.max(sums.drainRoundsMax, outcome.drainRounds);
  for (const name of Object.keys(counts) as (keyof Counts)[]) counts[name] += outcome.counts[name];
  const { violation } = outcome;
  if (violation === null) return null;
  const { invariant } = violation;
  const foundAfter = seconds();
  const limit = foundAfter + task.shrinkSeconds;
  const shrunk = await shrink(
    { ...plan, acts: plan.acts.slice(0, outcome.acts) },
    async (smaller) =>
      (await runPlan(stores, smaller, { checkEvery: 1, roundsMax })).violation?.invariant ===
      invariant,
    () => seconds() > limit,
  );
  Error.stackTraceLimit = 10;
  const message =
    (await runPlan(stores, shrunk, { checkEvery: 1, roundsMax })).violation?.message ??
    violation.message;
  return { invariant, message, acts: plan.acts.length, seconds: foundAfter, shrunk };
}

let broken: SeedsResult['broken'] = null;
// Errors are part of the weather here; the stack of each costs more than all else that is done about it.
Error.stackTraceLimit = 0;
for (const plan of task.plans) broken ??= await play(plan);
const { swallowedMin } = task;
const isOver = (): boolean =>
  seconds() >= task.seconds || (swallowedMin !== null && counts.swallowed >= swallowedMin);
for (let i = 0; broken === null && i < task.seedsMax && !isOver(); i += 1) {
  const plan = makePlan(task.from + i * task.step, task.length);
  broken = await play(swallowedMin === null ? plan : swallowing(plan));
}
const result: SeedsResult = { ...sums, counts, seconds: seconds(), broken };
console.log(`RESULT ${JSON.stringify(result)}`);
