import type { Candidate, Offer } from './choose-coupons.ts';
import { isSameCode } from './fold-code.ts';
import { itemAt, numberAt } from './item-at.ts';
import {
  offerAutomatic,
  offerCode,
  offerReward,
  offerContext,
  offerVoucher,
  weighAlone,
} from './offered-discounts.ts';
import type { Met, OfferContext } from './offered-discounts.ts';
import { strongerNeed } from './redeem-needs.ts';
import type { SaleContext } from './sale-conditions.ts';
import type {
  AppliedDiscount,
  HandedGoods,
  OfferedVoucher,
  PricedLine,
  RefusedVoucher,
  SaleRefusal,
} from './sale.ts';
import type { SaleReason } from './sale-reason.ts';
import { settleAtOnce, settleDiscounts } from './settle-discounts.ts';
import type { Applied } from './settle-discounts.ts';

/** A sale after coupons and rewards; `pointsMinor` and `valueMinor` of its lines are still 0. */
export type PricedSale = {
  readonly kind: 'priced';
  readonly lines: readonly PricedLine[];
  readonly discountMinor: number;
  readonly discounts: readonly AppliedDiscount[];
  readonly refused: readonly RefusedVoucher[];
  readonly goods: readonly HandedGoods[];
  /** Points the claimed rewards cost together. */
  readonly rewardPoints: number;
  readonly reasons: readonly SaleReason[];
};

type Unusable = { readonly order: number; readonly refused: RefusedVoucher };

/** All whose conditions hold, and what was asked and cannot be used, by its place in what was asked. */
export type Offers = {
  readonly kind: 'offers';
  readonly offers: Offer[];
  readonly unusable: Unusable[];
};

/** Where vouchers, codes and rewards stand among all that was asked; automatic coupons from 0. */
export const orderFrom = { vouchers: 10_000, codes: 20_000, rewards: 30_000 } as const;

/** Collects what may be used: automatic coupons, then vouchers, codes and rewards as asked. */
export function collectOffers(context: OfferContext): Offers | SaleRefusal {
  const { program, sale } = context;
  const offers: Offers = { kind: 'offers', offers: [], unusable: [] };
  for (let place = 0; place < program.coupons.length; place++) {
    const coupon = itemAt(program.coupons, place);
    if (coupon.trigger !== 'auto') continue;
    const met = offerAutomatic(context, coupon, place);
    // An automatic coupon that does not hold is nobody's disappointment.
    if (met.kind === 'met') offers.offers.push(met.offer);
  }
  collectVouchers(context, offers);
  sale.codes.forEach((code, place) => {
    const order = orderFrom.codes + place;
    const first = sale.codes.findIndex((other) => isSameCode(code, other));
    if (first === place) return keep(offers, offerCode(context, code, order));
    const source = { kind: 'code', code } as const;
    offers.unusable.push({ order, refused: { source, why: { code: 'voucher-listed-twice' } } });
  });
  return collectRewards(context, offers);
}

function collectVouchers(context: OfferContext, offers: Offers): void {
  const { vouchers } = context.sale;
  for (let place = 0; place < vouchers.length; place++) {
    const voucher = itemAt(vouchers, place);
    const { voucherId, couponId } = voucher;
    const order = orderFrom.vouchers + place;
    if (!isListedBefore(vouchers, place)) {
      keep(offers, offerVoucher(context, voucher, order));
      continue;
    }
    const source = { kind: 'voucher', voucherId, couponId } as const;
    offers.unusable.push({ order, refused: { source, why: { code: 'voucher-listed-twice' } } });
  }
}

/** For the few vouchers of a sale a plain loop takes a third of what a set takes to build. */
export function isListedBefore(vouchers: readonly OfferedVoucher[], place: number): boolean {
  const { voucherId } = itemAt(vouchers, place);
  for (let before = 0; before < place; before++) {
    if (itemAt(vouchers, before).voucherId === voucherId) return true;
  }
  return false;
}

function keep(offers: Offers, met: Met | null): void {
  if (met === null) return;
  if (met.kind === 'met') offers.offers.push(met.offer);
  else offers.unusable.push(met);
}

function collectRewards(context: OfferContext, offers: Offers): Offers | SaleRefusal {
  const { rewards } = context.sale;
  const need = rewards.length > 0 ? strongerNeed(context) : null;
  if (need !== null) return refuse({ code: `redeem-needs-${need}` });
  for (const [place, { rewardId, units }] of rewards.entries()) {
    const reward = context.program.rewards.find((one) => one.rewardId === rewardId);
    if (reward === undefined) return refuse({ code: 'reward-unknown' });
    const met = offerReward(context, reward, units, orderFrom.rewards + place);
    const weighed = met.kind === 'met' ? weighAlone(context, met.offer) : met;
    if (weighed.kind === 'unusable') {
      return refuse({ code: 'reward-refused', rewardId, why: weighed.refused.why });
    }
    offers.offers.push(weighed.candidate);
  }
  return offers;
}

