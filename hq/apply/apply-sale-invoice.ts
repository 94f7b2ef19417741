import type { SaleInvoiceEvent } from '../../app/contract/events.ts';
import { invoiceKey } from '../../app/domain/einvoice.ts';
import type { BatchState } from './batch-state.ts';
import { eventAtMs } from './event-at.ts';
import type { Verdict } from './make-effects.ts';

/**
 * The e-invoice of a sale that was settled before the POS had made it: from now on that sale uses it, at
 * every counter. Told once more of the same sale (by a copy of the counter) it stays so. Without effect where another
 * sale has it already, or the sale another one. Throws (hence quarantined) where its sale does not count.
 */
export function applySaleInvoice(state: BatchState, event: SaleInvoiceEvent): Verdict {
  const { eid, type, body } = event;
  const sale = state.counted.get(body.saleId);
  if (sale === undefined) throw new Error('the sale of the e-invoice does not count');
  const key = invoiceKey(body.invoice.number, body.invoice.date);
  const isFree = sale.invoiceKey === null && !state.invoices.has(key);
  const isKnown = sale.invoiceKey === key;
  const told = { eid, firstOfEid: true, type, atMs: eventAtMs(event), found: [] };
  if (!isFree && !isKnown) return { ...told, status: 'duplicate' };
  const saleInvoice = { saleId: body.saleId, saleEid: sale.eid, invoiceKey: key };
  return { ...told, status: 'applied', saleInvoice };
}
