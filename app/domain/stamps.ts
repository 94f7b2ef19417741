import { itemAt } from './item-at.ts';
import type { Program, StampCard } from './program.ts';
import type { PricedLine, StampEntry, StampState } from './sale.ts';
import type { SaleReason } from './sale-reason.ts';
import { linesInScope, unmetCondition } from './sale-conditions.ts';
import type { SaleContext } from './sale-conditions.ts';
import { isLaterDay } from './time.ts';

const hourMs = 3_600_000;

/** A card begun. The member's first starts with the bonus, those that follow a full card empty. */
export function issueCard(card: StampCard, cardNo = 1): StampState {
  const stamps = cardNo === 1 ? card.bonusOnIssue : 0;
  return { cardId: card.cardId, cardNo, stamps, lastAtMs: null };
}

/** What stamping did to a card. */
export type Stamped = {
  /** The card; a full one stays full. */
  readonly state: StampState;
  /** The card a full one opens; else null. */
  readonly opened: StampState | null;
  readonly added: number;
  readonly completed: boolean;
  /** The limit (a day, so many hours) allowed no stamp. */
  readonly limited: boolean;
};

function isAllowed(card: StampCard, lastAtMs: number | null, atMs: number): boolean {
  if (lastAtMs === null) return true;
  switch (card.limit.kind) {
    case 'none':
      return true;
    case 'once-a-day':
      return isLaterDay(lastAtMs, atMs);
    case 'hours':
      return atMs - lastAtMs >= card.limit.hours * hourMs;
  }
}

/** The card that follows a full one: the same or another, empty, with the next number; or none. */
function cardAfter(card: StampCard, full: StampState): StampState | null {
  if (card.next.kind === 'none') return null;
  const cardId = card.next.kind === 'card' ? card.next.cardId : card.cardId;
  return { cardId, cardNo: full.cardNo + 1, stamps: 0, lastAtMs: full.lastAtMs };
}

/**
 * Puts up to `wanted` stamps on a card at an instant. The limit decides whether any counts (once per
 * day of Asia/Taipei, or the hours since the last have passed), the goal how many: what goes beyond it
 * is dropped. A card that becomes full is completed, once.
 */
export function stampCard(
  card: StampCard,
  state: StampState,
  wanted: number,
  atMs: number,
): Stamped {
  const added = Math.min(wanted, Math.max(card.goal - state.stamps, 0));
  const nothing = { state, opened: null, added: 0, completed: false };
  if (added === 0) return { ...nothing, limited: false };
  if (!isAllowed(card, state.lastAtMs, atMs)) return { ...nothing, limited: true };
  const stamped = { ...state, stamps: state.stamps + added, lastAtMs: atMs };
  const completed = stamped.stamps === card.goal;
  const opened = completed ? cardAfter(card, stamped) : null;
  return { state: stamped, opened, added, completed, limited: false };
}

/** A card a member can collect on. `isNew`: not begun; the first stamp issues it. */
export type OpenCard = {
  readonly card: StampCard;
  readonly state: StampState;
  readonly isNew: boolean;
};

/**
 * The cards a member collects on, in the order of the program, from the newest state of each card.
 * A full card stands for the one it opens. A card that another one opens is not begun by itself,
 * except the first of the program (so that cards in a ring begin somewhere).
 */
export function openCards(program: Program, states: readonly StampState[]): OpenCard[] {
  return program.stampCards.flatMap((card, place): OpenCard[] => {
    const own = states.find((one) => one.cardId === card.cardId);
    if (own !== undefined && own.stamps < card.goal) return [{ card, state: own, isNew: false }];
    const opened = openedBy(program, states, card.cardId).find(
      (one) => own === undefined || one.cardNo > own.cardNo,
    );
    if (opened !== undefined) return [{ card, state: opened, isNew: false }];
    const begins = own === undefined && (place === 0 || !isOpenedByOther(program, card));
    return begins ? [{ card, state: issueCard(card), isNew: true }] : [];
  });
}

