import type { AwardEvent, LeaseReturnEvent } from '../../app/contract/events.ts';
import type { RightId } from '../../app/domain/ids.ts';
import type { NewPosting } from '../db/postings.ts';
import { heldPoints } from '../db/spend-rights.ts';
import type { HqRight, RightClose, RightSpend } from '../db/spend-rights.ts';
import type { BatchState } from './batch-state.ts';
import { rootOf } from './batch-state.ts';
import { eventAtMs } from './event-at.ts';
import type { Found, Verdict } from './make-effects.ts';
import { askedWordOf, heldAfter, pointsAround } from './reserved-points.ts';
import type { RightChanges } from './reserved-points.ts';

/** What a sale took of what HQ had reserved for it. */
export type ConsumedRights = RightChanges & {
  readonly found: readonly Found[];
  /** Points of the sale that HQ had reserved: they cannot be an overdraft. */
  readonly coveredPoints: number;
};

/** Points a sale takes of one right. */
type Claim = { readonly rightId: RightId; readonly points: number; readonly ends: boolean };

function claimsOf(
  state: BatchState,
  event: AwardEvent,
  postings: readonly NewPosting[],
): readonly Claim[] {
  const { cover, pointsSpent } = event.body;
  switch (cover?.by) {
    case undefined:
      return [];
    case 'floor':
      return claimsInDoubt(state, event, postings);
    case 'lease':
      return [{ rightId: cover.leaseId, points: pointsSpent, ends: false }];
    case 'online': {
      const { authId, lease } = cover;
      const points = pointsSpent - (lease?.points ?? 0);
      const rest = { rightId: authId, points, ends: true };
      return lease === null
        ? [rest]
        : [{ rightId: lease.leaseId, points: lease.points, ends: false }, rest];
    }
  }
}

/**
 * What HQ reserved for this very install, which may not know of it, where a sale was settled at its own risk: the
 * word it asked for in vain, and of its leases what the member has not got without them. Either would be held
 * against its own holder else, as an overdraft of points that are there.
 */
function claimsInDoubt(
  state: BatchState,
  event: AwardEvent,
  postings: readonly NewPosting[],
): readonly Claim[] {
  const { pointsSpent } = event.body;
  const { installId } = state.install;
  const root = rootOf(state, event.member);
  const own = [...state.rights.values()].filter(
    (right) =>
      right.inst === installId && right.state === 'open' && rootOf(state, right.memberId) === root,
  );
  const asked = askedWordOf(event);
  const words = own
    .filter(({ rightId }) => rightId === asked)
    .map((word) => ({
      rightId: word.rightId,
      points: Math.min(pointsSpent, heldPoints(word)),
      ends: true,
    }));
  const rest = words.reduce((left, word) => left - word.points, pointsSpent);
  const closes = words.map(({ rightId }) => ({ rightId, state: 'used' as const, atMs: 0 }));
  const held = heldAfter(state, root, { spends: [], closes });
  const { balancePoints } = pointsAround(state, event, postings);
  const leases = own.filter(({ kind }) => kind === 'lease');
  return [...words, ...claimsOfLeases(leases, Math.min(rest, held - balancePoints))];
}

/** Points off leases, those that end first before others. */
function claimsOfLeases(leases: readonly HqRight[], points: number): Claim[] {
  const claims: Claim[] = [];
  let left = points;
  const inOrder = leases.toSorted(
    (a, b) => a.expiresAtMs - b.expiresAtMs || (a.rightId < b.rightId ? -1 : 1),
  );
  for (const lease of inOrder) {
    const taken = Math.min(left, heldPoints(lease));
    if (taken <= 0) continue;
    left -= taken;
    claims.push({ rightId: lease.rightId, points: taken, ends: false });
  }
  return claims;
}

