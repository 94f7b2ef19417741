import { itemAt } from './item-at.ts';
import type { Program, Tier } from './program.ts';
import type { MemberState, TierChange } from './sale.ts';
import { addDays, addMonths, compareDates } from './time.ts';
import type { CalendarDate } from './time.ts';

type TierFacts = Pick<MemberState, 'tierId' | 'tierUntil' | 'spentMinor' | 'spentSinceTierMinor'>;

/** A tier of the program. Throws where the program has none of that id. */
export function getTier(program: Program, tierId: string): Tier {
  return itemAt(program.tiers, rankOf(program, tierId));
}

/** The place of a tier in the program, −1 if it has none of that id. */
function rankOf(program: Program, tierId: string): number {
  return program.tiers.findIndex((tier) => tier.tierId === tierId);
}

/** The place of the highest tier whose threshold (inclusive) the spend reaches; at least the lowest. */
function rankReached(program: Program, spentMinor: number): number {
  const above = program.tiers.findIndex(
    (tier, rank) => rank > 0 && tier.thresholdMinor > spentMinor,
  );
  return (above === -1 ? program.tiers.length : above) - 1;
}

/**
 * `risen`, `lowered`, `renewed` or `same` by the places before and after and the periods' ends. Leaving
 * a tier the program does not have is `lowered`: nobody is congratulated on it.
 */
export function tierChange(
  program: Program,
  before: Pick<TierFacts, 'tierId' | 'tierUntil'>,
  after: Pick<TierFacts, 'tierId' | 'tierUntil'>,
): TierChange {
  const rankBefore = rankOf(program, before.tierId);
  const step = rankBefore === -1 ? -1 : rankOf(program, after.tierId) - rankBefore;
  const sameKind = after.tierUntil === before.tierUntil ? 'same' : 'renewed';
  const kind = step > 0 ? 'risen' : step < 0 ? 'lowered' : sameKind;
  const { tierId, tierUntil } = after;
  return { tierIdBefore: before.tierId, tierId, tierUntil, kind };
}

function beginTier(
  program: Program,
  facts: TierFacts,
  rank: number,
  today: CalendarDate,
): TierChange {
  const tier = itemAt(program.tiers, rank);
  // The lowest tier has no period: there is nothing below it.
  const tierUntil = rank === 0 ? null : addMonths(today, program.tierRules.validMonths);
  return tierChange(program, facts, { tierId: tier.tierId, tierUntil });
}

/**
 * The tier a member has on a day: the recorded one, or once its period and grace are over what the
 * spend in the window reaches, with a period that begins on that day. So too where the program does
 * not have the recorded tier (any more): a version without it must not stop its members' sales.
 */
export function tierOn(program: Program, facts: TierFacts, today: CalendarDate): TierChange {
  const { tierId, tierUntil } = facts;
  const reached = () => beginTier(program, facts, rankReached(program, facts.spentMinor), today);
  if (rankOf(program, tierId) === -1) return reached();
  if (tierUntil === null) return tierChange(program, facts, facts);
  // Within the period there is no need to count days of grace.
  const isKept =
    compareDates(today, tierUntil) <= 0 ||
    compareDates(today, addDays(tierUntil, program.tierRules.graceDays)) <= 0;
  return isKept ? tierChange(program, facts, facts) : reached();
}

/**
 * The tier after spending `spentMinor` more (NT$) on a day: up at once, renewed by the program's rule,
 * never down. Thresholds are inclusive; a period lasts `validMonths` from today, its last day included.
 */
export function tierAfter(
  program: Program,
  facts: TierFacts,
  spentMinor: number,
  today: CalendarDate,
): TierChange {
  const rank = rankOf(program, facts.tierId);
  const reached = rankReached(program, facts.spentMinor + spentMinor);
  if (reached > rank) return beginTier(program, facts, reached, today);
  const again = facts.spentSinceTierMinor + spentMinor;
  const renews =
    program.tierRules.renewal === 'spend-again' &&
    facts.tierUntil !== null &&
    again >= itemAt(program.tiers, rank).thresholdMinor;
  if (!renews) return tierChange(program, facts, facts);
  return { ...beginTier(program, facts, rank, today), kind: 'renewed' };
}

/**
 * The tier a sale on a day leaves the member with, told from the recorded one: a period that was over
 * ends first (`tierOn`), then what was spent may raise or renew the tier (`tierAfter`).
 */
export function tierAfterSale(
  program: Program,
  facts: TierFacts,
  spentMinor: number,
  today: CalendarDate,
): TierChange {
  const before = tierOn(program, facts, today);
  const { tierId, tierUntil, kind } = before;
  // A tier that began today has no spend of its own yet.
  const spentSinceTierMinor = kind === 'same' ? facts.spentSinceTierMinor : 0;
  const now = { tierId, tierUntil, spentMinor: facts.spentMinor, spentSinceTierMinor };
  const after = tierAfter(program, now, spentMinor, today);
  if (after.kind === 'same') return before;
  // Told from a tier the program does not have, there is no up or down but what the sale itself did.
  if (rankOf(program, facts.tierId) === -1 && after.kind === 'risen') {
    return { ...after, tierIdBefore: facts.tierId };
  }
  const whole = tierChange(program, facts, after);
  // Renewed on the day it was reached: the period is the same, but the spend counts anew.
  return whole.kind === 'same' ? { ...whole, kind: 'renewed' } : whole;
}
