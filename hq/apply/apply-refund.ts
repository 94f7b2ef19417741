import { createHash } from 'node:crypto';
import type { RefundEvent } from '../../app/contract/events.ts';
import type { SaleId } from '../../app/domain/ids.ts';
import type { RefundResult } from '../../app/domain/refund.ts';
import type { CouponUse } from '../db/coupon-uses.ts';
import { programKey } from '../db/programs.ts';
import type { KnownRefund } from '../db/refunds.ts';
import type { NewVoucher } from '../db/vouchers.ts';
import { undoAbsorption } from './absorbed-points.ts';
import { placeholderOf } from './apply-award.ts';
import { issueVouchers } from './award-vouchers.ts';
import type {
  AwaitingRefund,
  BatchState,
  CountedSale,
  Effects,
  MemberEffect,
  RefundEffect,
} from './batch-state.ts';
import { rootOf } from './batch-state.ts';
import { undoClawBack } from './clawed-points.ts';
import { canonicalJson } from './compare-results.ts';
import { eventAtMs } from './event-at.ts';
import { makeEffects } from './make-effects.ts';
import type { Found, Place, Verdict } from './make-effects.ts';
import { makeRefundMessages } from './make-line-message.ts';
import { recomputeRefund } from './recompute-refund.ts';
import { returnVouchers } from './return-vouchers.ts';
import { usesOfAward } from './uses-of-award.ts';

/**
 * A sale taken back, whole or in part. The order in which HQ hears of things makes no difference: a
 * refund whose sale has not come waits for it, and several together never take more than the sale.
 * The money was handed over at the counter and stays; the points are HQ's own sum.
 */
export function applyRefund(state: BatchState, event: RefundEvent, place: Place): Verdict {
  const { eid, type, body } = event;
  const refund = makeRefund(state, event, place);
  const shared = { eid, firstOfEid: true, type, atMs: refund.atMs };
  const known = state.refunds.get(body.refundId);
  if (known !== undefined) {
    const vouchers = refuseVouchers(state, event);
    return { ...shared, status: 'duplicate', found: findConflict(known, refund), vouchers };
  }
  const sale = state.counted.get(body.saleId);
  if (sale !== undefined)
    return { ...shared, ...judge(state, { kind: 'new', refund, event }, sale) };
  // Its sale's event came already, and had no effect.
  if (state.knownEvents.has(body.saleEid)) {
    return { ...shared, ...uncounted(state, { kind: 'new', refund, event }) };
  }
  const stranger = !state.members.has(event.member);
  return {
    ...shared,
    status: 'awaiting',
    found: stranger ? [{ kind: 'unknown-member', detail: { memberId: event.member } }] : [],
    // The row of the member is what two pushes about the same sale meet at.
    members: stranger
      ? [{ kind: 'new', member: placeholderOf(event, refund.atMs), codes: [] }]
      : [],
    refund: { kind: 'new', refund: { ...refund, state: 'awaiting' }, event },
  };
}

/**
 * The second judgement of a refund that waited, now that its sale's event is here. Never throws, as
 * the chain that brought the sale is another's.
 */
export function judgeAwaiting(state: BatchState, { refund, event }: AwaitingRefund): Effects {
  const place = {
    inst: refund.inst,
    seq: refund.seq,
    storeName: refund.storeName,
    pushed: null,
  };
  const shared = { eid: event.eid, firstOfEid: false, type: event.type, atMs: refund.atMs };
  const sale = state.counted.get(refund.saleId);
  const effect = { kind: 'judged', refund, event } as const;
  try {
    const verdict = sale === undefined ? uncounted(state, effect) : judge(state, effect, sale);
    return makeEffects(state, place, { ...shared, ...verdict });
  } catch (error) {
    const why = error instanceof Error ? error.message.slice(0, 500) : 'failed';
    return makeEffects(state, place, {
      ...shared,
      ...withoutEffect(state, effect, 'quarantined', { kind: 'handler-failed', detail: { why } }),
    });
  }
}

function makeRefund(state: BatchState, event: RefundEvent, place: Place): KnownRefund {
  const { body, member, bizDate, eid } = event;
  const { refundId, saleId, saleEid, request, result } = body;
  const content = canonicalJson({ member, saleId, saleEid, request, result });
  return {
    refundId,
    saleId,
    saleEid,
    eid,
    inst: place.inst,
    seq: place.seq,
    storeId: state.install.storeId,
    storeName: place.storeName,
    memberId: member,
    atMs: eventAtMs(event),
    bizDate,
    contentHash: createHash('sha256').update(content).digest('base64url'),
    state: 'no-effect',
    mode: result.mode,
    moneyMinor: result.moneyMinor,
    result: null,
  };
}

