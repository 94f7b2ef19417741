import { z } from 'zod';
import {
  posSaleNoSchema,
  posSaleSchema,
  posVoidSchema,
  type PosInvoice,
  type PosSale,
  type PosVoid,
} from '../../app/contract/pos-api.ts';
import { safeParse } from '../../app/contract/safe-parse.ts';
import { parseCsv } from './parse-csv.ts';

/** One thing a file asks for. */
export type DropOrder =
  | { readonly kind: 'open'; readonly posSaleNo: string; readonly sale: PosSale }
  | {
      readonly kind: 'settle';
      readonly posSaleNo: string;
      readonly sale: PosSale;
      readonly paidMinor: number | null;
      readonly paidWith: PosInvoice | null;
    }
  | { readonly kind: 'cancel'; readonly posSaleNo: string }
  | { readonly kind: 'void'; readonly posSaleNo: string; readonly why: PosVoid['why'] }
  | {
      readonly kind: 'bad';
      readonly posSaleNo: string;
      readonly code: string;
      readonly reason: string;
    };

/** What a file asks for, or why nothing of it can be read; `unfinished` = it may still be written to. */
export type DropFile =
  | { readonly kind: 'orders'; readonly orders: readonly DropOrder[]; readonly unfinished: boolean }
  | { readonly kind: 'refused'; readonly code: string; readonly unfinished: boolean };

const ordersMax = 50;

const refused = (code: string, unfinished = false): DropFile => ({
  kind: 'refused',
  code,
  unfinished,
});

/** Reads a file of a POS: JSON (one sale or a list) or CSV (a row for each line of goods). */
export function readDropFile(format: 'json' | 'csv', bytes: Uint8Array): DropFile {
  const text = decode(bytes);
  if (text === null) return refused('file-unreadable', true);
  if (text.trim() === '') return refused('file-empty', true);
  return format === 'json' ? readJson(text) : readCsv(text);
}

/** UTF-8, with or without its mark, else Big5 as Taiwanese POSes write it; null = neither. */
function decode(bytes: Uint8Array): string | null {
  for (const label of ['utf-8', 'big5']) {
    try {
      return new TextDecoder(label, { fatal: true }).decode(bytes);
    } catch {
      // The next one, or none.
    }
  }
  return null;
}

const headSchema = z.object({
  posSaleNo: posSaleNoSchema,
  action: z.enum(['open', 'settle', 'cancel', 'void']).default('open'),
});

function readJson(text: string): DropFile {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return refused('file-not-json', true);
  }
  const list = Array.isArray(content) ? content : [content];
  if (list.length === 0) return refused('file-empty');
  if (list.length > ordersMax) return refused('file-too-many');
  return { kind: 'orders', orders: list.map(orderOf), unfinished: false };
}

function orderOf(content: unknown): DropOrder {
  const head = safeParse(headSchema, content);
  if (!head.success) return bad(content, head.error.issues);
  const { posSaleNo, action } = head.data;
  const { posSaleNo: _no, action: _action, ...rest } = content as Record<string, unknown>;
  if (action === 'cancel') return { kind: action, posSaleNo };
  if (action === 'void') {
    const asked = safeParse(posVoidSchema, rest);
    return asked.success
      ? { kind: action, posSaleNo, why: asked.data.why }
      : bad(content, asked.error.issues);
  }
  const { paidMinor, ...sale } = rest;
  const paid = safeParse(z.number().int().min(0).safe().nullable().default(null), paidMinor);
  const parsed = safeParse(posSaleSchema, sale);
  if (!parsed.success) return bad(content, parsed.error.issues);
  if (!paid.success) return bad(content, [{ path: ['paidMinor'] }]);
  return action === 'open'
    ? { kind: action, posSaleNo, sale: parsed.data }
    : { kind: action, posSaleNo, sale: parsed.data, paidMinor: paid.data, paidWith: null };
}

