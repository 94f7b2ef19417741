import { expect, test } from 'vitest';
import {
  canTypePoints,
  spendRow,
  toggledPoints,
  typedPoints,
  type SpendView,
} from './spend-points.ts';

function sale(part: Partial<SpendView>): SpendView {
  return { spendPoints: 0, spendPointsMax: null, spendBlockedBy: null, preview: null, ...part };
}

test('the row says nothing, why not, how many, or what they are worth', () => {
  const preview: SpendView['preview'] = {
    kind: 'evaluated',
    amountMinor: 900,
    discountMinor: 0,
    pointsSpent: 100,
    pointsValueMinor: 50,
    baseMinor: 850,
    paidMinor: 850,
    points: 8,
    reasons: [],
    brings: [],
    nextSteps: [],
  };
  const views = [
    sale({}),
    sale({ spendBlockedBy: 'redeem-needs-scan' }),
    sale({ spendPointsMax: 0, spendBlockedBy: 'points-short' }),
    sale({ spendPointsMax: 400 }),
    sale({ spendPointsMax: 400, spendPoints: 100, preview }),
    sale({ spendPoints: 100 }),
  ];
  expect(views.map(spendRow)).toEqual([
    { kind: 'nothing' },
    { kind: 'blocked', code: 'redeem-needs-scan' },
    { kind: 'blocked', code: 'points-short' },
    { kind: 'offer', pointsMax: 400 },
    { kind: 'on-sale', points: 100, valueMinor: 50 },
    { kind: 'on-sale', points: 100, valueMinor: null },
  ]);
  expect(views.map(toggledPoints)).toEqual([1, 1, 1, 400, 0, 0]);
  expect(views.map(canTypePoints)).toEqual([false, false, false, true, true, true]);
});

test('an emptied field means no points', () => {
  expect(['', '0', '120'].map(typedPoints)).toEqual([0, 0, 120]);
});
