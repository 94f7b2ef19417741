import { v5 } from 'uuid';
import { derivedIdNamespace } from '../apply/make-effects.ts';
import { insertExceptions } from '../db/exceptions.ts';
import type { HqDb } from '../db/hq-db.ts';
import { listStaleRefunds } from '../db/refunds.ts';

/** A counter may be apart for a week; a sale that has not come by then may be lost. */
const staleAfterMs = 8 * 24 * 60 * 60_000;
const perNight = 200;

/** Tells a person of refunds whose sale has not come, once each. */
export async function noteStaleRefunds(db: HqDb, nowMs: number): Promise<void> {
  const stale = await listStaleRefunds(db, { beforeMs: nowMs - staleAfterMs, limit: perNight });
  await insertExceptions(
    db,
    stale.map(({ refundId, saleId, saleEid, eid, inst, storeName, atMs, moneyMinor }) => ({
      exceptionId: v5(`refund-without-sale:${refundId}`, derivedIdNamespace),
      kind: 'refund-without-sale',
      eid,
      inst,
      detail: { refundId, saleId, saleEid, storeName, atMs, moneyMinor },
      nowMs,
    })),
  );
}
