import { invoiceKey, type Einvoice } from '../domain/einvoice.ts';
import { saleAmountMinorMax } from '../domain/money.ts';
import { businessDate, daysBetween, formatClock } from '../domain/time.ts';
import type { Trx } from '../db/handles.ts';
import { findUsedInvoice } from '../db/sales.ts';
import { answer, changeSale, type Act } from './act.ts';
import { say, type NoticeDraft } from './notice-codes.ts';
import type { Scene } from './scene.ts';

/** The left QR of an e-invoice was scanned: take its amount and number, or say why not. */
export async function scanInvoice(trx: Trx, scene: Scene, invoice: Einvoice): Promise<Act> {
  const { sale } = scene;
  const { number, date, sellerTaxId, totalMinor } = invoice;
  if (sale.invoice?.number === number && sale.invoice.date === date)
    return answer(say('invoice-on-sale-already', { number }));
  const objection = judgeInvoice(scene, invoice) ?? (await judgeUsedInvoice(trx, scene, invoice));
  if (objection !== null) return answer(objection);
  const amountText = String(totalMinor);
  const notice =
    sale.amountText === '' || sale.amountText === amountText
      ? say('invoice-taken', { number, amountMinor: totalMinor })
      : say('invoice-taken-instead', {
          number,
          amountMinor: totalMinor,
          beforeMinor: Number(sale.amountText),
        });
  return await changeSale(
    trx,
    { ...sale, amountText, invoice: { number, date, sellerTaxId } },
    notice,
  );
}

/** What the paper alone tells: whose, when, how much. */
function judgeInvoice({ store, program, moment }: Scene, invoice: Einvoice): NoticeDraft | null {
  const { number, date, sellerTaxId, totalMinor } = invoice;
  // Without an own tax id any shop's invoice would earn here, so none does.
  if (store === null || store.taxId === '') return say('invoice-no-own-tax-id', { number });
  if (sellerTaxId !== store.taxId) return say('invoice-foreign-seller', { number, sellerTaxId });
  if (program === null) return say('program-missing', {});
  const ageDays = daysBetween(date, moment.today);
  if (ageDays < 0) return say('invoice-future', { number, date });
  if (ageDays > program.invoiceAgeDaysMax)
    return say('invoice-too-old', { number, date, daysMax: program.invoiceAgeDaysMax });
  if (totalMinor === 0) return say('invoice-zero', { number });
  if (totalMinor > saleAmountMinorMax)
    return say('invoice-too-large', { number, amountMinor: totalMinor });
  return null;
}

/** Whether the invoice has earned already, here or (as far as HQ told) elsewhere. */
export async function judgeUsedInvoice(
  trx: Trx,
  { store, settings }: Scene,
  { number, date }: { readonly number: string; readonly date: string },
): Promise<NoticeDraft | null> {
  const used = await findUsedInvoice(trx, invoiceKey(number, date));
  if (used === null) return null;
  return say('invoice-used', {
    number,
    date: businessDate(used.atMs),
    time: formatClock(used.atMs),
    store: used.storeName ?? store?.name ?? settings.brandName,
  });
}
