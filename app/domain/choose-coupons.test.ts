import { describe, expect, test } from 'vitest';
import { discountsMax } from './choose-coupons.ts';
import type { VoucherId } from './ids.ts';
import {
  amount,
  auto,
  code,
  free,
  idOf,
  lastWhy,
  outcome,
  percent,
  price,
  priced,
  skuA,
  skuB,
} from './price-sale.fixture.ts';
import type { Coupon } from './program.ts';
import {
  scopeOf,
  testCoupon,
  testLine,
  testReward,
  testVoucher,
  whenOf,
} from './sale-context.fixture.ts';

describe('the most discounts of a sale', () => {
  // Each of its own article, one NT$1 more off than the one before.
  const articles = Array.from({ length: 60 }, (_, n) => String(n + 100));
  const lines = articles.map((sku) => testLine(sku, 1, 500));
  const own = articles.map((sku) =>
    testCoupon(sku, amount(Number(sku)), { ...auto, scope: scopeOf({ skus: [sku] }) }),
  );
  const applied = (result: ReturnType<typeof priced>) =>
    result.discounts.map((one) => idOf(one.source));

  test('are the automatic ones that take off the most; nobody asked for the others', () => {
    const result = priced({ coupons: own }, { lines });
    expect([applied(result), result.refused]).toEqual([articles.slice(-discountsMax), []]);
    const fifty = priced({ coupons: own.slice(0, discountsMax) }, { lines });
    expect(applied(fifty)).toEqual(articles.slice(0, discountsMax));
  });
  test('leave room for what is asked for: what may be used of the vouchers, and rewards', () => {
    const program = {
      coupons: [...own, testCoupon('V', amount(1)), testCoupon('W', amount(2))],
      rewards: [testReward('R', amount(1))],
      vouchersPerSaleMax: 1,
    };
    const vouchers = [testVoucher('V'), testVoucher('W')];
    const asked = { lines, vouchers, rewards: [{ rewardId: 'R', units: 1 }] };
    const result = priced(program, asked);
    expect([applied(result), result.refused.map((one) => idOf(one.source))]).toEqual([
      [...articles.slice(-discountsMax + 2), 'v-W', 'R'],
      ['v-V'],
    ]);
  });
  test('go to the next one where one finds nothing left', () => {
    const all = testCoupon('F', amount(30_000), { ...auto, priority: 1 });
    expect(applied(priced({ coupons: [all, ...own] }, { lines }))).toEqual(['F']);
  });
});

