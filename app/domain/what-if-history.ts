import type { LotId, MemberId, VoucherId } from './ids.ts';
import { itemAt } from './item-at.ts';
import { lotsFromEntries, planExpiry } from './lots.ts';
import type { Program } from './program.ts';
import type { RefundResult } from './refund.ts';
import type {
  EvaluatedSale,
  MemberState,
  SaleInput,
  StampEntry,
  StampState,
  UseCount,
} from './sale.ts';
import { withSale } from './state-after-sale.ts';
import { addMonths } from './time.ts';
import type { CalendarDate } from './time.ts';
import { withRefund } from './what-if-refund.ts';

/**
 * What the sales run so far left behind that no member's state holds by itself. Grows with each sale
 * in place: a month of a chain's sales goes through it.
 */
export type WhatIfHistory = {
  /** Ids of coupons, rewards and gifts with a limit; only these are counted. */
  readonly limitedIds: readonly string[];
  /** Gifts to who invited the buyer: they count for that one. */
  readonly inviterGiftIds: readonly string[];
  /** How often, by `id`, `id day`, `id day store`, `id member` and `id member day`. */
  readonly uses: Map<string, number>;
  /** How often each voucher that was used can still be used. */
  readonly usesLeft: Map<VoucherId, number>;
  /** Sales in the tier window, oldest first, with what of them still counts, NT$. */
  readonly spends: Map<
    MemberId,
    { readonly sale: SaleKey; readonly date: CalendarDate; minor: number }[]
  >;
  /** The sales whose spend counts towards keeping the present tier. */
  readonly sinceTier: Map<MemberId, Set<SaleKey>>;
  /** Stamps that stand, by member and kind of card, oldest first. */
  readonly stamps: Map<string, StandingStamps[]>;
  /** Points that lapsed, by lot. */
  readonly lapsed: Map<LotId, number>;
  /** Each member's counts as the scenario gave them, and the day of the sale they were given for. */
  readonly given: Map<
    MemberId,
    { readonly date: CalendarDate; readonly counts: readonly UseCount[] }
  >;
};

/** What tells the sales of a scenario apart: the first of the ids for their lots. */
type SaleKey = LotId | undefined;

type StandingStamps = {
  readonly stamps: number;
  readonly atMs: number | null;
};

/** Before the first sale. */
export function emptyHistory(program: Program): WhatIfHistory {
  const limited = [
    ...program.coupons.map((one) => ({ id: String(one.couponId), limits: one.limits })),
    ...program.rewards.map((one) => ({ id: one.rewardId, limits: one.limits })),
    ...program.gifts.map((one) => ({ id: one.giftId, limits: one.limits })),
  ].filter(({ limits }) => Object.values(limits).some((limit) => limit !== null));
  return {
    limitedIds: limited.map(({ id }) => id),
    inviterGiftIds: program.gifts.flatMap(({ giftId, on }) =>
      on === 'referral-inviter' ? [giftId] : [],
    ),
    uses: new Map(),
    usesLeft: new Map(),
    spends: new Map(),
    sinceTier: new Map(),
    stamps: new Map(),
    lapsed: new Map(),
    given: new Map(),
  };
}

/**
 * The member's state and the sale as they are on the sale's day: uses counted over all members, spend
 * that has left the tier window taken off, what lapsed gone, vouchers without the uses that earlier sales
 * took.
 */
export function beforeSale(
  program: Program,
  history: WhatIfHistory,
  state: MemberState,
  sale: SaleInput,
): { readonly facts: MemberState; readonly sale: SaleInput } {
  const { memberId, useCounts } = state;
  if (!history.given.has(memberId)) {
    history.given.set(memberId, { date: sale.date, counts: useCounts });
    for (const { cardId, stamps, lastAtMs } of state.stamps) {
      history.stamps.set(`${memberId} ${cardId}`, [{ stamps, atMs: lastAtMs }]);
    }
  }
  const facts = {
    ...letLapse(history, state, sale.date),
    spentMinor: state.spentMinor - takeGoneSpend(program, history, memberId, sale.date),
    useCounts: countUses(history, state, sale),
  };
  const vouchers = sale.vouchers.map((one) => ({
    ...one,
    usesLeft: Math.min(one.usesLeft, history.usesLeft.get(one.voucherId) ?? one.usesLeft),
  }));
  return { facts, sale: { ...sale, vouchers } };
}

