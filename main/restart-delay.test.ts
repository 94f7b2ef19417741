import { expect, test } from 'vitest';
import { nextRestartDelayMs, recentDeaths } from './restart-delay.ts';

test('100 ms first, doubling, 5 s from the fifth death within a minute, fresh after a quiet minute', () => {
  const deathsAtMs = [0, 1_000, 2_000, 3_000, 4_000, 5_000];
  const delays = deathsAtMs.map((atMs, i) => nextRestartDelayMs(deathsAtMs.slice(0, i + 1), atMs));
  expect(delays).toEqual([100, 200, 400, 800, 5_000, 5_000]);
  expect(nextRestartDelayMs([...deathsAtMs, 70_000], 70_000)).toBe(100);
  expect(recentDeaths(deathsAtMs, 62_000)).toEqual([3_000, 4_000, 5_000]);
});
