import type { PosLine, PosSale } from '../contract/pos-api.ts';
import type { SaleLine } from '../domain/sale.ts';

/** Lines as the rules take them: list prices are what the POS asks, its own discounts already off. */
export type NetLines = {
  readonly lines: readonly SaleLine[];
  /** For each of them, which line of the POS it is of. */
  readonly lineOf: readonly number[];
};

const linesMax = 200;

/**
 * The POS's lines with its own discounts taken off. What it took off the whole sale is spread over the
 * goods by their value, rounded down, and NT$1 more from the first on. Units whose prices then differ
 * by NT$1 become two lines of the same goods. Null where that makes more lines than a sale can have.
 */
export function netLines(
  posLines: readonly PosLine[],
  discountBeforeMinor: number,
): NetLines | null {
  const totals = spread(
    posLines.map((line) => line.qty * line.unitMinor - line.discountMinor),
    discountBeforeMinor,
  );
  const lines: SaleLine[] = [];
  const lineOf: number[] = [];
  for (const [place, line] of posLines.entries()) {
    const totalMinor = totals[place] ?? 0;
    const unitMinor = Math.floor(totalMinor / line.qty);
    const dearer = totalMinor - unitMinor * line.qty;
    for (const [qty, priceMinor] of [
      [dearer, unitMinor + 1],
      [line.qty - dearer, unitMinor],
    ] as const) {
      if (qty === 0) continue;
      const { sku, name, category, labels, kind } = line;
      lines.push({ sku, name, qty, unitMinor: priceMinor, category, labels, kind });
      lineOf.push(place);
    }
  }
  return lines.length > linesMax ? null : { lines, lineOf };
}

/** `off` taken from the totals in proportion; exact, because totals have at most 7 digits each. */
function spread(totals: readonly number[], off: number): number[] {
  const sum = totals.reduce((all, total) => all + total, 0);
  if (off === 0 || sum <= 0) return [...totals];
  const parts = totals.map((total) => Number((BigInt(total) * BigInt(off)) / BigInt(sum)));
  let missing = off - parts.reduce((all, part) => all + part, 0);
  return totals.map((total, place) => {
    const part = parts[place] ?? 0;
    const more = Math.min(missing, total - part);
    // At most one for each line is missing after rounding down.
    const extra = more > 0 ? 1 : 0;
    missing -= extra;
    return total - part - extra;
  });
}

/** What the lines come to, or null where a line's own discount is more than its price. */
export function sumOfLines({ lines, discountBeforeMinor }: PosSale): number | null {
  if (lines === null) return null;
  const totals = lines.map((line) => line.qty * line.unitMinor - line.discountMinor);
  if (totals.some((total) => total < 0)) return null;
  return totals.reduce((all, total) => all + total, 0) - discountBeforeMinor;
}
