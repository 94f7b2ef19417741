import type { HqDb } from '../../db/hq-db.ts';
import { deleteWebhookEvents } from '../../db/line-webhook.ts';

/** As long as somebody may look an event up; LINE brings none again after so long. */
export const keptDays = 30;
const dayMs = 24 * 3_600_000;

/**
 * Part of a night's work: events older than 30 days are forgotten, as they name people and hold what they
 * wrote. What they came to stays. Returns how many.
 */
export async function forgetWebhookEvents(deps: {
  readonly db: HqDb;
  readonly nowMs: () => number;
}): Promise<number> {
  return await deleteWebhookEvents(deps.db, deps.nowMs() - keptDays * dayMs);
}
