import fc from 'fast-check';
import { expect, test } from 'vitest';
import { classifyCode } from '../domain/classify-code.ts';
import { addDays } from '../domain/time.ts';
import { demoTaxId } from './make-demo-shop.ts';
import { makeEinvoiceLeft } from './make-einvoice-left.ts';
import type { EinvoiceToMake } from './make-einvoice-left.ts';

const invoice: EinvoiceToMake = {
  number: 'QH10000001',
  date: '2026-11-22',
  random: '0412',
  totalMinor: 300,
  sellerTaxId: demoTaxId,
  items: [
    { name: '綠茶', quantity: 2, unitPrice: 50 },
    { name: '麵包：大', quantity: 1, unitPrice: 100 },
    { name: '牛奶', quantity: 1, unitPrice: 100 },
  ],
};
const classify = (text: string) => classifyCode(new TextEncoder().encode(text));

test('the left QR reads back, the right one is told apart', () => {
  const { left, right } = makeEinvoiceLeft(invoice);
  expect(left).toMatch(/^QH1000000111511220412/);
  expect(classify(left)).toMatchObject({
    kind: 'einvoice-left',
    invoice: {
      number: 'QH10000001',
      date: '2026-11-22',
      random: '0412',
      salesMinor: 286,
      totalMinor: 300,
      buyerTaxId: null,
      sellerTaxId: demoTaxId,
      itemsInQr: 3,
      itemsTotal: 3,
      encoding: 'utf-8',
      items: invoice.items.slice(0, 2),
    },
  });
  expect([right, classify(right)]).toEqual([
    '**牛奶:1:100',
    { kind: 'einvoice-right', goods: new TextEncoder().encode('牛奶:1:100') },
  ]);
});

test('any invoice reads back', () => {
  const anyInvoice = fc.record({
    number: fc.stringMatching(/^[A-Z]{2}\d{8}$/),
    date: fc.nat(20_000).map((days) => addDays('2013-01-01', days)),
    random: fc.stringMatching(/^\d{4}$/),
    totalMinor: fc.integer({ min: 0, max: 0xffff_ffff }),
    sellerTaxId: fc.stringMatching(/^\d{8}$/),
    buyerTaxId: fc.stringMatching(/^[1-9]\d{7}$/),
    items: fc.array(
      fc.record({
        name: fc.string({ maxLength: 20 }).map((name) => `茶${name}`),
        quantity: fc.integer({ min: 1, max: 99 }),
        unitPrice: fc.integer({ min: 0, max: 99_999 }),
      }),
      { maxLength: 4 },
    ),
  });
  fc.assert(
    fc.property(anyInvoice, (made) => {
      const { items, ...fixed } = made;
      const read = classify(makeEinvoiceLeft(made).left);
      expect(read).toMatchObject({ kind: 'einvoice-left', invoice: fixed });
      if (read.kind !== 'einvoice-left') return;
      expect(read.invoice.items.map((item) => item.unitPrice)).toEqual(
        items.slice(0, 2).map((item) => item.unitPrice),
      );
    }),
  );
});

test('a field that does not fit is refused', () => {
  const bad: Partial<EinvoiceToMake>[] = [
    { number: 'Q10000001' },
    { random: '41' },
    { totalMinor: -1 },
    { totalMinor: 2 ** 32 },
    { sellerTaxId: '1234567' },
  ];
  for (const change of bad)
    expect(() => makeEinvoiceLeft({ ...invoice, ...change })).toThrow(RangeError);
});
