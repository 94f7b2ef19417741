import type { AwardEvent } from '../../app/contract/events.ts';
import type { MemberId, RightId } from '../../app/domain/ids.ts';
import { balanceOf, lotsFromEntries, planExpiry } from '../../app/domain/lots.ts';
import type { Lot } from '../../app/domain/lots.ts';
import type { NewPosting } from '../db/postings.ts';
import { heldPoints } from '../db/spend-rights.ts';
import type { RightClose, RightSpend } from '../db/spend-rights.ts';
import type { BatchState } from './batch-state.ts';
import { rootOf } from './batch-state.ts';

/** What an event does to rights. */
export type RightChanges = {
  readonly spends: readonly RightSpend[];
  readonly closes: readonly RightClose[];
};

/** The word a sale had, or asked for in vain and HQ may have given. */
export function askedWordOf({ body: { cover } }: AwardEvent): RightId | null {
  if (cover?.by === 'online') return cover.authId;
  return cover?.by === 'floor' ? (cover.asked ?? null) : null;
}

/** Brings the rights to what they are after an event. */
export function recordRights(rights: BatchState['rights'], { spends, closes }: RightChanges): void {
  for (const { rightId, points, lessens } of spends) {
    const right = rights.get(rightId);
    if (right === undefined) continue;
    const { grantedPoints, spentPoints } = right;
    const after = lessens
      ? { grantedPoints: grantedPoints - points }
      : { spentPoints: spentPoints + points };
    rights.set(rightId, { ...right, ...after });
  }
  for (const { rightId, state } of closes) {
    const right = rights.get(rightId);
    if (right?.state === 'open') rights.set(rightId, { ...right, state });
  }
}

/** What is still reserved of a member's points once a sale has taken its own. */
export function heldAfter(state: BatchState, root: MemberId, changes: RightChanges): number {
  const rights = new Map(state.rights);
  recordRights(rights, changes);
  return [...rights.values()].reduce(
    (sum, right) => (rootOf(state, right.memberId) === root ? sum + heldPoints(right) : sum),
    0,
  );
}

/** The buyer's points to spend on the day of a sale, before it and after, with what HQ adds of itself (`postings`). */
export function pointsAround(
  state: BatchState,
  event: AwardEvent,
  postings: readonly NewPosting[],
): { readonly balanceBefore: number; readonly balancePoints: number } {
  const root = rootOf(state, event.member);
  const known = state.entries.get(root) ?? [];
  // Points that had lapsed cover no debt that comes about only now.
  const before: readonly Lot[] = [...known, ...planExpiry(lotsFromEntries(known), event.bizDate)];
  const own = event.body.entries.filter((entry) => rootOf(state, entry.memberId) === root);
  const corrected = postings.flatMap((posting) => posting.entries);
  const available = (all: readonly Lot[]) =>
    balanceOf(lotsFromEntries(all), event.bizDate).availablePoints;
  return {
    balanceBefore: available(before),
    balancePoints: available([...before, ...own, ...corrected]),
  };
}
