import { expect, test } from 'vitest';
import { mayRedeem, strongerNeed, strongerOf } from './redeem-needs.ts';

const ways = ['search', 'scan', 'token'] as const;

test('who may redeem, and what is still to be scanned, under each program', () => {
  const under = (redeemNeeds: 'any' | 'scan' | 'token') =>
    ways.map((identifiedBy) => [
      mayRedeem({ redeemNeeds }, identifiedBy),
      strongerNeed({ program: { redeemNeeds }, sale: { identifiedBy } }),
    ]);
  expect({ any: under('any'), scan: under('scan'), token: under('token') }).toEqual({
    any: [
      [true, null],
      [true, null],
      [true, null],
    ],
    scan: [
      [false, 'scan'],
      [true, null],
      [true, null],
    ],
    token: [
      [false, 'token'],
      [false, 'token'],
      [true, null],
    ],
  });
});

test('the stronger of two ways is the later one in search, scan, token', () => {
  expect(ways.map((one) => ways.map((other) => strongerOf(one, other)))).toEqual([
    ['search', 'scan', 'token'],
    ['scan', 'scan', 'token'],
    ['token', 'token', 'token'],
  ]);
});
