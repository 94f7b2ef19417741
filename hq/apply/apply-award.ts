import type { AwardEvent } from '../../app/contract/events.ts';
import type { Program } from '../../app/domain/program.ts';
import { businessDate } from '../../app/domain/time.ts';
import { newHqMember } from '../db/members.ts';
import type { HqMember } from '../db/members.ts';
import type { NewSale } from '../db/sales.ts';
import { countUses } from './award-limits.ts';
import { issueVouchers, redeemVouchers } from './award-vouchers.ts';
import type { BatchState, InvoiceWaitEffect, MemberEffect } from './batch-state.ts';
import { invoiceKeyOf, rootOf } from './batch-state.ts';
import { refuseContradiction } from './check-award.ts';
import { checkMemberToken } from './check-member-token.ts';
import { consumeRights, releaseWord } from './consume-rights.ts';
import { datableMs, eventAtMs } from './event-at.ts';
import { findOverdraft, takeBackExpiry } from './late-spends.ts';
import { joinStamps, noneJoined } from './join-stamps.ts';
import type { JoinedStamps } from './join-stamps.ts';
import { buyerToTell } from './make-effects.ts';
import type { Found, Place, Verdict } from './make-effects.ts';
import { makeSaleMessages } from './make-line-message.ts';
import { tierAfterOneMore, withTier } from './member-facts.ts';
import { recomputeAward } from './recompute-award.ts';
import { rewardReferral } from './reward-referral.ts';
import { usesOfAward } from './uses-of-award.ts';

/**
 * A settled sale. What the cashier was told stands: the event is applied as recorded, and every
 * disagreement becomes an exception. Only a sale that counted before has no effect, and one whose
 * e-invoice is used waits until that is free (see `judgeFreed`). An event that contradicts itself is
 * refused (throws, hence quarantined).
 */
export function applyAward(
  state: BatchState,
  event: AwardEvent,
  { recordedV, place }: { readonly recordedV: number; readonly place: Place },
): Verdict {
  refuseContradiction(state, event);
  const { eid, type, body } = event;
  const atMs = eventAtMs(event);
  const shared = { eid, firstOfEid: true, type, atMs };
  const earlier = findEarlierUse(state, event);
  if (earlier !== null) {
    const invoiceWait = waitFor(state, event, { earlier, recordedV, place });
    const rights = { spends: [], closes: releaseWord(state, event) };
    const told = buyerToTell(state, event);
    return { ...shared, status: 'duplicate', found: [earlier], invoiceWait, rights, buyer: told };
  }

  const sale = makeSale(state, event, atMs);
  const recomputed = recomputeAward(state, event, recordedV);
  const buyer = changeBuyer(state, event, { sale, program: recomputed.program });
  const inviter = placeInviter(state, event, atMs);
  const { redemptions, found: voucherFound } = redeemVouchers(state, event, sale);
  const { vouchers, found: issueFound } = issueVouchers(state, eid, body.issued);
  const { uses, found: limitFound } = countUses(
    state,
    { ...event, uses: usesOfAward(event, recomputed.program) },
    recomputed.program,
  );
  const postings = takeBackExpiry(state, event, atMs);
  const consumed = consumeRights(state, event, postings);
  const { program } = recomputed;
  const overdraft = findOverdraft(state, event, { postings, consumed, program, atMs });
  const joined = joinLateStamps(state, event, recomputed.program);
  const token = checkMemberToken(state, event, sale);
  const line = makeSaleMessages(state, { event, sale, recomputed });
  return {
    ...shared,
    status: 'applied',
    found: [
      ...inviter.found,
      ...buyer.found,
      ...recomputed.found,
      ...token.found,
      ...voucherFound,
      ...issueFound,
      ...limitFound,
      ...consumed.found,
      ...overdraft.found,
      ...joined.found,
      ...line.found,
    ],
    members: [...buyer.effects, ...inviter.effects],
    buyer: buyer.told,
    entries: body.entries,
    sale: { row: sale, award: event },
    vouchers: [...vouchers, ...joined.vouchers],
    redemptions,
    uses,
    stamps: body.stamps,
    postings: [...postings, ...overdraft.postings, ...joined.postings],
    rights: consumed,
    tokens: token.tokens,
    lineMessages: line.messages,
  };
}

/** A counter that did not know of a merge stamped the old card: those stamps go where the others are. */
function joinLateStamps(
  state: BatchState,
  { eid, member, body }: AwardEvent,
  program: Program | null,
): JoinedStamps {
  const into = rootOf(state, member);
  if (program === null || into === member || body.stamps.length === 0) return noneJoined;
  return joinStamps(program, {
    from: member,
    into,
    name: `${eid}:stamps-joined`,
    stamped: [...(state.stamps.get(into) ?? []), ...body.stamps],
    atMs: datableMs(body.asked.atMs),
  });
}

