import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bestVouchers } from './best-vouchers.ts';
import type { MemberId, VoucherId } from './ids.ts';
import { priceSale } from './price-sale.ts';
import type { CouponEffect, Program } from './program.ts';
import {
  limitsOf,
  scopeOf,
  testContext,
  testCoupon,
  testLine,
  testMember,
  testProgram,
  testReward,
  testSale,
  testVoucher,
  whenOf,
} from './sale-context.fixture.ts';
import { lineOfAmount } from './sale.ts';
import type { OfferedVoucher, SaleInput } from './sale.ts';

const amount = (amountMinor: number): CouponEffect => ({ kind: 'amount', amountMinor });
const percent = (offBps: number): CouponEffect => ({ kind: 'percent', offBps, maxMinor: null });
const goods = (units: number): CouponEffect => ({
  kind: 'goods',
  sku: 'G',
  name: { 'zh-TW': '贈品', en: 'Gift' },
  units,
  everyUnits: null,
  unitWeight: 1,
});
const auto = { trigger: 'auto' } as const;

function best(
  program: Partial<Program>,
  held: readonly OfferedVoucher[],
  asked: Partial<SaleInput> = {},
) {
  const sale = testSale(asked.lines ?? [lineOfAmount(1000)], asked);
  const { voucherIds, savesMinor, refused } = bestVouchers(
    testProgram(program),
    testMember(),
    sale,
    held,
  );
  const why = refused.map((one) => [
    one.source.kind === 'voucher' ? one.source.voucherId : one.source.kind,
    one.why.code,
  ]);
  return { uses: voucherIds.join(' '), savesMinor, why };
}

const as = (couponId: string, voucherId: string, parts: Partial<OfferedVoucher> = {}) =>
  testVoucher(couponId, { voucherId: voucherId as VoucherId, ...parts });

describe('the best combination', () => {
  const coupons = [
    testCoupon('big', amount(100), { stacks: false }),
    testCoupon('one', amount(60)),
    testCoupon('two', amount(60)),
  ];
  const held = coupons.map((one) => testVoucher(one.couponId));
  test('two that go together beat a larger one that goes alone', () => {
    expect(best({ coupons, vouchersPerSaleMax: 2 }, held)).toEqual({
      uses: 'v-one v-two',
      savesMinor: 120,
      why: [['v-big', 'better-one-used']],
    });
    expect(best({ coupons, vouchersPerSaleMax: 1 }, held)).toEqual({
      uses: 'v-big',
      savesMinor: 100,
      why: [
        ['v-one', 'better-one-used'],
        ['v-two', 'better-one-used'],
      ],
    });
  });
  test('the one that drives out a chosen one is told what it stands against', () => {
    const program = testProgram({ coupons, vouchersPerSaleMax: 2 });
    const { refused } = bestVouchers(program, testMember(), testSale([lineOfAmount(1000)]), held);
    expect(refused).toEqual([
      {
        source: { kind: 'voucher', voucherId: 'v-big', couponId: 'big' },
        why: {
          code: 'better-one-used',
          by: { kind: 'voucher', voucherId: 'v-one', couponId: 'one' },
        },
      },
    ]);
  });
  test('none at hand, none allowed, none better', () => {
    expect(best({ coupons }, [])).toEqual({ uses: '', savesMinor: 0, why: [] });
    expect(best({ coupons, vouchersPerSaleMax: 0 }, held)).toEqual({
      uses: '',
      savesMinor: 0,
      why: held.map((one) => [one.voucherId, 'too-many-vouchers']),
    });
    const better = testCoupon('auto', amount(120), { ...auto, stacks: false });
    expect(best({ coupons: [...coupons, better] }, held)).toEqual({
      uses: '',
      savesMinor: 0,
      why: held.map((one) => [one.voucherId, 'better-one-used']),
    });
  });
  test('saves what it takes off beyond what is taken off anyway', () => {
    const before = testCoupon('auto', percent(1000), { ...auto, priority: 1 });
    const voucher = testCoupon('V', percent(1500));
    expect(best({ coupons: [before, voucher] }, [testVoucher('V')])).toEqual({
      uses: 'v-V',
      savesMinor: 50,
      why: [],
    });
  });
});

