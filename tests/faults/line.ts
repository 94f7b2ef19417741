/**
 * The LINE outbox under everything that goes wrong between HQ and LINE: `npm run fault:line -- --n 10000
 * [--kills 20] [--faults 0.2] [--processes 2] [--members 500] [--seed 1]`. Sales are pushed to HQ while its
 * processes send, are killed and started again, and the stand-in for LINE answers a share of the pushes
 * with a fault: 5xx before and after it took the message, resets, silence, slowness, 429, captive portals.
 * Afterwards each posting must have been taken exactly once, a member's in the order of the ledger, and no
 * request may have broken LINE's contract. Ends with `N passed, N failed`; exit code 1 when a check fails.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Client } from 'pg';
import { startPostgres } from '../../build/postgres.ts';
import { makeRandom } from '../../app/seed/random.ts';
import type { Random } from '../../app/seed/random.ts';
import type { MemberId } from '../../app/domain/ids.ts';
import { markQuietHours } from '../../hq/db/brand.ts';
import { insertLineAccounts } from '../../hq/db/members.ts';
import { push, record } from '../../hq/test-rig/test-counter.ts';
import type { TestCounter } from '../../hq/test-rig/test-counter.ts';
import { makeAward } from '../../hq/test-rig/test-events.ts';
import { startTestHq } from '../../hq/test-rig/test-hq.ts';
import { addMembers } from '../bench/sync-load.ts';
import type { LineFault } from '../line-stand-in/line-faults.ts';
import { startLineStandIn, type LineStandIn } from '../line-stand-in/start-line-stand-in.ts';
import { makeCheckList } from '../rig/check-list.ts';
import { emptySlots, killSlot, startSlot } from './hq-slot.ts';
import type { HqSlot } from './hq-slot.ts';

const { values } = parseArgs({
  options: {
    n: { type: 'string', default: '10000' },
    kills: { type: 'string', default: '20' },
    faults: { type: 'string', default: '0.2' },
    processes: { type: 'string', default: '2' },
    members: { type: 'string', default: '500' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
const postings = Number(values.n);
const kills = Number(values.kills);
const seed = Number(values.seed);
const eventsPerPush = 50;
/** Longer than a killed process's claims last, and a silent LINE is waited for. */
const standstillMsMax = 120_000;

/** Every way a push goes wrong without being refused for good. */
const faultsOf = (random: Random): readonly LineFault[] => [
  { kind: 'rate-limit' },
  { kind: 'server-error', status: 500 },
  { kind: 'server-error', status: 502 },
  { kind: 'server-error', status: 503, accept: true },
  { kind: 'slow', delayMs: 20 + random.whole(800) },
  { kind: 'reset', accept: false },
  { kind: 'reset', accept: true },
  { kind: 'portal', answer: 'html' },
  { kind: 'portal', answer: 'redirect' },
  { kind: 'portal', answer: 'html-403' },
  { kind: 'portal', answer: 'empty' },
  { kind: 'portal', answer: 'json' },
];
/** HQ waits 15 s for an answer, so of these only a few. */
const silences: readonly LineFault[] = [
  { kind: 'silent', accept: true },
  { kind: 'silent', accept: false },
];

/** The share of pushes that go wrong, with a count of how. */
function createFaultMaker(random: Random, share: number) {
  const made = new Map<string, number>();
  const next = (): LineFault | null => {
    if (random.whole(10_000) >= share * 10_000) return null;
    const from = random.whole(40) === 0 ? silences : faultsOf(random);
    const fault = from[random.whole(from.length)] as LineFault;
    const name = 'accept' in fault && fault.accept ? `${fault.kind} after taking it` : fault.kind;
    made.set(name, (made.get(name) ?? 0) + 1);
    return fault;
  };
  return { next, made };
}

/** Sales of many members, pushed to whichever HQ answers, until there are enough of them. */
async function trade(
  counter: TestCounter,
  given: {
    readonly slots: readonly HqSlot[];
    readonly members: readonly MemberId[];
    readonly random: Random;
  },
): Promise<void> {
  const { slots, members, random } = given;
  for (let sent = 0; sent < postings;) {
    const count = Math.min(eventsPerPush, postings - sent);
    for (let i = 0; i < count; i += 1) {
      const memberId = members[random.whole(members.length)] as MemberId;
      record(
        counter,
        JSON.stringify(makeAward({ memberId, amountMinor: 100 + random.whole(900) })),
      );
    }
    for (;;) {
      const url = slots[random.whole(slots.length)]?.url ?? null;
      // Killed under it: whether the push was taken is not known, and it is sent again.
      const answer =
        url === null ? null : await push({ ...counter, url }, sent + 1).catch(() => null);
      if (answer?.status === 200) break;
      if (answer !== null && answer.status !== 429 && answer.status !== 503)
        throw new Error(`HQ answered ${answer.status} ${JSON.stringify(answer.body)}`);
      await sleep(200);
    }
    sent += count;
  }
}

type Row = {
  readonly key: string;
  readonly to: string;
  readonly state: string;
  readonly body: string;
};

