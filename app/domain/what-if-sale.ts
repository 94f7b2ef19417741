import { evaluateSale } from './evaluate-sale.ts';
import type { MemberId } from './ids.ts';
import type { Program } from './program.ts';
import type { EvaluatedSale, LedgerEntry, MemberState, SaleInput, SaleRefusal } from './sale.ts';
import { withSale } from './state-after-sale.ts';
import { beforeSale, emptyHistory, recordSale } from './what-if-history.ts';
import type { WhatIfHistory } from './what-if-history.ts';
import { withEntries } from './what-if-refund.ts';

/** A sale to run. */
export type WhatIfSale = {
  readonly memberId: MemberId;
  readonly sale: SaleInput;
  /** Whether its day is the member's birthday; left out = as the member's state says. */
  readonly birthday?: MemberState['birthday'];
};

/** The members as the sales run so far left them. Changes in place, sale by sale. */
export type WhatIfBook = {
  readonly states: Map<MemberId, MemberState>;
  readonly history: WhatIfHistory;
};

/** Before the first sale. */
export function openWhatIfBook(program: Program, members: readonly MemberState[]): WhatIfBook {
  return {
    states: new Map(members.map((member) => [member.memberId, member])),
    history: emptyHistory(program),
  };
}

/** The member as the book has it. Throws where it has none of that id. */
export function memberInBook(book: WhatIfBook, memberId: MemberId): MemberState {
  const state = book.states.get(memberId);
  if (state === undefined) throw new RangeError(`the scenario has no member ${memberId}`);
  return state;
}

/**
 * Runs one sale of a scenario: it sees what those before it did to its member. `asked` and `facts` are the
 * sale and the member as they were on its day. A refused one leaves
 * the book as it was. Throws when the book does not have the member.
 */
export function runWhatIfSale(
  program: Program,
  book: WhatIfBook,
  { memberId, sale, birthday }: WhatIfSale,
): {
  readonly asked: SaleInput;
  readonly facts: MemberState;
  readonly result: EvaluatedSale | SaleRefusal;
} {
  const prepared = beforeSale(program, book.history, memberInBook(book, memberId), sale);
  const facts = { ...prepared.facts, birthday: birthday ?? prepared.facts.birthday };
  const asked = prepared.sale;
  const result = evaluateSale(program, facts, asked);
  if (result.kind === 'refused') return { asked, facts, result };
  book.states.set(memberId, withSale(facts, result, asked));
  giveToOthers(book, memberId, result.entries);
  recordSale(book.history, { asked, facts, result });
  return { asked, facts, result };
}

/** Points of a sale for members who did not buy: whoever invited the buyer. */
export function giveToOthers(
  book: WhatIfBook,
  buyerId: MemberId,
  entries: readonly LedgerEntry[],
): void {
  for (const memberId of new Set(entries.map((entry) => entry.memberId))) {
    const other = book.states.get(memberId);
    if (memberId === buyerId || other === undefined) continue;
    book.states.set(memberId, { ...other, lots: withEntries(other, entries) });
  }
}
