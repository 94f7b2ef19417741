import { sql } from 'kysely';
import type { EventId } from '../domain/ids.ts';
import { findEvent } from './events.ts';
import type { Trx } from './handles.ts';
import { survivorOf } from './member-aliases.ts';

/**
 * HQ gave an own sale no effect: a tier it brought goes back to what it was before the sale, unless
 * something else has changed it since.
 */
export async function revertTier(trx: Trx, eid: EventId): Promise<void> {
  const event = await findEvent(trx, eid);
  if (event?.type !== 'award' || event.body.tier.kind === 'same') return;
  const { tier, facts } = event.body;
  await sql`
    UPDATE member SET tier_id = ${facts.tierId}, tier_until = ${facts.tierUntil}, tier_since = NULL
    WHERE member_id = ${survivorOf(event.member)}
      AND tier_id = ${tier.tierId} AND tier_until IS ${tier.tierUntil}`.execute(trx);
}
