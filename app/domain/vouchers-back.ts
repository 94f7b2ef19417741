import { itemAt } from './item-at.ts';
import type { Program } from './program.ts';
import type { RefundContext, RefundResult, SettledSale } from './refund.ts';
import { shareOf, unitsHeld } from './refund-amounts.ts';
import type { LineLeft } from './refund-amounts.ts';
import type { RefundChange } from './refund-change.ts';
import type { AppliedDiscount } from './sale.ts';
import { compareDates } from './time.ts';

/**
 * Vouchers the sale used that come back with this refund, where the program says so and their last day
 * is not past: same days. A voucher follows the lines it made cheaper (one that made none follows
 * all): it comes back when no unit of them is left. A count ticket comes back use by use, as many
 * as the share of those units that came back, floored. Who keeps what was free does not get it back.
 */
export function vouchersBack(
  program: Program,
  { sale, today }: Pick<RefundContext, 'sale' | 'today'>,
  { linesBefore, linesAfter }: Pick<RefundChange, 'linesBefore' | 'linesAfter'>,
): RefundResult['reissued'] {
  if (!program.policies.refundReturnsVouchers) return [];
  return sale.discounts.flatMap((discount) => {
    const { source } = discount;
    if (source.kind !== 'voucher') return [];
    const offered = sale.asked.vouchers.find((one) => one.voucherId === source.voucherId);
    if (offered === undefined || compareDates(offered.validUntil, today) < 0) return [];
    const uses = usesBack(sale, discount, linesAfter) - usesBack(sale, discount, linesBefore);
    if (uses === 0) return [];
    const { voucherId, couponId, validFrom, validUntil } = offered;
    return [{ voucherId, couponId, uses, validFrom, validUntil }];
  });
}

function usesBack(
  sale: SettledSale,
  { byLine, discountMinor, uses }: AppliedDiscount,
  lines: readonly LineLeft[],
): number {
  let units = 0;
  let held = 0;
  lines.forEach((line, place) => {
    const { grossMinor } = itemAt(sale.lines, place);
    const follows = discountMinor === 0 ? grossMinor : itemAt(byLine, place);
    if (follows === 0) return;
    units += line.qty;
    held += unitsHeld(line);
  });
  return shareOf(uses, units - held, units);
}
