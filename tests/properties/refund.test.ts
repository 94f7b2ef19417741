import fc from 'fast-check';
import { expect, test } from 'vitest';
import { refundResultSchema } from '../../app/contract/sale.ts';
import { evaluateRefund } from '../../app/domain/evaluate-refund.ts';
import { evaluateSale } from '../../app/domain/evaluate-sale.ts';
import type { LotId, VoucherId } from '../../app/domain/ids.ts';
import { lotsFromEntries } from '../../app/domain/lots.ts';
import type { Lot } from '../../app/domain/lots.ts';
import { earnPerAmount } from '../../app/domain/program-defaults.ts';
import type { Program } from '../../app/domain/program.ts';
import type {
  RefundContext,
  RefundReason,
  RefundRequest,
  RefundResult,
  SettledSale,
} from '../../app/domain/refund.ts';
import { refundReasonWords, refundRefusalWords } from '../../app/domain/refund-words.ts';
import type { MemberState, SaleInput } from '../../app/domain/sale.ts';
import { addDays } from '../../app/domain/time.ts';
import { anyProgram } from './arbitrary-program.ts';
import { anyMember, anySale, buyer } from './arbitrary-sale.ts';
import { propertyParameters, propertyTimeoutMs } from './runs.ts';

const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);

/** Requests of every kind; amounts and units from far too few to far too many. */
const anyRequest: fc.Arbitrary<RefundRequest> = fc.oneof(
  { weight: 1, arbitrary: fc.constant({ kind: 'all' as const }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('amount' as const),
      amountMinor: fc.integer({ min: 1, max: 700 }),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('lines' as const),
      lines: fc.array(fc.record({ line: fc.nat(5), qty: fc.integer({ min: 1, max: 4 }) }), {
        minLength: 1,
        maxLength: 3,
      }),
    }),
  },
);

function settled(program: Program, facts: MemberState, asked: SaleInput): SettledSale | null {
  const sale = evaluateSale(program, facts, asked);
  if (sale.kind === 'refused') return null;
  const issued = sale.issued.map(({ couponId, because }, place) => ({
    voucherId: `0197000a-0000-7000-8000-${String(place).padStart(12, '0')}` as VoucherId,
    couponId,
    used: place % 3 === 2,
    because,
  }));
  return { ...sale, asked, facts, issued };
}

type Refunded = {
  readonly results: readonly RefundResult[];
  readonly reasons: readonly RefundReason[];
  readonly lots: readonly Lot[];
};

/** Refunds one after the other; those that are refused change nothing. */
function refundAll(
  program: Program,
  sale: SettledSale,
  requests: readonly RefundRequest[],
  daysBetween = 0,
): Refunded {
  const ofBuyer = (entries: RefundResult['entries']) =>
    entries.filter((one) => one.memberId === buyer);
  let lots = lotsFromEntries([...sale.facts.lots, ...ofBuyer(sale.entries)]);
  let today = sale.asked.date;
  let lapsedPoints = 0;
  const results: RefundResult[] = [];
  const reasons: RefundReason[] = [];
  requests.forEach((request, place) => {
    today = addDays(today, daysBetween);
    const context: RefundContext = {
      sale,
      earlier: results,
      lots,
      otherLots: [],
      today,
      atMs: sale.asked.atMs,
      lotIds: [0, 1].map((n) => `01970009-0000-7000-8000-0000000000${place}${n}` as LotId),
      lapsedPoints,
    };
    const outcome = evaluateRefund(program, context, 'refund', request);
    if (outcome.kind === 'refused') {
      expect(refundRefusalWords(outcome.refusal)['zh-TW']).not.toMatch(/undefined|NaN/);
      return;
    }
    results.push(outcome.result);
    reasons.push(...outcome.reasons);
    lots = lotsFromEntries([...lots, ...ofBuyer(outcome.result.entries)]);
    for (const { kind, points } of ofBuyer(outcome.result.entries)) {
      if (kind === 'expire') lapsedPoints -= points;
    }
  });
  return { results, reasons, lots };
}

function withRefundDays(program: Program): Program {
  return { ...program, policies: { ...program.policies, refundDaysMax: null } };
}

