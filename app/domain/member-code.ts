import { ean13CheckDigit, isEan13 } from './check-digit.ts';

/** Card serials run from 0 to this: ten digits between the prefix and the check digit. */
export const memberCardSerialMax = 9_999_999_999;

/**
 * The EAN-13 on a member card: `20`, ten digits of the serial, check digit. Prefixes 20–29 are GS1's
 * restricted circulation numbers, so a card can never be taken for a retail product.
 * Throws when the serial is not whole or out of range.
 */
export function makeMemberCardCode(serial: number): string {
  if (!Number.isInteger(serial) || serial < 0 || serial > memberCardSerialMax) {
    throw new RangeError('card serial out of range');
  }
  const first12 = `20${String(serial).padStart(10, '0')}`;
  return `${first12}${ean13CheckDigit(first12)}`;
}

/** Whether a card is of HQ's own drawing (prefix 21), which only joining in LINE gets; counters draw 20. */
export function isHqCardCode(text: string): boolean {
  return /^21\d{11}$/.test(text);
}

/** Whether 13 digits stand in the range of cards (GS1 prefix 20–29), right check digit or not. */
export function hasMemberCardPrefix(text: string): boolean {
  return /^2\d{12}$/.test(text);
}

/** Whether the text is a member card's EAN-13: prefix 20–29 and a right check digit. */
export function isMemberCardCode(text: string): boolean {
  return hasMemberCardPrefix(text) && isEan13(text);
}

/**
 * Whether the text has the shape of the member QR: `PM1*store*ten digits*check`, only characters of
 * QR alphanumeric mode. Its check is keyed by whoever issued it, so an exact look-up decides.
 */
export function isMemberQrShape(text: string): boolean {
  return /^PM1\*[0-9A-Z]{1,8}\*\d{10}\*[0-9A-Z]{4}$/.test(text);
}
