import type { EinvoiceItem } from './einvoice-items.ts';
import { saleAmountMinorMax } from './money.ts';
import type { SaleLine } from './sale.ts';

/** What a line of a sale may be at most. */
const linesMax = 200;
const qtyMax = 10_000;
const nameLengthMax = 120;

/** Quantities and prices have six decimals at most; a product of both has twelve. */
const scale = 1_000_000;
const productScale = 1_000_000_000_000n;

/** One item, exact: whole NT$ and what is beyond them, in units of 10⁻¹² NT$. */
type Worth = { readonly item: EinvoiceItem; readonly wholeMinor: number; readonly rest: bigint };

/**
 * The goods of an e-invoice as lines of a sale that sum to its total, NT$; null where they do not, and
 * then only the amount is to be used.
 *
 * - An item of whole quantity and whole price is a line of that quantity.
 * - Weighed goods and fractions of a dollar become one line of quantity 1. Each is rounded down or up to
 *   whole dollars, up where most was cut off (the first of equal ones), as many as the total wants: where
 *   the seller rounded each to the nearest dollar, that is the seller's own rounding. A total that no such
 *   rounding reaches is no sum of these items.
 * - An item below nothing (a discount, a rounding line, goods taken back) leaves the amount only: the slip
 *   does not say which goods it belongs to, and a line that is worth a wrong amount would be refunded so.
 * - So do prices before tax, which sum to less than the total, and items the slip leaves out.
 */
export function linesOfItems(
  items: readonly EinvoiceItem[],
  totalMinor: number,
): SaleLine[] | null {
  if (items.length === 0 || items.length > linesMax) return null;
  const worths: Worth[] = [];
  for (const item of items) {
    const worth = worthOf(item);
    if (worth === null) return null;
    worths.push(worth);
  }
  const missing = worths.reduce((left, worth) => left - worth.wholeMinor, totalMinor);
  const broken = worths.flatMap(({ rest }, place) => (rest > 0n ? [{ rest, place }] : []));
  if (missing < 0 || missing > broken.length) return null;
  // The sort is stable: equal ones stay in their order.
  broken.sort((a, b) => (a.rest === b.rest ? 0 : a.rest > b.rest ? -1 : 1));
  const raised = new Set(broken.slice(0, missing).map(({ place }) => place));
  return worths.map(({ item, wholeMinor }, place) =>
    lineOf(item, wholeMinor + (raised.has(place) ? 1 : 0)),
  );
}

/** Null where the item is below nothing or too large for a line. */
function worthOf(item: EinvoiceItem): Worth | null {
  const { quantity, unitPrice } = item;
  if (quantity <= 0 || unitPrice < 0) return null;
  const [scaledQuantity, scaledPrice] = [
    Math.round(quantity * scale),
    Math.round(unitPrice * scale),
  ];
  // Beyond these the decimals of the slip are no longer told apart.
  if (!Number.isSafeInteger(scaledQuantity) || !Number.isSafeInteger(scaledPrice)) return null;
  const product = BigInt(scaledQuantity) * BigInt(scaledPrice);
  const whole = product / productScale;
  if (whole > BigInt(saleAmountMinorMax)) return null;
  return { item, wholeMinor: Number(whole), rest: product % productScale };
}

function lineOf({ name, quantity, unitPrice }: EinvoiceItem, lineMinor: number): SaleLine {
  const isCounted = Number.isInteger(quantity) && quantity <= qtyMax && Number.isInteger(unitPrice);
  return {
    sku: null,
    name: name === '' ? null : cut(name),
    qty: isCounted ? quantity : 1,
    unitMinor: isCounted ? unitPrice : lineMinor,
    category: null,
    labels: [],
    kind: 'goods',
  };
}

/** A name as long as a line may have, never half a character. */
function cut(name: string): string {
  if (name.length <= nameLengthMax) return name;
  const short = name.slice(0, nameLengthMax);
  return /[\uD800-\uDBFF]$/.test(short) ? short.slice(0, -1) : short;
}
