/**
 * Sales handed over by two POSes, every third sent twice (at once or later), and the counter's process
 * killed under them: each counted exactly once, both sends answered the same.
 * `node tests/pos/campaign.ts --n 1000 [--kills 2] [--seed 1]`. Exit code 1 when a check fails.
 */
import { parseArgs } from 'node:util';
import { formatCheckTable, makeCheckList } from '../rig/check-list.ts';
import { runCampaign } from './run-campaign.ts';

const { values } = parseArgs({
  options: {
    n: { type: 'string', default: '1000' },
    kills: { type: 'string', default: '2' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
const list = makeCheckList(console.log);
const [n, kills, seed] = [Number(values.n), Number(values.kills), Number(values.seed)];
console.log(`pos: ${n} sales, ${kills} × SIGKILL, seed ${seed}`);
const totals = await runCampaign({ n, kills, seed, list });
console.log(`\n${formatCheckTable(list.rows)}`);
const { sentTwice, withMember, retries, seconds } = totals;
console.log(
  `\n${n} sales (${withMember} with a member), ${sentTwice} sent twice, ${kills} kills, ${retries} retries, ${seconds} s`,
);
console.log(`${list.passedCount()} passed, ${list.failedCount()} failed`);
process.exit(list.failedCount() === 0 ? 0 : 1);
