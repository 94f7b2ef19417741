import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inOrder } from './in-order.ts';

type Item = { readonly rank: number; readonly place: number };
const compare = (a: Item, b: Item) => a.rank - b.rank;
const anyItems = fc
  .array(fc.integer({ min: 0, max: 3 }), { maxLength: 6 })
  .map((ranks) => ranks.map((rank, place): Item => ({ rank, place })));

test('a copy, sorted like a sort does, equal items as they stood', () => {
  fc.assert(
    fc.property(anyItems, (items) => {
      const before = [...items];
      const sorted = inOrder(items, compare);
      expect(sorted).toEqual(items.toSorted(compare));
      expect(sorted).not.toBe(items);
      expect(items).toEqual(before);
    }),
  );
});
