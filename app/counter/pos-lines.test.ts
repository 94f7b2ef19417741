import fc from 'fast-check';
import { expect, test } from 'vitest';
import { posSaleSchema, type PosLine } from '../contract/pos-api.ts';
import { posDifferences, posDigest } from './pos-digest.ts';
import { netLines, sumOfLines } from './pos-lines.ts';

const line = (qty: number, unitMinor: number, discountMinor = 0): PosLine => ({
  sku: null,
  name: 'x',
  qty,
  unitMinor,
  discountMinor,
  category: null,
  labels: [],
  kind: 'goods',
});
const brief = (lines: readonly PosLine[], off: number) => {
  const net = netLines(lines, off);
  return net?.lines.map(({ qty, unitMinor }, at) => `${net.lineOf[at]}: ${qty} × ${unitMinor}`);
};

test('the POS’s own discounts come off the prices, to the dollar', () => {
  expect(brief([line(3, 200, 50), line(1, 250)], 0)).toEqual([
    '0: 1 × 184',
    '0: 2 × 183',
    '1: 1 × 250',
  ]);
  expect(brief([line(1, 100), line(1, 100), line(1, 100)], 100)).toEqual([
    '0: 1 × 66',
    '1: 1 × 67',
    '2: 1 × 67',
  ]);
  expect(brief([line(2, 0), line(1, 5)], 5)).toEqual(['0: 2 × 0', '1: 1 × 0']);
  expect(
    brief(
      Array.from({ length: 200 }, () => line(2, 10, 1)),
      0,
    ),
  ).toBeUndefined();
});

const anyLine = fc
  .record({ qty: fc.integer({ min: 1, max: 50 }), unitMinor: fc.integer({ min: 0, max: 99_999 }) })
  .chain(({ qty, unitMinor }) =>
    fc.integer({ min: 0, max: qty * unitMinor }).map((off) => line(qty, unitMinor, off)),
  );

test('whatever is taken off, units and money stay what the POS said', () => {
  fc.assert(
    fc.property(fc.array(anyLine, { minLength: 1, maxLength: 100 }), fc.nat(), (lines, draw) => {
      const totals = lines.map((one) => one.qty * one.unitMinor - one.discountMinor);
      const sum = totals.reduce((a, b) => a + b, 0);
      const off = sum === 0 ? 0 : draw % (sum + 1);
      const net = netLines(lines, off);
      if (net === null) throw new Error('at most two for each');
      const unitsOf = (at: number) =>
        net.lines.reduce((all, one, i) => all + (net.lineOf[i] === at ? one.qty : 0), 0);
      expect(lines.map((_, at) => unitsOf(at))).toEqual(lines.map(({ qty }) => qty));
      expect(net.lines.reduce((a, one) => a + one.qty * one.unitMinor, 0)).toBe(sum - off);
      expect(net.lines.every(({ unitMinor }) => unitMinor >= 0)).toBe(true);
    }),
  );
});

test('a digest goes by what is said, not by the order of saying it', () => {
  const lines = [{ qty: 1, unitMinor: 5, name: '茶' }];
  const sale = posSaleSchema.parse({ amountMinor: 5, lines });
  const same = posSaleSchema.parse({
    lines: [{ name: '茶', unitMinor: 5, qty: 1 }],
    amountMinor: 5,
  });
  const other = posSaleSchema.parse({ amountMinor: 5, lines: [{ ...lines[0], sku: 'T' }] });
  expect(posDigest(same)).toBe(posDigest(sale));
  expect(posDigest(other)).not.toBe(posDigest(sale));
  expect(posDifferences(sale, other).map(({ field }) => field)).toEqual(['lines[0]']);
  expect(sumOfLines(sale)).toBe(5);
  expect(sumOfLines({ ...sale, lines: [line(1, 5, 6)] })).toBeNull();
});
