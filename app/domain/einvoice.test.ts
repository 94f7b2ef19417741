import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeBase64 } from './base64.ts';
import {
  beginsAsEinvoiceLeft,
  invoiceKey,
  parseEinvoiceLeft,
  parseEinvoiceSlip,
  readInvoiceKey,
} from './einvoice.ts';
import type { EinvoiceField } from './einvoice.ts';
import { decodeInvoiceItems } from './einvoice-items.ts';
import { sampleCodes } from './sample-codes.fixture.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const head = 'AB12345678115072243210000011e0000012c0000000004595257xPRsmzQ2XgzhfvNkeVWBAA==';

function invoiceOf(text: string) {
  const parsed = parseEinvoiceLeft(utf8(text));
  if (parsed.kind === 'malformed') throw new Error(parsed.field);
  return parsed.invoice;
}

describe('the left QR', () => {
  test('a consumer’s, UTF-8', () => {
    expect(parseEinvoiceLeft(sampleCodes.einvoiceLeft)).toEqual({
      kind: 'einvoice-left',
      invoice: {
        number: 'AB12345678',
        date: '2026-07-22',
        random: '4321',
        salesMinor: 286,
        totalMinor: 300,
        buyerTaxId: null,
        sellerTaxId: '04595257',
        check: 'xPRsmzQ2XgzhfvNkeVWBAA==',
        ownArea: '**********',
        itemsInQr: 3,
        itemsTotal: 3,
        encoding: 'utf-8',
        items: [
          { name: '綠茶', quantity: 2, unitPrice: 50 },
          { name: '麵包', quantity: 1, unitPrice: 100 },
        ],
      },
      goods: utf8('綠茶:2:50:麵包:1:100:'),
    });
  });

  test('a company’s, Base64, tax not split', () => {
    expect(parseEinvoiceLeft(sampleCodes.einvoiceBase64)).toEqual({
      kind: 'einvoice-left',
      invoice: {
        number: 'XZ00000019',
        date: '2025-12-31',
        random: '0007',
        salesMinor: 0,
        totalMinor: 120,
        buyerTaxId: '53212539',
        sellerTaxId: '04595257',
        check: 'MjJdgFnVUKBXu5QtmnkI7Q==',
        ownArea: 'STORE00001',
        itemsInQr: 1,
        itemsTotal: 1,
        encoding: 'base64',
        items: [{ name: '咖啡', quantity: 1, unitPrice: 120 }],
      },
      goods: utf8('5ZKW5ZWhOjE6MTIw'),
    });
  });

  test('Big5 goods', () => {
    expect(parseEinvoiceLeft(sampleCodes.einvoiceBig5)).toMatchObject({
      invoice: {
        number: 'AB11223344',
        date: '2013-05-23',
        salesMinor: 324,
        totalMinor: 340,
        sellerTaxId: '01234567',
        encoding: 'big5',
        items: [{ name: '乾電池', quantity: 1, unitPrice: 105 }],
      },
    });
  });

  test('upper-case amounts, and the largest there is', () => {
    expect(invoiceOf(head.replace('0000012c', 'FFFFFFFF')).totalMinor).toBe(4_294_967_295);
  });

  test('a tail that is cut, strange or missing loses nothing of the fixed part', () => {
    const tails = [
      '',
      ':',
      ':**********',
      ':**********:3:3',
      ':*********é:x:3:9:a:1:1',
      ':**********:1:1:3:tea:1:9.5:',
      `:${':'.repeat(900)}`,
    ];
    expect(
      tails.map((tail) => {
        const { number, totalMinor, ownArea, itemsInQr, itemsTotal, encoding, items } = invoiceOf(
          head + tail,
        );
        return [number + totalMinor, ownArea, itemsInQr, itemsTotal, encoding, items];
      }),
    ).toEqual([
      ['AB12345678300', '', null, null, null, []],
      ['AB12345678300', '', null, null, null, []],
      ['AB12345678300', '**********', null, null, null, []],
      ['AB12345678300', '**********', 3, 3, null, []],
      ['AB12345678300', '*********??', null, 3, null, []],
      [
        'AB12345678300',
        '**********',
        1,
        1,
        'offshore',
        [{ name: 'tea', quantity: 1, unitPrice: 9.5 }],
      ],
      ['AB12345678300', '', null, null, null, []],
    ]);
  });

  test.each<[EinvoiceField, string]>([
    ['length', head.slice(0, 76)],
    ['length', ''],
    ['number', `a${head.slice(1)}`],
    ['date', head.replace('1150722', '1150732')],
    ['random', head.replace('4321', '432x')],
    ['sales', head.replace('0000011e', '0000011g')],
    ['total', head.replace('0000012c', '0000012 ')],
    ['buyer', head.replace('00000000', '0000000x')],
    ['seller', head.replace('04595257', '0459525x')],
    ['check', head.replace('==', '=A')],
    // Eight and more of the right characters are not enough where one of them is none.
    ['number', head.replace('AB12345678', 'AB1234567x')],
    ['number', head.replace('AB12345678', '1B12345678')],
    ['random', head.replace('4321', 'x321')],
    ['sales', head.replace('0000011e', 'g000011e')],
    ['total', head.replace('0000012c', 'g000012c')],
    ['total', head.replace('0000012c', '0000012g')],
    ['buyer', head.replace('00000000', 'x0000000')],
    ['seller', head.replace('04595257', 'x4595257')],
    ['check', head.replace('xPRs', '*PRs')],
    ['check', head.replace('AA==', 'A*==')],
    ['check', head.replace('AA==', 'AAA=')],
  ])('malformed %s', (field, text) => {
    expect(parseEinvoiceLeft(utf8(text))).toEqual({ kind: 'malformed', field });
  });

  test('what begins as one: a number and a date, or a number and the whole fixed part', () => {
    const number = 'AB12345678';
    expect(
      [
        `${number}1150722`,
        `${number}115072`,
        `x${number}1150722`,
        `${number}115x722`.padEnd(77, 'x'),
        `${number}115x722`.padEnd(76, 'x'),
        `A${number}115x722`.padEnd(77, 'x'),
        'AB1234567x1150722'.padEnd(77, 'x'),
      ].map((text) => beginsAsEinvoiceLeft(utf8(text))),
    ).toEqual([true, false, false, true, false, false, false]);
  });

  test('counts of up to four digits, and what comes after a long field', () => {
    const tail = (text: string) => {
      const { ownArea, itemsInQr, itemsTotal, encoding, items } = invoiceOf(head + text);
      return [ownArea.length, itemsInQr, itemsTotal, encoding, items.length];
    };
    expect([
      tail(':**********:9999:12:1:a:1:5'),
      tail(':**********:99999:1x:0'),
      tail(':**********:x1::2'),
      tail(`:${'*'.repeat(90)}:1:1:1:a:1:5`),
      tail(`:**********:1:1:1`),
    ]).toEqual([
      [10, 9999, 12, 'utf-8', 1],
      [10, null, null, 'big5', 0],
      [10, null, null, 'base64', 0],
      [64, 1, 1, 'utf-8', 1],
      [10, 1, 1, 'utf-8', 0],
    ]);
  });

  test('any bytes are an invoice or malformed', () => {
    const anyBytes = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.uint8Array({ maxLength: 200 }).map((tail) => Uint8Array.of(...utf8(head), ...tail)),
      fc
        .uint8Array({ maxLength: 200 })
        .map((tail) => Uint8Array.of(...utf8(`${head}:**********:1:1:0:`), ...tail)),
    );
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        const parsed = parseEinvoiceLeft(bytes);
        if (parsed.kind === 'malformed') return;
        expect(Number.isSafeInteger(parsed.invoice.totalMinor)).toBe(true);
        for (const item of parsed.invoice.items)
          expect(Number.isFinite(item.quantity * item.unitPrice)).toBe(true);
      }),
    );
  });
});

