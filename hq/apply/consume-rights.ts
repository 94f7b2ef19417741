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
type Claim = {
  readonly rightId: RightId;
  readonly points: number;
  readonly ends: boolean;
  /** As of `RightSpend`. */
  readonly lessens: boolean;
};

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
      return [{ rightId: cover.leaseId, points: pointsSpent, ends: false, lessens: false }];
    case 'online': {
      const { authId, lease } = cover;
      const points = pointsSpent - (lease?.points ?? 0);
      const rest = { rightId: authId, points, ends: true, lessens: false };
      return lease === null
        ? [rest]
        : [{ rightId: lease.leaseId, points: lease.points, ends: false, lessens: false }, rest];
    }
  }
}

/**
 * What HQ reserved for this very install, which may not know of it, where a sale was settled at its own risk: the
 * word it asked for in vain, and what the member has not got beside the rest, of earlier words in vain first and of
 * leases then. It would be held against its own holder else, as an overdraft of points that are there.
 */
function claimsInDoubt(
  state: BatchState,
  event: AwardEvent,
  postings: readonly NewPosting[],
): readonly Claim[] {
  const { pointsSpent } = event.body;
  const root = rootOf(state, event.member);
  const own = [...state.rights.values()].filter(
    (right) => isOpenHere(state, right) && rootOf(state, right.memberId) === root,
  );
  const words = own.filter(({ kind }) => kind === 'auth');
  const leases = own.filter(({ kind }) => kind === 'lease');
  const asked = words.filter(({ rightId }) => rightId === askedWordOf(event));
  const first = takeOff(asked, pointsSpent).map((claim) => ({ ...claim, ends: true }));
  const held = asked.reduce(
    (sum, word) => sum - heldPoints(word),
    heldAfter(state, root, { spends: [], closes: [] }),
  );
  const shortage = held - pointsAround(state, event, postings).balancePoints;
  const rest = Math.min(
    shortage,
    first.reduce((left, { points }) => left - points, pointsSpent),
  );
  const others = words.filter((word) => !asked.includes(word)).toSorted(byEnd);
  return [...first, ...takeOff([...others, ...leases.toSorted(byEnd)], rest)];
}

function isOpenHere({ install }: BatchState, { inst, state }: HqRight): boolean {
  return inst === install.installId && state === 'open';
}

function byEnd(a: HqRight, b: HqRight): number {
  return a.expiresAtMs - b.expiresAtMs || (a.rightId < b.rightId ? -1 : 1);
}

/** Points off rights, one after the other as far as they go. */
function takeOff(rights: readonly HqRight[], points: number): Claim[] {
  let left = points;
  return rights.flatMap((right) => {
    const taken = Math.min(left, heldPoints(right));
    if (taken <= 0) return [];
    left -= taken;
    const { rightId, kind } = right;
    return [{ rightId, points: taken, ends: false, lessens: kind === 'lease' }];
  });
}

/**
 * Takes the points of a sale off the rights it names, and ends the pins of the vouchers it used. A right that is
 * unknown, closed or too small covers only what it still held: the rest is judged like a sale at the counter's own
 * risk, and a person is told, save where HQ may have lessened it and the points are there. A sale at the counter's own
 * risk may take what HQ holds for the counter, see `claimsInDoubt`. `postings` are what HQ itself adds to the points
 * with the sale.
 */
export function consumeRights(
  state: BatchState,
  event: AwardEvent,
  postings: readonly NewPosting[],
): ConsumedRights {
  const spends: RightSpend[] = [];
  const closes: RightClose[] = [];
  const overruns: Overrun[] = [];
  const atMs = eventAtMs(event);
  for (const { rightId, points, ends, lessens } of claimsOf(state, event, postings)) {
    const right = state.rights.get(rightId);
    const isOwn =
      right !== undefined && rootOf(state, right.memberId) === rootOf(state, event.member);
    const taken = right === undefined || !isOwn ? 0 : Math.min(heldPoints(right), points);
    if (taken < points) overruns.push({ right, rightId, points, taken });
    if (right === undefined || right.state !== 'open' || !isOwn) continue;
    spends.push({ rightId, eid: event.eid, points: taken, lessens });
    if (ends || heldPoints(right) === taken) closes.push({ rightId, state: 'used', atMs });
  }
  const told = overruns.filter(({ right }) => !mayBeLessened(state, right));
  const isShort =
    told.length < overruns.length &&
    pointsAround(state, event, postings).balancePoints <
      heldAfter(state, rootOf(state, event.member), { spends, closes });
  const pins = consumePins(state, event);
  return {
    spends,
    closes: [...closes, ...pins.closes],
    found: [...(isShort ? overruns : told).map((one) => noteOverrun(event, one)), ...pins.found],
    coveredPoints: spends.reduce((sum, spend) => sum + spend.points, 0),
  };
}

type Overrun = {
  readonly right: HqRight | undefined;
  readonly rightId: RightId;
  readonly points: number;
  readonly taken: number;
};

/** Its holder may know less of it than HQ, which took of it for another sale of the holder. */
function mayBeLessened({ install }: BatchState, right: HqRight | undefined): boolean {
  return (
    right?.kind === 'lease' &&
    right.inst === install.installId &&
    (right.state === 'open' || right.state === 'used')
  );
}

function noteOverrun({ body }: AwardEvent, { right, rightId, points, taken }: Overrun): Found {
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
