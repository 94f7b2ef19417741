import { v5 } from 'uuid';
import type { CounterEvent, ShiftCloseEvent, StaffActEvent } from '../../app/contract/events.ts';
import type { EventId, SaleId } from '../../app/domain/ids.ts';
import { applyAward } from './apply-award.ts';
import { applyMemberStub } from './apply-member-stub.ts';
import { applyRefund, judgeAwaiting } from './apply-refund.ts';
import { applySaleInvoice, judgeAwaitingInvoice } from './apply-sale-invoice.ts';
import type { BatchState, Effects, PushedEvent } from './batch-state.ts';
import { applyLeaseReturn } from './consume-rights.ts';
import { eventAtMs } from './event-at.ts';
import { buyerToTell, derivedIdNamespace, makeEffects, placeOf } from './make-effects.ts';
import type { Place, Verdict } from './make-effects.ts';
import type { ReadEvent } from './read-event.ts';
import { judgeFreed } from './judge-freed.ts';
import { recordEffects } from './record-effects.ts';

/**
 * What one event does, and what it sets free: its e-invoice and refunds that waited for this sale, and
 * awards that waited for the e-invoice of a sale that is undone now. The state is brought
 * to what it is afterwards. Never throws for anything an event can hold: one that cannot be applied
 * is kept in quarantine with its reason, and the chain goes on.
 */
export function applyEvent(state: BatchState, pushed: PushedEvent): Effects[] {
  const own = judgeEvent(state, pushed);
  recordEffects(state, own);
  const { read } = pushed;
  const event = read.kind === 'event' ? read.event : null;
  // Nothing waits where the sale's event only came a second time.
  const isFirst = own.event?.firstOfEid === true;
  const all = [own, ...(isFirst ? judgeWaitingFor(state, own.eid, event) : [])];
  return [...all, ...judgeFreed(state, all)];
}

/**
 * What waited for this event of a sale (null = it cannot be read): its e-invoice, then refunds, each in the order HQ
 * got them. The state is brought along.
 */
export function judgeWaitingFor(
  state: BatchState,
  eid: EventId,
  event: CounterEvent | null,
): Effects[] {
  const saleId = event?.type === 'award' ? event.body.saleId : null;
  const isOf = (one: {
    readonly saleId: SaleId;
    readonly saleEid: EventId;
    readonly eid: EventId;
  }) => one.eid !== eid && (one.saleId === saleId || one.saleEid === eid);
  const all: Effects[] = [];
  const take = (judged: Effects): void => {
    recordEffects(state, judged);
    all.push(judged);
  };
  const invoices = [...state.awaitingInvoices.values()].filter(({ event: { eid: own, body } }) =>
    isOf({ ...body, eid: own }),
  );
  for (const awaiting of invoices) take(judgeAwaitingInvoice(state, awaiting));
  const refunds = [...state.awaiting.values()].filter(({ refund }) => isOf(refund));
  for (const awaiting of refunds) take(judgeAwaiting(state, awaiting));
  return all;
}

function judgeEvent(state: BatchState, pushed: PushedEvent): Effects {
  const { read } = pushed;
  const place = placeOf(state, pushed);
  if (read.eid !== null) {
    const known = state.knownEvents.get(read.eid);
    if (known !== undefined) return makeEffects(state, place, judgeKnown(state, pushed, known));
  }
  // Taken in so that nothing is lost, but a person decides.
  if (state.install.revokedAtMs !== null) return quarantine(state, pushed, 'from-revoked', null);
  if (read.kind === 'unfit') return quarantine(state, pushed, read.why, read.detail);
  try {
    return makeEffects(state, place, judgeRead(state, place, read));
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return quarantine(state, pushed, 'handler-failed', detail);
  }
}

/** Keeps an event without any effect, for a person to look at. */
export function quarantine(
  state: BatchState,
  pushed: PushedEvent,
  kind: string,
  /** What more there is to say than the kind; null = nothing. */
  why: string | null,
): Effects {
  const { read } = pushed;
  const eid = read.eid ?? derivedEid(state, pushed);
  const award = read.kind === 'event' && read.event.type === 'award' ? read.event : null;
  return makeEffects(state, placeOf(state, pushed), {
    status: 'quarantined',
    eid,
    firstOfEid: !state.knownEvents.has(eid),
    type: read.type,
    atMs: state.receivedAtMs,
    found: [{ kind, detail: why === null ? {} : { why: storable(why).slice(0, 500) } }],
    buyer: award && buyerToTell(state, award),
  });
}

/** What an event comes to that was not judged before. Throws where it contradicts itself. */
export function judgeRead(
  state: BatchState,
  place: Place,
  read: Extract<ReadEvent, { readonly kind: 'event' }>,
): Verdict {
  const { event, recordedV } = read;
  switch (event.type) {
    case 'award':
      return applyAward(state, event, { recordedV, place });
    case 'refund':
      return applyRefund(state, event, place);
    case 'member_stub':
      return applyMemberStub(state, event);
    case 'lease_return':
      return applyLeaseReturn(state, event);
    case 'sale_invoice':
      return applySaleInvoice(state, event, place);
    case 'staff_act':
    case 'shift_close':
      return keepForTheRecord(event);
  }
}

/**
 * What people did at a counter moves nothing: the event itself, as it is stored, is the record (see
 * `listStaffActs`). It may be about no member at all, or one who is not known here yet.
 */
function keepForTheRecord(event: StaffActEvent | ShiftCloseEvent): Verdict {
  const { eid, type } = event;
  return { status: 'applied', eid, firstOfEid: true, type, atMs: eventAtMs(event), found: [] };
}

/** The eid had its effect before: offered again after a fork or restore, or another body under it. */
function judgeKnown(
  state: BatchState,
  pushed: PushedEvent,
  known: { readonly bodyHash: string },
): Verdict {
  const { read } = pushed;
  const same = known.bodyHash === pushed.bodyHash;
  return {
    status: same ? 'duplicate' : 'quarantined',
    eid: read.eid as EventId,
    firstOfEid: false,
    type: read.type,
    atMs: state.receivedAtMs,
    found: same
      ? []
      : [
          {
            kind: 'eid-conflict',
            detail: { firstBodyHash: known.bodyHash, bodyHash: pushed.bodyHash },
          },
        ],
  };
}

/** A name for an event whose own cannot be read: its place in the chain. */
function derivedEid(state: BatchState, pushed: PushedEvent): EventId {
  return v5(`${state.install.installId}:${pushed.seq}:eid`, derivedIdNamespace) as EventId;
}

function storable(text: string): string {
  return text.replaceAll('\u0000', '').replace(/\p{Cs}/gu, '\uFFFD');
}
