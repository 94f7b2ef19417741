/**
 * LINE's webhook under forged, mutated and random requests: `node tests/fuzz/line-webhook.ts [--n 100000]
 * [--bytes 100000] [--blocked 5000] [--times 2] [--seed S]`. A real HQ over HTTP on a real PostgreSQL, whose
 * tables are locked by another connection for 5 s at a time while requests go on. Fails on any answer but
 * the right one (401 for what LINE did not sign; 200, 400 or 413 for what it did, by its shape), on an
 * answer after 2 s, on a p99 above 200 ms while the database is blocked, on an event that was answered for
 * and is not in HQ, on a forged one that is, on a user who is not in the last state told, and when HQ's
 * process ends. Ends with `N passed, N failed`.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { makeRandom } from '../../app/seed/random.ts';
import { startPostgres } from '../../build/postgres.ts';
import { runWebhookFuzz } from './run-webhook-fuzz.ts';
import { startWebhookHq } from './start-webhook-hq.ts';

const { values } = parseArgs({
  options: {
    n: { type: 'string', default: '100000' },
    bytes: { type: 'string', default: '100000' },
    blocked: { type: 'string', default: '5000' },
    times: { type: 'string', default: '2' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});

const heapGrowthMax = 48 * 1024 * 1024;

async function main(): Promise<number> {
  const seed = Number(values.seed);
  const random = makeRandom(seed);
  const secret = random.hex(32);
  console.log(`webhook fuzz: ${values.n} webhooks, ${values.bytes} random bytes, seed ${seed}`);
  const server = await startPostgres();
  const dataDir = await mkdtemp(join(os.tmpdir(), 'counterfoil-webhook-fuzz-'));
  try {
    const hq = await startWebhookHq({ databaseUrl: server.url, dataDir, secret });
    const { port, ask } = hq;
    const heapBefore = (await ask('memory')) as number;
    const startedMs = performance.now();
    const found = await runWebhookFuzz({
      count: Number(values.n),
      randomBytes: Number(values.bytes),
      random,
      secret,
      port,
      databaseUrl: server.url,
      ask,
      blockedMs: Number(values.blocked),
      blockedTimes: Number(values.times),
      p99MsMax: 200,
      say: (line) => console.log(line),
    });
    const failures = [...found];
    const growth = ((await ask('memory')) as number) - heapBefore;
    if (growth > heapGrowthMax) failures.push(`HQ's heap grew by ${growth} bytes`);
    await hq.stop();
    console.log(`heap of HQ    ${Math.round(growth / 1024 / 1024)} MiB more than before`);
    for (const words of failures) console.log(`  ✗ ${words}`);
    const seconds = Math.round((performance.now() - startedMs) / 1000);
    console.log(`${seconds} s; again with --seed ${seed}`);
    console.log(`${failures.length === 0 ? 1 : 0} passed, ${failures.length} failed`);
    return failures.length === 0 ? 0 : 1;
  } finally {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

process.exit(await main());
