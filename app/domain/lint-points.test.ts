import { describe, expect, test } from 'vitest';
import type { CouponEffect, EarnGive, EarnRule, Program, Redemption } from './program.ts';
import {
  cleanProgram,
  lintCodes,
  lintLines,
  makeMultiplier,
  makeReward,
  makeRule,
  makeTier,
  makeWhen,
  named,
} from './lint.fixture.ts';

function perAmount(perMinor: number, points: number): EarnGive {
  return { kind: 'per-amount', perMinor, points, rounding: 'floor' };
}

function share(bps: number): EarnGive {
  return { kind: 'percent', bps, per: 'sale', rounding: 'floor' };
}

function earning(give: EarnGive, part: Partial<EarnRule> = {}): Partial<Program> {
  return { earn: [makeRule(give, part)] };
}

function paying(part: Partial<Redemption>): Partial<Program> {
  const { redemption } = cleanProgram;
  if (redemption === null) throw new Error('points can pay in it');
  return { redemption: { ...redemption, ...part } };
}

const oneTier = { tiers: [makeTier('basic', 0)] };

describe('earn rules', () => {
  test.each<[string, Partial<Program>, string[]]>([
    ['0 points per amount', earning(perAmount(100, 0)), ['earn-nothing']],
    ['0 points a visit', earning({ kind: 'per-order', points: 0 }), ['earn-nothing']],
    ['0%', earning(share(0)), ['earn-nothing']],
    ['0.01%', earning(share(1)), []],
    [
      'two alike',
      { earn: [makeRule(perAmount(100, 1)), makeRule(perAmount(100, 1))] },
      ['earn-twice'],
    ],
    ['two that differ', { earn: [makeRule(perAmount(100, 1)), makeRule(perAmount(200, 1))] }, []],
    [
      'two at different times',
      {
        earn: [
          makeRule(perAmount(100, 1), { when: makeWhen({ weekdays: [1] }) }),
          makeRule(perAmount(100, 1)),
        ],
      },
      [],
    ],
    [
      'the other way round',
      {
        earn: [
          makeRule(perAmount(100, 1)),
          makeRule(perAmount(100, 1), { when: makeWhen({ weekdays: [1] }) }),
        ],
      },
      [],
    ],
    [
      'up to the first step',
      earning(perAmount(100, 1), { when: makeWhen({ maxSpendMinor: 100 }) }),
      [],
    ],
    [
      'up to NT$1 less',
      earning(perAmount(100, 1), { when: makeWhen({ maxSpendMinor: 99 }) }),
      ['never-a-step'],
    ],
    [
      'measured on the sale',
      earning(perAmount(100, 1), { when: makeWhen({ maxSpendMinor: 99, measureOn: 'sale' }) }),
      [],
    ],
    [
      'rounded up to a step',
      earning({ ...perAmount(101, 1), rounding: 'half-up' } as EarnGive, {
        when: makeWhen({ maxSpendMinor: 51 }),
      }),
      [],
    ],
    [
      'rounded down',
      earning({ ...perAmount(101, 1), rounding: 'half-up' } as EarnGive, {
        when: makeWhen({ maxSpendMinor: 50 }),
      }),
      ['never-a-step'],
    ],
    [
      'a range that is empty anyway',
      earning(perAmount(100, 1), { when: makeWhen({ minSpendMinor: 80, maxSpendMinor: 50 }) }),
      ['spend-range-empty'],
    ],
    ['a maximum of one step', earning({ kind: 'per-unit', points: 5 }, { pointsMax: 5 }), []],
    [
      'a maximum below one step',
      earning({ kind: 'per-unit', points: 5 }, { pointsMax: 4 }),
      ['points-max-below-step'],
    ],
    ['a maximum of a percentage', earning(share(100), { pointsMax: 4 }), []],
    ['points a visit worth NT$50', earning({ kind: 'per-order', points: 50 }), []],
    [
      'points a visit worth NT$51',
      earning({ kind: 'per-order', points: 51 }),
      ['flat-points-over-spend'],
    ],
    [
      'points a unit worth what the sale must spend',
      earning({ kind: 'per-unit', points: 60 }, { when: makeWhen({ minSpendMinor: 60 }) }),
      ['flat-points-over-spend'],
    ],
    [
      'points a line worth NT$1 less',
      earning({ kind: 'per-line', points: 60 }, { when: makeWhen({ minSpendMinor: 61 }) }),
      [],
    ],
    [
      'once in the life of a member',
      earning({ kind: 'per-order', points: 60 }, { when: makeWhen({ purchase: 'first' }) }),
      [],
    ],
    [
      'points that cannot pay',
      { ...earning({ kind: 'per-order', points: 60 }), redemption: null },
      ['no-way-to-spend'],
    ],
  ])('%s', (_, part, codes) => expect(lintCodes(part)).toEqual(codes));
});

