/**
 * SIGKILL under continuous work (awards, points and vouchers spent, sales undone and refunded): a real counter process, a real HQ, and afterwards both ledgers
 * compared. `node tests/faults/kill.ts --n 200 [--members 200] [--seed 1]`.
 * Ends with `N passed, N failed`; exit code 1 when a check fails.
 */
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { makeRandom } from '../../app/seed/random.ts';
import { formatCheckTable, makeCheckList, type CheckList } from '../rig/check-list.ts';
import { startRigHq, type RigHq } from '../rig/rig-hq.ts';
import {
  missingFrom,
  pointsThatDiffer,
  readCounterFacts,
  readHqFacts,
  repeatedIn,
} from '../rig/ledger-facts.ts';
import { rigDatabaseKeyHex } from '../rig/node-counter.ts';

type Fact = {
  readonly kind: string;
  readonly saleId?: string;
  readonly refundId?: string;
  readonly pointsSpent?: number;
  readonly vouchersUsed?: number;
};

type RunInput = {
  readonly dataDir: string;
  readonly hq: RigHq;
  readonly code: string;
  readonly cards: readonly string[];
};

const { values } = parseArgs({
  options: {
    n: { type: 'string', default: '200' },
    members: { type: 'string', default: '200' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
const killCount = Number(values.n);
const seed = Number(values.seed);

const startMsMax = 60_000;
/** Longest life of a counter after it is ready. */
const aliveMsMax = 700;
/** Share of kills that hit the start itself: opening the file, recovering the log. */
const startUpShare = 0.2;
const startUpMsMax = 1_200;

function startChild(
  input: RunInput,
  mode: 'award' | 'drain',
): ChildProcessByStdio<null, Readable, null> {
  const script = join(import.meta.dirname, 'awarding-counter.ts');
  const args = [script, input.dataDir, input.hq.url, input.code, mode, ...input.cards];
  return spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
}

/** Runs one counter, kills it, and gives what it had told until then. */
async function runUntilKilled(
  input: RunInput,
  killAfter: { readonly inStartUp: boolean; readonly delayMs: number },
): Promise<readonly Fact[]> {
  const child = startChild(input, 'award');
  const facts: Fact[] = [];
  let started = (): void => {};
  const isStarted = new Promise<void>((resolve) => {
    started = resolve;
  });
  const lines = createInterface({ input: child.stdout });
  const ended = new Promise<number | null>((resolve) =>
    child.once('exit', (code) => resolve(code)),
  );
  const drained = new Promise<void>((resolve) => lines.once('close', () => resolve()));
  lines.on('line', (line) => {
    const fact = JSON.parse(line) as Fact;
    if (fact.kind === 'started') started();
    else facts.push(fact);
  });
  if (!killAfter.inStartUp) {
    const first = await Promise.race([
      isStarted,
      ended,
      sleep(startMsMax, 'late' as const, { ref: false }),
    ]);
    if (first !== undefined) throw new Error(`the counter did not start: ${String(first)}`);
  }
  await sleep(killAfter.delayMs);
  child.kill('SIGKILL');
  const code = await ended;
  if (code !== null) throw new Error(`the counter ended by itself with ${code}`);
  await drained;
  return facts;
}

/** Lets the counter send everything it holds, then stops it in order. */
async function drain(input: RunInput): Promise<void> {
  const child = startChild(input, 'drain');
  child.stdout.resume();
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve));
  if (code !== 0) throw new Error(`draining ended with ${String(code)}`);
}

async function compare(input: RunInput, facts: readonly Fact[], list: CheckList): Promise<void> {
  const told = (kind: string) => facts.filter((fact) => fact.kind === kind);
  const confirmed = told('confirmed').map(({ saleId }) => saleId ?? '');
  const takenBack = told('taken-back').map(({ refundId }) => refundId ?? '');
  const counter = await readCounterFacts(input.dataDir, rigDatabaseKeyHex);
  const hq = await readHqFacts(input.hq.db);
  list.startStep('ledgers after the last restart');
  list.that('some sales were confirmed', confirmed.length > 0, `${confirmed.length} confirmed`);
  list.equal('confirmed sales the counter lost', missingFrom(counter.saleIds, confirmed), []);
  list.equal('confirmed sales HQ lacks', missingFrom(hq.saleIds, confirmed), []);
  list.equal('refunds the counter lost', missingFrom(counter.refundIds, takenBack), []);
  list.equal('refunds HQ lacks', missingFrom(hq.refundIds, takenBack), []);
  list.equal('refunds HQ holds twice', repeatedIn(hq.refundIds), []);
  list.equal('events HQ holds twice', repeatedIn(hq.eids), []);
  list.equal('sales HQ holds twice', repeatedIn(hq.saleIds), []);
  list.that(
    'counter and HQ hold the same events',
    JSON.stringify(counter.eids) === JSON.stringify(hq.eids),
    `${counter.eids.length} and ${hq.eids.length}`,
  );
  list.equal(
    'members whose points differ',
    pointsThatDiffer(counter.pointsByMember, hq.pointsByMember),
    [],
  );
  list.equal('hash chain', counter.chainKind, 'whole');
  list.equal('cached balances that differ from the ledger', counter.wrongBalances, 0);
  list.equal('HQ events whose legs do not add up to 0', hq.entrySumsWrong, 0);
}

/** What the cashier was shown as done. */
function wordsOf(told: readonly Fact[]): string {
  const count = (fits: (fact: Fact) => boolean) => told.filter(fits).length;
  const sales = count(({ kind }) => kind === 'confirmed');
  const spends = count(({ pointsSpent = 0 }) => pointsSpent > 0);
  const vouchers = count(({ vouchersUsed = 0 }) => vouchersUsed > 0);
  const refunds = count(({ kind }) => kind === 'taken-back');
  return `${sales} sales confirmed (${spends} with points, ${vouchers} with vouchers), ${refunds} taken back`;
}

async function main(): Promise<number> {
  const random = makeRandom(seed);
  const hq = await startRigHq({ memberCount: Number(values.members), historyMonths: 0 });
  const dataDir = await mkdtemp(join(tmpdir(), 'counterfoil-kill-'));
  const input: RunInput = { dataDir, hq, code: await hq.makeEnrolmentCode(), cards: hq.cardCodes };
  console.log(`kill: ${killCount} × SIGKILL, seed ${seed}, ${input.cards.length} members`);
  const list = makeCheckList(console.log);
  const told: Fact[] = [];
  let startUpKills = 0;
  const startedAt = performance.now();
  try {
    for (let i = 0; i < killCount; i += 1) {
      // The first life must reach HQ once, or there is no member to award.
      const inStartUp = i > 0 && random.uniform() < startUpShare;
      if (inStartUp) startUpKills += 1;
      const delayMs = Math.floor(random.uniform() * (inStartUp ? startUpMsMax : aliveMsMax));
      const facts = await runUntilKilled(input, { inStartUp, delayMs });
      told.push(...facts);
      if ((i + 1) % 20 === 0) console.log(`  ${i + 1} kills, ${wordsOf(told)}`);
    }
    await drain(input);
    await compare(input, told, list);
  } finally {
    await hq.stop();
  }
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  console.log(`\n${formatCheckTable(list.rows)}`);
  console.log(`\n${killCount} kills (${startUpKills} in start-up), ${wordsOf(told)}, ${seconds} s`);
  console.log(`${list.passedCount()} passed, ${list.failedCount()} failed`);
  if (list.failedCount() === 0) await rm(dataDir, { recursive: true, force: true });
  else console.log(`the counter's data is kept in ${dataDir}; again with --seed ${seed}`);
  return list.failedCount() === 0 ? 0 : 1;
}

process.exit(await main());
