import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MemberId } from '../../app/domain/ids.ts';
import { createLineClient } from '../../app/line/send-line-push.ts';
import type { LineClient } from '../../app/line/send-line-push.ts';
import { startLineStandIn } from '../../tests/line-stand-in/start-line-stand-in.ts';
import type { LineStandIn } from '../../tests/line-stand-in/start-line-stand-in.ts';
import { listExceptions } from '../db/exceptions.ts';
import type { HqHandle } from '../db/hq-db.ts';
import { countLineMessages, markLineResults } from '../db/line-outbox.ts';
import { insertLineAccounts } from '../db/members.ts';
import { eraseMember } from '../member/erase-member.ts';
import { unlinkMember } from '../member/unlink-member.ts';
import { fixedLineChannel } from './line-channel.ts';
import { createLineWorker } from './create-line-worker.ts';
import type { LineWorker } from './create-line-worker.ts';
import { addMember } from '../test-rig/award-fixtures.ts';
import { tell } from '../test-rig/test-counter.ts';
import type { TestCounter } from '../test-rig/test-counter.ts';
import { makeAward, makeRefund } from '../test-rig/test-events.ts';
import { startTestHq } from '../test-rig/test-hq.ts';
import type { TestHq } from '../test-rig/test-hq.ts';
import { realTimer } from '../test-rig/real-timer.ts';
import { testStoreKinds } from '../test-rig/test-stores.ts';

const hourMs = 3_600_000;

