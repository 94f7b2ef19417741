import fc from 'fast-check';
import { expect, test } from 'vitest';
import { evaluateSale } from '../../app/domain/evaluate-sale.ts';
import { nextStepsFor } from '../../app/domain/next-steps.ts';
import type { NextStep } from '../../app/domain/next-steps.ts';
import { always } from '../../app/domain/program-conditions.ts';
import type { Conditions } from '../../app/domain/program-conditions.ts';
import type { Program } from '../../app/domain/program.ts';
import { lineOfAmount } from '../../app/domain/sale.ts';
import type { EvaluatedSale, SaleInput } from '../../app/domain/sale.ts';
import { withSale } from '../../app/domain/state-after-sale.ts';
import { tierAfterSale } from '../../app/domain/tiers.ts';
import { anyProgram } from './arbitrary-program.ts';
import { anyMember, anySale } from './arbitrary-sale.ts';
import { propertyParameters, propertyTimeoutMs } from './runs.ts';

const namesOf = (rules: readonly { readonly name: unknown }[], name: unknown) =>
  rules.filter((rule) => rule.name === name);

/** The sale with so much more bought: each way in which a cashier could do what the step says. */
function doneWays({ lines, ...sale }: SaleInput, moreMinor: number): SaleInput[] {
  return lines.map((line, place) => ({
    ...sale,
    lines:
      line.sku === null && line.qty === 1
        ? lines.map((one, at) =>
            at === place ? { ...one, unitMinor: one.unitMinor + moreMinor } : one,
          )
        : [...lines, { ...line, qty: 1, unitMinor: moreMinor }],
  }));
}

/** A program whose coupons and gifts mostly lack nothing but spend. */
const anyReachable = fc
  .tuple(anyProgram, fc.array(fc.integer({ min: 1, max: 3_000 }), { minLength: 12, maxLength: 12 }))
  .map(([program, minSpends]): Program => {
    const from = (when: Conditions, at: number): Conditions => {
      const minSpendMinor = minSpends[at % minSpends.length] ?? 1;
      return { ...always, spendBasis: when.spendBasis, measureOn: when.measureOn, minSpendMinor };
    };
    return {
      ...program,
      coupons: program.coupons.map((one, at) => ({ ...one, when: from(one.when, at) })),
      gifts: program.gifts.map((one, at) => ({ ...one, when: from(one.when, at + 5) })),
    };
  });

/** As at the till, one amount, or a basket. */
const anyAsked = fc
  .tuple(anySale, fc.option(fc.integer({ min: 1, max: 2_000 })))
  .map(([sale, amountMinor]): SaleInput => {
    const plain = { ...sale, rewards: [], spendPoints: 0, storedValueMinor: 0, giftCards: [] };
    return amountMinor === null ? plain : { ...plain, lines: [lineOfAmount(amountMinor)] };
  });

test(
  'each step told is true once it is done',
  () => {
    const told: Partial<Record<NextStep['code'], number>> = {};
    fc.assert(
      fc.property(
        fc.oneof(anyProgram, anyReachable),
        anyMember,
        anyAsked,
        (program, member, asked) => {
          const before = evaluateSale(program, member, asked);
          if (before.kind === 'refused') return;
          const steps = nextStepsFor(program, member, { asked, result: before });
          expect(steps.length).toBeLessThanOrEqual(5);
          for (const step of steps) {
            told[step.code] = (told[step.code] ?? 0) + 1;
            if (step.code === 'next-stamp') continue;
            expect(step.missingMinor).toBeGreaterThan(0);
            if (step.code === 'next-tier') {
              const after = withSale(member, before, asked);
              const { tierId } = tierAfterSale(program, after, step.missingMinor, asked.date);
              expect(program.tiers.find((tier) => tier.tierId === tierId)?.name).toEqual(step.name);
              continue;
            }
            const isBrought = (after: EvaluatedSale): boolean => {
              if (step.code === 'next-point') return after.points - before.points === step.points;
              if (step.code === 'next-gift') {
                const gifts = namesOf(program.gifts, step.name);
                return gifts.some(
                  (one) => 'giftId' in one && after.giftIds.includes(String(one.giftId)),
                );
              }
              const coupons = namesOf(program.coupons, step.name);
              return coupons.some((one) =>
                after.discounts.some(
                  ({ source }) =>
                    'couponId' in source && 'couponId' in one && source.couponId === one.couponId,
                ),
              );
            };
            const ways = doneWays(asked, step.missingMinor).map((way) =>
              evaluateSale(program, member, way),
            );
            expect(ways.some((way) => way.kind === 'evaluated' && isBrought(way))).toBe(true);
          }
        },
      ),
      propertyParameters('told steps'),
    );
    console.info('steps told:', told);
  },
  propertyTimeoutMs,
);