function findEarlierUse(state: BatchState, event: AwardEvent): Found | null {
  const { body } = event;
  const second = {
    eid: event.eid,
    saleId: body.saleId,
    saleNo: body.saleNo,
    storeName: state.install.storeName,
  };
  const sameSale = state.sales.get(body.saleId);
  if (sameSale !== undefined) {
    return { kind: 'sale-recorded-twice', detail: { first: sameSale, second } };
  }
  const key = invoiceKeyOf(event);
  const sameInvoice = key === null ? undefined : state.invoices.get(key);
  if (sameInvoice === undefined) return null;
  return {
    kind: 'invoice-used-twice',
    detail: { invoiceKey: key, first: sameInvoice, second: { ...second, points: body.points } },
  };
}

function waitFor(
  state: BatchState,
  event: AwardEvent,
  held: { readonly earlier: Found; readonly recordedV: number; readonly place: Place },
): InvoiceWaitEffect | null {
  const { earlier, recordedV, place } = held;
  const key = invoiceKeyOf(event);
  if (earlier.kind !== 'invoice-used-twice' || key === null) return null;
  const { inst, seq } = place;
  const wait = { eid: event.eid, saleId: event.body.saleId, invoiceKey: key, inst, seq };
  return { kind: 'begins', waiting: { wait, install: state.install, event, recordedV } };
}

function makeSale(state: BatchState, event: AwardEvent, atMs: number): NewSale {
  const { body } = event;
  return {
    saleId: body.saleId,
    eid: event.eid,
    inst: state.install.installId,
    storeId: state.install.storeId,
    saleNo: body.saleNo,
    memberId: event.member,
    atMs,
    bizDate: event.bizDate,
    amountMinor: body.amountMinor,
    discountMinor: body.discountMinor,
    paidMinor: body.paidMinor,
    points: body.points,
    programId: body.program.id,
    programVersion: body.program.version,
    tierId: body.tierId,
    invoiceKey: invoiceKeyOf(event),
    spentMinor: body.spentMinor,
    pointsSpent: body.pointsSpent,
    valueMinor: body.valueMinor,
  };
}

/**
 * What the sale makes of the buyer: a higher tier, a referral that is rewarded. Points of somebody HQ
 * does not know are kept on a placeholder, and a person is told.
 */
function changeBuyer(
  state: BatchState,
  event: AwardEvent,
  { sale, program }: { readonly sale: NewSale; readonly program: Program | null },
): {
  readonly effects: readonly MemberEffect[];
  /** Null where counters know as much. */
  readonly told: HqMember | null;
  readonly found: readonly Found[];
} {
  const root = rootOf(state, event.member);
  const known = state.members.get(root);
  const before = known ?? placeholderOf(event, sale.atMs);
  const referred = rewardReferral(state, event, before, program);
  const member = raiseTier(state, referred.member, sale, program);
  const found = [
    ...(known === undefined
      ? [{ kind: 'unknown-member', detail: { memberId: event.member } }]
      : []),
    ...referred.found,
  ];
  if (known === undefined)
    return { effects: [{ kind: 'new', member, codes: [] }], told: null, found };
  // The counter that gave a tier itself drops what it hears of it before its receipt.
  const told = member !== known || event.body.tier.kind !== 'same' ? member : null;
  return { effects: member === known ? [] : [{ kind: 'changed', member, codes: [] }], told, found };
}

/** Whoever invited the buyer, where something is given to them and HQ (put back from a backup) knows nobody of that id. */
function placeInviter(
  state: BatchState,
  event: AwardEvent,
  atMs: number,
): { readonly effects: readonly MemberEffect[]; readonly found: readonly Found[] } {
  const { entries, issued, facts } = event.body;
  const { inviterId } = facts;
  const isGiven = [...entries, ...issued].some((one) => one.memberId === inviterId);
  if (inviterId === null || !isGiven || state.members.has(inviterId) || inviterId === event.member)
    return { effects: [], found: [] };
  const member = placeholderOf({ member: inviterId, body: {} }, atMs);
  return {
    effects: [{ kind: 'new', member, codes: [] }],
    found: [{ kind: 'unknown-member', detail: { memberId: inviterId } }],
  };
}

/** A member HQ knows by a sale or refund alone. */
export function placeholderOf(
  event: { readonly member: HqMember['memberId']; readonly body: object },
  atMs: number,
): HqMember {
  const tierId = 'tierId' in event.body ? String(event.body.tierId) : '';
  return {
    ...newHqMember({
      memberId: event.member,
      name: '',
      mobile: null,
      birthday: null,
      tierId,
      tierUntil: null,
      cardCodes: [],
      weakCodes: [],
      lineState: 'none',
      joinedOn: businessDate(atMs),
      inviterId: null,
    }),
    placeholder: true,
  };
}

function raiseTier(
  state: BatchState,
  member: HqMember,
  sale: NewSale,
  program: Program | null,
): HqMember {
  if (program === null) return member;
  const sales = state.memberSales.get(member.memberId) ?? [];
  const raised = tierAfterOneMore(program, member, sales, sale);
  return raised === null ? member : withTier(member, raised.change, raised.on);
}