/** The outbox as it stands, read without the product's queries. */
async function readOutbox(databaseUrl: string): Promise<Row[]> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<Row>(`
      SELECT outbox_id AS key, body, state, body::json->>'to' AS to
      FROM line_outbox ORDER BY outbox_no`);
    return rows;
  } finally {
    await client.end();
  }
}

/** Waits until nothing is open any more; stops waiting when nothing moves. */
async function drain(databaseUrl: string, line: LineStandIn): Promise<void> {
  let lastCount = -1;
  let movedMs = performance.now();
  for (;;) {
    const rows = await readOutbox(databaseUrl);
    const open = rows.filter(({ state }) => state === 'waiting' || state === 'parked').length;
    if (open === 0) return;
    if (line.accepted.length !== lastCount) movedMs = performance.now();
    lastCount = line.accepted.length;
    if (performance.now() - movedMs > standstillMsMax) return;
    await sleep(500);
  }
}

function groupBy<T>(all: readonly T[], keyOf: (one: T) => string, valueOf: (one: T) => string) {
  const groups: Record<string, string[]> = {};
  for (const one of all) (groups[keyOf(one)] ??= []).push(valueOf(one));
  return groups;
}

async function main(): Promise<number> {
  const random = makeRandom(seed);
  const faults = createFaultMaker(makeRandom(seed + 1), Number(values.faults));
  console.log(`LINE: ${postings} postings, ${kills} kills, seed ${seed}`);
  const postgres = await startPostgres();
  const line = await startLineStandIn({ nextFault: faults.next, pushesPerSecond: 2_000 });
  const trading = await startTestHq('postgres', { databaseUrl: postgres.url });
  const counter = await trading.enrol();
  const members = await addMembers(trading.db, Number(values.members), 1);
  const accounts = members.map((memberId, i) => {
    return { memberId, lineUserId: `U${i.toString(16).padStart(32, '0')}` };
  });
  await trading.db.transaction().execute((trx) => insertLineAccounts(trx, accounts));
  // The sales are of another day, and this may run at night.
  await markQuietHours(trading.db, { from: '00:00', until: '00:00' });
  const slots = emptySlots(Number(values.processes));
  const start = (slot: HqSlot) => startSlot(slot, 'line-hq-process.ts', [postgres.url, line.url]);
  await Promise.all(slots.map(start));
  const startedMs = performance.now();
  const over = trade(counter, { slots, members, random }).then(() => drain(postgres.url, line));
  let isOver = false;
  void over.finally(() => {
    isOver = true;
  });
  let killed = 0;
  // Spread over the time in which messages are on their way.
  while (killed < kills && !isOver) {
    const due = ((killed + 1) * postings) / (kills + 1);
    if (line.accepted.length >= due) {
      const slot = slots[random.whole(slots.length)] as HqSlot;
      await killSlot(slot);
      await sleep(random.whole(400));
      await start(slot);
      killed += 1;
    }
    await sleep(10);
  }
  await over;
  const seconds = (performance.now() - startedMs) / 1_000;
  const rows = await readOutbox(postgres.url);
  for (const slot of slots) await killSlot(slot);
  await trading.stop();
  await postgres.stop();

  console.log(`faults: ${[...faults.made].map(([kind, n]) => `${kind} ${n}`).join(', ')}`);
  console.log(
    `${line.accepted.length} taken in ${seconds.toFixed(0)} s, ${killed} kills; ` +
      `answers ${[...line.answered].map(([status, n]) => `${status}: ${n}`).join(', ')}`,
  );
  const checks = makeCheckList(console.log);
  const keys = line.accepted.map(({ retryKey }) => retryKey ?? '');
  checks.equal('every posting is in the outbox', rows.length, postings);
  checks.equal('LINE took each', new Set(keys).size, postings);
  checks.equal('and none twice', keys.length, new Set(keys).size);
  checks.equal(
    'all are known as taken',
    rows.filter(({ state }) => state === 'accepted').length,
    postings,
  );
  const taken = groupBy(
    line.accepted,
    ({ to }) => to,
    ({ retryKey }) => retryKey ?? '',
  );
  const posted = groupBy(
    rows,
    ({ to }) => to,
    ({ key }) => key,
  );
  const inOrder = Object.keys(posted).filter(
    (to) => posted[to]?.join() === taken[to]?.join(),
  ).length;
  checks.equal('members whose order was kept', inOrder, Object.keys(posted).length);
  const bodies = new Map(rows.map(({ key, body }) => [key, body]));
  const asStored = line.accepted.filter(
    ({ retryKey, body }) => bodies.get(retryKey ?? '') === body,
  );
  checks.equal('bodies word for word as stored', asStored.length, line.accepted.length);
  checks.equal('kills', killed, kills);
  checks.equal('breaches of LINE’s contract', line.takeViolations().join('\n'), '');
  await line.stop();
  console.log(`${checks.passedCount()} passed, ${checks.failedCount()} failed`);
  return checks.failedCount() === 0 ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  // The HQ processes end with this one: their channel to it closes.
  process.exit();
}
