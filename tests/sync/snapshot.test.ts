import { mkdirSync, readdirSync } from 'node:fs';
import { sql } from 'kysely';
import { afterEach, expect, test } from 'vitest';
import { startPostgres } from '../../build/postgres.ts';
import { closeDatabase, inTransaction } from '../../app/db/handles.ts';
import type { Db } from '../../app/db/handles.ts';
import { findMemberByCode } from '../../app/db/members.ts';
import { checkBalances } from '../../app/db/check-balances.ts';
import { openTestDatabase, tempFolder, testMember } from '../../app/db/test-database.ts';
import { upsertMembers } from '../../app/db/upsert-members.ts';
import { makeDemoShop } from '../../app/seed/make-demo-shop.ts';
import { beginTestCounter } from '../../app/sync/test-rig/test-counter.ts';
import type { MemberId } from '../../app/domain/ids.ts';
import { mergeMembers } from '../../hq/apply/merge-members.ts';
import { insertChanges } from '../../hq/db/changes.ts';
import { listLotSums } from '../../hq/db/ledger.ts';
import { listMembersById, publicMember } from '../../hq/db/members.ts';
import { insertProgram } from '../../hq/db/programs.ts';
import { seedDemoShop } from '../../hq/seed-demo.ts';
import { startHq } from '../../hq/start-hq.ts';
import type { RunningHq, StartHqOptions } from '../../hq/start-hq.ts';
import { addMember } from '../../hq/test-rig/award-fixtures.ts';
import { richProgram } from '../../hq/test-rig/rich-program.ts';
import { enrolTestCounter, sendSigned, tell } from '../../hq/test-rig/test-counter.ts';
import { makeAward, makeRefund, makeStub, newTestId } from '../../hq/test-rig/test-events.ts';
import { rigDatabaseKeyHex } from '../rig/node-counter.ts';
import {
  connectAndPull,
  lookInto,
  seen,
  startCounterIn,
  untilEven,
  viewOf,
} from './snapshot-rig.ts';

const cleanUps: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
});

const memberCount = 200;
const shop = makeDemoShop({ seed: 3, memberCount, nowMs: Date.now() });
const [firstStore, secondStore] = shop.stores;
if (firstStore === undefined || secondStore === undefined)
  throw new Error('the demo has no stores');
const program = { ...richProgram, version: 2 };

const text = JSON.stringify;

type Rig = { readonly hq: RunningHq; readonly folder: string; readonly hqLog: string[] };

/** A chain with a year behind it, on a real PostgreSQL. */
async function startChain(also: Pick<StartHqOptions, 'warmSnapshot'> = {}): Promise<Rig> {
  const server = await startPostgres();
  cleanUps.push(() => server.stop());
  const temp = tempFolder();
  cleanUps.push(() => temp.remove());
  const hqLog: string[] = [];
  const hq = await startHq({
    databaseUrl: server.url,
    seed: (db) => seedDemoShop(db, shop),
    snapshotDir: `${temp.folder}/hq`,
    snapshotMembersMin: 100,
    consoleDir: null,
    log: (line) => hqLog.push(line),
    ...also,
  });
  cleanUps.push(() => hq.stop());
  return { hq, folder: temp.folder, hqLog };
}

async function tellMembers(hq: RunningHq, memberIds: readonly MemberId[]): Promise<void> {
  await hq.db.transaction().execute(async (trx) => {
    const members = [...(await listMembersById(trx, memberIds)).values()];
    await insertChanges(
      trx,
      members.map((member) => ({ kind: 'member', member: publicMember(member) })),
    );
  });
}

/** Vouchers given, used, taken back; a debt; members merged and enrolled twice. */
async function tellStories(hq: RunningHq): Promise<void> {
  // The demo's stream tells of blocked accounts that its table has as bound.
  const blocked = shop.members.filter(({ lineState }) => lineState === 'blocked');
  await hq.db
    .updateTable('line_account')
    .set({ state: 'blocked' })
    .where(
      'member_id',
      'in',
      blocked.map(({ memberId }) => memberId),
    )
    .execute();
  await hq.db.transaction().execute(async (trx) => {
    await insertProgram(trx, program);
    await insertChanges(trx, [{ kind: 'program', program }]);
  });
  const code = await hq.makeEnrolmentCode(secondStore?.storeId ?? newTestId(), '9');
  const south = await enrolTestCounter(hq.url, code);
  const memberId = await addMember(hq, 'general', { mobile: '+886955000001' });
  const friendId = await addMember(hq, 'general', { mobile: '+886955000002' });
  const debtorId = await addMember(hq, 'general', { mobile: '+886955000003' });
  await tellMembers(hq, [memberId, friendId, debtorId]);
  const stubId = newTestId<MemberId>();
  const giving = makeAward({ memberId, program, amountMinor: 2_500 });
  const [given] = giving.body.issued;
  if (given === undefined) throw new Error('the sale gives no voucher');
  const voided = makeAward({ memberId: friendId, program, invoiceNumber: 'AB12345678' });
  const spent = makeAward({ memberId: debtorId, program, amountMinor: 3_000 });
  const [lot] = spent.body.entries;
  if (lot === undefined) throw new Error('the sale gives no points');
  const paying = makeAward({
    memberId: debtorId,
    program,
    asked: { spendPoints: 20 },
    facts: { lots: [{ lotId: lot.lotId, points: lot.points, expiresOn: lot.expiresOn }] },
  });
  await tell(
    south,
    ...[
      giving,
      makeAward({ memberId, program, vouchers: [{ ...given, cancelled: false }] }),
      makeStub(stubId, { mobile: '+886955000001', cardCode: 'new-card' }),
      makeAward({ memberId: stubId, program, amountMinor: 700 }),
      voided,
      makeRefund({ of: voided, program, mode: 'void' }),
      makeAward({ memberId: friendId, program, amountMinor: 900 }),
      spent,
      paying,
      makeRefund({ of: spent, program, mode: 'void' }),
    ].map((event) => JSON.stringify(event)),
  );
  await hq.db
    .transaction()
    .execute((trx) => mergeMembers(trx, { from: friendId, into: memberId, nowMs: Date.now() }));
  await tellRemarks(south, [memberId, friendId, debtorId]);
}

