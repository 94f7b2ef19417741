import fc from 'fast-check';
import { expect, test } from 'vitest';
import { programSchema } from '../../app/contract/program.ts';
import { memberStateSchema, saleInputSchema } from '../../app/contract/sale.ts';
import { evaluateSale } from '../../app/domain/evaluate-sale.ts';
import { lotsFromEntries } from '../../app/domain/lots.ts';
import { earnPerAmount } from '../../app/domain/program-defaults.ts';
import type { Conditions } from '../../app/domain/program-conditions.ts';
import { reasonWords } from '../../app/domain/reason-words.ts';
import { lineOfAmount } from '../../app/domain/sale.ts';
import type { EvaluatedSale, LedgerEntry, MemberState, SaleInput } from '../../app/domain/sale.ts';
import { anyProgram } from './arbitrary-program.ts';
import { anyMember, anySale, buyer } from './arbitrary-sale.ts';
import { propertyParameters, propertyTimeoutMs } from './runs.ts';

const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);
/** The opposite, never −0. */
const less = (value: number) => 0 - value;

function pointsOf(entries: readonly LedgerEntry[], kind: LedgerEntry['kind']): number {
  return sum(entries.filter((e) => e.kind === kind && e.memberId === buyer).map((e) => e.points));
}

/** Everything that must add up in any result, worked out from the result alone. */
function checkSums(result: EvaluatedSale, sale: SaleInput): void {
  const { lines, discounts, entries } = result;
  expect(lines.map((line) => line.grossMinor)).toEqual(
    sale.lines.map((line) => line.qty * line.unitMinor),
  );
  for (const discount of discounts) {
    expect(discount.byLine).toHaveLength(lines.length);
    expect(sum(discount.byLine)).toBe(discount.discountMinor);
  }
  lines.forEach((line, i) => {
    expect(sum(discounts.map((discount) => discount.byLine[i] ?? 0))).toBe(line.discountMinor);
    const money = line.grossMinor - line.discountMinor - line.pointsMinor - line.valueMinor;
    expect(
      Math.min(money, line.discountMinor, line.pointsMinor, line.valueMinor),
    ).toBeGreaterThanOrEqual(0);
    expect(line.tiedDiscountMinor + line.rewardMinor).toBeLessThanOrEqual(line.discountMinor * 2);
  });
  const of = (key: 'grossMinor' | 'discountMinor' | 'pointsMinor' | 'valueMinor') =>
    sum(lines.map((line) => line[key]));
  expect({
    amountMinor: result.amountMinor,
    discountMinor: result.discountMinor,
    pointsValueMinor: result.pointsValueMinor,
    valueMinor: result.valueMinor,
    paidMinor: result.paidMinor,
    points: result.points,
    pointsSpent: result.pointsSpent,
    moved: pointsOf(entries, 'adjust'),
    value: less(sum(result.values.map((value) => value.amountMinor))),
  }).toEqual({
    amountMinor: of('grossMinor'),
    discountMinor: of('discountMinor'),
    pointsValueMinor: of('pointsMinor'),
    valueMinor: of('valueMinor'),
    paidMinor: of('grossMinor') - of('discountMinor') - of('pointsMinor') - of('valueMinor'),
    points: pointsOf(entries, 'earn'),
    pointsSpent: less(pointsOf(entries, 'spend')),
    moved: 0,
    value: result.valueMinor,
  });
  expect(entries.map((entry) => entry.leg)).toEqual(entries.map((_, i) => i));
  expect(entries.every((entry) => entry.points !== 0)).toBe(true);
}

test(
  'a sale never throws, its sums hold, and its lots hold what was there plus what came less what went',
  () => {
    fc.assert(
      fc.property(anyProgram, anyMember, anySale, (program, state, sale) => {
        const result = evaluateSale(program, state, sale);
        if (result.kind === 'refused') return;
        checkSums(result, sale);
        const before = state.lots.map((lot, leg): LedgerEntry => ({
          ...lot,
          leg,
          kind: 'earn',
          memberId: buyer,
        }));
        const own = result.entries.filter((entry) => entry.memberId === buyer);
        const after = lotsFromEntries([...before, ...own]);
        expect(sum(after.map((lot) => lot.points))).toBe(
          sum(state.lots.map((lot) => lot.points)) + result.points - result.pointsSpent,
        );
        for (const reason of result.reasons) {
          const words = reasonWords(reason);
          expect(words['zh-TW'] !== '' && words.en !== '').toBe(true);
        }
      }),
      propertyParameters('conservation and totality'),
    );
  },
  propertyTimeoutMs,
);

