import { expect, test } from 'vitest';
import type { LotId } from './ids.ts';
import { balanceOf } from './lots.ts';
import { lotsOfSale, lotsOfSaleMax } from './lots-of-sale.ts';

const today = '2026-11-22';
function lots(count: number) {
  return Array.from({ length: count }, (_, n) => ({
    lotId: `lot-${String(n).padStart(4, '0')}` as LotId,
    points: 10,
    expiresOn: n < 100 ? '2027-01-31' : '2027-12-31',
  }));
}

test('a sale sees all lots up to the most, else those that lapse soonest', () => {
  const all = lots(lotsOfSaleMax);
  expect(lotsOfSale(all)).toBe(all);
  const many = lots(lotsOfSaleMax + 50).toReversed();
  expect(lotsOfSale(many)).toEqual(lots(lotsOfSaleMax));
});

test('a debt in the last of very many lots is seen', () => {
  const debt = { lotId: 'zzz' as LotId, points: -15, expiresOn: null };
  const seen = lotsOfSale([...lots(lotsOfSaleMax), debt]);
  expect(seen[0]).toEqual({ lotId: 'lot-0001', points: 5, expiresOn: '2027-01-31' });
  expect(balanceOf(seen, today).availablePoints).toBe(lotsOfSaleMax * 10 - 15);
  const owing = lotsOfSale([{ ...debt, points: -5_000 }, ...lots(lotsOfSaleMax)]);
  expect(balanceOf(owing, today).availablePoints).toBe(lotsOfSaleMax * 10 - 5_000);
});
