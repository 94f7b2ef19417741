import { describe, expect, test } from 'vitest';
import {
  addGiven,
  giveContent,
  nothingGiven,
  occasionGifts,
  rewardedInviter,
  saleGifts,
} from './gifts.ts';
import type { CouponId, MemberId } from './ids.ts';
import type { Gift, GiftContent, Program, Referral } from './program.ts';
import { always, everyLine } from './program-conditions.ts';
import { unlimited } from './program-coupon.ts';
import type { MemberState } from './sale.ts';
import {
  limitsOf,
  memberId,
  scopeOf,
  testContext,
  testCount,
  testCoupon,
  testLine,
  testMember,
  testProgram,
  testSale,
  whenOf,
} from './sale-context.fixture.ts';

const name = { 'zh-TW': '禮', en: 'Gift' };
const inviterId = 'i' as MemberId;
const coupon = testCoupon('c', { kind: 'amount', amountMinor: 30 });
const next = { kind: 'voucher', couponId: coupon.couponId, uses: 1, usesPerUnit: 0 } as const;

function gift(giftId: string, give: GiftContent, parts: Partial<Gift> = {}): Gift {
  return {
    giftId,
    name,
    on: 'sale',
    tierId: null,
    scope: everyLine,
    when: always,
    give,
    limits: unlimited,
    ...parts,
  };
}

function points(count: number): GiftContent {
  return { kind: 'points', points: count };
}

const lines = [testLine('A', 3, 100), testLine('B', 2, 50)];

describe('what a gift gives', () => {
  const giving = (program: Partial<Program> = {}, units = 0) => ({
    program: testProgram({ coupons: [coupon], ...program }),
    memberId,
    date: '2026-11-22',
    because: { id: 'g', name },
    units,
  });

  test('points, goods, or a voucher for the days of its coupon', () => {
    const goods = { kind: 'goods', sku: 'CUP', name: { 'zh-TW': '杯', en: 'Cup' } } as const;
    expect([
      giveContent(points(50), giving()),
      giveContent(goods, giving()),
      giveContent(next, giving()),
    ]).toEqual([
      {
        ...nothingGiven,
        points: 50,
        reasons: [{ code: 'gift', giftId: 'g', name, points: 50 }],
      },
      {
        ...nothingGiven,
        goods: [{ sku: 'CUP', name: goods.name, units: 1, because: 'g' }],
        notices: [{ code: 'hand-over', name: goods.name, units: 1 }],
      },
      {
        ...nothingGiven,
        issued: [
          {
            memberId,
            couponId: 'c',
            uses: 1,
            validFrom: '2026-11-22',
            validUntil: '2026-12-21',
            because: 'g',
          },
        ],
        notices: [{ code: 'voucher-issued', couponId: 'c', name: coupon.name }],
      },
    ]);
  });

  test('a voucher counts its uses by the units bought', () => {
    const uses = (parts: Partial<typeof next>, units: number) =>
      giveContent({ ...next, ...parts }, giving({}, units))?.issued.map((one) => one.uses);
    expect([
      uses({ uses: 2, usesPerUnit: 3 } as never, 4),
      uses({ uses: 0, usesPerUnit: 1 } as never, 3),
      uses({ uses: 0, usesPerUnit: 1 } as never, 0),
    ]).toEqual([[14], [3], undefined]);
  });

  test('nothing of a coupon that is not there or whose campaign is over', () => {
    const until = (validUntil: string, validFrom: string | null = null) =>
      giveContent(next, giving({ coupons: [{ ...coupon, validUntil, validFrom }] }))?.issued.map(
        (one) => [one.validFrom, one.validUntil],
      );
    expect([
      giveContent({ ...next, couponId: 'x' as CouponId }, giving()),
      until('2026-11-21'),
      until('2026-11-22'),
      until('2026-11-30', '2026-11-25'),
    ]).toEqual([null, undefined, [['2026-11-22', '2026-11-22']], [['2026-11-25', '2026-11-30']]]);
  });

  test('adds up in order', () => {
    const a = giveContent(points(1), giving()) ?? nothingGiven;
    const b = giveContent(next, giving()) ?? nothingGiven;
    const c = { ...giveContent(points(2), giving()), giftIds: ['g'] } as typeof nothingGiven;
    const cup = giveContent({ kind: 'goods', sku: 'CUP', name }, giving()) ?? nothingGiven;
    expect([a, b, c, cup].reduce(addGiven, nothingGiven)).toEqual({
      points: 3,
      issued: b.issued,
      goods: cup.goods,
      giftIds: ['g'],
      reasons: [...a.reasons, ...c.reasons],
      notices: [...b.notices, ...cup.notices],
    });
  });
});

