import { expect, test } from 'vitest';
import { makeRandom } from '../../app/seed/random.ts';
import { sampleCodes } from '../../app/domain/sample-codes.fixture.ts';
import { formsOf } from './code-kinds.ts';
import { goodCodes } from './make-codes.ts';
import { runClassify } from './run-classify.ts';

test('50,000 strings made to confuse: never two kinds, never a throw', () => {
  const { byKind, failures } = runClassify(makeRandom(5), 50_000);
  expect(failures).toEqual([]);
  // Else the strings no longer reach what is to be told apart.
  expect(byKind.size).toBeGreaterThanOrEqual(20);
}, 60_000);

test('the second saying of the forms knows each good code', () => {
  const forms = Object.entries(goodCodes(makeRandom(1))).map(([name, bytes]) => [
    name,
    ...formsOf(bytes),
  ]);
  expect(Object.fromEntries(forms)).toEqual({
    einvoiceLeft: 'einvoice-left',
    einvoiceRight: 'einvoice-right',
    einvoiceBase64: 'einvoice-left',
    einvoiceBig5: 'einvoice-left',
    einvoiceSlip: 'einvoice-slip',
    mobileCarrier: 'mobile-carrier',
    mobileCarrierFullAscii: undefined,
    citizenCertificate: 'citizen-certificate',
    memberCard: 'member-code',
    gs1Coupon: 'gs1-coupon',
    memberQr: 'member-code',
    donationCode: 'donation-code',
    voucherCode: 'voucher-code',
    voucherToken: 'voucher-token',
    memberToken: 'member-token',
    product: 'product',
    productShort: 'product',
    mobileNumber: undefined,
    webAddress: undefined,
    lineMember: 'member-code',
  });
  expect(Object.keys(sampleCodes)).toHaveLength(12);
});
