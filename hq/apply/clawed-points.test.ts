import { expect, test } from 'vitest';
import type { EventId, MemberId } from '../../app/domain/ids.ts';
import { newTestId } from '../test-rig/test-events.ts';
import { leftOfClawed } from './clawed-points.ts';

test('what was clawed back counts for whom it was taken from, less what refunds gave back', () => {
  const [buyer, inviter] = [newTestId<MemberId>(), newTestId<MemberId>()];
  const eid = newTestId<EventId>();
  const clawed = (exceptionKind: string, memberId: MemberId, points: number) => ({
    eid,
    exceptionKind,
    memberId,
    points,
  });
  const clawBacks = [
    clawed('late-invoice-used', buyer, 10),
    // For a voucher used twice: no points of the sale.
    clawed('voucher-used-twice', buyer, 50),
    clawed('referral-not-due', inviter, 20),
    // As it was done before it was the inviter's.
    clawed('referral-given-twice', buyer, 30),
  ];
  expect(leftOfClawed(buyer, clawBacks, [], new Map())).toEqual({ buyer: 10, inviter: 20 });
});
