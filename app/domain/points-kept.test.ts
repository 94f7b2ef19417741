import { describe, expect, test } from 'vitest';
import { earnPerAmount } from './program-defaults.ts';
import type { Program } from './program.ts';
import type { RefundRequest } from './refund.ts';
import {
  all,
  amounts,
  refundAll,
  saleOfAmount,
  settle,
  steps,
  withPolicies,
} from './refund.fixture.ts';
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

const perThousand = testProgram({ earn: [earnPerAmount(1000, 1)] });
const perHundred = testProgram({ earn: [earnPerAmount(100, 1)] });

describe('points taken back', () => {
  test.each([
    [100, 0],
    [500, 0],
    [1000, 1],
    [2000, 2],
  ])('floor of what is refunded: NT$%d of 2,190 takes %d', (amountMinor, clawedBack) => {
    const program = withPolicies(perThousand, { refundRounding: 'floor-of-refunded' });
    const sale = settle(program, testMember(), saleOfAmount(2190));
    const done = refundAll(program, sale, amounts(amountMinor));
    expect([sale.points, steps(done)]).toEqual([2, [[clawedBack, 0]]]);
  });

  test('cumulative: 333 + 333 + 334 of 1,000 leaves nothing', () => {
    const sale = settle(perHundred, testMember(), saleOfAmount(1000));
    const done = refundAll(perHundred, sale, amounts(333, 333, 334));
    expect([done.results.map((one) => one.clawedBack), done.balances, done.lots]).toEqual([
      [4, 3, 3],
      [10, 6, 3, 0],
      [],
    ]);
  });

  test('floor of what is refunded: small parts leave a point, all at once does not', () => {
    const program = withPolicies(perHundred, { refundRounding: 'floor-of-refunded' });
    const sale = settle(program, testMember(), saleOfAmount(1000));
    expect([
      steps(refundAll(program, sale, [...amounts(333, 333), all])),
      steps(refundAll(program, sale, [all])),
    ]).toEqual([
      [
        [3, 0],
        [3, 0],
        [3, 0],
      ],
      [[10, 0]],
    ]);
  });

  test.each(['cumulative', 'floor-of-refunded'] as const)(
    '%s: a rule per sale, and one with a minimum, count as long as the rest still earns them',
    (refundRounding) => {
      const order = { ...earnPerAmount(1, 1), give: { kind: 'per-order' as const, points: 5 } };
      const rules = [order, { ...order, when: whenOf({ minSpendMinor: 500 }) }];
      const program = withPolicies(testProgram({ earn: rules }), { refundRounding });
      const sale = settle(program, testMember(), saleOfAmount(1000));
      expect(steps(refundAll(program, sale, amounts(200, 400, 400)))).toEqual([
        [0, 0],
        [5, 0],
        [5, 0],
      ]);
    },
  );

  test.each(['tier-before', 'tier-reached'] as const)(
    'the multiplier that counted for the sale counts for the rest: %s',
    (multiplierOf) => {
      const program: Program = {
        ...perHundred,
        tiers: [
          ...perHundred.tiers,
          {
            tierId: 'gold',
            name: { 'zh-TW': '金', en: 'Gold' },
            thresholdMinor: 800,
            multiplierBps: 20_000,
          },
        ],
        tierRules: { ...perHundred.tierRules, multiplierOf },
      };
      const sale = settle(program, testMember(), saleOfAmount(1000));
      const factor = multiplierOf === 'tier-before' ? 1 : 2;
      expect([sale.points, steps(refundAll(program, sale, amounts(500, 500)))]).toEqual([
        10 * factor,
        [
          [5 * factor, 0],
          [5 * factor, 0],
        ],
      ]);
    },
  );

  test('points of gifts are taken back when nothing of the sale is left', () => {
    const program: Program = {
      ...perHundred,
      gifts: [
        {
          giftId: 'g',
          name: { 'zh-TW': '滿額禮', en: 'Gift' },
          on: 'sale',
          tierId: null,
          scope: scopeOf({}),
          when: whenOf({}),
          give: { kind: 'points', points: 7 },
          limits: testReward('x', { kind: 'amount', amountMinor: 1 }).limits,
        },
      ],
    };
    for (const refundRounding of ['cumulative', 'floor-of-refunded'] as const) {
      const own = withPolicies(program, { refundRounding });
      const sale = settle(own, testMember(), saleOfAmount(1000));
      expect([sale.points, steps(refundAll(own, sale, amounts(900, 100)))]).toEqual([
        17,
        [
          [9, 0],
          [8, 0],
        ],
      ]);
    }
  });

  test('what the rest would earn can rise again, what is kept cannot', () => {
    const rule = { ...earnPerAmount(1, 1), give: { kind: 'per-order' as const, points: 5 } };
    const program = testProgram({
      earn: [
        { ...rule, when: whenOf({ minSpendMinor: 1000 }) },
        { ...rule, when: whenOf({ maxSpendMinor: 500 }) },
      ],
    });
    const sale = settle(program, testMember(), saleOfAmount(1000));
    expect(steps(refundAll(program, sale, amounts(100, 500)))).toEqual([
      [5, 0],
      [0, 0],
    ]);
  });
});

