import { expect, test } from 'vitest';
import fc from 'fast-check';
import { classifyCode } from './classify-code.ts';
import { codeSpan, decodedText, personalBytes, visibleByte } from './personal-bytes.ts';
import { sampleCodes } from './sample-codes.fixture.ts';
import { trialCodes } from './trial-codes.ts';
import { transcriptBytes } from './transcript-bytes.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const shown = (input: string | Uint8Array): string => {
  const bytes = typeof input === 'string' ? bytesOf(input) : input;
  return decodedText(bytes, personalBytes(bytes, classifyCode(bytes)));
};

test('of what names a person only the ends are readable; goods and invoices are, but for their keys', () => {
  expect(
    [
      sampleCodes.memberCard,
      sampleCodes.mobileCarrier,
      sampleCodes.citizenCertificate,
      sampleCodes.einvoiceSlip,
      sampleCodes.einvoiceRight,
      sampleCodes.gs1Coupon,
      trialCodes.voucher,
      trialCodes.product,
      ']E02000012345678\r\n',
      '\u0002]C12000012345678\u0003',
      'https://example.tw/a/very/private/path',
      '8585',
      'X0912345678Y',
      '電話+886912345678',
      'A123456789',
      '(01)04711234500018\u001d10ABC',
    ].map(shown),
  ).toEqual([
    '20•••••••5678',
    '/•••••-Z',
    'AB•••••••••••234',
    '11508AB12345678••••',
    '**牛奶:1:100',
    '2554711234500018000000012345',
    'CFV*•••••••••2*22',
    trialCodes.product,
    '20•••••••5678',
    '20•••••••5678',
    'https://example.tw/a/ver••••••••••••••',
    '8585',
    'X0912•••678Y',
    '電話+886912•••678',
    'A1•••••789',
    '(01)04711234500018␝10ABC',
  ]);
  expect(shown(sampleCodes.einvoiceLeft).startsWith('AB123456781150722••••0000011e0000012c')).toBe(
    true,
  );
  expect(shown(sampleCodes.einvoiceBig5).endsWith(':1:1:0:乾電池:1:105')).toBe(true);
});

test('any bytes: the mask is as long as they are, the span lies in them, and nothing throws', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const code = classifyCode(bytes);
      const masked = personalBytes(bytes, code);
      const { start, end } = codeSpan(bytes);
      expect(masked).toHaveLength(bytes.length);
      expect([0 <= start, start <= end, end <= bytes.length]).toEqual([true, true, true]);
      decodedText(bytes, masked);
      transcriptBytes({ bytes });
    }),
  );
});

test('a mobile number is readable nowhere, whatever stands around it', () => {
  const around = fc.string({ maxLength: 12 });
  fc.assert(
    fc.property(around, fc.stringMatching(/^09\d{8}$/), around, (before, mobile, after) => {
      expect(shown(before + mobile + after)).not.toContain(mobile);
    }),
  );
});

test('in a transcript codes of people become test codes of the same kind', () => {
  const written = (text: string): string =>
    new TextDecoder().decode(transcriptBytes({ bytes: bytesOf(text) }));
  expect(
    [']E02000012345678', 'PM1*TW01*0000123456*K7QF', '/AB1.+-Z', '4711234500018'].map(written),
  ).toEqual([
    `]E0${trialCodes.card}\r`,
    `${trialCodes.memberQr}\r`,
    '/AA0.+-Z\r',
    '4711234500018\r',
  ]);
  fc.assert(
    fc.property(fc.constantFrom(...Object.values(trialCodes)), (code) => {
      const bytes = bytesOf(code);
      const again = transcriptBytes({ bytes, terminator: new Uint8Array() });
      expect(classifyCode(again).kind).toBe(classifyCode(bytes).kind);
    }),
  );
});

test('two scans in one keep their cards to themselves; a byte of no encoding is a dot', () => {
  const [card, other] = ['2000012345678', '2000087654321'];
  expect([
    shown(`${card}\r${other}`),
    shown(Uint8Array.of(0x41, 0xff, 0x20, 0x85, 0x20, 0x42)),
    shown('AB\u0085CD'),
  ]).toEqual(['20•••••••5678␍20•••••••4321', 'Aÿ · B', 'AB·CD']);
});

test('small letters, capitals and digits of a code keep their form in a transcript', () => {
  const written = transcriptBytes({
    bytes: bytesOf('https://example.tw/a/Very-Private1/x_y'),
    terminator: Uint8Array.of(10),
  });
  expect(new TextDecoder().decode(written)).toBe('https://example.tw/a/Vera-Aaaaaaa0/a_a\n');
});

test('control characters can be seen', () => {
  expect([0x0d, 0x0a, 0x09, 0x02, 0x03, 0x1d, 0x41, 0x7f, 0xff].map(visibleByte).join('')).toBe(
    '␍␊␉␂␃␝A␡·',
  );
});
