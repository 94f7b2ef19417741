import type { Trx } from '../db/handles.ts';
import type { OpenSale } from '../db/open-sale.ts';
import { changeSale, deny, type Act } from './act.ts';
import { say, type NoticeDraft } from './notice-codes.ts';
import type { Scene } from './scene.ts';

/** Longest amount in digits; an eighth is a slip (a tax id, a date). */
const digitsMax = 7;

/**
 * The amount as typed so far, digits only. Another amount than the e-invoice's or the POS's takes that
 * off the sale with its lines of goods, because they no longer vouch for the amount. Says nothing
 * otherwise.
 */
export async function setAmount(trx: Trx, { sale }: Scene, amountText: string): Promise<Act> {
  if (amountText.length > digitsMax) return deny(say('amount-too-large', {}));
  if (amountText === sale.amountText) return await changeSale(trx, sale, null);
  return await changeSale(
    trx,
    { ...sale, amountText, invoice: null, lines: null, posSaleNo: null },
    droppedNotice(sale),
  );
}

/** What the sale loses with its amount: the gravest, because the rest came with it. */
function droppedNotice({ posSaleNo, invoice, lines }: OpenSale): NoticeDraft | null {
  if (posSaleNo !== null) return say('pos-sale-dropped', { posSaleNo });
  if (invoice !== null) return say('invoice-dropped', { number: invoice.number });
  return lines === null ? null : say('lines-dropped', { count: lines.length });
}
