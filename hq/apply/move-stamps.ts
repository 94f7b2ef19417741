import type { MemberId } from '../../app/domain/ids.ts';
import type { Program, StampCard } from '../../app/domain/program.ts';
import type { StampEntry } from '../../app/domain/sale.ts';

type Stamped = { readonly memberId: MemberId; readonly entries: readonly StampEntry[] };

/** What joining two members' cards comes to. */
export type MovedStamps = {
  readonly stamps: readonly StampEntry[];
  /** Cards that both fill together: nobody gave their reward yet. */
  readonly filled: readonly StampCard[];
};

/**
 * What must be entered so that two members' stamps of one kind of card stand on one card after a merge:
 * those of the merged member's open card move to the survivor's open one. Cards with the same number
 * need nothing while both together do not fill one, their stamps add up by themselves. A card they fill
 * together is completed, its rest goes on the next where the same card follows. Full cards stay as
 * they are. Done again after further stamps of the merged member it moves only those.
 */
export function moveStamps(
  program: Pick<Program, 'stampCards'>,
  merge: { readonly from: Stamped; readonly into: Stamped },
): MovedStamps {
  const all = program.stampCards.map((card) => moveCard(card, merge));
  return {
    stamps: all.flatMap((moved) => moved.stamps),
    filled: all.flatMap((moved) => moved.filled),
  };
}

type OpenCard = { readonly cardNo: number; readonly stamps: number };

const nothingMoved: MovedStamps = { stamps: [], filled: [] };

function moveCard(card: StampCard, { from, into }: Parameters<typeof moveStamps>[1]): MovedStamps {
  const merged = openCard(card, from.entries);
  const open = openCard(card, into.entries);
  if (merged === null || open === null) return nothingMoved;
  const cardNo = Math.max(merged.cardNo, open.cardNo);
  const rest = merged.stamps + open.stamps - card.goal;
  // The time of the last stamp: moving is no stamp, and must not use up the day.
  const times = [...from.entries, ...into.entries].flatMap((entry) =>
    entry.cardId === card.cardId ? [entry.atMs] : [],
  );
  const shared = { cardId: card.cardId, completed: false, atMs: Math.max(...times) };
  const taken = (whose: Stamped, { cardNo: no, stamps }: OpenCard): StampEntry[] =>
    stamps === 0 ? [] : [{ ...shared, memberId: whose.memberId, cardNo: no, stamps: -stamps }];
  const put = (no: number, stamps: number, completed: boolean): StampEntry[] =>
    stamps === 0 ? [] : [{ ...shared, memberId: into.memberId, cardNo: no, stamps, completed }];
  if (rest < 0) {
    if (merged.cardNo === open.cardNo) return nothingMoved;
    const lower = merged.cardNo < cardNo ? merged : open;
    const whose = merged.cardNo < cardNo ? from : into;
    const stamps = [...taken(whose, lower), ...put(cardNo, lower.stamps, false)];
    return { stamps, filled: [] };
  }
  const goesOn = card.next.kind === 'same' ? rest : 0;
  const stamps = [
    ...taken(from, merged),
    ...taken(into, open),
    ...put(cardNo, card.goal, true),
    ...put(cardNo + 1, goesOn, false),
  ];
  return { stamps, filled: [card] };
}

/**
 * The card that goes on; null where there is none begun, or a full one that the same card does not
 * follow. Stamps of several members merged before count together, as the counters read them.
 */
function openCard(card: StampCard, entries: readonly StampEntry[]): OpenCard | null {
  const own = entries.filter((entry) => entry.cardId === card.cardId);
  if (own.length === 0) return null;
  const repeats = card.next.kind === 'same';
  const newestNo = Math.max(...own.map((entry) => entry.cardNo));
  const isJoined = new Set(own.map((entry) => entry.memberId)).size > 1;
  if (isJoined && repeats) {
    const total = sumOf(own);
    const cardNo = Math.max(Math.ceil(total / card.goal), newestNo);
    return openOf(card, cardNo, Math.max(total - (cardNo - 1) * card.goal, 0));
  }
  return openOf(card, newestNo, sumOf(own.filter((entry) => entry.cardNo === newestNo)));
}

function openOf(card: StampCard, cardNo: number, stamps: number): OpenCard | null {
  if (stamps < card.goal) return { cardNo, stamps };
  return card.next.kind === 'same' ? { cardNo: cardNo + 1, stamps: 0 } : null;
}

function sumOf(entries: readonly StampEntry[]): number {
  return entries.reduce((sum, entry) => sum + entry.stamps, 0);
}
