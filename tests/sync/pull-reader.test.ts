import { Pool } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MemberId } from '../../app/domain/ids.ts';
import { makeRandom } from '../../app/seed/random.ts';
import { startPostgres } from '../../build/postgres.ts';
import type { PostgresServer } from '../../build/postgres.ts';
import { sendSigned, tell } from '../../hq/test-rig/test-counter.ts';
import type { TestCounter } from '../../hq/test-rig/test-counter.ts';
import { makeAward, newTestId } from '../../hq/test-rig/test-events.ts';
import { startTestHq } from '../../hq/test-rig/test-hq.ts';
import type { TestHq } from '../../hq/test-rig/test-hq.ts';

const writers = 16;
const pushesPerWriter = 6;
const readers = 4;
/** Longest time a transaction is held open at each event, where it is written and at its commit. */
const holdMsMax = 12;

let server: PostgresServer;
let hq: TestHq;
let pool: Pool;

beforeAll(async () => {
  server = await startPostgres();
  hq = await startTestHq('pglite', {
    databaseUrl: server.url,
    // Each push in a transaction of its own, all at once: what the reader must stand.
    pushesAtOnce: { groupsMax: writers, groupPushesMax: 1, waitingMax: 100 },
  });
  pool = new Pool({ connectionString: server.url, max: 4 });
  await pool.query(slowCommits);
}, 60_000);
afterAll(async () => {
  await pool.end();
  await hq.stop();
  await server.stop();
});

/**
 * A deferred trigger runs at COMMIT: every push is held there for a random time. The other draws a
 * position the naive way, from a sequence when the event is written, in the very same transactions, which do
 * not reach their end in the order they drew in.
 */
const slowCommits = `
  CREATE TABLE naive_change (pos bigserial PRIMARY KEY, eid text NOT NULL);
  CREATE FUNCTION draw_early() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
    BEGIN INSERT INTO naive_change (eid) VALUES (NEW.eid);
      PERFORM pg_sleep(random() * ${holdMsMax} / 1000.0); RETURN NULL; END $$;
  CREATE TRIGGER draws_early AFTER INSERT ON event FOR EACH ROW EXECUTE FUNCTION draw_early();
  CREATE FUNCTION hold_commit() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN PERFORM pg_sleep(random() * ${holdMsMax} / 1000.0); RETURN NULL; END $$;
  CREATE CONSTRAINT TRIGGER holds_commit AFTER INSERT ON event
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION hold_commit();`;

type Seen = { readonly positions: number[]; readonly eids: string[] };

/** Reads on and on over the wire, as a counter does, until everything written has been offered. */
async function read(counter: TestCounter, start: number, isWriting: () => boolean): Promise<Seen> {
  const seen: Seen = { positions: [], eids: [] };
  let cursor = start;
  for (;;) {
    const isLast = !isWriting();
    const answer = await sendSigned(counter, 'GET', `/v1/sync/pull?cursor=${cursor}&limit=20`);
    const page = answer.body as {
      to: number;
      rows: { pos: number; kind: string; receipt?: { eid: string } }[];
    };
    for (const row of page.rows) {
      seen.positions.push(row.pos);
      if (row.receipt !== undefined) seen.eids.push(row.receipt.eid);
    }
    cursor = page.to;
    if (isLast && page.rows.length === 0) return seen;
  }
}

/** The same by a cursor over positions that were drawn early: the trap of §2.5. */
async function readNaively(isWriting: () => boolean): Promise<string[]> {
  const seen: string[] = [];
  let cursor = 0;
  for (;;) {
    const isLast = !isWriting();
    const { rows } = await pool.query<{ pos: string; eid: string }>(
      'SELECT pos, eid FROM naive_change WHERE pos > $1 ORDER BY pos LIMIT 20',
      [cursor],
    );
    seen.push(...rows.map(({ eid }) => eid));
    cursor = Number(rows.at(-1)?.pos ?? cursor);
    if (isLast && rows.length === 0) return seen;
  }
}

async function write(counter: TestCounter, writer: number): Promise<string[]> {
  const random = makeRandom(20_261_122, writer);
  const memberId = newTestId<MemberId>();
  const eids: string[] = [];
  for (let push = 0; push < pushesPerWriter; push += 1) {
    const events = Array.from({ length: 1 + random.whole(3) }, () => makeAward({ memberId }));
    eids.push(...events.map(({ eid }) => eid));
    await tell(counter, ...events.map((event) => JSON.stringify(event)));
  }
  return eids;
}

test('readers under 16 slow writers miss no row, and a naive cursor over the same pushes does', async () => {
  const counters = await Promise.all(Array.from({ length: writers }, () => hq.enrol()));
  const first = counters[0];
  if (first === undefined) throw new Error('no counter');
  const start = await lastPosition();
  let isWriting = true;
  const reading = Promise.all(
    Array.from({ length: readers }, () => read(first, start, () => isWriting)),
  );
  const readingNaively = readNaively(() => isWriting);
  const written = (await Promise.all(counters.map(write))).flat().toSorted();
  isWriting = false;
  const seen = await reading;
  const seenNaively = new Set(await readingNaively);

  const end = await lastPosition();
  const positions = Array.from({ length: end - start }, (_, i) => start + 1 + i);
  const whole = { positions, eids: written };
  expect(seen.map(({ positions: at, eids }) => ({ positions: at, eids: eids.toSorted() }))).toEqual(
    seen.map(() => whole),
  );
  // Without this the test above would prove nothing.
  expect(written.filter((eid) => !seenNaively.has(eid)).length).toBeGreaterThan(0);
}, 60_000);

async function lastPosition(): Promise<number> {
  const { rows } = await pool.query<{ pos: string | null }>('SELECT max(pos) AS pos FROM change');
  return Number(rows[0]?.pos ?? 0);
}
