/**
 * `npm run bench:line`: how fast HQ empties a LINE outbox: 90,000 messages of 30,000 members as they stand
 * after a sale, on a real PostgreSQL, to the stand-in behind LINE's own limit of 2,000 pushes a second. HQ,
 * PostgreSQL and the stand-in share the machine. Bars: 1,500 a second or more over the whole run, not one
 * push that LINE's bucket turned away, memory flat. Exit code 1 when a bar is missed.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Client } from 'pg';
import { v7 } from 'uuid';
import { startPostgres } from '../../build/postgres.ts';
import { buildSaleMessage } from '../../app/line/build-sale-message.ts';
import { serializePush } from '../../app/line/serialize-push.ts';
import type { EventId } from '../../app/domain/ids.ts';
import { insertLineMessages } from '../../hq/db/line-outbox.ts';
import { insertLineAccounts } from '../../hq/db/members.ts';
import { startTestHq } from '../../hq/test-rig/test-hq.ts';
import type { StandInReport } from './line-stand-in-process.ts';
import { readServerUse, useBetween } from './server-costs.ts';
import { addMembers } from './sync-load.ts';

const { values } = parseArgs({
  options: {
    messages: { type: 'string', default: '90000' },
    members: { type: 'string', default: '30000' },
  },
});
const bars = { perSecondMin: 1_500, memoryGrowthMax: 1.15 };
const messages = Number(values.messages);
const memberCount = Number(values.members);
const rowsAtOnce = 2_000;
/** HQ is weighed once in so many looks of 2 s. */
const weighedEvery = 4;

/** Members with LINE and a message for each sale, in the outbox as HQ puts them there. */
async function prepare(databaseUrl: string): Promise<void> {
  const hq = await startTestHq('postgres', { databaseUrl });
  const nowMs = Date.now();
  const people: { memberId: Awaited<ReturnType<typeof addMembers>>[number]; lineUserId: string }[] =
    [];
  while (people.length < memberCount) {
    const added = await addMembers(
      hq.db,
      Math.min(rowsAtOnce, memberCount - people.length),
      people.length,
    );
    const accounts = added.map((memberId, i) => {
      return { memberId, lineUserId: `U${(people.length + i).toString(16).padStart(32, '0')}` };
    });
    await hq.db.transaction().execute((trx) => insertLineAccounts(trx, accounts));
    people.push(...accounts);
  }
  for (let from = 0; from < messages; from += rowsAtOnce) {
    const count = Math.min(rowsAtOnce, messages - from);
    const rows = Array.from({ length: count }, (_, i) => {
      const { memberId, lineUserId } = people[
        (from + i) % people.length
      ] as (typeof people)[number];
      return {
        outboxId: v7(),
        memberId,
        eid: v7() as EventId,
        kind: 'sale',
        body: serializePush({
          to: lineUserId,
          messages: buildSaleMessage(saleOf(from + i, nowMs)),
        }),
        nowMs,
      };
    });
    await hq.db.transaction().execute((trx) => insertLineMessages(trx, rows));
  }
  await hq.stop();
}

function saleOf(nth: number, atMs: number): Parameters<typeof buildSaleMessage>[0] {
  return {
    brandName: '好日子',
    storeName: '信義店',
    saleNo: `1122-${nth}`,
    atMs,
    language: 'zh-TW',
    paidMinor: 100 + (nth % 900),
    points: nth % 90,
    pointsSpent: 0,
    balancePoints: 100 + nth,
    expiring: { points: 20, expiresOn: '2026-12-31' },
    memberPageUrl: 'https://liff.line.me/2000000001-AbcdEfgh',
    tier: null,
    progress: null,
    reasons: [{ 'zh-TW': '每消費 10 元得 1 點', en: '1 point for each NT$10' }],
    usedVoucherNames: [],
    issuedVouchers: [],
    stamps: [],
  };
}

type HqMemory = { readonly rss: number; readonly heapUsed: number; readonly cpuSeconds: number };

async function ask<T>(child: ChildProcess, question: string): Promise<T> {
  const answer = once(child, 'message');
  child.send(question);
  const [told] = (await answer) as [T];
  return told;
}

