import { expect, it } from 'vitest';
import { percentilesOf } from './percentiles.ts';

it('gives nearest-rank percentiles whatever the order', () => {
  const samples = Array.from({ length: 200 }, (_, i) => ((i * 37) % 200) + 1);
  expect(percentilesOf(samples)).toEqual({ count: 200, p50: 100, p95: 190, p99: 198, max: 200 });
  expect(percentilesOf([3])).toEqual({ count: 1, p50: 3, p95: 3, p99: 3, max: 3 });
  expect(() => percentilesOf([])).toThrow('no samples');
});
