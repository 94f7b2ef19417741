import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluateSale, expiryFor, saleAmountMinorMax } from './evaluate-sale.ts';
import type { EvaluatedSale, OfferedVoucher, SaleInput } from './evaluate-sale.ts';
import type { CouponId, MemberId, VoucherId } from './ids.ts';
import type { Coupon, CouponEffect, Program } from './program.ts';
import { reasonWords } from './reason-words.ts';
import { starterProgram } from './starter-program.ts';

const today = '2026-11-22';
const member = { memberId: 'm1' as MemberId, tierId: 'gold' };

function coupon(couponId: string, effect: CouponEffect, minSpendMinor = 0): Coupon {
  return {
    couponId: couponId as CouponId,
    name: { 'zh-TW': `券${couponId}`, en: `Coupon ${couponId}` },
    effect,
    minSpendMinor,
  };
}

const program: Program = {
  ...starterProgram,
  version: 3,
  tiers: [
    {
      tierId: 'general',
      name: { 'zh-TW': '一般', en: 'General' },
      thresholdMinor: 0,
      multiplierBps: 10_000,
    },
    {
      tierId: 'gold',
      name: { 'zh-TW': '金卡', en: 'Gold' },
      thresholdMinor: 50_000,
      multiplierBps: 15_000,
    },
    {
      tierId: 'none',
      name: { 'zh-TW': '停點', en: 'Paused' },
      thresholdMinor: 90_000,
      multiplierBps: 0,
    },
  ],
  coupons: [
    coupon('hundred', { kind: 'amount', amountMinor: 100 }, 500),
    coupon('five', { kind: 'percent', offBps: 500, maxMinor: null }),
    coupon('half', { kind: 'percent', offBps: 5_000, maxMinor: 200 }),
  ],
  vouchersPerSaleMax: 3,
};

function voucher(couponId: string, change: Partial<OfferedVoucher> = {}): OfferedVoucher {
  return {
    voucherId: `v-${couponId}` as VoucherId,
    couponId: couponId as CouponId,
    memberId: member.memberId,
    validFrom: today,
    validUntil: today,
    ...change,
  };
}

function sale(amountMinor: number, ...vouchers: OfferedVoucher[]): SaleInput {
  return { amountMinor, vouchers };
}

function evaluated(input: SaleInput, tierId = 'gold', rules = program): EvaluatedSale {
  const result = evaluateSale(rules, { ...member, tierId }, input, today);
  if (result.kind !== 'evaluated') throw new Error(`refused: ${result.code}`);
  return result;
}

