import { sql } from 'kysely';
import type { HqHandle } from './hq-db.ts';

/** How much there is, for the console's first line. Chains have no holes: their ends tell how many events there are. */
export async function countEverything(
  db: HqHandle,
): Promise<{ readonly members: number; readonly events: number; readonly openExceptions: number }> {
  const counted = await sql<{ members: number; events: number; exceptions: number }>`
    SELECT (SELECT count(*)::integer FROM member WHERE merged_into IS NULL) AS members,
      (SELECT coalesce(sum(last_seq), 0)::bigint FROM install) AS events,
      (SELECT count(*)::integer FROM exception WHERE state = 'open') AS exceptions`.execute(db);
  const row = counted.rows[0];
  return {
    members: row?.members ?? 0,
    events: row?.events ?? 0,
    openExceptions: row?.exceptions ?? 0,
  };
}
