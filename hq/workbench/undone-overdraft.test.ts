import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AwardEvent, RefundEvent } from '../../app/contract/events.ts';
import type { Program } from '../../app/domain/program.ts';
import { defaultSpendPolicy } from '../../app/domain/spend-policy.ts';
import { publishPolicy } from '../apply/publish-policy.ts';
import { insertAdmin, markTwoPersonLimit, owner } from '../db/admins.ts';
import type { Admin } from '../db/admins.ts';
import { listUnbalancedEvents } from '../test-rig/unbalanced-events.ts';
import { insertProgram } from '../db/programs.ts';
import { findSpendPolicy } from '../db/spend-policies.ts';
import { recheckLedger } from '../jobs/recheck-ledger.ts';
import { addMember } from '../test-rig/award-fixtures.ts';
import { lotsAtHq, pointsAtHq } from '../test-rig/balances.ts';
import { richProgram } from '../test-rig/rich-program.ts';
import { tell } from '../test-rig/test-counter.ts';
import type { TestCounter } from '../test-rig/test-counter.ts';
import { makeAward, makeRefund, newTestId } from '../test-rig/test-events.ts';
import { southStore, startTestHq } from '../test-rig/test-hq.ts';
import type { TestHq } from '../test-rig/test-hq.ts';
import { testStoreKinds } from '../test-rig/test-stores.ts';
import { actOnException, decideOnAction } from './act-on-exception.ts';
import { reportCosts } from './cost-report.ts';
import { readCase } from './read-case.ts';

/** A point pays NT$1; whoever pays with points alone earns none. */
const program: Program = { ...richProgram, tiers: richProgram.tiers.slice(0, 1), gifts: [] };
const noonMs = Date.parse('2026-11-22T12:00:00+08:00');
const second: Admin = { adminId: newTestId<string>(), name: '小陳' };