/** What of the offers does something by itself; an automatic coupon that does not is not spoken of. */
export function weighOffers(
  context: OfferContext,
  { offers }: Offers,
): { readonly candidates: readonly Candidate[]; readonly unusable: readonly Unusable[] } {
  const candidates: Candidate[] = [];
  const unusable: Unusable[] = [];
  for (const offer of offers) {
    const weighed = weighAlone(context, offer);
    if (weighed.kind === 'usable') candidates.push(weighed.candidate);
    else if (offer.asked !== 'auto') unusable.push(weighed);
  }
  return { candidates, unusable };
}

function refuse(refusal: SaleRefusal['refusal']): SaleRefusal {
  return { kind: 'refused', refusal };
}

/**
 * Applies automatic coupons, codes, vouchers and rewards: what may go together, in which order, what
 * each takes off which line. Refuses only for a reward that cannot be had; a voucher or code that
 * cannot be used is listed in `refused`, in the order asked.
 */
export function priceSale(context: SaleContext): PricedSale | SaleRefusal {
  const full = offerContext(context);
  const offers = collectOffers(full);
  if (offers.kind === 'refused') return offers;
  const atOnce = settleAtOnce(full, offers.offers);
  if (atOnce !== null) return priced(context, atOnce, offers.unusable);
  const weighed = weighOffers(full, offers);
  const { applied, dropped } = settleDiscounts(full, weighed.candidates);
  const unusable = [...offers.unusable, ...weighed.unusable];
  for (const { candidate, why } of dropped) {
    const { asked, id, order, source } = candidate;
    if (asked === 'reward') return refuse({ code: 'reward-refused', rewardId: id, why });
    if (asked === 'voucher') unusable.push({ order, refused: { source, why } });
  }
  return priced(context, applied, unusable);
}

function priced(
  context: SaleContext,
  applied: readonly Applied[],
  unusable: Unusable[],
): PricedSale {
  unusable.sort((a, b) => a.order - b.order);
  return {
    kind: 'priced',
    lines: linesAfter(context, applied),
    discountMinor: applied.reduce((sum, one) => sum + one.discount.discountMinor, 0),
    discounts: applied.map(appliedDiscount),
    refused: unusable.map((one) => one.refused),
    goods: handedGoods(applied),
    rewardPoints: applied.reduce((sum, one) => sum + one.candidate.costPoints, 0),
    reasons: applied.map(discountReason),
  };
}

function appliedDiscount({ candidate, discount, byLine }: Applied): AppliedDiscount {
  const { asked, claims, source } = candidate;
  const uses = asked === 'reward' ? claims : discount.timesUsed;
  return { source, discountMinor: discount.discountMinor, byLine, uses };
}

function handedGoods(applied: readonly Applied[]): HandedGoods[] {
  const goods: HandedGoods[] = [];
  for (const { candidate, discount } of applied) {
    const { effect } = candidate.rule;
    if (effect.kind !== 'goods') continue;
    const { sku, name } = effect;
    goods.push({ sku, name, units: discount.goodsUnits, because: candidate.id });
  }
  return goods;
}

function discountReason({ candidate, discount }: Applied): SaleReason {
  const { effect, name } = candidate.rule;
  return {
    code: 'discount',
    source: candidate.source,
    name,
    discountMinor: discount.discountMinor,
    offBps: effect.kind === 'percent' ? effect.offBps : null,
    capped: discount.capped,
    costPoints: candidate.costPoints,
  };
}

function linesAfter(context: SaleContext, applied: readonly Applied[]): PricedLine[] {
  const lines = context.grossByLine.map((grossMinor) => ({
    grossMinor,
    discountMinor: 0,
    tiedDiscountMinor: 0,
    rewardMinor: 0,
    pointsMinor: 0,
    valueMinor: 0,
  }));
  for (const { candidate, byLine } of applied) {
    for (const place of candidate.places) {
      const part = numberAt(byLine, place);
      const line = itemAt(lines, place);
      line.discountMinor += part;
      if (candidate.isTied) line.tiedDiscountMinor += part;
      if (candidate.asked === 'reward') line.rewardMinor += part;
    }
  }
  return lines;
}
