/**
 * `npm run bench:sync`: what HQ takes from a chain that comes back online, on a real PostgreSQL with
 * fsync, in one run beside its limit: the same rows by PostgreSQL's own COPY.
 *
 * - 200 counters with 500 sales each drain at once: seconds in all, HQ's answer times;
 * - a counter that is online meanwhile and asks before it spends points: HQ's answer times;
 * - one counter with 10,000 sales: seconds;
 * - rows per second against COPY (event, ledger legs, sale, receipt);
 * - what a million events cost: CPU of HQ and PostgreSQL, bytes of tables, indexes and WAL.
 *
 * HQ runs in a process of its own and measures itself. The events are made, chained and put into pushes
 * before the clock starts; each push is signed and sent while it runs. Exit code 1 when a bar is missed.
 */
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, chmodSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Client } from 'pg';
import { hqNodeOptions } from '../../build/hq-node-options.ts';
import { startPostgres } from '../../build/postgres.ts';
import { startTestHq } from '../../hq/test-rig/test-hq.ts';
import { countRows, measureCopy } from './copy-limit.ts';
import { formatPercentiles, percentilesOf } from './percentiles.ts';
import { readServerUse, useBetween } from './server-costs.ts';
import type { ServerUse } from './server-costs.ts';
import type { HqOrder, HqReport } from './sync-hq-process.ts';
import {
  askToSpend,
  createLoadAgent,
  drain,
  makeOfflineCounter,
  pullNothing,
} from './sync-load.ts';
import type { OfflineCounter } from './sync-load.ts';

const bars = {
  drainSecondsMax: 60,
  answerMsP99Max: 500,
  authoriseMsP99Max: 100,
  oneCounterSecondsMax: 20,
  copyShareMin: 0.2,
};
const asksEveryMs = 200;
const idlePulls = 500;

const { values } = parseArgs({
  options: {
    counters: { type: 'string', default: '200' },
    sales: { type: 'string', default: '500' },
    'one-counter': { type: 'string', default: '10000' },
  },
});

type Row = { readonly what: string; readonly held: boolean; readonly bar: string };
type Chain = { readonly counters: readonly OfflineCounter[]; readonly big: OfflineCounter };

/** Prepares the chain and then goes; the measured HQ is another process on the same database. */
async function prepareChain(databaseUrl: string): Promise<Chain> {
  const preparing = await startTestHq('postgres', { databaseUrl });
  const make = (sales: number, nth: number) =>
    makeOfflineCounter(preparing, { sales, first: nth * 10_000 });
  const counters: OfflineCounter[] = [];
  const count = Number(values.counters);
  for (let nth = 0; nth < count; nth += 1) counters.push(await make(Number(values.sales), nth));
  const big = await make(Number(values['one-counter']), 9_000);
  await preparing.stop();
  return { counters, big };
}

function order(hq: ChildProcess, what: HqOrder): void {
  hq.send(what);
}

async function reportOf(hq: ChildProcess): Promise<HqReport> {
  const told = once(hq, 'message');
  order(hq, 'report');
  const [report] = (await told) as [HqReport];
  return report;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return (performance.now() - startedMs) / 1000;
}

type Drained = {
  readonly seconds: number;
  readonly events: number;
  readonly written: readonly (readonly [string, number])[];
  readonly report: HqReport;
  readonly use: ServerUse;
  readonly loadCpuSeconds: number;
};

/** All counters at once, and one that is online and asks. */
async function drainChain(
  hq: { readonly process: ChildProcess; readonly url: string },
  { counters, big }: Chain,
  client: Client,
): Promise<Drained> {
  const { url } = hq;
  const before = await countRows(client);
  const members = counters.flatMap((counter) => counter.members);
  const load = { url, agent: createLoadAgent() };
  await reportOf(hq.process);
  const useBefore = await readServerUse(client);
  const cpu = process.cpuUsage();
  const over = new AbortController();
  const seconds = await timed(async () => {
    const asking = askToSpend(load, big, { members, everyMs: asksEveryMs, signal: over.signal });
    await Promise.all(counters.map((counter) => drain(load, counter)));
    over.abort();
    await asking;
  });
  const { user, system } = process.cpuUsage(cpu);
  const report = await reportOf(hq.process);
  const use = useBetween(useBefore, await readServerUse(client));
  const after = await countRows(client);
  const written = after.map(([table, n], i) => [table, n - (before[i]?.[1] ?? 0)] as const);
  const events = counters.length * Number(values.sales);
  return { seconds, events, written, report, use, loadCpuSeconds: (user + system) / 1e6 };
}

