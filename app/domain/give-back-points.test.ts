import { describe, expect, test } from 'vitest';
import { planGiveBack, planValueBack, spentLots, spentPointsKept } from './give-back-points.ts';
import type { LotId, MemberId } from './ids.ts';
import type { Lot } from './lots.ts';
import { linesAfter, tendersLeft, wholeLines } from './refund-amounts.ts';
import type { SettledSale } from './refund.ts';
import { settle } from './refund.fixture.ts';
import {
  scopeOf,
  testCoupon,
  testLine,
  testLot,
  testMember,
  testProgram,
  testReward,
  testSale,
} from './sale-context.fixture.ts';
import type { Program } from './program.ts';
import type { ValueEntry } from './sale.ts';

const today = '2026-11-22';
const newLotId = 'new' as LotId;
const extend = { kind: 'extend', days: 30 } as const;
const lapse = { kind: 'lapse' } as const;

describe('points that stay spent', () => {
  const program = testProgram({
    redemption: {
      pointsPerStep: 1,
      minorPerStep: 1,
      pointsMin: 0,
      cartMinMinor: 0,
      shareMaxBps: 10_000,
      block: null,
    },
    rewards: [
      testReward('half', { kind: 'percent', offBps: 5000, maxMinor: null }, { costPoints: 30 }),
      testReward(
        'cap',
        { kind: 'free-units', units: 1 },
        { costPoints: 20, scope: scopeOf({ skus: ['CAP'] }) },
      ),
      testReward(
        'cup',
        {
          kind: 'goods',
          sku: 'CUP',
          name: { 'zh-TW': '杯', en: 'Cup' },
          units: 1,
          everyUnits: null,
          unitWeight: 1,
        },
        { costPoints: 10 },
      ),
    ],
  });
  const member = testMember({ lots: [testLot('a', 500)] });

  function kept(
    sale: SettledSale,
    byLine: readonly number[],
    qtyByLine: readonly number[],
  ): number {
    const lines = linesAfter(wholeLines(sale), { byLine, qtyByLine });
    return spentPointsKept(program, sale, lines, tendersLeft(sale, lines));
  }

  test('payment and goods handed over follow the value, a reward the lines it made cheaper', () => {
    const sale = settle(
      program,
      member,
      testSale([testLine('A', 2, 50), testLine('CAP', 1, 40)], {
        rewards: [
          { rewardId: 'cap', units: 1 },
          { rewardId: 'cup', units: 1 },
        ],
        spendPoints: 50,
      }),
    );
    expect([
      sale.pointsSpent,
      kept(sale, [0, 0], [0, 0]),
      kept(sale, [50, 0], [1, 0]),
      kept(sale, [100, 0], [2, 0]),
      kept(sale, [0, 0], [0, 1]),
      kept(sale, [100, 0], [2, 1]),
    ]).toEqual([80, 80, 50, 20, 60, 0]);
  });

  test('a reward claimed twice cost twice', () => {
    const asked = testSale([testLine('CAP', 4, 40)], { rewards: [{ rewardId: 'cap', units: 2 }] });
    const sale = settle(program, member, asked);
    expect([sale.pointsSpent, kept(sale, [20], [1]), kept(sale, [40], [2])]).toEqual([40, 30, 20]);
  });

  test('a reward on several lines is spread like its discount; an amount takes its part', () => {
    const sale = settle(
      program,
      member,
      testSale([testLine('A', 1, 200), testLine('B', 1, 100)], {
        rewards: [{ rewardId: 'half', units: 1 }],
      }),
    );
    expect([
      kept(sale, [100, 0], [1, 0]),
      kept(sale, [0, 50], [0, 1]),
      kept(sale, [50, 25], [0, 0]),
    ]).toEqual([10, 20, 15]);
  });

  test('of a free sale points follow the units; costs are never more than was spent', () => {
    const sale = settle(
      program,
      member,
      testSale([testLine('CAP', 1, 40)], {
        rewards: [
          { rewardId: 'cap', units: 1 },
          { rewardId: 'cup', units: 1 },
        ],
      }),
    );
    const cheaper = { ...sale, entries: sale.entries.map((one) => ({ ...one, points: -7 })) };
    const unknown = { ...program, rewards: [] };
    const lines = linesAfter(wholeLines(sale), { byLine: [0], qtyByLine: [1] });
    expect([
      kept(sale, [0], [0]),
      kept(sale, [0], [1]),
      kept(cheaper, [0], [0]),
      spentPointsKept(unknown, sale, wholeLines(sale), tendersLeft(sale, wholeLines(sale))),
      spentPointsKept(unknown, sale, lines, tendersLeft(sale, lines)),
    ]).toEqual([30, 0, 7, 30, 0]);
  });

  test('coupons cost no points; a reward that made no line cheaper follows the value', () => {
    const coupon = testCoupon('ten', { kind: 'amount', amountMinor: 10 }, { trigger: 'auto' });
    const sale = settle(
      { ...program, coupons: [coupon] },
      member,
      testSale([testLine('A', 1, 110)], { spendPoints: 40 }),
    );
    const goods = { kind: 'reward' as const, rewardId: 'cup' };
    const cup = { source: goods, discountMinor: 0, byLine: [0], uses: 1 };
    const both = { ...sale, discounts: [...sale.discounts, cup] };
    expect([kept(sale, [25], [0]), kept(both, [25], [0])]).toEqual([30, 31]);
  });

  test('points come back no faster than their value, and all in the end', () => {
    const steep: Program = {
      ...program,
      redemption: {
        pointsPerStep: 1,
        minorPerStep: 1000,
        pointsMin: 0,
        cartMinMinor: 0,
        shareMaxBps: 10_000,
        block: null,
      },
    };
    const sale = settle(steep, member, testSale([testLine('A', 1, 4000)], { spendPoints: 2 }));
    expect([0, 1, 1998, 1999, 3998, 3999, 4000].map((minor) => kept(sale, [minor], [0]))).toEqual([
      2, 2, 2, 1, 1, 0, 0,
    ]);
  });

  test('a cost that does not divide by units comes back floored', () => {
    const asked = testSale([testLine('CAP', 3, 40)], { rewards: [{ rewardId: 'cap', units: 1 }] });
    const sale = settle(program, member, asked);
    expect([0, 1, 2, 3].map((units) => kept(sale, [27 * units], [units]))).toEqual([20, 14, 7, 0]);
  });

  test('only what the buyer spent in the sale counts', () => {
    const sale = settle(program, member, testSale([testLine('A', 1, 50)], { spendPoints: 5 }));
    const [spend] = sale.entries;
    if (spend === undefined) throw new Error('nothing spent');
    const more = [
      spend,
      { ...spend, kind: 'adjust' as const, points: -3 },
      { ...spend, memberId: 'other' as MemberId },
    ];
    expect(spentLots({ ...sale, entries: more })).toEqual([testLot('a', 5)]);
  });
});

