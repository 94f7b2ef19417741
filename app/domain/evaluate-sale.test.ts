import { describe, expect, test } from 'vitest';
import { evaluateSale, saleAmountMinorMax } from './evaluate-sale.ts';
import { card, evaluated, perDollar, perHundred, refusal, words } from './evaluate-sale.fixture.ts';
import type { LotId, VoucherId } from './ids.ts';
import { earnPerAmount } from './program-defaults.ts';
import {
  memberId,
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

describe('a sale', () => {
  test('earns per full amount, times the tier, with every reason', () => {
    const give = { kind: 'per-amount', perMinor: 100, points: 1, rounding: 'floor' } as const;
    expect(
      evaluated(perHundred, 1280, { state: { tierId: 'gold', tierUntil: '2027-05-01' } }),
    ).toEqual({
      kind: 'evaluated',
      lines: [
        {
          grossMinor: 1280,
          discountMinor: 0,
          tiedDiscountMinor: 0,
          rewardMinor: 0,
          pointsMinor: 0,
          valueMinor: 0,
        },
      ],
      amountMinor: 1280,
      discountMinor: 0,
      pointsSpent: 0,
      pointsValueMinor: 0,
      valueMinor: 0,
      paidMinor: 1280,
      spentMinor: 1280,
      baseMinor: 1280,
      points: 18,
      expiresOn: '2027-12-31',
      discounts: [],
      refused: [],
      goods: [],
      issued: [],
      giftIds: [],
      stamps: [],
      tier: { tierIdBefore: 'gold', tierId: 'gold', tierUntil: '2027-05-01', kind: 'same' },
      entries: [
        {
          leg: 0,
          kind: 'earn',
          memberId,
          lotId: 'l1',
          points: 18,
          expiresOn: '2027-12-31',
        },
      ],
      values: [],
      reasons: [
        {
          code: 'earn',
          ruleId: 'per-amount',
          name: { 'zh-TW': '消費集點', en: 'Points for spending' },
          give,
          baseMinor: 1280,
          units: 1,
          points: 12,
          beforeShare: null,
          capped: false,
        },
        {
          code: 'multiplier',
          parts: [{ name: words('gold'), factorBps: 15_000 }],
          combine: 'max',
          pointsBefore: 12,
          pointsAfter: 18,
        },
        { code: 'expires', expiresOn: '2027-12-31' },
      ],
      notices: [],
    });
  });

  test('drops the remainder per receipt and floors once after the multiplier', () => {
    const perTen = { ...perHundred, earn: [earnPerAmount(10, 1)] };
    const gold = { state: { tierId: 'gold' } };
    expect([
      evaluated(perTen, 95).points,
      evaluated(perTen, 95, gold).points,
      evaluated(perHundred, 199, gold).points,
      evaluated(perHundred, 399, gold).points,
    ]).toEqual([9, 13, 1, 4]);
  });

  test('without points writes no entry, has no expiry and says so by its earn reason alone', () => {
    expect(evaluated(perHundred, 99)).toMatchObject({
      points: 0,
      expiresOn: null,
      entries: [],
      reasons: [{ code: 'earn', points: 0 }],
    });
  });

  test('takes coupons first and earns on what is paid', () => {
    const coupons = [
      testCoupon('hundred', { kind: 'amount', amountMinor: 100 }),
      testCoupon('half', { kind: 'percent', offBps: 5_000, maxMinor: 200 }),
    ];
    const vouchers = [testVoucher('hundred'), testVoucher('half'), testVoucher('none')];
    const result = evaluated({ ...perHundred, coupons }, 1280, { sale: { vouchers } });
    expect(result).toMatchObject({
      discountMinor: 300,
      paidMinor: 980,
      points: 9,
      discounts: [{ discountMinor: 200 }, { discountMinor: 100 }],
      refused: [{ why: { code: 'voucher-unknown-coupon' } }],
    });
    expect(result.reasons.map((reason) => reason.code)).toEqual([
      'discount',
      'discount',
      'earn',
      'expires',
    ]);
  });

  test('is refused for an amount that is none', () => {
    expect([0, -1, 0.5, Number.NaN, saleAmountMinorMax + 1].map((one) => refusal({}, one))).toEqual(
      [
        { code: 'amount-not-positive' },
        { code: 'amount-not-positive' },
        { code: 'amount-not-whole' },
        { code: 'amount-not-whole' },
        { code: 'amount-too-large' },
      ],
    );
    const both = { lines: [testLine('A', 1, 100), testLine('B', 1, -1)] };
    const many = { lines: [testLine('A', 10_000, 1_000)] };
    expect([
      refusal({}, 1, { sale: both }),
      refusal({}, 1, { sale: many }),
      evaluated({}, saleAmountMinorMax).amountMinor,
      evaluated({}, 1).amountMinor,
    ]).toEqual([
      { code: 'amount-not-positive' },
      { code: 'amount-too-large' },
      saleAmountMinorMax,
      1,
    ]);
  });

  test('is not refused for a tier the program does not have (any more)', () => {
    expect(
      evaluated(perHundred, 1_280, { state: { tierId: 'black', tierUntil: '2099-12-31' } }),
    ).toMatchObject({
      points: 12,
      tier: { tierIdBefore: 'black', tierId: perHundred.tiers[0]!.tierId, kind: 'lowered' },
    });
  });

  test('is refused as pricing or payment refuse it', () => {
    expect([
      refusal(perHundred, 100, { sale: { rewards: [{ rewardId: 'x', units: 1 }] } }),
      refusal(perHundred, 100, { sale: { spendPoints: 1 } }),
    ]).toEqual([{ code: 'reward-unknown' }, { code: 'no-redemption' }]);
  });
});

describe('points and value as payment', () => {
  const lots = [testLot('a', 30, '2026-12-01'), testLot('b', 70)];

  test('are taken in spending order and do not earn', () => {
    const storedValue = [testLot('sv', 50)];
    const result = evaluated(perDollar, 200, {
      state: { lots, storedValue },
      sale: { spendPoints: 40, storedValueMinor: 50 },
    });
    expect(result).toMatchObject({
      pointsSpent: 40,
      pointsValueMinor: 40,
      valueMinor: 50,
      paidMinor: 110,
      spentMinor: 160,
      baseMinor: 110,
      points: 110,
      entries: [
        { leg: 0, kind: 'spend', lotId: 'a', points: -30 },
        { leg: 1, kind: 'spend', lotId: 'b', points: -10 },
        { leg: 2, kind: 'earn', lotId: 'l1', points: 110 },
      ],
      values: [{ holder: 'member', holderId: 'sv', amountMinor: -50 }],
    });
    expect(result.reasons.map((reason) => reason.code)).toEqual([
      'points-spent',
      'value-used',
      'earn',
      'expires',
    ]);
  });

  test('value sold is paid but not spent', () => {
    const sold = { ...testLine('GC', 1, 500), kind: 'stored-value' as const };
    const lines = [testLine('A', 1, 100), sold];
    expect(evaluated(perDollar, 1, { sale: { lines } })).toMatchObject({
      amountMinor: 600,
      paidMinor: 600,
      spentMinor: 100,
      baseMinor: 100,
      points: 100,
    });
  });
});

describe('rewards', () => {
  const rewards = [
    testReward('tenth', { kind: 'percent', offBps: 1_000, maxMinor: null }, { costPoints: 5 }),
  ];
  const program = { ...perDollar, rewards };
  const claim = { rewards: [{ rewardId: 'tenth', units: 1 }] };

  test('cost what the program says and leave the rest of the balance', () => {
    expect(
      evaluated({ ...program, earnBase: 'gross' }, 100, {
        state: { lots: [testLot('a', 50)] },
        sale: claim,
      }),
    ).toMatchObject({ pointsSpent: 5, points: 100, discountMinor: 10, paidMinor: 90 });
  });

  test('need the balance, and leave what points may still pay', () => {
    const by = (balance: number, spendPoints = 0) =>
      refusal(program, 100, {
        state: { lots: [testLot('a', balance)] },
        sale: { ...claim, spendPoints },
      });
    expect([by(4), by(5), by(4, 10), by(9, 5), by(10, 5)]).toEqual([
      { code: 'points-short', availablePoints: 4, neededPoints: 5 },
      null,
      { code: 'points-short', availablePoints: 4, neededPoints: 15 },
      { code: 'points-short', availablePoints: 4, neededPoints: 5 },
      null,
    ]);
  });

  test('can be bought with the sale’s own points where the program lets them', () => {
    const own = { ...program, sameSalePoints: true, earnBase: 'gross' as const };
    const three = { lots: [testLot('a', 3)] };
    expect(refusal(own, 1, { state: three, sale: claim })).toEqual({
      code: 'points-short',
      availablePoints: 4,
      neededPoints: 5,
    });
    expect(refusal({ ...own, sameSalePoints: false }, 100, { state: three, sale: claim })).toEqual({
      code: 'points-short',
      availablePoints: 3,
      neededPoints: 5,
    });
    expect(evaluated(own, 100, { state: three, sale: claim })).toMatchObject({
      pointsSpent: 5,
      points: 100,
      entries: [
        { kind: 'spend', lotId: 'a', points: -3 },
        { kind: 'earn', lotId: 'l1', points: 100 },
        { kind: 'spend', lotId: 'l1', points: -2 },
      ],
    });
  });

  test('that cannot be had are refused as pricing says, once they could be afforded', () => {
    const lots = [testLot('a', 25)];
    const effect = { kind: 'free-units', units: 1 } as const;
    const pairs = testReward('pairs', effect, { unitsPerClaim: 2, costPoints: 5 });
    const by = (units: number, rewardId = 'pairs') =>
      refusal({ ...perDollar, rewards: [pairs, testReward('other', effect)] }, 100, {
        state: { lots },
        sale: { rewards: [{ rewardId, units }], lines: [testLine('A', 1, 0), testLine('B', 1, 1)] },
      })?.code;
    const none = { ...pairs, when: whenOf({ weekdays: [1] }) };
    const closed = (units: number) =>
      refusal({ ...perDollar, rewards: [none] }, 100, {
        state: { lots },
        sale: { rewards: [{ rewardId: 'pairs', units }] },
      });
    expect([by(1, 'nope'), closed(10), closed(11)]).toEqual([
      'reward-unknown',
      { code: 'reward-refused', rewardId: 'pairs', why: { code: 'not-this-time' } },
      { code: 'points-short', availablePoints: 25, neededPoints: 30 },
    ]);
  });

  test('own points that paying leaves unearned do not cover anything', () => {
    const own = { ...perDollar, sameSalePoints: true };
    // 100 points would be earned; paying 60 of them leaves 40 earned, paying 50 leaves 50.
    expect([
      refusal(own, 100, { sale: { spendPoints: 60 } }),
      refusal(own, 100, { sale: { spendPoints: 51 } }),
      refusal(own, 100, { sale: { spendPoints: 50 } }),
      refusal(own, 100, { sale: { spendPoints: 101 } }),
    ]).toEqual([
      { code: 'points-short', availablePoints: 40, neededPoints: 60 },
      { code: 'points-short', availablePoints: 49, neededPoints: 51 },
      null,
      { code: 'points-short', availablePoints: 100, neededPoints: 101 },
    ]);
  });

  test('a member in debt earns as ever', () => {
    const debt = { lots: [testLot('debt', -30)] };
    expect(evaluated(program, 20, { state: debt })).toMatchObject({
      points: 20,
      notices: [{ code: 'balance-negative', points: -10 }],
    });
    expect(evaluated(program, 30, { state: debt }).notices).toEqual([]);
  });
});

test('the same inputs give the same result, and nothing given is changed', () => {
  const freeze = <T>(value: T): T => {
    if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
      Object.freeze(value);
      Object.values(value).forEach(freeze);
    }
    return value;
  };
  const program = freeze(testProgram({ ...perDollar, stampCards: [card()] }));
  const state = freeze(testMember({ lots: [testLot('b', 70), testLot('a', 30, '2026-12-01')] }));
  const vouchers = [testVoucher('x', { voucherId: 'v' as VoucherId })];
  const sale = freeze(
    testSale([testLine('A', 3, 33)], {
      spendPoints: 5,
      vouchers,
      lotIds: ['p', 'q', 'r', 's'] as LotId[],
    }),
  );
  expect(JSON.stringify(evaluateSale(program, state, sale))).toBe(
    JSON.stringify(evaluateSale(program, state, sale)),
  );
});
