import { describe, expect, test } from 'vitest';
import { evaluateRefund } from './evaluate-refund.ts';
import type { Coupon } from './program.ts';
import { earnPerAmount } from './program-defaults.ts';
import type { RefundRequest } from './refund.ts';
import { all, amounts, contextOf, refundAll, settle } from './refund.fixture.ts';
import type { Refunded } from './refund.fixture.ts';
import {
  scopeOf,
  testCoupon,
  testLine,
  testLot,
  testMember,
  testProgram,
  testReward,
  testSale,
  testVoucher,
  whenOf,
} from './sale-context.fixture.ts';
import type { RefundResult } from './refund.ts';

const redemption = {
  pointsPerStep: 1,
  minorPerStep: 1,
  pointsMin: 0,
  cartMinMinor: 0,
  shareMaxBps: 10_000,
  block: null,
};

function lines(...asked: readonly (readonly [line: number, qty: number])[]): RefundRequest {
  return { kind: 'lines', lines: asked.map(([line, qty]) => ({ line, qty })) };
}

function shown<Key extends keyof RefundResult>({ results }: Refunded, ...keys: readonly Key[]) {
  return results.map((one) => keys.map((key) => one[key]));
}

describe('goods and value sold in one sale', () => {
  const program = testProgram({ redemption });
  const topUp = { ...testLine('SV', 1, 1000), kind: 'stored-value' as const };
  const rich = testMember({ lots: [testLot('x', 1000)] });

  test('what points paid for goods comes back as points, the value as money', () => {
    const asked = testSale([testLine('A', 2, 500), topUp], { spendPoints: 1000 });
    const sale = settle(program, rich, asked);
    const keys = ['moneyMinor', 'pointsValueMinor', 'returned', 'spentMinor', 'complete'] as const;
    expect([
      shown(refundAll(program, sale, [lines([0, 1]), lines([0, 1]), lines([1, 1])]), ...keys),
      shown(refundAll(program, sale, [lines([1, 1]), lines([0, 2])]), ...keys),
    ]).toEqual([
      [
        [0, 500, 500, 0, false],
        [0, 500, 500, 0, false],
        [1000, 0, 0, 0, true],
      ],
      [
        [1000, 0, 0, 0, false],
        [0, 1000, 1000, 0, true],
      ],
    ]);
  });

  test('only goods count for tiers: value sold takes nothing of it', () => {
    const sale = settle(program, testMember(), testSale([testLine('A', 1, 1000), topUp]));
    const done = refundAll(program, sale, [lines([1, 1]), lines([0, 1])]);
    expect(shown(done, 'moneyMinor', 'spentMinor')).toEqual([
      [1000, 0],
      [1000, 1000],
    ]);
  });

  test('goods that were free leave their reward with the value of nothing else', () => {
    const rewards = [testReward('cup', { kind: 'free-units', units: 1 }, { costPoints: 30 })];
    const only = { ...program, rewards };
    const asked = testSale([testLine('A', 1, 20), topUp], {
      rewards: [{ rewardId: 'cup', units: 1 }],
    });
    const done = refundAll(only, settle(only, rich, asked), [lines([1, 1]), lines([0, 1])]);
    expect(shown(done, 'moneyMinor', 'returned', 'complete')).toEqual([
      [1000, 0, false],
      [0, 30, true],
    ]);
  });

  test('a sale of value alone comes back as money', () => {
    const sale = settle(program, testMember(), testSale([topUp, topUp]));
    const done = refundAll(program, sale, [...amounts(1), all]);
    expect(shown(done, 'moneyMinor', 'spentMinor', 'complete')).toEqual([
      [1, 0, false],
      [1999, 0, true],
    ]);
  });
});

describe('refunds of counters that were apart', () => {
  const program = testProgram({
    coupons: [
      testCoupon('d', { kind: 'amount', amountMinor: 200 }, { scope: scopeOf({ skus: ['A'] }) }),
    ],
  });
  const sale = settle(
    program,
    testMember(),
    testSale([testLine('A', 3, 100), testLine('B', 1, 50)], { vouchers: [testVoucher('d')] }),
  );
  const first = refundAll(program, sale, [lines([0, 1])]).results;
  const after = (earlier: readonly RefundResult[], request: RefundRequest) =>
    evaluateRefund(program, contextOf(sale, { earlier }), 'refund', request);

  test('a line that is not asked for is not touched, and none gives less than nothing', () => {
    expect([
      after([...first, ...first], lines([1, 1])),
      after([...first, ...first, ...first, ...first], lines([1, 1])),
      after([...first, ...first], lines([0, 1])),
    ]).toMatchObject([
      { result: { byLine: [0, 50], moneyMinor: 50, complete: false } },
      { result: { byLine: [0, 50], moneyMinor: 50, complete: true } },
      { result: { byLine: [32, 0], moneyMinor: 32 } },
    ]);
    const amount = refundAll(program, sale, amounts(147)).results;
    expect(after([...amount, ...first], lines([0, 1]))).toMatchObject({
      result: { byLine: [0, 0] },
    });
  });
});

