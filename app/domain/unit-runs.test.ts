import fc from 'fast-check';
import { expect, test } from 'vitest';
import { freeUnitsInside, unitRuns } from './unit-runs.ts';

const units = [3, 2, 1];

test('units by price, equal ones in the order of the lines', () => {
  const gross = [150, 160, 50];
  expect(unitRuns([0, 1, 2], gross, units, 'dearest')).toEqual([
    { at: 1, units: 2, unitMinor: 80 },
    { at: 0, units: 3, unitMinor: 50 },
    { at: 2, units: 1, unitMinor: 50 },
  ]);
  expect(unitRuns([2, 0, 1], gross, units, 'cheapest')).toEqual([
    { at: 0, units: 1, unitMinor: 50 },
    { at: 1, units: 3, unitMinor: 50 },
    { at: 2, units: 2, unitMinor: 80 },
  ]);
});

test('what is left of a line is spread in whole NT$; units that cost nothing are left out', () => {
  expect(unitRuns([0, 1, 2], [101, 1, 0], units, 'dearest')).toEqual([
    { at: 0, units: 2, unitMinor: 34 },
    { at: 0, units: 1, unitMinor: 33 },
    { at: 1, units: 1, unitMinor: 1 },
  ]);
  expect(unitRuns([], [150, 160, 50], units, 'dearest')).toEqual([]);
  // All units free, and of the last a part of its group's price is left.
  expect(unitRuns([0, 1, 2], [0, 80, 40], [0, 1, 0], 'dearest')).toEqual([
    { at: 1, units: 1, unitMinor: 80 },
  ]);
});

test('the units together cost what is left', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 50 }), fc.nat(5000), (qty, left) => {
      const runs = unitRuns([0], [left], [qty], 'dearest');
      expect(runs.reduce((sum, run) => sum + run.units * run.unitMinor, 0)).toBe(left);
      expect(runs.reduce((sum, run) => sum + run.units, 0)).toBeLessThanOrEqual(qty);
    }),
  );
});

test('free units inside a basket: full groups, and what a started one has beyond the bought', () => {
  const ten = Array.from({ length: 11 }, (_, items) => items);
  expect(ten.map((items) => freeUnitsInside(items, 2, 1))).toEqual([
    0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3,
  ]);
  expect(ten.map((items) => freeUnitsInside(items, 2, 3))).toEqual([
    0, 0, 0, 1, 2, 3, 3, 3, 4, 5, 6,
  ]);
});

test('every unit is either bought or free, and one more never frees fewer', () => {
  const count = fc.integer({ min: 1, max: 20 });
  fc.assert(
    fc.property(fc.nat(500), count, count, (items, buy, get) => {
      let free = 0;
      for (let place = 0; place < items; place += 1) if (place % (buy + get) >= buy) free += 1;
      expect(freeUnitsInside(items, buy, get)).toBe(free);
      expect(freeUnitsInside(items + 1, buy, get) - free).toBeLessThanOrEqual(1);
    }),
  );
});