describe('points that come back', () => {
  const rate = (give: EarnGive, part: Partial<Program> = {}) => ({
    ...earning(give),
    ...oneTier,
    ...part,
  });
  test.each<[string, Partial<Program>, string[]]>([
    ['20%', rate(share(2_000)), []],
    ['20.01%', rate(share(2_001)), ['points-pay-back-much']],
    ['99.99%', rate(share(9_999)), ['points-pay-back-much']],
    ['100%', rate(share(10_000)), ['points-pay-back-all']],
    ['a point for NT$1', rate(perAmount(1, 1)), ['points-pay-back-all']],
    ['a point for NT$1 worth NT$0.1', rate(perAmount(1, 1), paying({ pointsPerStep: 10 })), []],
    ['a point for NT$5', rate(perAmount(5, 1)), []],
    [
      'with a tier of ×2',
      rate(perAmount(5, 1), { tiers: [makeTier('basic', 0), makeTier('gold', 900, 20_000)] }),
      ['points-pay-back-much'],
    ],
    [
      'with a tier of ×5',
      rate(perAmount(5, 1), { tiers: [makeTier('basic', 0), makeTier('gold', 900, 50_000)] }),
      ['points-pay-back-all'],
    ],
    [
      'not multiplied',
      {
        ...rate(perAmount(5, 1), { tiers: [makeTier('basic', 0), makeTier('gold', 900, 20_000)] }),
        earn: [makeRule(perAmount(5, 1), { multiplied: false })],
      },
      [],
    ],
    [
      'a campaign of ×2',
      rate(perAmount(5, 1), { multipliers: [makeMultiplier(20_000)] }),
      ['points-pay-back-much'],
    ],
    [
      'a campaign of ×0.5',
      rate(perAmount(5, 1), { combine: 'multiply', multipliers: [makeMultiplier(5_000)] }),
      ['multiplier-below-one'],
    ],
    [
      '×2 of sale and ×3 of lines',
      rate(perAmount(5, 1), {
        multipliers: [makeMultiplier(20_000), makeMultiplier(30_000, { target: 'lines' })],
      }),
      ['points-pay-back-all'],
    ],
    [
      '×2 and ×3 of one kind',
      rate(perAmount(5, 1), {
        combine: 'multiply',
        multipliers: [makeMultiplier(20_000), makeMultiplier(30_000)],
      }),
      ['points-pay-back-all'],
    ],
    [
      '×2 and ×3 on different days',
      rate(perAmount(7, 1), {
        combine: 'multiply',
        multipliers: [
          makeMultiplier(20_000, { when: makeWhen({ weekdays: [1] }) }),
          makeMultiplier(30_000, { when: makeWhen({ weekdays: [2] }) }),
        ],
      }),
      ['points-pay-back-much'],
    ],
    [
      'added factors',
      rate(perAmount(50, 1), {
        combine: 'add',
        multipliers: [makeMultiplier(60_000), makeMultiplier(60_000)],
      }),
      ['points-pay-back-much'],
    ],
    [
      'the largest factor',
      rate(perAmount(50, 1), {
        combine: 'max',
        multipliers: [makeMultiplier(60_000), makeMultiplier(60_001)],
      }),
      ['multiplier-never-wins'],
    ],
    [
      'two rules together',
      { ...oneTier, earn: [makeRule(share(1_500)), makeRule(share(1_400))] },
      ['points-pay-back-much'],
    ],
    [
      'two rules on different days',
      {
        ...oneTier,
        earn: [
          makeRule(share(1_500), { when: makeWhen({ weekdays: [1] }) }),
          makeRule(share(1_400), { when: makeWhen({ weekdays: [2] }) }),
        ],
      },
      [],
    ],
    [
      'a rule with a maximum',
      { ...oneTier, earn: [makeRule(share(9_000), { pointsMax: 50 })] },
      [],
    ],
    ['points a visit', rate({ kind: 'per-order', points: 9 }), []],
    [
      'points that cannot pay',
      {
        ...rate(perAmount(1, 9)),
        redemption: null,
        rewards: [makeReward(9, { kind: 'free-units', units: 1 })],
      },
      [],
    ],
  ])('%s', (_, part, codes) => {
    const about = lintCodes(part).filter((code) => /^points-pay|^multiplier/.test(code));
    expect(about).toEqual(codes);
  });
});

