import type { HqHandle, HqTrx } from './hq-db.ts';

/** What came of an event. `stale`: a later one was known already. `ignored`: nothing to do about it. */
export type WebhookOutcome = 'applied' | 'stale' | 'ignored' | 'failed';

/** An event as it is kept. */
export type StoredWebhookEvent = {
  readonly webhookEventId: string;
  readonly type: string;
  readonly eventAtMs: number;
  readonly receivedAtMs: number;
  /** Its JSON, as it came. */
  readonly raw: string;
  readonly outcome: string;
};

/**
 * Keeps events, each once for ever: returns the ids of those that had not come before. The rest is some
 * other transaction's doing, which is waited for. In the order of their ids, so that two processes with the
 * same events do not wait for each other.
 */
export async function insertWebhookEvents(
  trx: HqTrx,
  events: readonly StoredWebhookEvent[],
): Promise<Set<string>> {
  if (events.length === 0) return new Set();
  const rows = events
    .toSorted((a, b) => (a.webhookEventId < b.webhookEventId ? -1 : 1))
    .map((event) => ({
      webhook_event_id: event.webhookEventId,
      type: event.type,
      event_at_ms: event.eventAtMs,
      received_at_ms: event.receivedAtMs,
      raw: event.raw,
      outcome: event.outcome,
    }));
  const fresh = await trx
    .insertInto('line_webhook_event')
    .values(rows)
    .onConflict((oc) => oc.columns(['tenant_id', 'webhook_event_id']).doNothing())
    .returning('webhook_event_id')
    .execute();
  return new Set(fresh.map((row) => row.webhook_event_id));
}

/** Writes down what came of events. */
export async function markWebhookOutcomes(
  trx: HqTrx,
  outcomes: ReadonlyMap<string, WebhookOutcome>,
): Promise<void> {
  for (const outcome of new Set(outcomes.values())) {
    const ids = [...outcomes].filter(([, own]) => own === outcome).map(([id]) => id);
    await trx
      .updateTable('line_webhook_event')
      .set({ outcome })
      .where('webhook_event_id', 'in', ids)
      .execute();
  }
}

/** Which events are asked for. */
export type WebhookSearch = {
  readonly sinceMs: number;
  readonly untilMs: number;
  readonly type: string | null;
  readonly outcome: string | null;
  readonly webhookEventId: string | null;
};

/** Where a page of events ended. */
export type WebhookPlace = { readonly receivedAtMs: number; readonly webhookEventId: string };

/** A page of stored events, oldest first, after `after`. */
export async function listWebhookEvents(
  db: HqHandle,
  search: WebhookSearch,
  page: { readonly after: WebhookPlace | null; readonly limit: number },
): Promise<StoredWebhookEvent[]> {
  const { type, outcome, webhookEventId } = search;
  const { after } = page;
  let query = db
    .selectFrom('line_webhook_event')
    .select([
      'webhook_event_id as webhookEventId',
      'type',
      'event_at_ms as eventAtMs',
      'received_at_ms as receivedAtMs',
      'raw',
      'outcome',
    ])
    .where('received_at_ms', '>=', search.sinceMs)
    .where('received_at_ms', '<', search.untilMs);
  if (type !== null) query = query.where('type', '=', type);
  if (outcome !== null) query = query.where('outcome', '=', outcome);
  if (webhookEventId !== null) query = query.where('webhook_event_id', '=', webhookEventId);
  if (after !== null)
    query = query.where((eb) =>
      eb.or([
        eb('received_at_ms', '>', after.receivedAtMs),
        eb.and([
          eb('received_at_ms', '=', after.receivedAtMs),
          eb('webhook_event_id', '>', after.webhookEventId),
        ]),
      ]),
    );
  return await query
    .orderBy('received_at_ms')
    .orderBy('webhook_event_id')
    .limit(page.limit)
    .execute();
}

/** Forgets events that came before; they name people in LINE. Returns how many. */
export async function deleteWebhookEvents(db: HqHandle, beforeMs: number): Promise<number> {
  const result = await db
    .deleteFrom('line_webhook_event')
    .where('received_at_ms', '<', beforeMs)
    .executeTakeFirst();
  return Number(result.numDeletedRows);
}
