import { asciiOf } from './ascii-of.ts';
import { hasGs1CheckDigit, isEan13 } from './check-digit.ts';
import { beginsAsEinvoiceLeft, parseEinvoiceLeft, parseEinvoiceSlip } from './einvoice.ts';
import type { Einvoice, EinvoiceField } from './einvoice.ts';
import { decodeStrict } from './einvoice-items.ts';
import { hasMemberCardPrefix, isMemberQrShape } from './member-code.ts';
import { memberTokenPrefix, readMemberToken } from './member-token.ts';
import { maskMobile, normalizeMobile } from './mobile-number.ts';
import { badgePieces, isStaffBadgeShape } from './staff-badge.ts';
import { checkVoucherCode } from './voucher-code.ts';
import { readToken, tokenPrefix } from './voucher-token.ts';

/** What a scan is. Only `member-code`, `member-token`, `voucher-code`, `voucher-token` and `einvoice-left` can lead to points. */
export type ClassifiedCode =
  | {
      readonly kind: 'member-code';
      readonly code: string;
      readonly format: 'ean13' | 'member-qr';
    }
  /** A member's code of this minute; whether HQ signed it, and when, is still to be checked. */
  | { readonly kind: 'member-token'; readonly text: string }
  | { readonly kind: 'member-code-bad-check' }
  | { readonly kind: 'voucher-code'; readonly code: string }
  | { readonly kind: 'voucher-code-bad-check' }
  /** A badge of who works here; whose it is, the list of staff knows. */
  | { readonly kind: 'staff-badge'; readonly code: string }
  /** A voucher that HQ signed; whether it did is still to be checked. */
  | { readonly kind: 'voucher-token'; readonly text: string }
  /** `goods`: its part of the goods as bytes, to be joined with the right QR's. */
  | { readonly kind: 'einvoice-left'; readonly invoice: Einvoice; readonly goods: Uint8Array }
  | { readonly kind: 'einvoice-left-malformed'; readonly field: EinvoiceField }
  /** The rest of the goods; of which encoding, only the left one says. */
  | { readonly kind: 'einvoice-right'; readonly goods: Uint8Array }
  | {
      readonly kind: 'einvoice-slip';
      readonly number: string;
      readonly period: string;
      readonly random: string;
    }
  | { readonly kind: 'mobile-carrier' }
  /** A Code 39 read with the scanner's Full ASCII option on: changed on the way, never accepted. */
  | { readonly kind: 'code39-full-ascii' }
  | { readonly kind: 'citizen-certificate' }
  /** 捐贈碼 (愛心碼): 3 to 7 digits; nothing but its length tells. */
  | { readonly kind: 'donation-code' }
  | { readonly kind: 'web-address' }
  | { readonly kind: 'product'; readonly code: string }
  | { readonly kind: 'product-bad-check' }
  | { readonly kind: 'gs1-coupon'; readonly gcn: string; readonly serial: string | null }
  | { readonly kind: 'too-short' }
  | { readonly kind: 'too-long' }
  | { readonly kind: 'binary' }
  | { readonly kind: 'empty' }
  /** `preview` is for the screen: at most 40 characters, phone and identity numbers masked. */
  | { readonly kind: 'unknown'; readonly preview: string };

const codeBytesMax = 1024;
const codeLengthMin = 6;
const previewLengthMax = 40;

const carriageReturn = 0x0d;
const lineFeed = 0x0a;
const tab = 0x09;
const asterisk = 0x2a;
const bracket = 0x5d;

/**
 * Says what one framed scan is: pure, and total over any bytes. Exact forms come first and nothing
 * falls back to a look-up as phone or member number: an EAN-8 or a piece of an invoice could name a
 * member by accident.
 */
export function classifyCode(bytes: Uint8Array): ClassifiedCode {
  const { aim, body } = stripFraming(bytes);
  if (body.length === 0) return { kind: 'empty' };
  if (body.length > codeBytesMax) return { kind: 'too-long' };
  if (beginsAsEinvoiceLeft(body)) {
    // Before decoding: its goods may be Big5.
    const parsed = parseEinvoiceLeft(body);
    return parsed.kind === 'einvoice-left'
      ? parsed
      : { kind: 'einvoice-left-malformed', field: parsed.field };
  }
  // So may these, and cut within a character.
  if (body[0] === asterisk && body[1] === asterisk)
    return { kind: 'einvoice-right', goods: body.subarray(2) };
  const text = decodeStrict(body, 'utf-8');
  if (text === null || /[^\P{Cc}\u001d]/u.test(text)) return { kind: 'binary' };
  return (
    classifyOwn(text) ?? classifyTaiwanese(text) ?? classifyGs1(text) ?? classifyRest(text, aim)
  );
}

/** What was scanned as text, without terminator and AIM id; null where it is no text. */
export function scannedText(bytes: Uint8Array): string | null {
  const { body } = stripFraming(bytes);
  return body.length > codeBytesMax ? null : decodeStrict(body, 'utf-8');
}

/** Takes off one trailing terminator and the AIM id (ISO/IEC 15424), which most scanners do not send. */
function stripFraming(bytes: Uint8Array): {
  readonly aim: string | null;
  readonly body: Uint8Array;
} {
  let end = bytes.length;
  const last = bytes[end - 1];
  if (last === lineFeed && bytes[end - 2] === carriageReturn) end -= 2;
  else if (last === carriageReturn || last === lineFeed || last === tab) end -= 1;
  const framed = bytes.subarray(0, end);
  if (framed[0] !== bracket) return { aim: null, body: framed };
  const head = asciiOf(framed, 0, 3);
  return /^\][A-Za-z][0-9A-Za-z]$/.test(head)
    ? { aim: head, body: framed.subarray(3) }
    : { aim: null, body: framed };
}

