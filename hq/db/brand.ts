import type { Store } from '../../app/contract/sync.ts';
import type { QuietHours } from '../../app/line/quiet-hours.ts';
import type { StoreId } from '../../app/domain/ids.ts';
import type { HqDb, HqHandle } from './hq-db.ts';

export type Brand = {
  readonly brandName: string;
  readonly timeline: string;
  readonly adminTokenHash: string;
  /** Ed25519, PKCS #8 DER in base64url. */
  readonly signingKey: string;
  /** When members are left in peace. */
  readonly quietHours: QuietHours;
  /** When HQ last came back from a backup; null = never. */
  readonly restoredAtMs: number | null;
};

/** The brand this HQ serves; null before the first start is finished. */
export async function findBrand(db: HqHandle): Promise<Brand | null> {
  const row = await db.selectFrom('brand').selectAll().executeTakeFirst();
  if (row?.signing_key == null) return null;
  return {
    brandName: row.brand_name,
    timeline: row.timeline,
    adminTokenHash: row.admin_token_hash,
    signingKey: row.signing_key,
    quietHours: { from: row.quiet_from, until: row.quiet_until },
    restoredAtMs: row.restored_at_ms,
  };
}

/** As `findBrand`; throws when HQ was never set up, which `startHq` does first. */
export async function getBrand(db: HqHandle): Promise<Brand> {
  const brand = await findBrand(db);
  if (brand === null) throw new Error('HQ has no brand row');
  return brand;
}

/** Sets up the brand, once. */
export async function insertBrand(
  db: HqHandle,
  brand: Omit<Brand, 'quietHours' | 'restoredAtMs'>,
): Promise<void> {
  await db
    .insertInto('brand')
    .values({
      slot: 1,
      brand_name: brand.brandName,
      timeline: brand.timeline,
      admin_token_hash: brand.adminTokenHash,
      signing_key: brand.signingKey,
    })
    .execute();
}

/** Gives a brand of before 0.3 its signing key; one that has a key keeps it. */
export async function addSigningKey(db: HqHandle, signingKey: string): Promise<void> {
  await db
    .updateTable('brand')
    .set({ signing_key: signingKey })
    .where('signing_key', 'is', null)
    .execute();
}

/** HQ was restored from a backup: counters compare what they hold. */
export async function markTimeline(db: HqHandle, timeline: string): Promise<void> {
  await db.updateTable('brand').set({ timeline }).execute();
}

/** From when on what is told of before may have been told already; see `makeMemberMessage`. */
export async function markRestoredAt(db: HqHandle, atMs: number): Promise<void> {
  await db.updateTable('brand').set({ restored_at_ms: atMs }).execute();
}

export async function markQuietHours(db: HqHandle, quiet: QuietHours): Promise<void> {
  await db.updateTable('brand').set({ quiet_from: quiet.from, quiet_until: quiet.until }).execute();
}

export async function markBrandName(db: HqHandle, brandName: string): Promise<void> {
  await db.updateTable('brand').set({ brand_name: brandName }).execute();
}

/** The owner's token from now on. Where it is another one, whoever signed in with the old one is signed out. */
export async function markAdminToken(db: HqDb, adminTokenHash: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const changed = await trx
      .updateTable('brand')
      .set({ admin_token_hash: adminTokenHash })
      .where('admin_token_hash', '<>', adminTokenHash)
      .executeTakeFirst();
    if (Number(changed.numUpdatedRows) === 0) return;
    await trx.deleteFrom('admin_session').where('admin_id', 'is', null).execute();
  });
}

export async function listStores(db: HqHandle): Promise<Store[]> {
  const rows = await db.selectFrom('store').selectAll().orderBy('name').execute();
  return rows.map((row) => ({ storeId: row.store_id, name: row.name, taxId: row.tax_id }));
}

export async function findStore(db: HqHandle, storeId: StoreId): Promise<Store | null> {
  const row = await db
    .selectFrom('store')
    .selectAll()
    .where('store_id', '=', storeId)
    .executeTakeFirst();
  return row === undefined ? null : { storeId: row.store_id, name: row.name, taxId: row.tax_id };
}

export async function insertStore(db: HqHandle, store: Store): Promise<void> {
  await db
    .insertInto('store')
    .values({ store_id: store.storeId, name: store.name, tax_id: store.taxId })
    .execute();
}
