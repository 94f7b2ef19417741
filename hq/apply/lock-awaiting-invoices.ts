import type { SaleId } from '../../app/domain/ids.ts';
import type { HqTrx } from '../db/hq-db.ts';
import { findInstall } from '../db/installs.ts';
import { listInvoiceWaits, lockInvoices } from '../db/invoice-waits.ts';
import type { BatchState } from './batch-state.ts';
import { readEvent } from './read-event.ts';

/**
 * The e-invoices that wait for these sales, held until the transaction ends. Read once the members are locked: one may
 * have come in before. Otherwise e-invoices come before members; where the two orders meet, one push is done again.
 */
export async function lockAwaitingInvoices(
  trx: HqTrx,
  saleIds: readonly SaleId[],
): Promise<BatchState['awaitingInvoices']> {
  const awaiting: BatchState['awaitingInvoices'] = new Map();
  for (const { rawBody, ...wait } of await listInvoiceWaits(trx, { invoiceKeys: [], saleIds })) {
    const read = readEvent(rawBody);
    if (read.kind !== 'event' || read.event.type !== 'sale_invoice') continue;
    const install = await findInstall(trx, wait.inst);
    if (install === null) continue;
    awaiting.set(wait.eid, { wait, storeName: install.storeName, event: read.event });
  }
  await lockInvoices(
    trx,
    [...awaiting.values()].map(({ wait }) => wait.invoiceKey),
  );
  return awaiting;
}
