import type { Candidate, DiscountRule, Offer } from './choose-coupons.ts';
import { discountOf, unitsNeeded } from './coupon-discount.ts';
import type { Discount } from './coupon-discount.ts';
import { isSameCode } from './fold-code.ts';
import { itemAt, numberAt } from './item-at.ts';
import type { Conditions, Coupon, PointReward, Program } from './program.ts';
import { strongerNeed } from './redeem-needs.ts';
import type {
  DiscountSource,
  OfferedVoucher,
  RefusedVoucher,
  SaleInput,
  VoucherRefusal,
} from './sale.ts';
import {
  isEveryLine,
  isInEffect,
  linesInScope,
  namesGoods,
  unmetInScope,
  unmetOutsideScope,
} from './sale-conditions.ts';
import type { SaleContext } from './sale-conditions.ts';
import { limitReached } from './use-limits.ts';
import { effectiveDays, placeInDays } from './voucher-validity.ts';
import type { ValidDays } from './voucher-validity.ts';

/** It cannot be used, and why; `order` is its place in what was asked. */
type Unusable = {
  readonly kind: 'unusable';
  readonly order: number;
  readonly refused: RefusedVoucher;
};
/** Something that was looked at: all it asks holds, or what does not. */
export type Met = { readonly kind: 'met'; readonly offer: Offer } | Unusable;
/** An offer that was tried by itself: it does something, or why not. */
export type Weighed = { readonly kind: 'usable'; readonly candidate: Candidate } | Unusable;

/** The sale before any coupon: nothing off, all units to be paid. See `offerContext`. */
export type OfferContext = SaleContext & {
  readonly noDiscount: readonly number[];
  readonly unitsByLine: readonly number[];
  /** Whether the program is in effect on the sale's day. */
  readonly isRunning: boolean;
};

/** The sale as automatic coupons, vouchers, codes and rewards find it. */
export function offerContext(context: SaleContext): OfferContext {
  const { program, state, sale, grossByLine, tierId, whole } = context;
  const { lines } = sale;
  return {
    program,
    state,
    sale,
    grossByLine,
    tierId,
    whole,
    noDiscount: lines.map(() => 0),
    unitsByLine: lines.map((line) => line.qty),
    isRunning: isInEffect(program, sale.date),
  };
}

const alwaysValid: ValidDays = { validFrom: null, validUntil: null };

/** Whether the rule's effect can be had several times at once: count tickets, rewards by the unit. */
function countsUnits(rule: DiscountRule): boolean {
  return rule.effect.kind === 'free-units' || rule.effect.kind === 'goods';
}

/** Why a rule cannot be used on this day, whatever its conditions say; null if it can. */
export function outsideDays(
  { isRunning, sale }: { readonly isRunning: boolean; readonly sale: Pick<SaleInput, 'date'> },
  days: ValidDays,
): VoucherRefusal | null {
  const place = placeInDays(days.validFrom, days.validUntil, sale.date);
  if (place === 'before') return { code: 'voucher-not-yet-valid' };
  if (place !== 'within') return { code: 'voucher-expired' };
  return isRunning ? null : { code: 'outside-program' };
}

type Asked = Pick<
  Offer,
  'source' | 'id' | 'asked' | 'order' | 'times' | 'claims' | 'costPoints' | 'group' | 'stacks'
>;

/** Whether a discount is none, or less than points were to buy; null = it is fine. */
export function whyUseless(
  candidate: Pick<Offer, 'asked' | 'times'>,
  discount: Discount,
): VoucherRefusal | null {
  if (discount.discountMinor === 0 && discount.goodsUnits === 0) {
    return { code: 'no-discount-left' };
  }
  // Points pay for every unit asked; tickets that find no goods just stay with the member.
  const isShort = candidate.asked === 'reward' && discount.timesUsed < candidate.times;
  return isShort ? { code: 'too-many-units' } : null;
}

function unusable(source: RefusedVoucher['source'], order: number, why: VoucherRefusal): Unusable {
  return { kind: 'unusable', order, refused: { source, why } };
}

/** Days, conditions and what limits leave, in this order. */
function meet(context: OfferContext, rule: DiscountRule, asked: Asked, days: ValidDays): Met {
  const { order, source } = asked;
  const { limits, scope, when } = rule;
  const outside = outsideDays(context, days) ?? unmetOutsideScope(context, when);
  if (outside !== null) return unusable(source, order, outside);
  const places = linesInScope(context, scope);
  const unmet =
    unmetInScope(context, when, places, context.noDiscount) ??
    limitReached(limits, context.state.useCounts, asked.id, 0);
  if (unmet !== null) return unusable(source, order, unmet);
  // Written out: this runs for every coupon of every sale, and spreading costs more than the sums.
  const offer: Offer = {
    source,
    id: asked.id,
    rule,
    asked: asked.asked,
    order,
    times: asked.times,
    claims: asked.claims,
    costPoints: asked.costPoints,
    group: asked.group,
    stacks: asked.stacks,
    isOrderPercent: rule.effect.kind === 'percent' && !namesGoods(scope),
    isTied: !isEveryLine(scope),
    places,
  };
  return { kind: 'met', offer };
}

