/**
 * `npm run bench:sync`: what HQ takes from a chain that comes back online, on a real PostgreSQL with
 * fsync, in one run beside its limit: the same rows by PostgreSQL's own COPY.
 *
 * - 200 counters with 500 sales each drain at once: seconds in all, HQ's answer times;
 * - one counter with 10,000 sales: seconds;
 * - rows per second against COPY (event, ledger legs, sale, receipt).
 *
 * HQ runs in a process of its own. Exit code 1 when a bar is missed.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, chmodSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startPostgres } from '../../build/postgres.ts';
import { push } from '../../hq/test-rig/test-counter.ts';
import type { TestCounter } from '../../hq/test-rig/test-counter.ts';
import { startTestHq } from '../../hq/test-rig/test-hq.ts';
import { countRows, measureCopy } from './copy-limit.ts';
import { formatPercentiles, percentilesOf } from './percentiles.ts';
import { makeOfflineCounter } from './sync-load.ts';
import type { OfflineCounter } from './sync-load.ts';

const bars = {
  drainSecondsMax: 60,
  answerMsP99Max: 500,
  oneCounterSecondsMax: 20,
  copyShareMin: 0.2,
};
/** As a counter sends them: see `pushEventsMax`, and the bytes of a push. */
const eventsPerPush = 100;

const { values } = parseArgs({
  options: {
    counters: { type: 'string', default: '200' },
    sales: { type: 'string', default: '500' },
    'one-counter': { type: 'string', default: '10000' },
  },
});

/** Sends everything a counter has, batch after batch; the milliseconds of each answer go to `eachMs`. */
async function drain(counter: TestCounter, eachMs: number[]): Promise<void> {
  for (let from = 1; from <= counter.events.length; from += eventsPerPush) {
    const to = Math.min(from + eventsPerPush - 1, counter.events.length);
    for (;;) {
      const startedMs = performance.now();
      const answer = await push(counter, from, to);
      eachMs.push(performance.now() - startedMs);
      if (answer.status === 200) break;
      // Back-pressure is an answer too: the counter comes again when it is told to, after 1 to 3 seconds.
      if (answer.status !== 503 && answer.status !== 429)
        throw new Error(`HQ answered ${answer.status} ${JSON.stringify(answer.body)}`);
      await new Promise((resolve) =>
        setTimeout(resolve, 1_000 * (1 + Math.floor(Math.random() * 3))),
      );
    }
  }
}

async function timed(work: () => Promise<void>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return (performance.now() - startedMs) / 1000;
}

async function main(): Promise<number> {
  const counterCount = Number(values.counters);
  const salesEach = Number(values.sales);
  const server = await startPostgres();
  const folder = mkdtempSync(join(tmpdir(), 'counterfoil-copy-'));
  chmodSync(folder, 0o777);
  // Prepares the chain and then goes; the measured HQ is a process of its own on the same database.
  const preparing = await startTestHq('postgres', { databaseUrl: server.url });
  const counters: OfflineCounter[] = [];
  for (let i = 0; i < counterCount; i += 1)
    counters.push(await makeOfflineCounter(preparing, { sales: salesEach, first: i * 10_000 }));
  const big = await makeOfflineCounter(preparing, {
    sales: Number(values['one-counter']),
    first: 90_000_000,
  });
  await preparing.stop();
  const hq = fork(join(import.meta.dirname, 'sync-hq-process.ts'), [server.url]);
  const [{ url }] = (await once(hq, 'message')) as [{ url: string }];
  try {
    const before = await countRows(server.url);
    const eachMs: number[] = [];
    const drainSeconds = await timed(async () => {
      await Promise.all(counters.map((counter) => drain({ ...counter, url }, eachMs)));
    });
    const written = (await countRows(server.url)).map(
      ([table, n], i) => [table, n - (before[i]?.[1] ?? 0)] as const,
    );
    const bigMs: number[] = [];
    const oneSeconds = await timed(() => drain({ ...big, url }, bigMs));
    const limit = await measureCopy(server.url, folder);

    const events = counterCount * salesEach;
    const rows = written.reduce((sum, [, n]) => sum + n, 0);
    const copyPerSecond = limit.rows / limit.seconds;
    const share = rows / drainSeconds / copyPerSecond;
    const answers = percentilesOf(eachMs);
    const results = [
      {
        what: `${counterCount} counters × ${salesEach} sales drained in ${drainSeconds.toFixed(1)} s (${(events / drainSeconds).toFixed(0)} events/s, ${(rows / drainSeconds).toFixed(0)} rows/s)`,
        held: drainSeconds <= bars.drainSecondsMax,
        bar: `${bars.drainSecondsMax} s`,
      },
      {
        what: formatPercentiles('HQ answers a push of 100', answers),
        held: answers.p99 <= bars.answerMsP99Max,
        bar: `p99 ${bars.answerMsP99Max} ms`,
      },
      {
        what: `one counter × ${values['one-counter']} sales in ${oneSeconds.toFixed(1)} s`,
        held: oneSeconds <= bars.oneCounterSecondsMax,
        bar: `${bars.oneCounterSecondsMax} s`,
      },
      {
        what: `COPY of the same rows ${copyPerSecond.toFixed(0)} rows/s; HQ reaches ${(share * 100).toFixed(1)} %`,
        held: share >= bars.copyShareMin,
        bar: `${bars.copyShareMin * 100} %`,
      },
    ];
    console.log(`rows written: ${written.map(([table, n]) => `${table} ${n}`).join(', ')}`);
    for (const { what, held, bar } of results)
      console.log(`${held ? 'held  ' : 'MISSED'}  ${what}  (bar ${bar})`);
    return results.every(({ held }) => held) ? 0 : 1;
  } finally {
    hq.send('stop');
    await once(hq, 'exit');
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

process.exit(await main());
