import type { CouponId, LotId, MemberId, VoucherId } from './ids.ts';
import { multiplyBpsFloor, saleAmountMinorMax } from './money.ts';
import type { Coupon, CouponEffect, ExpiryRule, LocalizedText, Program } from './program.ts';
import { addMonths, compareDates, endOfNextYear } from './time.ts';
import type { CalendarDate } from './time.ts';

/** What the rules need to know of a member. */
export type MemberState = { readonly memberId: MemberId; readonly tierId: string };

/** A voucher offered for a sale, with the days on which it may be used (both inclusive). */
export type OfferedVoucher = {
  readonly voucherId: VoucherId;
  readonly couponId: CouponId;
  readonly memberId: MemberId;
  readonly validFrom: CalendarDate;
  readonly validUntil: CalendarDate;
};

/** The sale as the counter knows it. `amountMinor` = goods in NT$ before vouchers. */
export type SaleInput = {
  readonly amountMinor: number;
  readonly vouchers: readonly OfferedVoucher[];
};

/** Why each point and each dollar is what it is; turned into words by `reasonWords`. */
export type Reason =
  | {
      readonly code: 'voucher';
      readonly voucherId: VoucherId;
      readonly name: LocalizedText;
      readonly discountMinor: number;
      /** Of a percent coupon: its percentage in basis points; null for a fixed amount. */
      readonly offBps: number | null;
      /** The coupon's own maximum made the discount smaller than its percentage. */
      readonly capped: boolean;
    }
  | {
      readonly code: 'earn-per-amount';
      readonly baseMinor: number;
      readonly perMinor: number;
      readonly pointsPer: number;
      readonly points: number;
    }
  | {
      readonly code: 'tier-multiplier';
      readonly tierId: string;
      readonly name: LocalizedText;
      readonly multiplierBps: number;
      readonly pointsBefore: number;
      readonly pointsAfter: number;
    }
  | { readonly code: 'expires'; readonly expiresOn: CalendarDate | null };

/** Why a sale cannot be evaluated as asked. */
export type SaleRefusal =
  | {
      readonly kind: 'refused';
      readonly code: 'amount-not-positive' | 'amount-too-large' | 'amount-not-whole';
    }
  | { readonly kind: 'refused'; readonly code: 'unknown-tier'; readonly tierId: string }
  | { readonly kind: 'refused'; readonly code: 'too-many-vouchers'; readonly max: number }
  | {
      readonly kind: 'refused';
      readonly code:
        | 'voucher-of-other-member'
        | 'voucher-not-yet-valid'
        | 'voucher-expired'
        | 'voucher-unknown-coupon'
        | 'voucher-listed-twice';
      readonly voucherId: VoucherId;
    }
  | {
      readonly kind: 'refused';
      readonly code: 'voucher-min-spend';
      readonly voucherId: VoucherId;
      readonly minSpendMinor: number;
      readonly missingMinor: number;
    };

/** The result of the rules: amounts in NT$, integer points, and the reasons. */
export type EvaluatedSale = {
  readonly kind: 'evaluated';
  readonly amountMinor: number;
  readonly discountMinor: number;
  readonly paidMinor: number;
  readonly baseMinor: number;
  readonly points: number;
  readonly expiresOn: CalendarDate | null;
  readonly discounts: readonly { readonly voucherId: VoucherId; readonly discountMinor: number }[];
  readonly reasons: readonly Reason[];
};

export { saleAmountMinorMax };

/** One line of the ledger. `points` is signed; a lot is known by its id and its last valid day. */
export type LedgerEntry = {
  readonly leg: number;
  readonly kind: 'earn' | 'spend' | 'expire' | 'adjust' | 'refund';
  readonly memberId: MemberId;
  readonly lotId: LotId;
  readonly points: number;
  readonly expiresOn: CalendarDate | null;
};

/** Days until which points earned on `date` stay usable; null = for ever. */
export function expiryFor(rule: ExpiryRule, date: CalendarDate): CalendarDate | null {
  switch (rule.kind) {
    case 'months':
      return addMonths(date, rule.months);
    case 'end-of-next-year':
      return endOfNextYear(date);
    case 'none':
      return null;
  }
}

/**
 * The rules of the product: what a sale costs and earns under one program version.
 * Percentages are applied first, then fixed amounts, each in the order given and each to what is
 * then left to pay; a discount is floored to whole NT$ and never exceeds what is left. `discounts`
 * and the voucher reasons stand in the order applied. Points: floor(base / perMinor) × points,
 * then × the tier's multiplier, floored once. Never throws on any program that passed the schema
 * and any existing day.
 */
