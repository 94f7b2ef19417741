import { describe, expect, test } from 'vitest';
import type { MemberId, VoucherId } from './ids.ts';
import {
  amount,
  auto,
  code,
  free,
  goods,
  outcome,
  percent,
  priced,
  skuA,
} from './price-sale.fixture.ts';
import type { Asked } from './price-sale.fixture.ts';
import type { Coupon, Program } from './program.ts';
import {
  limitsOf,
  testCount,
  testCoupon,
  testLine,
  testVoucher,
  whenOf,
} from './sale-context.fixture.ts';
import { lineOfAmount } from './sale.ts';
import type { MemberState } from './sale.ts';

describe('a voucher', () => {
  const coupon = testCoupon('V', amount(10));
  const why = (
    voucher: Parameters<typeof testVoucher>[1],
    program: Partial<Program> = {},
    asked: Asked = {},
    member: Partial<MemberState> = {},
  ) => {
    const result = priced(
      { coupons: [coupon], ...program },
      { vouchers: [testVoucher('V', voucher)], ...asked },
      member,
    );
    expect(result.discounts.length + result.refused.length).toBe(1);
    return result.refused[0]?.why.code ?? 'used';
  };
  test('of another member', () => {
    expect(why({ memberId: 'other' as MemberId })).toBe('voucher-of-other-member');
  });
  test('needs the scanned card, where the program asks for it', () => {
    const search = { identifiedBy: 'search' } as const;
    expect([why({}, {}, search), why({}, { redeemNeeds: 'any' }, search), why({})]).toEqual([
      'voucher-needs-scan',
      'used',
      'used',
    ]);
  });
  test('needs the code of this minute, where the program asks for it', () => {
    const by = (identifiedBy: 'search' | 'scan' | 'token') =>
      why({}, { redeemNeeds: 'token' }, { identifiedBy });
    expect([by('search'), by('scan'), by('token')]).toEqual([
      'voucher-needs-token',
      'voucher-needs-token',
      'used',
    ]);
  });
  test('of a coupon that the program does not have, or not as a voucher', () => {
    expect([
      why({}, { coupons: [] }),
      why({}, { coupons: [testCoupon('V', amount(10), code('v'))] }),
      why({}, { coupons: [testCoupon('W', amount(10)), coupon] }),
    ]).toEqual(['voucher-unknown-coupon', 'voucher-unknown-coupon', 'used']);
  });
  test('used up', () => {
    const ticket = { coupons: [testCoupon('V', goods(1))] };
    expect([
      why({ usesLeft: 0 }),
      why({ usesLeft: 1, uses: 2 }, ticket),
      why({ usesLeft: 2, uses: 2 }, ticket),
      why({ usesLeft: 5, uses: 1 }),
    ]).toEqual(['voucher-used-up', 'voucher-used-up', 'used', 'used']);
  });
  test('several uses at once are for goods', () => {
    const twice = { usesLeft: 9, uses: 2 };
    expect([why(twice), why(twice, { coupons: [testCoupon('V', free(1))] })]).toEqual([
      'too-many-units',
      'used',
    ]);
  });
  test('through the whole of its last day, within the campaign and the program', () => {
    const on = (date: string, parts: Partial<Coupon> = {}, program: Partial<Program> = {}) =>
      why({}, { coupons: [{ ...coupon, ...parts }], ...program }, { date });
    expect(
      ['2026-10-31', '2026-11-01', '2026-11-30', '2026-12-01'].map((date) => on(date)),
    ).toEqual(['voucher-not-yet-valid', 'used', 'used', 'voucher-expired']);
    const campaign = { validFrom: '2026-11-10', validUntil: '2026-11-20' };
    expect(
      ['2026-11-09', '2026-11-10', '2026-11-20', '2026-11-21'].map((date) => on(date, campaign)),
    ).toEqual(['voucher-not-yet-valid', 'used', 'used', 'voucher-expired']);
    const version = { effectiveFrom: '2026-11-10', effectiveUntil: '2026-11-20' };
    expect(
      ['2026-11-09', '2026-11-10', '2026-11-20', '2026-11-21'].map((date) => on(date, {}, version)),
    ).toEqual(['outside-program', 'used', 'used', 'outside-program']);
  });
  test('conditions and limits', () => {
    const limited = { coupons: [{ ...coupon, limits: limitsOf({ perMember: 2 }) }] };
    const spend = { coupons: [{ ...coupon, when: whenOf({ minSpendMinor: 1001 }) }] };
    expect([
      why({}, spend),
      why({}, limited, {}, { useCounts: [testCount('V', 2)] }),
      why({}, limited, {}, { useCounts: [testCount('V', 1)] }),
    ]).toEqual(['min-spend', 'limit-member', 'used']);
  });
  test('listed twice, or two of one coupon beyond its limit', () => {
    const coupons = [{ ...coupon, limits: limitsOf({ perMember: 2 }) }];
    const other = (id: string) => testVoucher('V', { voucherId: id as VoucherId });
    const vouchers = [other('v1'), other('v1'), other('v2'), other('v3')];
    expect(outcome(priced({ coupons }, { vouchers }))).toEqual({
      applied: [
        ['v1', 10],
        ['v2', 10],
      ],
      refused: [
        ['v1', 'voucher-listed-twice'],
        ['v3', 'limit-member'],
      ],
    });
  });
  test('one check after the other', () => {
    const bad = { memberId: 'other' as MemberId, usesLeft: 0, uses: 2, validUntil: '2026-11-01' };
    const worst = { when: whenOf({ minSpendMinor: 5000 }), limits: limitsOf({ program: 0 }) };
    const search = { identifiedBy: 'search' } as const;
    const program = { coupons: [{ ...coupon, ...worst }] };
    const fixes = [{}, { memberId: testVoucher('V').memberId }];
    expect([
      why({ ...bad }, { coupons: [] }, search),
      why({ ...bad, ...fixes[1] }, { coupons: [] }, search),
      why({ ...bad, ...fixes[1] }, { coupons: [] }),
      why({ ...bad, ...fixes[1] }, program),
      why({ ...bad, ...fixes[1], usesLeft: 2 }, program),
      why({ ...bad, ...fixes[1], usesLeft: 1, uses: 1 }, program),
      why({}, program),
      why({}, program, { lines: [lineOfAmount(5000)] }),
    ]).toEqual([
      'voucher-of-other-member',
      'voucher-needs-scan',
      'voucher-unknown-coupon',
      'voucher-used-up',
      'too-many-units',
      'voucher-expired',
      'min-spend',
      'limit-program',
    ]);
  });
  test('that takes nothing off stays with the member', () => {
    expect(why({}, { coupons: [testCoupon('V', percent(1))] })).toBe('discount-too-small');
    expect(why({}, { coupons: [testCoupon('V', goods(1, 2))] })).toBe('no-discount-left');
    expect(why({}, { coupons: [testCoupon('V', goods(1, 1))] })).toBe('used');
  });
  test('a count ticket uses no more than there are goods for', () => {
    const program = { coupons: [testCoupon('V', free(2), { uses: 10 })] };
    const asked = {
      lines: [testLine('A', 3, 10)],
      vouchers: [testVoucher('V', { usesLeft: 9, uses: 5 })],
    };
    expect(priced(program, asked).discounts.map((one) => [one.discountMinor, one.uses])).toEqual([
      [30, 2],
    ]);
  });
  test('COUPON-11: three uses at once hand over three', () => {
    const program = { coupons: [testCoupon('V', goods(1), { uses: 3 })] };
    const { goods: handed, discounts } = priced(program, {
      vouchers: [testVoucher('V', { usesLeft: 3, uses: 3 })],
    });
    expect([handed[0]?.units, discounts[0]?.uses]).toEqual([3, 3]);
  });
});

