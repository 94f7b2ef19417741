import { v5 } from 'uuid';
import type { AwardEvent, RefundEvent } from '../../app/contract/events.ts';
import type { EventId, MemberId } from '../../app/domain/ids.ts';
import { planReturn } from '../../app/domain/lots.ts';
import type { RefundResult } from '../../app/domain/refund.ts';
import type { LedgerEntry } from '../../app/domain/sale.ts';
import type { NewPosting } from '../db/postings.ts';
import type { BatchState, CountedSale } from './batch-state.ts';
import { rootOf } from './batch-state.ts';
import { derivedIdNamespace } from './make-effects.ts';

/** The one posting that gives the overdraft of a sale back, whoever decides so. */
export function absorptionIdOf(saleEid: EventId): EventId {
  return v5(`${saleEid}:overdraft-absorbed`, derivedIdNamespace) as EventId;
}

/** The posting that takes of it what this refund of the sale gave back as well. */
export function absorptionUndoneIdOf(refundEid: EventId): EventId {
  return v5(`${refundEid}:absorption-undone`, derivedIdNamespace) as EventId;
}

/**
 * Gives the points of an overdraft back, to the lots the sale took its last ones from: somebody else bears
 * them. What refunds of the sale gave back before (`returned`) is not given a second time; null where that is
 * all of it.
 */
export function makeAbsorption(
  { eid, member, body }: AwardEvent,
  given: {
    readonly root: MemberId;
    readonly points: number;
    readonly returned: number;
    readonly atMs: number;
  },
): NewPosting | null {
  const { root, returned, atMs } = given;
  const points = given.points - returned;
  if (points <= 0) return null;
  const takes = body.entries
    .filter((entry) => entry.kind === 'spend' && entry.memberId === member)
    .map(({ lotId, expiresOn, points: spent }) => ({ lotId, expiresOn, points: -spent }));
  const entries = planReturn(takes, returned, points).map((back, leg): LedgerEntry => ({
    ...back,
    leg,
    kind: 'adjust',
    memberId: root,
  }));
  const detail = { eid, saleId: body.saleId, points };
  const shared = { postingId: absorptionIdOf(eid), why: 'overdraft-absorbed', memberId: root };
  return { ...shared, atMs, entries, stamps: [], uses: [], detail };
}

/** Points a refund gave the buyer back that the sale had spent. */
function pointsGivenBack(result: RefundResult, buyer: MemberId): number {
  return givenBack(result, buyer).reduce((sum, entry) => sum + entry.points, 0);
}

/** The same of several refunds of one sale. */
export function pointsReturned(
  refunds: readonly { readonly result: RefundResult | null }[],
  buyer: MemberId,
): number {
  return refunds.reduce(
    (sum, { result }) => sum + (result === null ? 0 : pointsGivenBack(result, buyer)),
    0,
  );
}

function givenBack({ entries }: RefundResult, buyer: MemberId): LedgerEntry[] {
  return entries.filter(
    ({ kind, memberId, points }) => kind === 'refund' && memberId === buyer && points > 0,
  );
}

/**
 * What of a refund the member has already, because the overdraft of the sale was given back: it is taken out
 * of the lots the refund fills, the one filled first before the others.
 */
export function planAbsorptionUndone(
  state: Pick<BatchState, 'roots'>,
  sale: CountedSale,
  result: RefundResult,
): LedgerEntry[] {
  const { member } = sale.award;
  // The entries of a result are in spending order; lots are filled in the reverse of it.
  const filled = givenBack(result, member);
  return planReturn(filled, 0, sale.absorbedPoints).map(
    ({ lotId, expiresOn, points }, leg): LedgerEntry => ({
      leg,
      kind: 'adjust',
      memberId: rootOf(state, member),
      lotId,
      points: -points,
      expiresOn,
    }),
  );
}

/** The posting of it; none where the sale has nothing of that kind. */
export function undoAbsorption(
  state: Pick<BatchState, 'roots'>,
  { event, sale, result }: RefundOfSale,
  atMs: number,
): NewPosting[] {
  const entries = planAbsorptionUndone(state, sale, result);
  if (entries.length === 0) return [];
  const { saleId, refundId } = event.body;
  return [
    {
      postingId: absorptionUndoneIdOf(event.eid),
      why: 'absorption-undone',
      memberId: rootOf(state, sale.award.member),
      atMs,
      entries,
      stamps: [],
      uses: [],
      detail: { eid: event.eid, saleId, refundId },
    },
  ];
}

type RefundOfSale = {
  readonly event: RefundEvent;
  readonly sale: CountedSale;
  readonly result: RefundResult;
};

/** What these postings change of the points a sale was given back for its overdraft. */
export function absorbedBy(postings: readonly NewPosting[]): number {
  return postings
    .filter(({ why }) => why === 'overdraft-absorbed' || why === 'absorption-undone')
    .flatMap(({ entries }) => entries)
    .reduce((sum, entry) => sum + entry.points, 0);
}
