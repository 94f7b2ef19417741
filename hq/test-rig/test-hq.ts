import { startMigratedPostgres } from '../../build/postgres.ts';
import type { Store } from '../../app/contract/sync.ts';
import type { StoreId } from '../../app/domain/ids.ts';
import { insertStore } from '../db/brand.ts';
import { insertChanges } from '../db/changes.ts';
import type { HqDb, StoreKind } from '../db/hq-db.ts';
import { startHq } from '../start-hq.ts';
import type { RunningHq, StartHqOptions } from '../start-hq.ts';
import { enrolTestCounter } from './test-counter.ts';
import type { TestCounter } from './test-counter.ts';

export const northStore: Store = {
  storeId: '0198b3a0-0000-7000-8000-000000000001' as StoreId,
  name: '台北店',
  taxId: '90000006',
};
export const southStore: Store = {
  storeId: '0198b3a0-0000-7000-8000-000000000002' as StoreId,
  name: '高雄店',
  taxId: '90000006',
};

/** A running HQ with two stores, for tests over the wire. */
export type TestHq = RunningHq & {
  readonly enrol: (store?: Store) => Promise<TestCounter>;
};

/** Starts HQ on a store of its own kind; everything is gone after `stop`. */
export async function startTestHq(kind: StoreKind, options: StartHqOptions = {}): Promise<TestHq> {
  const server = kind === 'postgres' ? await startMigratedPostgres() : null;
  const hq = await startHq({
    ...(server === null ? {} : { databaseUrl: server.url }),
    adminToken: 'test-admin-token',
    consoleDir: null,
    // Tests ask for races; holding pushes back has its own.
    pushesAtOnce: { groupsMax: 3, groupPushesMax: 4, waitingMax: 100 },
    seed: seedTwoStores,
    ...options,
  });
  return {
    ...hq,
    enrol: async (store = northStore) =>
      await enrolTestCounter(hq.url, await hq.makeEnrolmentCode(store.storeId, '1 號機')),
    stop: async () => {
      await hq.stop();
      await server?.stop();
    },
  };
}

/** The seed of a test: two stores, told to the counters. */
export async function seedTwoStores(db: HqDb): Promise<void> {
  await db.transaction().execute(async (trx) => {
    for (const store of [northStore, southStore]) {
      await insertStore(trx, store);
      await insertChanges(trx, [{ kind: 'store', store }]);
    }
  });
}
