import { expect, test } from 'vitest';
import { makeRandom } from '../../app/seed/random.ts';
import { mutations } from './mutate-token.ts';
import { clockTroubles, listClockCases, runTokenFuzz } from './run-token-fuzz.ts';

test('no falsified token is accepted, of any kind of falsification', () => {
  const count = 100 * Object.keys(mutations).length;
  const { failures, tried } = runTokenFuzz({ count, random: makeRandom(20_261_122) });
  expect(failures).toEqual([]);
  expect(tried).toEqual(Object.fromEntries(Object.keys(mutations).map((kind) => [kind, 100])));
});

test('a clock an hour off is put right where HQ was heard, and doubted where it was not', () => {
  expect(clockTroubles()).toEqual([]);
  expect(listClockCases().length).toBe(11);
});