describe('what is applied first', () => {
  const coupons = (ids: Record<string, Partial<Coupon>>) =>
    Object.entries(ids).map(([id, parts]) =>
      testCoupon(id, id.startsWith('P') ? percent(1000) : amount(50), { ...auto, ...parts }),
    );
  test('lower priority numbers, then percentages, then as listed', () => {
    const first = {
      applied: [
        ['P', 100],
        ['A', 50],
      ],
      refused: [],
    };
    expect(outcome(priced({ coupons: coupons({ A: {}, P: {} }) }))).toEqual(first);
    expect(outcome(priced({ coupons: coupons({ A: { priority: 101 }, P: {} }) }))).toEqual(first);
    expect(outcome(priced({ coupons: coupons({ A: { priority: 99 }, P: {} }) }))).toEqual({
      applied: [
        ['A', 50],
        ['P', 95],
      ],
      refused: [],
    });
    expect(outcome(priced({ coupons: coupons({ B: {}, A: {} }) })).applied).toEqual([
      ['B', 50],
      ['A', 50],
    ]);
  });
  test('of equal ones: automatic, vouchers, codes, rewards', () => {
    const program = {
      coupons: [
        testCoupon('C', amount(50), code('c')),
        testCoupon('V', amount(50)),
        testCoupon('A', amount(50), auto),
      ],
      rewards: [testReward('R', amount(50))],
    };
    const asked = {
      vouchers: [testVoucher('V')],
      codes: ['c'],
      rewards: [{ rewardId: 'R', units: 1 }],
    };
    expect(priced(program, asked).discounts.map((one) => idOf(one.source))).toEqual([
      'A',
      'v-V',
      'C',
      'R',
    ]);
  });
  test('COUPON-03: the second percentage is of what the first one left', () => {
    const lines = [testLine('A', 5, 500), testLine('B', 1, 500)];
    const order = testCoupon('ORD', percent(1000), { ...auto, when: whenOf({ minUnits: 5 }) });
    const ofB = testCoupon('CATB', percent(1000), { ...auto, scope: skuB, priority: 101 });
    expect(outcome(priced({ coupons: [ofB, order] }, { lines }))).toEqual({
      applied: [
        ['ORD', 300],
        ['CATB', 45],
      ],
      refused: [],
    });
  });
  test('units made free by one are passed over by the next', () => {
    const coupons = [testCoupon('F', free(1))];
    const vouchers = ['1', '2', '3'].map((id) => testVoucher('F', { voucherId: id as VoucherId }));
    expect(outcome(priced({ coupons }, { lines: [testLine('A', 2, 10)], vouchers }))).toEqual({
      applied: [
        ['1', 10],
        ['2', 10],
      ],
      refused: [['3', 'no-discount-left']],
    });
  });
  test('COUPON-17: ten percentages one after the other, each floored', () => {
    const coupons = Array.from({ length: 10 }, (_, i) =>
      testCoupon(`R${i}`, percent(1000), { ...auto, scope: skuA, priority: i }),
    );
    const result = priced({ coupons }, { lines: [testLine('A', 1, 10_000)] });
    expect([result.discountMinor, result.discounts.length]).toEqual([6511, 10]);
  });
});

