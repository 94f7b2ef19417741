import { describe, expect, test } from 'vitest';
import type { LotId, StoreId } from './ids.ts';
import { makeCoupon, makeGift, makeReward } from './lint.fixture.ts';
import { unlimited } from './program-coupon.ts';
import type { Program } from './program.ts';
import { an, discounts, mei, member, program, sale } from './what-if.fixture.ts';
import { whatIf } from './what-if.ts';

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

  test('of rewards count what was claimed', () => {
    const reward = makeReward(
      1,
      { kind: 'amount', amountMinor: 5 },
      { limits: { ...unlimited, perMember: 1 } },
    );
    const rewards = [{ rewardId: 'reward', units: 1 }];
    const lots = [{ lotId: 'lot-0' as LotId, points: 50, expiresOn: null }];
    const run = whatIf(
      { ...program, rewards: [reward] },
      {
        members: [member(mei, { lots })],
        sales: [sale(mei, 9, { rewards }), sale(mei, 9, { rewards }), sale(mei, 9)],
      },
    );
    expect([discounts(run), run.members[0]?.useCounts]).toEqual([
      [5, 'reward-refused', 0],
      [{ id: 'reward', program: 1, day: 1, storeDay: 1, member: 1, memberDay: 1 }],
    ]);
  });

  test('count by the day of the sale what the state says, and by the thing it is of', () => {
    const of = (id: string) => ({ id, program: 1, day: 1, storeDay: 1, member: 1, memberDay: 1 });
    const members = [member(mei, { useCounts: [of('other'), of('c')] })];
    const other = [member(mei, { useCounts: [{ ...of('other'), program: 9 }] })];
    const sales = [sale(mei, 9), sale(mei, 9, next)];
    expect([
      discounts(whatIf(limitedTo({ perDay: 1 }), { members, sales })),
      discounts(whatIf(limitedTo({ program: 2 }), { members, sales })),
      discounts(whatIf(limitedTo({ program: 2 }), { members: other, sales })),
    ]).toEqual([
      [0, 5],
      [5, 0],
      [5, 5],
    ]);
  });

  test('are counted of what has one, for the buyer, of gifts to who invited for that one', () => {
    const gift = (giftId: string, on: 'referral-inviter' | 'referral-invitee') =>
      makeGift({
        giftId,
        on,
        give: { kind: 'points', points: 7 },
        limits: { ...unlimited, perMember: 9 },
      });
    const both: Program = {
      ...limitedTo({ perMember: 9 }),
      referral: { minPaidMinor: 1, withinDays: null },
      gifts: [gift('a', 'referral-inviter'), gift('b', 'referral-invitee')],
      rewards: [makeReward(1, { kind: 'amount', amountMinor: 5 })],
    };
    const run = whatIf(both, {
      members: [member(mei), member(an, { inviterId: mei })],
      sales: [sale(an, 9), sale(an, 9), sale(mei, 9)],
    });
    expect(
      run.sales.map(({ result }) => (result.kind === 'evaluated' ? result.giftIds : null)),
    ).toEqual([['b', 'a'], [], []]);
    const counts = run.members.map(({ useCounts }) =>
      useCounts.map((one) => [one.id, one.program, one.member]),
    );
    expect(counts).toEqual([
      [
        ['c', 3, 1],
        ['a', 1, 1],
        ['b', 1, 0],
      ],
      [
        ['c', 2, 2],
        ['a', 1, 0],
        ['b', 1, 1],
      ],
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
