import type { CalendarDate } from './time.ts';

/**
 * One line of the ledger of stored value and gift cards, never changed once written. A holder is a
 * gift card or one lot of a member's stored value. `key` names the request: the same key for the same
 * holder is the same request. `amountMinor` is signed NT$.
 */
export type ValueFact = {
  readonly key: string;
  readonly holderId: string;
  readonly kind: 'sell' | 'top-up' | 'use' | 'reverse' | 'refund-sale' | 'block' | 'unblock';
  readonly amountMinor: number;
  /** Last day of use from now on, of `sell` and `top-up`; null = none. */
  readonly expiresOn: CalendarDate | null;
  /** Of `reverse`: the key of what is undone. */
  readonly reversedKey: string | null;
};

/** What is asked of one holder. `amountMinor` above 0. */
export type ValueRequest = { readonly key: string; readonly holderId: string } & (
  | {
      readonly kind: 'sell';
      readonly amountMinor: number;
      readonly expiresOn: CalendarDate | null;
    }
  | {
      readonly kind: 'top-up';
      readonly amountMinor: number;
      readonly expiresOn: CalendarDate | null;
      readonly role: 'cashier' | 'supervisor';
    }
  | { readonly kind: 'use'; readonly amountMinor: number }
  /** Undoes a use or a top-up by its key, by adding the opposite amount. */
  | { readonly kind: 'reverse'; readonly reversedKey: string }
  /** Takes back the sale of a card: what it was sold for must still be on it. */
  | { readonly kind: 'refund-sale' }
  | { readonly kind: 'block' | 'unblock' }
);

/** Why a request is refused. */
export type ValueRefusal =
  | {
      readonly code:
        | 'amount-not-positive'
        | 'already-sold'
        | 'holder-unknown'
        | 'needs-supervisor'
        | 'inactive'
        | 'expired'
        | 'key-unknown'
        | 'not-reversible'
        | 'already-reversed';
    }
  | { readonly code: 'value-short'; readonly balanceMinor: number };

export type ValueOutcome =
  | { readonly kind: 'posted'; readonly fact: ValueFact }
  /** The request was posted before; nothing to write. */
  | { readonly kind: 'replayed'; readonly fact: ValueFact }
  /** Its key stands for another request. */
  | { readonly kind: 'conflict'; readonly fact: ValueFact }
  | { readonly kind: 'refused'; readonly refusal: ValueRefusal };

/** A holder as its facts leave it. */
export type ValueHolder = {
  readonly holderId: string;
  readonly balanceMinor: number;
  /** What it was sold for. */
  readonly soldMinor: number;
  readonly isActive: boolean;
  readonly expiresOn: CalendarDate | null;
};

/** Adds up facts, in the order written, into holders in the order first seen. */
export function valueHolders(facts: readonly ValueFact[]): ValueHolder[] {
  const holders = new Map<string, ValueHolder>();
  for (const fact of facts) {
    const { amountMinor, holderId, kind } = fact;
    const known = holders.get(holderId) ?? {
      holderId,
      balanceMinor: 0,
      soldMinor: 0,
      isActive: true,
      expiresOn: null,
    };
    const dates = kind === 'sell' || kind === 'top-up';
    holders.set(holderId, {
      holderId,
      balanceMinor: known.balanceMinor + amountMinor,
      soldMinor: kind === 'sell' ? amountMinor : known.soldMinor,
      isActive: kind === 'block' ? false : kind === 'unblock' ? true : known.isActive,
      expiresOn: dates ? fact.expiresOn : known.expiresOn,
    });
  }
  return [...holders.values()];
}

/**
 * Answers a request from the facts so far: the fact to write, or that it stands already, or why not.
 * Nothing remembers a balance: undoing adds the amount back, so that what happened meanwhile stays.
 */
