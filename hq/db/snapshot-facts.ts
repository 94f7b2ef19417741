import { sql } from 'kysely';
import type { HqHandle } from './hq-db.ts';

/** Whether HQ has at least so many members; counts no further. */
export async function hasMembers(db: HqHandle, atLeast: number): Promise<boolean> {
  const found = await sql<{ n: number }>`
    SELECT count(*)::integer AS n FROM (SELECT 1 FROM member LIMIT ${atLeast}) AS first_members`.execute(
    db,
  );
  return (found.rows[0]?.n ?? 0) >= atLeast;
}

/** The last position of the stream; 0 when it is empty. */
export async function findLastPos(db: HqHandle): Promise<number> {
  const row = await db
    .selectFrom('change')
    .select('pos')
    .orderBy('pos', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.pos ?? 0;
}

/** The role this connection acts as, where it is not the one that logged in. */
export async function findActingRole(db: HqHandle): Promise<string | null> {
  const found = await sql<{ role: string | null }>`
    SELECT nullif(current_user, session_user)::text AS role`.execute(db);
  return found.rows[0]?.role ?? null;
}
