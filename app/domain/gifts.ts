import type { MemberId } from './ids.ts';
import { itemAt } from './item-at.ts';
import type { Gift, GiftContent, LocalizedText, Program } from './program.ts';
import type { HandedGoods, IssuedVoucher, SaleNotice, UseCount } from './sale.ts';
import type { SaleReason } from './sale-reason.ts';
import { isInEffect, linesInScope, unmetCondition, unmetOccasion } from './sale-conditions.ts';
import type { Occasion, SaleContext } from './sale-conditions.ts';
import { daysBetween } from './time.ts';
import type { CalendarDate } from './time.ts';
import { limitReached } from './use-limits.ts';
import { issuedVoucherDays } from './voucher-validity.ts';

/** What was given to one member: points, vouchers and goods, and which gifts that were. */
export type Given = {
  readonly points: number;
  readonly issued: readonly IssuedVoucher[];
  readonly goods: readonly HandedGoods[];
  readonly giftIds: readonly string[];
  readonly reasons: readonly SaleReason[];
  readonly notices: readonly SaleNotice[];
};

/** Nothing. */
export const nothingGiven: Given = {
  points: 0,
  issued: [],
  goods: [],
  giftIds: [],
  reasons: [],
  notices: [],
};

/** Several gifts to the same member, in order. */
export function addGiven(a: Given, b: Given): Given {
  if (b === nothingGiven) return a;
  return {
    points: a.points + b.points,
    issued: [...a.issued, ...b.issued],
    goods: [...a.goods, ...b.goods],
    giftIds: [...a.giftIds, ...b.giftIds],
    reasons: [...a.reasons, ...b.reasons],
    notices: [...a.notices, ...b.notices],
  };
}

/** To whom something is given, when, and why; `units` of goods bought, for vouchers that count them. */
export type Giving = {
  readonly program: Program;
  readonly memberId: MemberId;
  readonly date: CalendarDate;
  readonly because: { readonly id: string; readonly name: LocalizedText };
  readonly units: number;
};

/**
 * What one gift or full stamp card gives; null when that is nothing: a voucher without uses, or of a
 * coupon whose campaign is over (or that the program does not have).
 */
export function giveContent(content: GiftContent, giving: Giving): Given | null {
  const { program, memberId, date, because, units } = giving;
  switch (content.kind) {
    case 'points': {
      const { points } = content;
      const reason = { code: 'gift', giftId: because.id, name: because.name, points } as const;
      return { ...nothingGiven, points, reasons: [reason] };
    }
    case 'goods': {
      const { sku, name } = content;
      return {
        ...nothingGiven,
        goods: [{ sku, name, units: 1, because: because.id }],
        notices: [{ code: 'hand-over', name, units: 1 }],
      };
    }
    case 'voucher': {
      const { couponId } = content;
      const coupon = program.coupons.find((one) => one.couponId === couponId);
      const uses = content.uses + content.usesPerUnit * units;
      if (coupon === undefined || uses === 0) return null;
      const days = issuedVoucherDays(coupon, date);
      if (days.validUntil < days.validFrom) return null;
      return {
        ...nothingGiven,
        issued: [{ memberId, couponId, uses, ...days, because: because.id }],
        notices: [{ code: 'voucher-issued', couponId, name: coupon.name }],
      };
    }
  }
}

function giveGift(gift: Gift, giving: Omit<Giving, 'because'>): Given | null {
  const because = { id: gift.giftId, name: gift.name };
  const given = giveContent(gift.give, { ...giving, because });
  return given === null ? null : { ...given, giftIds: [gift.giftId] };
}

function isOfTier(gift: Gift, tierId: string): boolean {
  return gift.tierId === null || gift.tierId === tierId;
}

/** What a sale brings one member, by its kind of gift. */
type SaleGiving = {
  readonly on: 'sale' | 'tier-up' | 'referral-inviter' | 'referral-invitee';
  readonly memberId: MemberId;
  /** The tier reached; only gifts for rising look at it. */
  readonly tierId: string;
  readonly discountByLine: readonly number[];
};

/**
 * The gifts of one kind whose conditions hold in a sale and whose limits are not used up. Conditions
 * are those of the buying member and the sale, for both sides of a referral. Goods are only given to
 * who is there: an inviter gets points and vouchers.
 */
export function saleGifts(context: SaleContext, giving: SaleGiving): Given {
  const { program, state } = context;
  const { on, memberId, tierId, discountByLine } = giving;
  let all = nothingGiven;
  for (const gift of program.gifts) {
    if (gift.on !== on || (on === 'tier-up' && !isOfTier(gift, tierId))) continue;
    if (on === 'referral-inviter' && gift.give.kind === 'goods') continue;
    if (unmetCondition(context, gift, discountByLine) !== null) continue;
    if (limitReached(gift.limits, state.useCounts, gift.giftId, 0) !== null) continue;
    const given = giftInSale(context, gift, memberId);
    if (given !== null) all = addGiven(all, given);
  }
  return all;
}

/** What a gift gives in a sale where it holds, with the units of its scope; null when that is nothing. */
export function giftInSale(context: SaleContext, gift: Gift, memberId: MemberId): Given | null {
  const { program, sale } = context;
  let units = 0;
  for (const place of linesInScope(context, gift.scope)) units += itemAt(sale.lines, place).qty;
  return giveGift(gift, { program, memberId, date: sale.date, units });
}

/**
 * Whose invitation this sale rewards, or null. It is the first that paid enough (`spentMinor`: money
 * and stored value for goods, NT$) while the reward is due, and in time.
 */
export function rewardedInviter(
  { program, state, sale }: SaleContext,
  spentMinor: number,
): MemberId | null {
  const { referral } = program;
  const { inviterId, joinedOn } = state;
  if (referral === null || spentMinor < referral.minPaidMinor) return null;
  // Nobody invites himself, not even after two of his cards were merged.
  if (inviterId === state.memberId) return null;
  if (referral.withinDays === null) return inviterId;
  const inTime = joinedOn !== null && daysBetween(joinedOn, sale.date) <= referral.withinDays;
  return inTime ? inviterId : null;
}

/**
 * The gifts for joining or a birthday, without a sale: of their conditions only time, place and member
 * are looked at. Whoever records them makes the earn entry and the vouchers' ids.
 */
export function occasionGifts(
  program: Program,
  memberId: MemberId,
  on: 'sign-up' | 'birthday',
  occasion: Occasion,
  useCounts: readonly UseCount[],
): Given {
  const { date } = occasion.at;
  if (!isInEffect(program, date)) return nothingGiven;
  let all = nothingGiven;
  for (const gift of program.gifts) {
    if (gift.on !== on || unmetOccasion(occasion, gift.when) !== null) continue;
    if (limitReached(gift.limits, useCounts, gift.giftId, 0) !== null) continue;
    const given = giveGift(gift, { program, memberId, date, units: 0 });
    if (given !== null) all = addGiven(all, given);
  }
  return all;
}
