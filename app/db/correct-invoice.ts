import type { ReceiptRow } from '../contract/sync.ts';
import { invoiceKey } from '../domain/einvoice.ts';
import { findEvent } from './events.ts';
import type { Trx } from './handles.ts';
import { freeSaleInvoice, markSaleInvoice, putBackUsedInvoice } from './sales.ts';

/**
 * HQ's word about an e-invoice entered here after its sale was settled: where HQ gave it no effect (it is another
 * sale's, or the sale has another one) it is not this sale's here either; once HQ takes it after all it is.
 */
export async function correctInvoice(
  trx: Trx,
  { eid, status, saleInvoice }: Pick<ReceiptRow, 'eid' | 'status' | 'saleInvoice'>,
): Promise<void> {
  // Of the many that HQ applied only this kind says so.
  if (status === 'applied' && saleInvoice === undefined) return;
  const event = await findEvent(trx, eid);
  if (event?.type !== 'sale_invoice') return;
  const { saleId, saleEid, invoice } = event.body;
  const key = invoiceKey(invoice.number, invoice.date);
  if (status !== 'applied')
    return await freeSaleInvoice(trx, { saleId, eid: saleEid, invoice, invoiceKey: key });
  await markSaleInvoice(trx, { saleId, invoice });
  await putBackUsedInvoice(trx, { invoiceKey: key, eid: saleEid, atMs: event.t.wallMs });
}
