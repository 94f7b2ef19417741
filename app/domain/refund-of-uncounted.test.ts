import { expect, test } from 'vitest';
import { evaluateRefund } from './evaluate-refund.ts';
import type { MemberId } from './ids.ts';
import { earnPerAmount } from './program-defaults.ts';
import { evaluateUncounted } from './refund-of-uncounted.ts';
import { all, contextOf, lotsAfter, saleOfAmount, settle, withPolicies } from './refund.fixture.ts';
import type { RefundRequest } from './refund.ts';
import { testLot, testMember, testProgram } from './sale-context.fixture.ts';

const program = withPolicies(testProgram({ earn: [earnPerAmount(1000, 1)] }), {
  voidPolicy: 'block-if-points-spent',
});

test('goods of a sale without effect come back for the same money, and nothing else moves', () => {
  const sale = settle(program, testMember(), saleOfAmount(10_000));
  const counted = evaluateRefund(program, contextOf(sale, { lots: lotsAfter(sale) }), 'void', all);
  const inviter = { memberId: 'm9' as MemberId, lots: [testLot('k1', 3)] };
  // Its points are not there, as HQ took them off: of a sale that counted that would stand in the way.
  const uncounted = evaluateUncounted(
    program,
    contextOf(sale, { lots: [], otherLots: [inviter] }),
    'void',
    all,
  );
  if (counted.kind === 'refused' || uncounted.kind === 'refused') throw new Error('refused');
  expect(uncounted).toEqual({
    kind: 'evaluated',
    result: {
      ...counted.result,
      clawedBack: 0,
      returned: 0,
      shortfall: 0,
      entries: [],
      values: [],
      stamps: [],
      cancelled: [],
      reissued: [],
    },
    reasons: [{ code: 'goods-back', amountMinor: 10_000 }, { code: 'sale-uncounted' }],
  });
  expect([counted.result.clawedBack, counted.result.entries.length]).toEqual([10, 1]);
});

test('no more comes back than was bought', () => {
  const sale = settle(program, testMember(), saleOfAmount(100));
  const asked: RefundRequest = { kind: 'amount', amountMinor: 101 };
  const context = contextOf(sale, { lots: [] });
  expect(evaluateUncounted(program, context, 'refund', asked)).toEqual(
    evaluateRefund(program, context, 'refund', asked),
  );
  expect(evaluateUncounted(program, context, 'refund', asked).kind).toBe('refused');
});
