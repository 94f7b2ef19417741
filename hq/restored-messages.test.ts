import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MemberId } from '../app/domain/ids.ts';
import { createLineClient } from '../app/line/send-line-push.ts';
import { startLineStandIn } from '../tests/line-stand-in/start-line-stand-in.ts';
import type { LineStandIn } from '../tests/line-stand-in/start-line-stand-in.ts';
import { insertLineAccounts } from './db/members.ts';
import { insertProgram } from './db/programs.ts';
import { createLineWorker } from './line/create-line-worker.ts';
import { fixedLineChannel } from './line/line-channel.ts';
import { markHqRestored } from './mark-restored.ts';
import { addMember, takeExceptions } from './test-rig/award-fixtures.ts';
import { richProgram as program } from './test-rig/rich-program.ts';
import { sendSigned, tell } from './test-rig/test-counter.ts';
import type { TestCounter } from './test-rig/test-counter.ts';
import { makeAward, newTestId } from './test-rig/test-events.ts';
import { startTestHq } from './test-rig/test-hq.ts';
import type { TestHq } from './test-rig/test-hq.ts';
import { realTimer } from './test-rig/real-timer.ts';
import { testStoreKinds } from './test-rig/test-stores.ts';

const text = JSON.stringify;
const at = (date: string, clock: string) => Date.parse(`${date}T${clock}:00+08:00`);

