import type { MemberId } from '../../app/domain/ids.ts';
import { addDays, businessDate } from '../../app/domain/time.ts';
import type { HqTrx } from '../db/hq-db.ts';
import {
  insertMemberRequest,
  listOpenRequestsOf,
  markRequestClosed,
} from '../db/member-requests.ts';

/** Days to answer a request to delete. 個資法 art. 13 gives 30; half of it leaves time to ask back. */
export const deletionDays = 15;

/** Notes that a member wants their data deleted, for a person at HQ to do. One that is open already stays. */
export async function askDeletion(
  trx: HqTrx,
  wish: {
    readonly requestId: string;
    readonly memberId: MemberId;
    readonly ids: readonly MemberId[];
    readonly nowMs: number;
  },
): Promise<void> {
  const open = await listOpenRequestsOf(trx, wish.ids);
  if (open.some(({ kind }) => kind === 'delete')) return;
  await insertMemberRequest(trx, {
    requestId: wish.requestId,
    memberId: wish.memberId,
    kind: 'delete',
    note: '',
    createdAtMs: wish.nowMs,
    dueOn: addDays(businessDate(wish.nowMs), deletionDays),
    closedAtMs: null,
  });
}

/** The member thought better of it: open requests to delete are closed with a word about that. */
export async function withdrawDeletion(
  trx: HqTrx,
  ids: readonly MemberId[],
  nowMs: number,
): Promise<void> {
  for (const { kind, requestId } of await listOpenRequestsOf(trx, ids))
    if (kind === 'delete')
      await markRequestClosed(trx, { requestId, note: 'withdrawn', atMs: nowMs });
}