/** What full cards open of one kind of card, the highest number first. */
function openedBy(program: Program, states: readonly StampState[], cardId: string): StampState[] {
  return program.stampCards
    .flatMap((card) => {
      const state = states.find((one) => one.cardId === card.cardId);
      if (state === undefined || state.stamps < card.goal) return [];
      const opened = cardAfter(card, state);
      return opened?.cardId === cardId ? [opened] : [];
    })
    .sort((a, b) => b.cardNo - a.cardNo);
}

function isOpenedByOther(program: Program, card: StampCard): boolean {
  return program.stampCards.some(
    ({ cardId, next }) =>
      cardId !== card.cardId && next.kind === 'card' && next.cardId === card.cardId,
  );
}

/** A card that a sale filled, with the units of its scope in that sale. */
export type FullCard = { readonly card: StampCard; readonly units: number };

/** The stamps of a sale. */
export type SaleStamps = {
  readonly entries: readonly StampEntry[];
  readonly full: readonly FullCard[];
  readonly reasons: readonly SaleReason[];
};

/**
 * Stamps a member's cards for a sale: those whose conditions hold, as many as the sale brings. `lines`
 * are what the sale came to; amounts count what money and stored value pay.
 */
export function saleStamps(context: SaleContext, lines: readonly PricedLine[]): SaleStamps {
  const { program, state, sale } = context;
  const entries: StampEntry[] = [];
  const full: FullCard[] = [];
  const reasons: SaleReason[] = [];
  const discountByLine = lines.map((line) => line.discountMinor);
  for (const { card, state: before, isNew } of openCards(program, state.stamps)) {
    if (unmetCondition(context, card, discountByLine) !== null) continue;
    const { units, spentMinor } = measureCard(context, card, lines);
    const stamped = stampCard(card, before, stampsFor(card, units, spentMinor), sale.atMs);
    const { cardId, name, goal } = card;
    if (stamped.limited) reasons.push({ code: 'stamp-limit', cardId, name });
    if (stamped.added === 0) continue;
    const { added, completed } = stamped;
    const stamps = stamped.state.stamps;
    const bonus = isNew ? before.stamps : 0;
    reasons.push({ code: 'stamps', cardId, name, added, bonus, stamps, goal });
    if (completed) full.push({ card, units });
    entries.push({
      memberId: state.memberId,
      cardId,
      cardNo: before.cardNo,
      // The first entry of a new card carries its bonus, so that entries sum to the stamps.
      stamps: isNew ? stamps : added,
      completed,
      atMs: sale.atMs,
    });
  }
  return { entries, full, reasons };
}

/** Stamps the lines of a sale bring on a kind of card, whatever stands on it; 0 where its conditions do not hold. */
export function stampsBrought(
  context: SaleContext,
  card: StampCard,
  lines: readonly PricedLine[],
): number {
  const discountByLine = lines.map((line) => line.discountMinor);
  if (unmetCondition(context, card, discountByLine) !== null) return 0;
  const { units, spentMinor } = measureCard(context, card, lines);
  return stampsFor(card, units, spentMinor);
}

function measureCard(
  context: SaleContext,
  card: StampCard,
  lines: readonly PricedLine[],
): { readonly units: number; readonly spentMinor: number } {
  const { sale } = context;
  let units = 0;
  let spentMinor = 0;
  for (const place of linesInScope(context, card.scope)) {
    const line = itemAt(lines, place);
    units += itemAt(sale.lines, place).qty;
    spentMinor += line.grossMinor - line.discountMinor - line.pointsMinor;
  }
  return { units, spentMinor };
}

function stampsFor(card: StampCard, units: number, spentMinor: number): number {
  switch (card.per.kind) {
    case 'visit':
      return 1;
    case 'units':
      return units;
    case 'amount':
      return Math.floor(spentMinor / card.per.perMinor);
  }
}
