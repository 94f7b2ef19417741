import { describe, expect, test } from 'vitest';
import {
  card,
  evaluated,
  gift,
  inviterId,
  perDollar,
  perHundred,
  refusal,
  words,
} from './evaluate-sale.fixture.ts';
import type { CouponId } from './ids.ts';
import type { MemberState } from './sale.ts';
import {
  limitsOf,
  memberId,
  testCount,
  testCoupon,
  testLine,
  testLot,
  testProgram,
  whenOf,
} from './sale-context.fixture.ts';

describe('the tier', () => {
  test('rises at once, inclusive, and is told; the multiplier is that of the tier before', () => {
    const result = evaluated(perHundred, 200, { state: { spentMinor: 4_800 } });
    expect([result.tier, result.points, result.notices]).toEqual([
      { tierIdBefore: 'general', tierId: 'gold', tierUntil: '2027-11-22', kind: 'risen' },
      2,
      [{ code: 'tier-up', tierId: 'gold', name: words('gold') }],
    ]);
    expect(evaluated(perHundred, 199, { state: { spentMinor: 4_800 } }).tier.kind).toBe('same');
  });

  test('or of the tier reached, where the program says so', () => {
    const { tierRules } = testProgram();
    const reached = {
      ...perHundred,
      tierRules: { ...tierRules, multiplierOf: 'tier-reached' },
    } as const;
    expect([
      evaluated(reached, 200, { state: { spentMinor: 4_800 } }).points,
      evaluated(reached, 199, { state: { spentMinor: 4_800 } }).points,
    ]).toEqual([3, 1]);
  });

  test('whose period is over has ended before the sale', () => {
    const over = { tierId: 'gold', tierUntil: '2026-11-21', spentMinor: 4_000 };
    const result = evaluated(perHundred, 400, { state: over });
    expect([result.points, result.tier, result.notices]).toEqual([
      4,
      { tierIdBefore: 'gold', tierId: 'general', tierUntil: null, kind: 'lowered' },
      [],
    ]);
    const when = whenOf({ tierIds: ['gold'] });
    const gifts = [gift('gold', { kind: 'points', points: 1 }, { when })];
    expect([
      evaluated({ ...perHundred, gifts }, 400, { state: over }).giftIds,
      evaluated({ ...perHundred, gifts }, 400, {
        state: { ...over, tierUntil: '2026-11-22' },
      }).giftIds,
    ]).toEqual([[], ['gold']]);
  });
});

