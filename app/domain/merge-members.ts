import type { MemberId } from './ids.ts';
import { lotsFromEntries } from './lots.ts';
import type { Program, StampCard } from './program.ts';
import type { MemberState, StampState, UseCount } from './sale.ts';
import type { CalendarDate } from './time.ts';

/** Which id each merged id was merged into. Entries are never moved: a member is all ids that lead to it. */
export type MemberAliases = ReadonlyMap<MemberId, MemberId>;

/** The member an id stands for, or the ids of a ring of aliases (which `planMerge` never makes). */
export type ResolvedMember =
  | { readonly kind: 'member'; readonly memberId: MemberId }
  | { readonly kind: 'cycle'; readonly memberIds: readonly MemberId[] };

/** Follows the aliases of an id to the end; an id without alias stands for itself. */
export function resolveMember(aliases: MemberAliases, memberId: MemberId): ResolvedMember {
  const passed = new Set<MemberId>();
  let at = memberId;
  for (;;) {
    if (passed.has(at)) return { kind: 'cycle', memberIds: [...passed] };
    passed.add(at);
    const next = aliases.get(at);
    if (next === undefined) return { kind: 'member', memberId: at };
    at = next;
  }
}

/** What a wish to merge two ids comes to. */
export type MergePlan =
  /** The one new alias to record. */
  | { readonly kind: 'merge'; readonly from: MemberId; readonly into: MemberId }
  /** Both ids stand for one member already: nothing to do, a repeated or crossed wish does no harm. */
  | { readonly kind: 'same-member'; readonly memberId: MemberId }
  /** The known aliases are broken. */
  | { readonly kind: 'cycle'; readonly memberIds: readonly MemberId[] };

/**
 * How `from` becomes part of `into`. Links the members both ids stand for, so that chains never branch
 * and a ring cannot come about, in whatever order merges arrive.
 */
export function planMerge(aliases: MemberAliases, from: MemberId, into: MemberId): MergePlan {
  const source = resolveMember(aliases, from);
  if (source.kind === 'cycle') return source;
  const target = resolveMember(aliases, into);
  if (target.kind === 'cycle') return target;
  if (source.memberId === target.memberId) {
    return { kind: 'same-member', memberId: target.memberId };
  }
  return { kind: 'merge', from: source.memberId, into: target.memberId };
}

/** A card that two members' stamps fill together: its reward is due, once, from whoever merges them. */
export type FilledCard = { readonly cardId: string; readonly cardNo: number };

/**
 * Two states as one, that of `survivor`. Points, stored value, spend, sales and the member's counts of use
 * add up (counts of a whole program or store are the same ones seen twice: the larger counts);
 * the higher tier stays with its period (of equal tiers the longer one). Each stamp card goes on under
 * the higher number with the stamps of both; where they fill it the card is listed in `filled` and the
 * next one begins with the rest, so that no stamp is lost. Only a card that comes once stays as the
 * further of the two has it once either is full. The earlier joining day and the nearer birthday count.
 * An inviter's reward stays due only where neither has bought, and nobody invites himself.
 */
export function joinMembers(
  program: Pick<Program, 'tiers' | 'stampCards'>,
  survivor: MemberState,
  merged: MemberState,
): { readonly state: MemberState; readonly filled: readonly FilledCard[] } {
  const tierOf = higherTier(program, survivor, merged);
  const { stamps, filled } = joinStamps(program, survivor.stamps, merged.stamps);
  const state = {
    memberId: survivor.memberId,
    tierId: tierOf.tierId,
    tierUntil: tierOf.tierUntil,
    joinedOn: earlierDay(survivor.joinedOn, merged.joinedOn),
    birthday: nearerBirthday(survivor.birthday, merged.birthday),
    spentMinor: survivor.spentMinor + merged.spentMinor,
    spentSinceTierMinor: survivor.spentSinceTierMinor + merged.spentSinceTierMinor,
    saleCount: survivor.saleCount + merged.saleCount,
    inviterId: inviterOfBoth(survivor, merged),
    lots: lotsFromEntries([...survivor.lots, ...merged.lots]),
    storedValue: lotsFromEntries([...survivor.storedValue, ...merged.storedValue]),
    stamps,
    useCounts: joinUseCounts(survivor.useCounts, merged.useCounts),
  };
  return { state, filled };
}

