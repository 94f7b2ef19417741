import { v5 } from 'uuid';
import type { AwardEvent } from '../../app/contract/events.ts';
import type { EventId, LotId } from '../../app/domain/ids.ts';
import { coverDebts, lotsFromEntries } from '../../app/domain/lots.ts';
import type { LedgerEntry } from '../../app/domain/sale.ts';
import { compareDates } from '../../app/domain/time.ts';
import type { Program } from '../../app/domain/program.ts';
import type { NewPosting } from '../db/postings.ts';
import { makeAbsorption } from './absorbed-points.ts';
import type { BatchState } from './batch-state.ts';
import { rootOf } from './batch-state.ts';
import type { ConsumedRights } from './consume-rights.ts';
import { derivedIdNamespace } from './make-effects.ts';
import type { Found } from './make-effects.ts';
import { heldAfter, pointsAround } from './reserved-points.ts';

/**
 * Points that were spent on or before their last day at a counter that was apart, and that HQ let
 * lapse meanwhile: the lapse is taken back as far as they were spent, or the member would owe them.
 */
export function takeBackExpiry(
  state: BatchState,
  event: AwardEvent,
  atMs: number,
): readonly NewPosting[] {
  const root = rootOf(state, event.member);
  const before = state.entries.get(root) ?? [];
  const rests = coverDebts(lotsFromEntries(before));
  const entries: LedgerEntry[] = [];
  for (const [lotId, taken] of takenByLot(event)) {
    const { expiresOn } = taken;
    if (expiresOn === null || compareDates(event.bizDate, expiresOn) > 0) continue;
    const ofLot = before.filter((entry) => entry.lotId === lotId);
    const lapsed = sumOf(ofLot.filter((entry) => entry.kind === 'expire'));
    // What covers a debt was not there to be spent.
    const rest = rests.find((lot) => lot.lotId === lotId)?.points ?? 0;
    const missing = -(Math.min(rest, sumOf(ofLot)) + taken.points);
    const points = Math.min(-lapsed, missing);
    if (points <= 0) continue;
    const leg = entries.length;
    entries.push({ leg, kind: 'expire', memberId: root, lotId, points, expiresOn });
  }
  if (entries.length === 0) return [];
  const postingId = v5(`${event.eid}:expire-undone`, derivedIdNamespace) as EventId;
  const detail = { eid: event.eid, saleId: event.body.saleId };
  const shared = { postingId, why: 'expire-undone', memberId: root, atMs };
  return [{ ...shared, entries, stamps: [], uses: [], detail }];
}

function takenByLot({ body, member }: AwardEvent) {
  const taken = new Map<LotId, Pick<LedgerEntry, 'points' | 'expiresOn'>>();
  for (const { lotId, points, expiresOn, memberId } of body.entries) {
    if (memberId !== member) continue;
    taken.set(lotId, { points: (taken.get(lotId)?.points ?? 0) + points, expiresOn });
  }
  return taken;
}

function sumOf(entries: readonly { readonly points: number }[]): number {
  return entries.reduce((sum, entry) => sum + entry.points, 0);
}

/** Points a sale spent that were not there, and what is done about them. */
export type Overdraft = {
  readonly found: readonly Found[];
  readonly postings: readonly NewPosting[];
};

/**
 * Points spent that were not there: after the sale the balance of its day is less than what HQ has
 * reserved for others (0 when nothing is). `points` is how many of those this sale spent; a debt from
 * before is not blamed on it, and never what HQ itself had reserved for it. `costMinor` is what they are
 * worth as payment. Where the policy says so, they are given back.
 */
export function findOverdraft(
  state: BatchState,
  event: AwardEvent,
  given: {
    readonly postings: readonly NewPosting[];
    readonly consumed: ConsumedRights;
    readonly program: Program | null;
    readonly atMs: number;
  },
): Overdraft {
  const { pointsSpent, saleId, saleNo, cover } = event.body;
  const { postings, consumed, program, atMs } = given;
  const ownRisk = pointsSpent - consumed.coveredPoints;
  if (ownRisk <= 0) return { found: [], postings: [] };
  const root = rootOf(state, event.member);
  const { balanceBefore, balancePoints } = pointsAround(state, event, postings);
  const held = heldAfter(state, root, consumed);
  if (balancePoints >= held) return { found: [], postings: [] };
  const points = Math.min(ownRisk, held - balancePoints);
  const { onOverdraft } = state.policy;
  const detail = {
    memberId: root,
    saleId,
    saleNo,
    points,
    pointsSpent,
    balanceBefore,
    balancePoints,
    heldPoints: held,
    costMinor: costOf(program, points),
    coveredBy: cover?.by ?? null,
    action: onOverdraft,
  };
  const found = [{ kind: 'overdraft', detail }];
  if (onOverdraft !== 'absorb') return { found, postings: [] };
  const absorption = makeAbsorption(event, { root, points, returned: 0, atMs });
  return { found, postings: absorption === null ? [] : [absorption] };
}

/** What points are worth as payment, NT$ rounded up; 0 where they cannot pay. */
function costOf(program: Program | null, points: number): number {
  const redemption = program?.redemption ?? null;
  if (redemption === null) return 0;
  return Math.ceil((points * redemption.minorPerStep) / redemption.pointsPerStep);
}
