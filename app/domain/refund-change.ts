import type { SettledSale } from './refund.ts';
import { isOpen, linesAfter, tendersLeft } from './refund-amounts.ts';
import type { LineLeft, Taking, TendersLeft } from './refund-amounts.ts';

/** A sale before and after one refund. */
export type RefundChange = {
  readonly taking: Taking;
  readonly linesBefore: readonly LineLeft[];
  readonly linesAfter: readonly LineLeft[];
  readonly before: TendersLeft;
  readonly after: TendersLeft;
  /** This refund takes the last of what was paid for goods: nothing the sale brought stays. */
  readonly takesLast: boolean;
  /** See `RefundResult`. */
  readonly complete: boolean;
};

/** What `taking` makes of a sale of which `before` is left. */
export function changeOf(
  sale: SettledSale,
  before: readonly LineLeft[],
  taking: Taking,
): RefundChange {
  const after = linesAfter(before, taking);
  const tendersBefore = tendersLeft(sale, before);
  const tendersAfter = tendersLeft(sale, after);
  return {
    taking,
    linesBefore: before,
    linesAfter: after,
    before: tendersBefore,
    after: tendersAfter,
    takesLast: tendersBefore.left > 0 && tendersAfter.left === 0,
    complete: isOpen(sale, before) && !isOpen(sale, after),
  };
}
