import { v5 } from 'uuid';
import type { RefundEvent } from '../../app/contract/events.ts';
import { evaluateRefund } from '../../app/domain/evaluate-refund.ts';
import type { LotId, MemberId, VoucherId } from '../../app/domain/ids.ts';
import { coverDebtsByLapsed, lotsFromEntries } from '../../app/domain/lots.ts';
import type { Program } from '../../app/domain/program.ts';
import type {
  RefundContext,
  RefundRefusal,
  RefundRequest,
  RefundResult,
} from '../../app/domain/refund.ts';
import { goodsAndMoney } from '../../app/domain/refund-of-uncounted.ts';
import type { StampState } from '../../app/domain/sale.ts';
import { issuedNow, voidedVouchers } from '../../app/domain/vouchers-now.ts';
import type { StandingVoucher } from '../../app/domain/vouchers-now.ts';
import { groupBy } from '../db/group-by.ts';
import { programKey } from '../db/programs.ts';
import { planAbsorptionUndone } from './absorbed-points.ts';
import type { BatchState, CountedSale } from './batch-state.ts';
import { rootOf } from './batch-state.ts';
import { compareResults } from './compare-results.ts';
import { eventAtMs } from './event-at.ts';
import { derivedIdNamespace } from './make-effects.ts';
import type { Found } from './make-effects.ts';

/** HQ's own sum of a refund; without a result there was nothing left to take. */
export type RecomputedRefund =
  | {
      readonly result: RefundResult;
      readonly found: readonly Found[];
      /** The vouchers that are void from now on. */
      readonly voided: readonly VoucherId[];
    }
  | { readonly result: null; readonly found: Found; readonly voided?: undefined };

/**
 * Does a refund's sum again from what HQ knows: its own lots, and the refunds it applied before this
 * one. What the counter took beyond what was left is not taken again; policies that would have
 * forbidden it at the counter do not undo what happened there. Every difference is told with both
 * results. Throws where the request names what the sale does not have.
 */
export function recomputeRefund(
  state: BatchState,
  event: RefundEvent,
  sale: CountedSale,
): RecomputedRefund {
  const { program: ref } = sale.award.body;
  const program = state.programs.get(programKey(ref.id, ref.version));
  const { result: recorded } = event.body;
  if (program === undefined) {
    if (sale.refunds.some(({ result }) => result.complete)) return nothingLeft(event, sale);
    const detail = { program: ref, recorded: shortResult(recorded) };
    const found = [{ kind: 'unknown-program', detail }];
    return { result: recorded, found, voided: recorded.cancelled };
  }
  const context = refundContext(state, event, sale);
  const capped = evaluateCapped(program, context, event);
  if (capped === null) return nothingLeft(event, sale);
  const result = settle(state, { program, context, event, sale, capped });
  const voided = voidedVouchers(program, context.sale.issued, standingVouchers(state), result);
  return { result, found: findDifferences(event, sale, capped), voided };
}

/**
 * Under `clamp` nothing is taken that is not there: points that leave the member again with this refund, as its
 * overdraft was given back, are not. The counter does not know of that, so that its sum is judged without it.
 */
function settle(
  state: BatchState,
  given: {
    readonly program: Program;
    readonly context: RefundContext;
    readonly event: RefundEvent;
    readonly sale: CountedSale;
    readonly capped: Capped;
  },
): RefundResult {
  const { program, context, event, sale, capped } = given;
  const undone = planAbsorptionUndone(state, sale, capped.result);
  if (program.policies.negativeBalance !== 'clamp' || undone.length === 0) return capped.result;
  const lots = lotsFromEntries([...context.lots, ...undone]);
  return evaluateCapped(program, { ...context, lots }, event)?.result ?? capped.result;
}

function nothingLeft(event: RefundEvent, sale: CountedSale): RecomputedRefund {
  const { request, result, refundId, saleId } = event.body;
  const detail = {
    refundId,
    saleId,
    earlier: earlierOf(sale),
    recorded: shortResult(result),
    applied: null,
  };
  return {
    result: null,
    found: { kind: request.kind === 'all' ? 'refunded-twice' : 'over-refund', detail },
  };
}

