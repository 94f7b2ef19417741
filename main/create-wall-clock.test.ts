import { expect, test } from 'vitest';
import { createWallClock } from './create-wall-clock.ts';

test('has fractions, and follows a wall clock that is set', () => {
  let [wallMs, monoMs] = [1_000_000, 50.25];
  const now = createWallClock(
    () => wallMs,
    () => monoMs,
  );
  const readings = [now()];
  [wallMs, monoMs] = [1_000_003, 53.75];
  readings.push(now());
  [wallMs, monoMs] = [400_000, 54.5];
  readings.push(now());
  [wallMs, monoMs] = [400_001, 55];
  readings.push(now());
  expect(readings).toEqual([1_000_000, 1_000_003.5, 400_000, 400_000.5]);
});
