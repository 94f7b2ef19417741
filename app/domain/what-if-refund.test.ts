import { expect, test } from 'vitest';
import type { LotId, MemberId } from './ids.ts';
import type { RefundResult } from './refund.ts';
import type { MemberState } from './sale.ts';
import { withEntries, withRefund } from './what-if-refund.ts';

const mei = 'mei' as MemberId;
const lot = (lotId: string, points: number, expiresOn: string | null = null) => ({
  lotId: lotId as LotId,
  points,
  expiresOn,
});

const state: MemberState = {
  memberId: mei,
  tierId: 'gold',
  tierUntil: '2026-12-31',
  joinedOn: null,
  birthday: 'no',
  spentMinor: 900,
  spentSinceTierMinor: 400,
  saleCount: 3,
  inviterId: null,
  lots: [lot('a', 10)],
  storedValue: [lot('v', 100)],
  stamps: [
    { cardId: 'bread', cardNo: 2, stamps: 4, lastAtMs: 5 },
    { cardId: 'tea', cardNo: 1, stamps: 4, lastAtMs: 5 },
  ],
  useCounts: [],
};

const nothing: RefundResult = {
  mode: 'refund',
  byLine: [],
  qtyByLine: [],
  amountMinor: 0,
  moneyMinor: 0,
  pointsValueMinor: 0,
  valueMinor: 0,
  spentMinor: 0,
  clawedBack: 0,
  returned: 0,
  shortfall: 0,
  entries: [],
  values: [],
  stamps: [],
  cancelled: [],
  reissued: [],
  complete: false,
};

test('a refund of nothing leaves all as it is', () => {
  expect(withRefund(state, nothing)).toEqual(state);
});

test('points, value, spend, stamps and the count of sales go back', () => {
  const entry = { leg: 0, kind: 'refund' as const, expiresOn: null };
  const value = { holder: 'member' as const, expiresOn: null };
  const stamp = {
    memberId: mei,
    cardId: 'bread',
    cardNo: 2,
    stamps: -1,
    completed: false,
    atMs: 9,
  };
  const after = withRefund(state, {
    ...nothing,
    complete: true,
    spentMinor: 300,
    entries: [
      { ...entry, memberId: mei, lotId: 'a' as LotId, points: -10 },
      { ...entry, memberId: mei, lotId: 'b' as LotId, points: 5 },
      { ...entry, memberId: 'an' as MemberId, lotId: 'c' as LotId, points: 7 },
    ],
    values: [
      { ...value, holderId: 'v', amountMinor: 20 },
      { ...value, holderId: 'used-up', amountMinor: 30 },
      { ...value, holder: 'gift-card', holderId: 'v', amountMinor: 900 },
    ],
    stamps: [stamp, { ...stamp, cardNo: 1 }, { ...stamp, memberId: 'an' as MemberId }],
  });
  expect(after).toEqual({
    ...state,
    spentMinor: 600,
    spentSinceTierMinor: 100,
    saleCount: 2,
    lots: [lot('b', 5)],
    storedValue: [lot('v', 120), lot('used-up', 30)],
    stamps: [{ ...state.stamps[0], stamps: 3 }, state.stamps[1]],
  });
});

test('there are never fewer than no sales', () => {
  expect(withRefund({ ...state, saleCount: 0 }, { ...nothing, complete: true }).saleCount).toBe(0);
});

test('lots stay in the order of spending', () => {
  const entry = { leg: 0, kind: 'earn' as const, memberId: mei };
  const entries = [
    { ...entry, lotId: 'z' as LotId, points: 1, expiresOn: '2026-01-01' },
    { ...entry, lotId: 'b' as LotId, points: 2, expiresOn: null },
  ];
  expect(withEntries(state, entries)).toEqual([
    lot('z', 1, '2026-01-01'),
    lot('a', 10),
    lot('b', 2),
  ]);
});
