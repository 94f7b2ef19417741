import type { ClassifiedCode } from '../../app/domain/classify-code.ts';

export type CodeKind = ClassifiedCode['kind'];

/** Kinds that can lead to points or money: nothing may be taken for two of them. */
export const acceptingKinds: readonly CodeKind[] = [
  'member-code',
  'member-token',
  'voucher-code',
  'voucher-token',
  'einvoice-left',
];

/**
 * What each exact form is, said a second time and otherwise than in the product (no pattern, no shared
 * code), so that a slip in one of them shows. Given the code without terminator and AIM id.
 */
export function formsOf(body: Uint8Array): CodeKind[] {
  if (body.length === 0 || body.length > 1024) return [];
  const text = textOf(body);
  const found: CodeKind[] = [];
  if (isEinvoiceLeft(body)) found.push('einvoice-left');
  if (body[0] === 42 && body[1] === 42) found.push('einvoice-right');
  if (text === null) return found;
  if (isMember(text)) found.push('member-code');
  if (isMemberToken(text)) found.push('member-token');
  if (isVoucher(text)) found.push('voucher-code');
  if (isVoucherToken(text)) found.push('voucher-token');
  if (isBadge(text)) found.push('staff-badge');
  if (isSlip(text)) found.push('einvoice-slip');
  if (isCarrier(text)) found.push('mobile-carrier');
  if (isCertificate(text)) found.push('citizen-certificate');
  if (isDigits(text) && text.length >= 3 && text.length <= 7) found.push('donation-code');
  if (isProduct(text)) found.push('product');
  if (isCoupon(text)) found.push('gs1-coupon');
  return found;
}

/** The text, where it is UTF-8 without control characters but the GS1 separator. */
function textOf(body: Uint8Array): string | null {
  const text = Buffer.from(body).toString('utf8');
  if (Buffer.compare(Buffer.from(text, 'utf8'), body) !== 0) return null;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if ((code < 32 && code !== 29) || (code >= 127 && code <= 159)) return null;
  }
  return text;
}

const isOneOf = (set: string) => (text: string) =>
  [...text].every((character) => set.includes(character));
const isDigits = isOneOf('0123456789');
const isLetters = isOneOf('ABCDEFGHIJKLMNOPQRSTUVWXYZ');
const isHex = isOneOf('0123456789abcdefABCDEF');
const isQrText = isOneOf('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ');
const isCarrierText = isOneOf('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ.+-');
const isBase64 = isOneOf('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/');

const isBadgeText = isOneOf('0123456789ABCDEFGHJKMNPQRSTVWXYZ');

/** A badge of who works here: three letters and twenty characters. */
function isBadge(text: string): boolean {
  return text.length === 23 && text.startsWith('CFS') && isBadgeText(text.slice(3));
}

/** The digits from the right weigh 1, 3, 1, 3 …; all together are a multiple of ten. */
function hasCheckDigit(digits: string): boolean {
  const sum = [...digits]
    .toReversed()
    .reduce((total, digit, at) => total + Number(digit) * (at % 2 === 0 ? 1 : 3), 0);
  return sum % 10 === 0;
}

function isMember(text: string): boolean {
  if (text.length === 13 && isDigits(text)) return text[0] === '2' && hasCheckDigit(text);
  const [mark, store = '', serial = '', check = '', ...more] = text.split('*');
  if (mark !== 'PM1' || more.length > 0) return false;
  return (
    store.length >= 1 &&
    store.length <= 8 &&
    isQrText(store) &&
    serial.length === 10 &&
    isDigits(serial) &&
    check.length === 4 &&
    isQrText(check)
  );
}

/** The number a Base 45 text is made of, three characters for two bytes; null for none. */
function base45(text: string): number[] | null {
  const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';
  const bytes: number[] = [];
  for (let at = 0; at < text.length; at += 3) {
    let value = 0;
    const group = text.slice(at, at + 3).split('');
    if (group.length === 1) return null;
    for (const character of group.toReversed()) {
      const digit = alphabet.indexOf(character);
      if (digit < 0) return null;
      value = value * 45 + digit;
    }
    if (value >= 256 ** (group.length - 1)) return null;
    if (group.length === 3) bytes.push(value >> 8);
    bytes.push(value & 255);
  }
  return bytes;
}

function isMemberToken(text: string): boolean {
  if (!text.startsWith('CFM:')) return false;
  const bytes = base45(text.slice(4));
  return bytes?.length === 77 && bytes[0] === 0x10;
}

function isVoucherToken(text: string): boolean {
  if (!text.startsWith('CFT:')) return false;
  const bytes = base45(text.slice(4));
  return bytes?.length === 107 && (bytes[0] === 0x10 || bytes[0] === 0x11);
}

function isVoucher(text: string): boolean {
  const alphabet = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
  if (text.length !== 17 || !text.startsWith('CFV*') || text[14] !== '*') return false;
  const values = [...text.slice(4, 14), ...text.slice(15)].map((one) => alphabet.indexOf(one));
  if (values.includes(-1)) return false;
  const sum = values.reduce((total, value) => total + value, 0);
  const weighted = values.reduce((total, value, at) => total + value * (at + 1), 0);
  return sum % 31 === 0 && weighted % 31 === 0;
}

function isEinvoiceLeft(body: Uint8Array): boolean {
  if (body.length < 77) return false;
  const text = Buffer.from(body.subarray(0, 77)).toString('latin1');
  const part = (at: number, length: number) => text.slice(at, at + length);
  return (
    isLetters(part(0, 2)) &&
    isDigits(part(2, 8)) &&
    isRocDay(part(10, 7)) &&
    isDigits(part(17, 4)) &&
    isHex(part(21, 16)) &&
    isDigits(part(37, 16)) &&
    isBase64(part(53, 22)) &&
    part(75, 2) === '=='
  );
}

function isRocDay(text: string): boolean {
  if (!isDigits(text)) return false;
  const [year, month, day] = [text.slice(0, 3), text.slice(3, 5), text.slice(5)].map(Number);
  if (!year || !month || !day || month > 12) return false;
  const daysOfMonth = new Date(Date.UTC(year + 1911, month, 0)).getUTCDate();
  return day <= daysOfMonth;
}

function isSlip(text: string): boolean {
  if (text.length !== 19 || !isLetters(text.slice(5, 7))) return false;
  const month = text.slice(3, 5);
  const rest = text.slice(0, 3) + text.slice(7);
  return isDigits(rest) && ['02', '04', '06', '08', '10', '12'].includes(month);
}

function isCarrier(text: string): boolean {
  return text.length === 8 && text[0] === '/' && isCarrierText(text.slice(1));
}

function isCertificate(text: string): boolean {
  return text.length === 16 && isLetters(text.slice(0, 2)) && isDigits(text.slice(2));
}

function isProduct(text: string): boolean {
  if (!isDigits(text) || ![8, 12, 13].includes(text.length)) return false;
  return hasCheckDigit(text) && !(text.length === 13 && text[0] === '2');
}

function isCoupon(text: string): boolean {
  const plain = text[0] === '\u001d' ? text.slice(1) : text;
  const [element = ''] = plain.split('\u001d');
  return (
    element.startsWith('255') &&
    isDigits(element) &&
    element.length >= 16 &&
    element.length <= 28 &&
    hasCheckDigit(element.slice(3, 16))
  );
}
