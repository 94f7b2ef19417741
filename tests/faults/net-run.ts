import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { v7 } from 'uuid';
import { makeRandom } from '../../app/seed/random.ts';
import type { RefundId, SaleId } from '../../app/domain/ids.ts';
import type { SyncView } from '../../app/contract/house-views.ts';
import { composeCounter } from '../../main/compose-counter.ts';
import type { ComposedCounter } from '../../main/compose-counter.ts';
import { createCashier } from '../rig/cashier.ts';
import type { Cashier } from '../rig/cashier.ts';
import { readCounterFacts } from '../rig/ledger-facts.ts';
import { rigDatabaseKeyHex } from '../rig/node-counter.ts';
import { startFaultyProxy } from '../sync/faulty-proxy.ts';
import type { FaultyProxy, NetworkFault } from '../sync/faulty-proxy.ts';
import { planNetRun, stateOfFault } from './net-plan.ts';
import type { Deed, NetPlan, NetStep } from './net-plan.ts';

/** What a run is given; everything else comes from the seed. */
export type NetRunInput = {
  readonly seed: number;
  readonly hqPort: number;
  /** One enrolment code for each counter the run may have. */
  readonly codes: readonly string[];
  readonly cards: readonly string[];
};

/** A counter of a run, as it stands after the last word. */
export type NetCounterFacts = {
  readonly installId: string;
  readonly eids: readonly string[];
  readonly points: readonly (readonly [memberId: string, points: number])[];
  readonly chainKind: 'whole' | 'broken';
  readonly wrongBalances: number;
  /** Sales the cashier was shown as settled. */
  readonly confirmed: readonly string[];
  readonly lostSales: readonly string[];
};

export type NetRunReport = {
  readonly seed: number;
  readonly lasting: string;
  readonly counters: readonly NetCounterFacts[];
  readonly struck: readonly (readonly [fault: string, times: number])[];
  readonly connections: number;
  readonly events: number;
  readonly drainMs: number;
  /** What went wrong in words; empty = as it should be, on this side. */
  readonly failures: readonly string[];
};

/** Pauses run this much faster; an answer's deadline less so, because a busy machine is not. */
const pauseSpeed = 20;
const deadlineSpeed = 4;
/** Sync's shortest deadline; no pause between two rounds is as long. */
const deadlineMsMin = 5_000;
const connectMsMax = 60_000;
const nameMsMax = 45_000;
const drainMsMax = 60_000;
/** No power fails here, so the files need no disk: its flushes would be half of the time. */
const memoryFolder = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
/** A name must stand through this many looks. */
const looks = { count: 8, everyMs: 25 };

/** One line and one counter on it. */
type Till = {
  readonly composed: ComposedCounter;
  readonly cashier: Cashier;
  readonly line: FaultyProxy;
  readonly dataDir: string;
  /** What the line does now: faults by chance, one fault for good, or nothing. */
  weather: 'chance' | NetworkFault;
  readonly confirmed: string[];
};

