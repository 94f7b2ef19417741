import { sql } from 'kysely';
import type { EventId, MemberId } from '../../app/domain/ids.ts';
import type { HqHandle, HqTrx } from './hq-db.ts';
import { insertMany } from './insert-many.ts';

/** A message to send, serialised once. Its id is the retry key from the first try on. */
export type NewLineMessage = {
  readonly outboxId: string;
  readonly memberId: MemberId;
  readonly eid: EventId;
  readonly kind: string;
  readonly body: string;
  readonly nowMs: number;
};

export async function insertLineMessages(
  trx: HqTrx,
  messages: readonly NewLineMessage[],
): Promise<void> {
  await insertMany(
    trx,
    'line_outbox',
    messages.map((message) => ({
      outbox_id: message.outboxId,
      member_id: message.memberId,
      eid: message.eid,
      kind: message.kind,
      body: message.body,
      created_at_ms: message.nowMs,
      first_attempt_at_ms: null,
      next_attempt_at_ms: message.nowMs,
      attempts: 0,
      state: 'waiting' as const,
      last_outcome: null,
      accepted_at_ms: null,
      request_id: null,
    })),
  );
}

export type DueLineMessage = {
  readonly outboxId: string;
  readonly eid: EventId;
  readonly body: string;
  readonly attempts: number;
  readonly firstAttemptAtMs: number | null;
};

/** The oldest open message of each member, where it is due: a member's messages keep their order. */
export async function listDueLineMessages(
  db: HqHandle,
  due: { readonly nowMs: number; readonly limit: number },
): Promise<DueLineMessage[]> {
  const rows = await sql<DueLineMessage>`
    SELECT outbox_id AS "outboxId", eid, body, attempts, first_attempt_at_ms AS "firstAttemptAtMs"
    FROM (
      SELECT DISTINCT ON (member_id) * FROM line_outbox
      WHERE state IN ('waiting', 'parked') ORDER BY member_id, outbox_no
    ) AS oldest
    WHERE next_attempt_at_ms <= ${due.nowMs}
    ORDER BY outbox_no LIMIT ${due.limit}`.execute(db);
  return rows.rows;
}

/**
 * Written before a try: the 24 hours of a retry key count from its first request, known or not. Until
 * `untilMs` nobody else tries it. False = another process of HQ was quicker.
 */
export async function markLineAttempt(
  db: HqHandle,
  attempt: { readonly outboxId: string; readonly nowMs: number; readonly untilMs: number },
): Promise<boolean> {
  const { outboxId, nowMs, untilMs } = attempt;
  const result = await db
    .updateTable('line_outbox')
    .set((eb) => ({
      attempts: eb('attempts', '+', 1),
      first_attempt_at_ms: eb.fn.coalesce('first_attempt_at_ms', eb.val(nowMs)),
      next_attempt_at_ms: untilMs,
    }))
    .where('outbox_id', '=', outboxId)
    .where('state', 'in', ['waiting', 'parked'])
    .where('next_attempt_at_ms', '<=', nowMs)
    .executeTakeFirst();
  return Number(result.numUpdatedRows) === 1;
}

/** What a try led to. */
export type LineResult = {
  readonly outboxId: string;
  readonly state: 'waiting' | 'accepted' | 'parked' | 'failed' | 'expired';
  readonly outcome: string;
  readonly nextAttemptAtMs?: number;
  readonly acceptedAtMs?: number;
  readonly requestId?: string | null;
};

export async function markLineResult(db: HqHandle, result: LineResult): Promise<void> {
  await db
    .updateTable('line_outbox')
    .set({
      state: result.state,
      last_outcome: result.outcome,
      ...(result.nextAttemptAtMs === undefined
        ? {}
        : { next_attempt_at_ms: result.nextAttemptAtMs }),
      ...(result.acceptedAtMs === undefined ? {} : { accepted_at_ms: result.acceptedAtMs }),
      ...(result.requestId === undefined ? {} : { request_id: result.requestId }),
    })
    .where('outbox_id', '=', result.outboxId)
    .execute();
}

export type LineMessageOverview = {
  readonly outboxId: string;
  readonly memberName: string;
  readonly kind: string;
  readonly state: LineResult['state'];
  readonly attempts: number;
  readonly createdAtMs: number;
  readonly acceptedAtMs: number | null;
  readonly lastOutcome: string | null;
};

/** How many messages stand in each state. */
export async function countLineMessages(
  db: HqHandle,
): Promise<Record<LineResult['state'], number>> {
  const counts = { waiting: 0, accepted: 0, parked: 0, failed: 0, expired: 0 };
  const counted = await sql<{ state: LineResult['state']; n: number }>`
    SELECT state, count(*)::integer AS n FROM line_outbox GROUP BY state`.execute(db);
  for (const { state, n } of counted.rows) counts[state] = n;
  return counts;
}

/** The newest messages, of one state or of all. */
export async function listLineMessages(
  db: HqHandle,
  page: { readonly state: LineResult['state'] | null; readonly limit: number },
): Promise<LineMessageOverview[]> {
  const all = db
    .selectFrom('line_outbox')
    .innerJoin('member', 'member.member_id', 'line_outbox.member_id')
    .select([
      'outbox_id as outboxId',
      'member.name as memberName',
      'kind',
      'state',
      'attempts',
      'created_at_ms as createdAtMs',
      'accepted_at_ms as acceptedAtMs',
      'last_outcome as lastOutcome',
    ])
    .orderBy('outbox_no', 'desc')
    .limit(page.limit);
  return await (page.state === null ? all : all.where('state', '=', page.state)).execute();
}