/** HQ as it was until its disk was lost, and HQ as it came back from a backup of some time before. */
describe.each(testStoreKinds)('messages of an HQ that was restored, on %s', (kind) => {
  let line: LineStandIn;
  let lost: TestHq;
  let restored: TestHq;
  let counters: Map<TestHq, TestCounter>;
  let nowMs = at('2026-11-19', '03:00');
  let serial = 0;

  beforeAll(async () => {
    line = await startLineStandIn({ nowMs: () => nowMs });
    lost = await startTestHq(kind, { nowMs: () => nowMs });
    restored = await startTestHq(kind, { nowMs: () => nowMs });
    counters = new Map();
    for (const hq of [lost, restored]) {
      await insertProgram(hq.db, program);
      counters.set(hq, await hq.enrol());
    }
  });
  afterAll(async () => {
    await lost.stop();
    await restored.stop();
    await line.stop();
  });

  async function addTold(birthday: string | null = null): Promise<MemberId> {
    const memberId = newTestId<MemberId>();
    serial += 1;
    const lineUserId = `U${String(serial).padStart(32, '0')}`;
    for (const hq of [lost, restored]) {
      await addMember(hq, 'general', { memberId, birthday });
      await hq.db
        .transaction()
        .execute((trx) => insertLineAccounts(trx, [{ memberId, lineUserId }]));
    }
    return memberId;
  }
  async function tellHq(hq: TestHq, ...sales: readonly unknown[]): Promise<void> {
    const counter = counters.get(hq);
    if (counter !== undefined) await tell(counter, ...sales.map((sale) => text(sale)));
  }
  async function send(hq: TestHq): Promise<void> {
    const worker = createLineWorker({
      db: hq.db,
      nowMs: () => nowMs,
      random: () => 1,
      timer: realTimer,
      lineChannel: fixedLineChannel(
        createLineClient({ channelAccessToken: 'stand-in-token', baseUrl: line.url }),
      ),
      log: () => undefined,
    });
    await worker.runOnce();
    await worker.stop();
  }
  /** How often LINE delivered something to a member, and what HQ says of it now. */
  async function heard(memberId: MemberId) {
    const rows = await restored.db
      .selectFrom('line_outbox')
      .innerJoin('line_account', 'line_account.member_id', 'line_outbox.member_id')
      .select(['line_user_id as lineUserId', 'line_outbox.state', 'last_outcome as outcome'])
      .where('line_outbox.member_id', '=', memberId)
      .execute();
    const account = await restored.db
      .selectFrom('line_account')
      .select('line_user_id as lineUserId')
      .where('member_id', '=', memberId)
      .executeTakeFirstOrThrow();
    const pushes = line.accepted.filter(({ to }) => to === account.lineUserId);
    return [pushes.length, ...rows.map(({ state, outcome }) => `${state}: ${outcome}`)];
  }

  it('tells nobody a second time what they were told before, and everybody what they were not', async () => {
    const members = {
      openOld: await addTold(),
      openNew: await addTold(),
      old: await addTold(),
      fresh: await addTold(),
      unheard: await addTold(),
      after: await addTold(),
      born: await addTold('11-20'),
    };
    const sale = (memberId: MemberId, date: string) => makeAward({ memberId, program, date });
    const old = sale(members.old, '2026-11-20');
    const fresh = sale(members.fresh, '2026-11-22');
    for (const hq of [lost, restored]) await hq.runNightly();
    nowMs = at('2026-11-20', '03:00');
    await lost.runNightly();
    nowMs = at('2026-11-20', '12:01');
    const openOld = sale(members.openOld, '2026-11-20');
    for (const hq of [lost, restored]) await tellHq(hq, openOld);
    await tellHq(lost, old);
    await send(lost);
    nowMs = at('2026-11-22', '12:01');
    const openNew = sale(members.openNew, '2026-11-22');
    for (const hq of [lost, restored]) await tellHq(hq, openNew);
    await tellHq(lost, fresh);
    await send(lost);

    nowMs = at('2026-11-22', '14:00');
    await markHqRestored(restored.db, nowMs);
    await tellHq(restored, old, fresh, sale(members.unheard, '2026-11-22'));
    await restored.runNightly();
    await send(restored);
    nowMs = at('2026-11-23', '12:01');
    await tellHq(restored, sale(members.after, '2026-11-23'));
    await send(restored);

    const found = Object.entries(members).map(async ([name, id]) => [name, ...(await heard(id))]);
    expect(await Promise.all(found)).toEqual([
      ['openOld', 1, 'expired: restored'],
      ['openNew', 1, 'accepted: accepted earlier'],
      ['old', 1],
      ['fresh', 1, 'accepted: accepted earlier'],
      ['unheard', 1, 'accepted: accepted'],
      ['after', 1, 'accepted: accepted'],
      ['born', 1],
    ]);
    expect((await takeExceptions(restored)).map((one) => one.kind)).toEqual(['hq-restored']);
  });

  it('gives up what may have been told before once LINE may not know of it any more', async () => {
    const [memberId, open] = [await addTold(), await addTold()];
    nowMs = at('2026-11-24', '12:01');
    const told = makeAward({ memberId, program, date: '2026-11-24' });
    await tellHq(lost, told);
    await tellHq(restored, makeAward({ memberId: open, program, date: '2026-11-24' }));
    await send(lost);
    nowMs = at('2026-11-24', '14:00');
    await markHqRestored(restored.db, nowMs);
    await tellHq(restored, told);
    nowMs = at('2026-11-25', '12:30');
    await send(restored);
    expect([await heard(memberId), await heard(open)]).toEqual([
      [1, 'expired: retry key too old'],
      [0, 'expired: retry key too old'],
    ]);
  });

  it('judges so once the first counter’s place in the stream tells, where nobody said it', async () => {
    const members = {
      openOld: await addTold(),
      openNew: await addTold(),
      old: await addTold(),
      fresh: await addTold(),
      after: await addTold(),
      late: await addTold(),
    };
    const sale = (memberId: MemberId, date: string) => makeAward({ memberId, program, date });
    const old = sale(members.old, '2026-12-01');
    const fresh = sale(members.fresh, '2026-12-03');
    nowMs = at('2026-12-01', '12:01');
    const openOld = sale(members.openOld, '2026-12-01');
    for (const hq of [lost, restored]) await tellHq(hq, openOld);
    await tellHq(lost, old);
    await send(lost);
    nowMs = at('2026-12-03', '12:01');
    const openNew = sale(members.openNew, '2026-12-03');
    for (const hq of [lost, restored]) await tellHq(hq, openNew);
    await tellHq(lost, fresh);
    await send(lost);

    nowMs = at('2026-12-03', '14:00');
    await takeExceptions(restored);
    const counter = counters.get(restored);
    if (counter === undefined) throw new Error('no counter');
    const pull = async () =>
      (await sendSigned(counter, 'GET', '/v1/sync/pull?limit=1&cursor=999999')).status;
    expect(await pull()).toBe(409);
    await tellHq(restored, old, fresh);
    await send(restored);
    nowMs = at('2026-12-05', '12:01');
    // What is made from then on is no part of it, however many counters find it out later.
    await tellHq(restored, sale(members.after, '2026-12-05'), sale(members.late, '2026-12-03'));
    nowMs = at('2026-12-06', '12:01');
    expect(await pull()).toBe(409);
    await send(restored);

    const found = Object.entries(members).map(async ([name, id]) => [name, ...(await heard(id))]);
    expect(await Promise.all(found)).toEqual([
      ['openOld', 1, 'expired: restored'],
      ['openNew', 1, 'accepted: accepted earlier'],
      ['old', 1],
      ['fresh', 1, 'accepted: accepted earlier'],
      ['after', 1, 'accepted: accepted'],
      ['late', 0],
    ]);
    expect((await takeExceptions(restored)).map((one) => one.kind)).toEqual(['hq-restored']);
  });
});
