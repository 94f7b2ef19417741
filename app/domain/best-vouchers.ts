import type { Candidate } from './choose-coupons.ts';
import { discountOf } from './coupon-discount.ts';
import type { VoucherId } from './ids.ts';
import { itemAt } from './item-at.ts';
import { offerContext, offerVoucher, weighAlone } from './offered-discounts.ts';
import type { OfferContext, Weighed } from './offered-discounts.ts';
import { collectOffers, isListedBefore, orderFrom, weighOffers } from './price-sale.ts';
import type { Program } from './program.ts';
import type {
  MemberState,
  OfferedVoucher,
  RefusedVoucher,
  SaleInput,
  VoucherRefusal,
} from './sale.ts';
import { saleContext } from './sale-conditions.ts';
import { settleDiscounts } from './settle-discounts.ts';
import { tierOn } from './tiers.ts';

/** The vouchers that together save the customer most, and why each other one is not among them. */
export type BestVouchers = {
  readonly voucherIds: readonly VoucherId[];
  readonly savesMinor: number;
  readonly refused: readonly RefusedVoucher[];
};

/** Up to so many usable vouchers every combination counts; more are added one by one. */
const exactVouchersMax = 10;

/** A voucher that can be used by itself; `boundMinor` is the most it takes off in any company. */
type Held = {
  readonly voucher: OfferedVoucher;
  readonly candidate: Candidate;
  readonly boundMinor: number;
};

/** All that stays the same while combinations are tried. */
type Trial = {
  readonly context: OfferContext;
  /** Automatic coupons, codes and rewards, and the most they take off. */
  readonly others: readonly Candidate[];
  readonly othersBoundMinor: number;
  /** Those that end sooner first. */
  readonly held: readonly Held[];
};

/** Vouchers by their places in `held`, rising, with what they and all others take off and hand over. */
type Combination = {
  readonly places: readonly number[];
  readonly discountMinor: number;
  readonly goodsUnits: number;
};

/**
 * Chooses among the vouchers at hand for this sale (its own `vouchers` are ignored). Exact for up to
 * 10 usable vouchers, else greedy; deterministic. Goods handed over count after money. Ties: fewer
 * vouchers, then those that end sooner. While a reward asked for cannot be had, nothing is chosen.
 */
export function bestVouchers(
  program: Program,
  state: MemberState,
  sale: SaleInput,
  held: readonly OfferedVoucher[],
): BestVouchers {
  const grossByLine = sale.lines.map((line) => line.qty * line.unitMinor);
  const { tierId } = tierOn(program, state, sale.date);
  const withoutVouchers = { ...sale, vouchers: [] };
  const context = offerContext(
    saleContext({ program, state, sale: withoutVouchers, grossByLine, tierId }),
  );
  const offers = collectOffers(context);
  if (offers.kind === 'refused') return { voucherIds: [], savesMinor: 0, refused: [] };
  const usable: Held[] = [];
  const refused: RefusedVoucher[] = [];
  held.forEach((voucher, place) => {
    const weighed = offerHeld(context, held, voucher, place);
    if (weighed.kind === 'unusable') return void refused.push(weighed.refused);
    const { candidate } = weighed;
    usable.push({ voucher, candidate, boundMinor: boundOf(context, candidate) });
  });
  usable.sort((a, b) => compareText(a.voucher.validUntil, b.voucher.validUntil));
  const others = weighOffers(context, offers).candidates;
  const othersBoundMinor = others.reduce((sum, one) => sum + boundOf(context, one), 0);
  const trial: Trial = { context, others, othersBoundMinor, held: usable };

  const none = combine(trial, []);
  if (none === null) return { voucherIds: [], savesMinor: 0, refused };
  const greedy = searchGreedily(trial, none);
  const best = usable.length > exactVouchersMax ? greedy : searchAll(trial, none, greedy);
  usable.forEach(({ candidate }, place) => {
    if (best.places.includes(place)) return;
    refused.push({ source: candidate.source, why: whyNotToo(trial, best, candidate) });
  });
  return {
    voucherIds: best.places.map((place) => itemAt(usable, place).voucher.voucherId),
    savesMinor: best.discountMinor - none.discountMinor,
    refused,
  };
}

