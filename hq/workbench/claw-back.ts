import { v5 } from 'uuid';
import type { AwardEvent } from '../../app/contract/events.ts';
import type { EventId, LotId, MemberId } from '../../app/domain/ids.ts';
import { lotsFromEntries, takeFromLots } from '../../app/domain/lots.ts';
import { businessDate } from '../../app/domain/time.ts';
import { absorptionIdOf, makeAbsorption, pointsReturned } from '../apply/absorbed-points.ts';
import { derivedIdNamespace } from '../apply/make-effects.ts';
import type { HqTrx } from '../db/hq-db.ts';
import { listEntriesByRoot } from '../db/ledger.ts';
import { listAliases } from '../db/member-aliases.ts';
import { lockMembers } from '../db/members.ts';
import { listKnownPostings } from '../db/postings.ts';
import type { NewPosting } from '../db/postings.ts';
import { listAppliedRefunds } from '../db/refunds.ts';

/** The survivor of a member's id, both locked until the end of the transaction, as a push does. */
export async function lockRoot(trx: HqTrx, memberId: MemberId): Promise<MemberId> {
  const rootOf = async () => (await listAliases(trx, [memberId])).rootOf.get(memberId) ?? memberId;
  await lockMembers(trx, [...new Set([memberId, await rootOf()])].toSorted());
  // A merge may have come in before the lock.
  return await rootOf();
}

/**
 * Takes points from a member, soonest last day first. What is not there any more becomes a debt that the
 * next points fill, like points spent twice. Answers the posting, not yet written.
 */
export async function planClawBack(
  trx: HqTrx,
  input: {
    readonly actionId: string;
    readonly exceptionId: string;
    readonly memberId: MemberId;
    readonly points: number;
    readonly nowMs: number;
  },
): Promise<NewPosting> {
  const { actionId, exceptionId, points, nowMs } = input;
  const memberId = await lockRoot(trx, input.memberId);
  const entries = await listEntriesByRoot(trx, await listAliases(trx, [memberId]));
  const lots = lotsFromEntries(entries.get(memberId) ?? []);
  const takes = takeFromLots(lots, points, businessDate(nowMs));
  const owed = points - takes.reduce((sum, take) => sum + take.points, 0);
  const debt =
    owed === 0
      ? []
      : [
          {
            lotId: v5(`${actionId}:debt`, derivedIdNamespace) as LotId,
            points: owed,
            expiresOn: null,
          },
        ];
  return {
    postingId: v5(`${actionId}:claw-back`, derivedIdNamespace) as EventId,
    why: 'claw-back',
    memberId,
    atMs: nowMs,
    entries: [...takes, ...debt].map((take, leg) => ({
      ...take,
      points: -take.points,
      leg,
      kind: 'adjust',
      memberId,
    })),
    stamps: [],
    uses: [],
    detail: { exceptionId, points, owed },
  };
}

/**
 * Gives the points of an overdraft back: somebody else bears them. `points`: all that were overdrawn. Null when that
 * was done, by the policy or because refunds of the sale gave that many back.
 */
export async function planForgiveness(
  trx: HqTrx,
  award: AwardEvent,
  { points, nowMs }: { readonly points: number; readonly nowMs: number },
): Promise<NewPosting | null> {
  const { eid, member, body } = award;
  const root = await lockRoot(trx, member);
  if ((await listKnownPostings(trx, [absorptionIdOf(eid)])).size > 0) return null;
  const returned = pointsReturned(await listAppliedRefunds(trx, [body.saleId]), member);
  return makeAbsorption(award, { root, points, returned, atMs: nowMs });
}
