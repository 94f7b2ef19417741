import { sql } from 'kysely';
import type { LastLineOutcome, LineOutboxState } from '../../app/contract/hq-admin.ts';
import type { EventId, MemberId } from '../../app/domain/ids.ts';
import { markRestoredAt } from './brand.ts';
import type { HqHandle, HqTrx } from './hq-db.ts';
import { insertMany } from './insert-many.ts';

/** LINE forgets a retry key 24 hours after the first request under it and would deliver twice; stop well before. */
export const retryKeyLifeMs = 23 * 3_600_000;

/** The longest a message is put off after a try; what waits for longer waits for an hour at which it may go out. */
export const putOffMsMax = 10 * 60_000;

/** A message to send, serialised once. Its id is the retry key from the first try on. */
export type NewLineMessage = {
  readonly outboxId: string;
  readonly memberId: MemberId;
  readonly eid: EventId;
  readonly kind: string;
  readonly body: string;
  readonly nowMs: number;
  /** Not sent before; left out = at once. */
  readonly tellFromMs?: number;
  /** Not sent any more from then on; left out = as long as its kind is of use. */
  readonly tellUntilMs?: number;
  /** It may have been sent under its key since then, before HQ was restored; left out = it was not. */
  readonly maybeSentSinceMs?: number;
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
      first_attempt_at_ms: message.maybeSentSinceMs ?? null,
      next_attempt_at_ms: message.tellFromMs ?? message.nowMs,
      tell_until_ms: message.tellUntilMs ?? null,
      // The try nobody knows of counts as one, so that no later one is taken for the first.
      attempts: message.maybeSentSinceMs === undefined ? 0 : 1,
      state: 'waiting' as const,
      last_outcome: null,
      accepted_at_ms: null,
      request_id: null,
    })),
  );
}

/** Which of these events and postings a message was made for. */
export async function listKnownMessages(
  db: HqHandle,
  eids: readonly EventId[],
): Promise<Set<EventId>> {
  if (eids.length === 0) return new Set();
  const rows = await db.selectFrom('line_outbox').select('eid').where('eid', 'in', eids).execute();
  return new Set(rows.map((row) => row.eid));
}

/** Kinds HQ makes at night, to be told by day. */
export const byDayKinds: readonly string[] = ['birthday', 'tier', 'expiring'];

export type DueLineMessage = {
  readonly outboxId: string;
  readonly eid: EventId;
  readonly kind: string;
  readonly body: string;
  readonly createdAtMs: number;
  readonly tellUntilMs: number | null;
  /** This try counted. */
  readonly attempts: number;
  readonly firstAttemptAtMs: number;
};

/**
 * Takes messages to try now: of each member the oldest open one only, so that a member's messages keep
 * their order; what HQ made at night and waits for the day holds no receipt up (one that was tried does in its last
 * minutes, in which it cannot be told from one that is tried again). The try is written down before it is made,
 * because the 24 hours of a retry key count from its first request, known or not. Until `untilMs` nobody else
 * tries it; what another process is taking at this moment is passed over.
 */
export async function claimLineMessages(
  db: HqHandle,
  claim: { readonly nowMs: number; readonly untilMs: number; readonly limit: number },
): Promise<DueLineMessage[]> {
  const { nowMs, untilMs, limit } = claim;
  const { rows } = await sql<DueLineMessage & { outboxNo: number }>`
    WITH due AS (
      SELECT outbox_id FROM line_outbox AS own
      WHERE state IN ('waiting', 'parked') AND next_attempt_at_ms <= ${nowMs}
        AND NOT EXISTS (
          SELECT 1 FROM line_outbox AS older
          WHERE older.member_id = own.member_id AND older.outbox_no < own.outbox_no
            AND older.state IN ('waiting', 'parked')
            AND NOT (older.kind = ANY(${byDayKinds})
              AND older.next_attempt_at_ms > ${nowMs}
              AND (older.attempts = 0 OR older.next_attempt_at_ms > ${nowMs + putOffMsMax})))
      ORDER BY next_attempt_at_ms, outbox_no LIMIT ${limit}
      FOR UPDATE SKIP LOCKED
    )
    UPDATE line_outbox AS message SET attempts = attempts + 1, next_attempt_at_ms = ${untilMs},
      first_attempt_at_ms = coalesce(first_attempt_at_ms, ${nowMs})
    FROM due WHERE message.outbox_id = due.outbox_id
    RETURNING message.outbox_id AS "outboxId", eid, kind, body, attempts,
      created_at_ms AS "createdAtMs", tell_until_ms AS "tellUntilMs",
      first_attempt_at_ms AS "firstAttemptAtMs", outbox_no AS "outboxNo"`.execute(db);
  return rows.toSorted((a, b) => a.outboxNo - b.outboxNo);
}