test.each<[string, Coupon]>([
  [
    'a buy-one-get-one',
    testCoupon(
      'b',
      { kind: 'buy-get', buyUnits: 1, getUnits: 1, offBps: 10_000, timesMax: null },
      { trigger: 'auto' },
    ),
  ],
  [
    'the cheapest free from two on',
    testCoupon(
      'c',
      { kind: 'cheapest', units: 1, offBps: 10_000 },
      { trigger: 'auto', when: whenOf({ minUnits: 2 }) },
    ),
  ],
])('half of %s cannot be had for nothing', (_, coupon) => {
  const program = testProgram({ coupons: [coupon] });
  const sale = settle(
    program,
    testMember(),
    testSale([testLine('A', 1, 100), testLine('B', 1, 90)]),
  );
  const money = (...order: readonly number[]) =>
    refundAll(
      program,
      sale,
      order.map((line) => lines([line, 1])),
    ).results.map((one) => [one.moneyMinor, one.complete]);
  expect([money(0, 1), money(1, 0)]).toEqual([
    [
      [53, false],
      [47, true],
    ],
    [
      [47, false],
      [53, true],
    ],
  ]);
});

describe('vouchers follow what they made cheaper', () => {
  const free = testCoupon(
    'f',
    { kind: 'free-units', units: 1 },
    { scope: scopeOf({ skus: ['B'] }) },
  );
  const ticket = testCoupon(
    't',
    { kind: 'free-units', units: 1 },
    { uses: 10, scope: scopeOf({ skus: ['T'] }) },
  );
  const off = testCoupon('o', { kind: 'amount', amountMinor: 30 });
  const program = testProgram({ coupons: [free, ticket, off], earn: [earnPerAmount(10, 1)] });
  const reissued = (done: Refunded) =>
    done.results.map((one) => [
      one.reissued.map(({ couponId, uses }) => `${couponId} ${uses}`).join(),
      one.complete,
    ]);

  test('who keeps the free goods does not get the voucher back, nor is the sale undone', () => {
    const asked = testSale([testLine('A', 1, 10), testLine('B', 1, 500)], {
      vouchers: [testVoucher('f')],
    });
    const sale = settle(program, testMember(), asked);
    const paidFirst = refundAll(program, sale, [lines([0, 1]), all]);
    expect([
      reissued(paidFirst),
      shown(paidFirst, 'clawedBack', 'spentMinor'),
      reissued(refundAll(program, sale, [lines([1, 1]), lines([0, 1])])),
      reissued(refundAll(program, sale, amounts(10))),
    ]).toEqual([
      [
        ['', false],
        ['f 1', true],
      ],
      [
        [1, 10],
        [0, 0],
      ],
      [
        ['f 1', false],
        ['', true],
      ],
      [['f 1', true]],
    ]);
  });

  test('units taken by ticket bring the ticket back, use by use', () => {
    const asked = testSale([testLine('T', 4, 50), testLine('B', 1, 10)], {
      vouchers: [testVoucher('t', { usesLeft: 10, uses: 3 })],
    });
    const sale = settle(program, testMember(), asked);
    const steps = [lines([0, 1]), lines([0, 1]), lines([1, 1]), lines([0, 2])];
    expect([
      reissued(refundAll(program, sale, steps)),
      reissued(refundAll(program, sale, [lines([0, 4])])),
      reissued(refundAll(program, sale, [lines([0, 3])])),
    ]).toEqual([
      [
        ['', false],
        ['t 1', false],
        ['', false],
        ['t 2', true],
      ],
      [['t 3', false]],
      [['t 2', false]],
    ]);
  });

  test('one off the whole sale comes back with the last of it, goods without a price aside', () => {
    const asked = testSale([testLine('A', 2, 100), testLine('A', 1, 100), testLine('BAG', 1, 0)], {
      vouchers: [testVoucher('o')],
    });
    const sale = settle(program, testMember(), asked);
    const steps = [lines([0, 2]), lines([1, 1]), lines([2, 1])];
    expect([
      reissued(refundAll(program, sale, steps)),
      reissued(refundAll(program, sale, [lines([2, 1]), ...amounts(269, 1)])),
    ]).toEqual([
      [
        ['', false],
        ['o 1', true],
        ['', false],
      ],
      [
        ['', false],
        ['', false],
        ['o 1', true],
      ],
    ]);
  });

  test('a voucher that made nothing cheaper comes back with all of the sale', () => {
    const asked = testSale([testLine('A', 1, 100), testLine('BAG', 1, 0), testLine('C', 1, 5)], {
      vouchers: [testVoucher('o')],
    });
    const settled = settle(program, testMember(), asked);
    const [used] = settled.discounts;
    const noDiscount = { discountMinor: 0, byLine: [0, 0, 0] };
    const sale = {
      ...settled,
      lines: settled.lines.map((line) => ({ ...line, discountMinor: 0 })),
      discounts: used === undefined ? [] : [{ ...used, ...noDiscount }],
    };
    expect(reissued(refundAll(program, sale, [lines([0, 1]), lines([2, 1])]))).toEqual([
      ['', false],
      ['o 1', true],
    ]);
  });
});
