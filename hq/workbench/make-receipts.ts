import { noMember } from '../../app/contract/events.ts';
import type { AwardEvent, CounterEvent, RefundEvent } from '../../app/contract/events.ts';
import type { ExceptionReceipt } from '../../app/contract/hq-admin-exceptions.ts';
import type { EventId } from '../../app/domain/ids.ts';
import { readEvent } from '../apply/read-event.ts';
import type { HqHandle } from '../db/hq-db.ts';
import { listMembersById } from '../db/members.ts';
import { listEventsById, listRedriven } from '../db/stored-events.ts';
import type { StoredEvent } from '../db/stored-events.ts';
import { maskForPeople } from '../server/members-for-people.ts';
import type { Case } from './gather-case.ts';

const rawCharsMax = 4_000;

type Side = ExceptionReceipt['side'];

/**
 * The receipts an exception is about, each as its counter recorded it: both sides where there are two, else
 * its own, with the sale behind a refund.
 */
export async function makeReceipts(db: HqHandle, theCase: Case): Promise<ExceptionReceipt[]> {
  const sides = sidesOf(theCase);
  const events = await listEventsById(
    db,
    sides.map(({ eid }) => eid),
  );
  const { own } = theCase;
  const shown = sides.flatMap(({ side, eid }) => {
    const event = eid === own?.eid ? own : events.get(eid);
    return event === undefined ? [] : [{ side, event, read: readEvent(event.rawBody) }];
  });
  const members = await listMembersById(
    db,
    shown.flatMap(({ read }) => (read.kind === 'event' ? [read.event.member] : [])),
  );
  const redriven = await listRedriven(
    db,
    shown.map(({ event }) => event.eid),
  );
  return shown.map(({ side, event, read }) => {
    const status = (event.firstOfEid ? redriven.get(event.eid) : undefined) ?? event.status;
    const body = read.kind === 'event' ? read.event : null;
    const name = body === null ? '' : (members.get(body.member)?.name ?? '');
    return makeReceipt({ side, event: { ...event, status }, body, name: maskForPeople(name) });
  });
}

/** Two sides at most, and what a refund takes back. */
function sidesOf({ exception, event }: Case): { readonly side: Side; readonly eid: EventId }[] {
  const { detail, eid } = exception;
  const sides: { side: Side; eid: EventId }[] = [];
  const add = (side: Side, id: unknown) => {
    if (typeof id !== 'string' || sides.some((one) => one.eid === id)) return;
    sides.push({ side, eid: id as EventId });
  };
  for (const side of ['first', 'second'] as const) {
    const part = detail[side];
    if (typeof part === 'object' && part !== null && 'eid' in part) add(side, part.eid);
  }
  // The second one is the exception's own event.
  if (!sides.some((one) => one.eid === eid)) add('own', eid);
  if (event?.type === 'refund') add('original', event.body.saleEid);
  return sides.slice(0, 4);
}

type Given = {
  readonly side: Side;
  readonly event: StoredEvent;
  readonly body: CounterEvent | null;
  readonly name: string;
};

function makeReceipt({ side, event, body, name }: Given): ExceptionReceipt {
  const { eid, type, status, atMs, receivedAtMs, storeName, counterLabel } = event;
  const isUnfit = body === null || status === 'quarantined';
  const shared = {
    eid,
    side,
    type,
    status,
    atMs,
    receivedAtMs,
    storeName,
    counterLabel,
    memberId: body === null || body.member === noMember ? null : body.member,
    staffName: body?.staff?.name ?? null,
    memberName: name,
    raw: isUnfit ? event.rawBody.slice(0, rawCharsMax) : null,
  };
  if (body?.type === 'award') return { ...shared, ...awardParts(body) };
  if (body?.type === 'refund') return { ...shared, ...refundParts(body) };
  const { saleId, saleNo } = body?.type === 'sale_invoice' ? body.body : noSale;
  return { ...shared, saleId, saleNo, lines: [], totals: null, voucherCodes: [] };
}

const noSale = { saleId: null, saleNo: null };

type Parts = Pick<ExceptionReceipt, 'saleId' | 'saleNo' | 'lines' | 'totals' | 'voucherCodes'>;

function awardParts({ body }: AwardEvent): Parts {
  const { saleId, saleNo, asked, lines } = body;
  const { amountMinor, discountMinor, pointsSpent, pointsValueMinor, paidMinor, points } = body;
  return {
    saleId,
    saleNo,
    lines: lines.map((line, i) => ({
      name: asked.lines[i]?.name ?? asked.lines[i]?.sku ?? '',
      amountMinor: line.grossMinor,
    })),
    totals: { amountMinor, discountMinor, pointsSpent, pointsValueMinor, paidMinor, points },
    voucherCodes: body.vouchers.map(({ code }) => code),
  };
}

function refundParts({ body }: RefundEvent): Parts {
  const { saleId, saleNo, result } = body;
  return {
    saleId,
    saleNo,
    lines: [],
    totals: {
      amountMinor: result.amountMinor,
      discountMinor: 0,
      pointsSpent: result.returned,
      pointsValueMinor: result.pointsValueMinor,
      paidMinor: result.moneyMinor,
      points: -result.clawedBack,
    },
    voucherCodes: [],
  };
}
