import { describe, expect, test } from 'vitest';
import { evaluateRefund } from './evaluate-refund.ts';
import type { CouponId, VoucherId } from './ids.ts';
import type { GiftContent, Program } from './program.ts';
import type { RefundContext, RefundRequest, SettledSale } from './refund.ts';
import { all, contextOf, refundAll, settle } from './refund.fixture.ts';
import type { Refunded } from './refund.fixture.ts';
import {
  limitsOf,
  scopeOf,
  testCoupon,
  testLine,
  testMember,
  testProgram,
  testSale,
  testVoucher,
  whenOf,
} from './sale-context.fixture.ts';

const today = '2026-11-22';
const ten = testCoupon('ten', { kind: 'free-units', units: 1 });
const five = testCoupon('five', { kind: 'amount', amountMinor: 5 }, { trigger: 'auto' });
const gone = testCoupon('gone', { kind: 'amount', amountMinor: 5 });

function refunded(
  program: Program,
  sale: SettledSale,
  request: RefundRequest = all,
  change: Partial<RefundContext> = {},
) {
  const outcome = evaluateRefund(program, contextOf(sale, change), 'refund', request);
  if (outcome.kind === 'refused') throw new Error(outcome.refusal.code);
  const { cancelled, reissued } = outcome.result;
  const reasons = outcome.reasons.filter((one) => one.code.startsWith('voucher'));
  return { cancelled, reissued, reasons };
}

const nothing = { cancelled: [], reissued: [], reasons: [] };

describe('all of a sale', () => {
  const program = testProgram({ coupons: [ten, five] });
  const sale = settle(
    program,
    testMember(),
    testSale([testLine('A', 3, 100)], {
      vouchers: [testVoucher('ten', { usesLeft: 3, uses: 2, validUntil: today })],
    }),
  );
  const voucher = (voucherId: string, couponId: string, used: boolean) => ({
    voucherId: voucherId as VoucherId,
    couponId: couponId as CouponId,
    used,
    because: 'gift',
  });
  const given: SettledSale = {
    ...sale,
    issued: [
      voucher('unused', 'ten', false),
      voucher('used', 'five', true),
      voucher('odd', 'no-more', false),
    ],
  };

  test('given ones become void unless used, used ones come back with the uses the sale took', () => {
    expect(refunded(program, given)).toEqual({
      cancelled: ['unused', 'odd'],
      reissued: [
        {
          voucherId: 'v-ten',
          couponId: 'ten',
          uses: 2,
          validFrom: '2026-11-01',
          validUntil: today,
        },
      ],
      reasons: [
        { code: 'voucher-cancelled', name: ten.name },
        { code: 'voucher-stays', name: five.name },
        { code: 'voucher-cancelled', name: { 'zh-TW': 'no-more', en: 'no-more' } },
        { code: 'voucher-reissued', name: ten.name },
      ],
    });
  });

  test('of several used ones each comes back as it was', () => {
    const both = testProgram({ coupons: [ten, gone] });
    const asked = testSale([testLine('A', 3, 100)], {
      vouchers: [testVoucher('ten'), testVoucher('gone', { validFrom: '2026-11-20' })],
    });
    const back = (couponId: string, validFrom: string) => ({
      voucherId: `v-${couponId}`,
      couponId,
      uses: 1,
      validFrom,
      validUntil: '2026-11-30',
    });
    expect(refunded(both, settle(both, testMember(), asked)).reissued).toEqual([
      back('ten', '2026-11-01'),
      back('gone', '2026-11-20'),
    ]);
  });

  test('none comes back after its last day, without its offer, or where the program says no', () => {
    const no: Program = {
      ...program,
      policies: { ...program.policies, refundReturnsVouchers: false },
    };
    const lost = { ...sale, asked: { ...sale.asked, vouchers: [] } };
    expect([
      refunded(program, sale, all, { today: '2026-11-23' }),
      refunded(program, lost),
      refunded(no, sale),
    ]).toEqual([nothing, nothing, nothing]);
  });
});

