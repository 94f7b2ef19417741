import type { SaleInvoiceEvent } from '../../app/contract/events.ts';
import { invoiceKey } from '../../app/domain/einvoice.ts';
import { placeholderOf } from './apply-award.ts';
import { lateInvoiceUsed } from '../db/exceptions.ts';
import { freesInvoice } from './batch-state.ts';
import type { AwaitingInvoice, BatchState, CountedSale, Effects } from './batch-state.ts';
import { eventAtMs } from './event-at.ts';
import { makeEffects } from './make-effects.ts';
import type { Found, Place, Verdict } from './make-effects.ts';

/**
 * The e-invoice of a sale that was settled before the POS had made it: from now on that sale uses it, at
 * every counter. Told once more of the same sale (by a copy of the counter) it stays so. Without effect where another
 * sale has it already, or the sale another one. One whose sale has not come waits for it. Throws (hence quarantined)
 * where its sale came and does not count.
 */
export function applySaleInvoice(
  state: BatchState,
  event: SaleInvoiceEvent,
  place: Place,
): Verdict {
  const { eid, type, body } = event;
  const shared = { eid, firstOfEid: true, type, atMs: eventAtMs(event) };
  const sale = state.counted.get(body.saleId);
  if (sale !== undefined)
    return { ...shared, ...judge(state, event, { sale, storeName: place.storeName }) };
  if (state.knownEvents.has(body.saleEid)) throw new Error(uncounted);
  const stranger = !state.members.has(event.member);
  const { inst, seq, storeName } = place;
  const wait = { eid, saleId: body.saleId, invoiceKey: keyOf(event), inst, seq };
  return {
    ...shared,
    status: 'awaiting',
    found: stranger ? [{ kind: 'unknown-member', detail: { memberId: event.member } }] : [],
    // The row of the member is what two pushes about the same sale meet at.
    members: stranger
      ? [{ kind: 'new', member: placeholderOf(event, shared.atMs), codes: [] }]
      : [],
    awaitingInvoice: { kind: 'begins', awaiting: { wait, storeName, event } },
  };
}

const uncounted = 'the sale of the e-invoice does not count';

/**
 * The second judgement of those that waited for one of these sales, now that its event is here, in the order HQ got
 * them. The state is brought along by the caller after each. Never throws, as the chain that brought the sale may be
 * another's.
 */
export function judgeAwaitingInvoice(state: BatchState, awaiting: AwaitingInvoice): Effects {
  const { wait, storeName, event } = awaiting;
  const { eid, type } = event;
  const place = { inst: wait.inst, seq: wait.seq, storeName, pushed: null };
  const sale = state.counted.get(wait.saleId);
  const found = [{ kind: 'handler-failed', detail: { why: uncounted } }];
  return makeEffects(state, place, {
    ...(sale === undefined
      ? { status: 'quarantined', found }
      : judge(state, event, { sale, storeName })),
    eid,
    firstOfEid: false,
    type,
    atMs: eventAtMs(event),
    awaitingInvoice: { kind: 'ends', awaiting },
  });
}

function judge(
  state: BatchState,
  event: SaleInvoiceEvent,
  { sale, storeName }: { readonly sale: CountedSale; readonly storeName: string },
): Pick<Verdict, 'status' | 'found' | 'saleInvoice'> {
  const key = keyOf(event);
  const isFree = sale.invoiceKey === null && !state.invoices.has(key);
  const isKnown = sale.invoiceKey === key;
  if (!isFree && !isKnown)
    return { status: 'duplicate', found: findLateUse(state, key, { sale, storeName }) };
  const saleInvoice = { saleId: event.body.saleId, saleEid: sale.eid, invoiceKey: key };
  return { status: 'applied', found: [], saleInvoice };
}

/**
 * Two sales earned on one e-invoice: the other one has it, and this one was settled before it was told, so that its
 * points stay. None where it has another e-invoice of its own, or was undone as a whole. Noted once for the two.
 */
function findLateUse(
  state: BatchState,
  key: string,
  { sale, storeName }: { readonly sale: CountedSale; readonly storeName: string },
): Found[] {
  const first = state.invoices.get(key);
  const isUndone = sale.refunds.some(({ result }) => freesInvoice(result));
  if (first === undefined || sale.invoiceKey !== null || isUndone) return [];
  const { eid, award } = sale;
  const { saleId, saleNo, points } = award.body;
  const second = { eid, saleId, saleNo, storeName, atMs: eventAtMs(award), points };
  const detail = { invoiceKey: key, memberId: award.member, first, second };
  return [{ kind: lateInvoiceUsed, detail, of: { eid, name: `${first.eid}:${eid}` } }];
}

function keyOf({ body: { invoice } }: SaleInvoiceEvent): string {
  return invoiceKey(invoice.number, invoice.date);
}