/**
 * Takes the points of a sale off the rights it names, and ends the pins of the vouchers it used. A right
 * that is unknown, closed or too small covers only what it still held: the rest is judged like a sale at
 * the counter's own risk, and a person is told. A sale at the counter's own risk may take what HQ holds for
 * the counter, see `claimsInDoubt`. `postings` are what HQ itself adds to the points with the sale.
 */
export function consumeRights(
  state: BatchState,
  event: AwardEvent,
  postings: readonly NewPosting[],
): ConsumedRights {
  const spends: RightSpend[] = [];
  const closes: RightClose[] = [];
  const found: Found[] = [];
  const atMs = eventAtMs(event);
  for (const { rightId, points, ends } of claimsOf(state, event, postings)) {
    const right = state.rights.get(rightId);
    const isOwn =
      right !== undefined && rootOf(state, right.memberId) === rootOf(state, event.member);
    const taken = right === undefined || !isOwn ? 0 : Math.min(heldPoints(right), points);
    if (taken < points) found.push(overrun(event, right, { rightId, points, taken }));
    if (right === undefined || right.state !== 'open' || !isOwn) continue;
    spends.push({ rightId, eid: event.eid, points: taken });
    if (ends || heldPoints(right) === taken) closes.push({ rightId, state: 'used', atMs });
  }
  const pins = consumePins(state, event);
  return {
    spends,
    closes: [...closes, ...pins.closes],
    found: [...found, ...pins.found],
    coveredPoints: spends.reduce((sum, spend) => sum + spend.points, 0),
  };
}

function overrun(
  { body }: AwardEvent,
  right: HqRight | undefined,
  claim: { readonly rightId: RightId; readonly points: number; readonly taken: number },
): Found {
  const { rightId, points, taken } = claim;
  const { saleId, saleNo } = body;
  const about = { rightId, state: right?.state ?? 'unknown', inst: right?.inst ?? null };
  return {
    kind: 'right-overrun',
    detail: { saleId, saleNo, points: points - taken, claimedPoints: points, ...about },
  };
}

/** A voucher held by this install's pin or this sale's word is what was reserved; by another's it is not. */
function consumePins(
  state: BatchState,
  event: AwardEvent,
): Pick<ConsumedRights, 'closes' | 'found'> {
  const { body } = event;
  const word = askedWordOf(event);
  const closes: RightClose[] = [];
  const found: Found[] = [];
  for (const { voucherId, code } of body.vouchers) {
    for (const right of state.rights.values()) {
      if (right.state !== 'open' || !right.voucherIds.includes(voucherId)) continue;
      if (right.rightId === word) continue;
      if (right.kind === 'pin' && right.inst === state.install.installId) {
        closes.push({ rightId: right.rightId, state: 'used', atMs: eventAtMs(event) });
        continue;
      }
      const detail = { voucherId, code, rightId: right.rightId, inst: right.inst };
      found.push({ kind: 'voucher-held-elsewhere', detail });
    }
  }
  return { closes, found };
}

/** A sale without effect needs no word any more: what was reserved for it is free. */
export function releaseWord(state: BatchState, event: AwardEvent): readonly RightClose[] {
  const rightId = askedWordOf(event);
  if (rightId === null || state.rights.get(rightId)?.state !== 'open') return [];
  return [{ rightId, state: 'returned', atMs: eventAtMs(event) }];
}

/**
 * A counter gives its right back. What is closed already stays as it is: the same word twice is no trouble.
 * What another install holds (its predecessor after a fork) stays reserved until a person frees it.
 */
export function applyLeaseReturn(state: BatchState, event: LeaseReturnEvent): Verdict {
  const { rightId } = event.body;
  const atMs = eventAtMs(event);
  const right = state.rights.get(rightId);
  const closes: RightClose[] =
    right?.state === 'open' && right.inst === state.install.installId
      ? [{ rightId, state: 'returned', atMs }]
      : [];
  const { eid, type } = event;
  return {
    eid,
    type,
    atMs,
    firstOfEid: true,
    status: 'applied',
    found: [],
    rights: { spends: [], closes },
  };
}
