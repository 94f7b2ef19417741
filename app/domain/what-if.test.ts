import { describe, expect, test } from 'vitest';
import type { CouponId, LotId, VoucherId } from './ids.ts';
import { makeCoupon, makeGift, makeRule, makeTier, makeWhen } from './lint.fixture.ts';
import type { Program } from './program.ts';
import { lineOfAmount } from './sale.ts';
import type { OfferedVoucher } from './sale.ts';
import { an, discounts, mei, member, pointsOf, program, refund, sale } from './what-if.fixture.ts';
import { whatIf } from './what-if.ts';
import type { WhatIfSale } from './what-if.ts';

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

  test('each have their own, beside other discounts', () => {
    const mixed: Program = {
      ...tickets,
      vouchersPerSaleMax: 5,
      coupons: [
        ...tickets.coupons,
        makeCoupon('auto', { kind: 'amount', amountMinor: 1 }, { trigger: 'auto' }),
      ],
    };
    const voucherOf = (id: string, uses: number) => ({
      ...offered(3, uses),
      voucherId: id as VoucherId,
    });
    const two = (uses: readonly [number, number]) =>
      sale(mei, 9, {
        lines: [{ ...lineOfAmount(10), qty: 9 }],
        vouchers: [voucherOf('v', uses[0]), voucherOf('w', uses[1])],
      });
    const sales = [two([2, 1]), two([2, 2]), two([1, 1])];
    expect(discounts(whatIf(mixed, { members: [member(mei)], sales }))).toEqual([31, 21, 11]);
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

  test('of one sale do not count for another', () => {
    const run = whatIf(program, {
      members: [member(mei)],
      sales: [sale(mei, 1_000), sale(mei, 500)],
      refunds: [refund(0, 2, 400), refund(1, 2, 100), refund(1, 2), refund(0, 2)],
    });
    expect(
      run.refunds.map(({ result }) =>
        result.kind === 'evaluated' ? [result.result.amountMinor, result.result.clawedBack] : null,
      ),
    ).toEqual([
      [400, 4],
      [100, 1],
      [400, 4],
      [600, 6],
    ]);
  });

  test('that were refused do not stand in the way of the next', () => {
    const run = whatIf(program, {
      members: [member(mei)],
      sales: [sale(mei, 1_000)],
      refunds: [refund(0, 1, 5_000), refund(0, 1)],
    });
    expect(run.refunds.map(({ result }) => result.kind)).toEqual(['refused', 'evaluated']);
  });

  test('do not charge what lapsed of the points the sale earned, beside those it spent', () => {
    const dated: Program = { ...program, expiry: { kind: 'days', days: 10 } };
    const lots = [
      { lotId: 'lot-0' as LotId, points: 10, expiresOn: null },
      { lotId: 'lot-1' as LotId, points: 3, expiresOn: '2026-12-31' },
    ];
    const run = whatIf(dated, {
      members: [member(mei, { lots })],
      sales: [
        sale(mei, 1_000, { spendPoints: 13 }),
        sale(mei, 100, { date: '2026-06-01', atMs: 1_780_286_400_000 }),
      ],
      refunds: [{ ...refund(0, 2), date: '2026-06-01' }],
    });
    expect([run.totals.pointsTakenBack, run.members[0]?.lots.map((lot) => lot.points)]).toEqual([
      0,
      [1, 3, 10],
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
    // What the inviter spent in the meantime is not there to be taken.
    const lot = { lotId: 'lot-0' as LotId, points: 4, expiresOn: '2026-12-31' };
    const clamped: Program = {
      ...referral,
      policies: { ...referral.policies, negativeBalance: 'clamp' },
    };
    const spending = {
      members: [member(mei, { lots: [lot] }), member(an, { inviterId: mei })],
      sales: [sale(an, 100), sale(mei, 100, { spendPoints: 25 })],
      refunds: [refund(0, 2)],
    };
    expect([pointsOf(whatIf(clamped, spending)), pointsOf(whatIf(referral, spending))]).toEqual([
      [0, 0],
      [-21, 0],
    ]);
    // The inviter of a scenario need not be in it.
    const alone = { ...scenario, members: scenario.members.slice(1) };
    expect(pointsOf(whatIf(referral, { ...alone, refunds: [refund(0, 1)] }))).toEqual([0]);
  });
});
