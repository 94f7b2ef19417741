import { compareLots } from './lots.ts';
import type { Lot } from './lots.ts';
import type { RefundResult } from './refund.ts';
import type { LedgerEntry, MemberState, StampEntry, ValueEntry } from './sale.ts';

/** The lots after the entries that are the member's own. Where last days differ the entry's counts. */
export function withEntries(
  state: Pick<MemberState, 'memberId' | 'lots'>,
  entries: readonly LedgerEntry[],
): Lot[] {
  const lots = new Map(state.lots.map((lot) => [lot.lotId, lot]));
  for (const { memberId, lotId, points, expiresOn } of entries) {
    if (memberId !== state.memberId) continue;
    lots.set(lotId, { lotId, expiresOn, points: (lots.get(lotId)?.points ?? 0) + points });
  }
  return [...lots.values()].filter((lot) => lot.points !== 0).sort(compareLots);
}

/** The member's state after part or all of a sale was taken back. Tiers are never lowered by this. */
export function withRefund(state: MemberState, result: RefundResult): MemberState {
  return {
    ...state,
    lots: withEntries(state, result.entries),
    storedValue: withValues(state.storedValue, result.values),
    spentMinor: state.spentMinor - result.spentMinor,
    spentSinceTierMinor: state.spentSinceTierMinor - result.spentMinor,
    saleCount: result.complete ? Math.max(state.saleCount - 1, 0) : state.saleCount,
    stamps: withStamps(state, result.stamps),
  };
}

function withValues(lots: readonly Lot[], values: readonly ValueEntry[]): Lot[] {
  const after = lots.map((lot) => {
    const back = values.filter((one) => one.holder === 'member' && one.holderId === lot.lotId);
    return { ...lot, points: back.reduce((sum, one) => sum + one.amountMinor, lot.points) };
  });
  // A lot that was used up is no longer in the state: it comes back under its own id.
  for (const { holder, holderId, amountMinor, expiresOn } of values) {
    if (holder === 'member' && !lots.some((lot) => lot.lotId === holderId)) {
      after.push({ lotId: holderId as Lot['lotId'], points: amountMinor, expiresOn });
    }
  }
  return after;
}

function withStamps(state: MemberState, entries: readonly StampEntry[]): MemberState['stamps'] {
  return state.stamps.map((card) => {
    const back = entries.filter(
      (one) =>
        one.memberId === state.memberId && one.cardId === card.cardId && one.cardNo === card.cardNo,
    );
    return { ...card, stamps: back.reduce((sum, one) => sum + one.stamps, card.stamps) };
  });
}
