import { expect, test } from 'vitest';
import type { CouponId, LotId, MemberId, StoreId, VoucherId } from './ids.ts';
import type { EvaluatedSale, MemberState, SaleInput, TierChange } from './sale.ts';
import { memberId, testCount, testLot, testMember, testSale } from './sale-context.fixture.ts';
import { onNewDay, withSale } from './state-after-sale.ts';

const same: TierChange = {
  tierIdBefore: 'general',
  tierId: 'general',
  tierUntil: null,
  kind: 'same',
};

function result(parts: Partial<EvaluatedSale> = {}): EvaluatedSale {
  return {
    kind: 'evaluated',
    lines: [],
    amountMinor: 100,
    discountMinor: 0,
    pointsSpent: 0,
    pointsValueMinor: 0,
    valueMinor: 0,
    paidMinor: 100,
    spentMinor: 90,
    baseMinor: 100,
    points: 0,
    expiresOn: null,
    discounts: [],
    refused: [],
    goods: [],
    issued: [],
    giftIds: [],
    stamps: [],
    tier: same,
    entries: [],
    values: [],
    reasons: [],
    notices: [],
    ...parts,
  };
}

function after(
  parts: Partial<EvaluatedSale>,
  state: Partial<MemberState> = {},
  sale: Partial<SaleInput> = {},
): MemberState {
  return withSale(testMember(state), result(parts), testSale([], sale));
}

test('a plain sale adds spend and a sale, and leaves the rest', () => {
  const state = {
    spentMinor: 10,
    spentSinceTierMinor: 5,
    saleCount: 2,
    inviterId: 'i' as MemberId,
  };
  expect(after({}, state)).toEqual(
    testMember({ ...state, spentMinor: 100, spentSinceTierMinor: 95, saleCount: 3 }),
  );
});

test('a tier begins after the sale that reached or renewed it, before the one that found it over', () => {
  const since = (kind: TierChange['kind']) => {
    const tier = { ...same, tierId: 'gold', tierUntil: '2027-11-22', kind };
    const { tierId, tierUntil, spentSinceTierMinor } = after({ tier }, { spentSinceTierMinor: 5 });
    return [tierId, tierUntil, spentSinceTierMinor];
  };
  expect([since('risen'), since('renewed'), since('lowered'), since('same')]).toEqual([
    ['gold', '2027-11-22', 0],
    ['gold', '2027-11-22', 0],
    ['gold', '2027-11-22', 90],
    ['gold', '2027-11-22', 95],
  ]);
});

test('a referral is due until it is rewarded', () => {
  const inviterId = 'i' as MemberId;
  expect([
    after({ notices: [{ code: 'milestone', points: 5 }] }, { inviterId }).inviterId,
    after(
      {
        notices: [
          { code: 'milestone', points: 5 },
          { code: 'referral-rewarded', inviter: true, invitee: true },
        ],
      },
      { inviterId },
    ).inviterId,
  ]).toEqual([inviterId, null]);
});

test('entries of the member move the lots; empty ones are gone', () => {
  const entry = { leg: 0, kind: 'earn', memberId, expiresOn: null } as const;
  const entries = [
    { ...entry, lotId: 'a' as LotId, points: -30 },
    { ...entry, lotId: 'b' as LotId, points: -20 },
    { ...entry, lotId: 'new' as LotId, points: 9, expiresOn: '2027-12-31' },
    { ...entry, lotId: 'his' as LotId, points: 100, memberId: 'i' as MemberId },
  ];
  const lots = [testLot('a', 30), testLot('b', 50), testLot('debt', -5)];
  expect(after({ entries }, { lots }).lots).toEqual([
    testLot('new', 9, '2027-12-31'),
    testLot('b', 30),
    testLot('debt', -5),
  ]);
});

test('stored value goes from its lots; gift cards are not the member’s', () => {
  const value = { expiresOn: null, holder: 'member' } as const;
  const values = [
    { ...value, holderId: 'a', amountMinor: -50 },
    { ...value, holderId: 'b', amountMinor: -10 },
    { ...value, holder: 'gift-card', holderId: 'c', amountMinor: -7 } as const,
  ];
  const storedValue = [testLot('a', 50), testLot('b', 60, '2027-01-01'), testLot('c', 70)];
  expect(after({ values }, { storedValue }).storedValue).toEqual([
    testLot('b', 50, '2027-01-01'),
    testLot('c', 70),
  ]);
});

test('stamps add to the card of their number, or begin it', () => {
  const entry = { memberId, completed: false, atMs: 9 };
  const stamps = [
    { ...entry, cardId: 'a', cardNo: 1, stamps: 2 },
    { ...entry, cardId: 'b', cardNo: 2, stamps: 1 },
    { ...entry, cardId: 'c', cardNo: 1, stamps: 3 },
  ];
  const states = [
    { cardId: 'a', cardNo: 1, stamps: 4, lastAtMs: 1 },
    { cardId: 'b', cardNo: 1, stamps: 10, lastAtMs: 1 },
    { cardId: 'd', cardNo: 1, stamps: 1, lastAtMs: null },
  ];
  expect(after({ stamps }, { stamps: states }).stamps).toEqual([
    { cardId: 'a', cardNo: 1, stamps: 6, lastAtMs: 9 },
    { cardId: 'b', cardNo: 2, stamps: 1, lastAtMs: 9 },
    { cardId: 'd', cardNo: 1, stamps: 1, lastAtMs: null },
    { cardId: 'c', cardNo: 1, stamps: 3, lastAtMs: 9 },
  ]);
});

test('uses of coupons, rewards and gifts are counted, by store where there is one', () => {
  const applied = { discountMinor: 1, byLine: [1] };
  const couponId = 'c' as CouponId;
  const discounts = [
    { ...applied, source: { kind: 'voucher', voucherId: 'v' as VoucherId, couponId }, uses: 2 },
    { ...applied, source: { kind: 'coupon', couponId }, uses: 1 },
    { ...applied, source: { kind: 'reward', rewardId: 'r' }, uses: 3 },
  ] as const;
  const parts = { discounts, giftIds: ['g', 'c2'] };
  const useCounts = [testCount('c', 5), testCount('x', 1)];
  expect([
    after(parts, { useCounts }, { storeId: 's' as StoreId }).useCounts,
    after({ giftIds: ['g'] }, {}, { storeId: null }).useCounts,
  ]).toEqual([
    [
      testCount('c', 8),
      testCount('x', 1),
      testCount('r', 3),
      testCount('g', 1),
      testCount('c2', 1),
    ],
    [{ ...testCount('g', 1), storeDay: 0 }],
  ]);
});

test('a new day begins its own counts', () => {
  expect(onNewDay(testMember({ useCounts: [testCount('c', 5)], saleCount: 4 }))).toEqual(
    testMember({
      useCounts: [{ id: 'c', program: 5, day: 0, storeDay: 0, member: 5, memberDay: 0 }],
      saleCount: 4,
    }),
  );
});
