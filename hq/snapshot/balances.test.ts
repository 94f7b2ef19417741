import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createBalances } from './balances.ts';

test('whoever is asked in order gets what was added, others 0', () => {
  const uuids = fc.uniqueArray(fc.uuid(), { maxLength: 60 });
  fc.assert(
    fc.property(uuids, fc.infiniteStream(fc.boolean()), (ids, coins) => {
      const flip = (): boolean => coins.next().value === true;
      const sorted = ids.toSorted();
      const points = new Map(sorted.filter(flip).map((id, i) => [id, i - 3]));
      const balances = createBalances();
      for (const [id, sum] of points) balances.add(id, sum);
      for (const id of sorted.filter(flip)) expect(balances.take(id)).toBe(points.get(id) ?? 0);
    }),
  );
});

test('many members find room', () => {
  const balances = createBalances();
  const id = (n: number): string => `01990000-0000-7000-8000-${String(n).padStart(12, '0')}`;
  const numbers = Array.from({ length: 40_000 }, (_, n) => n);
  for (const n of numbers) balances.add(id(n), n);
  expect(numbers.every((n) => balances.take(id(n)) === n)).toBe(true);
});