describe('paying with points', () => {
  test.each<[string, Partial<Program>, string[]]>([
    ['a multiple of the step', paying({ pointsPerStep: 10, pointsMin: 20 }), []],
    ['no multiple', paying({ pointsPerStep: 10, pointsMin: 21 }), ['points-min-not-step']],
    [
      'exactly what the share allows',
      paying({ pointsMin: 20, cartMinMinor: 100, shareMaxBps: 2_000 }),
      [],
    ],
    [
      'NT$1 less',
      paying({ pointsMin: 20, cartMinMinor: 99, shareMaxBps: 2_000 }),
      ['redeem-from-more'],
    ],
    [
      'no minimum points, share of nothing',
      paying({ cartMinMinor: 4, shareMaxBps: 2_000 }),
      ['redeem-from-more'],
    ],
    ['no minimum cart', paying({ pointsMin: 20, shareMaxBps: 2_000 }), []],
    ['a block of 99%', paying({ block: { perSpendMinor: 100, pointsMax: 99 } }), []],
    [
      'a block of all',
      paying({ block: { perSpendMinor: 100, pointsMax: 100 } }),
      ['block-no-limit'],
    ],
    [
      'a block of small points',
      paying({ pointsPerStep: 10, block: { perSpendMinor: 100, pointsMax: 999 } }),
      [],
    ],
  ])('%s', (_, part, codes) => expect(lintCodes(part)).toEqual(codes));
});