describe.each(testStoreKinds)('an overdraft whose sale is taken back, on %s', (kind) => {
  let hq: TestHq;
  let north: TestCounter;
  let south: TestCounter;
  beforeAll(async () => {
    hq = await startTestHq(kind, { nowMs: () => noonMs });
    await insertProgram(hq.db, program);
    const { adminId, name } = second;
    await insertAdmin(hq.db, { adminId: adminId ?? '', name, tokenHash: 'x', nowMs: noonMs });
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

  const deps = () => ({ db: hq.db, nowMs: () => noonMs, newId: () => v7() });

  /** 100 points, all of them spent at one store, and 60 of them at the other as well. */
  async function overdraw() {
    const memberId = await addMember(hq);
    await tell(north, JSON.stringify(makeAward({ memberId, program, amountMinor: 10_000 })));
    const facts = { lots: await lotsAtHq(hq.db, memberId) };
    const spend = (points: number) =>
      makeAward({ memberId, program, amountMinor: points, facts, asked: { spendPoints: points } });
    await tell(north, JSON.stringify(spend(100)));
    const sale = spend(60);
    await tell(south, JSON.stringify(sale));
    const { exception_id: exceptionId } = await hq.db
      .selectFrom('exception')
      .select('exception_id')
      .where('kind', '=', 'overdraft')
      .where('eid', '=', sale.eid)
      .executeTakeFirstOrThrow();
    const points = async () => await pointsAtHq(hq.db, memberId);
    return { sale, exceptionId, points };
  }
  const takeBack = async (of: AwardEvent, amountMinor: number | null): Promise<RefundEvent> => {
    const asked =
      amountMinor === null
        ? { mode: 'void' as const }
        : { request: { kind: 'amount' as const, amountMinor } };
    const refund = makeRefund({ of, program, ...asked });
    await tell(south, JSON.stringify(refund));
    return refund;
  };
  const charge = async (exceptionId: string, amountMinor?: number) => {
    const act = { exceptionId, kind: 'charge-store', note: '店長已確認', amountMinor } as const;
    return (await actOnException(deps(), owner, act)).kind;
  };
  const shown = async (exceptionId: string) => {
    const found = await readCase(hq.db, { exceptionId, admin: owner });
    const { cost, allowed, returnedPoints } = found ?? {};
    return [cost?.costMinor, cost?.points, allowed, returnedPoints];
  };
  /** What the report says more than it did. */
  async function reported(): Promise<number[]> {
    const rows = await reportCosts(hq.db, { weeks: 2, nowMs: noonMs });
    const row = rows.find((one) => one.kind === 'overdraft');
    return [row?.openMinor, row?.absorbedMinor, row?.chargedMinor, row?.undoneMinor].map(
      (amount) => amount ?? 0,
    );
  }
  const more = (after: readonly number[], before: readonly number[]) =>
    after.map((amount, i) => amount - (before[i] ?? 0));

  const open = ['absorb', 'charge-store', 'recover'];

  it('costs what no refund gave back while nobody has decided', async () => {
    const before = await reported();
    const { sale, exceptionId, points } = await overdraw();
    const steps = [[await shown(exceptionId), more(await reported(), before)]];
    await takeBack(sale, 20);
    steps.push([await shown(exceptionId), more(await reported(), before)]);
    expect([await charge(exceptionId, 41), await points()]).toEqual(['not-allowed', -40]);
    expect([await charge(exceptionId), await points()]).toEqual(['done', 0]);
    steps.push([await shown(exceptionId), more(await reported(), before)]);
    expect(steps).toEqual([
      [
        [60, 60, open, { counted: 0, since: 0 }],
        [60, 0, 0, 0],
      ],
      [
        [40, 40, open, { counted: 20, since: 0 }],
        [40, 0, 0, 0],
      ],
      [
        [40, 40, [], { counted: 20, since: 0 }],
        [0, 0, 40, 0],
      ],
    ]);
  });

  it('costs nothing any more once all of it is undone, and nobody can be charged', async () => {
    const before = await reported();
    const { sale, exceptionId, points } = await overdraw();
    await takeBack(sale, null);
    expect([
      await shown(exceptionId),
      more(await reported(), before),
      await charge(exceptionId, 60),
      await points(),
    ]).toEqual([[0, 0, ['close'], { counted: 60, since: 0 }], [0, 0, 0, 0], 'not-allowed', 0]);
    const act = { exceptionId, kind: 'close', note: '' } as const;
    expect((await actOnException(deps(), owner, act)).kind).toBe('done');
    expect([await shown(exceptionId), more(await reported(), before)]).toEqual([
      [0, 0, [], { counted: 60, since: 0 }],
      [0, 0, 0, 0],
    ]);
  });

  it('stays as a person decided it, and says what came back since', async () => {
    const before = await reported();
    const { sale, exceptionId, points } = await overdraw();
    await takeBack(sale, 10);
    expect(await charge(exceptionId, 30)).toBe('done');
    await takeBack(sale, 20);
    const partly = [await shown(exceptionId), more(await reported(), before), await points()];
    await takeBack(sale, null);
    expect([
      partly,
      [await shown(exceptionId), more(await reported(), before), await points()],
    ]).toEqual([
      [[50, 50, [], { counted: 10, since: 20 }], [0, 20, 30, 20], 0],
      [[50, 50, [], { counted: 10, since: 50 }], [0, 20, 30, 50], 0],
    ]);
  });

  it('must be proposed anew where less is lost than a second person would agree to', async () => {
    const { sale, exceptionId, points } = await overdraw();
    await markTwoPersonLimit(hq.db, 30);
    expect(await charge(exceptionId)).toBe('awaiting');
    await takeBack(sale, 20);
    const decide = async (agree: boolean) => {
      const { action_id: actionId } = await hq.db
        .selectFrom('exception_action')
        .select('action_id')
        .where('exception_id', '=', exceptionId)
        .where('state', '=', 'awaiting')
        .executeTakeFirstOrThrow();
      return (await decideOnAction(deps(), second, { exceptionId, actionId, agree })).kind;
    };
    const answers = [await decide(true), await decide(false), await charge(exceptionId)];
    expect([...answers, await decide(true), await points()]).toEqual([
      'not-allowed',
      'refused',
      'awaiting',
      'done',
      0,
    ]);
    await markTwoPersonLimit(hq.db, 1_000);
  });

  it('is no longer borne where the policy gave it back and a refund took that again', async () => {
    const policy = { ...defaultSpendPolicy, onOverdraft: 'absorb' as const };
    const afterRevision = (await findSpendPolicy(hq.db))?.revision ?? 0;
    await publishPolicy(deps(), { policy, afterRevision });
    const before = await reported();
    const { sale, exceptionId, points } = await overdraw();
    const borne = [await shown(exceptionId), more(await reported(), before)];
    await takeBack(sale, null);
    expect([
      borne,
      [await shown(exceptionId), more(await reported(), before)],
      await points(),
    ]).toEqual([
      [
        [60, 60, ['close'], { counted: 0, since: 0 }],
        [0, 60, 0, 0],
      ],
      [
        [0, 0, ['close'], { counted: 60, since: 0 }],
        [0, 0, 0, 0],
      ],
      0,
    ]);
  });
});
