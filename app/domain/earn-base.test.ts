import { expect, test } from 'vitest';
import { earnBaseOf, proRataShare } from './earn-base.ts';
import type { EarnBase } from './program.ts';
import type { PricedLine } from './sale.ts';

const line: PricedLine = {
  grossMinor: 1000,
  discountMinor: 300,
  tiedDiscountMinor: 80,
  rewardMinor: 50,
  pointsMinor: 100,
  valueMinor: 7,
};

test.each<[EarnBase, number, number]>([
  ['gross', 1000, 1000],
  ['net-of-coupons', 750, 750],
  ['net-of-discounts', 700, 700],
  ['net-of-tied-discounts', 700, 920],
  ['paid', 600, 600],
  ['pro-rata', 700, 700],
])('%s', (base, everyLine, tied) => {
  expect([
    earnBaseOf(line, base, false, true),
    earnBaseOf(line, base, true, true),
    earnBaseOf(line, base, false, false),
    earnBaseOf(line, base, true, false),
  ]).toEqual([everyLine, tied, everyLine - 7, tied - 7]);
});

test('the share that points do not pay is of what discounts leave, over all lines', () => {
  const other = { ...line, discountMinor: 0, pointsMinor: 0 };
  expect([proRataShare([]), proRataShare([line, other])]).toEqual([
    { netMinor: 0, keptMinor: 0 },
    { netMinor: 1700, keptMinor: 1600 },
  ]);
});