/** What a try led to. */
export type LineResult = {
  readonly outboxId: string;
  /** Left out = as before. */
  readonly state?: LineOutboxState;
  readonly outcome?: LastLineOutcome;
  /** Left out = of no matter any more. */
  readonly nextAttemptAtMs?: number;
  readonly acceptedAtMs?: number;
  readonly requestId?: string | null;
  /** LINE took nothing under its key for certain; left out = it may have. */
  readonly keyUnused?: boolean;
};

/**
 * Writes down what many tries led to, in one statement, which does not wait for the disk. A power cut may
 * undo the last half second of it, never in part of a statement: then the messages are due again under the
 * keys and bodies they went out with, LINE answers that it has them, and this is written once more. What
 * must not be lost is the first try's time, and that is written before it (`claimLineMessages`). A try that
 * left the key unused is taken back where it was the only one, so that a used-up month or a refused token
 * costs no key its life; after a try of which nobody knows the time goes on. What was ended
 * while it was tried (unlinked, blocked, erased) stays so, unless LINE took it.
 */
export async function markLineResults(db: HqHandle, results: readonly LineResult[]): Promise<void> {
  if (results.length === 0) return;
  const rows = results.map((result) => ({
    outbox_id: result.outboxId,
    state: result.state ?? null,
    last_outcome: result.outcome ?? null,
    next_attempt_at_ms: result.nextAttemptAtMs ?? null,
    accepted_at_ms: result.acceptedAtMs ?? null,
    request_id: result.requestId ?? null,
    key_unused: result.keyUnused ?? false,
  }));
  await sql`
    WITH quick AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true))
    UPDATE line_outbox AS message SET state = coalesce(told.state, message.state),
      last_outcome = coalesce(told.last_outcome, message.last_outcome),
      next_attempt_at_ms = coalesce(told.next_attempt_at_ms, message.next_attempt_at_ms),
      accepted_at_ms = coalesce(told.accepted_at_ms, message.accepted_at_ms),
      request_id = coalesce(told.request_id, message.request_id),
      first_attempt_at_ms = CASE WHEN told.key_unused AND message.attempts = 1 THEN NULL
        ELSE message.first_attempt_at_ms END,
      attempts = CASE WHEN told.key_unused AND message.attempts = 1 THEN 0 ELSE message.attempts END
    FROM quick, json_to_recordset(${JSON.stringify(rows)}::json) AS told(outbox_id uuid, state text,
      last_outcome text, next_attempt_at_ms bigint, accepted_at_ms bigint, request_id text,
      key_unused boolean)
    WHERE message.outbox_id = told.outbox_id
      AND (message.state IN ('waiting', 'parked') OR told.state = 'accepted')`.execute(db);
}

/**
 * HQ came back from a backup: what was open in it may have been sent since. It may be sent once more only as
 * long as LINE knows its key, which began with its row at the earliest; the rest ends here. What it made
 * messages of before this instant may have been told as well, whenever HQ hears of it.
 */
export async function markMaybeTold(trx: HqTrx, nowMs: number): Promise<void> {
  await markRestoredAt(trx, nowMs);
  const restored: LastLineOutcome = 'restored';
  await sql`
    UPDATE line_outbox SET first_attempt_at_ms = coalesce(first_attempt_at_ms, created_at_ms),
      attempts = greatest(attempts, 1)
    WHERE state IN ('waiting', 'parked')`.execute(trx);
  await sql`
    UPDATE line_outbox SET state = 'expired', last_outcome = ${restored}
    WHERE state IN ('waiting', 'parked')
      AND greatest(next_attempt_at_ms, ${nowMs}) - first_attempt_at_ms >= ${retryKeyLifeMs}`.execute(
    trx,
  );
}

export type LineMessageOverview = {
  readonly outboxId: string;
  readonly memberName: string;
  readonly kind: string;
  readonly state: LineOutboxState;
  readonly attempts: number;
  readonly createdAtMs: number;
  readonly acceptedAtMs: number | null;
  readonly lastOutcome: LastLineOutcome | null;
};

/** How many messages stand in each state. */
export async function countLineMessages(db: HqHandle): Promise<Record<LineOutboxState, number>> {
  const counts = { waiting: 0, accepted: 0, parked: 0, failed: 0, expired: 0 };
  const counted = await sql<{ state: LineOutboxState; n: number }>`
    SELECT state, count(*)::integer AS n FROM line_outbox GROUP BY state`.execute(db);
  for (const { state, n } of counted.rows) counts[state] = n;
  return counts;
}

/** The newest messages, of one state or of all. */
export async function listLineMessages(
  db: HqHandle,
  page: { readonly state: LineOutboxState | null; readonly limit: number },
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