describe('what does not go together', () => {
  const o10 = testCoupon('O10', percent(1000), code('o10'));
  const o05 = testCoupon('O05', percent(500), code('o05'));
  test('COUPON-06: the best percentage off the whole sale, whichever was asked first', () => {
    for (const codes of [
      ['o10', 'o05'],
      ['o05', 'O10'],
    ]) {
      const result = priced({ coupons: [o05, o10] }, { codes });
      expect(outcome(result)).toEqual({
        applied: [['O10', 100]],
        refused: [['O05', 'better-one-used']],
      });
      expect(lastWhy(result)).toEqual({
        code: 'better-one-used',
        by: { kind: 'coupon', couponId: 'O10' },
      });
    }
  });
  test('as many percentages off the whole sale as the program says', () => {
    const coupons = [testCoupon('O20', percent(2000), auto), o10, o05];
    const codes = ['o05', 'o10'];
    const under = (orderPercentsMax: number) => {
      const result = priced({ coupons, orderPercentsMax }, { codes });
      return [
        result.discounts.map((one) => idOf(one.source)),
        result.refused.map((one) => one.why),
      ];
    };
    const better = (couponId: string) => ({
      code: 'better-one-used',
      by: { kind: 'coupon', couponId },
    });
    expect([3, 2, 1, 0].map(under)).toEqual([
      [['O20', 'O05', 'O10'], []],
      [['O20', 'O10'], [better('O10')]],
      [['O20'], [better('O20'), better('O20')]],
      [[], [{ code: 'too-many-vouchers' }, { code: 'too-many-vouchers' }]],
    ]);
  });
  test('percentages off some goods and amounts are not among them', () => {
    const coupons = [
      o10,
      testCoupon('A', percent(2000), { ...auto, scope: skuA }),
      testCoupon('F', amount(5), auto),
    ];
    const lines = [testLine('A', 1, 100), testLine('B', 1, 100)];
    expect(outcome(priced({ coupons }, { lines, codes: ['o10'] })).applied).toEqual([
      ['A', 20],
      ['O10', 18],
      ['F', 5],
    ]);
  });
  test('an equal discount goes to the lower priority number, then to the one asked first', () => {
    const coupon = (id: string, priority = 100) =>
      testCoupon(id, percent(1000), { ...code(id), priority });
    const used = (coupons: Coupon[]) => outcome(priced({ coupons }, { codes: ['x', 'y'] })).applied;
    expect(used([coupon('x'), coupon('y')])).toEqual([['x', 100]]);
    expect(used([coupon('y'), coupon('x')])).toEqual([['x', 100]]);
    expect(used([coupon('x'), coupon('y', 99)])).toEqual([['y', 100]]);
  });
  test('one of a group; other groups and coupons without one are free', () => {
    const group = (id: string, amountMinor: number, name: string | null) =>
      testCoupon(id, amount(amountMinor), { ...auto, group: name });
    const coupons = [
      group('a1', 10, 'a'),
      group('a2', 11, 'a'),
      group('b', 5, 'b'),
      group('n', 1, null),
      group('m', 2, null),
    ];
    expect(outcome(priced({ coupons }))).toEqual({
      applied: [
        ['a2', 11],
        ['b', 5],
        ['n', 1],
        ['m', 2],
      ],
      refused: [],
    });
  });
  test('one that does not stack goes alone, or not at all', () => {
    const alone = (amountMinor: number) => [
      testCoupon('S', amount(amountMinor), { stacks: false }),
      testCoupon('A', amount(20), auto),
      testCoupon('B', amount(10), auto),
    ];
    const asked = { vouchers: [testVoucher('S')] };
    // As much as both others together: it stays, being the larger one.
    for (const minor of [31, 30]) {
      expect(outcome(priced({ coupons: alone(minor) }, asked))).toEqual({
        applied: [['v-S', minor]],
        refused: [],
      });
    }
    for (const minor of [29, 19]) {
      const result = priced({ coupons: alone(minor) }, asked);
      expect(outcome(result)).toEqual({
        applied: [
          ['A', 20],
          ['B', 10],
        ],
        refused: [['v-S', 'better-one-used']],
      });
      expect(lastWhy(result)).toEqual({
        code: 'better-one-used',
        by: { kind: 'coupon', couponId: 'A' },
      });
    }
  });
  test('vouchers that save more together than an automatic one that goes alone are used', () => {
    const coupons = [
      testCoupon('S', amount(100), { ...auto, stacks: false }),
      testCoupon('A', amount(60)),
      testCoupon('B', amount(60)),
    ];
    const one = { vouchers: [testVoucher('A')] };
    expect(outcome(priced({ coupons }, one))).toEqual({
      applied: [['S', 100]],
      refused: [['v-A', 'better-one-used']],
    });
    expect(
      outcome(priced({ coupons }, { vouchers: [testVoucher('A'), testVoucher('B')] })),
    ).toEqual({
      applied: [
        ['v-A', 60],
        ['v-B', 60],
      ],
      refused: [],
    });
  });
  test('one that goes alone is used where the others take from each other', () => {
    const coupons = [
      testCoupon('F', free(1), { ...auto, priority: 1 }),
      testCoupon('B', { kind: 'bundle-price', units: 3, priceMinor: 100, timesMax: null }, auto),
      testCoupon('S', amount(190), { stacks: false }),
    ];
    const lines = [testLine('A', 3, 100)];
    const asked = { lines, vouchers: [testVoucher('S')] };
    // The bundle (200) would win against it, but after the free unit there are only two left.
    expect(outcome(priced({ coupons }, asked))).toEqual({
      applied: [['v-S', 190]],
      refused: [],
    });
  });
  test('a reward stays, whatever the coupons would save without it', () => {
    const coupons = [
      testCoupon('S', amount(90), { ...auto, stacks: false, scope: skuA }),
      testCoupon('A', amount(60), auto),
      testCoupon('B', amount(60), auto),
    ];
    const rewards = [testReward('R', percent(1000), { priority: 200 })];
    const lines = [testLine('A', 1, 110)];
    const asked = { lines, rewards: [{ rewardId: 'R', units: 1 }] };
    expect(outcome(priced({ coupons, rewards }, asked))).toEqual({
      applied: [
        ['S', 90],
        ['R', 2],
      ],
      refused: [],
    });
  });
  test('a reward goes with coupons that do not stack, in any group', () => {
    const coupons = [testCoupon('S', amount(20), { ...auto, stacks: false, group: 'g' })];
    const rewards = [testReward('R', amount(5))];
    expect(
      outcome(priced({ coupons, rewards }, { rewards: [{ rewardId: 'R', units: 1 }] })).applied,
    ).toEqual([
      ['S', 20],
      ['R', 5],
    ]);
    expect(
      outcome(
        priced(
          { coupons, rewards: [testReward('R', amount(25))] },
          { rewards: [{ rewardId: 'R', units: 1 }] },
        ),
      ).applied,
    ).toEqual([
      ['S', 20],
      ['R', 25],
    ]);
  });
  test('a reward is one of the percentages off the whole sale', () => {
    const asked = { rewards: [{ rewardId: 'R', units: 1 }], codes: ['o10'] };
    const won = priced({ coupons: [o10], rewards: [testReward('R', percent(1100))] }, asked);
    expect([outcome(won), won.rewardPoints]).toEqual([
      { applied: [['R', 110]], refused: [['O10', 'better-one-used']] },
      10,
    ]);
    expect(price({ coupons: [o10], rewards: [testReward('R', percent(900))] }, asked)).toEqual({
      kind: 'refused',
      refusal: {
        code: 'reward-refused',
        rewardId: 'R',
        why: { code: 'better-one-used', by: { kind: 'coupon', couponId: 'O10' } },
      },
    });
  });
  test('so many vouchers and codes, the best of them; automatic coupons do not count', () => {
    const coupons = [
      testCoupon('A', amount(40), auto),
      testCoupon('V', amount(10)),
      testCoupon('W', amount(20)),
      testCoupon('C', amount(15), code('c')),
    ];
    const asked = { vouchers: [testVoucher('V'), testVoucher('W')], codes: ['c'] };
    const under = (vouchersPerSaleMax: number) =>
      outcome(priced({ coupons, vouchersPerSaleMax }, asked));
    const tooMany = (id: string) => [id, 'too-many-vouchers'];
    expect([0, 1, 2, 3].map(under)).toEqual([
      { applied: [['A', 40]], refused: [tooMany('v-V'), tooMany('v-W'), tooMany('C')] },
      {
        applied: [
          ['A', 40],
          ['v-W', 20],
        ],
        refused: [tooMany('v-V'), tooMany('C')],
      },
      {
        applied: [
          ['A', 40],
          ['v-W', 20],
          ['C', 15],
        ],
        refused: [tooMany('v-V')],
      },
      {
        applied: [
          ['A', 40],
          ['v-V', 10],
          ['v-W', 20],
          ['C', 15],
        ],
        refused: [],
      },
    ]);
  });
  test('one that finds nothing left gives its place to the one it had beaten', () => {
    const lines = [testLine('A', 1, 100), testLine('B', 1, 30)];
    const coupons = [
      testCoupon('all', amount(100), { ...auto, scope: skuA, priority: 1 }),
      testCoupon('x', amount(50), { group: 'g', scope: skuA }),
      testCoupon('y', amount(20), { group: 'g', scope: skuB }),
    ];
    const vouchers = [testVoucher('y'), testVoucher('x')];
    expect(outcome(priced({ coupons }, { lines, vouchers }))).toEqual({
      applied: [
        ['all', 100],
        ['v-y', 20],
      ],
      refused: [['v-x', 'no-discount-left']],
    });
  });
});