test('each is said with its numbers and what to change', () => {
  const noPaying = { redemption: null };
  const off: CouponEffect = { kind: 'amount', amountMinor: 200 };
  expect(
    [
      earning(perAmount(100, 0), { name: named('zero') }),
      {
        earn: [makeRule(perAmount(100, 1), { name: named('first') }), makeRule(perAmount(100, 1))],
      },
      earning(perAmount(100, 1), { when: makeWhen({ maxSpendMinor: 99 }) }),
      earning({ kind: 'per-order', points: 5 }, { pointsMax: 4 }),
      earning({ kind: 'per-order', points: 1000 }),
      earning({ kind: 'per-line', points: 1000 }, { when: makeWhen({ minSpendMinor: 900 }) }),
      earning({ kind: 'per-unit', points: 1000 }),
      { ...earning(share(10_000)), multipliers: [makeMultiplier(20_000)] },
      earning(share(2_000)),
      paying({ pointsPerStep: 10, pointsMin: 21 }),
      paying({ pointsMin: 20, cartMinMinor: 99, shareMaxBps: 2_000 }),
      paying({ block: { perSpendMinor: 100, pointsMax: 100 } }),
      { rewards: [makeReward(3, off)], ...noPaying },
      {
        rewards: [makeReward(3, { kind: 'percent', offBps: 1_250, maxMinor: null })],
        ...noPaying,
        sameSalePoints: true,
      },
      {
        rewards: [makeReward(4, off, { when: makeWhen({ minSpendMinor: 300 }) })],
        ...noPaying,
        sameSalePoints: true,
      },
      { rewards: [makeReward(201, off)] },
      { earn: [] },
      noPaying,
    ].flatMap(lintLines),
  ).toMatchInlineSnapshot(`
    [
      "warning earn-nothing earn.0.give",
      "  「zero」給 0 點。請填點數或刪除",
      "  “zero” gives 0 points. Give points or remove it",
      "warning earn-twice earn.1",
      "  「rule」與「first」完全相同，同一筆消費會給兩次點。請刪除一個",
      "  “rule” is the same as “first”: a sale earns twice. Remove one",
      "error never-a-step earn.0.when.maxSpendMinor",
      "  「rule」要 NT$100 才有第一點，但只限 NT$99 以下，永遠 0 點。請提高 maxSpendMinor",
      "  “rule” gives its first points from NT$100, but holds only up to NT$99: always 0. Raise maxSpendMinor",
      "warning points-max-below-step earn.0.pointsMax",
      "  「rule」一次給 5 點，但上限 4 點。請直接給 4 點或提高上限",
      "  “rule” gives 5 points at a time but at most 4. Give 4 or raise pointsMax",
      "warning flat-points-over-spend earn.0.give",
      "  「rule」每筆交易送 1000 點，值 NT$1,000，而消費 NT$1 就有。請提高 minSpendMinor 或減少點數",
      "  “rule” gives 1000 points for each sale, worth NT$1,000, and a sale of NT$1 is enough. Raise minSpendMinor or give fewer points",
      "warning flat-points-over-spend earn.0.give",
      "  「rule」每項商品送 1000 點，值 NT$1,000，而消費 NT$900 就有。請提高 minSpendMinor 或減少點數",
      "  “rule” gives 1000 points for each line, worth NT$1,000, and a sale of NT$900 is enough. Raise minSpendMinor or give fewer points",
      "warning flat-points-over-spend earn.0.give",
      "  「rule」每件商品送 1000 點，值 NT$1,000，而消費 NT$1 就有。請提高 minSpendMinor 或減少點數",
      "  “rule” gives 1000 points for each unit, worth NT$1,000, and a sale of NT$1 is enough. Raise minSpendMinor or give fewer points",
      "error points-pay-back-all redemption",
      "  消費 NT$100 最多得到價值 NT$200 的點數（200%，含最高 2 倍），點數比商品還值錢。請減少給點或降低每點價值",
      "  NT$100 can earn points worth NT$200 (200%, with multipliers up to ×2): points are worth more than the goods. Give fewer points or make a point worth less",
      "warning points-pay-back-much redemption",
      "  消費 NT$100 最多得到價值 NT$30 的點數（30%；不含倍數 20%）。請確認毛利足夠",
      "  NT$100 can earn points worth NT$30 (30%; 20% without multipliers). Make sure the margin allows it",
      "warning points-min-not-step redemption.pointsMin",
      "  最少 21 點不是 10 點的倍數，實際最少 30 點。請改成倍數",
      "  The fewest points, 21, is no multiple of 10: the real minimum is 30. Write a multiple",
      "warning redeem-from-more redemption.cartMinMinor",
      "  寫明滿 NT$99 可折抵，但點數最多付 20%，最少要折 NT$20，實際要滿 NT$100。請改寫 cartMinMinor",
      "  Points may pay from NT$99, but at most 20% and at least NT$20: really from NT$100. Change cartMinMinor",
      "warning block-no-limit redemption.block",
      "  每滿 NT$100 可用 100 點，等於全額折抵，沒有限制作用。請降低點數或刪除 block",
      "  100 points per full NT$100 pay all of it, so block limits nothing. Lower the points or remove it",
      "error reward-pays-for-itself rewards.0.costPoints",
      "  「reward」用 3 點換 NT$200，而消費 NT$200 就可賺 3 點，換多少都不會少。請提高點數",
      "  “reward” gives NT$200 for 3 points, while NT$200 spent can earn 3: it pays for itself. Raise the cost",
      "warning same-sale-loop rewards.0.costPoints",
      "  「reward」要 3 點，但滿 NT$200 的交易自己就賺到，本單點數又可當單使用，等於人人折 12.5%。請提高點數或設定 maxMinor",
      "  “reward” costs 3 points, which a sale from NT$200 earns itself and may use at once: 12.5% off for everyone. Raise the cost or set maxMinor",
      "warning same-sale-loop rewards.0.costPoints",
      "  「reward」要 4 點，但滿 NT$300 的交易自己就賺 4 點又可當單使用，等於人人折 NT$200。請提高點數",
      "  “reward” costs 4 points, while a sale of NT$300 itself earns 4 and may use them at once: NT$200 off for everyone. Raise the cost",
      "warning reward-worse-than-paying rewards.0.costPoints",
      "  「reward」用 201 點換 NT$200，但同樣點數直接折抵值 NT$201，沒有人會換。請降低點數",
      "  “reward” gives NT$200 for 201 points that pay NT$201 directly: nobody would. Lower the cost",
      "warning no-way-to-earn earn",
      "  點數可以折抵或兌換，但沒有任何方式得到點數。請加入 earn 規則",
      "  Points can be spent but nothing gives any. Add an earn rule",
      "warning no-way-to-spend redemption",
      "  會員會得到點數，但沒有任何方式使用。請設定 redemption 或 rewards",
      "  Members get points but cannot spend them. Set redemption or rewards",
    ]
  `);
});