describe('part of a sale', () => {
  const gift = (giftId: string, give: GiftContent, minSpendMinor: number, skus: string[] = []) => ({
    giftId,
    name: { 'zh-TW': giftId, en: giftId },
    on: 'sale' as const,
    tierId: null,
    scope: scopeOf({ skus }),
    when: whenOf({ minSpendMinor }),
    give,
    limits: limitsOf({}),
  });
  const voucherOf = (couponId: string): GiftContent => ({
    kind: 'voucher',
    couponId: couponId as CouponId,
    uses: 1,
    usesPerUnit: 0,
  });
  const points = (many: number): GiftContent => ({ kind: 'points', points: many });
  const line = (place: number): RefundRequest => ({
    kind: 'lines',
    lines: [{ line: place, qty: 1 }],
  });
  const shown = ({ results }: Refunded) => results.map((one) => [one.clawedBack, one.cancelled]);
  const asked = testSale([testLine('A', 1, 10), testLine('B', 1, 890), testLine('C', 1, 100)]);

  test('points and unused vouchers of a gift go when the rest does not bring it, once', () => {
    const program = testProgram({
      coupons: [ten, gone],
      gifts: [
        gift('all', points(1), 0),
        gift('thousand', points(100), 1000),
        gift('hundred', points(20), 100),
        gift('ten', voucherOf('ten'), 110),
        gift('gone', voucherOf('gone'), 101),
        gift('b', voucherOf('ten'), 0, ['B']),
      ],
    });
    const sale = settle(program, testMember(), asked);
    const [first, second, third] = sale.issued;
    if (first === undefined || second === undefined || third === undefined) throw new Error();
    const used = { ...sale, issued: [first, { ...second, used: true }, third] };
    expect([
      sale.points,
      shown(refundAll(program, sale, [line(1), line(2), all])),
      shown(refundAll(program, used, [line(0), line(1), all])),
      refunded(program, used, line(1)).reasons,
      refunded(program, used).reasons.map((one) => one.code),
      // Of a part, that a used one stays is not said.
      refunded(program, used, { kind: 'amount', amountMinor: 950 }),
    ]).toEqual([
      121,
      [
        [100, ['given2']],
        [20, ['given0', 'given1']],
        [1, []],
      ],
      [
        [100, []],
        [0, ['given0', 'given2']],
        [21, []],
      ],
      [{ code: 'voucher-cancelled', name: ten.name }],
      ['voucher-cancelled', 'voucher-stays', 'voucher-cancelled'],
      {
        cancelled: ['given0'],
        reissued: [],
        reasons: [{ code: 'voucher-cancelled', name: ten.name }],
      },
    ]);
  });

  test('gifts for other reasons, and those the sale did not give, are not asked again', () => {
    const other = { ...gift('up', points(7), 1000), on: 'tier-up' as const };
    const program = testProgram({
      coupons: [ten],
      gifts: [gift('given', points(3), 1000), gift('not', points(5), 1000), other],
    });
    const sale = settle(program, testMember(), asked);
    const without = { ...sale, points: 10, giftIds: ['given', 'up'] };
    expect(shown(refundAll(program, without, [line(0), all]))).toEqual([
      [3, []],
      [7, []],
    ]);
  });

  test('a minimum measured after discounts looks at what was paid', () => {
    const off = testCoupon(
      'off',
      { kind: 'amount', amountMinor: 50 },
      { trigger: 'auto', scope: scopeOf({ skus: ['C'] }) },
    );
    const net = gift('net', points(9), 60);
    const program = testProgram({
      coupons: [off],
      gifts: [{ ...net, when: whenOf({ minSpendMinor: 60, spendBasis: 'after-discounts' }) }],
    });
    const sale = settle(program, testMember(), asked);
    expect([
      shown(refundAll(program, sale, [line(1)])),
      shown(refundAll(program, sale, [line(0), line(1)])),
    ]).toEqual([
      [[0, []]],
      [
        [0, []],
        [9, []],
      ],
    ]);
  });

  test('who keeps free goods keeps no gift, and no referral counts', () => {
    const free = testCoupon(
      'free',
      { kind: 'free-units', units: 1 },
      { trigger: 'auto', scope: scopeOf({ skus: ['B'] }) },
    );
    const program = testProgram({ coupons: [ten, free], gifts: [gift('g', voucherOf('ten'), 0)] });
    const sale = settle(
      program,
      testMember(),
      testSale([testLine('A', 1, 10), testLine('B', 1, 5)]),
    );
    const done = refundAll(program, sale, [line(0), line(1)]);
    expect(done.results.map((one) => [one.cancelled, one.complete])).toEqual([
      [['given0'], false],
      [[], true],
    ]);
  });
});
