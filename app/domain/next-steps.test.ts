import { describe, expect, test } from 'vitest';
import { evaluateSale } from './evaluate-sale.ts';
import { card, gift, perHundred, words } from './evaluate-sale.fixture.ts';
import { nextStepsFor } from './next-steps.ts';
import type { CouponId } from './ids.ts';
import type { NextStep } from './next-steps.ts';
import type { EarnGive, EarnRule, Program } from './program.ts';
import { earnPerAmount } from './program-defaults.ts';
import { lineOfAmount } from './sale.ts';
import type { MemberState, SaleInput } from './sale.ts';
import {
  limitsOf,
  scopeOf,
  testCount,
  testCoupon,
  testMember,
  testProgram,
  testSale,
  testVoucher,
  whenOf,
} from './sale-context.fixture.ts';

type Asked = { readonly state?: Partial<MemberState>; readonly sale?: Partial<SaleInput> };

/** The steps after a sale of an amount, or with null of the member alone. */
function steps(parts: Partial<Program>, amountMinor: number | null, asked: Asked = {}): NextStep[] {
  const program = testProgram(parts);
  const state = testMember(asked.state);
  if (amountMinor === null) return nextStepsFor(program, state, null);
  const sale = testSale([lineOfAmount(amountMinor)], asked.sale);
  const result = evaluateSale(program, state, sale);
  if (result.kind === 'refused') throw new Error(result.refusal.code);
  return nextStepsFor(program, state, { asked: sale, result });
}

const noPoints = { ...perHundred, earn: [] };
const next = words('gold');

describe('the next tier', () => {
  test('is what is missing of the lowest one above', () => {
    const tiers = [
      ...perHundred.tiers,
      { ...next, tierId: 'x', name: words('x'), thresholdMinor: 9_000, multiplierBps: 10_000 },
    ];
    const by = (amountMinor: number | null, state: Partial<MemberState>) =>
      steps({ ...noPoints, tiers }, amountMinor, { state });
    expect([
      by(null, { spentMinor: 4_000 }),
      by(300, { spentMinor: 4_000 }),
      by(1_000, { spentMinor: 4_000 }),
      by(null, { tierId: 'gold', spentMinor: 9_000 }),
      by(null, { tierId: 'x', spentMinor: 0 }),
      by(null, { tierId: 'general', spentMinor: 6_000 }),
    ]).toEqual([
      [{ code: 'next-tier', name: next, missingMinor: 1_000 }],
      [{ code: 'next-tier', name: next, missingMinor: 700 }],
      [{ code: 'next-tier', name: words('x'), missingMinor: 4_000 }],
      [],
      [],
      [{ code: 'next-tier', name: words('x'), missingMinor: 3_000 }],
    ]);
  });
});

