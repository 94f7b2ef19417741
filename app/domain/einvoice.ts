import { asciiOf } from './ascii-of.ts';
import { parseRocDate } from './time.ts';
import type { CalendarDate } from './time.ts';
import { decodeInvoiceItems } from './einvoice-items.ts';
import type { EinvoiceEncoding, EinvoiceItem } from './einvoice-items.ts';

/** What the left QR of an e-invoice proof slip (電子發票證明聯) says. Amounts in whole NT$. */
export type Einvoice = {
  /** Two letters and eight digits; recurs after years, so only number and date name an invoice. */
  readonly number: string;
  readonly date: CalendarDate;
  /** Four digits, leading zeros kept. */
  readonly random: string;
  /** Before tax; 0 where the seller cannot split off the tax. */
  readonly salesMinor: number;
  readonly totalMinor: number;
  /** Null for a consumer. */
  readonly buyerTaxId: string | null;
  readonly sellerTaxId: string;
  /** Made with a key only seller and ministry hold: nobody else can verify it. */
  readonly check: string;
  readonly ownArea: string;
  readonly itemsInQr: number | null;
  readonly itemsTotal: number | null;
  readonly encoding: EinvoiceEncoding | null;
  /** Best effort: what could be read of the goods. */
  readonly items: readonly EinvoiceItem[];
};

export type EinvoiceField =
  'length' | 'number' | 'date' | 'random' | 'sales' | 'total' | 'buyer' | 'seller' | 'check';

export type ParsedEinvoiceLeft =
  | {
      readonly kind: 'einvoice-left';
      readonly invoice: Einvoice;
      /** The goods as they came; where the right QR goes on, cut anywhere, even within a character. */
      readonly goods: Uint8Array;
    }
  | { readonly kind: 'malformed'; readonly field: EinvoiceField };

/** Characters of the fixed part. */
const fixedLength = 77;

/**
 * Whether the bytes begin as the left QR: the number, and then either the digits of a date or
 * enough for the whole fixed part. At 17 characters it cannot be a citizen certificate barcode (16),
 * which begins alike.
 */
export function beginsAsEinvoiceLeft(bytes: Uint8Array): boolean {
  const head = asciiOf(bytes, 0, 17);
  return (
    /^[A-Z]{2}\d{15}/.test(head) || (/^[A-Z]{2}\d{8}/.test(head) && bytes.length >= fixedLength)
  );
}

/**
 * Reads the left QR: 77 fixed ASCII characters, then `:` own area `:` items in the QRs `:` items of
 * the invoice `:` encoding `:` goods. Only the fixed part can make it malformed; the rest is read as
 * far as it goes. Source: Ministry of Finance, Fiscal Information Agency,
 * 電子發票證明聯一維及二維條碼規格說明 v1.8 (2018) and v1.9. The seller's tax id need not pass the check
 * rule: the ministry's own example does not.
 */
export function parseEinvoiceLeft(bytes: Uint8Array): ParsedEinvoiceLeft {
  if (bytes.length < fixedLength) return { kind: 'malformed', field: 'length' };
  const text = asciiOf(bytes, 0, fixedLength);
  const number = text.slice(0, 10);
  const date = parseRocDate(text.slice(10, 17));
  const random = text.slice(17, 21);
  const sales = text.slice(21, 29);
  const total = text.slice(29, 37);
  const buyer = text.slice(37, 45);
  const sellerTaxId = text.slice(45, 53);
  const check = text.slice(53, 77);

  const malformed = (field: EinvoiceField): ParsedEinvoiceLeft => ({ kind: 'malformed', field });
  // Each text has the length of its pattern, which therefore needs no ends.
  if (!/[A-Z]{2}\d{8}/.test(number)) return malformed('number');
  if (date === null) return malformed('date');
  if (!/\d{4}/.test(random)) return malformed('random');
  if (!/[0-9A-Fa-f]{8}/.test(sales)) return malformed('sales');
  if (!/[0-9A-Fa-f]{8}/.test(total)) return malformed('total');
  if (!/\d{8}/.test(buyer)) return malformed('buyer');
  if (!/\d{8}/.test(sellerTaxId)) return malformed('seller');
  if (!/[A-Za-z0-9+/]{22}==/.test(check)) return malformed('check');

  const { goods, ...rest } = readTail(bytes.subarray(fixedLength));
  return {
    kind: 'einvoice-left',
    goods,
    invoice: {
      number,
      date,
      random,
      salesMinor: Number.parseInt(sales, 16),
      totalMinor: Number.parseInt(total, 16),
      buyerTaxId: buyer === '00000000' ? null : buyer,
      sellerTaxId,
      check,
      ...rest,
    },
  };
}

type EinvoiceTail = Pick<Einvoice, 'ownArea' | 'itemsInQr' | 'itemsTotal' | 'encoding' | 'items'>;

/** Everything after the fixed part; ASCII up to the encoding sign, then bytes of that encoding. */
function readTail(tail: Uint8Array): EinvoiceTail & { readonly goods: Uint8Array } {
  const fields = splitHead(tail, 5);
  const [, ownArea = '', inQr = '', inTotal = '', sign = ''] = fields.texts;
  const encoding = encodingOf(sign);
  return {
    ownArea: ownArea.replace(/[^ -~]/g, '?'),
    itemsInQr: countOf(inQr),
    itemsTotal: countOf(inTotal),
    encoding,
    items: encoding === null ? [] : decodeInvoiceItems(fields.rest, encoding),
    goods: fields.rest,
  };
}

const colon = 0x3a;

/** The first `count` texts between colons, and the bytes after them. */
function splitHead(
  bytes: Uint8Array,
  count: number,
): { readonly texts: string[]; readonly rest: Uint8Array } {
  const texts: string[] = [];
  let start = 0;
  while (texts.length < count && start <= bytes.length) {
    const found = bytes.indexOf(colon, start);
    const end = found === -1 ? bytes.length : found;
    // Own area and counts are short; a long run here is no slip, and is cut.
    texts.push(asciiOf(bytes, start, Math.min(end, start + 64)));
    start = end + 1;
  }
  return { texts, rest: bytes.subarray(Math.min(start, bytes.length)) };
}

function countOf(text: string): number | null {
  return /^\d{1,4}$/.test(text) ? Number(text) : null;
}

function encodingOf(sign: string): EinvoiceEncoding | null {
  switch (sign) {
    case '0':
      return 'big5';
    case '1':
      return 'utf-8';
    case '2':
      return 'base64';
    case '3':
      return 'offshore';
    default:
      return null;
  }
}

/** What names an e-invoice for ever: its number and its date. At most 21 characters. */
export function invoiceKey(number: string, date: CalendarDate): string {
  return `${number}:${date}`;
}

/** The number and date in such a name. */
export function readInvoiceKey(key: string): { readonly number: string; readonly date: string } {
  const [number = '', date = ''] = key.split(':');
  return { number, date };
}

/** The 1-D barcode (Code 39) of the slip. `period` = ROC year and even month, `11508` = July–August 115. */
export type EinvoiceSlip = {
  readonly number: string;
  readonly period: string;
  readonly random: string;
};

/** Reads the 19 characters of the slip's Code 39; null for anything else. */
export function parseEinvoiceSlip(text: string): EinvoiceSlip | null {
  if (!/^\d{3}(?:0[2468]|1[02])[A-Z]{2}\d{12}$/.test(text)) return null;
  return { period: text.slice(0, 5), number: text.slice(5, 15), random: text.slice(15) };
}
