import type { Program, StampCard } from './program.ts';
import type { RefundContext, RefundReason } from './refund.ts';
import type { RefundChange } from './refund-change.ts';
import { restOfSale } from './rest-of-sale.ts';
import type { StampEntry, StampState } from './sale.ts';
import { stampsBrought } from './stamps.ts';

/** What a refund does to stamps. */
export type StampsBack = {
  readonly entries: readonly StampEntry[];
  readonly reasons: readonly RefundReason[];
  /** Cards the sale filled that stay full, so that what they gave stays with the member. */
  readonly stayFull: readonly StampCard[];
};

/**
 * The stamps of a sale taken off the cards they stand on: those that what is left would not bring, and
 * all with the last of what was paid. The bonus of a card begun by the sale stays, so that the member has
 * it when the card goes on. On a card that another sale filled since they stay.
 *
 * A card this sale filled keeps its stamps until the last is taken. Then it is open again: its entry is
 * the opposite of the sale's, with `completed`. If the next card of its kind is begun, the stamps come off
 * that one and the full card with its reward stays; where it has too few, the reward goes, and
 * the stamps of the other sales go on on that card. What is used or handed over leaves the card full.
 */
export function stampsBack(
  program: Program,
  context: RefundContext,
  change: RefundChange,
): StampsBack {
  const entries: StampEntry[] = [];
  const reasons: RefundReason[] = [];
  const stayFull: StampCard[] = [];
  for (const entry of context.sale.stamps) {
    const card = program.stampCards.find((one) => one.cardId === entry.cardId);
    if (card === undefined) continue;
    const off = stampsOff(program, context, change, { card, entry });
    if (off === 0) continue;
    const { name } = card;
    const moved = moveOff(context, { card, entry, off });
    if (moved === null) reasons.push({ code: 'stamps-stay', name });
    else reasons.push({ code: 'stamps-taken-back', name, stamps: off });
    if (entry.completed && (moved === null || moved.staysFull)) stayFull.push(card);
    for (const one of moved?.entries ?? []) {
      if (one.stamps !== 0) entries.push({ ...one, atMs: context.atMs });
    }
  }
  return { entries, reasons, stayFull };
}

type Standing = { readonly card: StampCard; readonly entry: StampEntry };

/** How many stamps of the sale have to go. */
function stampsOff(
  program: Program,
  { sale, earlier }: RefundContext,
  { linesAfter, after, takesLast }: RefundChange,
  { card, entry }: Standing,
): number {
  const { cardId, cardNo } = entry;
  const isFirst = cardNo === 1 && !sale.facts.stamps.some((one) => one.cardId === cardId);
  const given = entry.stamps - (isFirst ? card.bonusOnIssue : 0);
  if (entry.completed) return takesLast ? given : 0;
  const standing = earlier
    .flatMap((one) => one.stamps)
    .filter((one) => one.cardId === cardId && one.cardNo === cardNo)
    .reduce((sum, one) => sum + one.stamps, given);
  if (takesLast) return Math.max(standing, 0);
  const rest = restOfSale(program, sale, linesAfter, after);
  return Math.max(standing - stampsBrought(rest.context, card, rest.lines), 0);
}

/** The entries that take `off` stamps off; null where they stay. */
function moveOff(
  { sale, stampsNow }: RefundContext,
  { card, entry, off }: Standing & { readonly off: number },
): { readonly entries: readonly StampEntry[]; readonly staysFull: boolean } | null {
  const { goal, reward } = card;
  const now = stampsNow?.find((one) => one.cardId === entry.cardId);
  const next: StampState | null = now !== undefined && now.cardNo > entry.cardNo ? now : null;
  if (!entry.completed) {
    const isFullSince = next !== null || (now !== undefined && now.stamps >= goal);
    return isFullSince ? null : { entries: [{ ...entry, stamps: -off }], staysFull: false };
  }
  const onNext = ({ cardNo }: StampState, stamps: number): StampEntry[] => [
    { ...entry, cardNo, stamps, completed: false },
  ];
  if (next !== null && next.stamps >= off) return { entries: onNext(next, -off), staysFull: true };
  const isRewardGone =
    reward.kind === 'goods' ||
    (reward.kind === 'voucher' &&
      sale.issued.some((one) => one.used && one.because === card.cardId));
  if (isRewardGone) return null;
  if (next !== null) return { entries: onNext(next, goal - off), staysFull: false };
  return { entries: [{ ...entry, stamps: -off }], staysFull: false };
}
