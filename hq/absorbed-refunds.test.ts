import fc from 'fast-check';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AwardEvent, CounterEvent } from '../app/contract/events.ts';
import type { MemberId } from '../app/domain/ids.ts';
import { lotsFromEntries, planReturn } from '../app/domain/lots.ts';
import type { Program } from '../app/domain/program.ts';
import { defaultSpendPolicy } from '../app/domain/spend-policy.ts';
import type { SpendPolicy } from '../app/domain/spend-policy.ts';
import { publishPolicy } from './apply/publish-policy.ts';
import { markTwoPersonLimit, owner } from './db/admins.ts';
import { listUnbalancedEvents } from './test-rig/unbalanced-events.ts';
import { insertProgram } from './db/programs.ts';
import { findSpendPolicy } from './db/spend-policies.ts';
import { recheckLedger } from './jobs/recheck-ledger.ts';
import { addMember, takeExceptions } from './test-rig/award-fixtures.ts';
import { lotsAtHq, pointsAtHq } from './test-rig/balances.ts';
import { richProgram } from './test-rig/rich-program.ts';
import { tell } from './test-rig/test-counter.ts';
import type { TestCounter } from './test-rig/test-counter.ts';
import { makeAward, makeRefund } from './test-rig/test-events.ts';
import { southStore, startTestHq } from './test-rig/test-hq.ts';
import type { TestHq } from './test-rig/test-hq.ts';
import { testStoreKinds } from './test-rig/test-stores.ts';
import { actOnException } from './workbench/act-on-exception.ts';

/** NT$100 earn a point, a point pays NT$1; whoever pays with points alone earns none. */
const program: Program = {
  ...richProgram,
  tiers: richProgram.tiers.slice(0, 1),
  stampCards: [],
  gifts: [],
};
/** The same, but a refund takes no points that are not there. */
const clamping: Program = {
  ...program,
  programId: '0198b3a0-0000-7000-8000-00000000bbbc' as Program['programId'],
  policies: { ...program.policies, negativeBalance: 'clamp' },
};
const refundKinds = new Set(['refund-difference', 'over-refund', 'refunded-twice']);
const noonMs = Date.parse('2026-11-22T12:00:00+08:00');

/** A member's two lots, what two counters that are apart spend of them, and what is done about the second sale. */
const stories = fc
  .record({
    lots: fc.tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 60 })),
    shares: fc.tuple(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 100 })),
    refunds: fc.array(fc.integer({ min: 1, max: 100 }), { maxLength: 3 }),
    isVoid: fc.boolean(),
    /** Before which of the refunds the points are given back; by the policy with the sale itself. */
    bornAt: fc.integer({ min: 0, max: 4 }),
    byPolicy: fc.boolean(),
    /** Whether the first refund comes to HQ before its sale. */
    isEarly: fc.boolean(),
  })
  .map((story) => {
    const total = story.lots[0] + story.lots[1];
    const [first, second] = story.shares.map((share) => Math.ceil((total * share) / 100));
    return { ...story, total, first: first ?? 1, second: second ?? 1 };
  });