describe('a sale', () => {
  test('earns per full amount, times the tier, with every reason', () => {
    expect(evaluated(sale(1280))).toEqual({
      kind: 'evaluated',
      amountMinor: 1280,
      discountMinor: 0,
      paidMinor: 1280,
      baseMinor: 1280,
      points: 18,
      expiresOn: '2027-12-31',
      discounts: [],
      reasons: [
        { code: 'earn-per-amount', baseMinor: 1280, perMinor: 100, pointsPer: 1, points: 12 },
        {
          code: 'tier-multiplier',
          tierId: 'gold',
          name: { 'zh-TW': '金卡', en: 'Gold' },
          multiplierBps: 15_000,
          pointsBefore: 12,
          pointsAfter: 18,
        },
        { code: 'expires', expiresOn: '2027-12-31' },
      ],
    });
  });

  test('drops the remainder per receipt and floors once after the multiplier', () => {
    const perTen: Program = { ...program, earn: { perMinor: 10, points: 1 } };
    expect([
      evaluated(sale(95), 'general', perTen).points,
      evaluated(sale(95), 'gold', perTen).points,
      evaluated(sale(199)).points,
      evaluated(sale(399)).points,
    ]).toEqual([9, 13, 1, 4]);
  });

  test('without points has no expiry and says so by its earn reason alone', () => {
    expect([evaluated(sale(99)), evaluated(sale(1280), 'none')]).toMatchObject([
      { points: 0, expiresOn: null, reasons: [{ code: 'earn-per-amount', points: 0 }] },
      {
        points: 0,
        expiresOn: null,
        reasons: [{ code: 'earn-per-amount' }, { code: 'tier-multiplier', pointsAfter: 0 }],
      },
    ]);
  });

  test('takes percentages first, then amounts, each from what is left', () => {
    const result = evaluated(sale(1280, voucher('hundred'), voucher('five'), voucher('half')));
    expect(result).toMatchObject({
      discountMinor: 364,
      paidMinor: 916,
      points: 13,
      discounts: [
        { voucherId: 'v-five', discountMinor: 64 },
        { voucherId: 'v-half', discountMinor: 200 },
        { voucherId: 'v-hundred', discountMinor: 100 },
      ],
    });
    expect(result.reasons.slice(0, 3)).toEqual([
      {
        code: 'voucher',
        voucherId: 'v-five',
        name: { 'zh-TW': '券five', en: 'Coupon five' },
        discountMinor: 64,
        offBps: 500,
        capped: false,
      },
      {
        code: 'voucher',
        voucherId: 'v-half',
        name: { 'zh-TW': '券half', en: 'Coupon half' },
        discountMinor: 200,
        offBps: 5_000,
        capped: true,
      },
      {
        code: 'voucher',
        voucherId: 'v-hundred',
        name: { 'zh-TW': '券hundred', en: 'Coupon hundred' },
        discountMinor: 100,
        offBps: null,
        capped: false,
      },
    ]);
  });

  test('a discount stops at what is left to pay', () => {
    const free: Program = {
      ...program,
      coupons: [
        coupon('big', { kind: 'amount', amountMinor: 900 }),
        coupon('all', { kind: 'percent', offBps: 10_000, maxMinor: null }),
      ],
    };
    expect([
      evaluated(sale(500, voucher('big')), 'gold', free),
      evaluated(sale(500, voucher('big'), voucher('all')), 'gold', free),
    ]).toMatchObject([
      { discountMinor: 500, paidMinor: 0, points: 0 },
      {
        paidMinor: 0,
        discounts: [
          { voucherId: 'v-all', discountMinor: 500 },
          { voucherId: 'v-big', discountMinor: 0 },
        ],
      },
    ]);
  });
});

describe('a sale is refused', () => {
  test.each([
    [0, 'amount-not-positive'],
    [-1, 'amount-not-positive'],
    [0.5, 'amount-not-whole'],
    [Number.NaN, 'amount-not-whole'],
    [saleAmountMinorMax + 1, 'amount-too-large'],
  ])('for the amount %d', (amountMinor, code) => {
    expect(evaluateSale(program, member, sale(amountMinor), today)).toEqual({
      kind: 'refused',
      code,
    });
  });

  test('for a tier the program does not have', () => {
    expect(evaluateSale(starterProgram, member, sale(100), today)).toEqual({
      kind: 'refused',
      code: 'unknown-tier',
      tierId: 'gold',
    });
  });

  test('for more vouchers than the program allows', () => {
    const one: Program = { ...program, vouchersPerSaleMax: 1 };
    expect(evaluateSale(one, member, sale(900, voucher('five'), voucher('half')), today)).toEqual({
      kind: 'refused',
      code: 'too-many-vouchers',
      max: 1,
    });
  });

  test.each<[string, OfferedVoucher[]]>([
    ['voucher-listed-twice', [voucher('hundred'), voucher('hundred')]],
    ['voucher-of-other-member', [voucher('hundred', { memberId: 'm2' as MemberId })]],
    [
      'voucher-not-yet-valid',
      [voucher('hundred', { validFrom: '2026-11-23', validUntil: '2026-12-31' })],
    ],
    [
      'voucher-expired',
      [voucher('hundred', { validFrom: '2026-01-01', validUntil: '2026-11-21' })],
    ],
    ['voucher-unknown-coupon', [voucher('hundred', { couponId: 'other' as CouponId })]],
  ])('%s', (code, vouchers) => {
    expect(evaluateSale(program, member, sale(900, ...vouchers), today)).toEqual({
      kind: 'refused',
      code,
      voucherId: 'v-hundred',
    });
  });

  test('below the minimum spend, which is inclusive and compared before any voucher', () => {
    expect(evaluateSale(program, member, sale(499, voucher('hundred')), today)).toEqual({
      kind: 'refused',
      code: 'voucher-min-spend',
      voucherId: 'v-hundred',
      minSpendMinor: 500,
      missingMinor: 1,
    });
    expect(evaluated(sale(500, voucher('half'), voucher('hundred')))).toMatchObject({
      paidMinor: 200,
    });
  });
});

