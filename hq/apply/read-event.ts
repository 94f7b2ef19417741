import { z } from 'zod';
import {
  awardEventSchema,
  counterEventSchema,
  leaseReturnEventSchema,
  memberStubEventSchema,
  refundEventSchema,
  saleInvoiceEventSchema,
  shiftCloseEventSchema,
  staffActEventSchema,
} from '../../app/contract/events.ts';
import type { CounterEvent } from '../../app/contract/events.ts';
import { safeParse } from '../../app/contract/safe-parse.ts';
import { upcastEvent } from '../../app/contract/upcast-event.ts';
import type { EventId } from '../../app/domain/ids.ts';

/** Types and versions of events this HQ can apply, as `/v1/hello` tells them. */
export const acceptedEvents: Readonly<Record<CounterEvent['type'], readonly number[]>> = {
  award: [1, 2],
  refund: [1],
  member_stub: [1],
  lease_return: [1],
  staff_act: [1],
  shift_close: [1],
  sale_invoice: [1],
};

/** Each type by itself: half as long as `counterEventSchema`, which finds out the type once more. */
const schemas: { readonly [T in CounterEvent['type']]: z.ZodType<CounterEvent, unknown> } = {
  award: awardEventSchema,
  refund: refundEventSchema,
  member_stub: memberStubEventSchema,
  lease_return: leaseReturnEventSchema,
  staff_act: staffActEventSchema,
  shift_close: shiftCloseEventSchema,
  sale_invoice: saleInvoiceEventSchema,
};

/** An event's body as read from its bytes. `eid` is null where not even that could be read. */
export type ReadEvent =
  | {
      readonly kind: 'event';
      readonly eid: EventId;
      readonly type: string;
      readonly event: CounterEvent;
      /** The version it was recorded in, before it was read as today's. */
      readonly recordedV: number;
    }
  | {
      readonly kind: 'unfit';
      readonly eid: EventId | null;
      readonly type: string;
      readonly why: 'unreadable' | 'unknown-type' | 'unknown-version' | 'bad-body';
      readonly detail: string;
    };

const uuidPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const eventHead = z.object({ eid: z.uuid(), type: z.string().max(40), v: z.number() });
const eidOnly = z.object({ eid: z.uuid() });
/** Without a capital that goes on like a UUID, or ends like one, there is none: this is found out sooner. */
const capitalDigit = /[A-F](?:[0-9a-fA-F-]{3}|[0-9a-fA-F]{0,2}")/;
/** A UUID with a capital letter, as the whole of a JSON string. */
const capitalUuid = /"(?=[0-9a-f-]*[A-F])[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"/;

/** Reads a raw body. Never throws; ids come in lower case, as the database gives them back. */
export function readEvent(rawBody: string): ReadEvent {
  let parsed: unknown;
  try {
    // Looking at each value costs ten times the parsing; hardly any body needs it.
    parsed = isPlain(rawBody) ? JSON.parse(rawBody) : JSON.parse(rawBody, normalise);
  } catch (error) {
    const detail = error instanceof Error ? error.message.slice(0, 200) : '';
    return { kind: 'unfit', eid: null, type: 'unknown', why: 'unreadable', detail };
  }
  return readAsSaid(parsed) ?? readUnfit(parsed);
}

/** An event of a type and version that is known and fits; null when anything is not as it should be. */
function readAsSaid(parsed: unknown): ReadEvent | null {
  if (typeof parsed !== 'object' || parsed === null) return null;
  const { type, v } = parsed as { readonly type?: unknown; readonly v?: unknown };
  if (typeof v !== 'number' || !isAccepted(type, v)) return null;
  const event = safeParse(schemas[type], upcastEvent(parsed));
  if (!event.success) return null;
  return { kind: 'event', eid: event.data.eid, type, event: event.data, recordedV: v };
}

function isAccepted(type: unknown, v: number): type is CounterEvent['type'] {
  if (typeof type !== 'string' || !Object.hasOwn(acceptedEvents, type)) return false;
  return acceptedEvents[type as CounterEvent['type']].includes(v);
}

/** Of an event that does not fit: what of it could be read, and where it goes wrong. */
function readUnfit(parsed: unknown): ReadEvent {
  const head = safeParse(eventHead, parsed);
  const eid = eidOf(parsed);
  if (!head.success || eid === null) {
    return {
      kind: 'unfit',
      eid,
      type: 'unknown',
      why: 'bad-body',
      detail: 'no eid, type or version',
    };
  }
  const { type, v } = head.data;
  if (!Object.hasOwn(acceptedEvents, type)) {
    return { kind: 'unfit', eid, type, why: 'unknown-type', detail: type };
  }
  if (!acceptedEvents[type as CounterEvent['type']].includes(v)) {
    return { kind: 'unfit', eid, type, why: 'unknown-version', detail: String(v) };
  }
  const event = safeParse(counterEventSchema, parsed);
  const issues = event.success ? [] : event.error.issues.slice(0, 5);
  const detail = issues.map((issue) => issue.path.join('.')).join(', ');
  return { kind: 'unfit', eid, type, why: 'bad-body', detail };
}

/** Without an escaped character no string of it can hold U+0000 or half a character. */
function isPlain(rawBody: string): boolean {
  if (rawBody.includes('\\u') || !isWellFormed(rawBody)) return false;
  return !capitalDigit.test(rawBody) || !capitalUuid.test(rawBody);
}

/** PostgreSQL's text holds neither U+0000 nor half a character. */
function normalise(key: string, value: unknown): unknown {
  if (!isStorable(key)) throw new Error('a name that cannot be stored');
  if (typeof value !== 'string') return value;
  if (!isStorable(value)) throw new Error('text that cannot be stored');
  return uuidPattern.test(value) ? value.toLowerCase() : value;
}

function isStorable(text: string): boolean {
  return !text.includes('\u0000') && isWellFormed(text);
}

function isWellFormed(text: string): boolean {
  return text.isWellFormed();
}

function eidOf(parsed: unknown): EventId | null {
  const eid = safeParse(eidOnly, parsed);
  return eid.success ? (eid.data.eid as EventId) : null;
}