describe('giving points back', () => {
  const takes = [
    testLot('gone', 10, '2026-11-20'),
    testLot('past', 10, '2026-11-21'),
    testLot('live', 10, today),
  ];

  function back(
    points: number,
    policy: typeof extend | typeof lapse,
    lots: readonly Lot[] = [],
    slidTo: string | null = null,
  ): unknown {
    const plan = planGiveBack(takes, 5, points, { lots, newLotId, policy, today, slidTo });
    return [
      plan.lapsed,
      plan.changes.map((one) => [one.kind, one.lotId, one.points, one.expiresOn]),
    ];
  }

  test('to where they came from; what is past its day lapses, unless it repays a debt', () => {
    const debt = testLot('past', -4, '2026-11-21');
    const deep = testLot('past', -40, '2026-11-21');
    const more = testLot('past', 3, '2026-11-21');
    const changes = [
      ['refund', 'past', 7, '2026-11-21'],
      ['refund', 'live', 5, today],
    ];
    const level = testLot('past', -7, '2026-11-21');
    expect([
      back(5, lapse),
      back(12, lapse),
      back(12, lapse, [debt]),
      back(12, lapse, [deep]),
      back(12, lapse, [more]),
      back(12, lapse, [level]),
    ]).toEqual([
      [0, [['refund', 'live', 5, today]]],
      [7, changes],
      [3, changes],
      [0, changes],
      [7, changes],
      [0, changes],
    ]);
  });

  test('or what is past its day comes back to one new lot', () => {
    expect(back(25, extend)).toEqual([
      0,
      [
        ['refund', 'live', 5, today],
        ['refund', 'new', 20, '2026-12-22'],
      ],
    ]);
  });
});