function offerHeld(
  context: OfferContext,
  held: readonly OfferedVoucher[],
  voucher: OfferedVoucher,
  place: number,
): Weighed {
  const order = orderFrom.vouchers + place;
  const { couponId, voucherId } = voucher;
  if (!isListedBefore(held, place)) {
    const met = offerVoucher(context, voucher, order);
    return met.kind === 'met' ? weighAlone(context, met.offer) : met;
  }
  const source = { kind: 'voucher', voucherId, couponId } as const;
  return { kind: 'unusable', order, refused: { source, why: { code: 'voucher-listed-twice' } } };
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * The most a candidate takes off, whatever else is used. Every effect takes less from cheaper goods,
 * except those that reduce the cheapest of several units: which ones these are changes with what else is
 * off. They are bounded by as many of the dearest.
 */
function boundOf(context: OfferContext, candidate: Candidate): number {
  const { places, rule } = candidate;
  const units = unitsOfCheapest(context, candidate);
  if (units === 0) return candidate.aloneMinor;
  const effect = { kind: 'free-units', units } as const;
  const { grossByLine: leftByLine, sale, unitsByLine } = context;
  const { lines } = sale;
  const task = {
    effect,
    rounding: rule.rounding,
    lines,
    places,
    leftByLine,
    unitsByLine,
    times: 1,
    unitsNeeded: 0,
  };
  return discountOf(task).discountMinor;
}

/** How many units an effect reduces that picks the cheapest of several; 0 of any other. */
function unitsOfCheapest({ unitsByLine }: OfferContext, { places, rule }: Candidate): number {
  const { effect } = rule;
  if (effect.kind === 'cheapest') return effect.units;
  if (effect.kind !== 'buy-get') return 0;
  const { buyUnits, getUnits, timesMax } = effect;
  const groupUnits = buyUnits + getUnits;
  const units = places.reduce((sum, place) => sum + itemAt(unitsByLine, place), 0);
  const groups = Math.ceil(units / groupUnits);
  return Math.min(groups, timesMax ?? groups) * getUnits;
}

/** What a combination comes to; null when not all of it (or not all rewards) can be used together. */
function combine(trial: Trial, places: readonly number[]): Combination | null {
  const vouchers = places.map((place) => itemAt(trial.held, place).candidate);
  const { applied, dropped } = settleDiscounts(trial.context, [...trial.others, ...vouchers]);
  const isWhole = dropped.every(
    ({ candidate }) => candidate.asked !== 'reward' && !vouchers.includes(candidate),
  );
  if (!isWhole) return null;
  let discountMinor = 0;
  let goodsUnits = 0;
  for (const { discount } of applied) {
    discountMinor += discount.discountMinor;
    goodsUnits += discount.goodsUnits;
  }
  return { places, discountMinor, goodsUnits };
}

/** More off, then more goods, then fewer vouchers. Equal ones are met in the order of their last days. */
function isBetter(one: Combination, than: Combination): boolean {
  if (one.discountMinor !== than.discountMinor) return one.discountMinor > than.discountMinor;
  if (one.goodsUnits !== than.goodsUnits) return one.goodsUnits > than.goodsUnits;
  return one.places.length < than.places.length;
}

/** Adds the voucher that helps most, as long as one helps. */
function searchGreedily(trial: Trial, none: Combination): Combination {
  let best = none;
  for (;;) {
    let next = best;
    for (const place of trial.held.keys()) {
      if (best.places.includes(place)) continue;
      const tried = combine(
        trial,
        [...best.places, place].sort((a, b) => a - b),
      );
      if (tried !== null && isBetter(tried, next)) next = tried;
    }
    if (next === best) return best;
    best = next;
  }
}

/**
 * Looks at every combination that could be as good as the greedy one, fewer and sooner-ending
 * vouchers first among equals.
 */
function searchAll(trial: Trial, none: Combination, greedy: Combination): Combination {
  const { context, held, othersBoundMinor } = trial;
  const mostVouchers = context.program.vouchersPerSaleMax;
  const capMinor = reachableMinor(trial);
  const hasGoods = held.some(({ candidate }) => candidate.rule.effect.kind === 'goods');
  // What the vouchers from each place on can add at most.
  const boundFrom = held.map((_, from) =>
    held.slice(from).reduce((sum, one) => sum + one.boundMinor, 0),
  );
  let best = none;
  const isHopeless = (count: number, boundMinor: number): boolean => {
    const mostMinor = Math.min(boundMinor, capMinor);
    if (mostMinor < Math.max(greedy.discountMinor, best.discountMinor)) return true;
    return mostMinor === best.discountMinor && !hasGoods && count >= best.places.length;
  };
  const extend = (places: readonly number[], from: number, boundMinor: number): void => {
    if (places.length === mostVouchers) return;
    for (let place = from; place < held.length; place += 1) {
      // The bound only falls from here on.
      if (isHopeless(places.length + 1, boundMinor + itemAt(boundFrom, place))) return;
      if (isTwinOfSkipped(held, places, place)) continue;
      const longer = [...places, place];
      const tried = combine(trial, longer);
      if (tried !== null && isBetter(tried, best)) best = tried;
      extend(longer, place + 1, boundMinor + itemAt(held, place).boundMinor);
    }
  };
  extend([], 0, othersBoundMinor);
  return best;
}

/** What all goods cost that anything applies to: no combination takes off more. */
function reachableMinor({ context, others, held }: Trial): number {
  const lines = new Set<number>();
  for (const { places } of others) for (const place of places) lines.add(place);
  for (const { candidate } of held) for (const place of candidate.places) lines.add(place);
  let sum = 0;
  for (const line of lines) sum += itemAt(context.grossByLine, line);
  return sum;
}

/** Vouchers of one coupon are alike: the later one is only tried along with the sooner one. */
function isTwinOfSkipped(held: readonly Held[], places: readonly number[], place: number): boolean {
  const { couponId, uses } = itemAt(held, place).voucher;
  return held
    .slice(0, place)
    .some(
      ({ voucher }, sooner) =>
        voucher.couponId === couponId && voucher.uses === uses && !places.includes(sooner),
    );
}

/** Why a voucher is not used besides the best ones. */
function whyNotToo(trial: Trial, best: Combination, candidate: Candidate): VoucherRefusal {
  const chosen = best.places.map((place) => itemAt(trial.held, place).candidate);
  const all = [...trial.others, ...chosen, candidate];
  const { dropped } = settleDiscounts(trial.context, all);
  const own = dropped.find((one) => one.candidate === candidate);
  if (own !== undefined) return own.why;
  // It would drive out something of the best: name that, or what both stand against.
  const loser = dropped.find((one) => one.candidate.asked !== 'auto');
  if (loser === undefined) return { code: 'no-discount-left' };
  const { source } = loser.candidate;
  return loser.why.code === 'better-one-used' ? { code: 'better-one-used', by: source } : loser.why;
}