/** What must hold of every refund and of all refunds of one sale together. */
function checkResults(sale: SettledSale, results: readonly RefundResult[]): void {
  for (const one of results) {
    expect(refundResultSchema.parse(one)).toEqual(one);
    expect(sum(one.byLine)).toBe(one.amountMinor);
    expect(one.moneyMinor + one.pointsValueMinor + one.valueMinor).toBe(one.amountMinor);
    expect(sum(one.values.map((value) => value.amountMinor))).toBe(one.valueMinor);
    const own = one.entries.filter(({ memberId, kind }) => memberId === buyer && kind !== 'expire');
    expect(sum(own.map((entry) => entry.points))).toBe(one.returned - one.clawedBack);
    expect(one.entries.map((entry) => entry.leg)).toEqual(one.entries.map((_, leg) => leg));
    expect(one.entries.every((entry) => entry.points !== 0)).toBe(true);
    const lowest = [...one.byLine, ...one.qtyByLine, one.moneyMinor, one.pointsValueMinor];
    lowest.push(one.valueMinor, one.spentMinor, one.clawedBack, one.returned, one.shortfall);
    expect(Math.min(...lowest)).toBeGreaterThanOrEqual(0);
  }
  const of = (
    key:
      'clawedBack' | 'returned' | 'moneyMinor' | 'spentMinor' | 'valueMinor' | 'pointsValueMinor',
  ) => sum(results.map((one) => one[key]));
  expect(of('clawedBack')).toBeLessThanOrEqual(sale.points);
  expect(of('returned')).toBeLessThanOrEqual(sale.pointsSpent);
  expect(of('moneyMinor')).toBeLessThanOrEqual(sale.paidMinor);
  expect(of('spentMinor')).toBeLessThanOrEqual(sale.spentMinor);
  expect(of('valueMinor')).toBeLessThanOrEqual(sale.valueMinor);
  expect(of('pointsValueMinor')).toBeLessThanOrEqual(sale.pointsValueMinor);
  expect(results.filter((one) => one.complete).length).toBeLessThanOrEqual(1);
}

test(
  'no refund throws, each adds up, and together they never give or take more than the sale did',
  () => {
    fc.assert(
      fc.property(
        anyProgram,
        anyMember,
        anySale,
        fc.array(anyRequest, { minLength: 1, maxLength: 5 }),
        fc.constantFrom(0, 0, 20, 400),
        (program, state, asked, requests, days) => {
          const sale = settled(program, state, asked);
          if (sale === null) return;
          const { results, reasons } = refundAll(program, sale, requests, days);
          checkResults(sale, results);
          for (const reason of reasons) {
            const words = refundReasonWords(reason);
            expect(`${words['zh-TW']}${words.en}`).not.toMatch(/undefined|NaN/);
          }
        },
      ),
      propertyParameters('refunds add up'),
    );
  },
  propertyTimeoutMs,
);

test(
  'a sale refunded in any steps, then the rest, leaves lots, tenders and spend as before it',
  () => {
    fc.assert(
      fc.property(
        anyProgram,
        anyMember,
        anySale,
        fc.array(anyRequest, { maxLength: 4 }),
        (anyOf, state, asked, requests) => {
          const rules = withRefundDays(anyOf);
          const program: Program = {
            ...rules,
            // Lots that a sale moves along (sliding) keep their new day, a clamped balance its points.
            expiry: rules.expiry.kind === 'sliding' ? { kind: 'none' } : rules.expiry,
            policies: {
              ...rules.policies,
              negativeBalance: 'allow',
              refundRounding: 'cumulative',
            },
          };
          const sale = settled(program, state, asked);
          if (sale === null) return;
          const { results, lots } = refundAll(program, sale, [...requests, { kind: 'all' }]);
          const of = (
            key: 'clawedBack' | 'returned' | 'moneyMinor' | 'spentMinor' | 'valueMinor',
          ) => sum(results.map((one) => one[key]));
          expect({
            lots,
            clawedBack: of('clawedBack'),
            returned: of('returned'),
            money: of('moneyMinor'),
            spent: of('spentMinor'),
            value: of('valueMinor'),
            complete: results.filter((one) => one.complete).length,
          }).toEqual({
            lots: lotsFromEntries(state.lots),
            clawedBack: sale.points,
            returned: sale.pointsSpent,
            money: sale.paidMinor,
            spent: sale.spentMinor,
            value: sale.valueMinor,
            complete: 1,
          });
          const holders = new Map<string, number>();
          for (const { holderId, amountMinor } of [
            ...sale.values,
            ...results.flatMap((one) => one.values),
          ]) {
            holders.set(holderId, (holders.get(holderId) ?? 0) + amountMinor);
          }
          expect([...holders.values()].every((left) => left === 0)).toBe(true);
        },
      ),
      propertyParameters('refunding all leaves no trace'),
    );
  },
  propertyTimeoutMs,
);

