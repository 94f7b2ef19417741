import type { InstallId, MemberId, RemarkId, StaffId } from '../../app/domain/ids.ts';

/** What shops remark about members; `told_pos` is where in `change` it was told last. */
export type RemarkTable = {
  remark_id: RemarkId;
  member_id: MemberId;
  kind: 'tag' | 'note';
  text: string;
  at_ms: number;
  staff_id: StaffId | null;
  staff_name: string | null;
  inst: InstallId;
  store_name: string;
  removed_at_ms: number | null;
  told_pos: number | null;
};
