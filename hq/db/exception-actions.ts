import type { EventId, MemberId, StoreId } from '../../app/domain/ids.ts';
import type { HqHandle, HqTrx } from './hq-db.ts';

/** Something a person decided about an exception; one waits for a second person, or is done. */
export type ExceptionAction = {
  readonly actionId: string;
  readonly exceptionId: string;
  readonly kind: string;
  readonly amountMinor: number;
  readonly points: number;
  readonly storeId: StoreId | null;
  readonly memberId: MemberId | null;
  readonly note: string;
  readonly state: 'awaiting' | 'done' | 'refused' | 'without-effect';
  /** Null = the owner. */
  readonly proposedBy: string | null;
  readonly proposedAtMs: number;
  readonly decidedBy: string | null;
  readonly decidedAtMs: number | null;
  readonly outcome: Record<string, unknown> | null;
};

/** A second one that waits, or a second that ends the same exception, is a unique violation. */
export async function insertExceptionAction(trx: HqTrx, action: ExceptionAction): Promise<void> {
  await trx
    .insertInto('exception_action')
    .values({
      action_id: action.actionId,
      exception_id: action.exceptionId,
      kind: action.kind,
      amount_minor: action.amountMinor,
      points: action.points,
      store_id: action.storeId,
      member_id: action.memberId,
      note: action.note,
      state: action.state,
      proposed_by: action.proposedBy,
      proposed_at_ms: action.proposedAtMs,
      decided_by: action.decidedBy,
      decided_at_ms: action.decidedAtMs,
      outcome: JSON.stringify(action.outcome),
    })
    .execute();
}

/** One that waited is decided. */
export async function markActionDecided(
  trx: HqTrx,
  decided: Pick<ExceptionAction, 'actionId' | 'state' | 'decidedBy' | 'outcome'> & {
    readonly nowMs: number;
  },
): Promise<void> {
  await trx
    .updateTable('exception_action')
    .set({
      state: decided.state,
      decided_by: decided.decidedBy,
      decided_at_ms: decided.nowMs,
      outcome: JSON.stringify(decided.outcome),
    })
    .where('action_id', '=', decided.actionId)
    .where('state', '=', 'awaiting')
    .executeTakeFirstOrThrow();
}

/** The actions on these exceptions, in the order they were taken. */
export async function listExceptionActions(
  db: HqHandle,
  exceptionIds: readonly string[],
): Promise<ExceptionAction[]> {
  if (exceptionIds.length === 0) return [];
  return await db
    .selectFrom('exception_action')
    .select([
      'action_id as actionId',
      'exception_id as exceptionId',
      'kind',
      'amount_minor as amountMinor',
      'points',
      'store_id as storeId',
      'member_id as memberId',
      'note',
      'state',
      'proposed_by as proposedBy',
      'proposed_at_ms as proposedAtMs',
      'decided_by as decidedBy',
      'decided_at_ms as decidedAtMs',
      'outcome',
    ])
    .where('exception_id', 'in', exceptionIds)
    .orderBy('action_no')
    .execute();
}

/** Points a person clawed back because of an exception of an event. */
export type ClawBack = {
  readonly eid: EventId;
  readonly exceptionKind: string;
  /** From whom. */
  readonly memberId: MemberId | null;
  readonly points: number;
};

/** What people clawed back because of these events, done and not merely proposed. */
export async function listClawBacks(db: HqHandle, eids: readonly EventId[]): Promise<ClawBack[]> {
  if (eids.length === 0) return [];
  const rows = await db
    .selectFrom('exception_action as action')
    .innerJoin('exception', 'exception.exception_id', 'action.exception_id')
    .select([
      'exception.eid',
      'exception.kind as exceptionKind',
      'action.member_id as memberId',
      'action.points',
    ])
    .where('exception.eid', 'in', eids)
    .where('action.kind', '=', 'claw-back')
    .where('action.state', '=', 'done')
    .execute();
  return rows.flatMap(({ eid, ...row }) => (eid === null ? [] : [{ ...row, eid }]));
}