/** Plays one run to its end. Never throws: what went wrong is in the report. */
export async function playNetRun(input: NetRunInput): Promise<NetRunReport> {
  const plan = planNetRun(input.seed);
  const failures: string[] = [];
  const tills: Till[] = [];
  let drainMs = 0;
  try {
    for (let n = 0; n < plan.counterCount; n += 1) {
      const till = await openTill(input, plan, n);
      tills.push(till);
      await connectTill(till, input.codes[n] ?? '');
    }
    for (const till of tills) till.weather = 'chance';
    for (const step of plan.steps) await playStep(input, tills, step);
    await expectName(tills, plan, input, failures);
    for (const till of tills) till.weather = 'pass';
    drainMs = await drain(tills);
  } catch (error) {
    failures.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
  const counters: NetCounterFacts[] = [];
  for (const till of tills) counters.push(await closeTill(till, failures));
  return {
    seed: plan.seed,
    lasting: plan.lasting,
    counters,
    struck: sumStruck(tills),
    connections: tills.reduce((sum, { line }) => sum + line.connectionCount(), 0),
    events: counters.reduce((sum, { eids }) => sum + eids.length, 0),
    drainMs: Math.round(drainMs),
    failures,
  };
}

async function openTill(input: NetRunInput, plan: NetPlan, n: number): Promise<Till> {
  const random = makeRandom(input.seed, 10 + n);
  let firstWord: NetworkFault | null = plan.firstWord;
  const state: { till: Till | null } = { till: null };
  const choose = (): NetworkFault => {
    const { till } = state;
    if (firstWord !== null) {
      const fault = firstWord;
      firstWord = null;
      return fault;
    }
    if (till === null) return 'pass';
    if (till.weather !== 'chance') return till.weather;
    return random.chance(plan.faultShare) ? random.pick(plan.faults) : 'pass';
  };
  const refuses = (): boolean => state.till?.weather === 'refuse';
  const line = await startFaultyProxy(input.hqPort, choose, { random: random.uniform, refuses });
  const dataDir = await mkdtemp(join(memoryFolder, 'counterfoil-net-'));
  const composed = await composeCounter(depsOf(dataDir));
  const cashier = createCashier(composed);
  const till: Till = { composed, cashier, line, dataDir, weather: 'pass', confirmed: [] };
  state.till = till;
  return till;
}

async function connectTill({ composed, cashier, line }: Till, code: string): Promise<void> {
  const answer = await composed.counter?.handlers['setup:connect']({ hqUrl: line.url, code });
  if (answer?.kind !== 'done') throw new Error(`not connected: ${JSON.stringify(answer)}`);
  await until('the first members', connectMsMax, async () => {
    const view = await cashier.view();
    return view !== null && view.sync.state === 'online' && view.memberCount > 0;
  });
}

function depsOf(dataDir: string) {
  return {
    dataDir,
    databaseKeyHex: rigDatabaseKeyHex,
    keyProtection: 'file',
    appVersion: '0.0.0-rig',
    hostName: 'rig',
    sqliteBindingPath: null,
    fetch,
    nowMs: Date.now,
    monoMs: () => performance.now(),
    randomBytes: (length: number) => randomBytes(length),
    timers: {
      setTimer: (delayMs: number, fn: () => void) => {
        const speed = delayMs >= deadlineMsMin ? deadlineSpeed : pauseSpeed;
        const timer = setTimeout(fn, delayMs / speed);
        return () => clearTimeout(timer);
      },
    },
  } as const;
}

async function playStep(
  input: NetRunInput,
  tills: readonly Till[],
  { counter, member, deed, pauseMs, drops }: NetStep,
): Promise<void> {
  const till = tills[counter];
  if (till === undefined) throw new Error('a step at no counter');
  await playDeed(till, input, { card: input.cards[member] ?? '', deed });
  if (drops) till.line.dropAll();
  // Others must get their turn: timers, the line, the counter next to it.
  await sleep(pauseMs);
}

async function playDeed(
  till: Till,
  { seed }: NetRunInput,
  { card, deed }: { readonly card: string; readonly deed: Deed },
): Promise<void> {
  const { cashier, confirmed } = till;
  switch (deed.kind) {
    case 'sell': {
      const settled = await cashier.sell({ card, ...deed });
      if (settled !== null) confirmed.push(settled.sale.saleId);
      return;
    }
    case 'take-back': {
      const saleId = confirmed.at(-1 - (deed.amountMinor % Math.max(1, confirmed.length)));
      if (saleId === undefined) return;
      await cashier.takeBack(saleId as SaleId, deed, v7() as RefundId);
      return;
    }
    case 'enrol':
      await cashier.enrol(
        '王小明',
        `09${String(seed * 10 + Number(deed.mobile)).padStart(8, '0')}`,
      );
  }
}

/** While one fault lasts, every counter names it within bounded time, and keeps to the name. */
async function expectName(
  tills: readonly Till[],
  plan: NetPlan,
  input: NetRunInput,
  failures: string[],
): Promise<void> {
  const { lasting } = plan;
  const wanted = stateOfFault[lasting];
  const struckBefore = new Map(tills.map((till) => [till, till.line.struck.get(lasting) ?? 0]));
  for (const till of tills) {
    till.weather = lasting;
    // What runs over the old connections is hit as well.
    till.line.dropAll();
    await sellSomething(till, input);
  }
  for (const till of tills) {
    const name = async () => nameOf((await till.cashier.view())?.sync);
    try {
      await until(`the name ${wanted}`, nameMsMax, async () => {
        // What was on its way before may still arrive: after the second the first has ended.
        const met = (till.line.struck.get(lasting) ?? 0) - (struckBefore.get(till) ?? 0);
        return met >= 2 && (await name()) === wanted;
      });
    } catch {
      failures.push(`${lasting} is named ${await name()}, not ${wanted}`);
      continue;
    }
    const seen = new Set<string>();
    for (let i = 0; i < looks.count; i += 1) {
      seen.add(await name());
      await sleep(looks.everyMs);
    }
    seen.delete(wanted);
    if (seen.size > 0) failures.push(`${lasting} is also named ${[...seen].join(', ')}`);
  }
}

async function sellSomething(till: Till, { cards }: NetRunInput): Promise<void> {
  for (const card of cards) {
    const settled = await till.cashier.sell({ card, amountMinor: 500 });
    if (settled === null) continue;
    till.confirmed.push(settled.sale.saleId);
    return;
  }
}

function nameOf(sync: SyncView | undefined): string {
  if (sync === undefined) return 'no view';
  // Both say that HQ answers; which one depends on the moment.
  if (sync.reason === null && (sync.state === 'online' || sync.state === 'syncing'))
    return 'online';
  return sync.state === 'offline' ? (sync.reason ?? 'offline') : `${sync.state}/${sync.reason}`;
}

/** Waits until every counter has sent all it holds and then read HQ's stream to its end. */
async function drain(tills: readonly Till[]): Promise<number> {
  const fromMs = performance.now();
  for (const till of tills) {
    await until('an empty outbox', drainMsMax, async () => {
      const view = await till.cashier.view();
      return view?.sync.unsentCount === 0 && view.sync.state === 'online';
    });
  }
  for (const { line, cashier } of tills) {
    // One pull may have been under way before; after the third the second is written down.
    const from = line.evenPullCount();
    await until('the last changes', drainMsMax, async () => {
      if (line.evenPullCount() < from + 3) return false;
      return nameOf((await cashier.view())?.sync) === 'online';
    });
  }
  return performance.now() - fromMs;
}

async function closeTill(till: Till, failures: string[]): Promise<NetCounterFacts> {
  const { composed, cashier, line, dataDir, confirmed } = till;
  const installId = (await cashier.view())?.install ?? '';
  await composed.stop();
  await line.stop();
  const facts = await readCounterFacts(dataDir, rigDatabaseKeyHex);
  const held = new Set(facts.saleIds);
  if (failures.length === 0) await rm(dataDir, { recursive: true, force: true });
  else failures.push(`data kept in ${dataDir}`);
  return {
    installId,
    eids: facts.eids,
    points: [...facts.pointsByMember],
    chainKind: facts.chainKind,
    wrongBalances: facts.wrongBalances,
    confirmed,
    lostSales: confirmed.filter((saleId) => !held.has(saleId)),
  };
}

function sumStruck(tills: readonly Till[]): [string, number][] {
  const sums = new Map<string, number>();
  for (const { line } of tills) {
    for (const [fault, times] of line.struck) sums.set(fault, (sums.get(fault) ?? 0) + times);
  }
  return [...sums];
}

async function until(what: string, withinMs: number, test: () => Promise<boolean>): Promise<void> {
  const endMs = performance.now() + withinMs;
  while (!(await test())) {
    if (performance.now() > endMs) throw new Error(`waited ${withinMs} ms for ${what}`);
    await sleep(15);
  }
}
