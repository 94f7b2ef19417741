import type { ReadyView } from '../../../app/contract/counter-view.ts';

/** What the counter knows of paying with points on the open sale. */
export type SpendView = Pick<
  ReadyView['sale'],
  'spendPoints' | 'spendPointsMax' | 'spendBlockedBy' | 'preview'
>;

/** The row for paying with points, told apart for the eye. */
export type SpendRow =
  /** No sale to pay yet: nothing to say. */
  | { readonly kind: 'nothing' }
  | { readonly kind: 'blocked'; readonly code: string }
  | { readonly kind: 'offer'; readonly pointsMax: number }
  | { readonly kind: 'on-sale'; readonly points: number; readonly valueMinor: number | null };

/** What the row says; the worth of points on the sale is known once the counter evaluated them. */
export function spendRow(sale: SpendView): SpendRow {
  if (sale.spendPoints > 0) {
    const { preview } = sale;
    return {
      kind: 'on-sale',
      points: sale.spendPoints,
      valueMinor: preview?.kind === 'evaluated' ? preview.pointsValueMinor : null,
    };
  }
  if (sale.spendPointsMax !== null && sale.spendPointsMax > 0) {
    return { kind: 'offer', pointsMax: sale.spendPointsMax };
  }
  return sale.spendBlockedBy === null
    ? { kind: 'nothing' }
    : { kind: 'blocked', code: sale.spendBlockedBy };
}

/**
 * What F8 asks for: off again when on, else the most possible. Where points cannot pay it asks for
 * one all the same: the counter answers why not, and a key is never without an answer.
 */
export function toggledPoints(sale: SpendView): number {
  return sale.spendPoints > 0 ? 0 : Math.max(1, sale.spendPointsMax ?? 0);
}

/** Whether points can be typed: some can pay, or some are on the sale already. */
export function canTypePoints(sale: SpendView): boolean {
  return sale.spendPoints > 0 || (sale.spendPointsMax ?? 0) > 0;
}

/** Digits of the longest number of points that can be typed. */
export const pointsDigitsMax = 7;

/** What of a text can stand in the field for points: digits, no zero before them. */
export function pointsAsTyped(text: string): string {
  return text
    .replace(/\D/g, '')
    .replace(/^0+(?=\d)/, '')
    .slice(0, pointsDigitsMax);
}

/** Typed points as a number; an emptied field means none. */
export function typedPoints(pointsText: string): number {
  return pointsText === '' ? 0 : Number(pointsText);
}
