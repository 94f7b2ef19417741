import { describe, expect, test } from 'vitest';
import type { CouponId, LotId, StoreId, VoucherId } from './ids.ts';
import { unlimited } from './program-coupon.ts';
import { lineOfAmount } from './sale.ts';
import type { OfferedVoucher } from './sale.ts';
import type { Program } from './program.ts';
import { an, discounts, mei, member, pointsOf, program, refund, sale } from './what-if.fixture.ts';
import { whatIf } from './what-if.ts';
import type { WhatIfSale } from './what-if.ts';
import { makeCoupon, makeGift, makeRule, makeTier, makeWhen } from './lint.fixture.ts';

describe('what-if', () => {
  test('carries points from sale to sale and sums up', () => {
    const run = whatIf(program, {
      members: [member(mei), member(an)],
      sales: [
        sale(mei, 1_000),
        sale(mei, 200, { spendPoints: 10 }),
        sale(an, 500),
        sale(an, 500, { spendPoints: 6 }),
      ],
    });
    expect(run.totals).toEqual({
      saleCount: 3,
      refusedCount: 1,
      memberCount: 2,
      amountMinor: 1_700,
      discountMinor: 0,
      paidMinor: 1_690,
      pointsEarned: 16,
      pointsSpent: 10,
      vouchersIssued: 0,
      tierRises: 0,
      refundedMinor: 0,
      pointsTakenBack: 0,
      pointsGivenBack: 0,
    });
    expect([pointsOf(run), run.sales.map(({ memberId }) => memberId)]).toEqual([
      [1, 5],
      [mei, mei, an, an],
    ]);
  });

  test('nothing to run is nothing', () => {
    const { sales, refunds, totals } = whatIf(program, { members: [member(mei)], sales: [] });
    expect([sales, refunds, totals.saleCount, totals.memberCount]).toEqual([[], [], 0, 0]);
  });

  test('counts vouchers given and tiers reached', () => {
    const rising = {
      ...program,
      tiers: [makeTier('basic', 0), makeTier('gold', 1_000)],
      coupons: [makeCoupon('c', { kind: 'amount', amountMinor: 5 })],
      gifts: [
        makeGift({ give: { kind: 'voucher', couponId: 'c' as CouponId, uses: 1, usesPerUnit: 0 } }),
      ],
    };
    const run = whatIf(rising, { members: [member(mei)], sales: [sale(mei, 900), sale(mei, 100)] });
    expect(run.totals).toMatchObject({ vouchersIssued: 2, tierRises: 1, memberCount: 1 });
  });

  test('a birthday given with a sale holds for that sale', () => {
    const give = { kind: 'per-order', points: 5 } as const;
    const birthday = {
      ...program,
      earn: [makeRule(give, { when: makeWhen({ birthday: 'month' }) })],
    };
    const run = whatIf(birthday, {
      members: [member(mei, { birthday: 'day' })],
      sales: [
        sale(mei, 100),
        { ...sale(mei, 100), birthday: 'no' },
        { ...sale(mei, 100), birthday: 'month' },
      ],
    });
    expect(
      run.sales.map(({ result }) => (result.kind === 'evaluated' ? result.points : null)),
    ).toEqual([5, 0, 5]);
  });

  test('names that the scenario does not have are thrown', () => {
    expect(() => whatIf(program, { members: [], sales: [sale(mei, 1)] })).toThrow(
      new RangeError('the scenario has no member mei'),
    );
    const early = {
      members: [member(mei)],
      sales: [sale(mei, 1), sale(mei, 1)],
      refunds: [refund(1, 1)],
    };
    expect(() => whatIf(program, early)).toThrow(
      new RangeError('the refund of sale 1 comes before the sale'),
    );
  });
});

