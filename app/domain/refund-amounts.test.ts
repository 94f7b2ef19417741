import { describe, expect, test } from 'vitest';
import {
  linesAfter,
  planTaking,
  shareOf,
  tendersLeft,
  unitsHeld,
  wholeLines,
} from './refund-amounts.ts';
import type { LineLeft, Taking } from './refund-amounts.ts';
import type { RefundRequest } from './refund.ts';
import { settle } from './refund.fixture.ts';
import {
  scopeOf,
  testLine,
  testLot,
  testMember,
  testProgram,
  testReward,
  testSale,
} from './sale-context.fixture.ts';

const program = testProgram({
  redemption: {
    pointsPerStep: 1,
    minorPerStep: 1,
    pointsMin: 0,
    cartMinMinor: 0,
    shareMaxBps: 10_000,
    block: null,
  },
  rewards: [
    testReward(
      'free',
      { kind: 'percent', offBps: 10_000, maxMinor: null },
      { scope: scopeOf({ skus: ['F'] }) },
    ),
  ],
});
const member = testMember({ lots: [testLot('a', 500)], storedValue: [testLot('v', 500)] });
const free = { rewards: [{ rewardId: 'free', units: 1 }] };
/** NT$9 in 3 units, NT$50 in 2, and 2 units for nothing. */
const sale = settle(
  program,
  member,
  testSale([{ ...testLine('A', 3, 3) }, testLine('B', 2, 25), testLine('F', 2, 20)], free),
);
const whole = wholeLines(sale);
const left = (lines: readonly LineLeft[]) => lines.map((one) => [one.leftMinor, one.qtyLeft]);

function units(...lines: readonly (readonly [number, number])[]): RefundRequest {
  return { kind: 'lines', lines: lines.map(([line, qty]) => ({ line, qty })) };
}

function taken(lines: readonly LineLeft[], request: RefundRequest): Taking {
  const taking = planTaking(lines, request);
  if (taking.kind === 'refused') throw new Error(taking.refusal.code);
  return taking;
}

function refusal(lines: readonly LineLeft[], request: RefundRequest): unknown {
  const taking = planTaking(lines, request);
  return taking.kind === 'refused' ? taking.refusal : taking;
}

test('a share is exact for large numbers too, and nothing of nothing', () => {
  expect([
    shareOf(10, 2, 3),
    shareOf(9, 3, 3),
    shareOf(1_000_000_000_000, 9_999_998, 9_999_999),
    shareOf(675_647_857, 15_793_561, 57_991_877),
    shareOf(5, 0, 0),
  ]).toEqual([6, 9, 999_999_899_999, 184_006_557, 0]);
});

test('before any refund all of each line is left', () => {
  const line = (dueMinor: number, qty: number): LineLeft => ({
    dueMinor,
    qty,
    leftMinor: dueMinor,
    qtyLeft: qty,
    baseMinor: dueMinor,
    baseQty: qty,
    byAmount: false,
  });
  expect(whole).toEqual([line(9, 3), line(50, 2), line(0, 2)]);
});

test('units are held until the whole value of their line came back', () => {
  const line: LineLeft = { ...whole[0], dueMinor: 9, leftMinor: 4, qtyLeft: 2 } as LineLeft;
  expect([
    unitsHeld(line),
    unitsHeld({ ...line, leftMinor: 0 }),
    unitsHeld({ ...line, dueMinor: 0, leftMinor: 0 }),
  ]).toEqual([2, 0, 2]);
});