export function postValue(
  facts: readonly ValueFact[],
  request: ValueRequest,
  today: CalendarDate,
): ValueOutcome {
  const { holderId, key } = request;
  const own = facts.filter((fact) => fact.holderId === holderId);
  const before = own.find((fact) => fact.key === key);
  if (before !== undefined) {
    return { kind: isSameRequest(before, request) ? 'replayed' : 'conflict', fact: before };
  }
  const result = answer(own, request, today);
  if (typeof result !== 'number') return { kind: 'refused', refusal: result };
  const fact: ValueFact = {
    key,
    holderId,
    kind: request.kind,
    amountMinor: result,
    expiresOn: 'expiresOn' in request ? request.expiresOn : null,
    reversedKey: request.kind === 'reverse' ? request.reversedKey : null,
  };
  return { kind: 'posted', fact };
}

/** Whether a fact is what the request would have written. Who asked is no part of it. */
function isSameRequest(fact: ValueFact, request: ValueRequest): boolean {
  if (fact.kind !== request.kind) return false;
  switch (request.kind) {
    case 'sell':
    case 'top-up':
      return fact.amountMinor === request.amountMinor && fact.expiresOn === request.expiresOn;
    case 'use':
      return fact.amountMinor === -request.amountMinor;
    case 'reverse':
      return fact.reversedKey === request.reversedKey;
    case 'refund-sale':
    case 'block':
    case 'unblock':
      return true;
  }
}

/** The signed amount a new request adds to its holder, or why it may not. */
function answer(
  own: readonly ValueFact[],
  request: ValueRequest,
  today: CalendarDate,
): number | ValueRefusal {
  if (
    'amountMinor' in request &&
    !(Number.isSafeInteger(request.amountMinor) && request.amountMinor > 0)
  ) {
    return { code: 'amount-not-positive' };
  }
  const holder = valueHolders(own)[0];
  if (request.kind === 'sell') {
    return holder === undefined ? request.amountMinor : { code: 'already-sold' };
  }
  if (request.kind === 'top-up' && request.role !== 'supervisor') {
    return { code: 'needs-supervisor' };
  }
  if (holder === undefined) return { code: 'holder-unknown' };
  switch (request.kind) {
    case 'top-up':
      return whyClosed(holder, today) ?? request.amountMinor;
    case 'use':
      return whyClosed(holder, today) ?? takeFrom(holder, request.amountMinor);
    case 'reverse':
      return undo(own, holder, request.reversedKey);
    case 'refund-sale':
      return undoSale(own, holder);
    case 'block':
    case 'unblock':
      return 0;
  }
}

/** A holder is usable through the whole of its last day. */
function whyClosed(holder: ValueHolder, today: CalendarDate): ValueRefusal | null {
  if (!holder.isActive) return { code: 'inactive' };
  return holder.expiresOn !== null && holder.expiresOn < today ? { code: 'expired' } : null;
}

function takeFrom({ balanceMinor }: ValueHolder, amountMinor: number): number | ValueRefusal {
  return amountMinor > balanceMinor ? { code: 'value-short', balanceMinor } : -amountMinor;
}

/** Also of a blocked or expired holder: the money was the customer's before it was used. */
function undo(
  own: readonly ValueFact[],
  holder: ValueHolder,
  reversedKey: string,
): number | ValueRefusal {
  const fact = own.find((one) => one.key === reversedKey);
  if (fact === undefined) return { code: 'key-unknown' };
  if (fact.kind !== 'use' && fact.kind !== 'top-up') return { code: 'not-reversible' };
  if (own.some((one) => one.reversedKey === reversedKey)) return { code: 'already-reversed' };
  return fact.kind === 'use' ? -fact.amountMinor : takeFrom(holder, fact.amountMinor);
}

function undoSale(own: readonly ValueFact[], holder: ValueHolder): number | ValueRefusal {
  if (own.some((one) => one.kind === 'refund-sale')) return { code: 'already-reversed' };
  return takeFrom(holder, holder.soldMinor);
}
