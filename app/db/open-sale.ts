import type { Selectable } from 'kysely';
import type { InvoiceRef } from '../contract/events.ts';
import type { MemberId, VoucherId } from '../domain/ids.ts';
import type { SaleLine } from '../domain/sale.ts';
import { findRow, fixedQuery } from './fixed-query.ts';
import type { Reader, Trx } from './handles.ts';
import type { Schema } from './schema.ts';

/** The sale on the screen; it stands in the file so that a crash does not lose it. */
export type OpenSale = {
  readonly memberId: MemberId | null;
  /** Null exactly when there is no member. */
  readonly identifiedBy: 'scan' | 'search' | 'token' | null;
  readonly amountText: string;
  readonly invoice: InvoiceRef | null;
  readonly voucherIds: readonly VoucherId[];
  /** Points wished to pay with; the sale takes as many of them as it can. */
  readonly spendPoints: number;
  /** 1 to 200 lines of goods; then `amountText` is their sum. Null = an amount only. */
  readonly lines: readonly SaleLine[] | null;
  /** The number under which a POS handed the sale over; null = it did not. */
  readonly posSaleNo: string | null;
  /** Codes of coupons that everybody shares, as the program writes them. */
  readonly codes: readonly string[];
};

export const emptySale: OpenSale = {
  memberId: null,
  identifiedBy: null,
  amountText: '',
  invoice: null,
  voucherIds: [],
  spendPoints: 0,
  lines: null,
  posSaleNo: null,
  codes: [],
};

export async function getOpenSale(db: Reader): Promise<OpenSale> {
  const row = await findRow(db, openSaleRow, {});
  if (row === undefined) throw new Error('the database has no open sale');
  return {
    memberId: row.member_id,
    identifiedBy: row.identified_by,
    amountText: row.amount_text,
    invoice: row.invoice === null ? null : (JSON.parse(row.invoice) as InvoiceRef),
    voucherIds: JSON.parse(row.voucher_ids) as VoucherId[],
    spendPoints: row.spend_points,
    lines: row.lines === null ? null : (JSON.parse(row.lines) as SaleLine[]),
    posSaleNo: row.pos_sale_no,
    codes: JSON.parse(row.codes) as string[],
  };
}

const openSaleRow = fixedQuery((db) => db.selectFrom('open_sale').selectAll());

/** Replaces the open sale. */
export async function putOpenSale(trx: Trx, sale: OpenSale): Promise<void> {
  await findRow(trx, replacement, {
    member_id: sale.memberId,
    identified_by: sale.identifiedBy,
    amount_text: sale.amountText,
    invoice: sale.invoice === null ? null : JSON.stringify(sale.invoice),
    voucher_ids: JSON.stringify(sale.voucherIds),
    spend_points: sale.spendPoints,
    lines: sale.lines === null ? null : JSON.stringify(sale.lines),
    pos_sale_no: sale.posSaleNo,
    codes: JSON.stringify(sale.codes),
  });
}

type OpenSaleRow = Omit<Selectable<Schema['open_sale']>, 'slot'>;

const replacement = fixedQuery((db, row: OpenSaleRow) =>
  db.updateTable('open_sale').set({
    member_id: row.member_id,
    identified_by: row.identified_by,
    amount_text: row.amount_text,
    invoice: row.invoice,
    voucher_ids: row.voucher_ids,
    spend_points: row.spend_points,
    lines: row.lines,
    pos_sale_no: row.pos_sale_no,
    codes: row.codes,
  }),
);
