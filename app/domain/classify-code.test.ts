import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { classifyCode, scannedText } from './classify-code.ts';
import type { ClassifiedCode } from './classify-code.ts';
import { sampleAims, sampleCodes } from './sample-codes.fixture.ts';
import type { CouponId, VoucherId } from './ids.ts';
import { makeVoucherCode } from './voucher-code.ts';
import { encodeToken, tokenBody } from './voucher-token.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const classify = (text: string) => classifyCode(utf8(text));
const voucherCode = makeVoucherCode(new Uint8Array(16).fill(7));

type SampleName = keyof typeof sampleCodes;

const expected: Record<
  SampleName,
  | ClassifiedCode
  | { kind: 'einvoice-left'; invoice: { number: string } }
  | { kind: 'einvoice-right' }
> = {
  einvoiceLeft: { kind: 'einvoice-left', invoice: { number: 'AB12345678' } },
  einvoiceRight: { kind: 'einvoice-right' },
  einvoiceBase64: { kind: 'einvoice-left', invoice: { number: 'XZ00000019' } },
  einvoiceBig5: { kind: 'einvoice-left', invoice: { number: 'AB11223344' } },
  einvoiceSlip: { kind: 'einvoice-slip', period: '11508', number: 'AB12345678', random: '4321' },
  mobileCarrier: { kind: 'mobile-carrier' },
  mobileCarrierFullAscii: { kind: 'code39-full-ascii' },
  citizenCertificate: { kind: 'citizen-certificate' },
  memberCard: { kind: 'member-code', code: '2000012345678', format: 'ean13' },
  gs1Coupon: { kind: 'gs1-coupon', gcn: '4711234500018', serial: '000000012345' },
  memberQr: { kind: 'member-code', code: 'PM1*TW01*0000123456*K7QF', format: 'member-qr' },
  donationCode: { kind: 'donation-code' },
};

const names = Object.keys(sampleCodes) as SampleName[];

describe('the codes of a shop', () => {
  test.each(names)('%s, bare, with a terminator and with its AIM id', (name) => {
    const bare = sampleCodes[name];
    const aim = utf8(sampleAims[name]);
    const ends = ['', '\r', '\n', '\t', '\r\n'].map(utf8);
    for (const end of ends) {
      expect(classifyCode(Uint8Array.of(...bare, ...end))).toMatchObject(expected[name]);
      expect(classifyCode(Uint8Array.of(...aim, ...bare, ...end))).toMatchObject(expected[name]);
    }
  });
});

