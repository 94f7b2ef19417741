import type { Figures } from '../../../app/contract/manager-views.ts';

/** What a manager can do something about: many codes are one reason. The first that fits counts. */
const reasons = [
  { reason: 'weak', of: /^(?:voucher|redeem)-needs-(?:card|scan|token|member)$/ },
  { reason: 'member', of: /^(?:member|card|mobile|birthday)-/ },
  { reason: 'voucherUsed', of: /^voucher-(?:used|cancelled)/ },
  { reason: 'voucherDate', of: /^voucher-(?:expired|not-yet-valid|not-this-time)$/ },
  {
    reason: 'voucherHq',
    of: /^voucher-(?:needs-hq|hq-refused|held-elsewhere|time-unknown|token-online)$/,
  },
  {
    reason: 'voucherUnknown',
    of: /^voucher-(?:unknown|misread|of-other-member|unknown-coupon|token-invalid)$/,
  },
  { reason: 'voucherTerms', of: /^(?:voucher-|too-many-vouchers$)/ },
  { reason: 'pointsHq', of: /^spend-/ },
  { reason: 'points', of: /^(?:no-redemption$|redeem-|points-|reward-|value-)/ },
  { reason: 'invoice', of: /^invoice-/ },
  { reason: 'scan', of: /^(?:scan-|desk-scan)/ },
  { reason: 'refund', of: /^refund-/ },
  { reason: 'staff', of: /^(?:staff|pin|badge|counter-locked|manager|not-a-manager)/ },
  { reason: 'sale', of: /^(?:amount|settle|preview|program|pos)-/ },
] as const;

export type RefusalReason = (typeof reasons)[number]['reason'] | 'other';

/** Refusals by reason, most often first; a code no reason fits is `other`. */
export function groupRefusals(
  refusals: Figures['refusals'],
): readonly { readonly reason: RefusalReason; readonly n: number }[] {
  const sums = new Map<RefusalReason, number>();
  for (const { code, n } of refusals) {
    const reason = reasons.find(({ of }) => of.test(code))?.reason ?? 'other';
    sums.set(reason, (sums.get(reason) ?? 0) + n);
  }
  return [...sums].map(([reason, n]) => ({ reason, n })).toSorted((a, b) => b.n - a.n);
}
