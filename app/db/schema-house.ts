import type { ColumnType, Generated } from 'kysely';
import type { EventId, MemberId, RemarkId, ShiftId } from '../domain/ids.ts';

/** Tags and notes, also those removed; `staff` is a `StaffRef` as JSON, `store_name` null for one made here. */
export type RemarkTable = {
  remark_id: RemarkId;
  member_id: MemberId;
  kind: 'tag' | 'note';
  text: string;
  fold: string;
  at_ms: number;
  staff: string | null;
  store_name: string | null;
  removed_at_ms: number | null;
  mine: 0 | 1;
  unsent: 0 | 1;
  tries: Generated<number>;
  retry_at_ms: Generated<number>;
};

/** `StaffRef`s as JSON; the events say the same, and more. */
export type ShiftTable = {
  shift_id: ShiftId;
  opened_at_ms: number;
  opened_by: string | null;
  opened_eid: EventId | null;
  closed_at_ms: ColumnType<number | null, number | null | undefined, number | null>;
  closed_by: ColumnType<string | null, string | null | undefined, string | null>;
  closed_eid: ColumnType<EventId | null, EventId | null | undefined, EventId | null>;
};
