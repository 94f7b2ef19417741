import { v5 } from 'uuid';
import type { RefundEvent } from '../../app/contract/events.ts';
import type { EventId, MemberId } from '../../app/domain/ids.ts';
import { planReturn } from '../../app/domain/lots.ts';
import type { RefundResult } from '../../app/domain/refund.ts';
import type { LedgerEntry } from '../../app/domain/sale.ts';
import type { ClawBack } from '../db/exception-actions.ts';
import { lateInvoiceUsed } from '../db/exceptions.ts';
import type { NewPosting } from '../db/postings.ts';
import type { BatchState, CountedSale } from './batch-state.ts';
import { rootOf } from './batch-state.ts';
import { derivedIdNamespace } from './make-effects.ts';

/** Whose points of a sale a person may claw back: the buyer's, and the reward of who invited them. */
const sides = ['buyer', 'inviter'] as const;
type Side = (typeof sides)[number];

/** Points people clawed back of what a sale gave, less what refunds of it gave back since. */
export type ClawedPoints = { readonly [side in Side]: number };

/** Nobody did. */
export const noneClawed: ClawedPoints = { buyer: 0, inviter: 0 };

/** Exceptions about a reward that went to who invited the buyer. */
export const referralKinds: readonly string[] = ['referral-given-twice', 'referral-not-due'];

/** Exceptions about points a sale gave its buyer: what is clawed back for others has nothing to do with these. */
export const earnedKinds: readonly string[] = [
  lateInvoiceUsed,
  'recompute-difference',
  'stale-tier',
];

/** The postings by which a refund gives back what it took of points that had been clawed back. */
export function clawBackUndoneIds(refundEid: EventId): EventId[] {
  return sides.map((side) => idOf(refundEid, side));
}

function idOf(refundEid: EventId, side: Side): EventId {
  return v5(`${refundEid}:claw-back-undone:${side}`, derivedIdNamespace) as EventId;
}

/**
 * What is left of the points clawed back of one sale. `posted`: by posting, the points it gave back. A reward that was
 * taken from the buyer (before it was the inviter's) has nothing to do with what a refund takes of either.
 */
export function leftOfClawed(
  buyer: MemberId,
  clawBacks: readonly ClawBack[],
  refunds: readonly { readonly eid: EventId }[],
  posted: ReadonlyMap<EventId, number>,
): ClawedPoints {
  const left = (side: Side) => {
    const kinds = side === 'buyer' ? earnedKinds : referralKinds;
    const clawed = clawBacks
      .filter(
        ({ exceptionKind, memberId }) =>
          kinds.includes(exceptionKind) && (memberId === buyer) === (side === 'buyer'),
      )
      .reduce((sum, { points }) => sum + points, 0);
    return refunds.reduce((sum, { eid }) => sum - (posted.get(idOf(eid, side)) ?? 0), clawed);
  };
  return { buyer: left('buyer'), inviter: left('inviter') };
}

/**
 * A refund takes back the points its sale gave; what a person took of them before would be taken twice. So much is
 * given back, to the lots the refund takes it from. Whoever claws back after a refund takes what is left.
 */
export function undoClawBack(
  state: Pick<BatchState, 'roots'>,
  { event, sale, result }: RefundOfSale,
  atMs: number,
): NewPosting[] {
  const buyer = rootOf(state, sale.award.member);
  const { saleId, refundId } = event.body;
  return sides.flatMap((side): NewPosting[] => {
    const taken = result.entries.filter(
      ({ kind, points, memberId }) =>
        kind === 'refund' &&
        points < 0 &&
        (rootOf(state, memberId) === buyer) === (side === 'buyer'),
    );
    const takes = taken.map((entry) => ({ ...entry, points: -entry.points }));
    const entries = planReturn(takes, 0, sale.clawedPoints[side]).map(
      ({ memberId, lotId, expiresOn, points }, leg): LedgerEntry => ({
        leg,
        kind: 'adjust',
        memberId: rootOf(state, memberId),
        lotId,
        points,
        expiresOn,
      }),
    );
    const [first] = entries;
    if (first === undefined) return [];
    const shared = { postingId: idOf(event.eid, side), why: 'claw-back-undone' };
    const detail = { eid: event.eid, saleId, refundId, side };
    return [{ ...shared, memberId: first.memberId, atMs, entries, stamps: [], uses: [], detail }];
  });
}

type RefundOfSale = {
  readonly event: RefundEvent;
  readonly sale: CountedSale;
  readonly result: RefundResult;
};

/** What is left once these postings of a refund are written. */
export function clawedAfter(before: ClawedPoints, postings: readonly NewPosting[]): ClawedPoints {
  const left = (side: Side) =>
    postings
      .filter(({ why, detail }) => why === 'claw-back-undone' && detail['side'] === side)
      .flatMap(({ entries }) => entries)
      .reduce((sum, entry) => sum - entry.points, before[side]);
  return { buyer: left('buyer'), inviter: left('inviter') };
}
