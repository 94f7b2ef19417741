import { expect, test } from 'vitest';
import type { LotId, MemberId } from './ids.ts';
import type { Lot } from './lots.ts';
import type { LedgerEntry } from './sale.ts';
import { memberId, testLot } from './sale-context.fixture.ts';
import { saleEntries } from './sale-entries.ts';
import type { PointMoves } from './sale-entries.ts';

const sale = { date: '2026-11-22', lotIds: ['new1', 'new2', 'new3', 'new4'] as LotId[] };
const inviterId = 'i' as MemberId;

function entriesFor(lots: readonly Lot[], moves: Partial<PointMoves>): LedgerEntry[] {
  const none = { spent: 0, earned: 0, inviter: null, expiresOn: '2027-12-31', slidesTo: null };
  return saleEntries({ memberId, lots }, sale, { ...none, ...moves });
}

function entry(
  leg: number,
  kind: LedgerEntry['kind'],
  lotId: string,
  points: number,
  expiresOn: string | null,
  whose = memberId,
): LedgerEntry {
  return { leg, kind, memberId: whose, lotId: lotId as LotId, points, expiresOn };
}

const lots = [
  testLot('c', 20),
  testLot('b', 50, '2027-03-01'),
  testLot('a', 30, '2026-11-22'),
  testLot('gone', 90, '2026-11-21'),
];

test('nothing moved writes nothing', () => {
  expect(entriesFor(lots, {})).toEqual([]);
});

test('spending takes from the lots in their order, then one lot is earned', () => {
  expect(entriesFor(lots, { spent: 60, earned: 12 })).toEqual([
    entry(0, 'spend', 'a', -30, '2026-11-22'),
    entry(1, 'spend', 'b', -30, '2027-03-01'),
    entry(2, 'earn', 'new1', 12, '2027-12-31'),
  ]);
});

test('what the lots cannot give comes from what is earned', () => {
  const short = [testLot('a', 10), testLot('debt', -4)];
  expect([
    entriesFor(short, { spent: 10, earned: 9 }),
    entriesFor([testLot('debt', -4)], { spent: 5, earned: 9 }),
    entriesFor([], { spent: 0, earned: 9 }),
  ]).toEqual([
    [
      entry(0, 'spend', 'a', -6, null),
      entry(1, 'earn', 'new1', 9, '2027-12-31'),
      entry(2, 'spend', 'new1', -4, '2027-12-31'),
    ],
    [entry(0, 'earn', 'new1', 9, '2027-12-31'), entry(1, 'spend', 'new1', -5, '2027-12-31')],
    [entry(0, 'earn', 'new1', 9, '2027-12-31')],
  ]);
});

test('the inviter earns a lot of his own', () => {
  const inviter = { memberId: inviterId, points: 100 };
  expect([
    entriesFor([], { inviter }),
    entriesFor([], { inviter, earned: 1, expiresOn: null }),
  ]).toEqual([
    [entry(0, 'earn', 'new2', 100, '2027-12-31', inviterId)],
    [entry(0, 'earn', 'new1', 1, null), entry(1, 'earn', 'new2', 100, null, inviterId)],
  ]);
});

test('sliding moves what is left of live lots with an earlier last day to one lot', () => {
  const more = [...lots, testLot('d', 7, '2027-12-31'), testLot('e', -5, '2027-01-01')];
  const slides = { slidesTo: '2027-12-31' };
  expect([
    entriesFor(more, { ...slides, spent: 40, earned: 3 }),
    entriesFor([testLot('c', 20), testLot('d', 7, '2027-12-31')], slides),
    entriesFor([testLot('a', 30, '2026-11-22')], { ...slides, spent: 30 }),
    entriesFor([testLot('d', 7, '2027-12-30')], slides),
  ]).toEqual([
    [
      entry(0, 'spend', 'a', -30, '2026-11-22'),
      entry(1, 'spend', 'b', -10, '2027-03-01'),
      entry(2, 'earn', 'new1', 3, '2027-12-31'),
      entry(3, 'adjust', 'b', -40, '2027-03-01'),
      entry(4, 'adjust', 'new3', 40, '2027-12-31'),
    ],
    [],
    [entry(0, 'spend', 'a', -30, '2026-11-22')],
    [entry(0, 'adjust', 'd', -7, '2027-12-30'), entry(1, 'adjust', 'new3', 7, '2027-12-31')],
  ]);
  const two = [testLot('b', 5, '2027-03-01'), testLot('a', 6, '2027-01-01')];
  expect(entriesFor(two, slides)).toEqual([
    entry(0, 'adjust', 'a', -6, '2027-01-01'),
    entry(1, 'adjust', 'b', -5, '2027-03-01'),
    entry(2, 'adjust', 'new3', 11, '2027-12-31'),
  ]);
});

test('without ids for new lots it is no sale', () => {
  const bare = { ...sale, lotIds: [] };
  const moves = { spent: 0, inviter: null, expiresOn: null, slidesTo: null };
  expect(() => saleEntries({ memberId, lots: [] }, bare, { ...moves, earned: 1 })).toThrow(
    RangeError,
  );
  expect(saleEntries({ memberId, lots: [] }, bare, { ...moves, earned: 0 })).toEqual([]);
});
