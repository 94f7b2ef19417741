/**
 * Several HQ processes on one PostgreSQL, killed at random while counters push to whichever of them
 * answers: `npm run fault:hq -- --kills 50 [--processes 3] [--counters 8] [--seed 1]`. The counters share
 * their members, so that the processes meet at the same rows. Afterwards HQ's database must hold every
 * event once, in whole chains, with the points of each exactly once, and one receipt each in a stream
 * without holes. Ends with `N passed, N failed`; exit code 1 when a check fails.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Client } from 'pg';
import { startPostgres } from '../../build/postgres.ts';
import { makeRandom } from '../../app/seed/random.ts';
import type { Random } from '../../app/seed/random.ts';
import type { MemberId } from '../../app/domain/ids.ts';
import { push, record } from '../../hq/test-rig/test-counter.ts';
import type { Answer, TestCounter } from '../../hq/test-rig/test-counter.ts';
import { makeAward } from '../../hq/test-rig/test-events.ts';
import { startTestHq } from '../../hq/test-rig/test-hq.ts';
import { addMembers } from '../bench/sync-load.ts';
import { makeCheckList } from '../rig/check-list.ts';
import { emptySlots, killSlot, startSlot } from './hq-slot.ts';
import type { HqSlot } from './hq-slot.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '50' },
    processes: { type: 'string', default: '3' },
    counters: { type: 'string', default: '8' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
const killCount = Number(values.kills);
const seed = Number(values.seed);
const memberCount = 20;
const answerMsMax = 20_000;

/** How one counter's pushes went. */
type Tally = { sent: number; resent: number; busy: number };

const hqScript = '../bench/sync-hq-process.ts';

/** Records one sale after the other and sends batch after batch until told to stop, then the rest. */
async function trade(
  counter: TestCounter,
  given: {
    readonly slots: readonly HqSlot[];
    readonly members: readonly MemberId[];
    readonly random: Random;
    readonly isOver: () => boolean;
  },
): Promise<Tally> {
  const { slots, members, random } = given;
  const tally: Tally = { sent: 0, resent: 0, busy: 0 };
  let acked = 0;
  while (!given.isOver() || acked < counter.events.length) {
    const fresh = given.isOver() ? 0 : 1 + random.whole(8);
    for (let i = 0; i < fresh; i += 1) {
      const memberId = members[random.whole(members.length)] as MemberId;
      record(
        counter,
        JSON.stringify(makeAward({ memberId, amountMinor: 100 + random.whole(900) })),
      );
    }
    // Now and then a batch goes out again although it was acked: an answer that got lost.
    const again = acked > 0 && random.whole(5) === 0 ? Math.min(acked, 1 + random.whole(5)) : 0;
    const url = slots[random.whole(slots.length)]?.url ?? null;
    const answer = url === null ? null : await tryPush({ ...counter, url }, acked + 1 - again);
    tally.sent += 1;
    if (again > 0) tally.resent += 1;
    if (answer?.status === 200) acked = counter.events.length;
    else if (answer !== null && answer.status !== 503 && answer.status !== 429)
      throw new Error(`HQ answered ${answer.status} ${JSON.stringify(answer.body)}`);
    else tally.busy += 1;
    await sleep(answer === null ? 50 : 5);
  }
  return tally;
}

/** Null when nobody answered: the process was killed under it. */
async function tryPush(counter: TestCounter, from: number): Promise<Answer | null> {
  try {
    return await Promise.race([
      push(counter, from),
      sleep(answerMsMax).then(() => Promise.reject(new Error('no answer'))),
    ]);
  } catch (error) {
    if (error instanceof Error && error.message === 'no answer') throw error;
    return null;
  }
}

/** What the database holds, counted by itself, without the product's queries. */
async function readDatabase(databaseUrl: string) {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  const one = async (sql: string) => {
    const { rows } = await client.query<{ n: string | null }>(sql);
    return Number(rows[0]?.n ?? 0);
  };
  try {
    return {
      events: await one('SELECT count(*) AS n FROM event'),
      eids: await one('SELECT count(DISTINCT eid) AS n FROM event'),
      applied: await one(`SELECT count(*) AS n FROM event WHERE status = 'applied'`),
      sales: await one('SELECT count(*) AS n FROM sale'),
      points: await one(`SELECT sum(points) AS n FROM entry WHERE account LIKE 'member:%'`),
      unbalanced: await one(
        'SELECT count(*) AS n FROM (SELECT eid FROM entry GROUP BY eid HAVING sum(points) <> 0) AS odd',
      ),
      receipts: await one(`SELECT count(*) AS n FROM change WHERE kind = 'receipt'`),
      holes: await one('SELECT max(pos) - count(*) AS n FROM change'),
      brokenChains: await one(
        `SELECT count(*) AS n FROM event AS next LEFT JOIN event AS before
           ON before.inst = next.inst AND before.seq = next.seq - 1
         WHERE next.prev <> coalesce(before.hash, '')`,
      ),
    };
  } finally {
    await client.end();
  }
}

async function main(): Promise<number> {
  const server = await startPostgres();
  const preparing = await startTestHq('postgres', { databaseUrl: server.url });
  const members = await addMembers(preparing.db, memberCount, 1);
  const counters: TestCounter[] = [];
  for (let i = 0; i < Number(values.counters); i += 1) counters.push(await preparing.enrol());
  await preparing.stop();
  const slots = emptySlots(Number(values.processes));
  await Promise.all(slots.map((slot) => startSlot(slot, hqScript, [server.url])));
  const state = { over: false };
  const killer = makeRandom(seed, 1);
  const trading = counters.map((counter, i) =>
    trade(counter, { slots, members, random: makeRandom(seed, 2 + i), isOver: () => state.over }),
  );
  for (let kill = 0; kill < killCount; kill += 1) {
    await sleep(100 + killer.whole(700));
    const slot = slots[killer.whole(slots.length)] as HqSlot;
    await killSlot(slot);
    await startSlot(slot, hqScript, [server.url]);
  }
  state.over = true;
  const tallies = await Promise.all(trading);
  for (const slot of slots) await killSlot(slot);
  const held = await readDatabase(server.url);
  await server.stop();

  const sum = (of: (tally: Tally) => number) => tallies.reduce((n, tally) => n + of(tally), 0);
  const recorded = counters.flatMap(({ events }) => events);
  const points = recorded.reduce((n, raw) => {
    const { body } = JSON.parse(raw) as { body: { points: number } };
    return n + body.points;
  }, 0);
  const checks = makeCheckList(console.log);
  const count = recorded.length;
  console.log(
    `seed ${seed}: ${killCount} kills of ${slots.length} HQ processes, ${count} events of ${counters.length} counters, ` +
      `${sum((t) => t.sent)} pushes (${sum((t) => t.resent)} sent again, ${sum((t) => t.busy)} not taken)`,
  );
  const expected = {
    events: count,
    eids: count,
    applied: count,
    sales: count,
    points,
    unbalanced: 0,
    receipts: count,
    holes: 0,
    brokenChains: 0,
  };
  for (const [what, n] of Object.entries(expected))
    checks.equal(what, held[what as keyof typeof held], n);
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
