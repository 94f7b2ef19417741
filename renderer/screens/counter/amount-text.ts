/**
 * Eight digits can be typed although seven are the most: the eighth is sent once, so that the
 * counter refuses it in words instead of the key doing nothing.
 */
export const amountDigitsMax = 8;

/** The amount's digits after one more key of the keypad (`0`–`9` or `00`); leading zeros go. */
export function appendDigits(amountText: string, digits: string): string {
  const joined = `${amountText}${digits}`.replace(/^0+(?=\d)/, '');
  return joined.slice(0, amountDigitsMax);
}

/** The amount's digits without the last. */
export function dropDigit(amountText: string): string {
  return amountText.slice(0, -1);
}

/** Digits with thousands commas for the display; empty stays empty. */
export function groupDigits(amountText: string): string {
  return amountText.replace(/\B(?=(\d{3})+$)/g, ',');
}