/** Without the points past their last day, as HQ leaves the member every night. */
export function letLapse(
  history: WhatIfHistory,
  state: MemberState,
  date: CalendarDate,
): MemberState {
  const due = planExpiry(state.lots, date);
  if (due.length === 0) return state;
  for (const { lotId, points } of due) {
    addTo(history.lapsed, lotId, -points);
  }
  return { ...state, lots: lotsFromEntries([...state.lots, ...due]) };
}

/** Removes what is older than the window, which ends on the day and begins so many months before. */
function takeGoneSpend(
  program: Program,
  history: WhatIfHistory,
  memberId: MemberId,
  date: CalendarDate,
): number {
  const spends = history.spends.get(memberId) ?? [];
  const before = addMonths(date, -program.tierRules.windowMonths);
  let gone = 0;
  for (let first = spends[0]; first !== undefined && first.date <= before; first = spends[0]) {
    gone += first.minor;
    spends.shift();
  }
  return gone;
}

/** How often what has a limit was used, as the sale's day and store have it. */
export function countUses(
  history: WhatIfHistory,
  state: Pick<MemberState, 'memberId' | 'inviterId'>,
  sale: SaleInput,
): UseCount[] {
  const given = history.given.get(state.memberId);
  return history.limitedIds.map((id) => {
    const start = given?.counts.find((one) => one.id === id);
    // Counts of a day hold for that day only.
    const today = given?.date === sale.date ? start : undefined;
    const keys = useKeys(id, receiverOf(history, state, id), sale);
    const used = (key: string): number => history.uses.get(key) ?? 0;
    return {
      id,
      program: (start?.program ?? 0) + used(keys.program),
      day: (today?.day ?? 0) + used(keys.day),
      storeDay: (today?.storeDay ?? 0) + used(keys.storeDay),
      member: (start?.member ?? 0) + used(keys.member),
      memberDay: (today?.memberDay ?? 0) + used(keys.memberDay),
    };
  });
}

/** Whose uses of a thing count: the buyer's, of a gift to the inviter that one's. */
function receiverOf(
  { inviterGiftIds }: WhatIfHistory,
  { memberId, inviterId }: Pick<MemberState, 'memberId' | 'inviterId'>,
  id: string,
): MemberId {
  return inviterId !== null && inviterGiftIds.includes(id) ? inviterId : memberId;
}

function useKeys(
  id: string,
  memberId: MemberId,
  { date, storeId }: Pick<SaleInput, 'date' | 'storeId'>,
): Readonly<Record<Exclude<keyof UseCount, 'id'>, string>> {
  return {
    program: id,
    day: `${id} ${date}`,
    storeDay: `${id} ${date} ${storeId ?? ''}`,
    member: `${id} ${memberId}`,
    memberDay: `${id} ${memberId} ${date}`,
  };
}

/** A sale of the scenario: as it was asked on the day, what was known then, what came of it. */
export type SoldSale = {
  readonly asked: SaleInput;
  readonly facts: MemberState;
  readonly result: EvaluatedSale;
};

/** Adds what one more sale used, spent and stamped. */
export function recordSale(history: WhatIfHistory, sold: SoldSale): void {
  const { asked, facts, result } = sold;
  const { memberId } = facts;
  addUses(history, sold, 1);
  for (const { voucherId, usesLeft } of asked.vouchers) {
    const used = result.discounts.find(
      ({ source }) => source.kind === 'voucher' && source.voucherId === voucherId,
    );
    if (used !== undefined) history.usesLeft.set(voucherId, usesLeft - used.uses);
  }
  const [sale] = asked.lotIds;
  const spends = history.spends.get(memberId) ?? [];
  spends.push({ sale, date: asked.date, minor: result.spentMinor });
  history.spends.set(memberId, spends);
  recordTier(history, memberId, sale, result.tier.kind);
  moveStamps(history, result.stamps);
}