function findConflict(known: KnownRefund, second: KnownRefund): Found[] {
  if (known.contentHash === second.contentHash) return [];
  const { refundId, saleId } = second;
  const detail = { refundId, saleId, first: shortRefund(known), second: shortRefund(second) };
  return [{ kind: 'refund-conflict', detail }];
}

function shortRefund({ eid, mode, storeName, atMs, moneyMinor }: KnownRefund) {
  return { eid, mode, storeName, atMs, moneyMinor };
}

type Judged = Omit<Verdict, 'eid' | 'firstOfEid' | 'type' | 'atMs'>;

/** Vouchers the counter gave back for a refund that has no effect are void. */
function refuseVouchers(state: BatchState, event: RefundEvent): readonly NewVoucher[] {
  return issueVouchers(state, event.eid, event.body.issued, true).vouchers;
}

function withoutEffect(
  state: BatchState,
  effect: RefundEffect,
  status: 'duplicate' | 'quarantined',
  found: Found,
): Judged {
  const refund: KnownRefund = { ...effect.refund, state: 'no-effect', result: null };
  const vouchers = refuseVouchers(state, effect.event);
  return { status, found: [found], refund: { ...effect, refund }, vouchers };
}

function uncounted(state: BatchState, effect: RefundEffect): Judged {
  const { refundId, saleId, saleEid, moneyMinor } = effect.refund;
  const { saleNo } = effect.event.body;
  const detail = { refundId, saleId, saleEid, saleNo, moneyMinor };
  const found = { kind: 'refund-of-uncounted-sale', detail };
  if (!isSaleWaiting(state, saleId)) return withoutEffect(state, effect, 'quarantined', found);
  // Told as without effect, like its sale; judged once that is applied after all.
  const refund: KnownRefund = { ...effect.refund, state: 'awaiting', result: null };
  return { status: 'quarantined', found: [found], refund: { ...effect, refund } };
}

function isSaleWaiting(state: BatchState, saleId: SaleId): boolean {
  return [...state.invoiceWaits.values()].some(({ wait }) => wait.saleId === saleId);
}

function judge(state: BatchState, effect: RefundEffect, sale: CountedSale): Judged {
  const { refund, event } = effect;
  if (rootOf(state, event.member) !== rootOf(state, sale.award.member)) {
    const { refundId, saleId } = refund;
    const detail = { refundId, saleId, memberId: event.member, saleMemberId: sale.award.member };
    const found = { kind: 'refund-of-other-member', detail };
    return withoutEffect(state, effect, 'quarantined', found);
  }
  const { result, found, voided } = recomputeRefund(state, event, sale);
  if (result === null) {
    const twice = { refund: shortRefund(refund), saleNo: event.body.saleNo };
    const detail = { ...twice, ...found.detail };
    return withoutEffect(state, effect, 'duplicate', { kind: found.kind, detail });
  }
  const returned = returnVouchers(state, { event, sale, result });
  const of = { event, sale, result };
  const postings = [
    ...undoAbsorption(state, of, refund.atMs),
    ...undoClawBack(state, of, refund.atMs),
  ];
  const line = makeRefundMessages(state, { event, sale, result, refund, postings });
  return {
    status: 'applied',
    found: [...found, ...returned.found, ...line.found],
    members: undoReferral(state, sale, result),
    entries: result.entries,
    postings,
    refund: { ...effect, refund: { ...refund, state: 'applied', result } },
    vouchers: returned.vouchers,
    cancelled: voided,
    uses: giveBackUses(state, event, sale, result),
    stamps: result.stamps,
    lineMessages: line.messages,
  };
}

/** A sale of which nothing is left used nothing: its uses are free again, on the day and in the store of the sale. */
function giveBackUses(
  state: BatchState,
  event: RefundEvent,
  sale: CountedSale,
  result: RefundResult,
): CouponUse[] {
  if (!result.complete) return [];
  const { storeId, bizDate, award } = sale;
  const { program: ref } = award.body;
  const program = state.programs.get(programKey(ref.id, ref.version)) ?? null;
  return usesOfAward(award, program).map(({ id, n, memberId }) => ({
    eid: event.eid,
    useId: id,
    n: -n,
    memberId,
    storeId,
    bizDate,
  }));
}

/** The reward of an invitation is due again once the sale that gave it is gone. */
function undoReferral(
  state: BatchState,
  sale: CountedSale,
  result: RefundResult,
): readonly MemberEffect[] {
  const member = state.members.get(rootOf(state, sale.award.member));
  if (!result.complete || member?.referralEid !== sale.eid) return [];
  return [{ kind: 'changed', member: { ...member, referralEid: null }, codes: [] }];
}