describe('coupons and gifts', () => {
  const bare = { tiers: perHundred.tiers.slice(0, 1) };
  const when = whenOf({ minSpendMinor: 500 });
  const effect = { kind: 'amount', amountMinor: 50 } as const;

  test('that only lack spend: vouchers asked for, and automatic coupons', () => {
    const coupons = [
      testCoupon('asked', effect, { when }),
      testCoupon('other', effect, { when }),
      testCoupon('auto', effect, { when: whenOf({ minSpendMinor: 450 }), trigger: 'auto' }),
      testCoupon('used', effect, { when, trigger: 'auto', limits: limitsOf({ perMember: 1 }) }),
      testCoupon('applied', effect, { trigger: 'auto' }),
      testCoupon('monday', effect, { when: whenOf({ weekdays: [1] }), trigger: 'auto' }),
      testCoupon('code', effect, { when, trigger: 'code', code: 'SUN' }),
    ];
    const vouchers = [testVoucher('asked'), testVoucher('none')];
    const asked = {
      sale: { vouchers, codes: ['sun', 'moon'] },
      state: { useCounts: [testCount('used', 1)] },
    };
    const name = (id: string) => ({ 'zh-TW': `券${id}`, en: `Coupon ${id}` });
    expect(steps({ ...bare, coupons }, 400, asked)).toEqual([
      { code: 'next-voucher', name: name('auto'), missingMinor: 50 },
      { code: 'next-voucher', name: name('asked'), missingMinor: 100 },
      { code: 'next-voucher', name: name('code'), missingMinor: 100 },
    ]);
    expect(steps({ ...bare, coupons, effectiveUntil: '2026-11-21' }, 400, asked)).toEqual([]);
  });

  test('gifts for the sale, after what coupons took off where they are measured so', () => {
    const points = { kind: 'points', points: 5 } as const;
    const after = whenOf({ minSpendMinor: 500, spendBasis: 'after-discounts' });
    const gifts = [
      gift('after', points, { when: after }),
      gift('before', points, { when }),
      gift('had', points, { when, limits: limitsOf({ perMember: 1 }) }),
      gift('up', points, { when, on: 'tier-up' }),
      gift('given', points),
      gift('goods', points, { when, scope: scopeOf({ skus: ['none'] }) }),
    ];
    const coupons = [testCoupon('auto', effect, { trigger: 'auto' })];
    const state = { useCounts: [testCount('had', 1)] };
    expect(steps({ ...bare, coupons, gifts }, 400, { state })).toEqual([
      { code: 'next-gift', name: words('before'), missingMinor: 100 },
      { code: 'next-gift', name: words('after'), missingMinor: 150 },
    ]);
  });
});

describe('what is over brings nothing', () => {
  const bare = { ...noPoints, tiers: perHundred.tiers.slice(0, 1) };
  const when = whenOf({ minSpendMinor: 500 });
  const effect = { kind: 'amount', amountMinor: 50 } as const;
  const days = { validFrom: '2026-11-21', validUntil: '2026-11-23' };
  const at = (parts: Partial<Program>, date: string) =>
    steps({ ...bare, ...parts }, 400, { sale: { date } }).map((step) => step.code);
  const dates = ['2026-11-20', '2026-11-21', '2026-11-23', '2026-11-24'];

  test('an automatic coupon outside its campaign', () => {
    const coupons = [testCoupon('c', effect, { trigger: 'auto', when, ...days })];
    expect(dates.map((date) => at({ coupons }, date))).toEqual([
      [],
      ['next-voucher'],
      ['next-voucher'],
      [],
    ]);
  });

  test('a gift whose voucher could not be used, or has no uses', () => {
    const coupons = [testCoupon('c', effect, days)];
    const give = (uses: number) =>
      ({ kind: 'voucher', couponId: 'c' as CouponId, uses, usesPerUnit: 0 }) as const;
    expect([
      ...dates.map((date) => at({ coupons, gifts: [gift('g', give(1), { when })] }, date)),
      at({ coupons, gifts: [gift('g', give(0), { when })] }, '2026-11-22'),
    ]).toEqual([['next-gift'], ['next-gift'], ['next-gift'], [], []]);
  });
});