describe('what a request takes', () => {
  test('units at the price of the line, cumulated; the last takes the rest', () => {
    const line: LineLeft = { ...whole[0], dueMinor: 10, leftMinor: 10, baseMinor: 10 } as LineLeft;
    const first = linesAfter([line], taken([line], units([0, 1])));
    const second = linesAfter(first, taken(first, units([0, 1])));
    const third = linesAfter(second, taken(second, units([0, 1])));
    expect([first, second, third].map(left)).toEqual([[[6, 2]], [[3, 1]], [[0, 0]]]);
    expect(left(linesAfter([line], taken([line], units([0, 1], [0, 1]))))).toEqual([[3, 1]]);
  });

  test('an amount by largest remainder over the value left; units then at the new price', () => {
    const first = linesAfter(whole, taken(whole, { kind: 'amount', amountMinor: 20 }));
    const second = linesAfter(first, taken(first, units([1, 1])));
    const third = linesAfter(second, taken(second, { kind: 'amount', amountMinor: 3 }));
    const fourth = linesAfter(third, taken(third, units([1, 1])));
    expect([left(whole), left(first), left(second), left(third), left(fourth)]).toEqual([
      [
        [9, 3],
        [50, 2],
        [0, 2],
      ],
      [
        [6, 3],
        [33, 2],
        [0, 2],
      ],
      [
        [6, 3],
        [16, 1],
        [0, 2],
      ],
      [
        [5, 3],
        [14, 1],
        [0, 2],
      ],
      [
        [5, 3],
        [0, 0],
        [0, 2],
      ],
    ]);
    expect(third.map((one) => [one.byAmount, one.baseMinor, one.baseQty])).toEqual([
      [true, 5, 3],
      [true, 14, 1],
      [false, 0, 2],
    ]);
  });

  test('everything: as all, or as the amount that is left; not less', () => {
    const everything = { kind: 'taking', byLine: [9, 50, 0], qtyByLine: [3, 2, 2] };
    expect([
      planTaking(whole, { kind: 'all' }),
      planTaking(whole, { kind: 'amount', amountMinor: 59 }),
      planTaking(whole, { kind: 'amount', amountMinor: 58 }),
    ]).toEqual([
      everything,
      everything,
      { kind: 'taking', byLine: [9, 49, 0], qtyByLine: [0, 0, 0] },
    ]);
  });

  test('what cannot be taken', () => {
    const gone = linesAfter(whole, taken(whole, { kind: 'all' }));
    const onlyFree = linesAfter(whole, taken(whole, units([0, 3], [1, 2])));
    expect([
      refusal(gone, { kind: 'all' }),
      refusal(gone, units([0, 1])),
      refusal(onlyFree, { kind: 'amount', amountMinor: 1 }),
      refusal(onlyFree, units([2, 2])),
      refusal(whole, { kind: 'amount', amountMinor: 60 }),
      refusal(whole, { kind: 'amount', amountMinor: 0 }),
      refusal(whole, { kind: 'amount', amountMinor: 1.5 }),
      refusal(whole, units([0, 0])),
      refusal(whole, units([0, 0.5])),
      refusal(whole, units([3, 1])),
      refusal(whole, units([1, 1], [1, 2])),
    ]).toEqual([
      { code: 'nothing-left' },
      { code: 'nothing-left' },
      { code: 'exceeds-refundable', refundableMinor: 0 },
      { kind: 'taking', byLine: [0, 0, 0], qtyByLine: [0, 0, 2] },
      { code: 'exceeds-refundable', refundableMinor: 59 },
      { code: 'amount-not-positive' },
      { code: 'amount-not-whole' },
      { code: 'amount-not-positive' },
      { code: 'amount-not-whole' },
      { code: 'line-unknown' },
      { code: 'exceeds-line', line: 1, qtyLeft: 2 },
    ]);
  });

  test('a line whose value an amount took has nothing left, whatever its units', () => {
    const paid = whole.slice(0, 1);
    const spent = linesAfter(paid, { byLine: [9], qtyByLine: [0] });
    expect([left(spent), refusal(spent, { kind: 'all' })]).toEqual([
      [[0, 3]],
      { code: 'nothing-left' },
    ]);
  });

  test('nothing of a line that is not asked for, even where its value and units came apart', () => {
    const [line = whole[0]!, ...others] = whole;
    const apart = [{ ...line, qtyLeft: 1 }, ...others];
    expect(planTaking(apart, units([1, 1]))).toEqual({
      kind: 'taking',
      byLine: [0, 25, 0],
      qtyByLine: [0, 1, 0],
    });
  });

  test('refunds made apart that take more than there is leave nothing, not less', () => {
    const twice = linesAfter(linesAfter(whole, taken(whole, { kind: 'all' })), {
      byLine: [9, 50, 0],
      qtyByLine: [3, 2, 2],
    });
    expect(left(twice)).toEqual([
      [0, 0],
      [0, 0],
      [0, 0],
    ]);
  });
});

describe('how what is left was paid', () => {
  test('each means of payment falls with the value and never rises', () => {
    const mixed = settle(
      program,
      member,
      testSale([testLine('A', 1, 10)], { spendPoints: 3, storedValueMinor: 4 }),
    );
    const line = wholeLines(mixed);
    const rows = [10, 9, 7, 6, 3, 1, 0].map((leftMinor) => {
      const tenders = tendersLeft(
        mixed,
        linesAfter(line, { byLine: [10 - leftMinor], qtyByLine: [0] }),
      );
      const {
        pointsValueMinor,
        valueMinor,
        moneyMinor,
        spentMinor,
        left: part,
        whole: of,
      } = tenders;
      return [pointsValueMinor, valueMinor, moneyMinor, spentMinor, part, of];
    });
    expect(rows).toEqual([
      [3, 4, 3, 7, 10, 10],
      [2, 4, 3, 6, 9, 10],
      [1, 3, 3, 4, 7, 10],
      [1, 3, 2, 4, 6, 10],
      [0, 2, 1, 2, 3, 10],
      [0, 0, 1, 0, 1, 10],
      [0, 0, 0, 0, 0, 10],
    ]);
  });

  test('of a sale that was free the list price of the units left is what the rest follows', () => {
    const given = settle(
      program,
      member,
      testSale([testLine('F', 4, 20), testLine('F', 1, 5)], free),
    );
    const lines = linesAfter(wholeLines(given), { byLine: [0, 0], qtyByLine: [3, 0] });
    expect([tendersLeft(given, wholeLines(given)), tendersLeft(given, lines)]).toEqual([
      { pointsValueMinor: 0, valueMinor: 0, moneyMinor: 0, spentMinor: 0, left: 85, whole: 85 },
      { pointsValueMinor: 0, valueMinor: 0, moneyMinor: 0, spentMinor: 0, left: 25, whole: 85 },
    ]);
  });

  test('of a sale of stored value only, its price is what the rest follows', () => {
    const topUp = settle(
      program,
      member,
      testSale([
        { ...testLine('V', 1, 500), kind: 'stored-value' },
        { ...testLine('W', 1, 300), kind: 'stored-value' },
      ]),
    );
    const lines = linesAfter(wholeLines(topUp), { byLine: [500, 0], qtyByLine: [1, 0] });
    const paid = { pointsValueMinor: 0, valueMinor: 0, spentMinor: 0, whole: 800 };
    expect([tendersLeft(topUp, wholeLines(topUp)), tendersLeft(topUp, lines)]).toEqual([
      { ...paid, moneyMinor: 800, left: 800 },
      { ...paid, moneyMinor: 300, left: 300 },
    ]);
  });
});
