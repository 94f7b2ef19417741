import { evaluateSale } from '../../app/domain/evaluate-sale.ts';
import type { EvaluatedSale, SaleRefusal } from '../../app/domain/sale.ts';
import type { AwardEvent } from '../../app/contract/events.ts';
import type { Program } from '../../app/domain/program.ts';
import { tierOn } from '../../app/domain/tiers.ts';
import { compareDates } from '../../app/domain/time.ts';
import { programKey } from '../db/programs.ts';
import type { BatchState } from './batch-state.ts';
import { rootOf } from './batch-state.ts';
import { compareResults } from './compare-results.ts';
import type { Found } from './make-effects.ts';
import { tierFacts } from './member-facts.ts';

/** What HQ found when it did a counter's sum again. */
export type Recomputed = {
  /** Null when HQ does not have that version of the program, or the rules failed. */
  readonly program: Program | null;
  readonly result: EvaluatedSale | SaleRefusal | null;
  /** The counter's result and HQ's are the same. */
  readonly agrees: boolean;
  readonly found: readonly Found[];
};

/**
 * Does an award's sum again: the same rules in the recorded version, the same question and the same
 * facts must give the same result. Then asks whether the facts were HQ's: the tier. Finds differences
 * with both results; decides nothing.
 */
export function recomputeAward(
  state: BatchState,
  event: AwardEvent,
  recordedV: number,
): Recomputed {
  const { body } = event;
  const program = state.programs.get(programKey(body.program.id, body.program.version));
  const recorded = shortRecorded(event);
  if (program === undefined) {
    const detail = { program: body.program, recorded };
    return {
      program: null,
      result: null,
      agrees: false,
      found: [{ kind: 'unknown-program', detail }],
    };
  }
  const result = evaluate(program, event, body.facts);
  const differences = compareWith(event, result, recordedV);
  const found: Found[] = [];
  if (differences.length > 0) {
    const detail = { recorded, recomputed: shortResult(result), differences };
    found.push({ kind: 'recompute-difference', detail });
  }
  const stale = findStaleTier(state, event, program);
  if (stale !== null) found.push(stale);
  return { program, result, agrees: differences.length === 0, found };
}

/** The rules must not be able to stop an event: what they cannot take is a difference like another. */
function evaluate(
  program: Program,
  event: AwardEvent,
  facts: AwardEvent['body']['facts'],
): EvaluatedSale | SaleRefusal | null {
  try {
    return evaluateSale(program, facts, event.body.asked);
  } catch {
    return null;
  }
}

/** Only what an event of that version recorded itself can differ. */
function compareWith(
  event: AwardEvent,
  result: EvaluatedSale | SaleRefusal | null,
  recordedV: number,
) {
  const whole = recordedV === 1 ? firstVersionResult(event) : recordedResult(event);
  if (result?.kind !== 'evaluated') {
    return [{ field: 'kind', recorded: 'evaluated', recomputed: result?.kind ?? 'failed' }];
  }
  return compareResults(whole, { ...result });
}

function recordedResult({ body }: AwardEvent) {
  return {
    ...amountsOf(body),
    expiresOn: body.expiresOn,
    lines: body.lines,
    discounts: body.discounts,
    giftIds: body.giftIds,
    stamps: body.stamps,
    tier: body.tier,
    entries: body.entries,
    values: body.values,
    issued: body.issued.map(({ voucherId: _, code: __, ...issued }) => issued),
  };
}

function firstVersionResult({ body }: AwardEvent) {
  const { amountMinor, discountMinor, paidMinor, baseMinor, points, expiresOn } = body;
  const sums = { amountMinor, discountMinor, paidMinor, baseMinor, points };
  return points === 0 ? sums : { ...sums, expiresOn };
}

function amountsOf(of: AwardEvent['body'] | EvaluatedSale) {
  const { amountMinor, discountMinor, pointsSpent, pointsValueMinor, valueMinor } = of;
  const { paidMinor, spentMinor, baseMinor, points } = of;
  return {
    amountMinor,
    discountMinor,
    pointsSpent,
    pointsValueMinor,
    valueMinor,
    paidMinor,
    spentMinor,
    baseMinor,
    points,
  };
}

function shortRecorded({ body }: AwardEvent): Record<string, unknown> {
  return { ...amountsOf(body), expiresOn: body.expiresOn, tierId: body.tier.tierId };
}

function shortResult(result: EvaluatedSale | SaleRefusal | null): Record<string, unknown> {
  if (result === null) return { kind: 'failed' };
  if (result.kind === 'refused') return { kind: 'refused', ...result.refusal };
  return { ...amountsOf(result), expiresOn: result.expiresOn, tierId: result.tier.tierId };
}

/**
 * The counter judged the sale by another tier than HQ holds. Not where HQ's began only after the
 * sale: a sale that comes in late was right when it was made.
 */
function findStaleTier(state: BatchState, event: AwardEvent, program: Program): Found | null {
  const { body, bizDate } = event;
  const root = rootOf(state, event.member);
  const member = state.members.get(root);
  if (member === undefined || member.placeholder) return null;
  if (member.tierSince !== null && compareDates(bizDate, member.tierSince) < 0) return null;
  const sales = state.memberSales.get(root) ?? [];
  const held = tierOn(program, tierFacts(program, member, sales, bizDate), bizDate);
  const told = tierOn(program, body.facts, bizDate);
  if (held.tierId === told.tierId) return null;
  const { tierId, tierUntil } = held;
  const recomputed = shortResult(evaluate(program, event, { ...body.facts, tierId, tierUntil }));
  const recordedTierId = told.tierId;
  return {
    kind: 'stale-tier',
    detail: { recordedTierId, tierId, recorded: shortRecorded(event), recomputed },
  };
}
