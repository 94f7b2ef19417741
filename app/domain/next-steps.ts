import { giftInSale } from './gifts.ts';
import { outsideDays } from './offered-discounts.ts';
import type { LocalizedText, Program } from './program.ts';
import { isInEffect, saleContext, unmetCondition } from './sale-conditions.ts';
import type { SaleContext } from './sale-conditions.ts';
import type { SaleReason } from './sale-reason.ts';
import type { EvaluatedSale, MemberState, SaleInput } from './sale.ts';
import { withSale } from './state-after-sale.ts';
import { openCards } from './stamps.ts';
import { tierOn } from './tiers.ts';
import { limitReached } from './use-limits.ts';

/** What is missing to something better, as the cashier can say it. */
export type NextStep =
  | { readonly code: 'next-tier'; readonly name: LocalizedText; readonly missingMinor: number }
  | { readonly code: 'next-voucher'; readonly name: LocalizedText; readonly missingMinor: number }
  | { readonly code: 'next-gift'; readonly name: LocalizedText; readonly missingMinor: number }
  | { readonly code: 'next-stamp'; readonly name: LocalizedText; readonly missingStamps: number }
  | { readonly code: 'next-point'; readonly missingMinor: number; readonly points: number };

const nextStepsMax = 5;

/** A sale as far as it is known, with what it came to. */
type AskedSale = { readonly asked: SaleInput; readonly result: EvaluatedSale };

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
    ...(sale === null ? [] : nextOfSale(program, state, sale)),
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

/** What a little more in this very sale would bring; nothing while the program is not in effect. */
function nextOfSale(
  program: Program,
  state: MemberState,
  { asked, result }: AskedSale,
): AmountStep[] {
  if (!isInEffect(program, asked.date)) return [];
  const grossByLine = result.lines.map((line) => line.grossMinor);
  const { tierId } = tierOn(program, state, asked.date);
  const context = saleContext({ program, state, sale: asked, grossByLine, tierId });
  return [
    ...nextVouchers(context, result),
    ...nextGifts(context, result),
    ...nextPoint(program, result.reasons),
  ];
}

/** Coupons that a larger sale could use: those asked for, and the automatic ones. */
function nextVouchers(context: SaleContext, result: EvaluatedSale): AmountStep[] {
  const { program, state } = context;
  const noDiscount = result.lines.map(() => 0);
  return program.coupons.flatMap((coupon): AmountStep[] => {
    const { couponId, name } = coupon;
    const why =
      coupon.trigger === 'auto'
        ? (outsideDays(context, coupon) ??
          limitReached(coupon.limits, state.useCounts, couponId, 0) ??
          unmetCondition(context, coupon, noDiscount))
        : refusalOf(result, couponId);
    if (why?.code !== 'min-spend') return [];
    return [{ code: 'next-voucher', name, missingMinor: why.missingMinor }];
  });
}

function refusalOf({ refused }: EvaluatedSale, couponId: string) {
  const own = refused.find(({ source }) => 'couponId' in source && source.couponId === couponId);
  return own?.why;
}

function nextGifts(context: SaleContext, result: EvaluatedSale): AmountStep[] {
  const { program, state } = context;
  const discountByLine = result.lines.map((line) => line.discountMinor);
  return program.gifts.flatMap((gift): AmountStep[] => {
    if (gift.on !== 'sale') return [];
    if (limitReached(gift.limits, state.useCounts, gift.giftId, 0) !== null) return [];
    const why = unmetCondition(context, gift, discountByLine);
    if (why?.code !== 'min-spend' || giftInSale(context, gift, state.memberId) === null) return [];
    return [{ code: 'next-gift', name: gift.name, missingMinor: why.missingMinor }];
  });
}

/**
 * The nearest further point of the rules by amount, before multipliers. Not told where every dollar
 * gives some, nor where line multipliers make a dollar count for more or less than one.
 */
function nextPoint(program: Program, reasons: readonly SaleReason[]): AmountStep[] {
  if (reasons.some((reason) => reason.code === 'line-multiplier')) return [];
  const steps = reasons.flatMap((reason) => {
    if (reason.code !== 'earn' || reason.give.kind !== 'per-amount') return [];
    const rule = program.earn.find((one) => one.ruleId === reason.ruleId);
    const isFull = reason.points >= (rule?.pointsMax ?? Number.POSITIVE_INFINITY);
    const { perMinor, points, rounding } = reason.give;
    if (perMinor === 1 || points === 0 || isFull) return [];
    const started = rounding === 'floor' ? 0 : Math.floor(perMinor / 2);
    const missingMinor = perMinor - ((reason.baseMinor + started) % perMinor);
    return [{ code: 'next-point' as const, missingMinor, points }];
  });
  return steps.sort((a, b) => a.missingMinor - b.missingMinor).slice(0, 1);
}

type StampStep = Extract<NextStep, { readonly code: 'next-stamp' }>;

function nextStamps(program: Program, { stamps }: MemberState): StampStep[] {
  return openCards(program, stamps).flatMap(({ card, state, isNew }): StampStep[] => {
    if (isNew) return [];
    return [{ code: 'next-stamp', name: card.name, missingStamps: card.goal - state.stamps }];
  });
}