/** Tags and notes, of a merged member too, and one that was taken off. */
async function tellRemarks(
  counter: Awaited<ReturnType<typeof enrolTestCounter>>,
  memberIds: readonly MemberId[],
): Promise<void> {
  const by = { staffId: newTestId(), name: '小君' };
  const remarks = ['ＶＩＰ', '兩行\n\t"和" \\N 反斜線', 'vip', '不喝冰'].map((said, i) => ({
    remarkId: newTestId(),
    memberId: memberIds[i % 3],
    kind: i === 1 ? 'note' : 'tag',
    text: said,
    atMs: 1_795_312_800_000 + i,
    by: i === 2 ? null : by,
    storeName: null,
    removedAtMs: null,
  }));
  const off = { ...remarks[3], text: '', removedAtMs: 1_795_312_900_000 };
  for (const some of [remarks, [off]]) {
    const body = JSON.stringify({ proto: 1, inst: counter.install, remarks: some });
    const { status } = await sendSigned(counter, 'POST', '/v1/sync/remarks', body);
    expect(status).toBe(200);
  }
}

type Seen = Record<string, readonly unknown[]>;

/** The first rows only one of the two has, table by table. */
function differences(file: Seen, rows: Seen): readonly unknown[] {
  return Object.keys(rows).flatMap((table) => {
    const [inFile, inRows] = [file, rows].map((all) => (all[table] ?? []).map((row) => text(row)));
    const onlyFile = inFile?.filter((row) => inRows?.includes(row) !== true).slice(0, 2) ?? [];
    const onlyRows = inRows?.filter((row) => inFile?.includes(row) !== true).slice(0, 2) ?? [];
    const isSame = onlyFile.length + onlyRows.length === 0 && inFile?.length === inRows?.length;
    return isSame ? [] : [{ table, onlyFile, onlyRows }];
  });
}

test('a counter filled by a snapshot knows what one knows that pulled all rows', async () => {
  const { hq, folder, hqLog } = await startChain();
  await tellStories(hq);
  const fill = async (name: string, bySnapshot: boolean): Promise<void> => {
    const log: string[] = [];
    const counter = await startCounterIn(`${folder}/${name}`, {
      log: (event) => log.push(event),
      ...(bySnapshot ? {} : { startSnapshotWorker: undefined as never }),
    });
    try {
      await connectAndPull(counter, hq, firstStore?.storeId ?? newTestId());
      expect([name, log]).toEqual([name, []]);
    } finally {
      await counter.stop();
    }
  };
  await fill('rows', false);
  await fill('file', true);
  expect(hqLog.filter((line) => line.startsWith('snapshot:')).length).toBe(1);
  const rows = await lookInto(`${folder}/rows`, seen);
  const file = await lookInto(`${folder}/file`, async (db) => {
    expect((await checkBalances(db)).wrong).toEqual([]);
    return await seen(db);
  });
  expect(differences(file, rows)).toEqual([]);
}, 120_000);

