import { startMigratedPostgres } from '../../build/postgres.ts';
import { actAs, openPglite, openPostgres } from '../db/hq-db.ts';
import type { HqDb, StoreKind } from '../db/hq-db.ts';
import { migrateHq } from '../db/migrate-hq.ts';

/** A migrated, empty database of its own. */
export type TestStore = {
  readonly kind: StoreKind;
  readonly db: HqDb;
  readonly stop: () => Promise<void>;
};

/**
 * The store this run is on: PostgreSQL, or PGlite in the project of that name. `npm test` runs every
 * database test of HQ on both, one after the other.
 */
export const testStoreKind: StoreKind =
  process.env['HQ_TEST_STORE'] === 'pglite' ? 'pglite' : 'postgres';
export const testStoreKinds: readonly StoreKind[] = [testStoreKind];

/** The one brand of a test store. */
export const testTenantId = '0198b3a0-0000-4000-8000-0000000000b1';

async function prepare(db: HqDb): Promise<void> {
  await migrateHq(db);
  await db.insertInto('tenant').values({ tenant_id: testTenantId }).execute();
}

/** Opens one; PGlite in memory, or a real PostgreSQL server. */
export async function openTestStore(kind: StoreKind): Promise<TestStore> {
  if (kind === 'pglite') {
    const db = await openPglite(null);
    await prepare(db);
    await actAs(db, { tenantId: testTenantId });
    return { kind, db, stop: () => db.destroy() };
  }
  const server = await startMigratedPostgres();
  const db = openPostgres(server.url, { tenantId: testTenantId });
  await prepare(db);
  const stop = async () => {
    await db.destroy();
    await server.stop();
  };
  return { kind, db, stop };
}
