import { trialCodes } from '../../../app/domain/trial-codes.ts';
import { wedgeTestText } from '../../../app/domain/wedge-settings.ts';

/** A code as it stands on the sheet. */
export type SheetCode = {
  readonly symbology: 'ean13' | 'code39' | 'code128' | 'qrcode';
  readonly content: string;
};

/** Codes to try a scanner with, and the kind each must be told for. */
export const sheetTests = [
  { name: 'card', kind: 'member-code', symbology: 'ean13', content: trialCodes.card },
  { name: 'product', kind: 'product', symbology: 'ean13', content: trialCodes.product },
  { name: 'carrier', kind: 'mobile-carrier', symbology: 'code39', content: trialCodes.carrier },
  // What a keyboard scanner is learned from: a laser cannot read it off the screen.
  { name: 'wedge', kind: 'unknown', symbology: 'code128', content: wedgeTestText },
  { name: 'voucher', kind: 'voucher-code', symbology: 'qrcode', content: trialCodes.voucher },
  {
    name: 'invoiceLeft',
    kind: 'einvoice-left',
    symbology: 'qrcode',
    content: trialCodes.invoiceLeft,
  },
  {
    name: 'invoiceRight',
    kind: 'einvoice-right',
    symbology: 'qrcode',
    content: trialCodes.invoiceRight,
  },
] as const satisfies readonly (SheetCode & { readonly name: string; readonly kind: string })[];

/**
 * Makers and the words of their manuals to look for. No set-up codes: none of the public manuals that were read
 * states in words what such a code holds and does, and a wrong one can leave a scanner nobody knows how to set back.
 */
export const makersInWords = [
  ['honeywell', 'Honeywell'],
  ['zebra', 'Zebra / Symbol'],
  ['datalogic', 'Datalogic'],
  ['newland', 'Newland'],
  ['opticon', 'Opticon'],
  ['cino', 'Cino'],
  ['other', null],
] as const;
