import { expect, test } from 'vitest';
import type { RemarkKind } from '../../app/contract/remarks.ts';
import { inTransaction } from '../../app/db/handles.ts';
import { insertRemark, listRemarks, removeRemark } from '../../app/db/remarks.ts';
import type { MemberId, RemarkId } from '../../app/domain/ids.ts';
import { firstMemory, runRound } from '../../app/sync/run-round.ts';
import type { RoundMemory } from '../../app/sync/run-round.ts';
import { openTestCounter, realTimers } from '../../app/sync/test-rig/test-counter.ts';
import type { TestCounter } from '../../app/sync/test-rig/test-counter.ts';
import { mergeMembers } from '../../hq/apply/merge-members.ts';
import { markHqRestored } from '../../hq/mark-restored.ts';
import { eraseMember } from '../../hq/member/erase-member.ts';
import { openHqDatabase } from '../../hq/open-hq-database.ts';
import { newTestId } from '../../hq/test-rig/test-events.ts';
import { startHealWorld, worldMembers } from '../faults/heal-world.ts';
import type { HealWorld } from '../faults/heal-world.ts';

const [ming, lin] = worldMembers as [MemberId, MemberId];
let atMs = 1_795_312_800_000;

async function remark(
  counter: TestCounter,
  text: string,
  memberId = ming,
  kind: RemarkKind = 'tag',
): Promise<RemarkId> {
  const remarkId = newTestId<RemarkId>();
  atMs += 1;
  const row = { remarkId, memberId, kind, text, atMs, by: null };
  await inTransaction(counter.db, (trx) => insertRemark(trx, row));
  return remarkId;
}
const takeOff = async (counter: TestCounter, remarkId: RemarkId) =>
  await inTransaction(counter.db, (trx) => removeRemark(trx, { remarkId, atMs: (atMs += 1) }));
const textsAt = async (counter: TestCounter, memberId = ming) =>
  (await listRemarks(counter.db, memberId)).map(({ text }) => text);
const unsentAt = async (counter: TestCounter) =>
  (await counter.db.selectFrom('remark').select('text').where('unsent', '=', 1).execute()).length;

async function sync(
  counter: TestCounter,
  given: { readonly memory?: RoundMemory; readonly fetch?: typeof fetch } = {},
): Promise<RoundMemory> {
  const progress = { onHeard: async () => {}, onDataChanged: () => {} };
  const deps = {
    db: counter.db,
    fetch: given.fetch ?? fetch,
    host: { hostName: 'till', appVersion: '0.8.0' },
    nowMs: Date.now,
    timers: realTimers,
  };
  const { result, memory } = await runRound(deps, given.memory ?? firstMemory, progress);
  expect(result).toEqual({ kind: 'ok' });
  return memory;
}

async function inWorld(
  work: (world: HealWorld, a: TestCounter, b: TestCounter) => Promise<void>,
): Promise<void> {
  const world = await startHealWorld();
  const a = await openTestCounter(71);
  const b = await openTestCounter(72);
  try {
    // What was remarked before there was an HQ goes along.
    await remark(a, '早客');
    await world.enrol(a, '1 號機');
    await world.enrol(b, '2 號機');
    await sync(a);
    await sync(b);
    expect(await textsAt(b)).toEqual(['早客']);
    await work(world, a, b);
  } finally {
    await a.close();
    await b.close();
    await world.stop();
  }
}

