import { evaluateSale } from './evaluate-sale.ts';
import { giftInSale } from './gifts.ts';
import { itemAt, numberAt } from './item-at.ts';
import { outsideDays } from './offered-discounts.ts';
import type { Conditions, LineScope, LocalizedText, Program } from './program.ts';
import { isInEffect, linesInScope, saleContext, unmetCondition } from './sale-conditions.ts';
import type { SaleContext } from './sale-conditions.ts';
import type { EvaluatedSale, MemberState, SaleInput } from './sale.ts';
import { tierOn } from './tiers.ts';
import { limitReached } from './use-limits.ts';

/** What so many NT$ more in this very sale would bring. */
export type SaleStep =
  | { readonly code: 'next-voucher'; readonly name: LocalizedText; readonly missingMinor: number }
  | { readonly code: 'next-gift'; readonly name: LocalizedText; readonly missingMinor: number }
  | { readonly code: 'next-point'; readonly missingMinor: number; readonly points: number };

/** A sale as far as it is known, with what it came to. */
export type AskedSale = { readonly asked: SaleInput; readonly result: EvaluatedSale };

/** Something that seems to lack only spend. Whether more spend brings it, only the evaluator knows. */
type Wanted = {
  readonly code: SaleStep['code'];
  /** The coupon, gift or earn rule. */
  readonly id: string;
  readonly name: LocalizedText;
  readonly missingMinor: number;
  /** The line of which more would count. */
  readonly place: number;
};

/** How often the evaluator is asked: for one step, and for all of a sale. */
const triesMax = 3;
const asksMax = 20;

/**
 * At most `stepsMax` steps, the nearest first. Each is tried out: the sale is evaluated with so much more
 * of it, and what this does not bring is not told (a better coupon stands against it, the day counts no
 * points). Where a discount takes its part of what is added, more is asked for.
 */
export function nextOfSale(
  program: Program,
  state: MemberState,
  sale: AskedSale,
  stepsMax: number,
): SaleStep[] {
  const steps: SaleStep[] = [];
  let asksLeft = asksMax;
  for (const wanted of wantedOf(program, state, sale)) {
    if (steps.length === stepsMax || asksLeft < triesMax) break;
    // Of points only the nearest are told.
    if (wanted.code === 'next-point' && steps.some((one) => one.code === wanted.code)) continue;
    const tried = tryOut(program, state, sale, wanted);
    asksLeft -= tried.asks;
    if (tried.step !== null) steps.push(tried.step);
  }
  return steps.sort((a, b) => a.missingMinor - b.missingMinor);
}

/** Adds what is missing, then what is still missing of it, then what should be enough at this rate. */
function tryOut(
  program: Program,
  state: MemberState,
  sale: AskedSale,
  wanted: Wanted,
): { readonly step: SaleStep | null; readonly asks: number } {
  let moreMinor = wanted.missingMinor;
  for (let asks = 1; asks <= triesMax; asks++) {
    const asked = withMore(sale.asked, wanted.place, moreMinor);
    const result = evaluateSale(program, state, asked);
    if (result.kind === 'refused') return { step: null, asks };
    const step = stepIfKept(wanted, moreMinor, sale.result, result);
    if (step !== null) return { step, asks };
    const still = wantedOf(program, state, { asked, result }).find(
      ({ code, id }) => code === wanted.code && id === wanted.id,
    );
    const reachedMinor = still === undefined ? 0 : wanted.missingMinor - still.missingMinor;
    if (reachedMinor <= 0) return { step: null, asks };
    const atLeastMinor = moreMinor + wanted.missingMinor - reachedMinor;
    // A dollar more counts for one at most, so that this is never too much; at last it is enough.
    const enoughMinor = Math.ceil((wanted.missingMinor * moreMinor) / reachedMinor);
    moreMinor = asks === 1 ? atLeastMinor : enoughMinor;
  }
  return { step: null, asks: triesMax };
}

/** The sale with so much more of one line: an amount without article grows, of articles one more is bought. */
export function withMore(sale: SaleInput, place: number, moreMinor: number): SaleInput {
  const line = itemAt(sale.lines, place);
  const lines =
    line.sku === null && line.qty === 1
      ? sale.lines.with(place, { ...line, unitMinor: line.unitMinor + moreMinor })
      : [...sale.lines, { ...line, qty: 1, unitMinor: moreMinor }];
  return { ...sale, lines };
}

