/**
 * Counters over bad lines: real counters and a real HQ with a proxy between them that resets, cuts,
 * swallows, doubles, delays and forges, by seed; then the line heals and both sides are compared.
 * `node tests/faults/net.ts --n 1000 [--seed S] [--postgres] [--lanes 3] [--workers 2]`; `--seed S`
 * alone repeats one run. Ends with `N passed, N failed`; exit code 1 when a run fails.
 */
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startPostgres } from '../../build/postgres.ts';
import { makeDemoShop } from '../../app/seed/make-demo-shop.ts';
import { seedDemoShop } from '../../hq/seed-demo.ts';
import { startHq } from '../../hq/start-hq.ts';
import type { RunningHq } from '../../hq/start-hq.ts';
import { compareWithHq } from './net-compare.ts';
import type { NetComparison } from './net-compare.ts';
import { membersPerRun } from './net-plan.ts';
import type { NetRunInput, NetRunReport } from './net-run.ts';
import { addRun, emptyTotals, printTotals } from './net-totals.ts';

const { values } = parseArgs({
  options: {
    n: { type: 'string' },
    seed: { type: 'string' },
    postgres: { type: 'boolean', default: false },
    workers: { type: 'string', default: '2' },
    lanes: { type: 'string', default: '3' },
  },
});
const runCount = Number(values.n ?? (values.seed === undefined ? '1000' : '1'));
const firstSeed = Number(values.seed ?? Date.now() % 1_000_000);
/** Every counter reads HQ's stream from its start, so HQ begins anew after so many runs. */
const runsPerHq = 50;

type Worker = {
  readonly child: ChildProcess;
  readonly play: (input: NetRunInput) => Promise<NetRunReport>;
};

function startWorker(): Worker {
  const child = fork(join(import.meta.dirname, 'net-worker.ts'));
  const waiting = new Map<number, (report: NetRunReport) => void>();
  let broken: Error | null = null;
  const failures = new Set<(error: Error) => void>();
  child.on('message', (report: NetRunReport) => waiting.get(report.seed)?.(report));
  child.once('exit', (code, signal) => {
    broken = new Error(`a worker ended by itself: ${code ?? signal}`);
    for (const fail of failures) fail(broken);
  });
  return {
    child,
    play: (input) =>
      new Promise((resolve, reject) => {
        if (broken !== null) {
          reject(broken);
          return;
        }
        failures.add(reject);
        waiting.set(input.seed, (report) => {
          waiting.delete(input.seed);
          failures.delete(reject);
          resolve(report);
        });
        child.send(input);
      }),
  };
}

type NetHq = {
  readonly hq: RunningHq;
  readonly makeCode: () => Promise<string>;
  readonly cards: readonly string[];
  readonly stop: () => Promise<void>;
};

async function openHq(): Promise<NetHq> {
  const server = values.postgres ? await startPostgres() : null;
  const shop = makeDemoShop({
    seed: 1,
    memberCount: Math.min(runsPerHq, runCount) * membersPerRun + 4,
    nowMs: Date.now(),
    salesPerMember: 0,
  });
  const vouchers = new Map(shop.vouchers.map((voucher) => [voucher.memberId, voucher]));
  const hq = await startHq({
    // Runs at the same time share this HQ: what is sent away because many come at once is another test's.
    pushesAtOnce: { groupsMax: 3, groupPushesMax: 4, waitingMax: 100 },
    // One voucher a member: what every counter must read first stays short.
    seed: (db) => seedDemoShop(db, { ...shop, vouchers: [...vouchers.values()] }),
    consoleDir: null,
    ...(server === null ? {} : { databaseUrl: server.url }),
  });
  const storeId = shop.stores[0]?.storeId;
  if (storeId === undefined) throw new Error('a shop without a store');
  return {
    hq,
    makeCode: () => hq.makeEnrolmentCode(storeId, '1 號櫃台'),
    cards: shop.members.map((member) => member.cardCodes[0] ?? ''),
    stop: async () => {
      await hq.stop();
      await server?.stop();
    },
  };
}

async function playOne(
  worker: Worker,
  { hq, makeCode, cards }: NetHq,
  place: { readonly seed: number; readonly nth: number },
): Promise<{ readonly report: NetRunReport; readonly found: NetComparison }> {
  const at = place.nth * membersPerRun;
  const report = await worker.play({
    seed: place.seed,
    hqPort: hq.port,
    codes: [await makeCode(), await makeCode()],
    cards: cards.slice(at, at + membersPerRun),
  });
  return { report, found: await compareWithHq(hq.db, report) };
}

async function main(): Promise<number> {
  const startedMs = performance.now();
  const totals = emptyTotals();
  const workers = Array.from({ length: Math.min(Number(values.workers), runCount) }, startWorker);
  const store = values.postgres ? 'PostgreSQL' : 'PGlite';
  console.log(`net: ${runCount} runs from seed ${firstSeed}, HQ on ${store}`);
  try {
    for (let start = 0; start < runCount; start += runsPerHq) {
      const here = Math.min(runsPerHq, runCount - start);
      const hq = await openHq();
      let next = 0;
      const lane = async (worker: Worker): Promise<void> => {
        while (next < here) {
          const nth = next;
          next += 1;
          addRun(totals, await playOne(worker, hq, { seed: firstSeed + start + nth, nth }));
        }
      };
      try {
        const lanes = workers.flatMap((worker) =>
          Array.from({ length: Number(values.lanes) }, () => lane(worker)),
        );
        await Promise.all(lanes);
      } finally {
        await hq.stop();
      }
      if (runCount > runsPerHq) console.log(`  ${start + here} runs, ${totals.failed} failed`);
    }
  } finally {
    for (const { child } of workers) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    }
  }
  printTotals(totals, Math.round((performance.now() - startedMs) / 1000));
  return totals.failed === 0 && totals.passed === runCount ? 0 : 1;
}

process.exit(await main());
