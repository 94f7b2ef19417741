import type { HqHandle } from './hq-db.ts';

/** Remembers a signed-in browser by the hash of its cookie. */
export async function insertAdminSession(
  db: HqHandle,
  session: { readonly sessionHash: string; readonly nowMs: number; readonly expiresAtMs: number },
): Promise<void> {
  await db.deleteFrom('admin_session').where('expires_at_ms', '<', session.nowMs).execute();
  await db
    .insertInto('admin_session')
    .values({
      session_hash: session.sessionHash,
      created_at_ms: session.nowMs,
      expires_at_ms: session.expiresAtMs,
    })
    .execute();
}

export async function findAdminSession(
  db: HqHandle,
  sessionHash: string,
  nowMs: number,
): Promise<boolean> {
  const row = await db
    .selectFrom('admin_session')
    .select('session_hash')
    .where('session_hash', '=', sessionHash)
    .where('expires_at_ms', '>', nowMs)
    .executeTakeFirst();
  return row !== undefined;
}

/** Signs the browser out. */
export async function markSessionEnded(db: HqHandle, sessionHash: string): Promise<void> {
  await db.deleteFrom('admin_session').where('session_hash', '=', sessionHash).execute();
}