test.each<[string, ClassifiedCode]>([
  ['', { kind: 'empty' }],
  ['\r\n', { kind: 'empty' }],
  [']E0', { kind: 'empty' }],
  ['2000012345679', { kind: 'member-code-bad-check' }],
  ['2900012345671', { kind: 'member-code', code: '2900012345671', format: 'ean13' }],
  [voucherCode, { kind: 'voucher-code', code: voucherCode }],
  [voucherCode.slice(0, -1), { kind: 'voucher-code-bad-check' }],
  ['CFV*', { kind: 'voucher-code-bad-check' }],
  ['**', { kind: 'einvoice-right', goods: utf8('') }],
  ['**   ', { kind: 'einvoice-right', goods: utf8('   ') }],
  ['**\u0000', { kind: 'einvoice-right', goods: utf8('\u0000') }],
  ['*', { kind: 'too-short' }],
  ['AB123456781150722', { kind: 'einvoice-left-malformed', field: 'length' }],
  [`AB12345678115x7224321${'0'.repeat(60)}`, { kind: 'einvoice-left-malformed', field: 'date' }],
  ['4711234500018', { kind: 'product', code: '4711234500018' }],
  [']E04711234500018\r', { kind: 'product', code: '4711234500018' }],
  ['4711234500019', { kind: 'product-bad-check' }],
  ['96385074', { kind: 'product', code: '96385074' }],
  ['036000291452', { kind: 'product', code: '036000291452' }],
  ['96385075', { kind: 'unknown', preview: '96385075' }],
  ['036000291453', { kind: 'unknown', preview: '036000291453' }],
  ['2554711234500018', { kind: 'gs1-coupon', gcn: '4711234500018', serial: null }],
  [
    '\u001d2554711234500018123\u001d10ABC',
    { kind: 'gs1-coupon', gcn: '4711234500018', serial: '123' },
  ],
  ['2554711234500019000000012345', { kind: 'unknown', preview: '2554711234500019000000012345' }],
  ['12', { kind: 'too-short' }],
  ['123', { kind: 'donation-code' }],
  ['1234x', { kind: 'too-short' }],
  ['858585', { kind: 'donation-code' }],
  ['王小', { kind: 'too-short' }],
  ['ABC\u0000DEF', { kind: 'binary' }],
  ['ABC\rDEF', { kind: 'binary' }],
  ['ABCDEF\u007f', { kind: 'binary' }],
  ['x'.repeat(1024), { kind: 'unknown', preview: `${'x'.repeat(39)}…` }],
  ['x'.repeat(1025), { kind: 'too-long' }],
  [`${'x'.repeat(1024)}\r\n`, { kind: 'unknown', preview: `${'x'.repeat(39)}…` }],
  ['/ABCDEF', { kind: 'code39-full-ascii' }],
  ['/5ABCDx', { kind: 'code39-full-ascii' }],
  ['-abcDEF', { kind: 'unknown', preview: '-abcDEF' }],
  ['-abc', { kind: 'code39-full-ascii' }],
  ['5aBCDE', { kind: 'code39-full-ascii' }],
  ['1234567', { kind: 'donation-code' }],
  ['12345678', { kind: 'unknown', preview: '12345678' }],
  [']A5AB-12345', { kind: 'code39-full-ascii' }],
  [']A0AB-12345', { kind: 'unknown', preview: 'AB-12345' }],
  ['0912345678', { kind: 'unknown', preview: '0912***678' }],
  ['+886 912 345 678', { kind: 'unknown', preview: '0912***678' }],
  ['tel:0912345678;x', { kind: 'unknown', preview: 'tel:0912***678;x' }],
  ['ID=A123456789', { kind: 'unknown', preview: 'ID=A1*****789' }],
  ['x]E04711234500018', { kind: 'unknown', preview: 'x]E04711234500018' }],
  [']-04711234500018', { kind: 'unknown', preview: ']-04711234500018' }],
  ['x/AB1.+-Z', { kind: 'unknown', preview: 'x/AB1.+-Z' }],
  ['/AB1.+-ZX', { kind: 'unknown', preview: '/AB1.+-ZX' }],
  ['xAB12345678901234', { kind: 'unknown', preview: 'xAB*****678901234' }],
  ['AB123456789012345', { kind: 'einvoice-left-malformed', field: 'length' }],
  ['AB12345678901234x', { kind: 'unknown', preview: 'AB*****678901234x' }],
  ['x-abc12', { kind: 'unknown', preview: 'x-abc12' }],
  ['-abc*ab', { kind: 'unknown', preview: '-abc*ab' }],
  ['5ABCDEF', { kind: 'unknown', preview: '5ABCDEF' }],
  ['!ABCDEF', { kind: 'code39-full-ascii' }],
  ['x96385074', { kind: 'unknown', preview: 'x96385074' }],
  ['96385074x', { kind: 'unknown', preview: '96385074x' }],
  ['x2554711234500018', { kind: 'unknown', preview: 'x2554711234500018' }],
  ['2554711234500018x', { kind: 'unknown', preview: '2554711234500018x' }],
  [
    '2554711234500018123456789012',
    { kind: 'gs1-coupon', gcn: '4711234500018', serial: '123456789012' },
  ],
  ['2554711234500018\u001d', { kind: 'gs1-coupon', gcn: '4711234500018', serial: null }],
  [' ABCDEF\u001dGHI ', { kind: 'unknown', preview: 'ABCDEF GHI' }],
  ['+8860912345678;', { kind: 'unknown', preview: '+8860912***678;' }],
  ['8860912345678;', { kind: 'unknown', preview: '8860912***678;' }],
  ['886912345678;', { kind: 'unknown', preview: '886912***678;' }],
  [`${' '.repeat(112)}0912345678`, { kind: 'unknown', preview: '0912***678' }],
  ['\uFEFF2000012345678', { kind: 'unknown', preview: '\uFEFF2000012345678'.trim() }],
  ['y'.repeat(40), { kind: 'unknown', preview: 'y'.repeat(40) }],
  ['y'.repeat(41), { kind: 'unknown', preview: `${'y'.repeat(39)}…` }],
  ['https://example.tw/會員', { kind: 'web-address' }],
  ['HTTP://A', { kind: 'web-address' }],
  ['https://', { kind: 'unknown', preview: 'https://' }],
  ['xhttps://a', { kind: 'unknown', preview: 'xhttps://a' }],
])('%j', (text, kind) => {
  expect(classify(text)).toEqual(kind);
});

