import type { AwardEvent } from '../../app/contract/events.ts';
import { invoiceKey } from '../../app/domain/einvoice.ts';
import { businessDate } from '../../app/domain/time.ts';
import type { HqMember } from '../db/members.ts';
import type { NewSale } from '../db/sales.ts';
import type { BatchState, Effects, MemberEffect } from './batch-state.ts';
import { eventAtMs } from './event-at.ts';
import type { Found, Verdict } from './make-effects.ts';
import { makeLineMessage } from './make-line-message.ts';
import { recomputeAward } from './recompute-award.ts';

/**
 * A settled sale. What the cashier was told stands: the event is applied as recorded, and every
 * disagreement becomes an exception. Only a sale or e-invoice that counted before has no effect, and
 * an event that contradicts itself is refused (throws, hence quarantined).
 */
export function applyAward(state: BatchState, event: AwardEvent): Verdict {
  refuseContradiction(event);
  const atMs = eventAtMs(event);
  const shared = { eid: event.eid, firstOfEid: true, type: event.type, atMs };
  const earlier = findEarlierUse(state, event);
  if (earlier !== null) return { ...shared, status: 'duplicate', found: [earlier] };

  const sale = makeSale(state, event, atMs);
  const recomputed = recomputeAward(state, event);
  const member = unknownMember(state, event, atMs);
  const { redemptions, found: voucherFound } = redeem(state, event, sale);
  const line = makeLineMessage(state, { event, sale, recomputed });
  return {
    ...shared,
    status: 'applied',
    found: [...(member?.found ?? []), ...recomputed.found, ...voucherFound, ...line.found],
    member: member?.effect ?? null,
    entries: event.body.entries,
    sale,
    redemptions,
    lineMessage: line.message,
  };
}

/** Sums that do not hold together inside the event can come from no counter of ours. */
function refuseContradiction({ body, member }: AwardEvent): void {
  const discountMinor = body.vouchers.reduce((sum, voucher) => sum + voucher.discountMinor, 0);
  const points = body.entries.reduce((sum, entry) => sum + entry.points, 0);
  const legs = new Set(body.entries.map((entry) => entry.leg));
  if (discountMinor !== body.discountMinor)
    throw new Error('the vouchers do not add up to the discount');
  if (body.amountMinor - body.discountMinor !== body.paidMinor)
    throw new Error('amount less discount is not what was paid');
  if (points !== body.points) throw new Error('the entries do not add up to the points');
  if (legs.size !== body.entries.length) throw new Error('two entries have the same leg');
  if (body.entries.some((entry) => entry.memberId !== member || entry.kind !== 'earn')) {
    throw new Error('an award earns points for its own member only');
  }
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
  if (body.invoice === null) return null;
  const key = invoiceKey(body.invoice.number, body.invoice.date);
  const sameInvoice = state.invoices.get(key);
  if (sameInvoice === undefined) return null;
  return {
    kind: 'invoice-used-twice',
    detail: { invoiceKey: key, first: sameInvoice, second: { ...second, points: body.points } },
  };
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
    invoiceKey: body.invoice === null ? null : invoiceKey(body.invoice.number, body.invoice.date),
  };
}

/** Points of somebody HQ does not know are kept on a placeholder, and a person is told. */
function unknownMember(
  state: BatchState,
  event: AwardEvent,
  atMs: number,
): { readonly effect: MemberEffect; readonly found: readonly Found[] } | null {
  if (state.members.has(event.member)) return null;
  const member: HqMember = {
    memberId: event.member,
    name: '',
    mobile: null,
    mobileShared: false,
    birthday: null,
    tierId: event.body.tierId,
    cardCodes: [],
    lineState: 'none',
    lineUserId: null,
    joinedOn: businessDate(atMs),
    placeholder: true,
  };
  const found = [{ kind: 'unknown-member', detail: { memberId: event.member } }];
  return { effect: { kind: 'new', member }, found };
}

/** The first redemption to arrive counts and never flips; each further one is one exception. */
function redeem(
  state: BatchState,
  event: AwardEvent,
  sale: NewSale,
): { readonly redemptions: Effects['redemptions']; readonly found: readonly Found[] } {
  const redemptions: Effects['redemptions'][number][] = [];
  const found: Found[] = [];
  for (const { voucherId, code, discountMinor } of event.body.vouchers) {
    const about = { voucherId, code, discountMinor };
    const first = state.redemptions.get(voucherId);
    const second = {
      eid: sale.eid,
      saleId: sale.saleId,
      saleNo: sale.saleNo,
      storeName: state.install.storeName,
      atMs: sale.atMs,
    };
    if (first !== undefined || redemptions.some((r) => r.voucherId === voucherId)) {
      found.push({
        kind: 'voucher-used-twice',
        detail: { ...about, first: first ?? second, second },
      });
      continue;
    }
    const known = state.vouchers.get(voucherId);
    if (known === undefined) found.push({ kind: 'unknown-voucher', detail: about });
    else if (known.cancelled) found.push({ kind: 'voucher-cancelled', detail: about });
    redemptions.push({ voucherId, eid: event.eid, storeId: sale.storeId, atMs: sale.atMs });
  }
  return { redemptions, found };
}