describe('limits', () => {
  const limitedTo = (limits: Partial<Program['coupons'][number]['limits']>): Program => ({
    ...program,
    coupons: [
      makeCoupon(
        'c',
        { kind: 'amount', amountMinor: 5 },
        { trigger: 'auto', limits: { ...unlimited, ...limits } },
      ),
    ],
  });
  const north = 'north' as StoreId;
  const south = 'south' as StoreId;
  const both = [member(mei), member(an)];
  const next = { date: '2026-05-02' };

  test('of the program count every member', () => {
    const sales = [sale(mei, 9), sale(an, 9), sale(mei, 9, next)];
    expect(discounts(whatIf(limitedTo({ program: 2 }), { members: both, sales }))).toEqual([
      5, 5, 0,
    ]);
  });

  test('of a day begin anew the next day', () => {
    const sales = [sale(mei, 9), sale(an, 9), sale(mei, 9, next)];
    expect(discounts(whatIf(limitedTo({ perDay: 1 }), { members: both, sales }))).toEqual([
      5, 0, 5,
    ]);
  });

  test('of a store count that store', () => {
    const sales = [
      sale(mei, 9, { storeId: north }),
      sale(an, 9, { storeId: south }),
      sale(an, 9, { storeId: north }),
      sale(an, 9, { storeId: north, ...next }),
    ];
    expect(discounts(whatIf(limitedTo({ perStorePerDay: 1 }), { members: both, sales }))).toEqual([
      5, 5, 0, 5,
    ]);
  });

  test('of a member count that member', () => {
    const sales = [sale(mei, 9), sale(an, 9), sale(mei, 9, next)];
    expect(discounts(whatIf(limitedTo({ perMember: 1 }), { members: both, sales }))).toEqual([
      5, 5, 0,
    ]);
    expect(discounts(whatIf(limitedTo({ perMemberPerDay: 1 }), { members: both, sales }))).toEqual([
      5, 5, 5,
    ]);
  });

  test('go on from what the state says, its day’s counts on its day only', () => {
    const count = { id: 'c', program: 1, day: 1, storeDay: 1, member: 1, memberDay: 1 };
    const members = [member(mei, { useCounts: [count] })];
    const sales = [sale(mei, 9), sale(mei, 9), sale(mei, 9, next)];
    expect([
      discounts(whatIf(limitedTo({ program: 2 }), { members, sales })),
      discounts(whatIf(limitedTo({ perDay: 2 }), { members, sales })),
      discounts(
        whatIf(limitedTo({ perStorePerDay: 2 }), {
          members,
          sales: sales.map((one) => ({ ...one, sale: { ...one.sale, storeId: north } })),
        }),
      ),
      discounts(whatIf(limitedTo({ perMember: 2 }), { members, sales })),
      discounts(whatIf(limitedTo({ perMemberPerDay: 2 }), { members, sales })),
    ]).toEqual([
      [5, 0, 0],
      [5, 0, 5],
      [5, 0, 5],
      [5, 0, 0],
      [5, 0, 5],
    ]);
  });

  test('of gifts count what was given', () => {
    const gift = makeGift({
      give: { kind: 'points', points: 7 },
      limits: { ...unlimited, perMember: 1 },
    });
    const run = whatIf(
      { ...program, gifts: [gift] },
      { members: [member(mei)], sales: [sale(mei, 9), sale(mei, 9)] },
    );
    expect(run.totals.pointsEarned).toBe(7);
  });
});

describe('vouchers', () => {
  const tickets: Program = {
    ...program,
    coupons: [makeCoupon('c', { kind: 'free-units', units: 1 }, { uses: 3 })],
  };
  const offered = (usesLeft: number, uses: number): OfferedVoucher => ({
    voucherId: 'v' as VoucherId,
    couponId: 'c' as CouponId,
    memberId: mei,
    validFrom: '2026-01-01',
    validUntil: '2026-12-31',
    usesLeft,
    uses,
  });
  const buying = (usesLeft: number, uses: number) =>
    sale(mei, 9, { lines: [{ ...lineOfAmount(10), qty: 5 }], vouchers: [offered(usesLeft, uses)] });

  test('have the uses that earlier sales left', () => {
    const sales = [buying(3, 2), buying(3, 2), buying(3, 1), buying(3, 1)];
    expect(discounts(whatIf(tickets, { members: [member(mei)], sales }))).toEqual([20, 0, 10, 0]);
  });

  test('that come with fewer uses keep them: real sales tell what was left', () => {
    const sales = [buying(3, 1), buying(1, 1), buying(1, 1)];
    expect(discounts(whatIf(tickets, { members: [member(mei)], sales }))).toEqual([10, 10, 0]);
  });
});