function stepIfKept(
  { code, id, name }: Wanted,
  missingMinor: number,
  before: EvaluatedSale,
  after: EvaluatedSale,
): SaleStep | null {
  switch (code) {
    case 'next-voucher':
      return isUsed(after, id) ? { code, name, missingMinor } : null;
    case 'next-gift':
      return after.giftIds.includes(id) ? { code, name, missingMinor } : null;
    case 'next-point': {
      const points = after.points - before.points;
      return points > 0 ? { code, missingMinor, points } : null;
    }
  }
}

function isUsed({ discounts }: EvaluatedSale, couponId: string): boolean {
  return discounts.some(({ source }) => 'couponId' in source && source.couponId === couponId);
}

/** What seems to lack only spend, the nearest first; nothing while the program is not in effect. */
function wantedOf(program: Program, state: MemberState, { asked, result }: AskedSale): Wanted[] {
  if (!isInEffect(program, asked.date)) return [];
  const grossByLine = result.lines.map((line) => line.grossMinor);
  const { tierId } = tierOn(program, state, asked.date);
  const context = saleContext({ program, state, sale: asked, grossByLine, tierId });
  return [
    ...wantedCoupons(context, result),
    ...wantedGifts(context, result),
    ...wantedPoints(context, result),
  ].sort((a, b) => a.missingMinor - b.missingMinor);
}

type Rule = { readonly name: LocalizedText; readonly scope: LineScope; readonly when: Conditions };

/** Empty where the sale has no line of which more would count. */
function wanted(
  context: SaleContext,
  code: Wanted['code'],
  id: string,
  missingMinor: number,
  { name, scope, when }: Rule,
): Wanted[] {
  const measured = when.measureOn;
  const isWhole = code !== 'next-point' && measured === 'sale';
  const counting = code === 'next-point' || typeof measured === 'string' ? scope : measured;
  const places = isWhole ? context.whole.places : linesInScope(context, counting);
  const grossAt = (place: number) => numberAt(context.grossByLine, place);
  const [place] = places.toSorted((a, b) => grossAt(b) - grossAt(a));
  return place === undefined ? [] : [{ code, id, name, missingMinor, place }];
}

/** Coupons that a larger sale could use: those asked for, and the automatic ones. */
function wantedCoupons(context: SaleContext, result: EvaluatedSale): Wanted[] {
  const { program, sale, state } = context;
  const noDiscount = result.lines.map(() => 0);
  return program.coupons.flatMap((coupon): Wanted[] => {
    const { couponId } = coupon;
    const why =
      coupon.trigger === 'auto'
        ? (outsideDays({ isRunning: true, sale }, coupon) ??
          limitReached(coupon.limits, state.useCounts, couponId, 0) ??
          unmetCondition(context, coupon, noDiscount))
        : refusalOf(result, couponId);
    if (why?.code !== 'min-spend') return [];
    return wanted(context, 'next-voucher', couponId, why.missingMinor, coupon);
  });
}

function refusalOf({ refused }: EvaluatedSale, couponId: string) {
  const own = refused.find(({ source }) => 'couponId' in source && source.couponId === couponId);
  return own?.why;
}

function wantedGifts(context: SaleContext, result: EvaluatedSale): Wanted[] {
  const { program, state } = context;
  const discountByLine = result.lines.map((line) => line.discountMinor);
  return program.gifts.flatMap((gift): Wanted[] => {
    if (gift.on !== 'sale') return [];
    if (limitReached(gift.limits, state.useCounts, gift.giftId, 0) !== null) return [];
    const why = unmetCondition(context, gift, discountByLine);
    if (why?.code !== 'min-spend' || giftInSale(context, gift, state.memberId) === null) return [];
    return wanted(context, 'next-gift', gift.giftId, why.missingMinor, gift);
  });
}

/**
 * The further points of the rules by amount. Not told where every dollar gives some, nor where line
 * multipliers make a dollar count for more or less than one.
 */
function wantedPoints(context: SaleContext, { reasons }: EvaluatedSale): Wanted[] {
  if (reasons.some((reason) => reason.code === 'line-multiplier')) return [];
  return reasons.flatMap((reason): Wanted[] => {
    if (reason.code !== 'earn' || reason.give.kind !== 'per-amount') return [];
    const rule = context.program.earn.find((one) => one.ruleId === reason.ruleId);
    if (rule === undefined || reason.points >= (rule.pointsMax ?? Number.POSITIVE_INFINITY)) {
      return [];
    }
    const { perMinor, points, rounding } = reason.give;
    if (perMinor === 1 || points === 0) return [];
    const started = rounding === 'floor' ? 0 : Math.floor(perMinor / 2);
    const missingMinor = perMinor - ((reason.baseMinor + started) % perMinor);
    return wanted(context, 'next-point', rule.ruleId, missingMinor, rule);
  });
}