describe('what a sale brings', () => {
  const next = testCoupon('next', { kind: 'amount', amountMinor: 30 });
  const voucher = {
    kind: 'voucher',
    couponId: 'next' as CouponId,
    uses: 1,
    usesPerUnit: 0,
  } as const;
  const cup = { kind: 'goods', sku: 'CUP', name: words('cup') } as const;
  const issued = {
    memberId,
    couponId: 'next',
    uses: 1,
    validFrom: '2026-11-22',
    validUntil: '2026-12-21',
  };

  test('gifts: points into the lot of the sale, vouchers, goods', () => {
    const gifts = [
      gift('fifty', { kind: 'points', points: 50 }),
      gift('voucher', voucher),
      gift('cup', cup),
      gift('more', { kind: 'points', points: 1 }, { when: whenOf({ minSpendMinor: 301 }) }),
      gift('up', { kind: 'points', points: 1_000 }, { on: 'tier-up' }),
    ];
    const result = evaluated({ ...perHundred, coupons: [next], gifts }, 300);
    expect(result).toMatchObject({
      points: 53,
      entries: [{ lotId: 'l1', points: 53 }],
      issued: [{ ...issued, because: 'voucher' }],
      goods: [{ sku: 'CUP', name: words('cup'), units: 1, because: 'cup' }],
      giftIds: ['fifty', 'voucher', 'cup'],
      reasons: [{ code: 'earn' }, { code: 'gift', points: 50 }, { code: 'expires' }],
      notices: [
        { code: 'voucher-issued', couponId: 'next', name: next.name },
        { code: 'hand-over', name: words('cup'), units: 1 },
      ],
    });
  });

  test('goods of coupons are handed over before those of gifts', () => {
    const effect = {
      kind: 'goods',
      sku: 'BAG',
      name: words('bag'),
      units: 2,
      everyUnits: null,
      unitWeight: 1,
    } as const;
    const coupons = [testCoupon('bag', effect, { trigger: 'auto' })];
    const result = evaluated({ ...perHundred, coupons, gifts: [gift('cup', cup)] }, 300);
    expect([result.goods.map((one) => one.sku), result.notices]).toEqual([
      ['BAG', 'CUP'],
      [
        { code: 'hand-over', name: words('bag'), units: 2 },
        { code: 'hand-over', name: words('cup'), units: 1 },
      ],
    ]);
  });

  test('a gift for rising only on a rise', () => {
    const gifts = [
      gift('up', { kind: 'points', points: 1_000 }, { on: 'tier-up', tierId: 'gold' }),
    ];
    const by = (state: Partial<MemberState>) =>
      evaluated({ ...perHundred, gifts }, 200, { state }).giftIds;
    const gold = { tierId: 'gold', tierUntil: '2026-11-21' };
    expect([
      by({ spentMinor: 4_800 }),
      by({ spentMinor: 4_799 }),
      // Over, then reached again by this sale: the same tier goes on.
      by({ ...gold, spentMinor: 4_800 }),
      by({ ...gold, spentMinor: 5_000 }),
    ]).toEqual([['up'], [], [], []]);
  });

  test('a referral rewards both sides, once both are due', () => {
    const gifts = [
      gift('friend', { kind: 'points', points: 100 }, { on: 'referral-inviter' }),
      gift('thanks', voucher, { on: 'referral-inviter' }),
      gift('welcome', { kind: 'points', points: 20 }, { on: 'referral-invitee' }),
    ];
    const referral = { minPaidMinor: 300, withinDays: null };
    const program = { ...perHundred, coupons: [next], gifts, referral };
    const result = evaluated(program, 300, { state: { inviterId } });
    expect(result).toMatchObject({
      points: 23,
      entries: [
        { leg: 0, kind: 'earn', memberId, lotId: 'l1', points: 23, expiresOn: '2027-12-31' },
        {
          leg: 1,
          kind: 'earn',
          memberId: inviterId,
          lotId: 'l2',
          points: 100,
          expiresOn: '2027-12-31',
        },
      ],
      issued: [{ ...issued, memberId: inviterId, because: 'thanks' }],
      giftIds: ['welcome', 'friend', 'thanks'],
      reasons: [{ code: 'earn' }, { code: 'gift', giftId: 'welcome' }, { code: 'expires' }],
      notices: [{ code: 'referral-rewarded', inviter: true, invitee: true }],
    });
    const quiet = { giftIds: [], notices: [] };
    expect([
      evaluated(program, 299, { state: { inviterId } }),
      evaluated(program, 300),
      evaluated({ ...program, referral: null }, 300, { state: { inviterId } }),
      evaluated({ ...program, gifts: [] }, 300, { state: { inviterId } }),
    ]).toMatchObject([quiet, quiet, quiet, quiet]);
    const onlyVoucher = { ...program, gifts: gifts.slice(1, 2) };
    expect(evaluated(onlyVoucher, 300, { state: { inviterId } })).toMatchObject({
      entries: [{ memberId }],
      issued: [{ memberId: inviterId }],
      notices: [{ code: 'referral-rewarded', inviter: true, invitee: false }],
    });
    const onlyInvitee = { ...program, gifts: gifts.slice(2) };
    expect(evaluated(onlyInvitee, 300, { state: { inviterId } })).toMatchObject({
      notices: [{ code: 'referral-rewarded', inviter: false, invitee: true }],
    });
  });

  test('a gift to the inviter is limited by how often that one got it', () => {
    const limits = limitsOf({ perMember: 5 });
    const gifts = [
      gift('friend', { kind: 'points', points: 100 }, { on: 'referral-inviter', limits }),
      gift('welcome', { kind: 'points', points: 20 }, { on: 'referral-invitee' }),
    ];
    const program = { ...perHundred, gifts, referral: { minPaidMinor: 0, withinDays: null } };
    const after = (count: number) =>
      evaluated(program, 300, {
        state: { inviterId, useCounts: [testCount('friend', count)] },
      });
    expect([after(4), after(5)]).toMatchObject([
      { giftIds: ['welcome', 'friend'], notices: [{ inviter: true, invitee: true }] },
      { giftIds: ['welcome'], notices: [{ inviter: false, invitee: true }] },
    ]);
  });

  test('stamps, and the reward of the card they fill, which is no gift with limits', () => {
    const stampCards = [card(), card({ cardId: 'other', goal: 9, reward: cup })];
    const result = evaluated({ ...perHundred, stampCards }, 100);
    expect(result).toMatchObject({
      points: 41,
      giftIds: [],
      goods: [],
      stamps: [
        { memberId, cardId: 'card', cardNo: 1, stamps: 2, completed: true },
        { memberId, cardId: 'other', cardNo: 1, stamps: 2, completed: false },
      ],
      reasons: [
        { code: 'earn' },
        { code: 'stamps', cardId: 'card', added: 1, stamps: 2, goal: 2 },
        { code: 'stamps', cardId: 'other' },
        { code: 'gift', giftId: 'card', points: 40 },
        { code: 'expires' },
      ],
      notices: [{ code: 'stamp-card-full', cardId: 'card', name: words('card') }],
    });
    const vouchers = card({ reward: { ...voucher, uses: 0, usesPerUnit: 2 }, goal: 2 });
    const lines = [testLine('A', 3, 10)];
    const withVoucher = { ...perHundred, coupons: [next], stampCards: [vouchers] };
    expect([
      evaluated(withVoucher, 1, { sale: { lines } }).issued,
      evaluated({ ...perHundred, stampCards: [vouchers] }, 1).issued,
    ]).toEqual([[{ ...issued, uses: 6, because: 'card' }], []]);
  });

  test('the highest milestone of the balance', () => {
    const program = { ...perDollar, milestones: [50, 100] };
    const codes = (balance: number, amountMinor: number, spendPoints = 0) =>
      evaluated(program, amountMinor, {
        state: { lots: [testLot('a', balance)] },
        sale: { spendPoints },
      }).notices;
    expect([
      codes(49, 1),
      codes(0, 200),
      codes(50, 49),
      codes(60, 40, 20),
      codes(99, 40, 20),
    ]).toEqual([
      [{ code: 'milestone', points: 50 }],
      [{ code: 'milestone', points: 100 }],
      [],
      [],
      [],
    ]);
  });
});