describe.each(testStoreKinds)('LINE outbox on %s', (kind) => {
  let hq: TestHq;
  let line: LineStandIn;
  let counter: TestCounter;
  let worker: LineWorker;
  let nowMs = Date.parse('2026-11-22T12:00:00+08:00');
  let serial = 0;

  beforeAll(async () => {
    line = await startLineStandIn({ nowMs: () => nowMs });
    hq = await startTestHq(kind, { nowMs: () => nowMs });
    counter = await hq.enrol();
    worker = newWorker();
  });
  const newClient = (channelAccessToken: string, beforePush: () => Promise<void>): LineClient => {
    const client = createLineClient({ channelAccessToken, baseUrl: line.url });
    const push: LineClient['push'] = async (request) => {
      await beforePush();
      return await client.push(request);
    };
    return { ...client, push };
  };
  const newWorker = (
    channelAccessToken = 'stand-in-token',
    beforePush: () => Promise<void> = async () => undefined,
  ): LineWorker =>
    createLineWorker({
      db: hq.db,
      nowMs: () => nowMs,
      random: () => 1,
      timer: realTimer,
      lineChannel: fixedLineChannel(newClient(channelAccessToken, beforePush)),
      log: () => undefined,
    });
  afterAll(async () => {
    await hq.stop();
    await line.stop();
  });

  async function addTold(): Promise<MemberId> {
    const memberId = await addMember(hq);
    serial += 1;
    await hq.db
      .transaction()
      .execute((trx) =>
        insertLineAccounts(trx, [{ memberId, lineUserId: `U${String(serial).padStart(32, '0')}` }]),
      );
    return memberId;
  }
  const award = async (memberId: MemberId, amountMinor = 1_000) => {
    const event = makeAward({ memberId, amountMinor });
    await tell(counter, JSON.stringify(event));
    return event;
  };
  const counts = () => countLineMessages(hq.db);
  const tries = async () => {
    const rows = await hq.db.selectFrom('line_outbox').select('attempts').execute();
    return rows.reduce((sum, row) => sum + row.attempts, 0);
  };

  it('tells a member once, in the words of the sale', async () => {
    const memberId = await addTold();
    await award(memberId, 1_000);
    await award(memberId, 2_500);
    await worker.runOnce();
    await worker.runOnce();
    await worker.runOnce();
    const texts = line.accepted.map((push) => JSON.stringify(push));
    expect(texts.length).toBe(2);
    expect([
      texts[0]?.includes('獲得 10 點，目前共 10 點'),
      texts[1]?.includes('獲得 25 點，目前共 35 點'),
    ]).toEqual([true, true]);
  });

  it('tells a refund as one message of its own', async () => {
    const memberId = await addTold();
    const sale = await award(memberId, 1_000);
    await worker.runOnce();
    const before = line.accepted.length;
    await tell(counter, JSON.stringify(makeRefund({ of: sale, mode: 'void' })));
    await worker.runOnce();
    const texts = line.accepted.slice(before).map((push) => JSON.stringify(push));
    expect(texts.length).toBe(1);
    expect(texts[0]).toContain('消費已作廢，退款 NT$1,000，目前共 0 點');
  });

  it('tries again under the same key until LINE takes it, once', async () => {
    const memberId = await addTold();
    const before = line.accepted.length;
    line.script({ kind: 'server-error' }, { kind: 'reset', accept: true });
    await award(memberId);
    for (let i = 0; i < 4; i += 1) {
      await worker.runOnce();
      nowMs += 10 * 60_000;
    }
    expect(line.accepted.length - before).toBe(1);
    expect((await counts()).waiting).toBe(0);
  });

  it('is sent by one of several processes', async () => {
    const others = [newWorker(), newWorker(), worker];
    for (let i = 0; i < 6; i += 1) await award(await addTold());
    const before = { accepted: line.accepted.length, tries: await tries() };
    await Promise.all(others.map((one) => one.runOnce()));
    await Promise.all(others.map((one) => one.runOnce()));
    expect([
      line.accepted.length - before.accepted,
      (await tries()) - before.tries,
      (await counts()).waiting,
    ]).toEqual([6, 6, 0]);
  });

  it('keeps a member’s order when the first does not get through, and lets others pass', async () => {
    const [slow, other] = [await addTold(), await addTold()];
    const first = await award(slow, 100);
    const second = await award(slow, 200);
    line.script({ kind: 'server-error' });
    const before = line.accepted.length;
    await worker.runOnce();
    const third = await award(other, 300);
    await worker.runOnce();
    nowMs += 10 * 60_000;
    await worker.runOnce();
    const eidOf = new Map(
      (await hq.db.selectFrom('line_outbox').select(['outbox_id', 'eid']).execute()).map((row) => [
        row.outbox_id,
        row.eid,
      ]),
    );
    const order = line.accepted.slice(before).map(({ retryKey }) => eidOf.get(retryKey ?? ''));
    expect(order).toEqual([third.eid, first.eid, second.eid]);
  });

  it('waits for a LINE that is gone, then tries with one', async () => {
    for (let i = 0; i < 40; i += 1) await award(await addTold());
    line.script(...Array.from({ length: 41 }, () => ({ kind: 'reset', accept: false }) as const));
    await worker.runOnce();
    const triedBefore = await tries();
    await worker.runOnce();
    nowMs += 10 * 60_000;
    // One fault is left: the one that goes first meets it, and nobody else is tried.
    await worker.runOnce();
    const triedOnce = (await tries()) - triedBefore;
    nowMs += 10 * 60_000;
    await worker.runOnce();
    expect([triedOnce, (await counts()).waiting]).toEqual([1, 0]);
  });

  it('parks when the month is used up, and goes on later', async () => {
    await award(await addTold());
    line.setMonthlyLimit(0);
    await worker.runOnce();
    expect((await counts()).parked).toBe(1);
    line.setMonthlyLimit(null);
    nowMs += 10 * 60_000;
    await worker.runOnce();
    expect(await counts()).toMatchObject({ parked: 0, waiting: 0 });
  });

  it('gives up before LINE forgets the key, and says so', async () => {
    await award(await addTold());
    line.script({ kind: 'server-error' });
    await worker.runOnce();
    const before = line.accepted.length;
    nowMs += 23 * hourMs;
    await worker.runOnce();
    expect([line.accepted.length - before, (await counts()).expired]).toEqual([0, 1]);
    const kinds = (await listExceptions(hq.db, { state: 'open', limit: 10 })).map((e) => e.kind);
    expect(kinds).toContain('line-expired');
  });

  it('leaves members in peace at night when a sale comes late', async () => {
    nowMs = Date.parse('2026-11-28T23:30:00+08:00');
    await award(await addTold());
    const before = line.accepted.length;
    await worker.runOnce();
    nowMs = Date.parse('2026-11-29T07:59:00+08:00');
    await worker.runOnce();
    const overNight = line.accepted.length - before;
    nowMs += 60_000;
    await worker.runOnce();
    expect([overNight, line.accepted.length - before]).toEqual([0, 1]);
  });

  it('writes results without waiting for the disk, and nothing else of its transaction’s end', async () => {
    const shown = async (db: HqHandle): Promise<string | undefined> =>
      (await sql<{ synchronous_commit: string }>`SHOW synchronous_commit`.execute(db)).rows[0]
        ?.synchronous_commit;
    const { outbox_id: outboxId } = await hq.db
      .selectFrom('line_outbox')
      .select('outbox_id')
      .where('state', '=', 'accepted')
      .limit(1)
      .executeTakeFirstOrThrow();
    const result = { outboxId, state: 'accepted', outcome: 'accepted' } as const;
    const within = await hq.db.transaction().execute(async (trx) => {
      await markLineResults(trx, [result]);
      return await shown(trx);
    });
    expect([within, await shown(hq.db)]).toEqual(['off', 'on']);
  });

  it('stops at a refused token without burning a message', async () => {
    const refused = newWorker('revoked');
    await award(await addTold());
    await refused.runOnce();
    expect([refused.getState(), (await counts()).waiting]).toEqual(['unauthorized', 1]);
    expect(await refused.runOnce()).toBe(0);
    const before = line.accepted.length;
    await worker.runOnce();
    expect(line.accepted.length - before).toBe(1);
  });

  /** What LINE took since, each by how often. */
  const takenSince = (before: number) => {
    const keys = line.accepted.slice(before).map(({ retryKey }) => retryKey);
    return { pushes: keys.length, keys: new Set(keys).size };
  };

  it.each([
    { hours: 46, pushes: 5, outcomes: {} },
    { hours: 72, pushes: 0, outcomes: { 'too late': 5 } },
  ])(
    'keeps what LINE refused for a used-up month as long as it is of use: $hours h',
    async ({ hours, pushes, outcomes }) => {
      nowMs = Date.parse(`2026-12-0${hours > 48 ? 5 : 1}T12:00:00+08:00`);
      const before = line.accepted.length;
      const members = [];
      for (let i = 0; i < 5; i += 1) members.push(await addTold());
      for (const memberId of members) await award(memberId);
      line.setMonthlyLimit(0);
      for (let hour = 0; hour < hours; hour += 1) {
        await worker.runOnce();
        nowMs += hourMs;
      }
      line.setMonthlyLimit(null);
      await worker.runOnce();
      await worker.runOnce();
      const ended = await hq.db
        .selectFrom('line_outbox')
        .select((eb) => ['last_outcome as outcome', eb.fn.countAll<string>().as('n')])
        .where('member_id', 'in', members)
        .where('state', '<>', 'accepted')
        .groupBy('last_outcome')
        .execute();
      expect([takenSince(before), ended.map(({ outcome, n }) => [outcome, Number(n)])]).toEqual([
        { pushes, keys: pushes },
        Object.entries(outcomes),
      ]);
    },
  );

  it('wakes nobody with what waited for a new month or for LINE, and tells what is of this moment', async () => {
    nowMs = Date.parse('2026-12-12T21:00:00+08:00');
    const before = line.accepted.length;
    const late = [await addTold(), await addTold()];
    for (const memberId of late) await award(memberId);
    line.setMonthlyLimit(0);
    await worker.runOnce();
    nowMs = Date.parse('2026-12-13T00:01:00+08:00');
    line.setMonthlyLimit(null);
    const fresh = await addTold();
    const sale = makeAward({ memberId: fresh, date: '2026-12-13' });
    await tell(counter, JSON.stringify({ ...sale, atMs: nowMs }));
    await worker.runOnce();
    await worker.runOnce();
    const atNight = takenSince(before);
    nowMs = Date.parse('2026-12-13T07:59:00+08:00');
    await worker.runOnce();
    const early = takenSince(before);
    nowMs += 60_000;
    await worker.runOnce();
    expect([atNight, early, takenSince(before)]).toEqual([
      { pushes: 1, keys: 1 },
      { pushes: 1, keys: 1 },
      { pushes: 3, keys: 3 },
    ]);
  });

  it('keeps what LINE refused with a wrong token over two nights, tried or taken only', async () => {
    nowMs = Date.parse('2026-12-15T12:00:00+08:00');
    const before = { accepted: line.accepted.length, counts: await counts() };
    const refused = newWorker('revoked');
    // More than are under way at once: the rest is taken and, after the first answer, not tried.
    for (let i = 0; i < 130; i += 1) await award(await addTold());
    for (let hours = 0; hours < 44; hours += 11) {
      await refused.runOnce();
      refused.resume();
      nowMs += 11 * hourMs;
    }
    // As many as these go out at LINE's pace, for which time has to pass.
    const clock = setInterval(() => (nowMs += 10), 10);
    await worker.runOnce();
    clearInterval(clock);
    expect([takenSince(before.accepted), await counts()]).toEqual([
      { pushes: 130, keys: 130 },
      { ...before.counts, accepted: before.counts.accepted + 130 },
    ]);
  });

  it('counts the life of a key from a try of which nobody knows, whatever LINE refused after it', async () => {
    nowMs = Date.parse('2026-12-18T12:00:00+08:00');
    const before = { accepted: line.accepted.length, expired: (await counts()).expired };
    await award(await addTold());
    line.script({ kind: 'server-error' });
    await worker.runOnce();
    line.setMonthlyLimit(0);
    for (let hours = 0; hours < 24; hours += 1) {
      nowMs += hourMs;
      await newWorker('revoked').runOnce();
      await worker.runOnce();
    }
    line.setMonthlyLimit(null);
    await worker.runOnce();
    expect([takenSince(before.accepted), (await counts()).expired - before.expired]).toEqual([
      { pushes: 0, keys: 0 },
      1,
    ]);
  });

  const endings = [
    { ending: unlinkMember, why: 'unlinked' },
    { ending: eraseMember, why: 'erased' },
  ] as const;
  it.each(endings)(
    'sends nothing more that was $why while it was tried',
    async ({ ending, why }) => {
      nowMs += 24 * hourMs;
      const faults = ['server-error', 'rate-limit', 'monthly-limit', 'unauthorized'] as const;
      const before = line.accepted.length;
      for (const fault of faults) {
        const memberId = await addTold();
        await award(memberId);
        line.script({ kind: fault });
        await newWorker('stand-in-token', async () => {
          await hq.db.transaction().execute(async (trx) => void (await ending(trx, memberId)));
        }).runOnce();
        nowMs += hourMs;
        await newWorker().runOnce();
        const ended = await hq.db
          .selectFrom('line_outbox')
          .select(['state', 'last_outcome as outcome'])
          .where('member_id', '=', memberId)
          .execute();
        expect([fault, ended, line.accepted.length - before]).toEqual([
          fault,
          [{ state: 'expired', outcome: why }],
          0,
        ]);
      }
    },
  );

  it('says so when LINE took what was being tried as the member unlinked', async () => {
    const memberId = await addTold();
    await award(memberId);
    const before = await counts();
    await newWorker('stand-in-token', async () => {
      await hq.db.transaction().execute((trx) => unlinkMember(trx, memberId));
    }).runOnce();
    expect(await counts()).toEqual({ ...before, waiting: 0, accepted: before.accepted + 1 });
  });
});
