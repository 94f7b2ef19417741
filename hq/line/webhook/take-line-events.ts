import type { HqDb } from '../../db/hq-db.ts';
import { classifyDbError } from '../../db/db-errors.ts';
import { insertWebhookEvents, markWebhookOutcomes } from '../../db/line-webhook.ts';
import type { WebhookOutcome } from '../../db/line-webhook.ts';
import { applyLineEvents, BindingMoved } from './apply-line-events.ts';
import type { LineEvent } from './read-line-event.ts';

/** What came of some events: how many had come before, and how many count from now on, by outcome. */
export type TakenEvents = {
  readonly again: number;
  readonly outcomes: Readonly<Record<WebhookOutcome, number>>;
};

const triesMax = 5;

/**
 * Takes events: kept and made to count in one transaction, so that each counts once however often and by
 * however many processes it is brought. Events that the database can never hold, or that our own code
 * fails on, are kept as `failed` with what can be kept of them, and do not stop the others. Throws while
 * the database is away.
 */
export async function takeLineEvents(
  deps: { readonly db: HqDb; readonly log: (line: string) => void },
  events: readonly LineEvent[],
): Promise<TakenEvents> {
  const distinct = [...new Map(events.map((event) => [event.webhookEventId, event])).values()];
  const doubled = events.length - distinct.length;
  try {
    const outcomes = await take(deps.db, distinct);
    return tally(outcomes, doubled + distinct.length - outcomes.size);
  } catch (error) {
    if (!isEventsOwnFault(error)) throw error;
    const [only] = distinct;
    if (distinct.length === 1 && only !== undefined) {
      await keepAsFailed(deps, only, error);
      return tally(new Map([[only.webhookEventId, 'failed']]), doubled);
    }
  }
  // One of them is at fault: each for itself.
  const taken: TakenEvents[] = [];
  for (const event of distinct) taken.push(await takeLineEvents(deps, [event]));
  return sum(taken, doubled);
}

/** Not the database's absence, nor another writer in the way. */
function isEventsOwnFault(error: unknown): boolean {
  if (error instanceof BindingMoved) return false;
  const kind = classifyDbError(error);
  return kind === 'deterministic' || kind === 'not-a-db-error';
}

async function take(
  db: HqDb,
  events: readonly LineEvent[],
): Promise<ReadonlyMap<string, WebhookOutcome>> {
  return await retryConflicts(
    async () =>
      await db.transaction().execute(async (trx) => {
        const fresh = await insertWebhookEvents(
          trx,
          events.map((event) => ({ ...event, outcome: 'ignored' })),
        );
        const outcomes = await applyLineEvents(
          trx,
          events.filter(({ webhookEventId }) => fresh.has(webhookEventId)),
        );
        const told = [...outcomes].filter(([, outcome]) => outcome !== 'ignored');
        await markWebhookOutcomes(trx, new Map(told));
        return outcomes;
      }),
  );
}

/**
 * Works stored events again; idempotent. What once counted stays known as `applied`, also where a later word
 * counts by now. Throws while the database is away.
 */
export async function retakeLineEvents(
  db: HqDb,
  stored: readonly { readonly event: LineEvent; readonly outcome: string }[],
): Promise<ReadonlyMap<string, WebhookOutcome>> {
  const counted = new Set(
    stored.flatMap(({ event, outcome }) => (outcome === 'applied' ? event.webhookEventId : [])),
  );
  return await retryConflicts(
    async () =>
      await db.transaction().execute(async (trx) => {
        const judged = await applyLineEvents(
          trx,
          stored.map(({ event }) => event),
        );
        const outcomes = new Map<string, WebhookOutcome>();
        for (const [id, outcome] of judged) outcomes.set(id, counted.has(id) ? 'applied' : outcome);
        await markWebhookOutcomes(trx, outcomes);
        return outcomes;
      }),
  );
}

async function retryConflicts<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const mayHelp = error instanceof BindingMoved || classifyDbError(error) === 'conflict';
      if (!mayHelp || attempt >= triesMax) throw error;
    }
  }
}

/** Never the event's own text: people write to shops in LINE. */
async function keepAsFailed(
  deps: Parameters<typeof takeLineEvents>[0],
  event: LineEvent,
  error: unknown,
): Promise<void> {
  const why = error instanceof Error ? error.name : 'unknown';
  deps.log(`LINE webhook: event ${event.webhookEventId} (${event.type}) failed: ${why}`);
  try {
    await deps.db
      .transaction()
      .execute(async (trx) => await insertWebhookEvents(trx, [{ ...event, outcome: 'failed' }]));
  } catch (second) {
    if (!isEventsOwnFault(second)) throw second;
    deps.log(`LINE webhook: event ${event.webhookEventId} could not be kept either`);
  }
}

function tally(outcomes: ReadonlyMap<string, WebhookOutcome>, again: number): TakenEvents {
  const counts = { applied: 0, stale: 0, ignored: 0, failed: 0 };
  for (const outcome of outcomes.values()) counts[outcome] += 1;
  return { again, outcomes: counts };
}

function sum(taken: readonly TakenEvents[], doubled: number): TakenEvents {
  const counts = { applied: 0, stale: 0, ignored: 0, failed: 0 };
  let again = doubled;
  for (const one of taken) {
    again += one.again;
    counts.applied += one.outcomes.applied;
    counts.stale += one.outcomes.stale;
    counts.ignored += one.outcomes.ignored;
    counts.failed += one.outcomes.failed;
  }
  return { again, outcomes: counts };
}
