import type { EventId } from '../domain/ids.ts';
import type { Reader } from './handles.ts';

/** The highest event id recorded here, own or re-emitted; null before the first event. */
export async function findNewestEventId(db: Reader): Promise<EventId | null> {
  const row = await db
    .selectFrom('event')
    .select('eid')
    .orderBy('eid', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.eid ?? null;
}
