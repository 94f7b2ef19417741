import { expect, test } from 'vitest';
import type { SealedKey } from '../../app/contract/recovery-key.ts';
import { startTestHq } from '../test-rig/test-hq.ts';
import { testStoreKind } from '../test-rig/test-stores.ts';
import { insertSealedKey, listSealedKeys, sealedKeysMax } from './recovery-keys.ts';

test('a copy that is handed in again takes no further place', async () => {
  const hq = await startTestHq(testStoreKind);
  try {
    const { install: installId } = await hq.enrol();
    const copy = (n: number): SealedKey => ({
      v: 1,
      kid: 'k'.repeat(16),
      ephemeral: 'e'.repeat(43),
      sealed: String(n).padStart(64, '0'),
    });
    const handIn = async (n: number) =>
      await hq.db
        .transaction()
        .execute((trx) => insertSealedKey(trx, { installId, sealed: copy(n), nowMs: n }));
    for (let time = 0; time <= sealedKeysMax; time += 1) expect(await handIn(0)).toBe('kept');
    expect(await listSealedKeys(hq.db, installId)).toEqual([{ sealed: copy(0), receivedAtMs: 0 }]);
    for (let n = 1; n < sealedKeysMax; n += 1) expect(await handIn(n)).toBe('kept');
    expect([await handIn(sealedKeysMax), await handIn(1)]).toEqual(['full', 'kept']);
  } finally {
    await hq.stop();
  }
});