async function main(): Promise<number> {
  const postgres = await startPostgres();
  await prepare(postgres.url);
  const client = new Client({ connectionString: postgres.url });
  await client.connect();
  await client.query('VACUUM ANALYZE line_outbox');
  const standIn = fork(join(import.meta.dirname, 'line-stand-in-process.ts'));
  const [{ url, validates }] = (await once(standIn, 'message')) as [
    { url: string; validates: boolean },
  ];
  const before = await readServerUse(client);
  const hqFile = join(import.meta.dirname, '../faults/line-hq-process.ts');
  const hq = fork(hqFile, [postgres.url, url], { execArgv: ['--expose-gc'] });
  await once(hq, 'message');
  const startedMs = performance.now();
  const heaps: number[] = [];
  const rss: number[] = [];
  const rates: number[] = [];
  let report = await ask<StandInReport>(standIn, 'report');
  const [fromTaken, fromMs] = [report.taken, performance.now()];
  let stillMs = performance.now();
  while (report.taken < messages && performance.now() - stillMs < 60_000) {
    const [lastTaken, lastMs] = [report.taken, performance.now()];
    await sleep(2_000);
    // Weighing collects all garbage first, which stops HQ for so long that it is not done each time.
    if (rates.length % weighedEvery === 0) {
      const memory = await ask<HqMemory>(hq, 'memory');
      heaps.push(memory.heapUsed);
      rss.push(memory.rss);
    }
    report = await ask<StandInReport>(standIn, 'report');
    if (report.taken > lastTaken) stillMs = performance.now();
    rates.push(((report.taken - lastTaken) / (performance.now() - lastMs)) * 1_000);
  }
  const seconds = (performance.now() - startedMs) / 1_000;
  const { cpuSeconds } = await ask<HqMemory>(hq, 'memory');
  const use = useBetween(before, await readServerUse(client));
  await client.end();
  hq.kill();
  standIn.kill();
  await postgres.stop();
  const perSecond = ((report.taken - fromTaken) / (performance.now() - fromMs)) * 1_000;
  const each = (cpu: number) => `${((cpu / report.taken) * 1e6).toFixed(0)} µs`;
  const mb = (bytes: number) => (bytes / 1_048_576).toFixed(0);
  const meanOf = (some: readonly number[]) => some.reduce((a, b) => a + b, 0) / some.length;
  const third = Math.max(1, Math.floor(heaps.length / 3));
  const growth = meanOf(heaps.slice(-third)) / meanOf(heaps.slice(0, third));
  console.log(
    `${report.taken} of ${messages} taken in ${seconds.toFixed(1)} s; per 2 s: ` +
      rates.map((rate) => rate.toFixed(0)).join(' '),
  );
  console.log(
    `CPU for each: HQ ${each(cpuSeconds)}, PostgreSQL ${each(use.cpuSeconds)}, stand-in ${each(report.cpuSeconds)}` +
      `; ${validates ? 'checked against LINE’s OpenAPI' : 'not checked against LINE’s OpenAPI'}`,
  );
  console.log(`HQ heap MB ${heaps.map(mb).join(' ')}; rss MB ${rss.map(mb).join(' ')}`);
  const rows = [
    [
      perSecond >= bars.perSecondMin,
      `${perSecond.toFixed(0)} pushes/s  (bar ${bars.perSecondMin})`,
    ],
    [report.limited === 0, `${report.limited} turned away by LINE's bucket  (bar 0)`],
    [
      growth <= bars.memoryGrowthMax,
      `heap ×${growth.toFixed(2)} from the first to the last third  (bar ${bars.memoryGrowthMax})`,
    ],
    [
      report.violations.length === 0,
      `${report.violations.length} breaches of LINE's contract  (bar 0)`,
    ],
  ] as const;
  for (const [held, what] of rows) console.log(`${held ? 'held  ' : 'MISSED'}  ${what}`);
  return rows.every(([held]) => held) ? 0 : 1;
}

process.exitCode = await main();