describe('a code', () => {
  const coupon = testCoupon('C', amount(10), code('Save20'));
  test('whatever its case; the same one counts once', () => {
    expect(outcome(priced({ coupons: [coupon] }, { codes: ['SAVE20', 'save20'] }))).toEqual({
      applied: [['C', 10]],
      refused: [['save20', 'voucher-listed-twice']],
    });
  });
  test('that nobody knows, and one that only another rule needs', () => {
    const needing = { ...coupon, when: whenOf({ needsCode: 'vip' }) };
    expect(outcome(priced({ coupons: [needing] }, { codes: ['nope', 'VIP', 'save20'] }))).toEqual({
      applied: [['C', 10]],
      refused: [['nope', 'code-unknown']],
    });
  });
  test('needs no scanned card, but its days and conditions', () => {
    const on = (parts: Partial<Coupon>) =>
      outcome(
        priced(
          { coupons: [{ ...coupon, ...parts }] },
          { codes: ['save20'], identifiedBy: 'search' },
        ),
      ).refused;
    expect([on({}), on({ validUntil: '2026-11-21' }), on({ validFrom: '2026-11-23' })]).toEqual([
      [],
      [['C', 'voucher-expired']],
      [['C', 'voucher-not-yet-valid']],
    ]);
  });
});

describe('an automatic coupon', () => {
  test('that does not hold is not spoken of', () => {
    const on = (parts: Partial<Coupon>, member: Partial<MemberState> = {}) =>
      outcome(
        priced({ coupons: [testCoupon('A', amount(10), { ...auto, ...parts })] }, {}, member),
      );
    const silent = { applied: [], refused: [] };
    expect([
      on({}),
      on({ when: whenOf({ minSpendMinor: 1001 }) }),
      on({ validUntil: '2026-11-21' }),
      on({ limits: limitsOf({ program: 1 }) }, { useCounts: [testCount('A', 1)] }),
      on({ effect: percent(1) }),
    ]).toEqual([{ applied: [['A', 10]], refused: [] }, silent, silent, silent, silent]);
  });
  test('COUPON-05: its minimum is of its own goods before any coupon', () => {
    const coupons = [
      testCoupon('first', amount(15), { ...auto, priority: 1 }),
      testCoupon('A10', percent(1000), {
        ...auto,
        scope: skuA,
        when: whenOf({ minSpendMinor: 40 }),
      }),
    ];
    const applied = (qty: number) =>
      outcome(priced({ coupons }, { lines: [testLine('A', qty, 20), testLine('B', 1, 30)] }))
        .applied;
    expect([applied(1), applied(2)]).toEqual([
      [['first', 15]],
      [
        ['first', 15],
        ['A10', 3],
      ],
    ]);
  });
});

test('codes are known however they are typed', () => {
  const coupons = [testCoupon('C', amount(10), code('Save20'))];
  const earn = testCoupon('A', amount(5), { ...auto, when: whenOf({ needsCode: 'TEA' }) });
  const used = (...codes: string[]) => outcome(priced({ coupons: [...coupons, earn] }, { codes }));
  expect([used('ＳＡＶＥ２０', ' ｔｅａ '), used('save20', 'ＳＡＶＥ２０')]).toEqual([
    {
      applied: [
        ['A', 5],
        ['C', 10],
      ],
      refused: [],
    },
    { applied: [['C', 10]], refused: [['ＳＡＶＥ２０', 'voucher-listed-twice']] },
  ]);
});
