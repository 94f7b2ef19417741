import type { MemberId } from '../../app/domain/ids.ts';
import type { MemberState, SaleInput } from '../../app/domain/sale.ts';
import { readEvent } from './read-event.ts';

/** A recorded sale as a what-if run takes it: what was asked, and what was known of the member. */
export type PreviewSale = {
  readonly memberId: MemberId;
  readonly sale: SaleInput;
  readonly facts: MemberState;
};

/** The sale of an event, ready for a what-if run; none where the event is no sale. */
export function readPreviewSale(rawBody: string): PreviewSale[] {
  const read = readEvent(rawBody);
  if (read.kind !== 'event' || read.event.type !== 'award') return [];
  const { asked, facts } = read.event.body;
  return [{ memberId: facts.memberId, sale: withLotIds(asked), facts }];
}

/** A sale of version 1 had at most one lot; other rules may make more. */
const lotIdsMin = 4;

function withLotIds(sale: SaleInput): SaleInput {
  const missing = lotIdsMin - sale.lotIds.length;
  if (missing <= 0) return sale;
  const made = Array.from({ length: missing }, (_, nth) => madeUpLotId(sale.atMs, nth));
  return { ...sale, lotIds: [...sale.lotIds, ...made] };
}

/** An id of UUIDv7's shape and age; it never leaves the preview. */
function madeUpLotId(atMs: number, nth: number): SaleInput['lotIds'][number] {
  const hex = Math.max(0, atMs).toString(16).padStart(12, '0').slice(-12);
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-00000000000${nth}` as SaleInput['lotIds'][number];
}
