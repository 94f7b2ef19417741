import { describe, expect, test } from 'vitest';
import type { CouponEffect, Program } from './program.ts';
import { lintCodes, makeCard, makeGift, makeReward, makeRule, makeWhen } from './lint.fixture.ts';

describe('rewards', () => {
  const off = (amountMinor: number): CouponEffect => ({ kind: 'amount', amountMinor });
  const tenPercent: CouponEffect = { kind: 'percent', offBps: 1_000, maxMinor: null };
  /** NT$1 earns at most 0.015 points. */
  const buying = (costPoints: number, effect: CouponEffect, part: Partial<Program> = {}) => ({
    rewards: [makeReward(costPoints, effect)],
    ...part,
  });
  const noPaying = { redemption: null };

  test.each<[string, Partial<Program>, string[]]>([
    ['NT$200 for 4 points', buying(4, off(200), noPaying), []],
    ['NT$200 for 3 points', buying(3, off(200), noPaying), ['reward-pays-for-itself']],
    [
      'a percentage up to NT$200 for 3',
      buying(3, { kind: 'percent', offBps: 1_000, maxMinor: 200 }, noPaying),
      ['reward-pays-for-itself'],
    ],
    ['a percentage without a maximum', buying(3, tenPercent, noPaying), []],
    [
      'a percentage in the same sale',
      buying(3, tenPercent, { ...noPaying, sameSalePoints: true }),
      ['same-sale-loop'],
    ],
    [
      'a percentage that nothing earns',
      {
        ...buying(3, tenPercent, { ...noPaying, sameSalePoints: true }),
        earn: [makeRule({ kind: 'per-order', points: 1 })],
      },
      [],
    ],
    [
      'an amount in the same sale',
      {
        rewards: [makeReward(4, off(200), { when: makeWhen({ minSpendMinor: 267 }) })],
        ...noPaying,
        sameSalePoints: true,
      },
      ['same-sale-loop'],
    ],
    [
      'an amount from a little less',
      {
        rewards: [makeReward(4, off(200), { when: makeWhen({ minSpendMinor: 266 }) })],
        ...noPaying,
        sameSalePoints: true,
      },
      [],
    ],
    [
      'an amount in another sale',
      {
        rewards: [makeReward(4, off(200), { when: makeWhen({ minSpendMinor: 267 }) })],
        ...noPaying,
      },
      [],
    ],
    ['as good as paying', buying(50, off(50)), []],
    ['worse than paying', buying(51, off(50)), ['reward-worse-than-paying']],
    ['goods', buying(3, { kind: 'free-units', units: 1 }), []],
  ])('%s', (_, part, codes) => expect(lintCodes(part)).toEqual(codes));
});

describe('a way in and out', () => {
  const points = { kind: 'points', points: 5 } as const;
  test.each<[string, Partial<Program>, string[]]>([
    ['nothing gives points', { earn: [] }, ['no-way-to-earn']],
    [
      'only rewards take them',
      { earn: [], redemption: null, rewards: [makeReward(9, { kind: 'free-units', units: 1 })] },
      ['no-way-to-earn'],
    ],
    ['a gift gives points', { earn: [], gifts: [makeGift({ on: 'sign-up', give: points })] }, []],
    ['a card gives points', { earn: [], stampCards: [makeCard({ reward: points })] }, []],
    ['nothing takes points', { redemption: null }, ['no-way-to-spend']],
    ['no points at all', { earn: [], redemption: null }, []],
  ])('%s', (_, part, codes) => expect(lintCodes(part)).toEqual(codes));
});