test('expiry rules', () => {
  expect([
    expiryFor({ kind: 'months', months: 1 }, '2026-01-31'),
    expiryFor({ kind: 'months', months: 12 }, '2026-11-22'),
    expiryFor({ kind: 'end-of-next-year' }, '2026-11-22'),
    expiryFor({ kind: 'none' }, '2026-11-22'),
  ]).toEqual(['2026-02-28', '2027-11-22', '2027-12-31', null]);
});

/** Any rules the program schema lets through, at its limits. */
const anyEffect: fc.Arbitrary<CouponEffect> = fc.oneof(
  fc.record({
    kind: fc.constant('amount' as const),
    amountMinor: fc.integer({ min: 1, max: 1_000_000 }),
  }),
  fc.record({
    kind: fc.constant('percent' as const),
    offBps: fc.integer({ min: 1, max: 10_000 }),
    maxMinor: fc.option(fc.integer({ min: 1, max: 100_000 })),
  }),
);
const anyProgram: fc.Arbitrary<Program> = fc
  .record({
    perMinor: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 1_000_000 })),
    points: fc.integer({ min: 0, max: 100_000 }),
    multiplierBps: fc.integer({ min: 0, max: 1_000_000 }),
    effects: fc.array(fc.tuple(anyEffect, fc.integer({ min: 0, max: 3000 })), { maxLength: 4 }),
    expiry: fc.oneof(
      fc.record({ kind: fc.constant('months' as const), months: fc.integer({ min: 1, max: 120 }) }),
      fc.constant({ kind: 'end-of-next-year' as const }),
      fc.constant({ kind: 'none' as const }),
    ),
  })
  .map(({ perMinor, points, multiplierBps, effects, expiry }) => ({
    ...starterProgram,
    earn: { perMinor, points },
    tiers: [{ tierId: 'gold', name: { 'zh-TW': '金', en: 'G' }, thresholdMinor: 0, multiplierBps }],
    expiry,
    coupons: effects.map(([effect, min], index) => coupon(`c${index}`, effect, min)),
    vouchersPerSaleMax: 4,
  }));

test('money and points add up under any program', () => {
  const anyAmount = fc.oneof(
    fc.integer({ min: 1, max: 5000 }),
    fc.integer({ min: 1, max: saleAmountMinorMax }),
  );
  fc.assert(
    fc.property(anyProgram, anyAmount, (rules, amountMinor) => {
      const vouchers = rules.coupons.map((one) => voucher(one.couponId));
      const result = evaluateSale(rules, member, sale(amountMinor, ...vouchers), today);
      if (result.kind === 'refused') {
        expect(result).toMatchObject({ code: 'voucher-min-spend' });
        return;
      }
      const sum = result.discounts.reduce((total, one) => total + one.discountMinor, 0);
      expect(result.discountMinor).toBe(sum);
      expect(result.paidMinor).toBe(amountMinor - sum);
      expect(result.paidMinor).toBeGreaterThanOrEqual(0);
      expect(Math.min(...result.discounts.map((one) => one.discountMinor), 0)).toBe(0);
      expect(Number.isSafeInteger(result.points) && result.points >= 0).toBe(true);
      expect(result.points === 0 ? result.expiresOn : null).toBeNull();
      expect(result.discounts).toHaveLength(vouchers.length);
      for (const reason of result.reasons) {
        const words = reasonWords(reason);
        expect(words['zh-TW'].length * words.en.length).toBeGreaterThan(0);
      }
    }),
  );
});

test('more money never earns fewer points', () => {
  fc.assert(
    fc.property(anyProgram, fc.nat(saleAmountMinorMax - 1), fc.nat(1000), (rules, less, more) => {
      const low = less + 1;
      const high = Math.min(low + more, saleAmountMinorMax);
      expect(evaluated(sale(high), 'gold', rules).points).toBeGreaterThanOrEqual(
        evaluated(sale(low), 'gold', rules).points,
      );
    }),
  );
});
