/**
 * `npm run bench:snapshot`: a fresh counter of a chain with a million members, on a real PostgreSQL and a
 * real HQ, each in a process of its own, all over loopback:
 *
 * - request → HQ's members at the counter, when HQ must build the snapshot first, and when it has it ready;
 * - scans all the while: last byte → view pushed;
 * - the most memory the counter's process had;
 * - in the same run its limit: the same bytes copied, hashed and fsynced by themselves.
 *
 * Exit code 1 when a bar is missed. `--members N` for another number, `--repeat N` for more ready ones;
 * `--database URL`: a PostgreSQL database that is kept, filled by the first run and as it is for the next.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  closeSync,
  fsyncSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startPostgres } from '../../build/postgres.ts';
import { startHq } from '../../hq/start-hq.ts';
import { seedTwoStores } from '../../hq/test-rig/test-hq.ts';
import { formatPercentiles, percentilesOf } from './percentiles.ts';
import type { CounterReport } from './snapshot-counter-process.ts';
import { countMembers, seedManyMembers } from './snapshot-seed.ts';

const bars = { buildSecondsMax: 15, readySecondsMax: 4, scanMsP99Max: 100, rssMbMax: 300 };

const { values } = parseArgs({
  options: {
    members: { type: 'string', default: '1000000' },
    repeat: { type: 'string', default: '1' },
    database: { type: 'string' },
  },
});
const memberCount = Number(values.members);

type HqMessage =
  | { readonly kind: 'ready'; readonly url: string }
  | { readonly kind: 'code'; readonly code: string }
  | { readonly kind: 'log'; readonly line: string };

async function makeCode(hq: ChildProcess): Promise<string> {
  hq.send('code');
  for (;;) {
    const [message] = (await once(hq, 'message')) as [HqMessage];
    if (message.kind === 'code') return message.code;
  }
}

async function runCounter(given: {
  readonly hq: ChildProcess;
  readonly url: string;
  readonly folder: string;
}): Promise<CounterReport> {
  mkdirSync(given.folder);
  const code = await makeCode(given.hq);
  const child = fork(join(import.meta.dirname, 'snapshot-counter-process.ts'), [
    given.folder,
    given.url,
    code,
    String(memberCount),
  ]);
  // A counter that fell over says nothing.
  const ended = once(child, 'exit').then(() => null);
  const told = await Promise.race([once(child, 'message') as Promise<[CounterReport]>, ended]);
  if (told === null) throw new Error('the counter fell over');
  const [report] = told;
  rmSync(given.folder, { recursive: true, force: true });
  return report;
}

/** Copies a file by itself: read, hash, write, fsync. */
function copyAlone(from: string, to: string): number {
  const startedMs = performance.now();
  const [source, target] = [openSync(from, 'r'), openSync(to, 'w')];
  const hash = createHash('sha256');
  const part = Buffer.alloc(4 * 1024 * 1024);
  for (let n = readSync(source, part); n > 0; n = readSync(source, part)) {
    hash.update(part.subarray(0, n));
    writeSync(target, part, 0, n);
  }
  hash.digest();
  fsyncSync(target);
  closeSync(source);
  closeSync(target);
  rmSync(to);
  return (performance.now() - startedMs) / 1000;
}

type Row = { readonly what: string; readonly held: boolean; readonly bar: string };

function rowsOf(name: string, report: CounterReport, secondsMax: number): Row[] {
  const scans = percentilesOf(report.scanMs);
  return [
    {
      what: `${name}: request → usable ${report.usableSeconds.toFixed(2)} s (even with HQ ${report.evenSeconds.toFixed(2)} s, swap ${report.swapMs.toFixed(0)} ms)`,
      held: report.usableSeconds <= secondsMax && report.foundAfter && report.log.length === 0,
      bar: `${secondsMax} s`,
    },
    {
      what: formatPercentiles(`${name}: scan → view pushed`, scans),
      held: scans.p99 <= bars.scanMsP99Max,
      bar: `p99 ${bars.scanMsP99Max} ms`,
    },
    {
      what: `${name}: counter process ${report.peakRssMb.toFixed(0)} MB at most (${report.baseRssMb.toFixed(0)} MB before)`,
      held: report.peakRssMb <= bars.rssMbMax,
      bar: `${bars.rssMbMax} MB`,
    },
  ];
}

/** HQ's own tables, two stores, and the members unless they are there already. */
async function prepareDatabase(databaseUrl: string): Promise<void> {
  const preparing = await startHq({ databaseUrl, seed: seedTwoStores, consoleDir: null });
  const { tenantId } = preparing;
  await preparing.stop();
  const has = await countMembers({ databaseUrl, tenantId });
  if (has === memberCount) return;
  if (has > 0) throw new Error(`the database has ${has} members`);
  const startedMs = performance.now();
  await seedManyMembers({ databaseUrl, tenantId, count: memberCount });
  const seconds = (performance.now() - startedMs) / 1000;
  console.log(`${memberCount} members seeded in ${seconds.toFixed(0)} s`);
}

async function main(): Promise<number> {
  const { database } = values;
  const server =
    database === undefined ? await startPostgres() : { url: database, stop: async () => {} };
  const folder = mkdtempSync(join(tmpdir(), 'counterfoil-snapshot-'));
  await prepareDatabase(server.url);
  const shelf = join(folder, 'hq');
  const membersMin = String(Math.min(20_000, memberCount));
  const hq = fork(join(import.meta.dirname, 'snapshot-hq-process.ts'), [
    server.url,
    shelf,
    membersMin,
  ]);
  hq.on('message', (message: HqMessage) => {
    if (message.kind === 'log') console.log(`  HQ: ${message.line}`);
  });
  const [{ url }] = (await once(hq, 'message')) as [{ url: string }];
  try {
    const built = await runCounter({ hq, url, folder: join(folder, 'first') });
    const ready: CounterReport[] = [];
    for (let i = 0; i < Number(values.repeat); i += 1)
      ready.push(await runCounter({ hq, url, folder: join(folder, `ready-${i}`) }));
    const [file] = globSync(join(shelf, '*', '*.db'));
    if (file !== undefined) {
      const seconds = copyAlone(file, join(folder, 'copy'));
      const mb = statSync(file).size / 1e6;
      console.log(
        `the same ${mb.toFixed(0)} MB copied, hashed and fsynced: ${seconds.toFixed(2)} s`,
      );
    }
    const rows = [
      ...rowsOf('HQ must build it', built, bars.buildSecondsMax),
      ...ready.flatMap((report) => rowsOf('HQ has it ready', report, bars.readySecondsMax)),
    ];
    for (const { phases, cpuSeconds } of [built, ...ready]) {
      const parts = Object.entries(phases).map(([name, at]) => `${name} at ${at.toFixed(2)} s`);
      console.log(`        ${parts.join(', ')}; CPU of the counter ${cpuSeconds.toFixed(1)} s`);
    }
    for (const { what, held, bar } of rows)
      console.log(`${held ? 'held  ' : 'MISSED'}  ${what}  (bar ${bar})`);
    for (const line of [built, ...ready].flatMap(({ log }) => log)) console.log(`  ${line}`);
    return rows.every(({ held }) => held) ? 0 : 1;
  } finally {
    hq.send('stop');
    await once(hq, 'exit');
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

process.exit(await main());