describe('expiry', () => {
  test('sliding moves all live points along', () => {
    const expiry = { kind: 'sliding', months: 6 } as const;
    const lots = [testLot('a', 30, '2026-12-01'), testLot('b', 70), testLot('c', 9, '2026-11-21')];
    expect(evaluated({ ...perHundred, expiry }, 100, { state: { lots } })).toMatchObject({
      points: 1,
      expiresOn: '2027-05-22',
      entries: [
        { kind: 'earn', lotId: 'l1', points: 1, expiresOn: '2027-05-22' },
        { kind: 'adjust', lotId: 'a', points: -30, expiresOn: '2026-12-01' },
        { kind: 'adjust', lotId: 'l3', points: 30, expiresOn: '2027-05-22' },
      ],
    });
    expect(evaluated({ ...perHundred, expiry }, 1, { state: { lots } }).entries).toHaveLength(2);
  });

  test('never is said', () => {
    const expiry = { kind: 'none' } as const;
    expect(evaluated({ ...perHundred, expiry }, 100)).toMatchObject({
      expiresOn: null,
      reasons: [{ code: 'earn' }, { code: 'expires', expiresOn: null }],
    });
  });
});

describe('outside the program’s days', () => {
  const expiry = { kind: 'sliding', months: 6 } as const;
  const program = {
    ...perDollar,
    expiry,
    effectiveFrom: '2026-11-01',
    effectiveUntil: '2026-11-21',
    sameSalePoints: true,
    gifts: [gift('gift', { kind: 'points', points: 5 })],
    stampCards: [card()],
    milestones: [1],
  };
  const state = { lots: [testLot('a', 30, '2026-12-01')], spentMinor: 4_900 };

  test('a sale earns and brings nothing, and says why; points still pay', () => {
    expect(evaluated(program, 200, { state, sale: { spendPoints: 10 } })).toMatchObject({
      pointsSpent: 10,
      paidMinor: 190,
      spentMinor: 190,
      baseMinor: 0,
      points: 0,
      expiresOn: null,
      giftIds: [],
      stamps: [],
      tier: { kind: 'same', tierId: 'general' },
      entries: [{ kind: 'spend', lotId: 'a', points: -10 }],
      reasons: [{ code: 'points-spent' }, { code: 'outside-program' }],
      notices: [],
    });
    expect(refusal(program, 200, { state, sale: { spendPoints: 31 } })).toEqual({
      code: 'points-short',
      availablePoints: 30,
      neededPoints: 31,
    });
  });

  test('its first and last day are within', () => {
    const codes = ['2026-10-31', '2026-11-01', '2026-11-21', '2026-11-22'].map((date) => {
      const { reasons } = evaluated(program, 200, { state, sale: { date } });
      return reasons.some((reason) => reason.code === 'outside-program');
    });
    expect(codes).toEqual([true, false, false, true]);
  });

  test('a period that is over has still ended', () => {
    const over = { tierId: 'gold', tierUntil: '2026-11-21', spentMinor: 0 };
    expect(evaluated(program, 6_000, { state: over }).tier.kind).toBe('lowered');
  });
});
