import { itemAt } from './item-at.ts';
import type { LineLeft, TendersLeft } from './refund-amounts.ts';
import { shareOf } from './refund-amounts.ts';
import type { PricedLine } from './sale.ts';

/** Lines as `earnPoints` asks for them; a line with 0 units does not count. */
export type ScaledLines = {
  readonly lines: readonly PricedLine[];
  readonly qtyByLine: readonly number[];
};

/**
 * A sale of which only part is left, as if it had been sold like that: every amount of a line in
 * proportion to its value (free lines: to their units), what points and value pay together not less
 * than the floors and as near to `tenders` as rounding each line up or down allows. Units follow what
 * is left of them; where an amount was taken off, started units count as whole.
 */
export function scaleLines(
  lines: readonly PricedLine[],
  left: readonly LineLeft[],
  tenders: Pick<TendersLeft, 'pointsValueMinor' | 'valueMinor'>,
): ScaledLines {
  const pointsMinor = scaleParts(
    lines.map((line) => line.pointsMinor),
    left,
    tenders.pointsValueMinor,
    left.map((line) => line.leftMinor),
  );
  const valueMinor = scaleParts(
    lines.map((line) => line.valueMinor),
    left,
    tenders.valueMinor,
    left.map((line, place) => line.leftMinor - itemAt(pointsMinor, place)),
  );
  return {
    lines: lines.map((line, place) => ({
      ...scalePrice(line, itemAt(left, place)),
      pointsMinor: itemAt(pointsMinor, place),
      valueMinor: itemAt(valueMinor, place),
    })),
    qtyByLine: left.map(unitsLeft),
  };
}

/** Units for which value is left. */
function unitsLeft({ dueMinor, qty, leftMinor, qtyLeft, byAmount }: LineLeft): number {
  if (!byAmount) return qtyLeft;
  return Math.min(qtyLeft, qty - shareOf(qty, dueMinor - leftMinor, dueMinor));
}

function scalePrice(
  line: PricedLine,
  left: LineLeft,
): Omit<PricedLine, 'pointsMinor' | 'valueMinor'> {
  const { leftMinor, dueMinor } = left;
  const grossMinor = left.byAmount
    ? shareOf(line.grossMinor, leftMinor, dueMinor)
    : shareOf(line.grossMinor, left.qtyLeft, left.qty);
  const discountMinor = grossMinor - leftMinor;
  return {
    grossMinor,
    discountMinor,
    tiedDiscountMinor: shareOf(line.tiedDiscountMinor, discountMinor, line.discountMinor),
    rewardMinor: shareOf(line.rewardMinor, discountMinor, line.discountMinor),
  };
}

/** Each part × what is left of its line, floored, then NT$1 more where most was cut off until `total`. */
function scaleParts(
  parts: readonly number[],
  left: readonly LineLeft[],
  total: number,
  mostByLine: readonly number[],
): number[] {
  const scaled = parts.map((part, place) => {
    const { leftMinor, dueMinor } = itemAt(left, place);
    return shareOf(part, leftMinor, dueMinor);
  });
  let missing = total - scaled.reduce((sum, part) => sum + part, 0);
  const cut = parts.flatMap((part, place) => {
    const { leftMinor, dueMinor } = itemAt(left, place);
    // A line's value has at most 7 digits, so that these products are exact.
    const rest = part * leftMinor - itemAt(scaled, place) * dueMinor;
    return rest > 0 ? [{ place, rest, dueMinor }] : [];
  });
  // Equal ones stay in their order.
  cut.sort((a, b) => b.rest * a.dueMinor - a.rest * b.dueMinor);
  for (const { place } of cut) {
    const part = itemAt(scaled, place);
    if (missing <= 0) break;
    if (part >= itemAt(mostByLine, place)) continue;
    scaled[place] = part + 1;
    missing -= 1;
  }
  return scaled;
}
