import {
  sealedKeySchema,
  type RecoveryKey,
  type SealedKey,
} from '../../app/contract/recovery-key.ts';
import type { InstallId } from '../../app/domain/ids.ts';
import type { HqHandle, HqTrx } from './hq-db.ts';
import { lockInstall } from './installs.ts';

export type StoredRecoveryKey = RecoveryKey & { readonly madeAtMs: number };

/** All recovery keys, the one that holds first. */
export async function listRecoveryKeys(db: HqHandle): Promise<StoredRecoveryKey[]> {
  return await db
    .selectFrom('recovery_key')
    .select(['kid', 'public_key as publicKey', 'made_at_ms as madeAtMs'])
    .orderBy('recovery_no', 'desc')
    .execute();
}

export async function insertRecoveryKey(trx: HqTrx, key: StoredRecoveryKey): Promise<void> {
  await trx
    .insertInto('recovery_key')
    .values({ kid: key.kid, public_key: key.publicKey, made_at_ms: key.madeAtMs })
    .execute();
}

export type StoredSealedKey = { readonly sealed: SealedKey; readonly receivedAtMs: number };

/** The copies of an install's database key, the newest first. */
export async function listSealedKeys(
  db: HqHandle,
  installId: InstallId,
): Promise<readonly StoredSealedKey[]> {
  const rows = await db
    .selectFrom('sealed_key')
    .select(['sealed', 'received_at_ms'])
    .where('inst', '=', installId)
    .orderBy('sealed_no', 'desc')
    .execute();
  return rows.map((row) => ({
    sealed: sealedKeySchema.parse(row.sealed),
    receivedAtMs: row.received_at_ms,
  }));
}

/** So many copies of one install are kept: one for each recovery key there will ever be. */
export const sealedKeysMax = 20;

/**
 * Keeps one more copy, the same one once however often it is handed in; `full` = there are too many of this install
 * already, and nothing was kept.
 */
export async function insertSealedKey(
  trx: HqTrx,
  given: { readonly installId: InstallId; readonly sealed: SealedKey; readonly nowMs: number },
): Promise<'kept' | 'full'> {
  const { installId, sealed, nowMs } = given;
  await lockInstall(trx, installId);
  const held = await listSealedKeys(trx, installId);
  if (held.some((one) => isSame(one.sealed, sealed))) return 'kept';
  if (held.length >= sealedKeysMax) return 'full';
  await trx
    .insertInto('sealed_key')
    .values({
      inst: installId,
      kid: sealed.kid,
      sealed: JSON.stringify(sealed),
      received_at_ms: nowMs,
    })
    .execute();
  return 'kept';
}

function isSame(one: SealedKey, other: SealedKey): boolean {
  return one.kid === other.kid && one.ephemeral === other.ephemeral && one.sealed === other.sealed;
}
