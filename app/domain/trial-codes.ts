import { makeMemberCardCode, memberCardSerialMax } from './member-code.ts';

/**
 * Codes to try a scanner with: of the right form, and nobody's. The card has the last serial there is, the
 * invoice and its seller do not exist (tax id 00000000 is a consumer's), the carrier was never issued.
 */
export const trialCodes = {
  card: makeMemberCardCode(memberCardSerialMax),
  memberQr: 'PM1*TEST*0000000000*TEST',
  voucher: 'CFV*2222222222*22',
  invoiceLeft: `ZZ00000000${'1150101'}${'0000'}${'00000000'}${'00000064'}${'00000000'}${'00000000'}${'A'.repeat(22)}==:**********:2:2:1:測試商品:1:60:`,
  invoiceRight: '**測試商品二:1:40',
  invoiceSlip: '11502ZZ000000000000',
  carrier: '/TEST+00',
  citizenCertificate: 'ZZ00000000000000',
  product: '4710000000004',
  voucherWrong: 'CFV*2222222222*23',
  cardWrong: '2099999999990',
} as const;