function bad(
  content: unknown,
  issues: readonly { readonly path: readonly PropertyKey[] }[],
): DropOrder {
  const no = (content as { posSaleNo?: unknown } | null)?.posSaleNo;
  const reason = issues.slice(0, 5).map(({ path }) => path.map(String).join('.') || '.');
  return {
    kind: 'bad',
    posSaleNo: typeof no === 'string' ? no.slice(0, 40) : '',
    code: 'bad-request',
    reason: [...new Set(reason)].join(', ').slice(0, 200),
  };
}

/** The columns of a CSV file; the first two are needed. Others in the file are not read. */
export const dropColumns = [
  'sale_no',
  'amount',
  'action',
  'paid',
  'member',
  'invoice_no',
  'invoice_date',
  'discount_before',
  'sku',
  'name',
  'qty',
  'unit',
  'line_discount',
  'category',
] as const;
type Column = (typeof dropColumns)[number];
type Row = Readonly<Record<Column, string>>;

function readCsv(text: string): DropFile {
  // Without its last line break, or with a cell whose quote is still open, the last row may be half of one: an
  // amount of 1280 would be taken for 12.
  const isOpen = (text.match(/"/g)?.length ?? 0) % 2 === 1;
  return readRows(parseCsv(text), isOpen || !/[\r\n]$/.test(text));
}

function readRows(rows: readonly (readonly string[])[], unfinished: boolean): DropFile {
  const [head = [], ...body] = rows;
  const places = new Map(head.map((name, place) => [name.trim().toLowerCase(), place]));
  if (!places.has('sale_no') || !places.has('amount')) return refused('file-columns', unfinished);
  const sales = new Map<string, Row[]>();
  for (const cells of body) {
    if (cells.every((cell) => cell.trim() === '')) continue;
    const row = Object.fromEntries(
      dropColumns.map((name) => [name, (cells[places.get(name) ?? -1] ?? '').trim()]),
    ) as Row;
    sales.set(row.sale_no, [...(sales.get(row.sale_no) ?? []), row]);
  }
  if (sales.size === 0) return refused('file-empty', unfinished);
  if (sales.size > ordersMax) return refused('file-too-many');
  const orders = [...sales.values()].map((lines) => orderOf(saleOf(lines)));
  return { kind: 'orders', orders, unfinished };
}

/** A sale's rows as the JSON they stand for; what is not a number stays text and is refused by its schema. */
function saleOf(rows: readonly Row[]): Record<string, unknown> {
  const [first] = rows;
  if (first === undefined) throw new Error('a sale without rows');
  const { sale_no: posSaleNo, action, invoice_no: number, invoice_date: date } = first;
  const head = { posSaleNo, ...(action === '' ? {} : { action: action.toLowerCase() }) };
  if (head.action === 'cancel' || head.action === 'void') return head;
  const lines = rows.filter((row) => row.unit !== '').map(lineOf);
  return {
    ...head,
    amountMinor: numberOf(first.amount),
    ...(first.paid === '' ? {} : { paidMinor: numberOf(first.paid) }),
    ...(first.member === '' ? {} : { memberCode: first.member }),
    ...(first.discount_before === ''
      ? {}
      : { discountBeforeMinor: numberOf(first.discount_before) }),
    ...(number === ''
      ? {}
      : { invoice: { number: number.replace('-', ''), date: date.replaceAll('/', '-') } }),
    ...(lines.length === 0 ? {} : { lines }),
  };
}

function lineOf(row: Row): Record<string, unknown> {
  return {
    ...(row.sku === '' ? {} : { sku: row.sku }),
    ...(row.name === '' ? {} : { name: row.name }),
    ...(row.category === '' ? {} : { category: row.category }),
    qty: row.qty === '' ? 1 : numberOf(row.qty),
    unitMinor: numberOf(row.unit),
    ...(row.line_discount === '' ? {} : { discountMinor: numberOf(row.line_discount) }),
  };
}

/** `1,280`, `1280` and `1280.00` are the same whole NT$. */
function numberOf(text: string): number | string {
  const plain = text.replace(/^(\d{1,3})((?:,\d{3})+)(?=$|\.)/, (all) => all.replaceAll(',', ''));
  return /^\d{1,9}(\.0+)?$/.test(plain) ? Number(plain) : text;
}
