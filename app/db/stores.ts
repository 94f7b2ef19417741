import type { Store } from '../contract/sync.ts';
import type { StoreId } from '../domain/ids.ts';
import { fixedQuery, readKept } from './fixed-query.ts';
import type { Reader, Trx } from './handles.ts';

/** Stores or renames a shop. `taxId` is '' for a local shop that gave none. */
export async function upsertStore(trx: Trx, store: Store): Promise<void> {
  const values = { name: store.name, tax_id: store.taxId };
  await trx
    .insertInto('store')
    .values({ store_id: store.storeId, ...values })
    .onConflict((oc) => oc.column('store_id').doUpdateSet(values))
    .execute();
}

export async function findStore(db: Reader, storeId: StoreId): Promise<Store | null> {
  return await readKept(db, storeRow, { storeId }, ([row]) =>
    row === undefined ? null : { storeId: row.store_id, name: row.name, taxId: row.tax_id },
  );
}

const storeRow = fixedQuery((db, { storeId }: { readonly storeId: StoreId }) =>
  db.selectFrom('store').selectAll().where('store_id', '=', storeId),
);
