import { emptySale, type OpenSale } from '../db/open-sale.ts';

/**
 * One step back on the open sale, the newest kind of thing first: the e-invoice with its amount,
 * else the points, else the vouchers and codes, else the amount, else the member. Lines and the POS's number go
 * with the amount.
 */
export function stepBack(sale: OpenSale): OpenSale {
  if (sale.invoice !== null) return withoutAmount(sale);
  if (sale.spendPoints > 0) return { ...sale, spendPoints: 0 };
  if (sale.voucherIds.length > 0 || sale.codes.length > 0)
    return { ...sale, voucherIds: [], codes: [] };
  if (sale.amountText !== '') return withoutAmount(sale);
  return emptySale;
}

function withoutAmount(sale: OpenSale): OpenSale {
  return { ...sale, amountText: '', invoice: null, lines: null, posSaleNo: null };
}
