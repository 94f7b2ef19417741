import type { ClassifiedCode } from './classify-code.ts';
import { badgePieces } from './staff-badge.ts';
import { decodeStrict } from './einvoice-items.ts';

/** Fixed parts of e-invoices, whose fields are known. */
const ownNumberLengths: Readonly<Record<string, number>> = {
  'einvoice-left': 77,
  'einvoice-slip': 19,
};

/** Where the code itself stands in what a device sent: behind an AIM id, before a terminator. */
export type CodeSpan = { readonly start: number; readonly end: number };

/** Bytes left readable at both ends of a code that names a person or is worth money. */
type Shown = { readonly head: number; readonly tail: number };

/** A card may be told by its tail, as on a receipt. */
const usuallyShown: Shown = { head: 2, tail: 4 };

/** Kinds whose bytes tell nothing about a person; what follows masks numbers of people in them anyway. */
const openKinds: ReadonlySet<string> = new Set<ClassifiedCode['kind']>([
  'einvoice-left',
  'einvoice-left-malformed',
  'einvoice-right',
  'einvoice-slip',
  'product',
  'product-bad-check',
  'gs1-coupon',
  'donation-code',
  'too-short',
  'too-long',
  'binary',
  'empty',
  'unknown',
]);

const shownOf: Readonly<Record<string, Shown>> = {
  'mobile-carrier': { head: 1, tail: 2 },
  'code39-full-ascii': { head: 1, tail: 2 },
  'citizen-certificate': { head: 2, tail: 3 },
  'voucher-code': { head: 4, tail: 4 },
  'voucher-code-bad-check': { head: 4, tail: 4 },
  'voucher-token': { head: 4, tail: 4 },
  'member-token': { head: 4, tail: 4 },
  // It opens the counter: what it is, and nothing of which.
  'staff-badge': { head: 3, tail: 0 },
  // Whose page it is, and no more.
  'web-address': { head: 24, tail: 0 },
};

/** Kinds that may hold a card among other bytes: two scans in one, or a character too many. */
const garbledKinds: ReadonlySet<string> = new Set<ClassifiedCode['kind']>(['binary', 'too-long']);

/** CR, LF, TAB, ETX. */
const terminators: readonly (number | undefined)[] = [0x0d, 0x0a, 0x09, 0x03];

/** Finds the code between an AIM id (ISO/IEC 15424) and trailing CR, LF or TAB. */
export function codeSpan(bytes: Uint8Array): CodeSpan {
  let end = bytes.length;
  while (end > 0 && terminators.includes(bytes[end - 1])) end -= 1;
  const first = bytes[0] === 0x02 ? 1 : 0;
  const head = String.fromCharCode(...bytes.subarray(first, Math.min(first + 3, end)));
  const start = /^\][A-Za-z][0-9A-Za-z]$/.test(head) ? first + 3 : first;
  return { start, end: Math.max(start, end) };
}

/**
 * Which bytes of a scan are nobody's business on a screen or in a file: the middle of what names a
 * member, a carrier or a voucher; the keys of an e-invoice; mobile and identity numbers anywhere. A kind
 * that is not known here is masked. As long as `bytes`.
 */
export function personalBytes(bytes: Uint8Array, code: ClassifiedCode): readonly boolean[] {
  const { start, end } = codeSpan(bytes);
  const masked = Array.from(bytes, () => false);
  const hide = (from: number, to: number): void => {
    for (let at = Math.max(from, 0); at < Math.min(to, bytes.length); at += 1) masked[at] = true;
  };
  if (!openKinds.has(code.kind)) {
    const { head, tail } = shownOf[code.kind] ?? usuallyShown;
    hide(start + head, Math.max(end - tail, start + head));
  }
  if (code.kind === 'einvoice-left' || code.kind === 'einvoice-left-malformed') {
    // The random number and the check open the invoice at the ministry's site.
    hide(start + 17, start + 21);
    hide(start + 53, start + 77);
  }
  if (code.kind === 'einvoice-slip') hide(end - 4, end);
  // An invoice's own number looks like a person's.
  const free = start + (ownNumberLengths[code.kind] ?? 0);
  const text = Array.from(bytes.subarray(free, end), (byte) => String.fromCharCode(byte)).join('');
  const found = [...numbersOfPeople(text), ...(garbledKinds.has(code.kind) ? longRuns(text) : [])];
  for (const [from, to] of found) hide(free + from, free + to);
  return masked;
}

type Range = [from: number, to: number];

/** Mobile numbers but their first two and last three digits; identity numbers but two and three; badges. */
function numbersOfPeople(text: string): Range[] {
  const found = [
    ...text.matchAll(/(?:\+?8860?|0)9\d{8}/g),
    ...text.matchAll(/[A-Z][1289A-D]\d{8}/g),
  ];
  const badges = [...text.matchAll(badgePieces)].map(({ 0: badge, index }): Range => [
    index + 3,
    index + badge.length,
  ]);
  const numbers = found.map((match): Range => {
    const isIdentity = /^[A-Z]/.test(match[0]);
    const end = match.index + match[0].length;
    return [isIdentity ? match.index + 2 : end - 6, end - 3];
  });
  return [...badges, ...numbers];
}

/** The middle of each run of eight or more letters and digits. */
function longRuns(text: string): Range[] {
  return [...text.matchAll(/[0-9A-Za-z]{8,}/g)].map(({ 0: run, index }) => {
    const { head, tail } = usuallyShown;
    return [index + head, index + run.length - tail];
  });
}

/** What a masked byte is shown as. */
export const maskSign = '•';

const maskByte = 0x7f;

/**
 * The code as text for the screen: without AIM id and terminator, masked bytes as `•`, control characters
 * as their pictures (␝ for GS). UTF-8, else Big5, else byte by byte.
 */
export function decodedText(bytes: Uint8Array, masked: readonly boolean[]): string {
  const { start, end } = codeSpan(bytes);
  const hidden = bytes.map((byte, at) => (masked[at] ? maskByte : byte)).subarray(start, end);
  const text =
    decodeStrict(hidden, 'utf-8') ??
    decodeStrict(hidden, 'big5') ??
    Array.from(hidden, (byte) => String.fromCharCode(byte)).join('');
  return [...text].map(visible).join('');
}

/** A character that can be seen: control characters as their pictures, the mask as its sign. */
function visible(character: string): string {
  const code = Number(character.codePointAt(0));
  if (code === maskByte) return maskSign;
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  return code < 0xa0 && code > 0x7f ? '·' : character;
}

/** One byte as a character that can be seen: ␍ ␊ ␉ ␂ ␃ and their like, `·` beyond ASCII. */
export function visibleByte(byte: number): string {
  if (byte < 0x20) return String.fromCodePoint(0x2400 + byte);
  if (byte === 0x7f) return '␡';
  return byte > 0x7f ? '·' : String.fromCharCode(byte);
}
