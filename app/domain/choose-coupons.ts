import { inOrder } from './in-order.ts';
import type { Coupon, Program } from './program.ts';
import type { DiscountSource, UseCount, VoucherRefusal } from './sale.ts';
import { isLimited, limitReached } from './use-limits.ts';

/** What a coupon and a reward have in common. */
export type DiscountRule = Pick<
  Coupon,
  'name' | 'effect' | 'scope' | 'when' | 'rounding' | 'priority' | 'limits'
>;

/** A coupon, voucher or reward whose days, conditions and limits let it be used. */
export type Offer = {
  readonly source: DiscountSource;
  /** Under which its uses are counted: the coupon or reward. */
  readonly id: string;
  readonly rule: DiscountRule;
  /** `voucher` stands for codes too: what `vouchersPerSaleMax` counts. */
  readonly asked: 'auto' | 'voucher' | 'reward';
  /** Its place in what was asked: automatic coupons, vouchers, codes, rewards. */
  readonly order: number;
  /** Uses of a count ticket, units of a reward; else 1. */
  readonly times: number;
  /** Of a reward: how many claims cover its units, and the points they cost together; else 0. */
  readonly claims: number;
  readonly costPoints: number;
  readonly group: string | null;
  readonly stacks: boolean;
  /** A percentage off the whole sale, or all of it but what its scope leaves out. */
  readonly isOrderPercent: boolean;
  /** Whether its scope names goods. */
  readonly isTied: boolean;
  readonly places: readonly number[];
};

/** An offer that does something when it is used by itself. */
export type Candidate = Offer & {
  /** What its limits count: a reward's claims, the uses of a count ticket that find goods, else 1. */
  readonly uses: number;
  /** What it would take off the sale as it is. */
  readonly aloneMinor: number;
};

/** What cannot be used, and why. */
export type Dropped<One extends Offer = Candidate> = {
  readonly candidate: One;
  readonly why: VoucherRefusal;
};

/** Which candidates go together, in the order in which they are applied. */
export type Choice = { readonly chosen: Candidate[]; readonly dropped: Dropped[] };

/** Better for the customer first: more off, then the lower priority number, then asked earlier. */
export function compareRank(a: Candidate, b: Candidate): number {
  return b.aloneMinor - a.aloneMinor || a.rule.priority - b.rule.priority || a.order - b.order;
}

/** By priority, then percentages before the rest, then as asked (automatic coupons first). */
function compareTurn(a: Offer, b: Offer): number {
  return a.rule.priority - b.rule.priority || restAfter(a) - restAfter(b) || a.order - b.order;
}

function restAfter({ rule }: Offer): number {
  return rule.effect.kind === 'percent' ? 0 : 1;
}

/**
 * The most discounts of one sale, so that its event stays small enough to be sent (each says what it
 * takes off each of up to 200 lines). What was asked for comes first; of the automatic coupons those that
 * take off the most stay.
 */
export const discountsMax = 50;

/** How many automatic coupons have room beside all vouchers, codes and rewards that could be used. */
function automaticMax(
  program: Pick<Program, 'vouchersPerSaleMax'>,
  candidates: readonly Candidate[],
): number {
  const vouchers = candidates.filter(({ asked }) => asked === 'voucher').length;
  const rewards = candidates.filter(({ asked }) => asked === 'reward').length;
  return Math.max(discountsMax - Math.min(vouchers, program.vouchersPerSaleMax) - rewards, 0);
}

/** Whether nothing speaks against using all offers together, so that none need be compared. */
export function allGoTogether(
  program: Pick<Program, 'orderPercentsMax' | 'vouchersPerSaleMax'>,
  offers: readonly Offer[],
): boolean {
  let vouchers = 0;
  let orderPercents = 0;
  for (const { asked, group, isOrderPercent, rule, stacks } of offers) {
    if (asked === 'voucher') vouchers += 1;
    if (isOrderPercent) orderPercents += 1;
    if (!stacks || group !== null || isLimited(rule.limits)) return false;
  }
  if (offers.length > discountsMax) return false;
  return vouchers <= program.vouchersPerSaleMax && orderPercents <= program.orderPercentsMax;
}

/** Offers in the order in which they are applied. */
export function inTurn<One extends Offer>(offers: readonly One[]): One[] {
  return inOrder(offers, compareTurn);
}

/**
 * Takes the candidates one after the other, the better for the customer first, and drops each that
 * does not go with those taken before it. So the winner named by `better-one-used` always stays.
 */
export function chooseCoupons(
  program: Pick<Program, 'orderPercentsMax' | 'vouchersPerSaleMax'>,
  useCounts: readonly UseCount[],
  candidates: readonly Candidate[],
): Choice {
  if (allGoTogether(program, candidates)) {
    return { chosen: inTurn(candidates), dropped: [] };
  }
  const chosen: Candidate[] = [];
  const dropped: Dropped[] = [];
  let automaticLeft = automaticMax(program, candidates);
  for (const candidate of candidates.toSorted(compareRank)) {
    const isLeftOut = candidate.asked === 'auto' && automaticLeft === 0;
    const why = isLeftOut
      ? ({ code: 'too-many-vouchers' } as const)
      : whyNotWith(chosen, candidate, program, useCounts);
    if (why !== null) {
      dropped.push({ candidate, why });
      continue;
    }
    chosen.push(candidate);
    if (candidate.asked === 'auto') automaticLeft -= 1;
  }
  chosen.sort(compareTurn);
  return { chosen, dropped };
}

function whyNotWith(
  chosen: readonly Candidate[],
  candidate: Candidate,
  program: Pick<Program, 'orderPercentsMax' | 'vouchersPerSaleMax'>,
  useCounts: readonly UseCount[],
): VoucherRefusal | null {
  let vouchers = 0;
  let orderPercents = 0;
  let usesInSale = 0;
  for (const other of chosen) {
    if (isRival(other, candidate)) return { code: 'better-one-used', by: other.source };
    if (other.isOrderPercent && candidate.isOrderPercent) {
      orderPercents += 1;
      if (orderPercents >= program.orderPercentsMax) {
        return { code: 'better-one-used', by: other.source };
      }
    }
    if (other.asked === 'voucher') vouchers += 1;
    if (other.id === candidate.id) usesInSale += other.uses;
  }
  const { id, rule, uses } = candidate;
  const full = limitReached(rule.limits, useCounts, id, usesInSale, uses);
  if (full !== null) return full;
  const isOneTooMany =
    (candidate.asked === 'voucher' && vouchers >= program.vouchersPerSaleMax) ||
    // A program may allow no percentage off the whole sale at all.
    (candidate.isOrderPercent && program.orderPercentsMax === 0);
  return isOneTooMany ? { code: 'too-many-vouchers' } : null;
}

/** Whether two never go together. Rewards are bought with points: `stacks` does not touch them. */
function isRival(a: Candidate, b: Candidate): boolean {
  if (a.asked === 'reward' || b.asked === 'reward') return false;
  return !a.stacks || !b.stacks || (a.group !== null && a.group === b.group);
}
