import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import fc from 'fast-check';
import { v7 } from 'uuid';
import { clawBackMax, exceptionActionKinds } from '../../app/contract/hq-admin-exceptions.ts';
import type { CounterEvent } from '../../app/contract/events.ts';
import type { CouponId, LotId, MemberId } from '../../app/domain/ids.ts';
import type { Program } from '../../app/domain/program.ts';
import { insertAdmin, owner } from '../db/admins.ts';
import type { Admin } from '../db/admins.ts';
import { insertProgram } from '../db/programs.ts';
import { addMember, addVoucher } from '../test-rig/award-fixtures.ts';
import { pointsAtHq } from '../test-rig/balances.ts';
import { giftCouponId, richProgram, ticketCouponId } from '../test-rig/rich-program.ts';
import { tell } from '../test-rig/test-counter.ts';
import { makeAward, makeRefund, makeStub, newTestId } from '../test-rig/test-events.ts';
import { southStore, startTestHq } from '../test-rig/test-hq.ts';
import type { TestHq } from '../test-rig/test-hq.ts';
import { testStoreKinds } from '../test-rig/test-stores.ts';
import { actOnException, decideOnAction } from './act-on-exception.ts';
import type { Act } from './plan-action.ts';
import { needsOfActions } from './action-needs.ts';
import type { Case } from './gather-case.ts';
import { planAction } from './plan-action.ts';
import { readCase } from './read-case.ts';
import { givenAwayBy, needsNote, needsTwo, weighAction } from './weigh-action.ts';

const noonMs = Date.parse('2026-11-22T12:00:00+08:00');
/** Points that cannot pay, as a shop begins. */
const unpriced: Program = { ...richProgram, redemption: null };
const [memberId, inviterId] = [newTestId<MemberId>(), newTestId<MemberId>()];

const earn = (points: number, whose = memberId, leg = 0) => ({
  leg,
  kind: 'earn' as const,
  memberId: whose,
  lotId: newTestId<LotId>(),
  points,
  expiresOn: null,
});
const issued = (couponId: CouponId, uses: number) => ({
  voucherId: newTestId<never>(),
  code: newTestId<string>(),
  memberId,
  couponId,
  uses,
  validFrom: '2026-11-22',
  validUntil: '2026-12-22',
  because: 'sale',
});

test('what an event gives away is the points of everybody, what was taken off, and its vouchers', () => {
  const award = makeAward({ memberId, program: richProgram, amountMinor: 700 });
  const own = award.body.entries;
  const change = {
    discountMinor: 40,
    pointsValueMinor: 5,
    valueMinor: 300,
    entries: [
      ...own,
      earn(20, inviterId, 7),
      { ...earn(-9), kind: 'spend' as const },
      // Moved from lot to lot.
      { ...earn(-50), kind: 'adjust' as const },
      { ...earn(50), kind: 'adjust' as const },
    ],
    issued: [issued(giftCouponId, 1), issued(ticketCouponId, 3), issued(newTestId(), 1)],
  };
  const whole = { ...award, body: { ...award.body, ...change } };
  const entries = Array.from({ length: 20 }, (_, leg) =>
    earn(Number.MAX_SAFE_INTEGER, memberId, leg),
  );
  const stub = makeStub(memberId, { entries, issued: [issued(giftCouponId, 1)] });
  const sale = makeAward({
    memberId,
    program: richProgram,
    amountMinor: 30,
    facts: { lots: [{ lotId: newTestId(), points: 30, expiresOn: null }] },
    asked: { spendPoints: 30 },
  });
  const refund = makeRefund({ of: sale, program: richProgram, mode: 'void' });
  const away = (event: CounterEvent, program = richProgram) =>
    Object.values(givenAwayBy(event, program));
  const most = Number.MAX_SAFE_INTEGER;
  expect([
    away(whole),
    away(whole, unpriced),
    away(stub),
    away(stub, unpriced),
    away(refund),
  ]).toEqual([
    [7 + 20 + 345 + 200, 27],
    [345 + 200, 27],
    [most, most],
    [50, most],
    [30, 30],
  ]);
});

test('points without a price weigh more than any limit where they are given, or taken beyond the loss', () => {
  const isUnpriced = (kind: string, points: number, program: Program | null) =>
    weighAction(
      { cost: { costMinor: 50, points: 10 }, program, givenAway: { amountMinor: 0, points } },
      { kind: kind as never, amountMinor: 0, points },
    ).isUnpriced;
  expect([
    isUnpriced('claw-back', 10, unpriced),
    isUnpriced('claw-back', 11, unpriced),
    isUnpriced('claw-back', 11, null),
    isUnpriced('claw-back', 10_000_000, richProgram),
    isUnpriced('redrive', 0, unpriced),
    isUnpriced('redrive', 1, unpriced),
    isUnpriced('redrive', 1, richProgram),
    isUnpriced('absorb', 10, unpriced),
  ]).toEqual([false, true, true, false, false, true, false, false]);
});

