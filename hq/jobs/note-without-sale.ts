import { withoutSaleIdOf } from '../apply/make-effects.ts';
import {
  closeNotesOfCome,
  insertExceptions,
  invoiceWithoutSale,
  refundWithoutSale,
} from '../db/exceptions.ts';
import type { HqDb } from '../db/hq-db.ts';
import { listStaleInvoices } from '../db/invoice-waits.ts';
import { listStaleRefunds } from '../db/refunds.ts';

/** A counter may be apart for a week; a sale that has not come by then may be lost. */
const staleAfterMs = 8 * 24 * 60 * 60_000;
const perNight = 200;

/** Tells a person of refunds and e-invoices whose sale has not come, once each; it closes by itself should it come. */
export async function noteWithoutSale(db: HqDb, nowMs: number): Promise<void> {
  // A sale that came while the note was being written closed nothing.
  await closeNotesOfCome(db);
  const stale = { beforeMs: nowMs - staleAfterMs, limit: perNight };
  const refunds = await listStaleRefunds(db, stale);
  const invoices = await listStaleInvoices(db, stale);
  await insertExceptions(db, [
    ...refunds.map((refund) => {
      const { refundId, saleId, saleEid, saleNo, eid, inst, storeName, atMs, moneyMinor } = refund;
      return {
        exceptionId: withoutSaleIdOf('refund', refundId),
        kind: refundWithoutSale,
        eid,
        inst,
        detail: { refundId, saleId, saleEid, saleNo, storeName, atMs, moneyMinor },
        nowMs,
      };
    }),
    ...invoices.map(({ eid, inst, saleId, saleNo, invoiceKey, storeName, atMs }) => ({
      exceptionId: withoutSaleIdOf('invoice', eid),
      kind: invoiceWithoutSale,
      eid,
      inst,
      detail: { saleId, saleNo, invoiceKey, storeName, atMs },
      nowMs,
    })),
  ]);
}
