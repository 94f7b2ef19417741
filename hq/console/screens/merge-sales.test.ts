import fc from 'fast-check';
import { expect, test } from 'vitest';
import { adminSaleSchema } from '../../../app/contract/hq-admin.ts';
import type { AdminSale } from '../../../app/contract/hq-admin.ts';
import { addOlder, mergeSales } from './merge-sales.ts';
import type { ShownSales } from './merge-sales.ts';

/** The nth sale; later ones are newer. */
function sale(n: number, lineState: AdminSale['lineState'] = 'waiting'): AdminSale {
  const id = `01970000-0000-7000-8000-${String(n).padStart(12, '0')}`;
  return adminSaleSchema.parse({
    saleId: id,
    saleNo: `A${n}`,
    atMs: 1_000 + n,
    receivedAtMs: 1_500 + n,
    storeName: '信義店',
    counterLabel: '1 號櫃台',
    memberId: id,
    memberName: '王○明',
    paidMinor: 120,
    discountMinor: 0,
    points: 1,
    pointsSpent: 0,
    refundedMinor: 0,
    undone: false,
    invoiceKey: null,
    vouchers: 0,
    lineState,
  });
}

function numbers(shown: ShownSales): { rows: string[]; fresh: string[] } {
  const fresh = shown.rows.filter((row) => shown.freshIds.has(row.saleId));
  return { rows: shown.rows.map((row) => row.saleNo), fresh: fresh.map((row) => row.saleNo) };
}

test('the first page is not news; what comes later is', () => {
  const first = mergeSales(null, [sale(2), sale(1)]);
  const second = mergeSales(first, [sale(3), sale(2, 'accepted')]);
  expect([numbers(first), numbers(second)]).toEqual([
    { rows: ['A2', 'A1'], fresh: [] },
    { rows: ['A3', 'A2', 'A1'], fresh: ['A3'] },
  ]);
  expect(second.rows[1]?.lineState).toBe('accepted');
});

test('a late sale takes its place by time and lights up', () => {
  const shown = mergeSales(mergeSales(null, [sale(5), sale(1)]), [sale(5), sale(3), sale(1)]);
  expect(numbers(shown)).toEqual({ rows: ['A5', 'A3', 'A1'], fresh: ['A3'] });
});

test('a page without anything known may hide a hole, so the old rows go', () => {
  const shown = mergeSales(mergeSales(null, [sale(2), sale(1)]), [sale(9), sale(8)]);
  expect(numbers(shown)).toEqual({ rows: ['A9', 'A8'], fresh: ['A9', 'A8'] });
});

test('the first sale of an empty list is news', () => {
  expect(numbers(mergeSales(mergeSales(null, []), [sale(1)]))).toEqual({
    rows: ['A1'],
    fresh: ['A1'],
  });
});

test('earlier pages go below, once each, and a known newer state stays', () => {
  const shown = addOlder(mergeSales(null, [sale(4, 'accepted')]), [sale(4), sale(2), sale(1)]);
  expect(numbers(shown)).toEqual({ rows: ['A4', 'A2', 'A1'], fresh: [] });
  expect(shown.rows[0]?.lineState).toBe('accepted');
});

test('each sale is there once and in order, whatever the pages were', () => {
  const page = fc.uniqueArray(fc.integer({ min: 0, max: 40 }), { maxLength: 12 });
  fc.assert(
    fc.property(fc.array(page, { maxLength: 6 }), (pages) => {
      let shown: ShownSales | null = null;
      for (const ns of pages) {
        shown = mergeSales(
          shown,
          ns.toSorted((a, b) => b - a).map((n) => sale(n)),
        );
      }
      const times = shown?.rows.map((row) => row.atMs) ?? [];
      expect(times).toEqual([...new Set(times)].toSorted((a, b) => b - a));
    }),
  );
});
