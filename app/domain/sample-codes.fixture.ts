/**
 * Payloads a shop in Taiwan meets, one of each kind; seller, buyer and key are made up. Bytes, since
 * the goods of one are Big5.
 */
function text(payload: string): Uint8Array {
  return new TextEncoder().encode(payload);
}

function bytes(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

const big5Goods = Uint8Array.of(
  0xb0,
  0xae,
  0xb9,
  0x71,
  0xa6,
  0xc0,
  0x3a,
  0x31,
  0x3a,
  0x31,
  0x30,
  0x35,
);

export const sampleCodes = {
  einvoiceLeft: text(
    'AB12345678115072243210000011e0000012c0000000004595257xPRsmzQ2XgzhfvNkeVWBAA==:**********:3:3:1:綠茶:2:50:麵包:1:100:',
  ),
  einvoiceRight: text('**牛奶:1:100'),
  einvoiceBase64: text(
    'XZ000000191141231000700000000000000785321253904595257MjJdgFnVUKBXu5QtmnkI7Q==:STORE00001:1:1:2:5ZKW5ZWhOjE6MTIw',
  ),
  einvoiceBig5: bytes(
    text(
      'AB1122334410205239999000001440000015400000000012345676zO/cdeDHhL4YJghoVKqTg==:**********:1:1:0:',
    ),
    big5Goods,
  ),
  einvoiceSlip: text('11508AB123456784321'),
  mobileCarrier: text('/AB1.+-Z'),
  mobileCarrierFullAscii: text('!B1.+-Z'),
  citizenCertificate: text('AB12345678901234'),
  memberCard: text('2000012345678'),
  gs1Coupon: text('2554711234500018000000012345'),
  memberQr: text('PM1*TW01*0000123456*K7QF'),
  donationCode: text('8585'),
} as const;

/** The AIM id a scanner set to send one puts before each. */
export const sampleAims: Readonly<Record<keyof typeof sampleCodes, string>> = {
  einvoiceLeft: ']Q1',
  einvoiceRight: ']Q1',
  einvoiceBase64: ']Q1',
  einvoiceBig5: ']Q0',
  einvoiceSlip: ']A0',
  mobileCarrier: ']A0',
  mobileCarrierFullAscii: ']A4',
  citizenCertificate: ']A0',
  memberCard: ']E0',
  gs1Coupon: ']C1',
  memberQr: ']Q1',
  donationCode: ']A0',
};
