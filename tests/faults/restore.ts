/**
 * `npm run fault:restore -- --n 20`: HQ's database is put back to an earlier backup while the chain goes on;
 * every award must come back by itself, once, and all balances must be alike. Ends with 1 if one is not.
 */
import { startPostgres } from '../../build/postgres.ts';
import { drillRestore } from './restore-drill.ts';
import type { RestoreDrill } from './restore-drill.ts';

const args = process.argv.slice(2);
const at = args.indexOf('--n');
const n = at < 0 ? 20 : Number(args[at + 1]);
const seedAt = args.indexOf('--seed');
const firstSeed = seedAt < 0 ? 1 : Number(args[seedAt + 1]);

function isGood(drill: RestoreDrill): boolean {
  const { lost, doubled, balancesApart, brokenChains, unbalanced, broken } = drill;
  const wrong = [lost, doubled, balancesApart, brokenChains, broken];
  return wrong.every((list) => list.length === 0) && unbalanced === 0;
}

// One server for all drills, each with databases of its own.
const server = await startPostgres();
process.env['TEST_DATABASE_URL'] = server.url;
let failed = 0;
let events = 0;
let lostByRestore = 0;
try {
  for (let seed = firstSeed; seed < firstSeed + n; seed++) {
    try {
      const drill = await drillRestore(seed);
      events += drill.events;
      lostByRestore += drill.lostByRestore;
      const words = isGood(drill) ? 'ok' : `WRONG ${JSON.stringify(drill)}`;
      const how = drill.told ? 'hq restored' : 'noticed by itself';
      console.log(
        `drill ${seed}: ${words} · ${drill.events} events, ${drill.lostByRestore} of them lost by HQ, ` +
          `back after ${drill.healedMs} ms (${how})`,
      );
      if (!isGood(drill)) failed += 1;
    } catch (error) {
      failed += 1;
      console.log(`drill ${seed}: WRONG ${error instanceof Error ? error.message : String(error)}`);
    }
  }
} finally {
  await server.stop();
}
console.log(
  `${n} restores of HQ: ${n - failed} healed by themselves, ${failed} did not; ${events} events, ` +
    `${lostByRestore} lost by HQ and sent again`,
);
console.log(`${n - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
