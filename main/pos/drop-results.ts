import { z } from 'zod';
import type { PosSaleView } from '../../app/contract/pos-api.ts';
import { safeParse } from '../../app/contract/safe-parse.ts';
import { formatCsvRow, parseCsv } from './parse-csv.ts';
import { posSentence } from './pos-sentences.ts';

/** What came of one thing a file asked for. */
export type DropResult = {
  readonly posSaleNo: string;
  readonly error: string | null;
  readonly reason: string | null;
  readonly sale: PosSaleView | null;
  /** Of an earlier run, as it stands in its file: an object of JSON, or the cells of a row. */
  readonly written?: { readonly content: unknown; readonly isOpen: boolean };
};

const openStates: readonly unknown[] = ['queued', 'waiting-for-member', 'open'];

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

const isNumberColumn = resultColumns.map(
  (name, i) => i >= resultColumns.indexOf('amount') && name !== 'member',
);

/** The file beside the one handed over: JSON for JSON, CSV (UTF-8 with its mark) for CSV. */
export function formatDropResults(
  format: 'json' | 'csv',
  { file, results }: { readonly file: string; readonly results: readonly DropResult[] },
): string {
  if (format === 'csv') {
    const rows = [resultColumns, ...results.map(rowOf)].map((row) => formatCsvRow(row));
    return `\uFEFF${rows.join('\r\n')}\r\n`;
  }
  return `${JSON.stringify({ file, results: results.map(objectOf) }, null, 2)}\n`;
}

function objectOf({ posSaleNo, error, reason, sale, written }: DropResult): unknown {
  if (written !== undefined) return written.content;
  return {
    posSaleNo,
    ...(error === null ? {} : { error, sentence: posSentence(error) }),
    ...(reason === null ? {} : { reason }),
    ...(sale === null ? {} : { sale }),
  };
}

function rowOf({
  posSaleNo,
  error,
  sale,
  written,
}: DropResult): readonly (string | number | null)[] {
  if (written !== undefined) return written.content as readonly (string | number)[];
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

/** What a result file of an earlier run tells, row by row; none where it is not one of ours. */
export function readDropResults(format: 'json' | 'csv', text: string): readonly DropResult[] {
  return format === 'csv' ? readRows(text) : readObjects(text);
}

function readRows(text: string): readonly DropResult[] {
  const [head, ...rows] = parseCsv(text.replace(/^\uFEFF/, ''));
  if (head?.join() !== resultColumns.join()) return [];
  return rows.map((cells) => {
    const [posSaleNo = '', state, error] = cells;
    // Numbers again, or a debt would be taken for a formula and written as text.
    const told = cells.map((cell, i) =>
      isNumberColumn[i] && /^-?\d+$/.test(cell) ? Number(cell) : cell,
    );
    return asWritten(posSaleNo, told, error === '' && openStates.includes(state));
  });
}

const writtenSchema = z.object({
  results: z.array(
    z.looseObject({
      posSaleNo: z.string(),
      error: z.string().optional(),
      sale: z.looseObject({ state: z.string() }).optional(),
    }),
  ),
});

function readObjects(text: string): readonly DropResult[] {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return [];
  }
  const told = safeParse(writtenSchema, content);
  if (!told.success) return [];
  return told.data.results.map((one) =>
    asWritten(one.posSaleNo, one, one.error === undefined && openStates.includes(one.sale?.state)),
  );
}

function asWritten(posSaleNo: string, content: unknown, isOpen: boolean): DropResult {
  return { posSaleNo, error: null, reason: null, sale: null, written: { content, isOpen } };
}

/** Nothing more will come of it. */
export function isSettledResult({ error, sale, written }: DropResult): boolean {
  if (written !== undefined) return !written.isOpen;
  if (error !== null || sale === null) return true;
  return !openStates.includes(sale.state);
}