describe('giving points back under sliding expiry', () => {
  const takes = [
    testLot('old', 10, '2026-11-21'),
    testLot('late', 10, '2027-06-30'),
    testLot('undated', 10),
  ];
  const back = (lots: readonly Lot[], slidTo: string | null, on = today) => {
    const plan = planGiveBack(takes, 0, 30, { lots, newLotId, policy: lapse, today: on, slidTo });
    return [plan.lapsed, plan.changes.map((one) => [one.lotId, one.points, one.expiresOn])];
  };

  test('to the lot that lasts longest, or to a new one with the day the sale moved the rest to', () => {
    const moved = testLot('moved', 5, '2027-11-22');
    expect([
      back([], '2027-11-22'),
      back([testLot('short', 5, '2027-11-21')], '2027-11-22'),
      back([testLot('same', 5, '2027-11-22')], '2027-11-22'),
      back([moved, testLot('longer', 5, '2027-12-22'), testLot('u', 5)], '2027-11-22'),
      back(
        [
          { ...moved, points: 0 },
          { ...moved, points: -5 },
        ],
        '2027-11-22',
      ),
    ]).toEqual([
      [
        0,
        [
          ['new', 20, '2027-11-22'],
          ['undated', 10, null],
        ],
      ],
      [
        0,
        [
          ['new', 20, '2027-11-22'],
          ['undated', 10, null],
        ],
      ],
      [
        0,
        [
          ['same', 20, '2027-11-22'],
          ['undated', 10, null],
        ],
      ],
      [
        0,
        [
          ['longer', 20, '2027-12-22'],
          ['undated', 10, null],
        ],
      ],
      [
        0,
        [
          ['new', 20, '2027-11-22'],
          ['undated', 10, null],
        ],
      ],
    ]);
  });

  test('to their own lot where that lasts as long, and where the new day is past as well', () => {
    expect([
      back([], '2027-06-30'),
      back([], '2027-01-31', '2027-01-31'),
      back([], '2027-01-31', '2027-02-01'),
      back([testLot('moved', 5, '2027-01-31')], '2027-01-31', '2027-02-01'),
    ]).toEqual([
      [
        0,
        [
          ['late', 10, '2027-06-30'],
          ['new', 10, '2027-06-30'],
          ['undated', 10, null],
        ],
      ],
      [
        0,
        [
          ['new', 10, '2027-01-31'],
          ['late', 10, '2027-06-30'],
          ['undated', 10, null],
        ],
      ],
      ...Array(2).fill([
        10,
        [
          ['old', 10, '2026-11-21'],
          ['late', 10, '2027-06-30'],
          ['undated', 10, null],
        ],
      ]),
    ]);
  });
});

test('value comes back to its holders in reverse order; a card whatever its day', () => {
  const values: ValueEntry[] = [
    { holder: 'member', holderId: 'past', amountMinor: -10, expiresOn: '2026-11-21' },
    { holder: 'member', holderId: 'live', amountMinor: -10, expiresOn: today },
    { holder: 'member', holderId: 'sold', amountMinor: 500, expiresOn: null },
    { holder: 'gift-card', holderId: 'card', amountMinor: -10, expiresOn: '2026-11-21' },
    { holder: 'gift-card', holderId: 'undated', amountMinor: -10, expiresOn: null },
  ];
  const back = (policy: typeof extend | typeof lapse) =>
    planValueBack(values, 5, 33, { newLotId, policy, today }).map((one) => [
      one.holder,
      one.holderId,
      one.amountMinor,
      one.expiresOn,
    ]);
  const live = [
    ['gift-card', 'undated', 5, null],
    ['gift-card', 'card', 10, '2026-11-21'],
    ['member', 'live', 10, today],
  ];
  expect([back(lapse), back(extend)]).toEqual([
    [...live, ['member', 'past', 8, '2026-11-21']],
    [...live, ['member', 'new', 8, '2026-12-22']],
  ]);
});