export function evaluateSale(
  program: Program,
  member: MemberState,
  sale: SaleInput,
  today: CalendarDate,
): EvaluatedSale | SaleRefusal {
  const amountRefusal = refusalOfAmount(sale.amountMinor);
  if (amountRefusal !== null) return amountRefusal;
  const tier = program.tiers.find((t) => t.tierId === member.tierId);
  if (tier === undefined) return { kind: 'refused', code: 'unknown-tier', tierId: member.tierId };
  const matched = matchVouchers(program, member, sale, today);
  if (matched.kind === 'refused') return matched;

  const reasons: Reason[] = applyVouchers(sale.amountMinor, matched.vouchers);
  const discounts = reasons.flatMap((reason) =>
    reason.code === 'voucher'
      ? [{ voucherId: reason.voucherId, discountMinor: reason.discountMinor }]
      : [],
  );
  const discountMinor = discounts.reduce((sum, d) => sum + d.discountMinor, 0);
  const paidMinor = sale.amountMinor - discountMinor;
  const baseMinor = paidMinor;

  const { perMinor, points: pointsPer } = program.earn;
  const plainPoints = Math.floor(baseMinor / perMinor) * pointsPer;
  reasons.push({ code: 'earn-per-amount', baseMinor, perMinor, pointsPer, points: plainPoints });
  const points = multiplyBpsFloor(plainPoints, tier.multiplierBps);
  if (tier.multiplierBps !== 10_000 && plainPoints > 0) {
    reasons.push({
      code: 'tier-multiplier',
      tierId: tier.tierId,
      name: tier.name,
      multiplierBps: tier.multiplierBps,
      pointsBefore: plainPoints,
      pointsAfter: points,
    });
  }
  const expiresOn = points > 0 ? expiryFor(program.expiry, today) : null;
  if (points > 0) reasons.push({ code: 'expires', expiresOn });
  return {
    kind: 'evaluated',
    amountMinor: sale.amountMinor,
    discountMinor,
    paidMinor,
    baseMinor,
    points,
    expiresOn,
    discounts,
    reasons,
  };
}

function refusalOfAmount(amountMinor: number): SaleRefusal | null {
  if (!Number.isInteger(amountMinor)) return { kind: 'refused', code: 'amount-not-whole' };
  if (amountMinor <= 0) return { kind: 'refused', code: 'amount-not-positive' };
  if (amountMinor > saleAmountMinorMax) return { kind: 'refused', code: 'amount-too-large' };
  return null;
}

type MatchedVoucher = { readonly voucher: OfferedVoucher; readonly coupon: Coupon };

/** Finds each voucher's coupon, or says of the first voucher that may not be used why not. */
function matchVouchers(
  program: Program,
  member: MemberState,
  sale: SaleInput,
  today: CalendarDate,
): { readonly kind: 'matched'; readonly vouchers: readonly MatchedVoucher[] } | SaleRefusal {
  const max = program.vouchersPerSaleMax;
  if (sale.vouchers.length > max) return { kind: 'refused', code: 'too-many-vouchers', max };
  const seen = new Set<VoucherId>();
  const vouchers: MatchedVoucher[] = [];
  for (const voucher of sale.vouchers) {
    const { voucherId } = voucher;
    const refuse = (code: VoucherRefusalCode): SaleRefusal => ({
      kind: 'refused',
      code,
      voucherId,
    });
    if (seen.has(voucherId)) return refuse('voucher-listed-twice');
    seen.add(voucherId);
    if (voucher.memberId !== member.memberId) return refuse('voucher-of-other-member');
    if (compareDates(today, voucher.validFrom) < 0) return refuse('voucher-not-yet-valid');
    if (compareDates(today, voucher.validUntil) > 0) return refuse('voucher-expired');
    const coupon = program.coupons.find((c) => c.couponId === voucher.couponId);
    if (coupon === undefined) return refuse('voucher-unknown-coupon');
    const { minSpendMinor } = coupon;
    const missingMinor = minSpendMinor - sale.amountMinor;
    if (missingMinor > 0) {
      return { kind: 'refused', code: 'voucher-min-spend', voucherId, minSpendMinor, missingMinor };
    }
    vouchers.push({ voucher, coupon });
  }
  return { kind: 'matched', vouchers };
}

type VoucherRefusalCode = Exclude<
  Extract<SaleRefusal, { readonly voucherId: VoucherId }>['code'],
  'voucher-min-spend'
>;

/** One reason per voucher, in the order applied: percentages, then fixed amounts. */
function applyVouchers(amountMinor: number, vouchers: readonly MatchedVoucher[]): Reason[] {
  const percents = vouchers.filter(({ coupon }) => coupon.effect.kind === 'percent');
  const amounts = vouchers.filter(({ coupon }) => coupon.effect.kind === 'amount');
  let leftMinor = amountMinor;
  return [...percents, ...amounts].map(({ voucher, coupon }) => {
    const full = fullDiscount(coupon.effect, leftMinor);
    const discountMinor = Math.min(full.discountMinor, leftMinor);
    leftMinor -= discountMinor;
    const { voucherId } = voucher;
    return { code: 'voucher', voucherId, name: coupon.name, ...full, discountMinor };
  });
}

function fullDiscount(
  effect: CouponEffect,
  leftMinor: number,
): { readonly discountMinor: number; readonly offBps: number | null; readonly capped: boolean } {
  if (effect.kind === 'amount') {
    return { discountMinor: effect.amountMinor, offBps: null, capped: false };
  }
  const { offBps, maxMinor } = effect;
  const offMinor = multiplyBpsFloor(leftMinor, offBps);
  const capped = maxMinor !== null && offMinor > maxMinor;
  return { discountMinor: capped ? maxMinor : offMinor, offBps, capped };
}
