import { evaluateSale } from '../../app/domain/evaluate-sale.ts';
import type { EvaluatedSale, OfferedVoucher, SaleRefusal } from '../../app/domain/evaluate-sale.ts';
import type { AwardEvent } from '../../app/contract/events.ts';
import { programKey } from '../db/programs.ts';
import type { BatchState } from './batch-state.ts';

/** What HQ found when it did a counter's sum again. */
export type Recomputed = {
  /** What the same rules give here; null when HQ does not have that version of the program. */
  readonly result: EvaluatedSale | SaleRefusal | null;
  /** The counter's result and HQ's are the same. */
  readonly agrees: boolean;
  /** Kinds of exceptions found, each with both results where there are two. */
  readonly found: readonly { readonly kind: string; readonly detail: Record<string, unknown> }[];
};

/**
 * Does an award's sum again with the same rules, the recorded program version, the recorded tier and
 * HQ's own knowledge of the vouchers. Finds differences; decides nothing.
 */
export function recomputeAward(state: BatchState, event: AwardEvent): Recomputed {
  const { body } = event;
  const program = state.programs.get(programKey(body.program.id, body.program.version));
  const recorded = recordedResult(event);
  if (program === undefined) {
    const detail = { program: body.program, recorded };
    return { result: null, agrees: false, found: [{ kind: 'unknown-program', detail }] };
  }
  const sale = { amountMinor: body.amountMinor, vouchers: offeredVouchers(state, event) };
  const evaluate = (tierId: string) =>
    evaluateSale(program, { memberId: event.member, tierId }, sale, event.bizDate);
  const result = evaluate(body.tierId);
  const agrees = isSameResult(recorded, result);
  const found: { kind: string; detail: Record<string, unknown> }[] = [];
  if (!agrees) {
    found.push({
      kind: 'recompute-difference',
      detail: { recorded, recomputed: shortResult(result) },
    });
  }
  const member = state.members.get(event.member);
  if (member !== undefined && !member.placeholder && member.tierId !== body.tierId) {
    found.push({
      kind: 'stale-tier',
      detail: {
        recordedTierId: body.tierId,
        tierId: member.tierId,
        recorded,
        recomputed: shortResult(evaluate(member.tierId)),
      },
    });
  }
  return { result, agrees, found };
}

/** HQ's own row of each voucher, or the event's word for one HQ does not know. */
function offeredVouchers(state: BatchState, event: AwardEvent): OfferedVoucher[] {
  return event.body.vouchers.map((used) => {
    const known = state.vouchers.get(used.voucherId);
    if (known !== undefined) return known;
    const { voucherId, couponId, validFrom, validUntil } = used;
    return { voucherId, couponId, memberId: event.member, validFrom, validUntil };
  });
}

function recordedResult({ body }: AwardEvent) {
  const { amountMinor, discountMinor, paidMinor, baseMinor, points, expiresOn } = body;
  return { amountMinor, discountMinor, paidMinor, baseMinor, points, expiresOn };
}

function shortResult(result: EvaluatedSale | SaleRefusal): Record<string, unknown> {
  if (result.kind === 'refused') return { ...result };
  const { amountMinor, discountMinor, paidMinor, baseMinor, points, expiresOn } = result;
  return { amountMinor, discountMinor, paidMinor, baseMinor, points, expiresOn };
}

function isSameResult(
  recorded: ReturnType<typeof recordedResult>,
  result: EvaluatedSale | SaleRefusal,
): boolean {
  return (
    result.kind === 'evaluated' &&
    result.discountMinor === recorded.discountMinor &&
    result.paidMinor === recorded.paidMinor &&
    result.baseMinor === recorded.baseMinor &&
    result.points === recorded.points &&
    result.expiresOn === recorded.expiresOn
  );
}
