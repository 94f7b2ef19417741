import type { MemberId, RightId, VoucherId } from '../domain/ids.ts';
import { balanceOf, type Lot } from '../domain/lots.ts';
import { defaultSpendPolicy, type SpendFacts, type SpendPolicy } from '../domain/spend-policy.ts';
import type { Reader } from '../db/handles.ts';
import { findSpendPolicy } from '../db/spend-policy.ts';
import { getFloorUse, listRightsOf, type FloorUse, type Right } from '../db/spend-rights.ts';
import { findSpendingHold, type SyncState } from '../db/sync-state.ts';
import type { Moment } from './moment.ts';

/** What decides whether the member on the open sale may spend here. */
export type Spending = {
  readonly policy: SpendPolicy;
  readonly facts: Omit<SpendFacts<RightId>, 'points' | 'verify'>;
  /** Everything HQ reserved for this member at this counter. */
  readonly rights: readonly Right[];
  /** The member's sales at own risk that HQ does not hold yet. */
  readonly pending: FloorUse['pending'];
};

/**
 * Reads what covers the points of a member, all of it from the log and from what HQ said last. Only for a
 * counter of an HQ: a shop without one knows every sale there is, so nothing has to be covered. Until HQ's
 * own policy has come the suggested limits hold.
 */
export async function gatherSpending(
  db: Reader,
  given: {
    readonly memberId: MemberId;
    readonly lots: readonly Lot[];
    readonly moment: Moment;
    readonly sync: SyncState;
    readonly hqHeard: boolean;
    /** When HQ was heard last, by this PC's clock; sync knows of contacts the database does not. */
    readonly heardAtMs: number | null;
  },
): Promise<Spending> {
  const { memberId, lots, moment, sync, hqHeard, heardAtMs } = given;
  const rights = await listRightsOf(db, memberId);
  const leases = rights
    .filter((right) => right.kind === 'lease' && !right.recalled)
    .map(({ rightId, leftPoints, expiresAtMs }) => ({ leaseId: rightId, leftPoints, expiresAtMs }));
  const leasedPoints = rights.reduce(
    (sum, right) => (right.kind === 'lease' ? sum + right.leftPoints : sum),
    0,
  );
  const { pending, ...onFloor } = await getFloorUse(db, memberId);
  const hold = await findSpendingHold(db);
  const ageOf = (atMs: number | null): number | null =>
    atMs === null ? null : Math.max(0, moment.nowMs - (sync.hqOffsetMs ?? 0) - atMs);
  const facts = {
    nowMs: moment.nowMs,
    hqAnswers: hqHeard,
    leases,
    balancePoints: balanceOf(lots, moment.today).availablePoints - leasedPoints,
    onFloor,
    // The pull's end is written down now and then; each later contact brought what there was.
    offlineMs: ageOf(heardAtMs),
    snapshotAgeMs: sync.caughtUpAtMs === null ? null : ageOf(sync.caughtUpAtMs),
    timeUnknown: moment.timeUnknown,
    // A first pull that is not complete has a sentence of its own.
    stopped: hold !== null && (hold !== 'view' || sync.caughtUpAtMs !== null),
  };
  const policy = (await findSpendPolicy(db)) ?? defaultSpendPolicy;
  return { policy, facts, rights, pending };
}

/** Whether HQ pinned this voucher to this counter and nobody has used the pin. */
export function isPinnedHere(spending: Spending | null, voucherId: VoucherId): boolean {
  const pin = spending?.rights.find((right) => right.voucherId === voucherId);
  return pin !== undefined && !pin.used && !pin.recalled && !spending?.facts.stopped;
}
