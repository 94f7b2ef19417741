import { itemAt } from './item-at.ts';
import { allocateLargestRemainder } from './money.ts';
import type { RefundRefusal, RefundRequest, RefundResult, SettledSale } from './refund.ts';

/** What of one line of a sale has not been taken back. NT$ after coupons and rewards, and units. */
export type LineLeft = {
  readonly dueMinor: number;
  readonly qty: number;
  readonly leftMinor: number;
  readonly qtyLeft: number;
  /** Value and units when an amount was last taken off the line: units are taken back at this price. */
  readonly baseMinor: number;
  readonly baseQty: number;
  /** Whether an amount was taken off, so that value left does not follow from units left. */
  readonly byAmount: boolean;
};

/** What one refund takes off each line. */
export type Taking = Pick<RefundResult, 'byLine' | 'qtyByLine'>;

/**
 * floor(value × part ÷ whole), exact; 0 where the whole is 0. Nothing may be negative, `part` at most
 * `whole`.
 */
export function shareOf(value: number, part: number, whole: number): number {
  if (whole === 0) return 0;
  const product = value * part;
  if (Number.isSafeInteger(product)) return (product - (product % whole)) / whole;
  return Number((BigInt(value) * BigInt(part)) / BigInt(whole));
}

/** The lines of a sale before any refund. */
export function wholeLines(sale: Pick<SettledSale, 'asked' | 'lines'>): LineLeft[] {
  return sale.lines.map(({ grossMinor, discountMinor }, place) => {
    const dueMinor = grossMinor - discountMinor;
    const { qty } = itemAt(sale.asked.lines, place);
    return {
      dueMinor,
      qty,
      leftMinor: dueMinor,
      qtyLeft: qty,
      baseMinor: dueMinor,
      baseQty: qty,
      byAmount: false,
    };
  });
}

/** The lines after one more refund. Where counters refunded the same goods while apart nothing falls below 0. */
export function linesAfter(lines: readonly LineLeft[], taking: Taking): LineLeft[] {
  return lines.map((line, place) => {
    const minor = itemAt(taking.byLine, place);
    const qty = itemAt(taking.qtyByLine, place);
    const leftMinor = Math.max(line.leftMinor - minor, 0);
    const qtyLeft = Math.max(line.qtyLeft - qty, 0);
    if (qty > 0 || minor === 0) return { ...line, leftMinor, qtyLeft };
    return { ...line, leftMinor, baseMinor: leftMinor, baseQty: line.qtyLeft, byAmount: true };
  });
}

/** Value left of the lines together, NT$. */
export function valueLeft(lines: readonly LineLeft[]): number {
  return lines.reduce((sum, line) => sum + line.leftMinor, 0);
}

/** Whether something of the line can still come back: its value, or units that cost nothing. */
function hasLeft(line: LineLeft): boolean {
  return line.leftMinor > 0 || (line.dueMinor === 0 && line.qtyLeft > 0);
}

/**
 * What a request takes off each line, or why it cannot. An amount is spread over the value left of the
 * lines by largest remainder; asking for all that is left is asking for everything. Units are taken
 * at the line's price per unit after discounts, cumulated, so that the last unit takes the rest.
 */
export function planTaking(
  lines: readonly LineLeft[],
  request: RefundRequest,
): ({ readonly kind: 'taking' } & Taking) | RefundRefusal {
  if (!lines.some(hasLeft)) return { kind: 'refused', refusal: { code: 'nothing-left' } };
  switch (request.kind) {
    case 'all':
      return takeAll(lines);
    case 'lines':
      return takeUnits(lines, request.lines);
    case 'amount':
      return takeAmount(lines, request.amountMinor);
  }
}

function takeAll(lines: readonly LineLeft[]): { readonly kind: 'taking' } & Taking {
  return {
    kind: 'taking',
    byLine: lines.map((line) => line.leftMinor),
    qtyByLine: lines.map((line) => line.qtyLeft),
  };
}

function takeAmount(
  lines: readonly LineLeft[],
  amountMinor: number,
): ({ readonly kind: 'taking' } & Taking) | RefundRefusal {
  const refusal = refusalOfNumber(amountMinor);
  if (refusal !== null) return refusal;
  const refundableMinor = valueLeft(lines);
  if (amountMinor > refundableMinor) {
    return { kind: 'refused', refusal: { code: 'exceeds-refundable', refundableMinor } };
  }
  if (amountMinor === refundableMinor) return takeAll(lines);
  const byLine = allocateLargestRemainder(
    amountMinor,
    lines.map((line) => line.leftMinor),
  );
  return { kind: 'taking', byLine, qtyByLine: lines.map(() => 0) };
}

