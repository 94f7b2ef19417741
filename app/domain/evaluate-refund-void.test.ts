import { describe, expect, test } from 'vitest';
import { evaluateRefund } from './evaluate-refund.ts';
import type { LotId, MemberId } from './ids.ts';
import { earnPerAmount } from './program-defaults.ts';
import type { Program } from './program.ts';
import {
  all,
  amounts,
  contextOf,
  lotsAfter,
  refundAll,
  saleOfAmount,
  settle,
  withPolicies,
} from './refund.fixture.ts';
import {
  limitsOf,
  scopeOf,
  testLot,
  testMember,
  testProgram,
  testSale,
  whenOf,
} from './sale-context.fixture.ts';
import { lineOfAmount } from './sale.ts';

const perThousand = testProgram({ earn: [earnPerAmount(1000, 1)] });
const perHundred = testProgram({ earn: [earnPerAmount(100, 1)] });
const redemption = {
  pointsPerStep: 1,
  minorPerStep: 1,
  pointsMin: 0,
  cartMinMinor: 0,
  shareMaxBps: 10_000,
  block: null,
};

describe('undoing a sale', () => {
  const blocking = withPolicies(
    { ...perThousand, redemption },
    { voidPolicy: 'block-if-points-spent' },
  );

  test('not while its points are spent; once the sale that spent them is undone', () => {
    const first = settle(blocking, testMember(), saleOfAmount(10_000));
    const second = settle(
      blocking,
      testMember({ lots: lotsAfter(first) }),
      testSale([lineOfAmount(10_000)], { spendPoints: 10, lotIds: ['k1'] as LotId[] }),
    );
    const lots = lotsAfter(second);
    const undo = (sale: typeof first, lotsNow: typeof lots) =>
      evaluateRefund(blocking, contextOf(sale, { lots: lotsNow }), 'void', all);
    const undone = undo(second, lots);
    expect([undo(first, lots), undone, undo(first, lotsAfter(first))]).toMatchObject([
      { kind: 'refused', refusal: { code: 'points-spent', points: 10 } },
      {
        kind: 'evaluated',
        result: {
          mode: 'void',
          entries: [
            { lotId: 'l1', points: 10 },
            { lotId: 'k1', points: -9 },
          ],
        },
      },
      { kind: 'evaluated', result: { entries: [{ lotId: 'l1', points: -10 }] } },
    ]);
    // A refund is not held up, and without the policy a void neither.
    expect([
      evaluateRefund(blocking, contextOf(first, { lots }), 'refund', all).kind,
      evaluateRefund(perThousand, contextOf(first, { lots }), 'void', all).kind,
    ]).toEqual(['evaluated', 'evaluated']);
  });

  test('points that lapsed are not spent; under sliding expiry the balance decides', () => {
    const sale = settle(blocking, testMember(), saleOfAmount(10_000));
    const gone = contextOf(sale, { lots: [testLot('l1', 4, '2027-12-31')], lapsedPoints: 5 });
    const lapsed = contextOf(sale, {
      lots: [testLot('l1', 10, '2027-12-31')],
      today: '2028-06-01',
    });
    const sliding: Program = { ...blocking, expiry: { kind: 'sliding', months: 12 } };
    const moved = (points: number) => contextOf(sale, { lots: [testLot('moved', points)] });
    const codes = [
      evaluateRefund(blocking, gone, 'void', all),
      evaluateRefund(blocking, { ...gone, lapsedPoints: 6 }, 'void', all),
      evaluateRefund(blocking, lapsed, 'void', all),
      evaluateRefund(blocking, moved(10), 'void', all),
      evaluateRefund(sliding, moved(9), 'void', all),
      evaluateRefund(sliding, moved(10), 'void', all),
    ].map((one) => (one.kind === 'refused' ? one.refusal : one.kind));
    expect(codes).toEqual([
      { code: 'points-spent', points: 1 },
      'evaluated',
      'evaluated',
      { code: 'points-spent', points: 10 },
      { code: 'points-spent', points: 1 },
      'evaluated',
    ]);
  });

  test('all of it, whatever was asked, and not after a refund', () => {
    const sale = settle(perHundred, testMember(), saleOfAmount(1000));
    const done = refundAll(perHundred, sale, amounts(1));
    expect([
      evaluateRefund(perHundred, contextOf(sale), 'void', { kind: 'amount', amountMinor: 1 }),
      evaluateRefund(perHundred, contextOf(sale, { earlier: done.results }), 'void', all),
    ]).toMatchObject([
      { result: { mode: 'void', amountMinor: 1000, clawedBack: 10, complete: true } },
      { kind: 'refused', refusal: { code: 'already-refunded' } },
    ]);
  });

  test('only so many days after the sale, undoing and refunding alike', () => {
    const program = withPolicies(perHundred, { refundDaysMax: 7 });
    const sale = settle(program, testMember(), saleOfAmount(1000));
    const on = (today: string, mode: 'void' | 'refund') => {
      const outcome = evaluateRefund(program, contextOf(sale, { today }), mode, all);
      return outcome.kind === 'refused' ? outcome.refusal : outcome.kind;
    };
    const late = { code: 'too-late', lastDay: '2026-11-29' };
    expect([
      on('2026-11-29', 'void'),
      on('2026-11-29', 'refund'),
      on('2026-11-30', 'void'),
      on('2026-11-30', 'refund'),
    ]).toEqual(['evaluated', 'evaluated', late, late]);
  });

  test('a sale without points takes and gives none', () => {
    const sale = settle(testProgram({}), testMember({ lots: [testLot('a', 5)] }), saleOfAmount(10));
    const done = refundAll(testProgram({}), sale, [all]);
    expect([done.results[0]?.entries, done.lots]).toEqual([[], [testLot('a', 5)]]);
    expect(() =>
      evaluateRefund(perHundred, contextOf(sale, { lotIds: [] }), 'refund', all),
    ).toThrow(RangeError);
  });

  test('what a referral gave the inviter is taken back with the whole sale, not before', () => {
    const inviterId = 'inviter' as MemberId;
    const gift = {
      giftId: 'g',
      name: { 'zh-TW': '推薦禮', en: 'Referral' },
      on: 'referral-inviter',
      tierId: null,
      scope: scopeOf({}),
      when: whenOf({}),
      give: { kind: 'points', points: 50 },
      limits: limitsOf({}),
    } as const;
    const program: Program = {
      ...blocking,
      gifts: [gift],
      referral: { minPaidMinor: 1, withinDays: null },
    };
    const sale = settle(program, testMember({ inviterId }), saleOfAmount(1000));
    const done = refundAll(program, sale, [...amounts(999), all]);
    const spent = contextOf(sale, { otherLots: [{ memberId: inviterId, lots: [] }] });
    const held = (points: number) =>
      contextOf(sale, { otherLots: [{ memberId: inviterId, lots: [testLot('l2', points)] }] });
    expect([
      done.results.map((one) => one.entries.map(({ memberId, points }) => [memberId, points])),
      evaluateRefund(program, spent, 'void', all),
      evaluateRefund(program, held(49), 'void', all),
      evaluateRefund(program, held(50), 'void', all),
      evaluateRefund(program, held(51), 'void', all),
    ]).toMatchObject([
      [[['m', -1]], [['inviter', -50]]],
      { refusal: { code: 'points-spent', points: 50 } },
      { refusal: { code: 'points-spent', points: 1 } },
      { kind: 'evaluated' },
      { kind: 'evaluated' },
    ]);
  });
});
