import type { AuthoriseRequest, SpendCover } from '../../app/contract/spend-policy.ts';
import type { CouponId, MemberId, RightId } from '../../app/domain/ids.ts';
import { couponDefaults, earnPerAmount } from '../../app/domain/program-defaults.ts';
import type { Program } from '../../app/domain/program.ts';
import { heldPoints, listRights } from '../db/spend-rights.ts';
import { addMember, fiftyOff, takeExceptions } from './award-fixtures.ts';
import { lotsAtHq } from './balances.ts';
import { sendSigned, tell } from './test-counter.ts';
import type { TestCounter } from './test-counter.ts';
import { makeAward, newTestId } from './test-events.ts';
import type { TestHq } from './test-hq.ts';

/** A coupon of class B. */
export const valuable = '0198b3a0-0000-7000-8000-00000000c0b0' as CouponId;
/** NT$1 = 1 point, 2 points pay NT$1. */
export const rightsProgram: Program = {
  ...fiftyOff,
  programId: '0198b3a0-0000-7000-8000-00000000abab' as Program['programId'],
  earn: [earnPerAmount(1, 1)],
  redemption: {
    pointsPerStep: 2,
    minorPerStep: 1,
    pointsMin: 2,
    cartMinMinor: 0,
    shareMaxBps: 10_000,
    block: null,
  },
  coupons: [
    {
      ...couponDefaults,
      couponId: valuable,
      name: { 'zh-TW': '折五百', en: '500 off' },
      effect: { kind: 'amount', amountMinor: 500 },
      offlineClass: 'B',
    },
  ],
};

type Sale = Parameters<typeof makeAward>[0];

/** What tests of leases, pins and HQ's word do at counters of an HQ, which may start later. */
export function rightsAt(hqOf: () => TestHq) {
  const sale = (given: Sale, cover?: SpendCover) =>
    makeAward({
      program: rightsProgram,
      ...given,
      change: (body) => (cover === undefined ? body : { ...body, cover }),
    });
  /** A member with points earned at a counter, which becomes his usual store. */
  const member = async (points: number, at: TestCounter): Promise<MemberId> => {
    const memberId = await addMember(hqOf());
    await tell(at, JSON.stringify(sale({ memberId, amountMinor: points })));
    return memberId;
  };
  const spend = async (
    at: TestCounter,
    memberId: MemberId,
    spendPoints: number,
    cover?: SpendCover,
  ) => {
    const lots = await lotsAtHq(hqOf().db, memberId);
    const more = lots.map((lot) => ({ ...lot, points: Math.max(lot.points, 1_000) }));
    // Paid with points alone, so that it earns none.
    const paid = { amountMinor: spendPoints / 2, asked: { spendPoints } };
    await tell(at, JSON.stringify(sale({ memberId, facts: { lots: more }, ...paid }, cover)));
  };
  const lease = async (at: TestCounter, memberId: MemberId, more: object = {}) => {
    const rightId = newTestId<RightId>();
    const body = { rightId, inst: at.install, memberId, voucherId: null, ...more };
    const answer = await sendSigned(at, 'POST', '/v1/leases', JSON.stringify(body));
    return { rightId, body, answer: answer.body as { outcome: Record<string, unknown> } };
  };
  const authorise = async (
    at: TestCounter,
    memberId: MemberId,
    points: number,
    more: Partial<AuthoriseRequest> = {},
  ) => {
    const authId = newTestId<RightId>();
    const body = {
      authId,
      inst: at.install,
      memberId,
      points,
      leaseId: null,
      voucherIds: [],
      pending: [],
      ...more,
    };
    const answer = await sendSigned(at, 'POST', '/v1/spend/authorise', JSON.stringify(body));
    return { authId: body.authId, body, outcome: answer.body['outcome'] };
  };
  const giveBack = async (at: TestCounter, memberId: MemberId, rightId: RightId) => {
    const { eid, t, bizDate } = sale({ memberId });
    const body = { rightId, leftPoints: 0, why: 'expired' };
    await tell(
      at,
      JSON.stringify({
        eid,
        t,
        bizDate,
        store: null,
        v: 1,
        type: 'lease_return',
        member: memberId,
        body,
      }),
    );
  };
  const stateOf = async (rightId: RightId) => {
    const [right] = await listRights(hqOf().db, { rightIds: [rightId] });
    return right === undefined ? null : [right.state, right.spentPoints];
  };
  /** Points that are still reserved by it. */
  const leftOf = async (rightId: RightId): Promise<number> => {
    const [right] = await listRights(hqOf().db, { rightIds: [rightId] });
    return right === undefined ? 0 : heldPoints(right);
  };
  const kinds = async () =>
    (await takeExceptions(hqOf())).map(({ kind: found, detail }) => [found, detail['points']]);
  /** What was found so far is not looked at. */
  const quiet = async (): Promise<void> => {
    await takeExceptions(hqOf());
  };
  return { sale, member, spend, lease, authorise, giveBack, stateOf, leftOf, kinds, quiet };
}
