import type { SaleId } from './ids.ts';
import type { RefundRequest } from './refund.ts';

/** What was asked under one key (the refund's id). */
export type KeyedRefund = {
  readonly saleId: SaleId;
  readonly mode: 'void' | 'refund';
  readonly request: RefundRequest;
};

/**
 * What to do with a refund asked for under a key: `new` = make it; `replayed` = the same was asked
 * before, answer with its result and change nothing; `conflict` = the key stands for another refund.
 * `known` is what stands under the key, null if nothing does. Lines are compared by the units asked of each,
 * whatever their order; a void is a void whatever its request says.
 */
export function matchRefundKey(
  known: KeyedRefund | null,
  asked: KeyedRefund,
): 'new' | 'replayed' | 'conflict' {
  if (known === null) return 'new';
  if (known.saleId !== asked.saleId || known.mode !== asked.mode) return 'conflict';
  if (asked.mode === 'void') return 'replayed';
  return isSameRequest(known.request, asked.request) ? 'replayed' : 'conflict';
}

function isSameRequest(a: RefundRequest, b: RefundRequest): boolean {
  switch (a.kind) {
    case 'all':
      return b.kind === 'all';
    case 'amount':
      return b.kind === 'amount' && a.amountMinor === b.amountMinor;
    case 'lines': {
      if (b.kind !== 'lines') return false;
      const units = new Map<number, number>();
      for (const { line, qty } of a.lines) units.set(line, (units.get(line) ?? 0) + qty);
      for (const { line, qty } of b.lines) units.set(line, (units.get(line) ?? 0) - qty);
      return [...units.values()].every((left) => left === 0);
    }
  }
}
