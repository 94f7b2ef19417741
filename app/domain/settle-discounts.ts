import { allGoTogether, chooseCoupons, compareRank, inTurn } from './choose-coupons.ts';
import type { Candidate, Dropped, Offer } from './choose-coupons.ts';
import { allocateDiscount, discountOf, unitsNeeded } from './coupon-discount.ts';
import type { Discount } from './coupon-discount.ts';
import { itemAt, numberAt } from './item-at.ts';
import { weighAlone, whyUseless } from './offered-discounts.ts';
import type { OfferContext } from './offered-discounts.ts';
import type { CouponEffect } from './program.ts';

/** What was applied: what it took off and from which lines. */
export type Applied<One extends Offer = Offer> = {
  readonly candidate: One;
  readonly discount: Discount;
  readonly byLine: readonly number[];
};

/** What was applied, in its order, and what was not, and why. */
export type Settled<One extends Offer = Candidate> = {
  readonly applied: readonly Applied<One>[];
  readonly dropped: readonly Dropped<One>[];
};

/**
 * The usual case, in which everything goes with everything and each finds something to take off: then
 * none need be tried by itself first, which is a tenth of evaluating a sale. Null in every other case;
 * where it answers, `settleDiscounts` of what does something by itself comes to the same.
 */
export function settleAtOnce(
  context: OfferContext,
  offers: readonly Offer[],
): readonly Applied[] | null {
  if (!allGoTogether(context.program, offers)) return null;
  for (const offer of offers) {
    if (worksOnUnits(offer.rule.effect) && weighAlone(context, offer).kind === 'unusable') {
      return null;
    }
  }
  const { applied, dropped } = applyInTurn(context, inTurn(offers));
  return dropped.length === 0 ? applied : null;
}

/**
 * Whether it works on single units. What those still cost changes with what else is off (a line with free
 * units can be left with dearer ones), so it may find more after others than by itself. What works on the
 * sum of its lines finds less, and goods handed over do not ask.
 */
function worksOnUnits({ kind }: CouponEffect): boolean {
  return kind !== 'amount' && kind !== 'percent' && kind !== 'goods';
}

/**
 * Chooses among the candidates and applies them. Where a coupon that goes with no other is among them,
 * what counts is what the customer saves in the end: it is used, or all the others together that go with
 * each other. The choice one by one (`chooseCoupons`) stands where both save the same.
 */
export function settleDiscounts(context: OfferContext, candidates: readonly Candidate[]): Settled {
  const oneByOne = settleInTurn(context, candidates);
  if (!candidates.some(isLoner)) return oneByOne;
  const hasLoner = oneByOne.applied.some(({ candidate }) => isLoner(candidate));
  const isOther = (one: Candidate) => one.asked === 'reward' || isLoner(one) !== hasLoner;
  const others = settleInTurn(context, candidates.filter(isOther));
  if (savedMinor(others) <= savedMinor(oneByOne) || losesReward(others)) return oneByOne;
  const coupons = others.applied
    .map(({ candidate }) => candidate)
    .filter(({ asked }) => asked !== 'reward')
    .sort(compareRank);
  // There is one: rewards alone would have been used along with the rest, and so save no more.
  const best = itemAt(coupons, 0);
  const why = { code: 'better-one-used', by: best.source } as const;
  const beaten = candidates.filter((one) => !isOther(one)).map((candidate) => ({ candidate, why }));
  return { applied: others.applied, dropped: [...others.dropped, ...beaten] };
}

/** Whether it goes with no other coupon. Rewards are bought with points and go with all. */
function isLoner({ asked, stacks }: Candidate): boolean {
  return asked !== 'reward' && !stacks;
}

function savedMinor({ applied }: Settled): number {
  return applied.reduce((sum, { discount }) => sum + discount.discountMinor, 0);
}

/** A reward that is not used stops the whole sale. */
function losesReward({ dropped }: Settled): boolean {
  return dropped.some(({ candidate }) => candidate.asked === 'reward');
}

/**
 * Applies what was chosen one after the other, each to what is left of its lines. One that finds nothing
 * left is dropped and the choice made anew without it, so that what it had beaten gets its turn.
 */
function settleInTurn(context: OfferContext, candidates: readonly Candidate[]): Settled {
  const useless: Dropped[] = [];
  let pool = candidates;
  for (;;) {
    const choice = chooseCoupons(context.program, context.state.useCounts, pool);
    const { applied, dropped } = applyInTurn(context, choice.chosen);
    if (dropped.length === 0) return { applied, dropped: [...choice.dropped, ...useless] };
    useless.push(...dropped);
    pool = pool.filter((one) => dropped.every(({ candidate }) => candidate !== one));
  }
}

function applyInTurn<One extends Offer>(
  context: OfferContext,
  chosen: readonly One[],
): Settled<One> {
  const { lines } = context.sale;
  const leftByLine = [...context.grossByLine];
  const unitsByLine = [...context.unitsByLine];
  const applied: Applied<One>[] = [];
  const dropped: Dropped<One>[] = [];
  for (const candidate of chosen) {
    const { places, rule, times } = candidate;
    const { effect, rounding, when } = rule;
    const discount = discountOf({
      effect,
      rounding,
      lines,
      places,
      leftByLine,
      unitsByLine,
      times,
      unitsNeeded: unitsNeeded(when),
    });
    const why = whyUseless(candidate, discount);
    if (why !== null) {
      dropped.push({ candidate, why });
      continue;
    }
    const byLine = allocateDiscount(discount, places, context.noDiscount);
    const { freedUnits } = discount;
    for (let at = 0; at < places.length; at++) {
      const line = numberAt(places, at);
      leftByLine[line] = numberAt(leftByLine, line) - numberAt(byLine, line);
      if (freedUnits === null) continue;
      unitsByLine[line] = numberAt(unitsByLine, line) - numberAt(freedUnits, at);
    }
    applied.push({ candidate, discount, byLine });
  }
  return { applied, dropped };
}
