import type { EinvoiceItem } from '../domain/einvoice-items.ts';
import { linesOfItems } from '../domain/einvoice-lines.ts';
import { invoiceKey, type Einvoice } from '../domain/einvoice.ts';
import { itemsOfLeft, joinInvoice } from '../domain/join-invoice.ts';
import type { InvoiceHalf, InvoiceJoin, WaitingHalf } from '../domain/join-invoice.ts';
import { saleAmountMinorMax } from '../domain/money.ts';
import type { SaleLine } from '../domain/sale.ts';
import { businessDate, daysBetween, formatClock } from '../domain/time.ts';
import type { Trx } from '../db/handles.ts';
import type { OpenSale } from '../db/open-sale.ts';
import { findUsedInvoice } from '../db/sales.ts';
import { answer, changeSale, type Act } from './act.ts';
import { say, type NoticeDraft } from './notice-codes.ts';
import type { Scene } from './scene.ts';

/** The half of an e-invoice scanned before, and when this one arrived (ms of a clock that only rises). */
export type HalfBefore = { readonly waiting: WaitingHalf | null; readonly nowMs: number };

/** What came of a scan, and the half of an e-invoice that waits for its other one from now on. */
export type HalfAct = Act & { readonly waiting: WaitingHalf | null };

/**
 * One QR of an e-invoice. The left one gives amount and number at once; with the right one, in either
 * order, also the goods as lines of the sale, where they sum to the invoice's total.
 */
export async function scanInvoiceHalf(
  trx: Trx,
  scene: Scene,
  half: InvoiceHalf,
  before: HalfBefore,
): Promise<HalfAct> {
  const { outcome, waiting } = joinInvoice(stillOf(scene, before.waiting), half, before.nowMs);
  if (half.side === 'right')
    return { ...(await addRight(trx, scene, outcome, half.goods)), waiting };
  const items = outcome.kind === 'joined' ? outcome.items : itemsOfLeft(half.invoice);
  const act = await takeInvoice(trx, scene, half.invoice, items);
  // A right one cannot help an invoice that is not to be had.
  return { ...act, waiting: act.answer.kind === 'done' ? waiting : null };
}

/** What waits, unless it is the left one of an invoice that was taken off since, or settled. */
function stillOf({ sale }: Scene, waiting: WaitingHalf | null): WaitingHalf | null {
  return waiting?.side === 'left' && !isOnSale(sale, waiting.invoice) ? null : waiting;
}

/** The left QR: take its amount, number and, where it is known whole, its goods; or say why not. */
async function takeInvoice(
  trx: Trx,
  scene: Scene,
  invoice: Einvoice,
  items: readonly EinvoiceItem[] | null,
): Promise<Act> {
  const { sale } = scene;
  const { number, date, sellerTaxId, totalMinor } = invoice;
  const goods = items === null ? null : linesOfItems(items, totalMinor);
  if (isOnSale(sale, invoice)) {
    if (sale.lines !== null || goods === null)
      return answer(say('invoice-on-sale-already', { number }));
    return await addGoods(trx, sale, { number, goods });
  }
  const objection = judgeInvoice(scene, invoice) ?? (await judgeUsedInvoice(trx, scene, invoice));
  if (objection !== null) return answer(objection);
  const amountText = String(totalMinor);
  const isSame = sale.amountText === amountText;
  // What the POS sent knows its goods by number; the slip has only their names.
  const kept = isSame && sale.posSaleNo !== null;
  const lines = kept ? (sale.lines ?? goods) : goods;
  const posSaleNo = kept ? sale.posSaleNo : null;
  const taken = { ...sale, amountText, invoice: { number, date, sellerTaxId }, lines, posSaleNo };
  const figures = { number, amountMinor: totalMinor };
  const notice =
    sale.amountText === '' || isSame
      ? say('invoice-taken', figures)
      : say('invoice-taken-instead', { ...figures, beforeMinor: Number(sale.amountText) });
  return await changeSale(trx, taken, notice);
}

/** The right QR: the goods of the invoice on the sale, or a sentence. */
async function addRight(
  trx: Trx,
  { sale }: Scene,
  outcome: InvoiceJoin['outcome'],
  goods: Uint8Array,
): Promise<Act> {
  if (outcome.kind === 'alone') {
    const isBlank = goods.every((byte) => byte === blank);
    if (isBlank && sale.invoice !== null)
      return answer(say('invoice-on-sale-already', { number: sale.invoice.number }));
    return answer(say('invoice-scan-left', {}));
  }
  const { number, totalMinor } = outcome.left.invoice;
  if (outcome.kind === 'unlike') return answer(say('invoice-halves-unlike', { number }));
  const lines = linesOfItems(outcome.items, totalMinor);
  if (sale.lines !== null) return answer(say('invoice-on-sale-already', { number }));
  if (lines === null) return answer(say('invoice-goods-unused', { number }));
  return await addGoods(trx, sale, { number, goods: lines });
}

const blank = 0x20;

async function addGoods(
  trx: Trx,
  sale: OpenSale,
  { number, goods }: { readonly number: string; readonly goods: readonly SaleLine[] },
): Promise<Act> {
  const notice = say('invoice-goods-added', { number, count: goods.length });
  return await changeSale(trx, { ...sale, lines: goods }, notice);
}

function isOnSale({ invoice }: OpenSale, { number, date }: Einvoice): boolean {
  return invoice?.number === number && invoice.date === date;
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
