import { expect, test } from 'vitest';
import { linesAfter, tendersLeft, wholeLines } from './refund-amounts.ts';
import { changeOf } from './refund-change.ts';
import { settle } from './refund.fixture.ts';
import { scopeOf, testLine, testLot, testMember, testProgram } from './sale-context.fixture.ts';
import { testReward, testSale } from './sale-context.fixture.ts';

const free = testReward(
  'free',
  { kind: 'percent', offBps: 10_000, maxMinor: null },
  { scope: scopeOf({ skus: ['F'] }) },
);
/** NT$50 for one unit, another for nothing. */
const sale = settle(
  testProgram({ rewards: [free] }),
  testMember({ lots: [testLot('a', 10)] }),
  testSale([testLine('A', 1, 50), testLine('F', 1, 20)], {
    rewards: [{ rewardId: 'free', units: 1 }],
  }),
);

test('the last of what was paid goes once; the sale is complete with its free goods', () => {
  const whole = wholeLines(sale);
  const paid = { byLine: [50, 0], qtyByLine: [1, 0] };
  const part = { byLine: [20, 0], qtyByLine: [0, 0] };
  const given = { byLine: [0, 0], qtyByLine: [0, 1] };
  const onlyFree = linesAfter(whole, paid);
  const none = linesAfter(onlyFree, given);
  const of = (before: typeof whole, taking: typeof paid) => {
    const after = linesAfter(before, taking);
    return {
      taking,
      linesBefore: before,
      linesAfter: after,
      before: tendersLeft(sale, before),
      after: tendersLeft(sale, after),
    };
  };
  expect([
    changeOf(sale, whole, part),
    changeOf(sale, whole, paid),
    changeOf(sale, onlyFree, given),
    changeOf(sale, none, given),
  ]).toEqual([
    { ...of(whole, part), takesLast: false, complete: false },
    { ...of(whole, paid), takesLast: true, complete: false },
    { ...of(onlyFree, given), takesLast: false, complete: true },
    { ...of(none, given), takesLast: false, complete: false },
  ]);
});