describe('among equals', () => {
  test('fewer vouchers', () => {
    const coupons = [
      testCoupon('a', amount(400)),
      testCoupon('b', amount(600)),
      testCoupon('c', amount(1000)),
    ];
    const held = [
      testVoucher('a'),
      testVoucher('b'),
      testVoucher('c', { validUntil: '2027-01-01' }),
    ];
    expect(best({ coupons, vouchersPerSaleMax: 3 }, held)).toEqual({
      uses: 'v-c',
      savesMinor: 1000,
      why: [
        ['v-a', 'no-discount-left'],
        ['v-b', 'no-discount-left'],
      ],
    });
  });
  test('those that end sooner, then those held first', () => {
    const coupons = [testCoupon('a', amount(10))];
    const held = [
      as('a', 'late', { validUntil: '2026-12-31' }),
      as('a', 'x'),
      as('a', 'y'),
      as('a', 'soon', { validUntil: '2026-11-23' }),
    ];
    expect(best({ coupons, vouchersPerSaleMax: 1 }, held).uses).toBe('soon');
    expect(best({ coupons, vouchersPerSaleMax: 3 }, held)).toEqual({
      uses: 'soon x y',
      savesMinor: 30,
      why: [['late', 'too-many-vouchers']],
    });
    expect(best({ coupons, vouchersPerSaleMax: 1 }, held.slice(1, 3)).uses).toBe('x');
  });
  test('more goods', () => {
    const coupons = [
      testCoupon('g1', goods(1)),
      testCoupon('g2', goods(2)),
      testCoupon('a', amount(1)),
    ];
    const held = coupons.map((one) => testVoucher(one.couponId));
    expect(
      [1, 2, 3].map((vouchersPerSaleMax) => best({ coupons, vouchersPerSaleMax }, held).uses),
    ).toEqual(['v-a', 'v-g2 v-a', 'v-g1 v-g2 v-a']);
    expect(best({ coupons, vouchersPerSaleMax: 1 }, held.slice(0, 2)).uses).toBe('v-g2');
  });
});

describe('each other voucher is told why', () => {
  test('by itself not usable', () => {
    const coupons = [
      testCoupon('a', amount(10)),
      testCoupon('min', amount(10), { when: whenOf({ minSpendMinor: 2000 }) }),
    ];
    const held = [
      testVoucher('min'),
      as('a', 'x'),
      as('a', 'x'),
      as('a', 'other', { memberId: 'other' as MemberId }),
      as('a', 'old', { validUntil: '2026-11-21' }),
    ];
    expect(best({ coupons }, held)).toEqual({
      uses: 'x',
      savesMinor: 10,
      why: [
        ['v-min', 'min-spend'],
        ['x', 'voucher-listed-twice'],
        ['other', 'voucher-of-other-member'],
        ['old', 'voucher-expired'],
      ],
    });
  });
  test('its coupon’s limit', () => {
    const coupons = [testCoupon('a', amount(10), { limits: limitsOf({ perMember: 1 }) })];
    expect(best({ coupons }, [as('a', 'x'), as('a', 'y')])).toEqual({
      uses: 'x',
      savesMinor: 10,
      why: [['y', 'limit-member']],
    });
  });
  test('no more to save once it takes the place of an automatic coupon as good', () => {
    const coupons = [
      testCoupon('auto', amount(10), { ...auto, group: 'g' }),
      testCoupon('a', amount(10), { group: 'g', priority: 1 }),
    ];
    expect(best({ coupons }, [testVoucher('a')])).toEqual({
      uses: '',
      savesMinor: 0,
      why: [['v-a', 'no-discount-left']],
    });
  });
  test('too many, when it would push out a better one', () => {
    const lines = [testLine('A', 1, 100), testLine('B', 1, 100)];
    const coupons = [
      testCoupon('wide', percent(5000), { group: 'g' }),
      testCoupon('b1', amount(60), { scope: scopeOf({ skus: ['B'] }) }),
      testCoupon('a1', amount(60), { scope: scopeOf({ skus: ['A'] }) }),
    ];
    const held = coupons.map((one) => testVoucher(one.couponId));
    expect(best({ coupons, vouchersPerSaleMax: 2 }, held, { lines })).toEqual({
      uses: 'v-wide v-b1',
      savesMinor: 150,
      why: [['v-a1', 'too-many-vouchers']],
    });
  });
});

test('a code or reward asked for stays; one that cannot be had leaves nothing to choose', () => {
  const coupons = [
    testCoupon('a', amount(10)),
    testCoupon('c', amount(5), { trigger: 'code', code: 'c' }),
  ];
  const rewards = [testReward('R', percent(500))];
  const asked = { codes: ['c'], rewards: [{ rewardId: 'R', units: 1 }] };
  expect(best({ coupons, rewards, vouchersPerSaleMax: 2 }, [testVoucher('a')], asked)).toEqual({
    uses: 'v-a',
    savesMinor: 10,
    why: [],
  });
  const wide = [...coupons, testCoupon('p', percent(1000))];
  // The voucher is a better percentage, but would cost the member the reward asked for.
  expect(
    best({ coupons: wide, rewards, vouchersPerSaleMax: 2 }, [testVoucher('p')], asked),
  ).toEqual({
    uses: '',
    savesMinor: 0,
    why: [['v-p', 'better-one-used']],
  });
  const before = testCoupon('auto', percent(600), auto);
  expect(best({ coupons: [...wide, before], rewards }, [testVoucher('a')], asked)).toEqual({
    uses: '',
    savesMinor: 0,
    why: [],
  });
  expect(best({ coupons }, [testVoucher('a')], asked)).toEqual({
    uses: '',
    savesMinor: 0,
    why: [],
  });
});

