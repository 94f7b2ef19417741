import { nextOfSale } from './next-of-sale.ts';
import type { AskedSale, SaleStep } from './next-of-sale.ts';
import type { LocalizedText, Program } from './program.ts';
import type { MemberState } from './sale.ts';
import { withSale } from './state-after-sale.ts';
import { openCards } from './stamps.ts';

/** What is missing to something better, as the cashier can say it. */
export type NextStep =
  | { readonly code: 'next-tier'; readonly name: LocalizedText; readonly missingMinor: number }
  | SaleStep
  | { readonly code: 'next-stamp'; readonly name: LocalizedText; readonly missingStamps: number };

const nextStepsMax = 5;

/**
 * At most 5, the nearest first: what this sale could still reach by its missing NT$, then stamp cards
 * begun by their missing stamps. `sale` null = no amount yet: only what hangs on the member alone.
 */
export function nextStepsFor(
  program: Program,
  state: MemberState,
  sale: AskedSale | null,
): NextStep[] {
  const after = sale === null ? state : withSale(state, sale.result, sale.asked);
  const byAmount = [
    ...nextTier(program, after),
    ...(sale === null ? [] : nextOfSale(program, state, sale, nextStepsMax)),
  ].sort((a, b) => a.missingMinor - b.missingMinor);
  const byStamps = nextStamps(program, after).sort((a, b) => a.missingStamps - b.missingStamps);
  return [...byAmount, ...byStamps].slice(0, nextStepsMax);
}

type AmountStep = Exclude<NextStep, { readonly code: 'next-stamp' }>;

/** The lowest tier above the member's that the spend in the window does not reach yet. */
function nextTier(program: Program, { tierId, spentMinor }: MemberState): AmountStep[] {
  const rank = program.tiers.findIndex((tier) => tier.tierId === tierId);
  const next = program.tiers.find((tier, i) => i > rank && tier.thresholdMinor > spentMinor);
  if (next === undefined) return [];
  const { name, thresholdMinor } = next;
  return [{ code: 'next-tier', name, missingMinor: thresholdMinor - spentMinor }];
}

type StampStep = Extract<NextStep, { readonly code: 'next-stamp' }>;

function nextStamps(program: Program, { stamps }: MemberState): StampStep[] {
  return openCards(program, stamps).flatMap(({ card, state, isNew }): StampStep[] => {
    if (isNew) return [];
    return [{ code: 'next-stamp', name: card.name, missingStamps: card.goal - state.stamps }];
  });
}