describe('gifts of a sale', () => {
  function giftIds(
    gifts: readonly Gift[],
    on: Parameters<typeof saleGifts>[1]['on'] = 'sale',
    given: { state?: Partial<MemberState>; tierId?: string; discounts?: number[] } = {},
  ) {
    const program = testProgram({ gifts, coupons: [coupon] });
    const context = testContext(program, testSale(lines), testMember(given.state));
    const { tierId = 'gold', discounts = [0, 0] } = given;
    return saleGifts(context, { on, memberId, tierId, discountByLine: discounts }).giftIds;
  }

  test('are those of their kind, and of the tier reached', () => {
    const all = [
      gift('sale', points(1)),
      gift('any', points(1), { on: 'tier-up' }),
      gift('gold', points(1), { on: 'tier-up', tierId: 'gold' }),
      gift('silver', points(1), { on: 'tier-up', tierId: 'silver' }),
      gift('inviter', points(1), { on: 'referral-inviter' }),
      gift('goods', { kind: 'goods', sku: 'CUP', name }, { on: 'referral-inviter' }),
      gift('invitee', { kind: 'goods', sku: 'CUP', name }, { on: 'referral-invitee' }),
      gift('tiered', points(1), { tierId: 'silver' }),
    ];
    expect([
      giftIds(all),
      giftIds(all, 'tier-up'),
      giftIds(all, 'referral-inviter'),
      giftIds(all, 'referral-invitee'),
    ]).toEqual([['sale', 'tiered'], ['any', 'gold'], ['inviter'], ['invitee']]);
  });

  test('need their conditions, limits, and something to give', () => {
    const enough = whenOf({ minSpendMinor: 400 });
    const after = whenOf({ minSpendMinor: 391, spendBasis: 'after-discounts' });
    const all = [
      gift('enough', points(1), { when: enough }),
      gift('short', points(1), { when: whenOf({ minSpendMinor: 401 }) }),
      gift('after', points(1), { when: after }),
      gift('twice', points(1), { limits: limitsOf({ perMember: 2 }) }),
      gift('once', points(1), { limits: limitsOf({ perMember: 1 }) }),
      gift('nothing', { ...next, uses: 0 }),
    ];
    const state = { useCounts: [testCount('twice', 1), testCount('once', 1)] };
    expect([
      giftIds(all, 'sale', { state, discounts: [9, 0] }),
      giftIds(all, 'sale', { state, discounts: [9, 1] }),
    ]).toEqual([
      ['enough', 'after', 'twice'],
      ['enough', 'twice'],
    ]);
  });

  test('count the units of their scope, and go to whom they are for', () => {
    const perUnit = { ...next, uses: 0, usesPerUnit: 2 };
    const program = testProgram({
      gifts: [gift('a', perUnit, { scope: scopeOf({ skus: ['A'] }) }), gift('all', perUnit)],
      coupons: [coupon],
    });
    const given = saleGifts(testContext(program, testSale(lines)), {
      on: 'sale',
      memberId: inviterId,
      tierId: 'general',
      discountByLine: [0, 0],
    });
    expect(given.issued.map((one) => [one.memberId, one.uses, one.because])).toEqual([
      [inviterId, 6, 'a'],
      [inviterId, 10, 'all'],
    ]);
  });
});

describe('a referral', () => {
  function rewarded(referral: Referral | null, state: Partial<MemberState>, spentMinor = 100) {
    const context = testContext(testProgram({ referral }), testSale(lines), testMember(state));
    return rewardedInviter(context, spentMinor);
  }

  const anyTime = { minPaidMinor: 100, withinDays: null };
  const week = { minPaidMinor: 1, withinDays: 7 };

  test('is rewarded while it is due, when enough was paid', () => {
    expect([
      rewarded(anyTime, { inviterId }),
      rewarded(anyTime, { inviterId }, 99),
      rewarded(anyTime, { inviterId: null }),
      rewarded(anyTime, { inviterId: memberId }),
      rewarded(null, { inviterId }),
    ]).toEqual([inviterId, null, null, null, null]);
  });

  test('and in time', () => {
    expect([
      rewarded(week, { inviterId, joinedOn: '2026-11-15' }),
      rewarded(week, { inviterId, joinedOn: '2026-11-14' }),
      rewarded(week, { inviterId, joinedOn: null }),
      rewarded(anyTime, { inviterId, joinedOn: null }),
    ]).toEqual([inviterId, null, null, inviterId]);
  });
});

test('gifts for joining and for a birthday need no sale', () => {
  const spend = whenOf({ minSpendMinor: 500, minUnits: 3 });
  const program = testProgram({
    effectiveUntil: '2026-12-31',
    coupons: [coupon],
    gifts: [
      gift('join', points(50), { on: 'sign-up', when: spend }),
      gift('sunday', points(1), { on: 'sign-up', when: whenOf({ weekdays: [7] }) }),
      gift('monday', points(1), { on: 'sign-up', when: whenOf({ weekdays: [1] }) }),
      gift('spent', points(1), { on: 'sign-up', limits: limitsOf({ program: 1 }) }),
      gift('cake', next, { on: 'birthday' }),
      gift('empty', { ...next, uses: 0, usesPerUnit: 9 }, { on: 'birthday' }),
      gift('sale', points(1)),
    ],
  });
  const on = (kind: 'sign-up' | 'birthday', date: string) => {
    const at = { date, time: '12:00', storeId: null, channel: 'counter' };
    const state = { birthday: 'day', joinedOn: date, saleCount: 0 } as const;
    const occasion = { at, state, tierId: 'general' };
    return occasionGifts(program, memberId, kind, occasion, [testCount('spent', 1)]);
  };
  expect([
    on('sign-up', '2026-11-22').giftIds,
    on('sign-up', '2026-11-23').giftIds,
    on('birthday', '2026-12-31').giftIds,
    on('birthday', '2027-01-01'),
    on('sign-up', '2026-11-22').points,
    on('birthday', '2026-11-22').issued.map((one) => one.validUntil),
  ]).toEqual([['join', 'sunday'], ['join', 'monday'], ['cake'], nothingGiven, 51, ['2026-12-21']]);
});
