import { describe, expect, test } from 'vitest';
import { earnPerAmount } from './program-defaults.ts';
import type { Program } from './program.ts';
import {
  all,
  amounts,
  lotsAfter,
  refundAll,
  saleOfAmount,
  settle,
  steps,
  withPolicies,
} from './refund.fixture.ts';
import type { Refunded } from './refund.fixture.ts';
import {
  scopeOf,
  testLine,
  testLot,
  testMember,
  testProgram,
  testReward,
  testSale,
  whenOf,
} from './sale-context.fixture.ts';
import { lineOfAmount } from './sale.ts';

const perThousand = testProgram({ earn: [earnPerAmount(1000, 1)] });
const perHundred = testProgram({ earn: [earnPerAmount(100, 1)] });
const onePoint = testProgram({ earn: [earnPerAmount(1, 1)] });
const pointsPay = testProgram({
  earn: [earnPerAmount(1, 1)],
  redemption: {
    pointsPerStep: 1,
    minorPerStep: 1,
    pointsMin: 0,
    cartMinMinor: 0,
    shareMaxBps: 10_000,
    block: null,
  },
});

describe('how the customer gets it back', () => {
  test('points, value and money in proportion, all of it in the end, to the lots they came from', () => {
    const member = testMember({
      lots: [testLot('soon', 30, '2026-12-31'), testLot('late', 60, '2027-12-31')],
      storedValue: [testLot('v1', 20), testLot('v2', 20)],
    });
    const asked = testSale([lineOfAmount(100)], {
      spendPoints: 50,
      storedValueMinor: 25,
      giftCards: [{ cardId: 'card', balanceMinor: 10, useMinor: 10 }],
    });
    const sale = settle({ ...pointsPay, earn: [] }, member, asked);
    const done = refundAll({ ...pointsPay, earn: [] }, sale, [...amounts(50), all]);
    expect(done.outcomes).toMatchObject([
      {
        result: {
          mode: 'refund',
          byLine: [50],
          qtyByLine: [0],
          amountMinor: 50,
          moneyMinor: 7,
          pointsValueMinor: 26,
          valueMinor: 17,
          returned: 26,
          spentMinor: 25,
          entries: [
            { leg: 0, kind: 'refund', memberId: 'm', lotId: 'soon', points: 6 },
            { leg: 1, kind: 'refund', memberId: 'm', lotId: 'late', points: 20 },
          ],
          complete: false,
        },
        reasons: [
          { code: 'goods-back', amountMinor: 50 },
          { code: 'points-given-back', points: 26, lapsed: 0 },
          { code: 'value-given-back', valueMinor: 17 },
        ],
      },
      {
        result: {
          byLine: [50],
          qtyByLine: [1],
          moneyMinor: 8,
          pointsValueMinor: 24,
          valueMinor: 18,
          returned: 24,
          complete: true,
        },
      },
    ]);
    expect(done.lots).toEqual(member.lots);
  });

  test('refunding more than is left is refused, what is left is not', () => {
    const sale = settle(onePoint, testMember(), saleOfAmount(100));
    const done = refundAll(onePoint, sale, amounts(40, 61, 60, 1));
    expect([steps(done), done.balances]).toEqual([
      [
        [40, 0],
        { code: 'exceeds-refundable', refundableMinor: 60 },
        [60, 0],
        { code: 'nothing-left' },
      ],
      [100, 60, 60, 0, 0],
    ]);
  });
});

