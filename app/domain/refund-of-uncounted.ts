import { evaluateRefund } from './evaluate-refund.ts';
import { lotsFromEntries } from './lots.ts';
import type { Program } from './program.ts';
import type {
  EvaluatedRefund,
  RefundContext,
  RefundRefusal,
  RefundRequest,
  RefundResult,
} from './refund.ts';

/**
 * Goods and money of a refund without what it moves of points, stored value, stamps and vouchers: all that
 * happened where the sale had no effect when it was taken back.
 */
export function goodsAndMoney(result: RefundResult): RefundResult {
  return {
    ...result,
    clawedBack: 0,
    returned: 0,
    shortfall: 0,
    entries: [],
    values: [],
    stamps: [],
    cancelled: [],
    reissued: [],
  };
}

/**
 * `evaluateRefund` for a sale that HQ gave no effect: goods and money as of any other sale, and nothing
 * else, because what the sale moved has been put right already. `context.lots` are without the sale.
 */
export function evaluateUncounted(
  program: Program,
  context: RefundContext,
  mode: 'void' | 'refund',
  request: RefundRequest,
): EvaluatedRefund | RefundRefusal {
  const { sale } = context;
  const lotsOf = (lots: RefundContext['lots'], memberId: string) =>
    lotsFromEntries([...lots, ...sale.entries.filter((entry) => entry.memberId === memberId)]);
  // As if it counted: its own points are not missing because HQ took them off.
  const counted: RefundContext = {
    ...context,
    lots: lotsOf(context.lots, sale.facts.memberId),
    otherLots: context.otherLots.map(({ memberId, lots }) => ({
      memberId,
      lots: lotsOf(lots, memberId),
    })),
  };
  const outcome = evaluateRefund(program, counted, mode, request);
  if (outcome.kind === 'refused') return outcome;
  return {
    kind: 'evaluated',
    result: goodsAndMoney(outcome.result),
    reasons: [
      ...outcome.reasons.filter(({ code }) => code === 'goods-back'),
      { code: 'sale-uncounted' },
    ],
  };
}