function classifyOwn(text: string): ClassifiedCode | null {
  if (hasMemberCardPrefix(text)) {
    return isEan13(text)
      ? { kind: 'member-code', code: text, format: 'ean13' }
      : { kind: 'member-code-bad-check' };
  }
  if (isMemberQrShape(text)) return { kind: 'member-code', code: text, format: 'member-qr' };
  if (text.startsWith(memberTokenPrefix)) {
    return readMemberToken(text) === null
      ? { kind: 'member-code-bad-check' }
      : { kind: 'member-token', text };
  }
  if (text.startsWith(tokenPrefix)) {
    return readToken(text) === null
      ? { kind: 'voucher-code-bad-check' }
      : { kind: 'voucher-token', text };
  }
  if (isStaffBadgeShape(text)) return { kind: 'staff-badge', code: text };
  const voucher = checkVoucherCode(text);
  switch (voucher.kind) {
    case 'valid':
      return { kind: 'voucher-code', code: voucher.code };
    case 'bad-check':
      return { kind: 'voucher-code-bad-check' };
    case 'not-a-voucher':
      return null;
  }
}

/**
 * Codes by the rules of the e-invoice platform: 手機條碼 `/` + 7, 自然人憑證 2 letters + 14 digits, 捐贈碼
 * 3 to 7 digits.
 */
function classifyTaiwanese(text: string): ClassifiedCode | null {
  const slip = parseEinvoiceSlip(text);
  if (slip !== null) return { kind: 'einvoice-slip', ...slip };
  if (/^\/[0-9A-Z.+-]{7}$/.test(text)) return { kind: 'mobile-carrier' };
  if (/^[A-Z]{2}\d{14}$/.test(text)) return { kind: 'citizen-certificate' };
  if (/^\d{3,7}$/.test(text)) return { kind: 'donation-code' };
  return isFullAsciiCarrier(text) ? { kind: 'code39-full-ascii' } : null;
}

/**
 * Whether the text is a 手機條碼 changed by Full ASCII, where a pair of characters becomes one: `/A` to
 * `/L` → `!` to `,`, `/M /N /O /Z` → `- . / :`, `/P` to `/Y` → digits, `+A` to `+Z` → a to z. So each
 * small letter stands for two characters of the carrier, and so does the first character, except
 * where its pair means nothing and it arrives as it was (`/5…`): then a small letter must tell.
 */
function isFullAsciiCarrier(text: string): boolean {
  const match = /^([!-,\-.:/0-9])([0-9A-Za-z.+-]{3,7})$/.exec(text);
  if (match === null) return false;
  const [, first = '', rest = ''] = match;
  const smallLetters = rest.replace(/[^a-z]/g, '').length;
  const carried = rest.length + smallLetters;
  if (first === '/' && carried === 7) return smallLetters > 0;
  return carried === 6 && (smallLetters > 0 || !/[0-9]/.test(first));
}

/** Retail numbers with a check digit, and the coupon number GCN, application identifier 255. */
function classifyGs1(text: string): ClassifiedCode | null {
  if (/^\d{13}$/.test(text)) {
    return isEan13(text) ? { kind: 'product', code: text } : { kind: 'product-bad-check' };
  }
  if (/^(?:\d{8}|\d{12})$/.test(text) && hasGs1CheckDigit(text)) {
    return { kind: 'product', code: text };
  }
  const coupon = /^\u001d?255(\d{13})(\d{0,12})(?:\u001d.*)?$/s.exec(text);
  const [, gcn = '', serial = ''] = coupon ?? [];
  if (!hasGs1CheckDigit(gcn)) return null;
  return { kind: 'gs1-coupon', gcn, serial: serial === '' ? null : serial };
}

function classifyRest(text: string, aim: string | null): ClassifiedCode {
  if (aim !== null && /^\]A[4-7]$/.test(aim)) return { kind: 'code39-full-ascii' };
  if (/^https?:\/\/./i.test(text)) return { kind: 'web-address' };
  if (text.length < codeLengthMin) return { kind: 'too-short' };
  return { kind: 'unknown', preview: previewOf(text) };
}

/** Enough to recognise what was scanned; numbers that name a person, and badges, are masked. */
function previewOf(text: string): string {
  // Twice what is shown: a number that begins in it is masked whole.
  const plain = text
    .replaceAll('\u001d', ' ')
    .trim()
    .slice(0, previewLengthMax * 3);
  const mobile = normalizeMobile(plain);
  if (mobile !== null) return maskMobile(mobile);
  const masked = plain
    .replace(badgePieces, (found) => `${found.slice(0, 3)}*****`)
    .replace(/(?:\+?8860?|0)9\d{8}/g, (found) => `${found.slice(0, -6)}***${found.slice(-3)}`)
    .replace(/[A-Z][1289A-D]\d{8}/g, (found) => `${found.slice(0, 2)}*****${found.slice(-3)}`);
  const characters = [...masked];
  if (characters.length <= previewLengthMax) return masked;
  return `${characters.slice(0, previewLengthMax - 1).join('')}…`;
}
