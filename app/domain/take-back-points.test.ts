import { describe, expect, test } from 'vitest';
import type { LotId, MemberId } from './ids.ts';
import type { RefundResult } from './refund.ts';
import { testLot } from './sale-context.fixture.ts';
import type { LedgerEntry } from './sale.ts';
import { lapsedIn, planTakeBack, takenElsewhere } from './take-back-points.ts';
import type { TakeBack } from './take-back-points.ts';

const today = '2026-11-22';
const own = testLot('own', 0, '2027-12-31');
const a = testLot('a', 5, '2026-12-31');
const u = testLot('u', 7);
const lapsed = testLot('lapsed', 50, '2026-11-21');

function plan(parts: Partial<TakeBack>): unknown {
  const { changes, ...rest } = planTakeBack({
    lots: [u, lapsed, { ...own, points: 10 }, a],
    own,
    points: 0,
    policy: 'allow',
    today,
    elsewhere: [],
    ...parts,
  });
  return {
    ...rest,
    changes: changes.map((one) => [one.kind, one.lotId, one.points, one.expiresOn]),
  };
}

const day = '2027-12-31';

describe('taking back', () => {
  test('from the own lot, then the others in spending order, then as a debt', () => {
    expect([plan({}), plan({ points: 10 }), plan({ points: 16 }), plan({ points: 25 })]).toEqual([
      { points: 0, debt: 0, shortfall: 0, changes: [] },
      { points: 10, debt: 0, shortfall: 0, changes: [['refund', 'own', -10, day]] },
      {
        points: 16,
        debt: 0,
        shortfall: 0,
        changes: [
          ['refund', 'own', -10, day],
          ['refund', 'a', -5, '2026-12-31'],
          ['refund', 'u', -1, null],
        ],
      },
      {
        points: 25,
        debt: 3,
        shortfall: 0,
        changes: [
          ['refund', 'own', -13, day],
          ['refund', 'a', -5, '2026-12-31'],
          ['refund', 'u', -7, null],
        ],
      },
    ]);
  });

  test('an own lot that is past its day or in debt holds nothing', () => {
    const past = testLot('own', 10, '2026-11-21');
    expect([
      plan({ own: past, lots: [past, a], points: 6 }),
      plan({ lots: [{ ...own, points: -4 }, a], points: 6 }),
    ]).toEqual([
      {
        points: 6,
        debt: 1,
        shortfall: 0,
        changes: [
          ['expire', 'own', -10, '2026-11-21'],
          ['refund', 'own', -1, '2026-11-21'],
          ['refund', 'a', -5, '2026-12-31'],
        ],
      },
      {
        points: 6,
        debt: 1,
        shortfall: 0,
        changes: [
          ['refund', 'own', -1, day],
          ['refund', 'a', -5, '2026-12-31'],
        ],
      },
    ]);
  });

  test('clamp stops at a balance of 0, debts counted, and never makes one', () => {
    const debt = testLot('debt', -8);
    expect([
      plan({ points: 25, policy: 'clamp' }),
      plan({ points: 6, policy: 'clamp', lots: [{ ...own, points: 10 }, debt] }),
      plan({ points: 6, policy: 'clamp', lots: [a, debt] }),
    ]).toEqual([
      {
        points: 22,
        debt: 0,
        shortfall: 3,
        changes: [
          ['refund', 'own', -10, day],
          ['refund', 'a', -5, '2026-12-31'],
          ['refund', 'u', -7, null],
        ],
      },
      { points: 2, debt: 0, shortfall: 4, changes: [['refund', 'own', -2, day]] },
      { points: 0, debt: 0, shortfall: 6, changes: [] },
    ]);
  });

  test('what the own lot holds beyond goes to the lots that stood in for it, the longest lasting first', () => {
    const elsewhere = [a, testLot('u', 2), testLot('gone', 1, '2026-11-21')];
    expect([
      plan({ points: 6, elsewhere }),
      plan({ points: 1, elsewhere }),
      plan({ points: 9, elsewhere }),
      plan({ points: 10, elsewhere }),
    ]).toMatchObject([
      {
        changes: [
          ['refund', 'own', -6, day],
          ['adjust', 'own', -4, day],
          ['adjust', 'u', 2, null],
          ['adjust', 'a', 2, '2026-12-31'],
        ],
      },
      {
        changes: [
          ['refund', 'own', -1, day],
          ['adjust', 'own', -7, day],
          ['adjust', 'u', 2, null],
          ['adjust', 'a', 5, '2026-12-31'],
        ],
      },
      {
        changes: [
          ['refund', 'own', -9, day],
          ['adjust', 'own', -1, day],
          ['adjust', 'u', 1, null],
        ],
      },
      { changes: [['refund', 'own', -10, day]] },
    ]);
  });
});

test('what earlier refunds took elsewhere: the member’s other lots, less what was handed back', () => {
  const memberId = 'm' as MemberId;
  const entry = (
    kind: LedgerEntry['kind'],
    lotId: string,
    points: number,
    whose = memberId,
  ): LedgerEntry => ({
    leg: 0,
    kind,
    memberId: whose,
    lotId: lotId as LotId,
    points,
    expiresOn: null,
  });
  const earlier: Pick<RefundResult, 'entries'>[] = [
    {
      entries: [
        entry('refund', 'own', -10),
        entry('refund', 'a', -5),
        entry('refund', 'b', -3),
        entry('refund', 'back', 4),
        entry('refund', 'a', -9, 'other' as MemberId),
      ],
    },
    { entries: [entry('adjust', 'own', -4), entry('adjust', 'a', 1), entry('adjust', 'b', 3)] },
  ];
  expect(takenElsewhere(earlier, memberId, 'own' as LotId)).toEqual([testLot('a', 4)]);
});

test('only points past their day have lapsed', () => {
  const lots = [lapsed, testLot('debt', -3, '2026-11-21'), a];
  const of = (lotId: string) => lapsedIn(lots, lotId as LotId, today);
  expect([of('lapsed'), of('debt'), of('a'), of('none')]).toEqual([50, 0, 0, 0]);
});
