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
 * Set-up codes, only where a maker's public manual states in words what the code holds; the source stands
 * on the sheet. unitech and Mindeo: QR model 2 holding `%` index `H` value `%`, 8002 = 0D0A as their example.
 */
export const vendorCodes = [
  { maker: 'unitech', symbology: 'qrcode', content: '%8002H0D0A%' },
] as const satisfies readonly (SheetCode & { readonly maker: string })[];

/** Makers whose manuals show their codes as pictures only: the sheet says which words to look for. */
export const makersInWords = [
  ['honeywell', 'Honeywell'],
  ['zebra', 'Zebra / Symbol'],
  ['datalogic', 'Datalogic'],
  ['newland', 'Newland'],
  ['opticon', 'Opticon'],
  ['cino', 'Cino'],
  ['other', null],
] as const;