function earlierOf(sale: CountedSale) {
  return sale.refunds.map(({ refundId, eid, storeName, atMs, result }) => ({
    refundId,
    eid,
    storeName,
    atMs,
    ...shortResult(result),
  }));
}

type Refusal = RefundRefusal['refusal'];
type Capped = { readonly result: RefundResult; readonly refusals: readonly Refusal[] };

/** Each refusal changes what is asked for once; more rounds than kinds of them cannot be. */
const roundsMax = 6;

function evaluateCapped(
  program: Program,
  context: RefundContext,
  { body }: RefundEvent,
): Capped | null {
  let rules = program;
  let mode = body.result.mode;
  let request: RefundRequest | null = body.request;
  const refusals: Refusal[] = [];
  for (let round = 0; round < roundsMax && request !== null; round += 1) {
    const outcome = evaluateRefund(rules, context, mode, request);
    // A sale that was undone is, also where goods of it were taken back before: what is left goes with the void.
    if (outcome.kind === 'evaluated')
      return { result: { ...outcome.result, mode: body.result.mode }, refusals };
    const { refusal } = outcome;
    refusals.push(refusal);
    switch (refusal.code) {
      case 'nothing-left':
        return null;
      case 'too-late':
      case 'points-spent':
        rules = withoutBars(program);
        break;
      case 'exceeds-line':
        request = capLines(context, request);
        break;
      case 'exceeds-refundable':
      case 'already-refunded':
        mode = 'refund';
        request = { kind: 'all' };
        break;
      default:
        throw new Error(`the refund cannot be: ${refusal.code}`);
    }
  }
  return null;
}

/** The same program, but nothing forbids a refund that has been made. */
function withoutBars(program: Program): Program {
  const { policies } = program;
  return { ...program, policies: { ...policies, voidPolicy: 'always', refundDaysMax: null } };
}

/** As many units of each line as are left; null when that is none. */
function capLines({ sale, earlier }: RefundContext, request: RefundRequest): RefundRequest | null {
  if (request.kind !== 'lines') return { kind: 'all' };
  const left = sale.asked.lines.map(
    ({ qty }, line) => qty - earlier.reduce((sum, one) => sum + (one.qtyByLine[line] ?? 0), 0),
  );
  const lines = request.lines.flatMap(({ line, qty }) => {
    const taken = Math.min(qty, left[line] ?? 0);
    if (taken <= 0) return [];
    left[line] = (left[line] ?? 0) - taken;
    return [{ line, qty: taken }];
  });
  return lines.length === 0 ? null : { kind: 'lines', lines };
}

function refundContext(state: BatchState, event: RefundEvent, sale: CountedSale): RefundContext {
  const { body, member } = sale.award;
  const root = rootOf(state, member);
  const entriesOf = (id: MemberId) => state.entries.get(rootOf(state, id)) ?? [];
  const lotsOf = (id: MemberId) =>
    coverDebtsByLapsed(lotsFromEntries(entriesOf(id)), event.bizDate);
  const others = [...new Set(body.entries.map((entry) => entry.memberId))].filter(
    (id) => rootOf(state, id) !== root,
  );
  const earned = new Set(
    body.entries.flatMap(({ kind, lotId, memberId }) =>
      kind === 'earn' && memberId === member ? [lotId] : [],
    ),
  );
  const lapsedPoints = entriesOf(member)
    .filter((entry) => entry.kind === 'expire' && earned.has(entry.lotId))
    .reduce((sum, entry) => sum - entry.points, 0);
  return {
    sale: {
      ...body,
      // Nothing is given back for a voucher whose own sale is gone.
      asked: {
        ...body.asked,
        vouchers: body.asked.vouchers.filter(
          ({ voucherId }) => state.vouchers.get(voucherId)?.cancelled !== true,
        ),
      },
      issued: issuedNow(body.issued, standingVouchers(state)),
    },
    earlier: sale.refunds.map(({ result }) => result),
    lots: lotsOf(member),
    otherLots: others.map((id) => ({ memberId: id, lots: lotsOf(id) })),
    today: event.bizDate,
    // Only stamps carry it, and what the counter believed of the time cannot be worked out from here.
    atMs: event.body.result.stamps[0]?.atMs ?? eventAtMs(event),
    lotIds: newLotIds(state, event, sale),
    lapsedPoints: Math.max(0, lapsedPoints),
    stampsNow: stampsNow(state, root),
  };
}

