/**
 * `npm run sim -- --minutes 10`: plays random histories of counters and HQ, with everything that befalls a
 * shop's PCs and its line, against the real core, and checks the promises of docs/sync.md. Also
 * `--seconds`, `--seed` (the first), `--length` (acts per seed), `--processes`, `--min-actions`, and
 * `--swallowed N`: until N answers to pushes were lost after HQ's commit. Exit code 1 when a promise is broken
 * (the plan is cut down and pinned) or fewer actions or answers were played than asked.
 */
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { readRegressions, pinRegression } from './regressions.ts';
import type { SeedsResult } from './run-seeds.ts';
import { runSeeds } from './seeds-process.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string' },
    seconds: { type: 'string' },
    seed: { type: 'string', default: '1' },
    length: { type: 'string', default: '300' },
    processes: { type: 'string', default: String(availableParallelism()) },
    'min-actions': { type: 'string', default: '0' },
    swallowed: { type: 'string' },
  },
});
const swallowedMin = values.swallowed === undefined ? null : Number(values.swallowed);
/** Without a time of its own a run that counts answers goes on until it has them. */
const secondsMax = swallowedMin === null ? 60 : 24 * 3_600;
const seconds =
  values.minutes === undefined ? Number(values.seconds ?? secondsMax) : Number(values.minutes) * 60;
const processes = Number(values.processes);
const first = Number(values.seed);
const pinned = [...readRegressions().values()].map(({ plan }) => plan);

const results = await Promise.all(
  Array.from({ length: processes }, (_, i) =>
    runSeeds({
      from: first + i,
      step: processes,
      seconds,
      seedsMax: Number.MAX_SAFE_INTEGER,
      swallowedMin: swallowedMin === null ? null : Math.ceil(swallowedMin / processes),
      length: Number(values.length),
      patches: [],
      shrinkSeconds: 120,
      roundsMax: 400,
      plans: i === 0 ? pinned : [],
    }),
  ),
);
const sum = (of: (result: SeedsResult) => number) => results.reduce((n, one) => n + of(one), 0);
const actions = sum(({ acts }) => acts);
const swallowed = sum(({ counts }) => counts.swallowed);
const line = [
  `${sum(({ seeds }) => seeds)} seeds (${pinned.length} pinned)`,
  `${actions} actions (${sum(({ counts }) => counts.idle)} found nothing to do)`,
  `${sum(({ counts }) => counts.messages)} messages at HQ`,
  `${swallowed} answers swallowed after HQ's commit`,
  `${sum(({ counts }) => counts.faults)} faults`,
  `${sum(({ counts }) => counts.restores)} restores`,
  `${sum(({ counts }) => counts.forks)} cloned disks`,
  `${sum(({ counts }) => counts.events)} events`,
  `longest drain ${Math.max(...results.map(({ drainRoundsMax }) => drainRoundsMax))} rounds`,
  `${Math.round(actions / Math.max(...results.map((one) => one.seconds)))} actions/s on ${processes} processes`,
];
console.log(line.join(', '));
const broken = results.flatMap((result) => (result.broken === null ? [] : [result.broken]));
for (const { invariant, message, shrunk } of broken) {
  console.log(`\nbroken ${invariant}: ${message}`);
  console.log(
    `seed ${shrunk.seed}, ${shrunk.acts.length} acts: ${shrunk.acts.map(({ t }) => t).join(' ')}`,
  );
  console.log(
    `pinned in ${path.relative(process.cwd(), pinRegression({ broke: `${invariant}: ${message}`.split('\n')[0] ?? '', plan: shrunk }))}`,
  );
}
const isEnough = actions >= Number(values['min-actions']) && swallowed >= (swallowedMin ?? 0);
if (!isEnough) console.log('fewer actions or swallowed answers than asked');
const failed = broken.length + (isEnough ? 0 : 1);
console.log(`${sum(({ seeds }) => seeds) - broken.length} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