const anyCoupon = fc.record({
  effect: fc.oneof(
    fc.integer({ min: 1, max: 300 }).map(amount),
    fc.integer({ min: 1, max: 10_000 }).map(percent),
    fc.record({ kind: fc.constant('free-units' as const), units: fc.integer({ min: 1, max: 3 }) }),
    fc.record({
      kind: fc.constant('cheapest' as const),
      offBps: fc.integer({ min: 1, max: 10_000 }),
      units: fc.integer({ min: 1, max: 2 }),
    }),
    fc.record({
      kind: fc.constant('buy-get' as const),
      buyUnits: fc.integer({ min: 1, max: 2 }),
      getUnits: fc.constant(1),
      offBps: fc.constant(10_000),
      timesMax: fc.constant(null),
    }),
    fc.record({
      kind: fc.constant('bundle-price' as const),
      units: fc.integer({ min: 1, max: 3 }),
      priceMinor: fc.nat(100),
      timesMax: fc.constant(null),
    }),
  ),
  skus: fc.constantFrom<readonly string[]>([], ['A'], ['B']),
  group: fc.constantFrom(null, null, 'g', 'h'),
  stacks: fc.constantFrom(true, true, true, false),
  priority: fc.nat(3),
  rounding: fc.constantFrom('floor' as const, 'up' as const),
  isAuto: fc.constantFrom(false, false, true),
});
const anyLines = fc.array(
  fc.record({
    sku: fc.constantFrom('A', 'B'),
    qty: fc.integer({ min: 1, max: 3 }),
    unitMinor: fc.nat(200),
  }),
  { minLength: 1, maxLength: 3 },
);

test('no combination saves more', () => {
  fc.assert(
    fc.property(
      fc.array(anyCoupon, { minLength: 1, maxLength: 6 }),
      anyLines,
      fc.integer({ min: 1, max: 4 }),
      (made, goodsLines, vouchersPerSaleMax) => {
        const coupons = made.map(({ effect, skus, isAuto, ...parts }, i) =>
          testCoupon(`c${i}`, effect, {
            ...parts,
            scope: scopeOf({ skus }),
            trigger: isAuto ? 'auto' : 'voucher',
          }),
        );
        const held = coupons.flatMap((one) =>
          one.trigger === 'auto' ? [] : [testVoucher(one.couponId)],
        );
        const lines = goodsLines.map((line) => testLine(line.sku, line.qty, line.unitMinor));
        const program = testProgram({ coupons, vouchersPerSaleMax });
        const discountWith = (vouchers: readonly OfferedVoucher[]) => {
          const result = priceSale(testContext(program, testSale(lines, { vouchers })));
          return result.kind === 'priced' ? result.discountMinor : Number.NaN;
        };
        const chosen = bestVouchers(program, testMember(), testSale(lines), held);
        const used = held.filter((one) => chosen.voucherIds.includes(one.voucherId));
        const none = discountWith([]);
        expect(discountWith(used) - none).toBe(chosen.savesMinor);
        expect(chosen.savesMinor).toBeGreaterThanOrEqual(0);
        expect(chosen.refused.length + chosen.voucherIds.length).toBe(held.length);
        for (let mask = 0; mask < 2 ** held.length; mask += 1) {
          const some = held.filter((_, i) => Math.floor(mask / 2 ** i) % 2 === 1);
          const result = priceSale(testContext(program, testSale(lines, { vouchers: some })));
          if (result.kind !== 'priced' || result.refused.length > 0) continue;
          expect(result.discountMinor - none).toBeLessThanOrEqual(chosen.savesMinor);
        }
      },
    ),
    { numRuns: 300 },
  );
});

test('more than ten are added one by one, the best first', () => {
  const coupons = Array.from({ length: 14 }, (_, i) => testCoupon(`c${i}`, amount(10 + i)));
  const held = coupons.map((one) => testVoucher(one.couponId));
  expect(best({ coupons, vouchersPerSaleMax: 3 }, held)).toMatchObject({
    uses: 'v-c11 v-c12 v-c13',
    savesMinor: 66,
  });
  // One by one the larger that goes alone comes first, and then nothing goes with it.
  const alone = testCoupon('alone', amount(30), { stacks: false });
  expect(
    best({ coupons: [...coupons, alone], vouchersPerSaleMax: 3 }, [...held, testVoucher('alone')]),
  ).toMatchObject({
    uses: 'v-alone',
    savesMinor: 30,
  });
});
