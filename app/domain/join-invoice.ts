import { asciiOf } from './ascii-of.ts';
import { decodeBase64 } from './base64.ts';
import type { Einvoice } from './einvoice.ts';
import { decodeInvoiceItems, itemsOfText, decodeStrict } from './einvoice-items.ts';
import type { EinvoiceEncoding, EinvoiceItem } from './einvoice-items.ts';
import { linesOfItems } from './einvoice-lines.ts';

/** One of the two QRs of an e-invoice slip; `goods` is its part of the goods, as bytes. */
export type InvoiceHalf =
  | { readonly side: 'left'; readonly invoice: Einvoice; readonly goods: Uint8Array }
  | { readonly side: 'right'; readonly goods: Uint8Array };

type LeftHalf = Extract<InvoiceHalf, { side: 'left' }>;
type RightHalf = Extract<InvoiceHalf, { side: 'right' }>;

/** The half that was scanned and may still find its other one. */
export type WaitingHalf = InvoiceHalf & { readonly sinceMs: number };

/** Longest time between the two: both lie under the same hand. */
export const joinMsMax = 15_000;

/** What became of a half. */
export type InvoiceJoin = {
  readonly outcome:
    /** The other one was not scanned just before. */
    | { readonly kind: 'alone' }
    /** It was, but they are not of one slip, or one of them was misread. */
    | { readonly kind: 'unlike'; readonly left: LeftHalf }
    | { readonly kind: 'joined'; readonly left: LeftHalf; readonly items: readonly EinvoiceItem[] };
  /** What waits from now on. The left one stays: its right one may be scanned again. */
  readonly waiting: WaitingHalf;
};

/**
 * Puts the halves of an e-invoice together, in whichever order they come, not more than `joinMsMax`
 * apart. They fit when they hold as many items as the left one says stand in both. `nowMs` is of a clock
 * that never goes back. Whoever scans another code in between drops what waits.
 */
export function joinInvoice(
  waiting: WaitingHalf | null,
  half: InvoiceHalf,
  nowMs: number,
): InvoiceJoin {
  const alone: InvoiceJoin = { outcome: { kind: 'alone' }, waiting: { ...half, sinceMs: nowMs } };
  if (waiting === null || nowMs - waiting.sinceMs > joinMsMax) return alone;
  const pair = pairOf(waiting, half);
  if (pair === null) return alone;
  const { left, right } = pair;
  const items = itemsOfPair(left, right);
  const stays = { side: 'left' as const, invoice: left.invoice, goods: left.goods };
  return {
    outcome:
      items === null ? { kind: 'unlike', left: stays } : { kind: 'joined', left: stays, items },
    waiting: { ...stays, sinceMs: nowMs },
  };
}

function pairOf(
  first: InvoiceHalf,
  second: InvoiceHalf,
): { readonly left: LeftHalf; readonly right: RightHalf } | null {
  if (first.side === 'left' && second.side === 'right') return { left: first, right: second };
  if (first.side === 'right' && second.side === 'left') return { left: second, right: first };
  return null;
}

/** The items of a left QR that holds all of them; null while some stand in the right one. */
export function itemsOfLeft({ items, itemsInQr }: Einvoice): readonly EinvoiceItem[] | null {
  return itemsInQr !== null && itemsInQr > 0 && items.length === itemsInQr ? items : null;
}

/**
 * The items of both. The seam may lie anywhere, also within a character or a number; some sellers leave
 * out the colon between two items there, and some encode each half of a Base64 by itself. Of the readings
 * with the right count the first that sums to the total is taken, else the first.
 */
function itemsOfPair(left: LeftHalf, right: RightHalf): readonly EinvoiceItem[] | null {
  const { encoding, itemsInQr, totalMinor } = left.invoice;
  if (encoding === null || itemsInQr === null || itemsInQr === 0) return null;
  const fitting = readings(left.goods, right.goods, encoding).filter(
    (items) => items.length === itemsInQr,
  );
  return fitting.find((items) => linesOfItems(items, totalMinor) !== null) ?? fitting[0] ?? null;
}

const colon = 0x3a;
const blank = 0x20;

function readings(
  left: Uint8Array,
  right: Uint8Array,
  encoding: EinvoiceEncoding,
): EinvoiceItem[][] {
  const parted = [...trimEnd(left), colon, ...right];
  if (encoding !== 'base64') {
    return [[...left, ...right], parted].map((bytes) =>
      decodeInvoiceItems(Uint8Array.from(bytes), encoding),
    );
  }
  const whole = decodeInvoiceItems(Uint8Array.of(...left, ...right), encoding);
  const [first, second] = [decodeBase64(asciiOf(left)), decodeBase64(asciiOf(right))];
  if (first === null || second === null) return [whole];
  const apart = [
    [...first, ...second],
    [...first, colon, ...second],
  ].map((bytes) => itemsOfText(decodeStrict(Uint8Array.from(bytes), 'utf-8') ?? ''));
  return [whole, ...apart];
}

function trimEnd(bytes: Uint8Array): Uint8Array {
  let end = bytes.length;
  while (bytes[end - 1] === blank) end -= 1;
  return bytes.subarray(0, end);
}
