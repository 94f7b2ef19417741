import type { DiscountTask } from './coupon-discount.ts';
import type { CouponEffect } from './program.ts';
import type { SaleLine } from './sale.ts';

/** What of a task a test may say; the rest is as at a plain sale. */
export type TaskParts = Partial<
  Pick<DiscountTask, 'rounding' | 'places' | 'leftByLine' | 'unitsByLine' | 'times' | 'unitsNeeded'>
>;

/** An effect at work on all of some lines, none of which is cheaper yet. */
export function taskOf(
  effect: CouponEffect,
  lines: readonly SaleLine[],
  parts: TaskParts = {},
): DiscountTask {
  return {
    effect,
    rounding: 'floor',
    lines,
    places: lines.map((_, place) => place),
    leftByLine: lines.map((line) => line.qty * line.unitMinor),
    unitsByLine: lines.map((line) => line.qty),
    times: 1,
    unitsNeeded: 0,
    ...parts,
  };
}