function higherTier(program: Pick<Program, 'tiers'>, a: MemberState, b: MemberState): MemberState {
  const rankOf = (state: MemberState) =>
    program.tiers.findIndex((tier) => tier.tierId === state.tierId);
  const difference = rankOf(b) - rankOf(a);
  if (difference !== 0) return difference > 0 ? b : a;
  if (a.tierUntil === null) return a;
  return b.tierUntil === null || b.tierUntil > a.tierUntil ? b : a;
}

function earlierDay(a: CalendarDate | null, b: CalendarDate | null): CalendarDate | null {
  if (a === null || b === null) return a ?? b;
  return a < b ? a : b;
}

function nearerBirthday(
  a: MemberState['birthday'],
  b: MemberState['birthday'],
): MemberState['birthday'] {
  if (a === 'day' || b === 'day') return 'day';
  return a === 'month' || b === 'month' ? 'month' : 'no';
}

function inviterOfBoth(survivor: MemberState, merged: MemberState): MemberId | null {
  if (survivor.saleCount + merged.saleCount > 0) return null;
  const isOther = (id: MemberId | null) => id !== survivor.memberId && id !== merged.memberId;
  return [survivor.inviterId, merged.inviterId].find((id) => id !== null && isOther(id)) ?? null;
}

function joinStamps(
  program: Pick<Program, 'stampCards'>,
  a: readonly StampState[],
  b: readonly StampState[],
): { readonly stamps: readonly StampState[]; readonly filled: readonly FilledCard[] } {
  const joined = new Map(a.map((state) => [state.cardId, state]));
  const filled: FilledCard[] = [];
  for (const state of b) {
    const known = joined.get(state.cardId);
    const card = program.stampCards.find((one) => one.cardId === state.cardId);
    if (known === undefined) joined.set(state.cardId, state);
    else if (card === undefined) joined.set(state.cardId, furtherCard(known, state));
    else {
      const both = joinCard(card, known, state);
      joined.set(state.cardId, both.state);
      if (both.isFilled) filled.push({ cardId: card.cardId, cardNo: both.cardNo });
    }
  }
  return { stamps: [...joined.values()], filled };
}

function furtherCard(a: StampState, b: StampState): StampState {
  const isFurther = b.cardNo > a.cardNo || (b.cardNo === a.cardNo && b.stamps > a.stamps);
  return { ...(isFurther ? b : a), lastAtMs: laterInstant(a.lastAtMs, b.lastAtMs) };
}

function joinCard(
  card: StampCard,
  a: StampState,
  b: StampState,
): { readonly state: StampState; readonly cardNo: number; readonly isFilled: boolean } {
  const { goal } = card;
  const repeats = card.next.kind === 'same';
  const isFull = a.stamps >= goal || b.stamps >= goal;
  // A full card that comes once stays full: nothing can be put on it any more.
  if (isFull && !repeats) return { state: furtherCard(a, b), cardNo: 0, isFilled: false };
  const openNo = (state: StampState) => (state.stamps < goal ? state.cardNo : state.cardNo + 1);
  const openStamps = (state: StampState) => (state.stamps < goal ? state.stamps : 0);
  const cardNo = Math.max(openNo(a), openNo(b));
  const stamps = openStamps(a) + openStamps(b);
  const open = { cardId: card.cardId, lastAtMs: laterInstant(a.lastAtMs, b.lastAtMs) };
  if (stamps < goal) return { state: { ...open, cardNo, stamps }, cardNo, isFilled: false };
  const state = repeats
    ? { ...open, cardNo: cardNo + 1, stamps: stamps - goal }
    : { ...open, cardNo, stamps: goal };
  return { state, cardNo, isFilled: true };
}

function laterInstant(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.max(a, b);
}

function joinUseCounts(a: readonly UseCount[], b: readonly UseCount[]): UseCount[] {
  const joined = new Map(a.map((count) => [count.id, count]));
  for (const count of b) {
    const known = joined.get(count.id);
    joined.set(count.id, known === undefined ? count : addUseCounts(known, count));
  }
  return [...joined.values()];
}

function addUseCounts(a: UseCount, b: UseCount): UseCount {
  return {
    id: a.id,
    program: Math.max(a.program, b.program),
    day: Math.max(a.day, b.day),
    storeDay: Math.max(a.storeDay, b.storeDay),
    member: a.member + b.member,
    memberDay: a.memberDay + b.memberDay,
  };
}