/** What a pull costs that finds nothing new, as most do; and what there is to pull of an event. */
async function pullLine(
  hq: { readonly process: ChildProcess; readonly url: string },
  counter: OfflineCounter,
  client: Client,
): Promise<string> {
  const { rows } = await client.query<{ pos: string; bytes: string }>(
    `SELECT max(pos) AS pos, avg(octet_length(payload::text)) AS bytes FROM change`,
  );
  const [row] = rows;
  await reportOf(hq.process);
  const before = await readServerUse(client);
  const given = { cursor: Number(row?.pos), times: idlePulls };
  await pullNothing({ url: hq.url, agent: createLoadAgent() }, counter, given);
  const { cpuSeconds } = await reportOf(hq.process);
  const use = useBetween(before, await readServerUse(client));
  const ms = (seconds: number) => `${((seconds / idlePulls) * 1e3).toFixed(2)} ms`;
  return `a pull with nothing new: HQ ${ms(cpuSeconds)}, PostgreSQL ${ms(use.cpuSeconds)}; a change ${Number(row?.bytes).toFixed(0)} B`;
}

/** What it came to for each event, and of a million of them. */
function costLines({ events, report, use, loadCpuSeconds, seconds }: Drained): string[] {
  const us = (cpuSeconds: number) => `${((cpuSeconds / events) * 1e6).toFixed(0)} µs`;
  const gb = (bytes: number) => `${((bytes / events) * 1e-3).toFixed(2)} GB`;
  const pushes = report.pushMs.length;
  return [
    `CPU for each event: HQ ${us(report.cpuSeconds)}, PostgreSQL ${us(use.cpuSeconds)}, load ${us(loadCpuSeconds)}`,
    `a million events: tables ${gb(use.tableBytes)}, indexes ${gb(use.indexBytes)}, WAL ${gb(use.walBytes)}`,
    `${pushes} pushes let in, ${report.sentAway} sent away; ${(events / seconds).toFixed(0)} events/s`,
  ];
}

function drainRows(drained: Drained): Row[] {
  const { seconds, events, report } = drained;
  const pushes = percentilesOf(report.pushMs);
  const asks = percentilesOf(report.authoriseMs);
  return [
    {
      what: `${values.counters} counters × ${values.sales} sales drained in ${seconds.toFixed(1)} s (${(events / seconds).toFixed(0)} events/s)`,
      held: seconds <= bars.drainSecondsMax,
      bar: `${bars.drainSecondsMax} s`,
    },
    {
      what: formatPercentiles('HQ answers a push of 100', pushes),
      held: pushes.p99 <= bars.answerMsP99Max,
      bar: `p99 ${bars.answerMsP99Max} ms`,
    },
    {
      what: formatPercentiles('HQ answers who would spend', asks),
      held: asks.p99 <= bars.authoriseMsP99Max,
      bar: `p99 ${bars.authoriseMsP99Max} ms`,
    },
  ];
}

async function main(): Promise<number> {
  const server = await startPostgres();
  const folder = mkdtempSync(join(tmpdir(), 'counterfoil-copy-'));
  chmodSync(folder, 0o777);
  const chain = await prepareChain(server.url);
  const client = new Client({ connectionString: server.url });
  await client.connect();
  const hq = fork(join(import.meta.dirname, 'sync-hq-process.ts'), [server.url], {
    execArgv: [...hqNodeOptions],
  });
  const [{ url }] = (await once(hq, 'message')) as [{ url: string }];
  try {
    const drained = await drainChain({ process: hq, url }, chain, client);
    const load = { url, agent: createLoadAgent() };
    const oneSeconds = await timed(() => drain(load, chain.big));
    const pulls = await pullLine({ process: hq, url }, chain.big, client);
    const limit = await measureCopy(client, folder);
    const rows = drained.written.reduce((sum, [, n]) => sum + n, 0);
    const copyPerSecond = limit.rows / limit.seconds;
    const share = rows / drained.seconds / copyPerSecond;
    const results: Row[] = [
      ...drainRows(drained),
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
    const written = drained.written.map(([table, n]) => `${table} ${n}`).join(', ');
    for (const line of [`rows written: ${written}`, ...costLines(drained), pulls])
      console.log(line);
    for (const { what, held, bar } of results)
      console.log(`${held ? 'held  ' : 'MISSED'}  ${what}  (bar ${bar})`);
    return results.every(({ held }) => held) ? 0 : 1;
  } finally {
    order(hq, 'stop');
    await once(hq, 'exit');
    await client.end();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

process.exit(await main());
