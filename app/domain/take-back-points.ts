import type { LotId } from './ids.ts';
import { balanceOf, compareLots, isLapsed, lotsFromEntries } from './lots.ts';
import type { Lot } from './lots.ts';
import type { Policies } from './program.ts';
import type { RefundResult } from './refund.ts';
import type { LedgerEntry } from './sale.ts';
import type { CalendarDate } from './time.ts';

/** A change to one lot, signed; what an entry must carry apart from its leg and member. */
export type LotChange = Pick<LedgerEntry, 'kind' | 'lotId' | 'points' | 'expiresOn'>;

/** How points are taken back. */
export type TakeBackPlan = {
  readonly changes: readonly LotChange[];
  /** Taken, debt included. */
  readonly points: number;
  /** Part of that which no lot held: the sale's lot is now that much below 0 (or further below). */
  readonly debt: number;
  /** Under `clamp`: what was not there. */
  readonly shortfall: number;
};

/** What is taken back and from whom. */
export type TakeBack = {
  /** The member's lots as they are once spent points are given back. */
  readonly lots: readonly Lot[];
  /** The lot the sale earned; its `points` do not matter. */
  readonly own: Lot;
  readonly points: number;
  readonly policy: Policies['negativeBalance'];
  readonly today: CalendarDate;
  /** What earlier refunds of this sale took from other lots (see `takenElsewhere`). */
  readonly elsewhere: readonly Lot[];
};

/**
 * Takes points back: from the sale's own lot as far as it holds any, then from the other live lots in
 * spending order; the rest under `allow` as a debt on the sale's lot, which never lapses and which the
 * next earnings repay; under `clamp` not at all, and nothing is taken below a balance of 0. Points that
 * lapsed in the sale's lot do not pay the debt: where it is written, so is their expiry. What the own
 * lot holds beyond that goes to the lots earlier refunds of this sale took from instead (a pair of
 * `adjust` changes), so that the steps in which a sale is refunded leave no trace.
 */
export function planTakeBack(input: TakeBack): TakeBackPlan {
  const { lots, own, policy, today } = input;
  const available = Math.max(balanceOf(lots, today).availablePoints, 0);
  const points = policy === 'clamp' ? Math.min(input.points, available) : input.points;
  const live = lots.filter((lot) => lot.points > 0 && !isLapsed(lot, today));
  const held = live.find((lot) => lot.lotId === own.lotId)?.points ?? 0;
  const fromOwn = Math.min(points, held);
  const others: LotChange[] = [];
  let debt = points - fromOwn;
  for (const lot of live.sort(compareLots)) {
    if (lot.lotId === own.lotId) continue;
    const taken = Math.min(lot.points, debt);
    if (taken > 0) others.push(change('refund', lot, -taken));
    debt -= taken;
  }
  const ownPoints = fromOwn + debt;
  const lapsed = lapsedIn(lots, own.lotId, today);
  return {
    changes: [
      ...(debt > 0 && lapsed > 0 ? [change('expire', own, -lapsed)] : []),
      ...(ownPoints > 0 ? [change('refund', own, -ownPoints)] : []),
      ...others,
      ...handBack(own, held - fromOwn, input.elsewhere, today),
    ],
    points,
    debt,
    shortfall: input.points - points,
  };
}

function change(kind: LotChange['kind'], { lotId, expiresOn }: Lot, points: number): LotChange {
  return { kind, lotId, points, expiresOn };
}

/** From the own lot to the others, the one that lasts longest first; lapsed ones get nothing. */
function handBack(
  own: Lot,
  surplus: number,
  elsewhere: readonly Lot[],
  today: CalendarDate,
): LotChange[] {
  const changes: LotChange[] = [];
  let left = surplus;
  for (const lot of [...elsewhere].sort(compareLots).reverse()) {
    if (isLapsed(lot, today)) continue;
    const back = Math.min(lot.points, left);
    if (back > 0) changes.push(change('adjust', lot, back));
    left -= back;
  }
  const handed = surplus - left;
  return handed > 0 ? [change('adjust', own, -handed), ...changes] : [];
}

/** What earlier refunds of a sale took from lots other than its own, less what they handed back. */
export function takenElsewhere(
  earlier: readonly Pick<RefundResult, 'entries'>[],
  memberId: LedgerEntry['memberId'],
  own: LotId,
): Lot[] {
  const taken = earlier
    .flatMap((one) => one.entries)
    .filter(
      (entry) =>
        entry.memberId === memberId &&
        entry.lotId !== own &&
        (entry.kind === 'adjust' || entry.points < 0),
    );
  return lotsFromEntries(taken.map((entry) => ({ ...entry, points: -entry.points })));
}

/** Points of the sale's own lot that are past their day: with those already expired they count as taken back. */
export function lapsedIn(lots: readonly Lot[], own: LotId, today: CalendarDate): number {
  const lot = lots.find((one) => one.lotId === own);
  return lot !== undefined && isLapsed(lot, today) ? lot.points : 0;
}
