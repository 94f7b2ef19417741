import { sql } from 'kysely';
import type { HqDb, HqHandle, HqTrx } from './hq-db.ts';

/** A brand of this database. `brandName` is null until its first start is finished. */
export type Tenant = { readonly tenantId: string; readonly brandName: string | null };

/** The login that is bound to a brand by its very name; see the migration `0007-tenants`. */
export function boundLogin(tenantId: string): string {
  return `hq_brand_${tenantId.replaceAll('-', '')}`;
}

/** The brand this connection is tied to; null while it has chosen none. */
export async function findOwnTenant(db: HqHandle): Promise<string | null> {
  const found = await sql<{ id: string | null }>`
    SELECT counterfoil_tenant_or_none() AS id`.execute(db);
  return found.rows[0]?.id ?? null;
}

/**
 * The brands of the database in the order they were made, for a connection that has not chosen one; a
 * connection that has sees its own only.
 */
export async function listTenants(db: HqDb): Promise<Tenant[]> {
  return await db.transaction().execute(async (trx) => {
    const own = await findOwnTenant(trx);
    const ids = await sql<{ tenant_id: string }>`
      SELECT tenant_id FROM tenant ORDER BY created_at, tenant_id`.execute(trx);
    const tenants: Tenant[] = [];
    for (const { tenant_id: tenantId } of ids.rows) {
      if (own === null) await useTenant(trx, tenantId);
      const brand = await trx
        .selectFrom('brand')
        .select('brand_name')
        // A superuser sees the rows of all.
        .where('tenant_id', '=', tenantId)
        .executeTakeFirst();
      tenants.push({ tenantId, brandName: brand?.brand_name ?? null });
    }
    return tenants;
  });
}

/** The rest of this transaction is about that brand. A login that is bound to one stays with its own. */
export async function useTenant(trx: HqTrx, tenantId: string): Promise<void> {
  await sql`SELECT set_config('counterfoil.tenant', ${tenantId}, true)`.execute(trx);
}

/** Enters a brand into the list of them. */
export async function insertTenant(trx: HqTrx, tenantId: string): Promise<void> {
  await trx.insertInto('tenant').values({ tenant_id: tenantId }).execute();
}

/** Any number that is ours alone: whoever makes a brand. */
const makingLockKey = 7_226_008;

/** One process at a time makes a brand: several may start on an empty database at once. */
export async function lockTenants(trx: HqTrx): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(${sql.lit(makingLockKey)})`.execute(trx);
}

/** Tables of HQ whose rows PostgreSQL would show to every brand: none in a database as it should be. */
export async function listOpenTables(db: HqHandle): Promise<string[]> {
  const found = await sql<{ name: string }>`
    SELECT relname AS name FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
      AND relname <> 'schema_version'
      AND NOT (relrowsecurity AND relforcerowsecurity
        AND EXISTS (SELECT FROM pg_policy WHERE polrelid = pg_class.oid AND polcmd = '*'))
    ORDER BY relname`.execute(db);
  return found.rows.map((row) => row.name);
}

/** Why the connected role would see the rows of other brands, or could make itself see them. */
export type TooMuch = 'superuser' | 'bypasses-rls' | 'owns-tables';

/** What the connected role has that lifts it above the policies; null = nothing. */
export async function findTooMuch(db: HqHandle): Promise<TooMuch | null> {
  const found = await sql<{ isSuper: boolean; bypasses: boolean; owns: boolean }>`
    SELECT rolsuper AS "isSuper", rolbypassrls AS bypasses,
      EXISTS (SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace
        AND relkind IN ('r', 'p') AND pg_has_role(CURRENT_USER, relowner, 'USAGE')) AS owns
    FROM pg_roles WHERE rolname = CURRENT_USER`.execute(db);
  const me = found.rows[0];
  if (me === undefined) throw new Error('the database does not know who is connected');
  if (me.isSuper) return 'superuser';
  if (me.bypasses) return 'bypasses-rls';
  return me.owns ? 'owns-tables' : null;
}