test('what a counter recorded before its first contact is in the new file, counts once, and goes on the tape', async () => {
  const { hq, folder, hqLog } = await startChain();
  const memberId = shop.members[0]?.memberId ?? newTestId<MemberId>();
  const ownId = newTestId<MemberId>();
  const temp = {
    ...tempFolder(),
    folder: `${folder}/till`,
    filePath: `${folder}/till/counterfoil.db`,
  };
  mkdirSync(temp.folder);
  const db = openTestDatabase(temp.filePath, { keyHex: rigDatabaseKeyHex });
  const before = await beginTestCounter(db, temp, newTestId);
  await inTransaction(db, (trx) =>
    upsertMembers(trx, {
      members: [
        testMember(ownId, { name: '林在地', mobile: '+886999999999', cardCodes: ['own-1'] }),
      ],
      source: 'counter',
    }),
  );
  await before.award(memberId, 7);
  await before.award(ownId, 3);
  await closeDatabase(db);
  const log: string[] = [];
  const counter = await startCounterIn(temp.folder, { log: (event) => log.push(event) });
  let stop = async (): Promise<void> => await counter.stop();
  cleanUps.push(() => stop());
  await connectAndPull(counter, hq, firstStore?.storeId ?? newTestId());
  const { memberCount: shown, sync } = await viewOf(counter);
  await counter.stop();
  // Once more, as any morning: the tape agrees with the file that took the other's place.
  const again = await startCounterIn(temp.folder, { log: (event) => log.push(event) });
  stop = () => again.stop();
  await untilEven(again);
  await again.stop();
  stop = async () => undefined;
  const after = await lookInto(temp.folder, async (opened) => ({
    wrong: (await checkBalances(opened)).wrong,
    own: (await findMemberByCode(opened, 'own-1'))?.memberId,
    points: await balanceOf(opened, memberId),
    receipts: (await sql`SELECT status FROM receipt`.execute(opened)).rows,
    begun: (
      await sql`SELECT snapshot_pos > 0 AS yes, cursor > snapshot_pos AS more FROM sync_state`.execute(
        opened,
      )
    ).rows,
    fetches: (await sql`SELECT * FROM snapshot_fetch`.execute(opened)).rows,
  }));
  const atHq = await hqPoints(hq, memberId);
  expect({
    ...after,
    shown,
    unsent: sync.unsentCount,
    log,
    left: readdirSync(temp.folder).sort(),
  }).toEqual({
    wrong: [],
    own: ownId,
    points: atHq,
    receipts: [{ status: 'applied' }, { status: 'applied' }],
    begun: [{ yes: 1, more: 1 }],
    fetches: [],
    shown: memberCount + 1,
    unsent: 0,
    log: [],
    left: ['counterfoil.db', 'counterfoil.db-tape'],
  });
  expect(hqLog.filter((line) => line.startsWith('snapshot:')).length).toBe(1);
}, 120_000);

test('an HQ that starts warm has a snapshot before anybody asks for one', async () => {
  const { hqLog } = await startChain({ warmSnapshot: true });
  const isBuilt = (): boolean => hqLog.some((line) => /^snapshot: position \d+/.test(line));
  for (let i = 0; i < 300 && !isBuilt(); i += 1)
    await new Promise((resolve) => setTimeout(resolve, 100));
  expect(isBuilt()).toBe(true);
}, 60_000);

/** The network as it is, but for chunks, of which the first `badMax` come with a byte changed. */
function spoilingFetch(badMax: number): {
  readonly fetch: typeof fetch;
  readonly chunks: () => number;
} {
  let chunks = 0;
  const spoiled: typeof fetch = async (url, init) => {
    const response = await fetch(url, init);
    if (!String(url as string).includes('/chunks/')) return response;
    chunks += 1;
    if (chunks > badMax) return response;
    const bytes = new Uint8Array(await response.arrayBuffer());
    bytes[100] = (bytes[100] ?? 0) ^ 1;
    return new Response(bytes, { status: response.status, headers: response.headers });
  };
  return { fetch: spoiled, chunks: () => chunks };
}

test('a chunk that is wrong is fetched once more; wrong again, the counter goes by rows and says why', async () => {
  const { hq, folder } = await startChain();
  const run = async (badMax: number) => {
    const name = `${folder}/bad-${badMax}`;
    const net = spoilingFetch(badMax);
    const log: unknown[] = [];
    const counter = await startCounterIn(name, {
      fetch: net.fetch,
      log: (event, fields) => log.push([event, fields]),
    });
    try {
      await connectAndPull(counter, hq, firstStore?.storeId ?? newTestId());
    } finally {
      await counter.stop();
    }
    const begun = await lookInto(name, async (db) => {
      const { rows } = await sql<{ yes: 0 | 1; n: number }>`
        SELECT snapshot_pos IS NOT NULL AS yes, (SELECT n FROM tally) AS n FROM sync_state`.execute(
        db,
      );
      return rows[0];
    });
    return { begun, log, chunks: net.chunks(), left: readdirSync(name).sort() };
  };
  const left = ['counterfoil.db', 'counterfoil.db-tape'];
  expect(await run(1)).toEqual({ begun: { yes: 1, n: memberCount }, log: [], chunks: 2, left });
  expect(await run(9)).toEqual({
    begun: { yes: 0, n: memberCount },
    log: [['snapshot-given-up', { why: 'checksum' }]],
    chunks: 2,
    left,
  });
}, 120_000);

async function balanceOf(db: Db, memberId: MemberId): Promise<number> {
  const { rows } = await sql<{ points: number }>`
    SELECT points FROM member WHERE member_id = ${memberId}`.execute(db);
  return rows[0]?.points ?? Number.NaN;
}

async function hqPoints(hq: RunningHq, memberId: MemberId): Promise<number> {
  const rows = await listLotSums(hq.db, [memberId]);
  return rows.reduce((sum, { points }) => sum + points, 0);
}