test('what one counter remarks the other shows, what either takes off goes at both, also after days offline', async () => {
  await inWorld(async (world, a, b) => {
    const tag = await remark(a, '素食');
    await remark(a, '坐窗邊\n不喝冰', ming, 'note');
    await sync(a);
    await sync(b);
    const all = ['早客', '素食', '坐窗邊\n不喝冰'];
    expect([await textsAt(a), await textsAt(b)]).toEqual([all, all]);
    const [seen] = await listRemarks(b.db, ming);
    expect(seen).toMatchObject({ storeName: '站前店' });
    await takeOff(b, tag);
    await sync(b);
    await sync(a);
    expect([await textsAt(a), await textsAt(b)]).toEqual([
      ['早客', '坐窗邊\n不喝冰'],
      ['早客', '坐窗邊\n不喝冰'],
    ]);
    // Offline both: the same tag at both, and one taken off where the other does not know.
    const here = await remark(a, '熟客');
    await remark(b, '熟客');
    await remark(a, '女兒叫小安', lin, 'note');
    await takeOff(a, here);
    await remark(a, 'VIP');
    for (const one of [a, b, a, b]) await sync(one);
    expect([await textsAt(a), await textsAt(b)]).toEqual([
      ['早客', '坐窗邊\n不喝冰', '熟客', 'VIP'],
      ['早客', '坐窗邊\n不喝冰', '熟客', 'VIP'],
    ]);
    expect([await unsentAt(a), await unsentAt(b)]).toEqual([0, 0]);
    const { db } = world.hq();
    await db
      .transaction()
      .execute((trx) => mergeMembers(trx, { from: lin, into: ming, nowMs: Date.now() }));
    for (const one of [a, b]) await sync(one);
    expect(await textsAt(b)).toContain('女兒叫小安');
    // Erased at HQ: also what a counter has not sent yet, under the id before the merge.
    await remark(b, '怕狗', lin, 'note');
    await db.transaction().execute((trx) => eraseMember(trx, lin));
    for (const one of [b, a, b]) await sync(one);
    expect([await textsAt(a), await textsAt(b), await unsentAt(b)]).toEqual([[], [], 0]);
    expect(await db.selectFrom('remark').selectAll().execute()).toEqual([]);
  });
}, 240_000);

test('an HQ put back to a backup gets what was remarked since, and takes off what was taken off', async () => {
  await inWorld(async (world, a, b) => {
    const old = await remark(a, '舊標籤');
    await sync(a);
    await sync(b);
    await world.backUp();
    const short = await remark(a, '短暫');
    await remark(a, '新客');
    for (const one of [a, b]) await sync(one);
    await takeOff(b, old);
    await takeOff(b, short);
    await remark(b, '常客');
    for (const one of [b, a]) await sync(one);
    const now = ['早客', '新客', '常客'];
    expect([await textsAt(a), await textsAt(b)]).toEqual([now, now]);
    await world.restore(async (databaseUrl) => {
      const { db } = await openHqDatabase({ databaseUrl });
      await markHqRestored(db, Date.now());
      await db.destroy();
    });
    for (const one of [a, b, a, b]) await sync(one);
    expect([await textsAt(a), await textsAt(b)]).toEqual([now, now]);
    expect([await unsentAt(a), await unsentAt(b)]).toEqual([0, 0]);
    const late = await openTestCounter(73);
    await world.enrol(late, '3 號機');
    await sync(late);
    expect(await textsAt(late)).toEqual(now);
    await late.close();
  });
}, 240_000);

test('an older HQ, which knows no remarks, is asked less and less often; sales go on as ever', async () => {
  await inWorld(async (_, a, b) => {
    await remark(a, '等一下');
    await a.award(ming, 5);
    let asked = 0;
    const older: typeof fetch = async (url, init) => {
      if (!String(url).includes('/v1/sync/remarks')) return await fetch(url, init);
      asked += 1;
      const body = JSON.stringify({ error: 'not-found', message: '' });
      return new Response(body, { status: 404, headers: { 'content-type': 'application/json' } });
    };
    let memory = await sync(a, { fetch: older });
    memory = await sync(a, { fetch: older, memory });
    expect([asked, await unsentAt(a), memory.remarks.failures]).toEqual([1, 1, 1]);
    await sync(b);
    expect([await b.points(ming), await textsAt(b)]).toEqual([5, ['早客']]);
    // HQ is renewed: after a while it is asked again.
    const due = { ...memory, remarks: { ...memory.remarks, retryAtMs: 0 } };
    memory = await sync(a, { memory: due });
    await sync(b);
    expect([memory.remarks.failures, await textsAt(b)]).toEqual([0, ['早客', '等一下']]);
  });
}, 240_000);
