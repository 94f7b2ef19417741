import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allocateDiscount, discountOf } from './coupon-discount.ts';
import { taskOf } from './discount-task.fixture.ts';
import type { CouponEffect, Rounding } from './program.ts';
import { testLine } from './sale-context.fixture.ts';

const anyUnits = fc.integer({ min: 1, max: 6 });
const anyTimes = fc.option(anyUnits);
const anyBps = fc.integer({ min: 1, max: 10_000 });
const anyMinor = fc.nat(300);
const anyEffect: fc.Arbitrary<CouponEffect> = fc.oneof(
  fc.record({
    kind: fc.constant('amount' as const),
    amountMinor: fc.integer({ min: 1, max: 900 }),
  }),
  fc.record({
    kind: fc.constant('percent' as const),
    offBps: anyBps,
    maxMinor: fc.option(fc.integer({ min: 1, max: 300 })),
  }),
  fc.record({ kind: fc.constant('unit-price' as const), unitMinor: anyMinor, unitsMax: anyTimes }),
  fc.record({ kind: fc.constant('cheapest' as const), offBps: anyBps, units: anyUnits }),
  fc.record({ kind: fc.constant('free-units' as const), units: anyUnits }),
  fc.record({
    kind: fc.constant('buy-get' as const),
    buyUnits: anyUnits,
    getUnits: anyUnits,
    offBps: anyBps,
    timesMax: anyTimes,
  }),
  fc.record({
    kind: fc.constant('bundle-price' as const),
    units: anyUnits,
    priceMinor: anyMinor,
    timesMax: anyTimes,
  }),
);
const anyRounding = fc.constantFrom<Rounding>('floor', 'half-up', 'up');
const anyBasket = fc.array(
  fc.record({ qty: fc.integer({ min: 1, max: 8 }), unitMinor: anyMinor, leftBps: fc.nat(10_000) }),
  { minLength: 1, maxLength: 6 },
);

describe('any effect on any basket', () => {
  test('parts sum to the discount, none is more than is left of its line', () => {
    fc.assert(
      fc.property(anyEffect, anyRounding, anyBasket, (effect, rounding, basket) => {
        const lines = basket.map(({ qty, unitMinor }, i) => testLine(`S${i}`, qty, unitMinor));
        const leftByLine = basket.map((line) =>
          Math.floor((line.qty * line.unitMinor * line.leftBps) / 10_000),
        );
        const task = taskOf(effect, lines, { rounding, leftByLine });
        const discount = discountOf(task);
        const byLine = allocateDiscount(
          discount,
          task.places,
          lines.map(() => 0),
        );
        expect(byLine.reduce((sum, part) => sum + part, 0)).toBe(discount.discountMinor);
        byLine.forEach((part, line) => {
          expect(part).toBeGreaterThanOrEqual(0);
          expect(part).toBeLessThanOrEqual(leftByLine[line] ?? 0);
        });
      }),
      { numRuns: 2000 },
    );
  });

  test('a percentage of more is never less', () => {
    fc.assert(
      fc.property(
        anyBps,
        anyRounding,
        fc.nat(100_000),
        fc.nat(1000),
        (offBps, rounding, minor, more) => {
          const effect = { kind: 'percent', offBps, maxMinor: null } as const;
          const of = (amountMinor: number) =>
            discountOf(taskOf(effect, [testLine('A', 1, amountMinor)], { rounding })).discountMinor;
          expect(of(minor + more)).toBeGreaterThanOrEqual(of(minor));
          expect(of(minor)).toBeLessThanOrEqual(minor);
        },
      ),
    );
  });

  test('buy X get Y for nothing frees as many units as are counted inside the basket', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        anyUnits,
        anyUnits,
        (qty, buyUnits, getUnits) => {
          const effect = {
            kind: 'buy-get',
            buyUnits,
            getUnits,
            offBps: 10_000,
            timesMax: null,
          } as const;
          const group = buyUnits + getUnits;
          const free = Math.floor(qty / group) * getUnits + Math.max(0, (qty % group) - buyUnits);
          const { discountMinor } = discountOf(taskOf(effect, [testLine('A', qty, 7)]));
          expect(discountMinor).toBe(free * 7);
        },
      ),
    );
  });
});