describe.each(testStoreKinds)('points given back for an overdraft on %s', (kind) => {
  let hq: TestHq;
  let north: TestCounter;
  let south: TestCounter;
  beforeAll(async () => {
    hq = await startTestHq(kind, { nowMs: () => noonMs });
    await insertProgram(hq.db, program);
    await insertProgram(hq.db, clamping);
    await markTwoPersonLimit(hq.db, 1_000_000);
    north = await hq.enrol();
    south = await hq.enrol(southStore);
  });
  afterAll(async () => {
    expect([await listUnbalancedEvents(hq.db), await recheckLedger(hq.db, noonMs)]).toEqual([
      [],
      0,
    ]);
    await hq.stop();
  });

  const send = async (at: TestCounter, event: CounterEvent) =>
    await tell(at, JSON.stringify(event));

  async function setPolicy(onOverdraft: SpendPolicy['onOverdraft']): Promise<void> {
    const { revision = 0, ...now } = (await findSpendPolicy(hq.db)) ?? {};
    if ('onOverdraft' in now && now.onOverdraft === onOverdraft) return;
    const policy = { ...defaultSpendPolicy, onOverdraft };
    await publishPolicy({ db: hq.db, nowMs: () => noonMs }, { policy, afterRevision: revision });
  }

  const earned = (memberId: MemberId, points: number, date = '2026-11-22') =>
    makeAward({ memberId, program, amountMinor: points * 100, date });

  /**
   * Points a person decides the brand is to bear, where HQ found an overdraft; how many. Where refunds gave
   * back all of it (`returned` so far; null = not known) there is nothing to decide.
   */
  async function bear(sale: AwardEvent, returned: number | null): Promise<number> {
    const row = await hq.db
      .selectFrom('exception')
      .select(['exception_id', 'detail', 'state'])
      .where('kind', '=', 'overdraft')
      .where('eid', '=', sale.eid)
      .executeTakeFirst();
    if (row === undefined) return 0;
    const { points, action } = row.detail as { points: number; action: string };
    if (action === 'absorb') return points;
    const deps = { db: hq.db, nowMs: () => noonMs, newId: () => v7() };
    const act = { exceptionId: row.exception_id, kind: 'absorb', note: '品牌吸收' } as const;
    const answer = await actOnException(deps, owner, act);
    if (returned !== null) expect(answer.kind).toBe(points > returned ? 'done' : 'not-allowed');
    return answer.kind === 'done' ? points : 0;
  }

  it('are the member’s once, however the sale is taken back, before it or after', async () => {
    await fc.assert(
      fc.asyncProperty(stories, async (story) => {
        const { total, first, second, bornAt, byPolicy } = story;
        await setPolicy(byPolicy ? 'absorb' : 'recover');
        const memberId = await addMember(hq);
        await send(north, earned(memberId, story.lots[0], '2026-11-20'));
        await send(north, earned(memberId, story.lots[1]));
        const facts = { lots: await lotsAtHq(hq.db, memberId) };
        const spend = (points: number) => {
          const asked = { spendPoints: points };
          return makeAward({ memberId, program, amountMinor: points, facts, asked });
        };
        const sale = spend(second);
        const refunds = story.isVoid
          ? [makeRefund({ of: sale, program, mode: 'void' })]
          : story.refunds.map((share) => {
              const amountMinor = Math.ceil((second * share) / 100);
              return makeRefund({ of: sale, program, request: { kind: 'amount', amountMinor } });
            });
        const [early] = story.isEarly ? refunds.splice(0, 1) : [];
        if (early !== undefined) await send(north, early);
        const before = spend(first);
        await send(north, before);
        await send(south, sale);
        let given = 0;
        let asked = early?.body.result.amountMinor ?? 0;
        for (const [nth, refund] of refunds.entries()) {
          if (nth === bornAt) given = await bear(sale, Math.min(second, asked));
          await send(north, refund);
          asked += refund.body.result.amountMinor;
        }
        const returned = Math.min(second, asked);
        if (given === 0) given = await bear(sale, returned);
        // Of what was spent twice nothing was the member's, so that a refund gives back the rest of it.
        const points = total - first - second + Math.max(given, returned);
        expect(await pointsAtHq(hq.db, memberId)).toBe(points);
        const takes = sale.body.entries.map((entry) => ({ ...entry, points: -entry.points }));
        const back = planReturn(takes, 0, Math.max(given, returned));
        const own = [...before.body.entries, ...sale.body.entries];
        expect(await lotsAtHq(hq.db, memberId)).toEqual(
          lotsFromEntries([...facts.lots, ...own, ...back]),
        );
        const kinds = (await takeExceptions(hq)).map((one) => one.kind);
        // Of two refunds neither counter knew the other's.
        expect(kinds.filter((one) => one !== 'overdraft' && !refundKinds.has(one))).toEqual([]);
      }),
      { numRuns: 40 },
    );
  }, 240_000);

  it('are the member’s once when a person decides while the refund comes in', async () => {
    await setPolicy('recover');
    const points: number[] = [];
    for (let round = 0; round < 10; round += 1) {
      const memberId = await addMember(hq);
      await send(north, earned(memberId, 100));
      const facts = { lots: await lotsAtHq(hq.db, memberId) };
      const asked = { spendPoints: 100 };
      const spend = () => makeAward({ memberId, program, amountMinor: 100, facts, asked });
      await send(north, spend());
      const sale = spend();
      await send(south, sale);
      const refund = makeRefund({ of: sale, program, mode: 'void' });
      await Promise.all([send(south, refund), bear(sale, null)]);
      points.push(await pointsAtHq(hq.db, memberId));
    }
    expect(points).toEqual(Array.from({ length: 10 }, () => 0));
  });

  it('are not what a refund under `clamp` takes its points from', async () => {
    await setPolicy('absorb');
    const memberId = await addMember(hq);
    await send(north, earned(memberId, 100));
    const facts = { lots: await lotsAtHq(hq.db, memberId) };
    const spend = (amountMinor: number) => {
      const asked = { spendPoints: 100 };
      return makeAward({ memberId, program: clamping, amountMinor, facts, asked });
    };
    await send(north, spend(100));
    const sale = spend(1_000);
    await send(south, sale);
    const points = [await pointsAtHq(hq.db, memberId)];
    for (const amountMinor of [500, 500]) {
      const request = { kind: 'amount', amountMinor } as const;
      await send(south, makeRefund({ of: sale, program: clamping, request }));
      points.push(await pointsAtHq(hq.db, memberId));
    }
    // The points the sale earned went into what it overdrew: none of them is there to be taken.
    expect(points).toEqual([0, 0, 0]);
  });
});