describe('lines', () => {
  const perPen: Program = testProgram({
    earn: [
      {
        ...earnPerAmount(1, 1),
        scope: scopeOf({ skus: ['PEN'] }),
        give: { kind: 'per-unit', points: 35 },
      },
    ],
    rewards: [
      testReward('ten', { kind: 'percent', offBps: 1000, maxMinor: null }, { costPoints: 150 }),
    ],
  });
  const pens = testLine('PEN', 2, 50);

  test('a reward and points per unit come back with their units', () => {
    const member = testMember({ lots: [testLot('old', 200)] });
    const asked = testSale([pens], { rewards: [{ rewardId: 'ten', units: 1 }] });
    const sale = settle(perPen, member, asked);
    const one: RefundRequest = { kind: 'lines', lines: [{ line: 0, qty: 1 }] };
    const done = refundAll(perPen, sale, [one, one, one]);
    expect([sale.points, steps(done), done.balances, done.lots]).toEqual([
      70,
      [[35, 75], [35, 75], { code: 'nothing-left' }],
      [120, 160, 200, 200],
      member.lots,
    ]);
  });

  test('points per unit follow the started units of an amount', () => {
    const sale = settle(perPen, testMember(), testSale([pens]));
    expect(steps(refundAll(perPen, sale, amounts(10, 40, 50)))).toEqual([
      [0, 0],
      [35, 0],
      [35, 0],
    ]);
  });

  test('floor of what is refunded: units at list price, amounts with the units they take', () => {
    const steep = withPolicies(
      testProgram({
        earnBase: 'gross',
        earn: [
          { ...earnPerAmount(100, 50) },
          { ...earnPerAmount(1, 1), give: { kind: 'per-unit', points: 5 } },
        ],
      }),
      { refundRounding: 'floor-of-refunded' },
    );
    const sale = settle(steep, testMember(), testSale([testLine('PEN', 4, 130)]));
    const unit: RefundRequest = { kind: 'lines', lines: [{ line: 0, qty: 1 }] };
    const done = refundAll(steep, sale, [unit, ...amounts(90, 10), unit, all]);
    // The units after the amounts are worth NT$97 each; what they take is worth their list price.
    expect([sale.points, done.results.map((one) => [one.amountMinor, one.clawedBack])]).toEqual([
      270,
      [
        [130, 55],
        [90, 5],
        [10, 5],
        [97, 55],
        [193, 110],
      ],
    ]);
  });

  test.each(['cumulative', 'floor-of-refunded'] as const)(
    '%s: when nothing paid is left nothing is kept, whatever units are',
    (refundRounding) => {
      const perUnit = withPolicies(
        testProgram({
          earn: [{ ...earnPerAmount(1, 1), give: { kind: 'per-unit', points: 5 } }],
          rewards: [testReward('two', { kind: 'amount', amountMinor: 2 })],
        }),
        { refundRounding },
      );
      const member = testMember({ lots: [testLot('old', 10)] });
      const asked = testSale([testLine('PEN', 3, 1)], { rewards: [{ rewardId: 'two', units: 1 }] });
      const sale = settle(perUnit, member, asked);
      const unit: RefundRequest = { kind: 'lines', lines: [{ line: 0, qty: 1 }] };
      const done = refundAll(perUnit, sale, [unit, unit]);
      expect([sale.points, steps(done)]).toEqual([15, [[15, 10], { code: 'nothing-left' }]]);
    },
  );

  test('floor of what is refunded: what points and value paid of a part earns nothing', () => {
    const member = testMember({ lots: [testLot('old', 100)], storedValue: [testLot('v', 100)] });
    const program = withPolicies(
      testProgram({
        earn: [earnPerAmount(1, 1)],
        earnBase: 'paid',
        redemption: {
          pointsPerStep: 1,
          minorPerStep: 1,
          pointsMin: 0,
          cartMinMinor: 0,
          shareMaxBps: 10_000,
          block: null,
        },
      }),
      { refundRounding: 'floor-of-refunded' },
    );
    const clawed = (asked: Parameters<typeof testSale>[1]) => {
      const sale = settle(program, member, testSale([testLine('A', 1, 1000)], asked));
      const { results } = refundAll(program, sale, amounts(15, 15, 15));
      return [sale.points, results.map((one) => one.clawedBack)];
    };
    // Of NT$100 the first NT$15 take 2, the next 1 and 2.
    expect([clawed({ spendPoints: 100 }), clawed({ storedValueMinor: 100 })]).toEqual([
      [900, [13, 14, 13]],
      [900, [13, 14, 13]],
    ]);
  });

  test('who keeps the goods a reward made free does not get its points back', () => {
    const program = testProgram({
      rewards: [
        testReward(
          'cap',
          { kind: 'free-units', units: 1 },
          { costPoints: 30, scope: scopeOf({ skus: ['CAP'] }) },
        ),
      ],
    });
    const asked = testSale([testLine('PEN', 1, 50), testLine('CAP', 1, 50)], {
      rewards: [{ rewardId: 'cap', units: 1 }],
    });
    const sale = settle(program, testMember({ lots: [testLot('old', 100)] }), asked);
    const line = (place: number): RefundRequest => ({
      kind: 'lines',
      lines: [{ line: place, qty: 1 }],
    });
    const paidFirst = refundAll(program, sale, [line(0), line(1), all]);
    const freeFirst = refundAll(program, sale, [line(1), line(0), all]);
    expect([
      steps(paidFirst),
      paidFirst.results.map((one) => [one.amountMinor, one.complete]),
      steps(freeFirst),
      freeFirst.results.map((one) => [one.amountMinor, one.complete]),
    ]).toEqual([
      [[0, 0], [0, 30], { code: 'nothing-left' }],
      [
        [50, false],
        [0, true],
      ],
      [[0, 30], [0, 0], { code: 'nothing-left' }],
      [
        [0, false],
        [50, true],
      ],
    ]);
  });
});