/** The vouchers of the batch as they stand. */
function standingVouchers({ vouchers, voucherUses }: BatchState): StandingVoucher[] {
  return [...vouchers.values()].map(({ voucherId, couponId, uses, copyOf = null }) => {
    const usesLeft = Math.max(0, uses - (voucherUses.get(voucherId)?.uses ?? 0));
    return { voucherId, couponId, uses, usesLeft, copyOf };
  });
}

/**
 * The lots the counter made for this refund, by their place (0 points, 1 stored value); HQ's own where
 * the counter made none.
 */
function newLotIds(state: BatchState, event: RefundEvent, sale: CountedSale): LotId[] {
  const { body, member } = sale.award;
  const { result, refundId } = event.body;
  const known = state.entries.get(rootOf(state, member)) ?? [];
  const oldLots = new Set([...body.entries, ...known].map((entry) => entry.lotId));
  const oldValues = new Set(body.values.map((value) => value.holderId));
  const points = result.entries.find((entry) => !oldLots.has(entry.lotId))?.lotId;
  const value = result.values.find(
    ({ holder, holderId }) => holder === 'member' && !oldValues.has(holderId),
  )?.holderId as LotId | undefined;
  const own = (nth: number) => v5(`${refundId}:lot:${nth}`, derivedIdNamespace) as LotId;
  return [points ?? own(0), value ?? own(1)];
}

/** How far the member is on each kind of card: the stamps on the last card begun. */
function stampsNow(state: BatchState, root: MemberId): StampState[] {
  const cards = groupBy(state.stamps.get(root) ?? [], (entry) => entry.cardId);
  return [...cards].map(([cardId, entries]) => {
    const cardNo = Math.max(...entries.map((entry) => entry.cardNo));
    const stamps = entries
      .filter((entry) => entry.cardNo === cardNo)
      .reduce((sum, entry) => sum + entry.stamps, 0);
    return { cardId, cardNo, stamps, lastAtMs: Math.max(...entries.map((entry) => entry.atMs)) };
  });
}

/** Whether lapsed points went with this refund, or in a night before it that only HQ knew of, is all one. */
function withoutExpiry(result: RefundResult): RefundResult {
  const entries = result.entries.filter((entry) => entry.kind !== 'expire');
  return { ...result, entries: entries.map((entry, leg) => ({ ...entry, leg })) };
}

function shortResult(result: RefundResult): Record<string, unknown> {
  const { mode, amountMinor, moneyMinor, pointsValueMinor, valueMinor, spentMinor } = result;
  const { clawedBack, returned, shortfall, complete } = result;
  return {
    mode,
    amountMinor,
    moneyMinor,
    pointsValueMinor,
    valueMinor,
    spentMinor,
    clawedBack,
    returned,
    shortfall,
    complete,
  };
}

function findDifferences(event: RefundEvent, sale: CountedSale, capped: Capped): Found[] {
  const { refundId, saleId, result: recorded } = event.body;
  const { result, refusals } = capped;
  const about = { refundId, saleId };
  const found: Found[] = refusals
    .filter(({ code }) => code === 'too-late' || code === 'points-spent')
    .map((refusal) => ({ kind: 'refund-not-allowed', detail: { ...about, refusal } }));
  const both = { recorded: shortResult(recorded), applied: shortResult(result) };
  const isOver = refusals.length > found.length;
  if (isOver) {
    found.push({ kind: 'over-refund', detail: { ...about, earlier: earlierOf(sale), ...both } });
    return found;
  }
  // The counter moved no points, because HQ had told it that the sale has none.
  const told = event.body.uncounted === true ? goodsAndMoney : withoutExpiry;
  const differences = compareResults(told(recorded), told(result));
  if (differences.length === 0) return found;
  const detail = { ...about, earlier: earlierOf(sale), ...both, differences };
  return [...found, { kind: 'refund-difference', detail }];
}
