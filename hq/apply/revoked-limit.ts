import { findReceivedAt } from '../db/events.ts';
import type { HqTrx } from '../db/hq-db.ts';
import type { HqInstall } from '../db/installs.ts';

/**
 * Events HQ keeps of a revoked install in 24 hours, each a case for a person: more than a busy counter records
 * in a day, and no flood for whoever carried the machine off.
 */
export const keptOfRevokedMax = 500;
const windowMs = 24 * 60 * 60 * 1_000;

/**
 * Whether so many more events of this install (held by the transaction) are more than HQ keeps of one that was
 * revoked. Never for one that was not.
 */
export async function isRevokedFull(
  trx: HqTrx,
  { install, freshCount, nowMs }: IsRevokedFull,
): Promise<boolean> {
  const { installId, lastSeq, revokedAtMs } = install;
  if (revokedAtMs === null || freshCount === 0) return false;
  // A chain has no gaps: one look at the first that must have come before the window tells.
  const seq = lastSeq + freshCount - keptOfRevokedMax;
  if (seq < 1) return false;
  const receivedAtMs = await findReceivedAt(trx, { installId, seq });
  return receivedAtMs !== null && receivedAtMs > Math.max(revokedAtMs, nowMs - windowMs);
}

type IsRevokedFull = {
  readonly install: HqInstall;
  /** How many are new in this push. */
  readonly freshCount: number;
  readonly nowMs: number;
};
