import { asciiOf } from './ascii-of.ts';
import { decodeBase64 } from './base64.ts';

/** How the goods of a slip are written; `offshore` = sign 3, sellers abroad, read as UTF-8. */
export type EinvoiceEncoding = 'big5' | 'utf-8' | 'base64' | 'offshore';

/** One line of goods; quantity and price as printed, either may have a fraction. */
export type EinvoiceItem = {
  readonly name: string;
  readonly quantity: number;
  readonly unitPrice: number;
};

/** A QR holds fewer; more means it is no slip. */
const itemsMax = 200;

/** Made once, as making one costs more than a code does; each call decodes a whole text and keeps nothing. */
const decoders = {
  'utf-8': new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }),
  big5: new TextDecoder('big5', { fatal: true }),
};

/** Decodes strictly, a byte order mark being a character; null when the bytes are not of that encoding. */
export function decodeStrict(bytes: Uint8Array, label: 'utf-8' | 'big5'): string | null {
  try {
    return decoders[label].decode(bytes);
  } catch {
    return null;
  }
}

function decodeGoods(bytes: Uint8Array, encoding: EinvoiceEncoding): string | null {
  if (encoding === 'base64') {
    const inner = decodeBase64(asciiOf(bytes, 0, 4096));
    return inner === null ? null : decodeStrict(inner, 'utf-8');
  }
  // A keyboard wedge turns Big5 into the text it means, and some sellers send the other encoding
  // than they declare; each is tried, the declared one first.
  const first = encoding === 'big5' ? 'big5' : 'utf-8';
  const second = encoding === 'big5' ? 'utf-8' : 'big5';
  return decodeStrict(bytes, first) ?? decodeStrict(bytes, second);
}

/**
 * The goods as `name:quantity:price` repeated, a trailing colon or note allowed. Best effort: what
 * cannot be read is left out, and nothing throws.
 */
export function decodeInvoiceItems(bytes: Uint8Array, encoding: EinvoiceEncoding): EinvoiceItem[] {
  return itemsOfText(decodeGoods(bytes, encoding) ?? '');
}

/** The same of goods that are decoded already. */
export function itemsOfText(text: string): EinvoiceItem[] {
  const fields = text.split(':');
  const items: EinvoiceItem[] = [];
  for (let at = 0; items.length < itemsMax; at += 3) {
    const [name, quantity, unitPrice] = fields.slice(at, at + 3);
    if (name === undefined || quantity === undefined || unitPrice === undefined) break;
    if (!isDecimal(quantity) || !isDecimal(unitPrice)) continue;
    items.push({
      name: name.replace(/[\p{Cc}\uFEFF]/gu, '').trim(),
      quantity: Number(quantity),
      unitPrice: Number(unitPrice),
    });
  }
  return items;
}

function isDecimal(text: string): boolean {
  return /^-?\d{1,12}(?:\.\d{1,6})?$/.test(text.trim());
}