test('a signed voucher is known by its layout; cut short it is a voucher misread', () => {
  const body = tokenBody({
    class: 'A',
    keyHint: new Uint8Array(2),
    voucherId: '0198b3a0-0000-7000-8000-00000000c001' as VoucherId,
    couponId: '0198b3a0-0000-7000-8000-00000000c002' as CouponId,
    memberHash: new Uint8Array(4),
    validFrom: '2026-11-01',
    validUntil: '2026-11-30',
  });
  const text = encodeToken(body, new Uint8Array(64));
  expect(classify(text)).toEqual({ kind: 'voucher-token', text });
  expect(classify(text.slice(0, -3))).toEqual({ kind: 'voucher-code-bad-check' });
});

test('bytes of no encoding are binary', () => {
  expect(classifyCode(Uint8Array.of(0xff, 0xfe, 0x41, 0x42, 0x43, 0x44))).toEqual({
    kind: 'binary',
  });
});

describe('whatever arrives', () => {
  const anyBytes = fc.oneof(
    fc.uint8Array({ maxLength: 64 }),
    fc.uint8Array({ maxLength: 5000, size: 'max' }),
    fc.string({ unit: 'binary', maxLength: 80 }).map(utf8),
    fc.stringMatching(/^[0-9]{0,30}$/).map(utf8),
    fc
      .stringMatching(
        /^(\][A-Z][0-9])?(CFV\*|PM1\*|\*\*|\/|255|2)[0-9A-Z*.+:-]{0,30}[\r\n\t]{0,2}$/,
      )
      .map(utf8),
    fc
      .tuple(fc.constantFrom(...names), fc.nat(200), fc.integer({ min: 0, max: 255 }))
      .map(([name, at, byte]) => sampleCodes[name].with(at % sampleCodes[name].length, byte)),
    fc
      .tuple(fc.constantFrom(...names), fc.nat(200))
      .map(([name, length]) => sampleCodes[name].subarray(0, length)),
  );

  test('is classified without throwing, and never shows a whole phone number', () => {
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        const code = classifyCode(bytes);
        if (code.kind !== 'unknown') return;
        expect([...code.preview].length).toBeLessThanOrEqual(40);
        expect(code.preview).not.toMatch(/09\d{8}|\p{Cc}/u);
      }),
      { numRuns: 1000 },
    );
  });

  test('leads to points only in an exact form', () => {
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        const code = classifyCode(bytes);
        if (code.kind === 'member-code') expect(code.code).toMatch(/^(2\d{12}|PM1\*.+)$/);
        if (code.kind === 'voucher-code') expect(code.code).toMatch(/^CFV\*/);
      }),
      { numRuns: 1000 },
    );
  });
});

test('the text of a scan is what stands between AIM id and terminator; too much, or no text, is none', () => {
  const big5 = Uint8Array.of(0xa4, 0xa4, 0x0d);
  expect(
    [utf8(']Q3HELLO50\r\n'), utf8('週年慶\t'), utf8(''), big5, utf8('x'.repeat(1025))].map(
      scannedText,
    ),
  ).toEqual(['HELLO50', '週年慶', '', null, null]);
});
