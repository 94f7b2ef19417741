import { v5 } from 'uuid';
import type { AwardEvent } from '../../app/contract/events.ts';
import type { EventId, LotId, MemberId } from '../../app/domain/ids.ts';
import { lotsFromEntries, takeFromLots } from '../../app/domain/lots.ts';
import type { LedgerEntry } from '../../app/domain/sale.ts';
import { businessDate } from '../../app/domain/time.ts';
import { derivedIdNamespace } from '../apply/make-effects.ts';
import type { HqTrx } from '../db/hq-db.ts';
import { listEntriesByRoot } from '../db/ledger.ts';
import { listAliases } from '../db/member-aliases.ts';
import { lockMembers } from '../db/members.ts';
import { listKnownPostings } from '../db/postings.ts';
import type { NewPosting } from '../db/postings.ts';

/** The survivor of a member's id, locked until the end of the transaction. */
async function lockRoot(trx: HqTrx, memberId: MemberId): Promise<MemberId> {
  const rootOf = async () => (await listAliases(trx, [memberId])).rootOf.get(memberId) ?? memberId;
  await lockMembers(trx, [await rootOf()]);
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
 * Gives the points of an overdraft back, to the lots the sale took its last ones from: somebody else bears
 * them. Under the same name as where the policy does so by itself: null when that was done.
 */
export async function planForgiveness(
  trx: HqTrx,
  award: AwardEvent,
  { points, nowMs }: { readonly points: number; readonly nowMs: number },
): Promise<NewPosting | null> {
  const { eid, member, body } = award;
  const postingId = v5(`${eid}:overdraft-absorbed`, derivedIdNamespace) as EventId;
  const memberId = await lockRoot(trx, member);
  if ((await listKnownPostings(trx, [postingId])).size > 0) return null;
  const entries: LedgerEntry[] = [];
  let left = points;
  for (const entry of body.entries.toReversed()) {
    if (left === 0) break;
    if (entry.kind !== 'spend' || entry.memberId !== member) continue;
    const back = Math.min(left, -entry.points);
    const { lotId, expiresOn } = entry;
    entries.push({ leg: entries.length, kind: 'adjust', memberId, lotId, points: back, expiresOn });
    left -= back;
  }
  const detail = { eid, saleId: body.saleId, points };
  const shared = { postingId, why: 'overdraft-absorbed', memberId, atMs: nowMs };
  return { ...shared, entries, stamps: [], uses: [], detail };
}