describe('goods', () => {
  test('are read as far as they make sense', () => {
    expect([
      decodeInvoiceItems(utf8('茶:1:50:備註'), 'utf-8'),
      decodeInvoiceItems(utf8('茶\u0000:1.5:50.25: 麵:x:1:包: -1 :20'), 'utf-8'),
      decodeInvoiceItems(utf8(encodeBase64(utf8('茶:1:50'))), 'base64'),
      decodeInvoiceItems(utf8('茶'), 'utf-8'),
      decodeInvoiceItems(utf8('茶:1'), 'utf-8'),
      decodeInvoiceItems(utf8('!!!'), 'base64'),
      decodeInvoiceItems(utf8('/////w=='), 'base64'),
      decodeInvoiceItems(utf8('茶:1:50'), 'big5'),
      decodeInvoiceItems(Uint8Array.of(0xff, 0xff), 'big5'),
      decodeInvoiceItems(utf8('a:1:1:'.repeat(300)), 'utf-8').length,
      decodeInvoiceItems(Uint8Array.of(0xaf, 0xf9, 0x3a, 0x31, 0x3a, 0x35), 'utf-8'),
      decodeInvoiceItems(Uint8Array.of(0xaf, 0xf9, 0x3a, 0x31, 0x3a, 0x35), 'offshore'),
      decodeInvoiceItems(Uint8Array.of(0xe8, 0x8c, 0xb6, 0x3a, 0x31, 0x3a, 0x35), 'utf-8'),
      decodeInvoiceItems(utf8(' 茶 :1:50:包:1'), 'utf-8'),
      decodeInvoiceItems(utf8('a:1:x5:b:1:5x:c:x1:5:d:1:-5:e:1:0.123456:f:1:0.1234567'), 'utf-8'),
      decodeInvoiceItems(utf8(`a:${'9'.repeat(12)}:1:b:${'9'.repeat(13)}:1`), 'utf-8'),
    ]).toEqual([
      [{ name: '茶', quantity: 1, unitPrice: 50 }],
      [
        { name: '茶', quantity: 1.5, unitPrice: 50.25 },
        { name: '包', quantity: -1, unitPrice: 20 },
      ],
      [{ name: '茶', quantity: 1, unitPrice: 50 }],
      [],
      [],
      [],
      [],
      [{ name: '茶', quantity: 1, unitPrice: 50 }],
      [],
      200,
      [{ name: '茶', quantity: 1, unitPrice: 5 }],
      [{ name: '茶', quantity: 1, unitPrice: 5 }],
      [{ name: '茶', quantity: 1, unitPrice: 5 }],
      [{ name: '茶', quantity: 1, unitPrice: 50 }],
      [
        { name: 'd', quantity: 1, unitPrice: -5 },
        { name: 'e', quantity: 1, unitPrice: 0.123456 },
      ],
      [{ name: 'a', quantity: 999_999_999_999, unitPrice: 1 }],
    ]);
  });
});

test('the 1-D barcode of the slip', () => {
  expect([
    parseEinvoiceSlip('11508AB123456784321'),
    parseEinvoiceSlip('11510AB123456784321')?.period,
    parseEinvoiceSlip('11512AB123456784321')?.period,
    parseEinvoiceSlip('11507AB123456784321'),
    parseEinvoiceSlip('11514AB123456784321'),
    parseEinvoiceSlip('11508AB12345678432'),
    parseEinvoiceSlip('11508ab123456784321'),
    parseEinvoiceSlip('x11508AB123456784321'),
    parseEinvoiceSlip('11508AB123456784321x'),
  ]).toEqual([
    { period: '11508', number: 'AB12345678', random: '4321' },
    '11510',
    '11512',
    null,
    null,
    null,
    null,
    null,
    null,
  ]);
});

test('number and date name an invoice', () => {
  expect(invoiceKey('AB12345678', '2026-07-22')).toBe('AB12345678:2026-07-22');
  expect(readInvoiceKey('AB12345678:2026-07-22')).toEqual({
    number: 'AB12345678',
    date: '2026-07-22',
  });
});