/** Adds the uses of a sale (`sign` 1), or takes them off again (−1). */
function addUses(history: WhatIfHistory, { asked, facts, result }: SoldSale, sign: 1 | -1): void {
  const count = (id: string, uses: number): void => {
    if (!history.limitedIds.includes(id)) return;
    for (const key of Object.values(useKeys(id, receiverOf(history, facts, id), asked))) {
      addTo(history.uses, key, sign * uses);
    }
  };
  for (const { source, uses } of result.discounts) {
    count(source.kind === 'reward' ? source.rewardId : source.couponId, uses);
  }
  for (const giftId of result.giftIds) count(giftId, 1);
}

/** As `withSale` counts: a sale that reached or renewed the tier does not count towards keeping it. */
function recordTier(
  history: WhatIfHistory,
  memberId: MemberId,
  sale: SaleKey,
  tier: EvaluatedSale['tier']['kind'],
): void {
  const since = history.sinceTier.get(memberId) ?? new Set();
  if (tier !== 'same') since.clear();
  if (tier === 'same' || tier === 'lowered') since.add(sale);
  history.sinceTier.set(memberId, since);
}

/** Adds stamps. A refund takes them off a member's newest card only, the last ones given first. */
function moveStamps(history: WhatIfHistory, entries: readonly StampEntry[]): void {
  for (const { memberId, cardId, stamps, atMs } of entries) {
    const key = `${memberId} ${cardId}`;
    const standing = history.stamps.get(key) ?? [];
    history.stamps.set(key, standing);
    if (stamps > 0) standing.push({ stamps, atMs });
    else takeStamps(standing, -stamps);
  }
}

function takeStamps(standing: StandingStamps[], stamps: number): void {
  let left = stamps;
  while (left > 0) {
    const last = standing.length - 1;
    const given = itemAt(standing, last);
    const rest = { ...given, stamps: Math.max(given.stamps - left, 0) };
    left -= given.stamps - rest.stamps;
    standing.splice(last, 1, ...(rest.stamps > 0 ? [rest] : []));
  }
}

/**
 * The member's state once part or all of a sale was taken back, and the history with it, as counter and
 * HQ have it: spend goes from the sale's day (once, whether or not that has left the tier window), uses of a
 * ticket as the refund gives them back (in a scenario the ticket goes on under its old id), and
 * when nothing of the sale is left the uses of limits and a referral it rewarded.
 */
export function recordRefund(
  history: WhatIfHistory,
  state: MemberState,
  sold: SoldSale,
  refund: RefundResult,
): MemberState {
  const { memberId } = state;
  const [sale] = sold.asked.lotIds;
  const after = withRefund(state, refund);
  const spend = history.spends.get(memberId)?.find((one) => one.sale === sale);
  if (spend !== undefined) spend.minor -= refund.spentMinor;
  const isSinceTier = history.sinceTier.get(memberId)?.has(sale) === true;
  for (const { voucherId, uses } of refund.reissued) {
    addTo(history.usesLeft, voucherId, uses);
  }
  if (refund.complete) addUses(history, sold, -1);
  moveStamps(history, refund.stamps);
  const isDueAgain = refund.complete && state.inviterId === null && hasRewarded(sold);
  const inviterId = isDueAgain ? sold.facts.inviterId : state.inviterId;
  return {
    ...after,
    spentMinor: spend === undefined ? state.spentMinor : after.spentMinor,
    spentSinceTierMinor: isSinceTier ? after.spentSinceTierMinor : state.spentSinceTierMinor,
    inviterId,
    stamps: after.stamps.flatMap((card) => standingCard(history, memberId, card)),
    useCounts: countUses(history, { memberId, inviterId }, sold.asked),
  };
}

/** Whether the sale was the one that used up the member's invitation. */
function hasRewarded({ asked, facts, result }: SoldSale): boolean {
  return facts.inviterId !== null && withSale(facts, result, asked).inviterId === null;
}

/** The card with the time of the last stamp that stands; none where none does. */
function standingCard(
  history: WhatIfHistory,
  memberId: MemberId,
  card: StampState,
): readonly StampState[] {
  const last = history.stamps.get(`${memberId} ${card.cardId}`)?.at(-1);
  return last === undefined ? [] : [{ ...card, lastAtMs: last.atMs }];
}

/** Adds to a count that begins at 0. */
function addTo<Key>(counts: Map<Key, number>, key: Key, by: number): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}
