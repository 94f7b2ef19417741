import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { InstallId } from '../../app/domain/ids.ts';
import { northStore, seedTwoStores, southStore } from '../test-rig/test-hq.ts';
import { openTestStore, testStoreKinds } from '../test-rig/test-stores.ts';
import type { TestStore } from '../test-rig/test-stores.ts';
import { insertBrand } from './brand.ts';
import { insertInstall, listInstalls, markInstallHead, markInstallRevoked } from './installs.ts';
import { countEverything } from './overview.ts';

describe.each(testStoreKinds)('the counters of a brand, on %s', (kind) => {
  let store: TestStore;
  beforeAll(async () => {
    store = await openTestStore(kind);
    await insertBrand(store.db, {
      brandName: '茶屋',
      timeline: '0198b3a0-0000-4000-8000-0000000000c1',
      adminTokenHash: '',
      signingKey: '',
    });
    await seedTwoStores(store.db);
    const add = async (tail: string, storeId: typeof northStore.storeId, nowMs: number) => {
      const installId = `0198b3a0-0000-7000-8000-0000000000${tail}` as InstallId;
      const counter = { publicKey: 'key', hostName: '', appVersion: '', counterLabel: tail };
      await insertInstall(store.db, { installId, storeId, nowMs, ...counter });
      return installId;
    };
    await add('01', southStore.storeId, 1_000);
    await add('02', northStore.storeId, 5_000);
    await add('03', northStore.storeId, 4_000);
    const gone = await add('04', southStore.storeId, 9_000);
    await markInstallRevoked(store.db, gone, 9_500);
    await store.db.transaction().execute(async (trx) => {
      for (const [tail, lastSeq] of [
        ['01', 30],
        ['02', 12],
      ] as const) {
        const installId = `0198b3a0-0000-7000-8000-0000000000${tail}` as InstallId;
        const nowMs = tail === '01' ? 1_000 : 5_000;
        await markInstallHead(trx, { installId, lastSeq, headHash: 'h', nowMs });
      }
    });
  });
  afterAll(async () => await store.stop());

  it('that are silent are not the first to be left out', async () => {
    const labels = async (limit?: number) =>
      (await listInstalls(store.db, limit)).map(({ counterLabel }) => counterLabel);
    expect([await labels(), await labels(3), await labels(2)]).toEqual([
      ['04', '02', '03', '01'],
      ['02', '03', '01'],
      ['02', '01'],
    ]);
  });

  it('tell by the ends of their chains how many events there are', async () => {
    expect(await countEverything(store.db)).toEqual({ members: 0, events: 42, openExceptions: 0 });
  });
});
