import { evaluateRefund } from './evaluate-refund.ts';
import { evaluateSale } from './evaluate-sale.ts';
import type { LotId, VoucherId } from './ids.ts';
import { balanceOf, lotsFromEntries } from './lots.ts';
import type { Lot } from './lots.ts';
import type { Program } from './program.ts';
import type {
  EvaluatedRefund,
  RefundContext,
  RefundRefusal,
  RefundRequest,
  RefundResult,
  SettledSale,
} from './refund.ts';
import { testSale } from './sale-context.fixture.ts';
import { lineOfAmount } from './sale.ts';
import type { MemberState, SaleInput } from './sale.ts';

/** Settled sales and refunds of them, for tests; programs, members and sales are of `sale-context.fixture.ts`. */

/** Ids for the new lots of one refund. */
export function lotIdsOf(prefix: string): LotId[] {
  return ['1', '2', '3', '4'].map((n) => `${prefix}${n}` as LotId);
}

/** A sale as the rules settle it; vouchers it gives are called `given0`, `given1` … and unused. */
export function settle(program: Program, facts: MemberState, asked: SaleInput): SettledSale {
  const sale = evaluateSale(program, facts, asked);
  if (sale.kind === 'refused') throw new Error(`refused: ${JSON.stringify(sale.refusal)}`);
  const issued = sale.issued.map(({ couponId, because }, place) => ({
    voucherId: `given${place}` as VoucherId,
    couponId,
    used: false,
    because,
  }));
  return { ...sale, asked, facts, issued };
}

/** The buying member's lots right after the sale. */
export function lotsAfter({ entries, facts }: SettledSale): Lot[] {
  return lotsFromEntries([
    ...facts.lots,
    ...entries.filter((one) => one.memberId === facts.memberId),
  ]);
}

/** Lots of everyone else the sale gave points to, right after it. */
export function otherLotsAfter({ entries, facts }: SettledSale): RefundContext['otherLots'] {
  const others = entries.filter((one) => one.memberId !== facts.memberId);
  return others.map(({ memberId, lotId, points, expiresOn }) => ({
    memberId,
    lots: [{ lotId, points, expiresOn }],
  }));
}

export function contextOf(sale: SettledSale, change: Partial<RefundContext> = {}): RefundContext {
  return {
    sale,
    earlier: [],
    lots: lotsAfter(sale),
    otherLots: otherLotsAfter(sale),
    today: sale.asked.date,
    atMs: sale.asked.atMs + 60_000,
    lotIds: lotIdsOf('refund'),
    ...change,
  };
}

/** What a sequence of refunds did. */
export type Refunded = {
  readonly outcomes: readonly (EvaluatedRefund | RefundRefusal)[];
  readonly results: readonly RefundResult[];
  readonly lots: readonly Lot[];
  /** Before the first refund and after each. */
  readonly balances: readonly number[];
};

/** Refunds one after the other, as a ledger would keep them; refused ones change nothing. */
export function refundAll(
  program: Program,
  sale: SettledSale,
  requests: readonly RefundRequest[],
  change: Partial<RefundContext> = {},
): Refunded {
  const context = contextOf(sale, change);
  let lots = context.lots;
  let lapsedPoints = context.lapsedPoints ?? 0;
  const results: RefundResult[] = [...context.earlier];
  const outcomes: (EvaluatedRefund | RefundRefusal)[] = [];
  const balances = [balanceOf(lots, context.today).availablePoints];
  requests.forEach((request, place) => {
    const lotIds = lotIdsOf(`refund${place}-`);
    const step = { ...context, lots, earlier: [...results], lotIds, lapsedPoints };
    const outcome = evaluateRefund(program, step, 'refund', request);
    outcomes.push(outcome);
    if (outcome.kind === 'evaluated') {
      results.push(outcome.result);
      const own = outcome.result.entries.filter((one) => one.memberId === sale.facts.memberId);
      lots = lotsFromEntries([...lots, ...own]);
      for (const one of own) if (one.kind === 'expire') lapsedPoints -= one.points;
    }
    balances.push(balanceOf(lots, context.today).availablePoints);
  });
  return { outcomes, results, lots, balances };
}

export function withPolicies(program: Program, policies: Partial<Program['policies']>): Program {
  return { ...program, policies: { ...program.policies, ...policies } };
}

export function saleOfAmount(amountMinor: number): SaleInput {
  return testSale([lineOfAmount(amountMinor)]);
}

/** Everything there is. */
export const all: RefundRequest = { kind: 'all' };

export function amounts(...minor: readonly number[]): RefundRequest[] {
  return minor.map((amountMinor) => ({ kind: 'amount', amountMinor }));
}

/** What was taken back and given back, step by step, or why not. */
export function steps({ outcomes }: Refunded): readonly unknown[] {
  return outcomes.map((one) =>
    one.kind === 'refused' ? one.refusal : [one.result.clawedBack, one.result.returned],
  );
}
