import type { PosSaleView } from '../../app/contract/pos-api.ts';
import { formatCsvRow } from './parse-csv.ts';
import { posSentence } from './pos-sentences.ts';

/** What came of one thing a file asked for. */
export type DropResult = {
  readonly posSaleNo: string;
  readonly error: string | null;
  readonly reason: string | null;
  readonly sale: PosSaleView | null;
};

const resultColumns = [
  'sale_no',
  'state',
  'error',
  'sentence',
  'counter_sale_no',
  'amount',
  'discount',
  'points_value',
  'paid',
  'points_earned',
  'points_spent',
  'member',
  'points_after',
] as const;

/** The file beside the one handed over: JSON for JSON, CSV (UTF-8 with its mark) for CSV. */
export function formatDropResults(
  format: 'json' | 'csv',
  { file, results }: { readonly file: string; readonly results: readonly DropResult[] },
): string {
  if (format === 'csv') {
    const rows = [resultColumns, ...results.map(rowOf)].map((row) => formatCsvRow(row));
    return `\uFEFF${rows.join('\r\n')}\r\n`;
  }
  const told = results.map(({ posSaleNo, error, reason, sale }) => ({
    posSaleNo,
    ...(error === null ? {} : { error, sentence: posSentence(error) }),
    ...(reason === null ? {} : { reason }),
    ...(sale === null ? {} : { sale }),
  }));
  return `${JSON.stringify({ file, results: told }, null, 2)}\n`;
}

function rowOf({ posSaleNo, error, sale }: DropResult): readonly (string | number | null)[] {
  const result = sale?.result ?? null;
  return [
    posSaleNo,
    sale?.state ?? null,
    error,
    error === null ? null : posSentence(error),
    sale?.saleNo ?? null,
    sale?.amountMinor ?? null,
    result?.discountMinor ?? null,
    result?.pointsValueMinor ?? null,
    result?.paidMinor ?? null,
    result?.pointsEarned ?? null,
    result?.pointsSpent ?? null,
    sale?.member?.nameMasked ?? null,
    sale?.member?.points ?? null,
  ];
}

/** Nothing more will come of it. */
export function isSettledResult({ error, sale }: DropResult): boolean {
  if (error !== null || sale === null) return true;
  return !['queued', 'waiting-for-member', 'open'].includes(sale.state);
}
