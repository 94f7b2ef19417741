import { expect, test } from 'vitest';
import type { LotId, MemberId } from './ids.ts';
import type { Lot } from './lots.ts';
import type { RefundContext } from './refund.ts';
import { contextOf, settle } from './refund.fixture.ts';
import { testLine, testLot, testMember, testProgram, testSale } from './sale-context.fixture.ts';
import type { LedgerEntry } from './sale.ts';
import { planReferralBack } from './take-back-referral.ts';

const inviter = 'inviter' as MemberId;
const day = '2027-12-31';

function earned(lotId: string, points: number, kind: LedgerEntry['kind'] = 'earn'): LedgerEntry {
  return { leg: 0, kind, memberId: inviter, lotId: lotId as LotId, points, expiresOn: day };
}

function back(
  lots: readonly Lot[] | null,
  parts: Partial<RefundContext> = {},
  policy: 'allow' | 'clamp' = 'allow',
): unknown {
  const base = testProgram();
  const program = { ...base, policies: { ...base.policies, negativeBalance: policy } };
  const plain = settle(program, testMember(), testSale([testLine('A', 1, 100)]));
  const entries = [
    { ...earned('own', 9), memberId: plain.facts.memberId },
    earned('r1', 10),
    earned('r2', 5),
    earned('r3', 3, 'adjust'),
  ];
  const otherLots = lots === null ? [] : [{ memberId: inviter, lots }];
  const context = contextOf({ ...plain, entries }, { otherLots, ...parts });
  return planReferralBack(program, context).map((one) => [one.memberId, one.lotId, one.points]);
}

test('from the lots the sale made, their other lots, then as a debt or not at all', () => {
  const spent = [testLot('r1', 4, day), testLot('x', 8)];
  expect([
    back([testLot('r1', 10, day), testLot('r2', 5, day), testLot('x', 8)]),
    back(spent),
    back(spent, {}, 'clamp'),
    back([]),
    back([], {}, 'clamp'),
  ]).toEqual([
    [
      ['inviter', 'r1', -10],
      ['inviter', 'r2', -5],
    ],
    [
      ['inviter', 'r1', -4],
      ['inviter', 'x', -6],
      ['inviter', 'r2', -3],
      ['inviter', 'x', -2],
    ],
    [
      ['inviter', 'r1', -4],
      ['inviter', 'x', -6],
      ['inviter', 'x', -2],
    ],
    [
      ['inviter', 'r1', -10],
      ['inviter', 'r2', -5],
    ],
    [],
  ]);
});

test('lots that are not known count as the sale left them; what lapsed is not charged again', () => {
  expect([
    back(null),
    back([testLot('r1', 7, day), testLot('x', 8)], { today: '2028-01-01' }),
    back([testLot('r1', 12, day), testLot('x', 8)], { today: '2028-01-01' }),
  ]).toEqual([
    [
      ['inviter', 'r1', -10],
      ['inviter', 'r2', -5],
    ],
    [
      ['inviter', 'x', -3],
      ['inviter', 'x', -5],
    ],
    [['inviter', 'x', -5]],
  ]);
});

test('of two other members each gives back from their own lots', () => {
  const base = testProgram();
  const program = { ...base, policies: { ...base.policies, negativeBalance: 'clamp' as const } };
  const plain = settle(program, testMember(), testSale([testLine('A', 1, 100)]));
  const friend = 'friend' as MemberId;
  const entries = [earned('r1', 10), { ...earned('r2', 10), memberId: friend }, earned('r3', 10)];
  const otherLots = [
    { memberId: inviter, lots: [testLot('r1', 10, day), testLot('r3', 2, day), testLot('x', 4)] },
    { memberId: friend, lots: [testLot('r2', 6, day), testLot('y', 9)] },
  ];
  const context = contextOf({ ...plain, entries }, { otherLots });
  const refund = { kind: 'refund', expiresOn: day };
  expect(planReferralBack(program, context)).toEqual([
    { ...refund, memberId: inviter, lotId: 'r1', points: -10 },
    { ...refund, memberId: friend, lotId: 'r2', points: -6 },
    { ...refund, memberId: friend, lotId: 'y', points: -4, expiresOn: null },
    { ...refund, memberId: inviter, lotId: 'r3', points: -2 },
    { ...refund, memberId: inviter, lotId: 'x', points: -4, expiresOn: null },
  ]);
  const unknown = contextOf({ ...plain, entries: entries.slice(0, 1) }, { otherLots: [] });
  expect(planReferralBack(program, unknown)).toEqual([
    { ...refund, memberId: inviter, lotId: 'r1', points: -10 },
  ]);
});