test('what the console is told of an action is what HQ asks for when it is taken', () => {
  const programs = fc.option(
    fc.record({
      pointsPerStep: fc.integer({ min: 1, max: 1_000 }),
      minorPerStep: fc.integer({ min: 1, max: 1_000 }),
    }),
  );
  const amount = fc.integer({ min: 0, max: 2_000 });
  // A claw back is allowed only where something was lost.
  const cost = fc.integer({ min: 1, max: 2_000 });
  const points = fc.oneof(
    fc.integer({ min: 1, max: 5_000 }),
    fc.integer({ min: 1, max: clawBackMax }),
  );
  fc.assert(
    fc.property(programs, cost, amount, amount, points, (steps, costMinor, away, limit, asked) => {
      const redemption = steps === null ? null : { ...richProgram.redemption, ...steps };
      const theCase = {
        exception: { exceptionId: 'x', storeId: southStore.storeId, kind: '' },
        memberId,
        program: { ...richProgram, redemption },
        cost: { costMinor, points: 0 },
        givenAway: { amountMinor: away, points: away },
      } as unknown as Case;
      const foretold = needsOfActions(theCase, exceptionActionKinds, limit);
      const proposed = { actionId: '', proposedBy: null, proposedAtMs: 0 };
      const asks = exceptionActionKinds.flatMap((kind) => {
        const wish = { exceptionId: 'x', kind, note: '', points: asked };
        const action = planAction(theCase, wish, proposed);
        if (action === null) return [];
        const weight = weighAction(theCase, action);
        return [{ kind, note: needsNote(weight), two: needsTwo(weight, limit) }];
      });
      const told = asks.map(({ kind }) => {
        const needs = foretold.find((one) => one.kind === kind);
        const isMore = asked > (needs?.pointsAloneMax ?? Number.MAX_SAFE_INTEGER);
        return { kind, note: needs?.note === true, two: needs?.two === true || isMore };
      });
      expect(told).toEqual(asks);
    }),
  );
});

describe.each(testStoreKinds)('two people on %s', (kind) => {
  let hq: TestHq;
  const second: Admin = { adminId: newTestId<string>(), name: '小陳' };
  beforeAll(async () => {
    hq = await startTestHq(kind, { nowMs: () => noonMs });
    await insertProgram(hq.db, unpriced);
    const { adminId, name } = second;
    if (adminId === null) throw new Error('no id');
    await insertAdmin(hq.db, { adminId, name, tokenHash: 'x', nowMs: noonMs });
  });
  afterAll(async () => hq.stop());

  const deps = () => ({ db: hq.db, nowMs: () => noonMs, newId: () => v7() });
  const act = async (wish: Act) => (await actOnException(deps(), owner, wish)).kind;
  const told = async (exceptionId: string) =>
    (await readCase(hq.db, { exceptionId, admin: owner }))?.needs;
  async function newest(wanted: string): Promise<string> {
    const { exception_id } = await hq.db
      .selectFrom('exception')
      .select('exception_id')
      .where('kind', '=', wanted)
      .where('state', '=', 'open')
      .executeTakeFirstOrThrow();
    return exception_id;
  }
  async function agree(exceptionId: string): Promise<string> {
    const { action_id: actionId } = await hq.db
      .selectFrom('exception_action')
      .select('action_id')
      .where('exception_id', '=', exceptionId)
      .where('state', '=', 'awaiting')
      .executeTakeFirstOrThrow();
    return (await decideOnAction(deps(), second, { exceptionId, actionId, agree: true })).kind;
  }

  it('must take ten million points that have no price', async () => {
    const [north, south] = [await hq.enrol(), await hq.enrol(southStore)];
    const buyer = await addMember(hq);
    const voucher = await addVoucher(hq, buyer, { couponId: giftCouponId });
    for (const counter of [north, south]) {
      const sale = { memberId: buyer, program: unpriced, amountMinor: 90, vouchers: [voucher] };
      await tell(counter, JSON.stringify(makeAward(sale)));
    }
    const exceptionId = await newest('voucher-used-twice');
    expect(await told(exceptionId)).toEqual([
      { kind: 'absorb', note: true, two: false, pointsAloneMax: null, why: 'unpriced' },
      { kind: 'charge-store', note: true, two: false, pointsAloneMax: null, why: 'unpriced' },
      { kind: 'claw-back', note: true, two: false, pointsAloneMax: 0, why: 'unpriced' },
    ]);
    const wish = { exceptionId, kind: 'claw-back', note: '收回', points: 10_000_000 } as const;
    expect([await act({ ...wish, note: '' }), await act(wish)]).toEqual([
      'note-needed',
      'awaiting',
    ]);
    expect(await pointsAtHq(hq.db, buyer)).toBe(0);
    expect([await agree(exceptionId), await pointsAtHq(hq.db, buyer)]).toEqual([
      'done',
      -10_000_000,
    ]);
  });

  it('must take the sign-up gifts of a revoked counter', async () => {
    const gone = await hq.enrol();
    await hq.db
      .updateTable('install')
      .set({ revoked_at_ms: noonMs })
      .where('install_id', '=', gone.install)
      .execute();
    const joined = newTestId<MemberId>();
    const entries = [earn(5_000_000, joined), earn(5_000_000, joined, 1)];
    await tell(gone, JSON.stringify(makeStub(joined, { entries })));
    const exceptionId = await newest('from-revoked');
    expect((await told(exceptionId))?.[0]).toEqual({
      kind: 'redrive',
      note: true,
      two: true,
      pointsAloneMax: null,
      why: 'unpriced',
    });
    expect(await act({ exceptionId, kind: 'redrive', note: '已查明' })).toBe('awaiting');
    expect([await agree(exceptionId), await pointsAtHq(hq.db, joined)]).toEqual([
      'done',
      10_000_000,
    ]);
  });
});
