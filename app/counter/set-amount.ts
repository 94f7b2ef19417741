import type { Trx } from '../db/handles.ts';
import { changeSale, deny, type Act } from './act.ts';
import { say } from './notice-codes.ts';
import type { Scene } from './scene.ts';

/** Longest amount in digits; an eighth is a slip (a tax id, a date). */
const digitsMax = 7;

/**
 * The amount as typed so far, digits only. Typing another amount than the e-invoice's takes the
 * e-invoice off the sale, because it no longer vouches for the amount. Says nothing otherwise.
 */
export async function setAmount(trx: Trx, { sale }: Scene, amountText: string): Promise<Act> {
  if (amountText.length > digitsMax) return deny(say('amount-too-large', {}));
  if (sale.invoice === null || amountText === sale.amountText)
    return await changeSale(trx, { ...sale, amountText }, null);
  const { number } = sale.invoice;
  return await changeSale(
    trx,
    { ...sale, amountText, invoice: null },
    say('invoice-dropped', { number }),
  );
}
