/**
 * `npm run sim:tiers`: plays the same plans in memory and on the stores of the product (SQLite files, PGlite) and
 * compares what everybody holds in the end. Also `--seed`, `--seeds`, `--length`. Exit code 1 when the two
 * tiers differ, or a promise is broken in either.
 */
import { parseArgs } from 'node:util';
import { prepareCore } from './load-core.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    seeds: { type: 'string', default: '5' },
    length: { type: 'string', default: '60' },
    tier: { type: 'string' },
  },
});

/** One tier in this process: the digests and what was broken, a line per seed. */
async function playTier(tier: 1 | 2): Promise<void> {
  prepareCore([], tier);
  const { makePlan } = await import('./plan.ts');
  const { runPlan } = await import('./run-plan.ts');
  const stores = tier === 1 ? (await import('./stores.ts')).memoryStores() : null;
  const real = tier === 2 ? (await import('./real-stores.ts')).realStores() : null;
  for (let i = 0; i < Number(values.seeds); i += 1) {
    const plan = makePlan(Number(values.seed) + i, Number(values.length));
    const used = stores ?? real;
    if (used === null) throw new Error('no stores');
    const { violation, digest } = await runPlan(used, plan);
    const said = violation === null ? 'kept' : `${violation.invariant}: ${violation.message}`;
    console.log(`TIER ${plan.seed} ${digest} ${said.split('\n')[0]}`);
  }
  real?.remove();
}

async function compare(): Promise<void> {
  const { spawnSync } = await import('node:child_process');
  const lines = (['1', '2'] as const).map((tier) => {
    const args = [
      import.meta.filename,
      '--tier',
      tier,
      '--seed',
      values.seed,
      '--seeds',
      values.seeds,
      '--length',
      values.length,
    ];
    const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    const found = stdout.split('\n').filter((line) => line.startsWith('TIER '));
    if (found.length !== Number(values.seeds)) console.log(stderr.slice(0, 2_000));
    return found;
  });
  const [memory = [], real = []] = lines;
  let failed = 0;
  for (const [i, line] of memory.entries()) {
    const isSame = line === real[i] && line.endsWith(' kept');
    if (isSame) continue;
    failed += 1;
    console.log(`memory  ${line}\nstores  ${real[i] ?? 'nothing'}`);
  }
  console.log(
    `${memory.length} plans in both tiers: ${memory.length - failed} passed, ${failed} failed`,
  );
  process.exitCode = failed === 0 && memory.length > 0 ? 0 : 1;
}

if (values.tier === undefined) await compare();
else await playTier(values.tier === '1' ? 1 : 2);