describe('the next point', () => {
  const bare = { tiers: perHundred.tiers.slice(0, 1) };

  function nextPoint(
    rules: readonly EarnRule[],
    amountMinor: number,
    parts: Partial<Program> = {},
  ) {
    return steps({ ...bare, earn: rules, ...parts }, amountMinor).map((step) =>
      step.code === 'next-point' ? [step.missingMinor, step.points] : step.code,
    );
  }

  function rule(perMinor: number, points: number, parts: Partial<EarnRule> = {}): EarnRule {
    return { ...earnPerAmount(perMinor, points), ruleId: `per${perMinor}`, ...parts };
  }

  const halfUp = (perMinor: number): EarnGive => ({
    kind: 'per-amount',
    perMinor,
    points: 1,
    rounding: 'half-up',
  });

  test('is what is missing to the nearest full amount', () => {
    expect([
      nextPoint([rule(100, 1)], 1280),
      nextPoint([rule(100, 2)], 1300),
      nextPoint([rule(100, 1), rule(1000, 5)], 1990),
      nextPoint([rule(1000, 5), rule(30, 1)], 1280),
      nextPoint([rule(2, 1)], 1),
    ]).toEqual([[[20, 1]], [[100, 2]], [[10, 6]], [[10, 1]], [[1, 1]]]);
  });

  test('or half of it where the rule rounds so', () => {
    expect([
      nextPoint([rule(10, 1, { give: halfUp(10) })], 264),
      nextPoint([rule(10, 1, { give: halfUp(10) })], 265),
      nextPoint([rule(5, 1, { give: halfUp(5) })], 2),
      nextPoint([rule(5, 1, { give: halfUp(5) })], 3),
    ]).toEqual([[[1, 1]], [[10, 1]], [[1, 1]], [[5, 1]]]);
  });

  test('is not told where it would say nothing or something wrong', () => {
    const double = {
      multiplierId: 'double',
      name: words('double'),
      target: 'lines',
      factorBps: 20_000,
      scope: scopeOf({}),
      when: whenOf({}),
    } as const;
    expect([
      nextPoint([rule(1, 1)], 50),
      nextPoint([rule(100, 0)], 50),
      nextPoint([rule(100, 1, { pointsMax: 3 })], 350),
      nextPoint([rule(100, 1, { pointsMax: 4 })], 350),
      nextPoint([rule(100, 1, { give: { kind: 'per-order', points: 1 } })], 350),
      nextPoint([rule(100, 1)], 350, { multipliers: [double] }),
      nextPoint([rule(100, 1)], 350, { multipliers: [{ ...double, target: 'sale' }] }),
      nextPoint([rule(100, 1)], 350, { effectiveUntil: '2026-11-21' }),
    ]).toEqual([[], [], [], [[50, 1]], [], [], [[50, 2]], []]);
  });
});

test('stamp cards begun come by what they lack, after the sale', () => {
  const tiers = perHundred.tiers.slice(0, 1);
  const stampCards = [
    card({ cardId: 'ten', goal: 10 }),
    card({ cardId: 'five', goal: 5, name: words('five') }),
    card({ cardId: 'new', goal: 3, when: whenOf({ weekdays: [1] }) }),
  ];
  const stamps = [
    { cardId: 'ten', cardNo: 1, stamps: 4, lastAtMs: null },
    { cardId: 'five', cardNo: 1, stamps: 1, lastAtMs: null },
  ];
  const by = (amountMinor: number | null) =>
    steps({ tiers, stampCards }, amountMinor, { state: { stamps } });
  expect([by(null), by(100)]).toEqual([
    [
      { code: 'next-stamp', name: words('five'), missingStamps: 4 },
      { code: 'next-stamp', name: words('card'), missingStamps: 6 },
    ],
    [
      { code: 'next-stamp', name: words('five'), missingStamps: 3 },
      { code: 'next-stamp', name: words('card'), missingStamps: 5 },
    ],
  ]);
});

test('at most five are told, what this sale could reach first', () => {
  const gifts = ['a', 'b', 'c', 'd'].map((id, i) =>
    gift(id, { kind: 'points', points: 1 }, { when: whenOf({ minSpendMinor: 900 - i }) }),
  );
  const stamps = [{ cardId: 'card', cardNo: 1, stamps: 1, lastAtMs: null }];
  const stampCards = [card({ goal: 10 })];
  const all = (parts: Partial<Program>) =>
    steps({ ...perHundred, gifts, stampCards, ...parts }, 450, { state: { stamps } });
  expect([
    all({}).map((step) => ('missingMinor' in step ? step.missingMinor : step.code)),
    all({ gifts: [] }).map((step) => step.code),
  ]).toEqual([
    [50, 447, 448, 449, 450],
    ['next-point', 'next-tier', 'next-stamp'],
  ]);
});