function takeUnits(
  lines: readonly LineLeft[],
  asked: Extract<RefundRequest, { readonly kind: 'lines' }>['lines'],
): ({ readonly kind: 'taking' } & Taking) | RefundRefusal {
  const qtyByLine = lines.map(() => 0);
  for (const { line, qty } of asked) {
    const known = lines[line];
    if (known === undefined) return { kind: 'refused', refusal: { code: 'line-unknown' } };
    const refusal = refusalOfNumber(qty);
    if (refusal !== null) return refusal;
    const together = itemAt(qtyByLine, line) + qty;
    if (together > known.qtyLeft) {
      return {
        kind: 'refused',
        refusal: { code: 'exceeds-line', line, qtyLeft: known.qtyLeft },
      };
    }
    qtyByLine[line] = together;
  }
  const byLine = lines.map((line, place) => {
    const qty = itemAt(qtyByLine, place);
    // Where counters took the same units while apart, value and units left no longer fit together.
    if (qty === 0) return 0;
    return Math.max(line.leftMinor - shareOf(line.baseMinor, line.qtyLeft - qty, line.baseQty), 0);
  });
  return { kind: 'taking', byLine, qtyByLine };
}

/** Units and amounts alike are whole and above 0. */
function refusalOfNumber(value: number): RefundRefusal | null {
  if (!Number.isSafeInteger(value)) return refused('amount-not-whole');
  return value > 0 ? null : refused('amount-not-positive');
}

function refused(code: 'amount-not-whole' | 'amount-not-positive'): RefundRefusal {
  return { kind: 'refused', refusal: { code } };
}

/** How the customer has paid what is left of a sale, NT$. */
export type TendersLeft = {
  readonly pointsValueMinor: number;
  readonly valueMinor: number;
  readonly moneyMinor: number;
  /** What still counts for tiers. */
  readonly spentMinor: number;
  /**
   * What is left and the whole of what the rest follows: value of the goods, list price of goods that
   * were all free. Stored value sold counts only where there was nothing else.
   */
  readonly left: number;
  readonly whole: number;
};

/**
 * What each means of payment keeps of a sale of which `lines` is left. Points and value pay for goods
 * only, so they follow what is left of the goods: first what is not money, in proportion and floored;
 * within that the points. Each falls as the value falls, in whatever steps, and all are 0 at the end;
 * money is the rest, so that the sum is exact.
 */
export function tendersLeft(sale: SettledSale, lines: readonly LineLeft[]): TendersLeft {
  const goods = measureGoods(sale, lines);
  const otherMinor = sale.pointsValueMinor + sale.valueMinor;
  const otherLeftMinor = shareOf(otherMinor, goods.leftMinor, goods.dueMinor);
  const pointsValueMinor = shareOf(sale.pointsValueMinor, otherLeftMinor, otherMinor);
  const paid = {
    pointsValueMinor,
    valueMinor: otherLeftMinor - pointsValueMinor,
    moneyMinor: valueLeft(lines) - otherLeftMinor,
    spentMinor: shareOf(sale.spentMinor, goods.leftMinor, goods.dueMinor),
  };
  if (goods.dueMinor > 0) return { ...paid, left: goods.leftMinor, whole: goods.dueMinor };
  if (goods.grossMinor > 0) return { ...paid, left: goods.grossLeft, whole: goods.grossMinor };
  const whole = lines.reduce((sum, line) => sum + line.dueMinor, 0);
  return { ...paid, left: valueLeft(lines), whole };
}

/** All lines but stored value sold, together: after discounts and at list price, whole and left. */
function measureGoods(sale: Pick<SettledSale, 'asked' | 'lines'>, lines: readonly LineLeft[]) {
  const goods = { dueMinor: 0, leftMinor: 0, grossMinor: 0, grossLeft: 0 };
  lines.forEach(({ dueMinor, leftMinor, qty, qtyLeft }, place) => {
    if (itemAt(sale.asked.lines, place).kind === 'stored-value') return;
    const { grossMinor } = itemAt(sale.lines, place);
    goods.dueMinor += dueMinor;
    goods.leftMinor += leftMinor;
    goods.grossMinor += grossMinor;
    goods.grossLeft += shareOf(grossMinor, qtyLeft, qty);
  });
  return goods;
}

/** Units of a line that are still with the customer: none where its whole value came back. */
export function unitsHeld({ dueMinor, leftMinor, qtyLeft }: LineLeft): number {
  return dueMinor > 0 && leftMinor === 0 ? 0 : qtyLeft;
}

/** Whether anything of a sale is still with the customer, free goods included; what has no price does not count. */
export function isOpen(sale: Pick<SettledSale, 'lines'>, lines: readonly LineLeft[]): boolean {
  return lines.some((line, place) => itemAt(sale.lines, place).grossMinor > 0 && hasLeft(line));
}