describe('points that are no longer there', () => {
  test('clamp takes what is there and records what is missing', () => {
    const program = withPolicies(perThousand, {
      refundRounding: 'floor-of-refunded',
      negativeBalance: 'clamp',
    });
    const sale = settle(program, testMember(), saleOfAmount(2190));
    const lots = lotsAfter(sale).map((one) => ({ ...one, points: 1 }));
    const done = refundAll(program, sale, amounts(2000), { lots });
    expect(done.outcomes).toMatchObject([
      {
        result: { clawedBack: 1, shortfall: 1 },
        reasons: [
          { code: 'goods-back', amountMinor: 2000 },
          { code: 'points-taken-back', points: 1, kept: 0 },
          { code: 'shortfall', points: 1 },
        ],
      },
    ]);
    expect(done.lots).toEqual([]);
  });

  test('clamp: what was missing is due again at the next refund, but recorded once', () => {
    const program = withPolicies(perHundred, { negativeBalance: 'clamp' });
    const sale = settle(program, testMember(), saleOfAmount(1000));
    const first = refundAll(program, sale, amounts(400), { lots: [] });
    const same = refundAll(program, sale, amounts(100), { lots: [], earlier: first.results });
    const later = refundAll(program, sale, amounts(100), {
      lots: [testLot('new', 20)],
      earlier: first.results,
    });
    const shown = ({ results }: Refunded) => results.map((one) => [one.clawedBack, one.shortfall]);
    expect([shown(first), shown(same).slice(1), shown(later).slice(1)]).toEqual([
      [[0, 4]],
      [[0, 1]],
      [[5, 0]],
    ]);
  });

  test('clamp: neither what was taken nor what lapsed counts as missed before', () => {
    const program = withPolicies(perHundred, { negativeBalance: 'clamp' });
    const sale = settle(program, testMember(), saleOfAmount(1000));
    const shown = (change: Parameters<typeof refundAll>[3]) =>
      refundAll(program, sale, amounts(400, 100), change).results.map((one) => [
        one.clawedBack,
        one.shortfall,
      ]);
    expect([shown({ lots: [testLot('l1', 1)] }), shown({ lots: [], lapsedPoints: 2 })]).toEqual([
      [
        [1, 3],
        [0, 1],
      ],
      [
        [0, 2],
        [0, 1],
      ],
    ]);
  });

  test('clamp: with free goods that follow the last of what was paid nothing is due again', () => {
    const rewards = [
      testReward('free', { kind: 'free-units', units: 1 }, { scope: scopeOf({ skus: ['F'] }) }),
    ];
    const program = withPolicies({ ...perHundred, rewards }, { negativeBalance: 'clamp' });
    const lines = [testLine('A', 1, 1000), testLine('F', 1, 20)];
    const asked = testSale(lines, { rewards: [{ rewardId: 'free', units: 1 }] });
    const sale = settle(program, testMember({ lots: [testLot('a', 10)] }), asked);
    const unit = (line: number) => ({ kind: 'lines' as const, lines: [{ line, qty: 1 }] });
    const first = refundAll(program, sale, [unit(0)], { lots: [] });
    const later = { lots: [testLot('new', 20)], earlier: first.results };
    const then = refundAll(program, sale, [unit(1)], later);
    expect([steps(first), first.results[0]?.shortfall, steps(then), then.lots]).toEqual([
      [[0, 0]],
      10,
      [[0, 10]],
      [testLot('a', 10), testLot('new', 20)],
    ]);
  });

  test('a debt stands on the sale’s lot with its day, also where that lot was used up', () => {
    const sale = settle(onePoint, testMember(), saleOfAmount(100));
    expect(refundAll(onePoint, sale, [all], { lots: [] }).lots).toEqual([
      testLot('l1', -100, '2027-12-31'),
    ]);
  });

  test('allow makes a debt', () => {
    const sale = settle(onePoint, testMember(), saleOfAmount(10_000));
    const lots = lotsAfter(sale).map((one) => ({ ...one, points: 2046 }));
    const done = refundAll(onePoint, sale, [all], { lots });
    expect([done.balances, done.lots, done.outcomes]).toMatchObject([
      [2046, -7954],
      [testLot('l1', -7954, '2027-12-31')],
      [
        {
          reasons: [
            { code: 'goods-back', amountMinor: 10_000 },
            { code: 'points-taken-back', points: 10_000, kept: 0 },
            { code: 'debt', points: 7954 },
          ],
        },
      ],
    ]);
  });

  test('points of the sale that lapsed are not charged again, expired or not yet', () => {
    const sale = settle(perHundred, testMember(), saleOfAmount(1000));
    const today = '2028-01-01';
    const unexpired = [testLot('l1', 6, '2027-12-31'), testLot('new', 50)];
    const expired = [testLot('new', 50)];
    const first = refundAll(perHundred, sale, [...amounts(500), all], { today, lots: unexpired });
    const second = refundAll(perHundred, sale, [...amounts(500), all], {
      today,
      lots: expired,
      lapsedPoints: 6,
    });
    const reasons = [
      [
        { code: 'goods-back', amountMinor: 500 },
        { code: 'lapsed-counted', points: 5 },
      ],
      [
        { code: 'goods-back', amountMinor: 500 },
        { code: 'points-taken-back', points: 4, kept: 0 },
        { code: 'lapsed-counted', points: 6 },
      ],
    ];
    const shown = ({ outcomes }: Refunded) =>
      outcomes.map((one) => (one.kind === 'evaluated' ? one.reasons : one));
    expect([shown(first), shown(second), first.lots, second.lots]).toEqual([
      reasons,
      reasons,
      [testLot('l1', 6, '2027-12-31'), testLot('new', 46)],
      [testLot('new', 46)],
    ]);
  });

  test('spent points whose lot has lapsed: gone with it, or usable some days more', () => {
    const program = { ...pointsPay, earn: [] };
    const member = testMember({ lots: [testLot('soon', 30, '2026-11-22'), testLot('u', 30)] });
    const sale = settle(program, member, testSale([lineOfAmount(40)], { spendPoints: 40 }));
    const today = '2026-11-23';
    const lapse = withPolicies(program, { expiredReturn: { kind: 'lapse' } });
    const lapsed = refundAll(lapse, sale, [all], { today });
    const extend = withPolicies(program, { expiredReturn: { kind: 'extend', days: 30 } });
    const extended = refundAll(extend, sale, [all], { today });
    expect([lapsed.lots, lapsed.balances, lapsed.outcomes]).toMatchObject([
      member.lots,
      [20, 30],
      [{ result: { returned: 40 }, reasons: [{}, { code: 'points-given-back', lapsed: 30 }] }],
    ]);
    expect([extended.lots, extended.balances, extended.outcomes]).toMatchObject([
      [testLot('refund0-1', 30, '2026-12-23'), testLot('u', 30)],
      [20, 60],
      [{ reasons: [{}, { code: 'points-given-back', points: 40, lapsed: 0 }] }],
    ]);
  });

  test('stored value past its day comes back to a new lot, usable some days more', () => {
    const program = withPolicies(onePoint, { expiredReturn: { kind: 'extend', days: 30 } });
    const member = testMember({ storedValue: [testLot('v', 50, '2026-11-22')] });
    const sale = settle(program, member, testSale([lineOfAmount(40)], { storedValueMinor: 40 }));
    const values = (today: string) =>
      refundAll(program, sale, [...amounts(10), all], { today }).results.map((one) => one.values);
    const back = (amountMinor: number, holderId: string, expiresOn: string) => [
      { holder: 'member', holderId, amountMinor, expiresOn },
    ];
    expect([values('2026-11-22'), values('2026-11-23')]).toEqual([
      [back(10, 'v', '2026-11-22'), back(30, 'v', '2026-11-22')],
      [back(10, 'refund0-2', '2026-12-23'), back(30, 'refund1-2', '2026-12-23')],
    ]);
  });

  test('points that lapsed do not pay a debt, whether expired by an entry or only by the day', () => {
    const program = testProgram({
      earn: [earnPerAmount(10, 1)],
      expiry: { kind: 'days', days: 5 },
    });
    const sale = settle(program, testMember(), testSale([lineOfAmount(1000)]));
    const today = '2026-12-30';
    const lapsed = [testLot('l1', 40, '2026-11-27')];
    const left = (requests: Parameters<typeof refundAll>[2], change: object) =>
      refundAll(program, sale, requests, { today, ...change }).balances.at(-1);
    expect([
      left([all], { lots: lapsed }),
      left([...amounts(500), all], { lots: lapsed }),
      left([...amounts(300), all], { lots: lapsed }),
      left([all], { lots: [], lapsedPoints: 40 }),
      left([...amounts(500), all], { lots: [], lapsedPoints: 40 }),
    ]).toEqual([-60, -60, -60, -60, -60]);
  });

  test('under sliding expiry spent points come back as live as the rest', () => {
    const program = withPolicies(
      { ...pointsPay, earn: [], expiry: { kind: 'sliding', months: 12 } },
      { expiredReturn: { kind: 'lapse' } },
    );
    const member = testMember({ lots: [testLot('z', 50, '2026-12-01')] });
    const today = '2026-12-05';
    const after = (rules: Program, spendPoints: number, on = today) => {
      const sale = settle(rules, member, testSale([lineOfAmount(100)], { spendPoints }));
      return refundAll(rules, sale, [all], { today: on }).lots;
    };
    const ended = { ...program, effectiveUntil: '2026-11-21' };
    expect([
      after(program, 30),
      after(program, 50),
      after(program, 50, '2027-11-22'),
      after(program, 50, '2027-11-23'),
      after(ended, 0),
      after({ ...program, expiry: { kind: 'none' } }, 30),
    ]).toEqual([
      [testLot('l3', 50, '2027-11-22')],
      [testLot('refund0-1', 50, '2027-11-22')],
      [testLot('refund0-1', 50, '2027-11-22')],
      [testLot('z', 50, '2026-12-01')],
      [testLot('z', 50, '2026-12-01')],
      [testLot('z', 50, '2026-12-01')],
    ]);
  });

  test('a sale that spends its own points: the steps of its refund leave no trace', () => {
    const order = { ...earnPerAmount(1, 1), give: { kind: 'per-order' as const, points: 20 } };
    const program: Program = {
      ...pointsPay,
      earn: [{ ...order, when: whenOf({ minSpendMinor: 100 }) }],
      sameSalePoints: true,
    };
    const member = testMember({ lots: [testLot('a', 4, '2026-12-31')] });
    const asked = testSale([lineOfAmount(100)], { spendPoints: 20 });
    const sale = settle(program, member, asked);
    const more = [
      ...lotsAfter(sale),
      testLot('b', 30, '2028-12-31'),
      testLot('c', 1, '2026-12-01'),
    ];
    const done = refundAll(program, sale, [...amounts(30), all], { lots: more });
    // NT$30 off and the sale no longer earns its 20: 10 are there with what comes back, 10 are others'.
    expect(
      done.results.map((one) =>
        one.entries.map(({ kind, lotId, points }) => [kind, lotId, points]),
      ),
    ).toEqual([
      [
        ['refund', 'l1', 6],
        ['refund', 'l1', -10],
        ['refund', 'c', -1],
        ['refund', 'b', -9],
      ],
      [
        ['refund', 'a', 4],
        ['refund', 'l1', 10],
        ['adjust', 'l1', -10],
        ['adjust', 'b', 9],
        ['adjust', 'c', 1],
      ],
    ]);
    expect(done.lots).toEqual([
      testLot('c', 1, '2026-12-01'),
      testLot('a', 4, '2026-12-31'),
      testLot('b', 30, '2028-12-31'),
    ]);
  });
});
