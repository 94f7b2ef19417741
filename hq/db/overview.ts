import { sql } from 'kysely';
import type { HqHandle } from './hq-db.ts';

/** How much there is, for the console's first line. */
export async function countEverything(db: HqHandle): Promise<{
  readonly memberCount: number;
  readonly saleCount: number;
  readonly openExceptionCount: number;
  readonly waitingLineCount: number;
}> {
  const counted = await sql<{ members: number; sales: number; exceptions: number; waiting: number }>`
    SELECT (SELECT count(*)::integer FROM member) AS members,
      (SELECT count(*)::integer FROM sale) AS sales,
      (SELECT count(*)::integer FROM exception WHERE state = 'open') AS exceptions,
      (SELECT count(*)::integer FROM line_outbox WHERE state IN ('waiting', 'parked')) AS waiting`.execute(db);
  const row = counted.rows[0];
  return {
    memberCount: row?.members ?? 0,
    saleCount: row?.sales ?? 0,
    openExceptionCount: row?.exceptions ?? 0,
    waitingLineCount: row?.waiting ?? 0,
  };
}
