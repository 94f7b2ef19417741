/**
 * Falsified members' codes against the check every counter makes offline: bits, characters, cuts, splices,
 * other keys, other purposes, other spellings, bent signatures. `node tests/fuzz/member-token.ts --n 100000
 * [--seed S]`, about two minutes. Fails on any that is accepted, on any true one that is refused, on a median
 * above 1 ms, and where a clock an hour off is not treated as docs/codes.md says. Ends with `N passed, N
 * failed`.
 */
import { parseArgs } from 'node:util';
import { makeRandom } from '../../app/seed/random.ts';
import { clockTroubles, listClockCases, runTokenFuzz } from './run-token-fuzz.ts';

const { values } = parseArgs({
  options: {
    n: { type: 'string', default: '100000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
const count = Number(values.n);
const seed = Number(values.seed);
const verifyMsMax = 1;

console.log(`member tokens: ${count} falsified, seed ${seed}`);
const { failures, tried, verifyMs } = runTokenFuzz({ count, random: makeRandom(seed) });
const accepted = failures.length;
for (const [kind, n] of Object.entries(tried)) console.log(`  ${kind.padEnd(28)} ${n}`);
const told = Object.entries(verifyMs).map(([name, ms]) => `${name} ${ms.toFixed(3)} ms`);
console.log(`accepted ${accepted} of ${count}; checking a true one: ${told.join(', ')}`);
for (const { clock, hq, fresh, hourOld } of listClockCases())
  console.log(
    `  clock ${clock.padEnd(6)} ${hq.padEnd(30)} fresh: ${fresh.padEnd(13)} an hour old: ${hourOld}`,
  );
const troubles = [
  ...failures,
  ...clockTroubles(),
  ...(verifyMs.p50 > verifyMsMax ? [`the median check takes ${verifyMs.p50.toFixed(3)} ms`] : []),
];
for (const words of troubles) console.log(`  ✗ ${words}`);
console.log(`again with --seed ${seed}`);
console.log(`${troubles.length === 0 ? 1 : 0} passed, ${troubles.length} failed`);
process.exitCode = troubles.length === 0 ? 0 : 1;
