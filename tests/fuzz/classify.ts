/**
 * The classifier against strings made to confuse it: `node tests/fuzz/classify.ts --n 1000000 [--seed S]`.
 * Fails where it throws, where a string has two forms, or where its answer is not the one form it has.
 * Ends with `N passed, N failed`.
 */
import { parseArgs } from 'node:util';
import { makeRandom } from '../../app/seed/random.ts';
import { runClassify } from './run-classify.ts';

const { values } = parseArgs({
  options: {
    n: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});

const count = Number(values.n);
const seed = Number(values.seed);
console.log(`classify: ${count} strings, seed ${seed}`);
const startedMs = performance.now();
const { byKind, failures, failed } = runClassify(makeRandom(seed), count);
const kinds = [...byKind].toSorted(([, a], [, b]) => b - a);
console.log(kinds.map(([kind, n]) => `  ${kind.padEnd(24)}${String(n).padStart(9)}`).join('\n'));
for (const failure of failures) console.log(`FAILED ${failure}`);
console.log(`${((performance.now() - startedMs) / 1000).toFixed(1)} s`);
console.log(`${count - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
