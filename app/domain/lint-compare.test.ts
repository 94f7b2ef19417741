import { describe, expect, test } from 'vitest';
import type { Conditions, LineScope } from './program.ts';
import {
  canHoldTogether,
  coversConditions,
  coversScope,
  daysInBoth,
  daysOverlap,
} from './lint-compare.ts';
import { makeScope, makeWhen } from './lint.fixture.ts';

const may = { from: '2026-05-01', until: '2026-05-31' };

test('days that two ranges have in common', () => {
  const ranges = [
    { from: '2026-05-31', until: '2026-06-30' },
    { from: '2026-06-01', until: null },
    { from: null, until: '2026-04-30' },
    { from: null, until: '2026-05-01' },
    { from: null, until: null },
    { from: '2026-05-10', until: '2026-05-20' },
  ];
  expect(ranges.map((range) => [daysOverlap(may, range), daysOverlap(range, may)])).toEqual(
    [true, false, false, true, true, true].map((both) => [both, both]),
  );
  expect(ranges.map((range) => daysInBoth(may, range))).toEqual([
    { from: '2026-05-31', until: '2026-05-31' },
    { from: '2026-06-01', until: '2026-05-31' },
    { from: '2026-05-01', until: '2026-04-30' },
    { from: '2026-05-01', until: '2026-05-01' },
    may,
    { from: '2026-05-10', until: '2026-05-20' },
  ]);
  expect(ranges.map((range) => daysInBoth(range, may))).toEqual(
    ranges.map((range) => daysInBoth(may, range)),
  );
});

test.each<[string, Partial<Conditions>, Partial<Conditions>, boolean]>([
  ['nothing asked', {}, { tierIds: ['a'], weekdays: [1], storeIds: [], channels: ['x'] }, true],
  ['a tier in common', { tierIds: ['a', 'b'] }, { tierIds: ['b', 'c'] }, true],
  ['no tier in common', { tierIds: ['a'] }, { tierIds: ['b'] }, false],
  ['no weekday in common', { weekdays: [1] }, { weekdays: [2] }, false],
  ['no channel in common', { channels: ['x'] }, { channels: ['y'] }, false],
  ['no store in common', { storeIds: ['n' as never] }, { storeIds: ['s' as never] }, false],
  ['no day in common', { until: '2026-05-01' }, { from: '2026-05-02' }, false],
])('%s: can hold in one sale', (_, a, b, together) => {
  expect(canHoldTogether(makeWhen(a), makeWhen(b))).toBe(together);
  expect(canHoldTogether(makeWhen(b), makeWhen(a))).toBe(together);
});

describe('a scope covers another', () => {
  test.each<[string, Partial<LineScope>, Partial<LineScope>, boolean, boolean]>([
    ['everything', {}, {}, true, true],
    ['everything and an article', {}, { skus: ['A'] }, true, false],
    ['two articles and one', { skus: ['A', 'B'] }, { skus: ['A'] }, true, false],
    ['different articles', { skus: ['A'] }, { skus: ['B'] }, false, false],
    ['everything and a category', {}, { categories: ['A'] }, true, false],
    ['everything and a label', {}, { labels: ['A'] }, true, false],
    ['everything and all but an article', {}, { exceptSkus: ['A'] }, true, false],
    ['everything and all but a category', {}, { exceptCategories: ['A'] }, true, false],
    ['everything and all but a label', {}, { exceptLabels: ['A'] }, true, false],
    ['with and without delivery', {}, { delivery: false }, true, false],
    ['the same article but', { exceptSkus: ['A'] }, { exceptSkus: ['A'] }, true, true],
    ['the same category but', { exceptCategories: ['A'] }, { exceptCategories: ['A'] }, true, true],
    ['the same label but', { exceptLabels: ['A'] }, { exceptLabels: ['A'] }, true, true],
    ['both without delivery', { delivery: false }, { delivery: false }, true, true],
  ])('%s', (_, wide, narrow, covers, back) => {
    const [a, b] = [makeScope(wide), makeScope(narrow)];
    expect([coversScope(a, b), coversScope(b, a)]).toEqual([covers, back]);
  });
});

