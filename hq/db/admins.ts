import type { HqHandle, HqTrx } from './hq-db.ts';

/** Who acts at HQ. The owner's token has no row of its own: `adminId` is null. */
export type Admin = { readonly adminId: string | null; readonly name: string };

/** Whoever holds the token of the brand. */
export const owner: Admin = { adminId: null, name: 'owner' };

/** HQ itself, in the record of what was done. */
export const hqItself: Admin = { adminId: null, name: 'hq' };

/** A person with a token of their own, without it. */
export type NamedAdmin = {
  readonly adminId: string;
  readonly name: string;
  readonly createdAtMs: number;
  readonly revokedAtMs: number | null;
};

/** Everybody who ever had one, newest last. */
export async function listAdmins(db: HqHandle): Promise<NamedAdmin[]> {
  return await db
    .selectFrom('admin')
    .select([
      'admin_id as adminId',
      'name',
      'created_at_ms as createdAtMs',
      'revoked_at_ms as revokedAtMs',
    ])
    .orderBy('created_at_ms')
    .orderBy('admin_id')
    .execute();
}

/** Whose token this is; null when nobody's, or its holder was revoked. */
export async function findAdminByToken(db: HqHandle, tokenHash: string): Promise<Admin | null> {
  const row = await db
    .selectFrom('admin')
    .select(['admin_id as adminId', 'name'])
    .where('token_hash', '=', tokenHash)
    .where('revoked_at_ms', 'is', null)
    .executeTakeFirst();
  return row ?? null;
}

/** A name that somebody active has is a unique violation. */
export async function insertAdmin(
  db: HqHandle,
  admin: {
    readonly adminId: string;
    readonly name: string;
    readonly tokenHash: string;
    readonly nowMs: number;
  },
): Promise<void> {
  await db
    .insertInto('admin')
    .values({
      admin_id: admin.adminId,
      name: admin.name,
      token_hash: admin.tokenHash,
      created_at_ms: admin.nowMs,
      revoked_at_ms: null,
    })
    .execute();
}

/** Ends a token, and every session that it opened, at once. Answers the name; null when none was active. */
export async function markAdminRevoked(
  trx: HqTrx,
  adminId: string,
  nowMs: number,
): Promise<string | null> {
  const row = await trx
    .updateTable('admin')
    .set({ revoked_at_ms: nowMs })
    .where('admin_id', '=', adminId)
    .where('revoked_at_ms', 'is', null)
    .returning('name')
    .executeTakeFirst();
  await trx.deleteFrom('admin_session').where('admin_id', '=', adminId).execute();
  return row?.name ?? null;
}

/** Above how many NT$ a second person must agree. */
export async function findTwoPersonLimit(db: HqHandle): Promise<number> {
  const row = await db.selectFrom('brand').select('two_person_minor').executeTakeFirstOrThrow();
  return row.two_person_minor;
}

export async function markTwoPersonLimit(db: HqHandle, limitMinor: number): Promise<void> {
  await db.updateTable('brand').set({ two_person_minor: limitMinor }).execute();
}
