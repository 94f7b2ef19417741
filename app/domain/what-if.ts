import { evaluateRefund } from './evaluate-refund.ts';
import type { MemberId } from './ids.ts';
import { coverDebtsByLapsed } from './lots.ts';
import type { Program } from './program.ts';
import type { EvaluatedRefund, RefundRefusal, RefundRequest, RefundResult } from './refund.ts';
import type { EvaluatedSale, MemberState, SaleInput, SaleRefusal } from './sale.ts';
import type { CalendarDate } from './time.ts';
import { letLapse, recordRefund } from './what-if-history.ts';
import { giveToOthers, memberInBook, openWhatIfBook, runWhatIfSale } from './what-if-sale.ts';
import type { WhatIfBook, WhatIfSale } from './what-if-sale.ts';

export type { WhatIfSale } from './what-if-sale.ts';

/** Part or all of an earlier sale of the scenario taken back. */
export type WhatIfRefund = {
  /** Its place in `sales`. */
  readonly saleIndex: number;
  /** How many sales have been run before it; at least `saleIndex` + 1. */
  readonly afterSales: number;
  readonly mode: 'void' | 'refund';
  readonly request: RefundRequest;
  readonly date: CalendarDate;
  readonly atMs: number;
  readonly lotIds: SaleInput['lotIds'];
};

/** Sales to run under a program, in order; each sees what those before it did to its member. */
export type WhatIfScenario = {
  readonly members: readonly MemberState[];
  readonly sales: readonly WhatIfSale[];
  readonly refunds?: readonly WhatIfRefund[];
};

/** What a program would have done. Amounts NT$; counts are of sales and members. */
export type WhatIfResult = {
  readonly sales: readonly {
    readonly memberId: MemberId;
    readonly result: EvaluatedSale | SaleRefusal;
  }[];
  /** In the order of the scenario. A sale that was refused has nothing to take back. */
  readonly refunds: readonly {
    readonly memberId: MemberId;
    readonly result: EvaluatedRefund | RefundRefusal;
  }[];
  /** The members after it all. */
  readonly members: readonly MemberState[];
  readonly totals: {
    readonly saleCount: number;
    readonly refusedCount: number;
    /** Members with at least one sale that was not refused. */
    readonly memberCount: number;
    readonly amountMinor: number;
    readonly discountMinor: number;
    readonly paidMinor: number;
    /** Points of all members, of sales and what sales gave to inviters. */
    readonly pointsEarned: number;
    readonly pointsSpent: number;
    readonly vouchersIssued: number;
    readonly tierRises: number;
    readonly refundedMinor: number;
    readonly pointsTakenBack: number;
    readonly pointsGivenBack: number;
  };
};

type Run = {
  readonly book: WhatIfBook;
  readonly sales: ({ memberId: MemberId } & ReturnType<typeof runWhatIfSale>)[];
  readonly refunds: {
    saleIndex: number;
    memberId: MemberId;
    result: EvaluatedRefund | RefundRefusal;
  }[];
};

/**
 * Runs the scenario through `evaluateSale`, carrying each member's state from sale to sale: points,
 * tier, stamps, vouchers used up and uses counted (of all members, where a limit counts all). Throws
 * when a sale names a member, or a refund a sale, that the scenario does not have.
 */
export function whatIf(program: Program, scenario: WhatIfScenario): WhatIfResult {
  const run: Run = {
    book: openWhatIfBook(program, scenario.members),
    sales: [],
    refunds: [],
  };
  const refunds = scenario.refunds ?? [];
  scenario.sales.forEach((one, i) => {
    run.sales.push({ memberId: one.memberId, ...runWhatIfSale(program, run.book, one) });
    for (const refund of refunds) {
      if (refund.afterSales === i + 1) runRefund(program, run, refund);
    }
  });
  return resultOf(run);
}

function runRefund(program: Program, run: Run, refund: WhatIfRefund) {
  const sold = run.sales[refund.saleIndex];
  if (sold === undefined) {
    throw new RangeError(`the refund of sale ${refund.saleIndex} comes before the sale`);
  }
  const { saleIndex } = refund;
  if (sold.result.kind === 'refused') {
    const nothing: RefundRefusal = { kind: 'refused', refusal: { code: 'nothing-left' } };
    run.refunds.push({ saleIndex, memberId: sold.memberId, result: nothing });
    return;
  }
  const { asked, facts, memberId, result: sale } = sold;
  const { book } = run;
  const state = letLapse(book.history, memberInBook(book, memberId), refund.date);
  const otherIds = new Set(sale.entries.map((entry) => entry.memberId));
  otherIds.delete(memberId);
  const own = sale.entries.find((one) => one.kind === 'earn' && one.memberId === memberId);
  const result = evaluateRefund(
    program,
    {
      // Vouchers that the sale gave have no copies in a scenario.
      sale: { ...sale, asked, facts, issued: [] },
      earlier: earlierOf(run, saleIndex),
      lots: coverDebtsByLapsed(state.lots, refund.date),
      otherLots: [...otherIds].map((id) => ({
        memberId: id,
        lots: coverDebtsByLapsed(book.states.get(id)?.lots ?? [], refund.date),
      })),
      today: refund.date,
      atMs: refund.atMs,
      lotIds: refund.lotIds,
      lapsedPoints: own === undefined ? 0 : (book.history.lapsed.get(own.lotId) ?? 0),
      stampsNow: state.stamps,
    },
    refund.mode,
    refund.request,
  );
  run.refunds.push({ saleIndex, memberId, result });
  if (result.kind === 'refused') return;
  const done = { asked, facts, result: sale };
  book.states.set(memberId, recordRefund(book.history, state, done, result.result));
  giveToOthers(book, memberId, result.result.entries);
}

function earlierOf(run: Run, saleIndex: number): RefundResult[] {
  return run.refunds.flatMap(({ saleIndex: of, result }) =>
    of === saleIndex && result.kind === 'evaluated' ? [result.result] : [],
  );
}

function resultOf(run: Run): WhatIfResult {
  const done = run.sales.flatMap(({ memberId, result }) =>
    result.kind === 'evaluated' ? [{ memberId, result }] : [],
  );
  const back = run.refunds.flatMap(({ result }) =>
    result.kind === 'evaluated' ? [result.result] : [],
  );
  const earned = done.flatMap(({ result }) => result.entries.filter((one) => one.kind === 'earn'));
  return {
    sales: run.sales.map(({ memberId, result }) => ({ memberId, result })),
    refunds: run.refunds.map(({ memberId, result }) => ({ memberId, result })),
    members: [...run.book.states.values()],
    totals: {
      saleCount: done.length,
      refusedCount: run.sales.length - done.length,
      memberCount: new Set(done.map(({ memberId }) => memberId)).size,
      amountMinor: sum(done.map(({ result }) => result.amountMinor)),
      discountMinor: sum(done.map(({ result }) => result.discountMinor)),
      paidMinor: sum(done.map(({ result }) => result.paidMinor)),
      pointsEarned: sum(earned.map((entry) => entry.points)),
      pointsSpent: sum(done.map(({ result }) => result.pointsSpent)),
      vouchersIssued: sum(done.map(({ result }) => result.issued.length)),
      tierRises: done.filter(({ result }) => result.tier.kind === 'risen').length,
      refundedMinor: sum(back.map((one) => one.amountMinor)),
      pointsTakenBack: sum(back.map((one) => one.clawedBack)),
      pointsGivenBack: sum(back.map((one) => one.returned)),
    },
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
