import { lotsFromEntries } from './lots.ts';
import type { Lot } from './lots.ts';
import type {
  EvaluatedSale,
  LedgerEntry,
  MemberState,
  SaleInput,
  StampEntry,
  StampState,
  UseCount,
  ValueEntry,
} from './sale.ts';

/**
 * What is known of the member after a sale, as the ledger would tell it: points, stored value, stamps
 * (a full card stays full, see `openCards`), spend, tier, counts of use. Counts of the day stay as
 * they are: before a sale on another day see `onNewDay`.
 */
export function withSale(state: MemberState, result: EvaluatedSale, sale: SaleInput): MemberState {
  const { tier } = result;
  const rewarded = result.notices.some((notice) => notice.code === 'referral-rewarded');
  return {
    ...state,
    tierId: tier.tierId,
    tierUntil: tier.tierUntil,
    spentMinor: state.spentMinor + result.spentMinor,
    spentSinceTierMinor: spentSinceTier(state, result),
    saleCount: state.saleCount + 1,
    inviterId: rewarded ? null : state.inviterId,
    lots: lotsAfter(state, result.entries),
    storedValue: valueAfter(state.storedValue, result.values),
    stamps: stampsAfter(state.stamps, result.stamps),
    useCounts: countsAfter(state.useCounts, result, sale),
  };
}

/** The state on a day after the one its counts of use are of. */
export function onNewDay(state: MemberState): MemberState {
  const useCounts = state.useCounts.map((one) => ({ ...one, day: 0, storeDay: 0, memberDay: 0 }));
  return { ...state, useCounts };
}

/** A tier that the sale reached or renewed begins after it; one that was lowered began before it. */
function spentSinceTier(state: MemberState, { tier, spentMinor }: EvaluatedSale): number {
  switch (tier.kind) {
    case 'same':
      return state.spentSinceTierMinor + spentMinor;
    case 'lowered':
      return spentMinor;
    case 'risen':
    case 'renewed':
      return 0;
  }
}

function lotsAfter(state: MemberState, entries: readonly LedgerEntry[]): Lot[] {
  const { memberId } = state;
  const before = state.lots.map((lot) => ({ ...lot, leg: 0, kind: 'adjust' as const, memberId }));
  return lotsFromEntries([...before, ...entries.filter((entry) => entry.memberId === memberId)]);
}

function valueAfter(before: readonly Lot[], values: readonly ValueEntry[]): Lot[] {
  const own = values.filter((value) => value.holder === 'member');
  return before
    .map((lot) => {
      const taken = own.filter((value) => value.holderId === lot.lotId);
      const points = taken.reduce((sum, value) => sum + value.amountMinor, lot.points);
      return { ...lot, points };
    })
    .filter((lot) => lot.points !== 0);
}

function stampsAfter(before: readonly StampState[], entries: readonly StampEntry[]): StampState[] {
  const states = new Map(before.map((state) => [state.cardId, state]));
  for (const { cardId, cardNo, stamps, atMs } of entries) {
    const known = states.get(cardId);
    const had = known?.cardNo === cardNo ? known.stamps : 0;
    states.set(cardId, { cardId, cardNo, stamps: had + stamps, lastAtMs: atMs });
  }
  return [...states.values()];
}

function countsAfter(
  before: readonly UseCount[],
  result: EvaluatedSale,
  sale: SaleInput,
): UseCount[] {
  const counts = new Map(before.map((count) => [count.id, count]));
  const add = (id: string, uses: number) => {
    const had = counts.get(id) ?? { id, program: 0, day: 0, storeDay: 0, member: 0, memberDay: 0 };
    counts.set(id, {
      id,
      program: had.program + uses,
      day: had.day + uses,
      storeDay: had.storeDay + (sale.storeId === null ? 0 : uses),
      member: had.member + uses,
      memberDay: had.memberDay + uses,
    });
  };
  for (const { source, uses } of result.discounts) {
    add(source.kind === 'reward' ? source.rewardId : source.couponId, uses);
  }
  for (const giftId of result.giftIds) add(giftId, 1);
  return [...counts.values()];
}