test(
  'till and HQ get the same bytes: from the objects, and from what went over the wire',
  () => {
    fc.assert(
      fc.property(anyProgram, anyMember, anySale, (program, state, sale) => {
        const wire = <T>(value: T): unknown => JSON.parse(JSON.stringify(value));
        const till = JSON.stringify(evaluateSale(program, state, sale));
        const hq = evaluateSale(
          programSchema.parse(wire(program)),
          memberStateSchema.parse(wire(state)),
          saleInputSchema.parse(wire(sale)),
        );
        expect(JSON.stringify(hq)).toBe(till);
      }),
      propertyParameters('till = HQ'),
    );
  },
  propertyTimeoutMs,
);

test(
  'where points come for the amount alone, more spent never earns less',
  () => {
    fc.assert(
      fc.property(
        anyProgram,
        anyMember,
        anySale,
        fc.nat(5_000),
        fc.nat(2_000),
        fc.constantFrom(1, 7, 100),
        (program, state, sale, amountMinor, moreMinor, perMinor) => {
          // Rules for the amount, any multipliers on the whole sale, tiers and expiry; no coupons.
          const withoutMost = <T extends { readonly when: Conditions }>(one: T): T => {
            return { ...one, when: { ...one.when, maxSpendMinor: null, maxUnits: null } };
          };
          const plain = {
            ...program,
            earn: [earnPerAmount(perMinor, 3)],
            multipliers: program.multipliers
              .filter((one) => one.target === 'sale' && one.factorBps >= 10_000)
              .map(withoutMost),
            // A stamp card's reward may be points.
            stampCards: program.stampCards.map(withoutMost),
            coupons: [],
            gifts: [],
            rewards: [],
            combine: 'max' as const,
          };
          const pointsFor = (minor: number): number => {
            const asked: SaleInput = {
              ...sale,
              lines: [lineOfAmount(minor)],
              vouchers: [],
              codes: [],
              rewards: [],
              spendPoints: 0,
              storedValueMinor: 0,
              giftCards: [],
            };
            const result = evaluateSale(plain, state, asked);
            return result.kind === 'refused' ? 0 : result.points;
          };
          expect(pointsFor(amountMinor + moreMinor)).toBeGreaterThanOrEqual(pointsFor(amountMinor));
        },
      ),
      propertyParameters('more spent never earns less'),
    );
  },
  propertyTimeoutMs,
);

test(
  'the order in which entries arrive does not matter to lots and balance',
  () => {
    const entry = fc.record({
      leg: fc.nat(5),
      kind: fc.constantFrom(
        'earn' as const,
        'spend' as const,
        'refund' as const,
        'adjust' as const,
      ),
      memberId: fc.constant(buyer),
      lotId: fc.constantFrom(
        ...[1, 2, 3].map(
          (n) => `01970004-0000-7000-8000-00000000000${n}` as MemberState['lots'][number]['lotId'],
        ),
      ),
      points: fc.integer({ min: -50, max: 50 }),
      expiresOn: fc.constantFrom('2026-12-31', '2027-12-31', null),
    });
    fc.assert(
      fc.property(
        fc.array(entry, { maxLength: 20 }),
        fc.infiniteStream(fc.nat()),
        (entries, draw) => {
          const shuffled = entries
            .map((one) => ({ one, at: draw.next().value as number }))
            .sort((a, b) => a.at - b.at)
            .map(({ one }) => one);
          expect(lotsFromEntries(shuffled)).toEqual(lotsFromEntries(entries));
        },
      ),
      propertyParameters('order of entries'),
    );
  },
  propertyTimeoutMs,
);