test('spend leaves the tier window with its months', () => {
  const rules = { ...program.tierRules, windowMonths: 2, validMonths: 1 };
  const tiered: Program = {
    ...program,
    tierRules: rules,
    tiers: [makeTier('basic', 0), makeTier('gold', 1_000)],
  };
  const onDay = (date: string, amountMinor: number) => sale(mei, amountMinor, { date });
  const tierOf = (sales: WhatIfSale[]) =>
    whatIf(tiered, { members: [member(mei)], sales }).members[0]?.tierId;
  expect([
    tierOf([onDay('2026-01-15', 900), onDay('2026-03-14', 100)]),
    tierOf([onDay('2026-01-15', 900), onDay('2026-03-15', 100)]),
    tierOf([
      onDay('2026-01-15', 900),
      onDay('2026-01-16', 50),
      onDay('2026-03-15', 50),
      onDay('2026-03-16', 949),
    ]),
    tierOf([
      onDay('2026-01-15', 900),
      onDay('2026-01-16', 50),
      onDay('2026-03-15', 50),
      onDay('2026-03-16', 950),
    ]),
  ]).toEqual(['gold', 'basic', 'basic', 'gold']);
});

describe('refunds', () => {
  test('run after the sales they follow and add up', () => {
    const run = whatIf(program, {
      members: [member(mei)],
      sales: [sale(mei, 1_000), sale(mei, 100, { spendPoints: 10 })],
      refunds: [refund(0, 1, 333), refund(0, 2, 333), refund(0, 2), refund(0, 2)],
    });
    // After NT$333 only 6 points are left: the second sale cannot spend 10.
    expect([
      run.totals,
      pointsOf(run),
      run.members[0]?.saleCount,
      run.members[0]?.spentMinor,
    ]).toEqual([
      expect.objectContaining({ refusedCount: 1, refundedMinor: 1_000, pointsTakenBack: 10 }),
      [0],
      0,
      0,
    ]);
    expect(run.refunds.map(({ memberId, result }) => [memberId, result.kind])).toEqual([
      [mei, 'evaluated'],
      [mei, 'evaluated'],
      [mei, 'evaluated'],
      [mei, 'refused'],
    ]);
  });

  test('of a sale that was refused take nothing', () => {
    const run = whatIf(program, {
      members: [member(mei)],
      sales: [sale(mei, 100, { spendPoints: 10 })],
      refunds: [refund(0, 1)],
    });
    expect(run.refunds).toEqual([
      { memberId: mei, result: { kind: 'refused', refusal: { code: 'nothing-left' } } },
    ]);
  });

  test('give back points, stored value and stamps', () => {
    const value = { lotId: 'value' as LotId, points: 300, expiresOn: null };
    const lot = { lotId: 'lot-0' as LotId, points: 50, expiresOn: null };
    const members = [member(mei, { lots: [lot], storedValue: [value] })];
    const run = whatIf(program, {
      members,
      sales: [sale(mei, 500, { spendPoints: 50, storedValueMinor: 300 })],
      refunds: [refund(0, 1)],
    });
    expect(run.members).toEqual([
      { ...members[0], useCounts: [], lots: [lot], storedValue: [value] },
    ]);
    expect(run.totals.pointsGivenBack).toBe(50);
  });

  test('take a referral back on both sides', () => {
    const referral: Program = {
      ...program,
      earn: [],
      referral: { minPaidMinor: 100, withinDays: null },
      gifts: [
        makeGift({ giftId: 'a', on: 'referral-inviter', give: { kind: 'points', points: 30 } }),
        makeGift({ giftId: 'b', on: 'referral-invitee', give: { kind: 'points', points: 10 } }),
      ],
    };
    const scenario = {
      members: [member(mei), member(an, { inviterId: mei })],
      sales: [sale(an, 100)],
    };
    expect(pointsOf(whatIf(referral, scenario))).toEqual([30, 10]);
    expect(whatIf(referral, scenario).totals.pointsEarned).toBe(40);
    expect(pointsOf(whatIf(referral, { ...scenario, refunds: [refund(0, 1)] }))).toEqual([0, 0]);
  });
});
