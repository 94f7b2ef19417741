/**
 * The GS1 check digit of a row of digits without it: from the right, weights 3, 1, 3, 1 …; the
 * digit that makes the sum a multiple of 10 (GS1 General Specifications, section 7.9).
 */
function gs1CheckDigit(digits: string): number {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const weight = (digits.length - index) % 2 === 1 ? 3 : 1;
    sum += Number(digits[index]) * weight;
  }
  return (10 - (sum % 10)) % 10;
}

/** Whether the last digit of a row of digits is the right GS1 check digit for the others. */
export function hasGs1CheckDigit(digits: string): boolean {
  return /^\d{2,}$/.test(digits) && gs1CheckDigit(digits.slice(0, -1)) === Number(digits.slice(-1));
}

/** The 13th digit of an EAN-13. Throws unless given exactly 12 digits. */
export function ean13CheckDigit(first12: string): number {
  if (!/^\d{12}$/.test(first12)) throw new RangeError('an EAN-13 check digit needs 12 digits');
  return gs1CheckDigit(first12);
}

/** Whether the text is 13 digits with a right check digit. */
export function isEan13(text: string): boolean {
  return text.length === 13 && hasGs1CheckDigit(text);
}
