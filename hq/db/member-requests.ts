import type { MemberId } from '../../app/domain/ids.ts';
import type { HqHandle, HqTrx } from './hq-db.ts';

/** What a member asks for under the law on personal data. */
export type MemberRequest = {
  readonly requestId: string;
  readonly memberId: MemberId;
  readonly kind: 'delete' | 'copy' | 'correct';
  readonly note: string;
  readonly createdAtMs: number;
  /** The last day to answer. */
  readonly dueOn: string;
  readonly closedAtMs: number | null;
};

function selectRequests(db: HqHandle) {
  return db
    .selectFrom('member_request')
    .select([
      'request_id as requestId',
      'member_id as memberId',
      'kind',
      'note',
      'created_at_ms as createdAtMs',
      'due_on as dueOn',
      'closed_at_ms as closedAtMs',
    ]);
}

/** Notes a request. One of the same kind that is open already stays as it is: false. */
export async function insertMemberRequest(trx: HqTrx, request: MemberRequest): Promise<boolean> {
  const result = await trx
    .insertInto('member_request')
    .values({
      request_id: request.requestId,
      member_id: request.memberId,
      kind: request.kind,
      note: request.note,
      created_at_ms: request.createdAtMs,
      due_on: request.dueOn,
      closed_at_ms: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** The open requests of these ids (one member's). */
export async function listOpenRequestsOf(
  db: HqHandle,
  memberIds: readonly MemberId[],
): Promise<MemberRequest[]> {
  if (memberIds.length === 0) return [];
  return await selectRequests(db)
    .where('member_id', 'in', memberIds)
    .where('closed_at_ms', 'is', null)
    .orderBy('created_at_ms')
    .execute();
}

/** Requests of the brand: open ones first, those due soonest first; then the closed, newest first. */
export async function listMemberRequests(db: HqHandle, limit: number): Promise<MemberRequest[]> {
  const open = await selectRequests(db)
    .where('closed_at_ms', 'is', null)
    .orderBy('due_on')
    .orderBy('created_at_ms')
    .limit(limit)
    .execute();
  if (open.length >= limit) return open;
  const closed = await selectRequests(db)
    .where('closed_at_ms', 'is not', null)
    .orderBy('closed_at_ms', 'desc')
    .limit(limit - open.length)
    .execute();
  return [...open, ...closed];
}

export async function findMemberRequest(
  db: HqHandle,
  requestId: string,
): Promise<MemberRequest | null> {
  const row = await selectRequests(db).where('request_id', '=', requestId).executeTakeFirst();
  return row ?? null;
}

/** Closes a request with what came of it. False when it was closed before, or is not known. */
export async function markRequestClosed(
  trx: HqTrx,
  close: { readonly requestId: string; readonly note: string; readonly atMs: number },
): Promise<boolean> {
  const result = await trx
    .updateTable('member_request')
    .set({ closed_at_ms: close.atMs, note: close.note })
    .where('request_id', '=', close.requestId)
    .where('closed_at_ms', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** What these ids (one member's) ever asked for, newest first. */
export async function listRequestsOf(
  db: HqHandle,
  memberIds: readonly MemberId[],
  limit: number,
): Promise<MemberRequest[]> {
  if (memberIds.length === 0) return [];
  return await selectRequests(db)
    .where('member_id', 'in', memberIds)
    .orderBy('created_at_ms', 'desc')
    .limit(limit)
    .execute();
}
