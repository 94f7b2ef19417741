import { expect, test } from 'vitest';
import { milestoneReached } from './milestones.ts';

test.each<[number, number, number | null]>([
  [0, 49, null],
  [0, 50, 50],
  [49, 51, 50],
  [50, 99, null],
  [99, 100, 100],
  [0, 100, 100],
  [0, 1000, 100],
  [100, 0, null],
  [-5, 50, 50],
])('from %d to %d reaches %s', (before, after, reached) => {
  expect(milestoneReached([50, 100], before, after)).toBe(reached);
  expect(milestoneReached([100, 50], before, after)).toBe(reached);
});

test('a program without milestones tells none', () => {
  expect(milestoneReached([], 0, 1000)).toBeNull();
});