/** What an offer does to the sale as it is: nothing, more than its limits leave, or so much. */
export function weighAlone(context: OfferContext, offer: Offer): Weighed {
  const { order, places, rule, source, times } = offer;
  const { effect, limits, rounding, when } = rule;
  const { grossByLine: leftByLine, sale, unitsByLine } = context;
  const alone = discountOf({
    effect,
    rounding,
    lines: sale.lines,
    places,
    leftByLine,
    unitsByLine,
    times,
    unitsNeeded: unitsNeeded(when),
  });
  const useless = whyUseless(offer, alone);
  if (useless !== null) {
    // Nothing was taken off before this one: a share of something is nothing only where it is too small.
    const isTooSmall =
      useless.code === 'no-discount-left' &&
      effect.kind === 'percent' &&
      places.some((place) => numberAt(leftByLine, place) > 0);
    return unusable(source, order, isTooSmall ? { code: 'discount-too-small' } : useless);
  }
  const uses = offer.asked === 'reward' ? offer.claims : alone.timesUsed;
  const full = limitReached(limits, context.state.useCounts, offer.id, 0, uses);
  if (full !== null) return unusable(source, order, full);
  return { kind: 'usable', candidate: { ...offer, uses, aloneMinor: alone.discountMinor } };
}

function offerCoupon(
  context: OfferContext,
  coupon: Coupon,
  source: DiscountSource,
  order: number,
  times: number,
  days: ValidDays,
): Met {
  const { couponId: id, group, stacks, trigger } = coupon;
  const asked = trigger === 'auto' ? 'auto' : 'voucher';
  const copy: Asked = { source, id, asked, order, times, claims: 0, costPoints: 0, group, stacks };
  return meet(context, coupon, copy, days);
}

/** An automatic coupon, when it holds. */
export function offerAutomatic(context: OfferContext, coupon: Coupon, order: number): Met {
  const source: DiscountSource = { kind: 'coupon', couponId: coupon.couponId };
  return offerCoupon(context, coupon, source, order, 1, coupon);
}

/**
 * A member's voucher: whose it is, the scanned card, its coupon, what is left of it, its days, then
 * conditions and limits. Days are the voucher's own within those of the campaign.
 */
export function offerVoucher(context: OfferContext, voucher: OfferedVoucher, order: number): Met {
  const { voucherId, couponId, uses: times } = voucher;
  const source: DiscountSource = { kind: 'voucher', voucherId, couponId };
  if (voucher.memberId !== context.state.memberId) {
    return unusable(source, order, { code: 'voucher-of-other-member' });
  }
  const need = strongerNeed(context);
  if (need !== null) return unusable(source, order, { code: `voucher-needs-${need}` });
  const coupon = findCoupon(context.program.coupons, couponId);
  if (coupon?.trigger !== 'voucher') {
    return unusable(source, order, { code: 'voucher-unknown-coupon' });
  }
  if (voucher.usesLeft < times) return unusable(source, order, { code: 'voucher-used-up' });
  if (times > 1 && !countsUnits(coupon)) {
    return unusable(source, order, { code: 'too-many-units' });
  }
  return offerCoupon(context, coupon, source, order, times, effectiveDays(voucher, coupon));
}

/** A plain loop: with a closure of its own, `find` took half as long as all else about a voucher. */
function findCoupon(coupons: readonly Coupon[], couponId: string): Coupon | null {
  for (let place = 0; place < coupons.length; place++) {
    const coupon = itemAt(coupons, place);
    if (coupon.couponId === couponId) return coupon;
  }
  return null;
}

/** A shared code. One that only opens an earn rule or another condition is no coupon, and is fine. */
export function offerCode(context: OfferContext, code: string, order: number): Met | null {
  const coupon = context.program.coupons.find((one) => isSameCode(code, one.code));
  if (coupon === undefined) {
    if (isNeededCode(context.program, code)) return null;
    return unusable({ kind: 'code', code }, order, { code: 'code-unknown' });
  }
  const source: DiscountSource = { kind: 'coupon', couponId: coupon.couponId };
  return offerCoupon(context, coupon, source, order, 1, coupon);
}

/** Whether some rule asks for this code. */
function isNeededCode(program: Program, code: string): boolean {
  const isNeeded = (rule: { readonly when: Conditions }) => isSameCode(code, rule.when.needsCode);
  return [
    program.earn,
    program.multipliers,
    program.coupons,
    program.rewards,
    program.gifts,
    program.stampCards,
  ].some((rules) => rules.some(isNeeded));
}

/** A reward to buy with points: `units` as asked. */
export function offerReward(
  context: OfferContext,
  reward: PointReward,
  units: number,
  order: number,
): Met {
  const { rewardId, costPoints, unitsPerClaim } = reward;
  const source: DiscountSource = { kind: 'reward', rewardId };
  if (units > 1 && !countsUnits(reward)) {
    return unusable(source, order, { code: 'too-many-units' });
  }
  // A started claim costs a whole one.
  const claims = Math.ceil(units / unitsPerClaim);
  const asked: Asked = {
    source,
    id: rewardId,
    asked: 'reward',
    order,
    times: units,
    claims,
    costPoints: claims * costPoints,
    group: null,
    stacks: true,
  };
  return meet(context, reward, asked, alwaysValid);
}
