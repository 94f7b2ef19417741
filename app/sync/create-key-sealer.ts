import {
  recoveryKeyAnswerSchema,
  recoveryKeySchema,
  sealedKeyAnswerSchema,
  type SealedKeyRequest,
} from '../contract/recovery-key.ts';
import { listHqKeys } from '../db/hq-keys.ts';
import { sealDatabaseKey } from '../db/seal-key.ts';
import { verifyDocument } from '../db/sign-document.ts';
import { callHq } from './call-hq.ts';
import { findConnection } from './find-connection.ts';
import type { SyncDeps } from './push-events.ts';

export type KeySealerDeps = SyncDeps & {
  /** 64 hex digits; null when this counter's database has none that could be told. */
  readonly databaseKeyHex: string | null;
  /** Whether HQ answers just now. */
  readonly isOnline: () => boolean;
  readonly onBroken: (error: unknown) => void;
};

export type KeySealer = { readonly start: () => void; readonly stop: () => Promise<void> };

/** How often it looks while HQ was not asked yet, and after it was. */
const soonMs = 15_000;
const laterMs = 6 * 3_600_000;
const deadlineMs = 15_000;

/** What one turn came to. */
export type SealTurn =
  /** HQ was not asked, or did not answer: look again soon. */
  | 'not-asked'
  /** HQ has no recovery key, or none signed by a key this counter trusts. */
  | 'no-recovery-key'
  | 'held'
  | 'handed-in'
  | 'refused';

/**
 * Sees to it that HQ holds a copy of this database's key that only the holder of HQ's recovery key can read:
 * when a PC's keyring is lost, disk and tape can still be read with it. Once for each install and recovery
 * key; HQ says what it holds, so a copy lost in a restore of HQ is handed in again.
 */
export function createKeySealer(deps: KeySealerDeps): KeySealer {
  let isStopped = false;
  let cancel = (): void => undefined;
  let turn = Promise.resolve();
  const schedule = (delayMs: number): void => {
    if (isStopped) return;
    cancel = deps.timers.setTimer(delayMs, () => {
      turn = sealOnce(deps).then(
        (ended) => schedule(ended === 'not-asked' ? soonMs : laterMs),
        (error: unknown) => {
          deps.onBroken(error);
          schedule(laterMs);
        },
      );
    });
  };
  return {
    start: () => schedule(soonMs),
    stop: async () => {
      isStopped = true;
      cancel();
      await turn;
    },
  };
}

/** One turn, also for tests. */
export async function sealOnce(deps: KeySealerDeps): Promise<SealTurn> {
  const { db, databaseKeyHex: keyHex } = deps;
  if (!deps.isOnline() || keyHex === null) return 'not-asked';
  const connection = await findConnection(db);
  if (connection === null) return 'not-asked';
  const path = '/v1/recovery-key';
  const ask = { method: 'GET', path, deadlineMs } as const;
  const asked = await callHq(deps, connection, ask, recoveryKeyAnswerSchema);
  if (asked.kind === 'failed') return 'not-asked';
  // An HQ of before 0.4 knows no such path.
  if (asked.kind === 'refused') return 'refused';
  const { document, heldKid } = asked.value;
  if (document === null) return 'no-recovery-key';
  const keys = await listHqKeys(db);
  const recovery = verifyDocument(keys, 'recovery-key', document, recoveryKeySchema);
  if (recovery.kind !== 'verified') return 'no-recovery-key';
  if (heldKid === recovery.value.kid) return 'held';
  const { installId } = connection;
  const body: SealedKeyRequest = {
    sealed: sealDatabaseKey(recovery.value, { keyHex, installId }),
  };
  const handIn = { method: 'POST', path, body, deadlineMs } as const;
  const handed = await callHq(deps, connection, handIn, sealedKeyAnswerSchema);
  if (handed.kind === 'failed') return 'not-asked';
  return handed.kind === 'answer' ? 'handed-in' : 'refused';
}
