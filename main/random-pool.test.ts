import { expect, test } from 'vitest';
import { createRandomPool } from './random-pool.ts';

test('every byte of the source is given once, in order, and a big helping comes straight from it', () => {
  let next = 0;
  const asked: number[] = [];
  const pooled = createRandomPool((length) => {
    asked.push(length);
    return Uint8Array.from({ length }, () => next++ % 251);
  });
  const first = pooled(16);
  const given = [...first, ...pooled(2), ...pooled(0), ...pooled(12)];
  // What one does with its bytes is no matter of the others.
  first.fill(0);
  expect(given).toEqual(Array.from({ length: 30 }, (_, i) => i));
  expect([...pooled(3)]).toEqual([30, 31, 32]);
  expect(pooled(5_000)).toHaveLength(5_000);
  // The rest of the pool is too short for it and is left.
  expect([...pooled(4_080)].slice(0, 2)).toEqual([(4_096 + 5_000) % 251, (4_096 + 5_001) % 251]);
  expect(asked).toEqual([4_096, 5_000, 4_096]);
});
