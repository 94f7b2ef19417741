import { sql } from 'kysely';
import type { EventId } from '../../app/domain/ids.ts';
import type { HqHandle } from '../db/hq-db.ts';

/** Events whose legs do not add up to 0: must be none. */
export async function listUnbalancedEvents(db: HqHandle): Promise<EventId[]> {
  const rows = await sql<{ eid: EventId }>`
    SELECT eid FROM entry GROUP BY eid HAVING sum(points) <> 0 LIMIT 100`.execute(db);
  return rows.rows.map((row) => row.eid);
}
