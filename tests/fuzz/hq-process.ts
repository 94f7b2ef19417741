/**
 * The HQ that is fuzzed, in a process of its own so that its memory can be weighed. Answers its
 * parent: `code`, `counts`, `later` (10 minutes pass, so that limits on wrong tries begin anew),
 * `audit`, `memory`, `stop`. Run by hq.ts with --expose-gc; argument: a PostgreSQL address or ''.
 */
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { chainHash } from '../../app/db/chain-hash.ts';
import { northStore, startTestHq } from '../../hq/test-rig/test-hq.ts';
import type { InstallId } from '../../app/domain/ids.ts';
import { businessDate } from '../../app/domain/time.ts';

export type HqQuestion = 'ready' | 'code' | 'counts' | 'later' | 'audit' | 'memory' | 'stop';

const databaseUrl = process.argv[2] ?? '';
let laterMs = 0;
const internal: string[] = [];
const hq = await startTestHq('pglite', {
  nowMs: () => Date.now() + laterMs,
  log: (line) => {
    if (internal.length < 20) internal.push(line.slice(0, 800));
  },
  ...(databaseUrl === '' ? {} : { databaseUrl }),
});

let lastNight = '';

/** The night's work while nothing is being sent: it changes rows, and would be done in the midst of a batch else. */
async function workNight(): Promise<void> {
  const today = businessDate(Date.now() + laterMs);
  if (today === lastNight) return;
  await hq.runNightly();
  lastNight = today;
}

/** Rows of every table, by name. */
async function counts(): Promise<Record<string, number>> {
  const tables = await sql<{ name: string }>`
    SELECT table_name AS name FROM information_schema.tables
    WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1`.execute(hq.db);
  const found: Record<string, number> = {};
  for (const { name } of tables.rows) {
    const { rows } = await sql<{ n: string | number }>`
      SELECT count(*) AS n FROM ${sql.table(name)}`.execute(hq.db);
    found[name] = Number(rows[0]?.n ?? 0);
  }
  return found;
}

/** What must hold whatever was sent, in words where it does not. */
async function audit(): Promise<string[]> {
  const wrong: string[] = [];
  const unbalanced = await sql<{ eid: string }>`
    SELECT eid FROM entry GROUP BY eid HAVING sum(points) <> 0 LIMIT 3`.execute(hq.db);
  for (const { eid } of unbalanced.rows) wrong.push(`the legs of ${eid} do not add up to 0`);
  const effects = await sql<{ eid: string }>`
    SELECT eid FROM entry WHERE eid IN (SELECT eid FROM event)
      AND eid NOT IN (SELECT eid FROM event WHERE status = 'applied') LIMIT 3`.execute(hq.db);
  for (const { eid } of effects.rows) wrong.push(`${eid} was not applied but has an effect`);
  const installs = await sql<{ id: InstallId; last: number | string }>`
    SELECT install_id AS id, last_seq AS last FROM install WHERE public_key IS NOT NULL`.execute(
    hq.db,
  );
  for (const { id, last } of installs.rows) wrong.push(...(await auditChain(id, Number(last))));
  return [...wrong, ...internal.map((line) => `HQ's log: ${line}`)];
}

async function auditChain(install: InstallId, lastSeq: number): Promise<string[]> {
  let prev = '';
  let seq = 0;
  for (;;) {
    const page = await hq.db
      .selectFrom('event')
      .select(['seq', 'raw_body', 'hash', 'body_hash'])
      .where('inst', '=', install)
      .where('seq', '>', seq)
      .orderBy('seq')
      .limit(500)
      .execute();
    for (const row of page) {
      seq += 1;
      const rawBody = Buffer.from(row.raw_body).toString('utf8');
      const hash = chainHash({ prev, install, seq, rawBody });
      const bodyHash = createHash('sha256').update(rawBody).digest('base64url');
      if (row.seq !== seq || row.hash !== hash || row.body_hash !== bodyHash)
        return [`the chain of ${install} breaks at ${row.seq}`];
      prev = hash;
    }
    if (page.length === 0) break;
  }
  return seq === lastSeq ? [] : [`${install} has ${seq} events, not ${lastSeq}`];
}

async function answer(question: HqQuestion): Promise<unknown> {
  switch (question) {
    case 'ready':
      await workNight();
      return { url: hq.url, port: hq.port };
    case 'code':
      return await hq.makeEnrolmentCode(northStore.storeId, 'fuzz');
    case 'counts':
      return await counts();
    case 'later':
      laterMs += 10 * 60_000;
      await workNight();
      return null;
    case 'audit':
      return await audit();
    case 'memory': {
      (globalThis as { gc?: () => void }).gc?.();
      const { heapUsed, rss } = process.memoryUsage();
      return { heapUsed, rss };
    }
    case 'stop':
      await hq.stop();
      return null;
  }
}

process.on(
  'message',
  ({ id, question }: { readonly id: number; readonly question: HqQuestion }) => {
    answer(question).then(
      (value) => process.send?.({ id, value }),
      (error: unknown) => process.send?.({ id, error: String(error) }),
    );
  },
);
process.on('disconnect', () => process.exit(0));
