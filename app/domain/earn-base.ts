import type { EarnBase } from './program.ts';
import type { PricedLine } from './sale.ts';

/**
 * What of a line counts for earning, NT$ (never below 0: the parts of a line sum to its gross). `tied`
 * says that the rule names goods, so that under `net-of-tied-discounts` only discounts that name goods
 * too are taken off. `pro-rata` counts on what discounts leave; see `proRataShare`.
 */
export function earnBaseOf(
  line: PricedLine,
  base: EarnBase,
  tied: boolean,
  storedValueEarns: boolean,
): number {
  return line.grossMinor - notCounted(line, base, tied) - (storedValueEarns ? 0 : line.valueMinor);
}

function notCounted(line: PricedLine, base: EarnBase, tied: boolean): number {
  switch (base) {
    case 'gross':
      return 0;
    case 'net-of-coupons':
      return line.discountMinor - line.rewardMinor;
    case 'net-of-discounts':
    case 'pro-rata':
      return line.discountMinor;
    case 'net-of-tied-discounts':
      return tied ? line.tiedDiscountMinor : line.discountMinor;
    case 'paid':
      return line.discountMinor + line.pointsMinor;
  }
}

/** What a sale comes to after discounts, NT$, and how much of that points do not pay. */
export type ProRataShare = { readonly netMinor: number; readonly keptMinor: number };

/** The share of the sale that earns under `pro-rata`: what points do not pay of what discounts leave. */
export function proRataShare(lines: readonly PricedLine[]): ProRataShare {
  let netMinor = 0;
  let keptMinor = 0;
  for (const line of lines) {
    netMinor += line.grossMinor - line.discountMinor;
    keptMinor += line.grossMinor - line.discountMinor - line.pointsMinor;
  }
  return { netMinor, keptMinor };
}
