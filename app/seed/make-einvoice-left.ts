import { encodeBase64 } from '../domain/base64.ts';
import type { EinvoiceItem } from '../domain/einvoice-items.ts';
import { formatRocDate } from '../domain/time.ts';
import type { CalendarDate } from '../domain/time.ts';
import { makeRandom } from './random.ts';

export type EinvoiceToMake = {
  /** Two letters and eight digits. */
  readonly number: string;
  readonly date: CalendarDate;
  /** Four digits. */
  readonly random: string;
  /** Whole NT$, tax included. */
  readonly totalMinor: number;
  readonly sellerTaxId: string;
  /** A consumer unless told. */
  readonly buyerTaxId?: string;
  readonly items: readonly EinvoiceItem[];
};

/** The texts of the two QRs of a proof slip. */
export type EinvoiceTexts = { readonly left: string; readonly right: string };

/** Goods that fit into the left QR; the right one carries the rest. */
const leftItemsMax = 2;

function hex8(minor: number): string {
  return minor.toString(16).padStart(8, '0');
}

/** The check is keyed by the seller, so nobody can verify it here: made up, but of its shape. */
function madeUpCheck(invoice: EinvoiceToMake): string {
  const digits = Number(invoice.number.slice(2)) * 10_000 + Number(invoice.random);
  return encodeBase64(makeRandom(digits).bytes(16));
}

function goodsText(items: readonly EinvoiceItem[]): string {
  const plain = (name: string) => name.replaceAll(':', '：');
  return items.map((one) => `${plain(one.name)}:${one.quantity}:${one.unitPrice}`).join(':');
}

/**
 * The QR texts of an e-invoice as a till prints them, UTF-8, for the demo and tests; the layout is
 * described at `parseEinvoiceLeft`. Throws when a field does not fit its place.
 */
export function makeEinvoiceLeft(invoice: EinvoiceToMake): EinvoiceTexts {
  const { number, random, totalMinor, sellerTaxId, buyerTaxId = '00000000', items } = invoice;
  const rocDate = formatRocDate(invoice.date).replaceAll('/', '').padStart(7, '0');
  const sales = hex8(Math.round(totalMinor / 1.05));
  const fixed = `${number}${rocDate}${random}${sales}${hex8(totalMinor)}${buyerTaxId}${sellerTaxId}${madeUpCheck(invoice)}`;
  if (!/^[A-Z]{2}\d{19}[0-9a-f]{16}\d{16}.{24}$/.test(fixed)) {
    throw new RangeError('a field of the e-invoice does not fit its place');
  }
  const left = `${fixed}:**********:${items.length}:${items.length}:1:`;
  return {
    left: `${left}${goodsText(items.slice(0, leftItemsMax))}:`,
    right: `**${goodsText(items.slice(leftItemsMax))}`,
  };
}