test(
  'two refunds by line lead to the same end in either order',
  () => {
    const units = fc.record({
      kind: fc.constant('lines' as const),
      lines: fc.array(fc.record({ line: fc.nat(3), qty: fc.integer({ min: 1, max: 2 }) }), {
        minLength: 1,
        maxLength: 3,
      }),
    });
    fc.assert(
      fc.property(
        anyProgram,
        anyMember,
        anySale,
        fc.integer({ min: 1, max: 100 }),
        units,
        units,
        (anyOf, state, asked, perMinor, one, other) => {
          const rules = withRefundDays(anyOf);
          const program: Program = {
            ...rules,
            // More goods never earn less here. Where they can (a maximum spend; NT$1 of rounding between
            // money and gift card), what is kept depends on the way there: it never rises again.
            earn: [earnPerAmount(perMinor, 1)],
            earnBase: 'gross',
            multipliers: [],
            storedValue: { ...rules.storedValue, storedValueEarns: true },
            policies: {
              ...rules.policies,
              negativeBalance: 'allow',
              refundRounding: 'cumulative',
            },
          };
          const sale = settled(program, state, asked);
          if (sale === null) return;
          const there = refundAll(program, sale, [one, other]);
          const back = refundAll(program, sale, [other, one]);
          if (there.results.length < 2 || back.results.length < 2) return;
          const ends = [there, back].map(({ results, lots }) => ({
            lots,
            byLine: asked.lines.map((_, line) => sum(results.map((r) => r.byLine[line] ?? 0))),
            money: sum(results.map((r) => r.moneyMinor)),
            points: sum(results.map((r) => r.pointsValueMinor)),
            clawedBack: sum(results.map((r) => r.clawedBack)),
            returned: sum(results.map((r) => r.returned)),
            complete: results.some((r) => r.complete),
          }));
          expect(ends[1]).toEqual(ends[0]);
        },
      ),
      propertyParameters('order of refunds'),
    );
  },
  propertyTimeoutMs,
);

test(
  'a void undoes a sale in one step, once',
  () => {
    fc.assert(
      fc.property(anyProgram, anyMember, anySale, (program, state, asked) => {
        const sale = settled(program, state, asked);
        if (sale === null) return;
        const all = refundAll(program, sale, [{ kind: 'all' }]);
        const context: RefundContext = {
          sale,
          earlier: [],
          lots: lotsFromEntries([
            ...state.lots,
            ...sale.entries.filter((one) => one.memberId === buyer),
          ]),
          otherLots: [],
          today: asked.date,
          atMs: asked.atMs,
          lotIds: [0, 1].map((n) => `01970009-0000-7000-8000-00000000000${n}` as LotId),
        };
        const outcome = evaluateRefund(program, context, 'void', {
          kind: 'amount',
          amountMinor: 1,
        });
        if (outcome.kind === 'refused') {
          expect(outcome.refusal.code).toBe('points-spent');
          return;
        }
        expect(outcome.result).toEqual({ ...all.results[0], mode: 'void' });
        const again = { ...context, earlier: [outcome.result] };
        expect(evaluateRefund(program, again, 'void', { kind: 'all' })).toEqual({
          kind: 'refused',
          refusal: { code: 'nothing-left' },
        });
      }),
      propertyParameters('void'),
    );
  },
  propertyTimeoutMs,
);
