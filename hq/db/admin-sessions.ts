import type { Admin } from './admins.ts';
import { owner } from './admins.ts';
import type { HqHandle } from './hq-db.ts';

/** Remembers a signed-in browser by the hash of its cookie. */
export async function insertAdminSession(
  db: HqHandle,
  session: {
    readonly sessionHash: string;
    readonly adminId: string | null;
    readonly nowMs: number;
    readonly expiresAtMs: number;
  },
): Promise<void> {
  await db.deleteFrom('admin_session').where('expires_at_ms', '<', session.nowMs).execute();
  await db
    .insertInto('admin_session')
    .values({
      session_hash: session.sessionHash,
      created_at_ms: session.nowMs,
      expires_at_ms: session.expiresAtMs,
      admin_id: session.adminId,
    })
    .execute();
}

/** Whose session this is; null when there is none, it is over, or its holder was revoked. */
export async function findAdminSession(
  db: HqHandle,
  sessionHash: string,
  nowMs: number,
): Promise<Admin | null> {
  const row = await db
    .selectFrom('admin_session')
    .leftJoin('admin', 'admin.admin_id', 'admin_session.admin_id')
    .select(['admin_session.admin_id', 'admin.name', 'admin.revoked_at_ms'])
    .where('session_hash', '=', sessionHash)
    .where('expires_at_ms', '>', nowMs)
    .executeTakeFirst();
  if (row === undefined || row.revoked_at_ms !== null) return null;
  return row.admin_id === null ? owner : { adminId: row.admin_id, name: row.name ?? '' };
}

/** Signs the browser out. */
export async function markSessionEnded(db: HqHandle, sessionHash: string): Promise<void> {
  await db.deleteFrom('admin_session').where('session_hash', '=', sessionHash).execute();
}