describe('conditions cover others', () => {
  const lunch = [{ from: '11:00', until: '14:00' }];
  const evening = { from: '18:00', until: '20:00' };
  const own = { minSpendMinor: 5, measureOn: makeScope({}) };
  test.each<[string, Partial<Conditions>, Partial<Conditions>, boolean, boolean]>([
    ['nothing', {}, {}, true, true],
    ['nothing and a spend', {}, { minSpendMinor: 5 }, true, false],
    ['nothing and a spend on the sale', {}, { minSpendMinor: 5, measureOn: 'sale' }, true, false],
    ['less and more', { minSpendMinor: 4 }, { minSpendMinor: 5 }, true, false],
    [
      'measured on different lines',
      { minSpendMinor: 5 },
      { minSpendMinor: 5, measureOn: 'sale' },
      false,
      false,
    ],
    [
      'measured on lines of their own',
      { minSpendMinor: 5, measureOn: makeScope({}) },
      { minSpendMinor: 5, measureOn: makeScope({}) },
      false,
      false,
    ],
    [
      'measured before and after',
      { minSpendMinor: 5 },
      { minSpendMinor: 5, spendBasis: 'after-discounts' },
      false,
      false,
    ],
    ['nothing and a maximum', {}, { maxSpendMinor: 5 }, true, false],
    ['a higher maximum', { maxSpendMinor: 6 }, { maxSpendMinor: 5 }, true, false],
    ['nothing and units', {}, { minUnits: 2 }, true, false],
    ['fewer and more units', { minUnits: 1 }, { minUnits: 2 }, true, false],
    ['nothing and most units', {}, { maxUnits: 2 }, true, false],
    ['more and fewer most units', { maxUnits: 3 }, { maxUnits: 2 }, true, false],
    ['nothing and goods', {}, { needsSkus: ['A'] }, true, false],
    ['nothing and a code', {}, { needsCode: 'A' }, true, false],
    ['the same code', { needsCode: 'A' }, { needsCode: 'A' }, true, true],
    ['different codes', { needsCode: 'A' }, { needsCode: 'B' }, false, false],
    ['nothing and a first day', {}, { from: '2026-05-01' }, true, false],
    ['an earlier first day', { from: '2026-04-30' }, { from: '2026-05-01' }, true, false],
    ['nothing and a last day', {}, { until: '2026-05-01' }, true, false],
    ['a later last day', { until: '2026-05-02' }, { until: '2026-05-01' }, true, false],
    ['nothing and weekdays', {}, { weekdays: [1] }, true, false],
    ['nothing and hours', {}, { hours: lunch }, true, false],
    ['the same hours', { hours: lunch }, { hours: lunch }, true, true],
    [
      'hours that begin later',
      { hours: lunch },
      { hours: [{ from: '12:00', until: '14:00' }] },
      false,
      false,
    ],
    [
      'hours that end earlier',
      { hours: lunch },
      { hours: [{ from: '11:00', until: '13:00' }] },
      false,
      false,
    ],
    [
      'more hours',
      { hours: lunch },
      { hours: [...lunch, { from: '18:00', until: '20:00' }] },
      false,
      false,
    ],
    [
      'hours of which only some are the same',
      { hours: [...lunch, evening] },
      { hours: [...lunch, { ...evening, until: '21:00' }] },
      false,
      false,
    ],
    ['measured on the same lines of their own', own, own, false, false],
    ['the same maximum', { maxSpendMinor: 5 }, { maxSpendMinor: 5 }, true, true],
    ['the same days', may, may, true, true],
    ['nothing and a birthday month', {}, { birthday: 'month' }, true, false],
    ['nothing and a tier', {}, { tierIds: ['gold'] }, true, false],
    ['nothing and a store', {}, { storeIds: ['n' as never] }, true, false],
    ['nothing and a channel', {}, { channels: ['x'] }, true, false],
    ['nothing and a birthday', {}, { birthday: 'day' }, true, false],
    ['the month and the day', { birthday: 'month' }, { birthday: 'day' }, true, false],
    ['the same birthday', { birthday: 'day' }, { birthday: 'day' }, true, true],
    ['nothing and new members', {}, { joinedWithinDays: 30 }, true, false],
    ['newer members', { joinedWithinDays: 31 }, { joinedWithinDays: 30 }, true, false],
    ['nothing and the first purchase', {}, { purchase: 'first' }, true, false],
    ['both the first purchase', { purchase: 'first' }, { purchase: 'first' }, true, true],
  ])('%s', (_, wide, narrow, covers, back) => {
    const [a, b] = [makeWhen(wide), makeWhen(narrow)];
    expect([coversConditions(a, b), coversConditions(b, a)]).toEqual([covers, back]);
  });
});
