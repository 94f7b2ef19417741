import type { LotId, MemberId } from './ids.ts';
import { inOrder } from './in-order.ts';
import { itemAt } from './item-at.ts';
import { compareLots, takeFromLots } from './lots.ts';
import type { Lot, LotTake } from './lots.ts';
import type { LedgerEntry, MemberState, SaleInput } from './sale.ts';
import { compareDates } from './time.ts';
import type { CalendarDate } from './time.ts';

/** What a sale does to points. */
export type PointMoves = {
  /** Spent by the buying member: rewards and payment. Not more than the lots and `earned` hold. */
  readonly spent: number;
  readonly earned: number;
  /** For whoever invited the member; null where nothing is earned. */
  readonly inviter: { readonly memberId: MemberId; readonly points: number } | null;
  /** Last day of what is earned. */
  readonly expiresOn: CalendarDate | null;
  /** Under sliding expiry the day to which all live points move; else null. */
  readonly slidesTo: CalendarDate | null;
};

/**
 * The ledger entries of a sale, legs from 0: what is spent, in spending order; what is earned, as one
 * lot, and what of it is spent at once (only where own points may pay); what the inviter earns; and
 * under sliding expiry what is left of each live lot with an earlier last day, moved to one new lot.
 * New lots take their ids by place: 0 earned, 1 inviter, 2 moved.
 */
export function saleEntries(
  { memberId, lots }: Pick<MemberState, 'memberId' | 'lots'>,
  { date, lotIds }: Pick<SaleInput, 'date' | 'lotIds'>,
  moves: PointMoves,
): LedgerEntry[] {
  const { spent, earned, inviter, expiresOn } = moves;
  const entries: LedgerEntry[] = [];
  const write = (kind: LedgerEntry['kind'], lot: Lot, points: number, whose = memberId) => {
    const { lotId } = lot;
    entries.push({
      leg: entries.length,
      kind,
      memberId: whose,
      lotId,
      points,
      expiresOn: lot.expiresOn,
    });
  };
  // Debts lower what the lots can give; the rest comes from what the sale itself earns.
  const takes = takeFromLots(lots, spent, date);
  for (const take of takes) write('spend', take, -take.points);
  if (earned > 0) {
    const lot = { lotId: itemAt(lotIds, 0), points: earned, expiresOn };
    write('earn', lot, earned);
    const own = spent - takes.reduce((sum, take) => sum + take.points, 0);
    if (own > 0) write('spend', lot, -own);
  }
  if (inviter !== null) {
    const lot = { lotId: itemAt(lotIds, 1), points: inviter.points, expiresOn };
    write('earn', lot, inviter.points, inviter.memberId);
  }
  if (moves.slidesTo !== null) {
    const moved = lotsToMove(lots, takes, date, moves.slidesTo);
    for (const lot of moved) write('adjust', lot, -lot.points);
    const points = moved.reduce((sum, lot) => sum + lot.points, 0);
    if (points > 0) {
      const lot = { lotId: itemAt(lotIds, 2), points, expiresOn: moves.slidesTo };
      write('adjust', lot, points);
    }
  }
  return entries;
}

function lotsToMove(
  lots: readonly Lot[],
  takes: readonly LotTake[],
  date: CalendarDate,
  slidesTo: CalendarDate,
): Lot[] {
  const taken = new Map<LotId, number>(takes.map((take) => [take.lotId, take.points]));
  return inOrder(lots, compareLots).flatMap((lot) => {
    const points = lot.points - (taken.get(lot.lotId) ?? 0);
    const { expiresOn } = lot;
    const moves =
      points > 0 &&
      expiresOn !== null &&
      compareDates(expiresOn, date) >= 0 &&
      compareDates(expiresOn, slidesTo) < 0;
    return moves ? [{ ...lot, points }] : [];
  });
}
