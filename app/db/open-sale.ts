import type { InvoiceRef } from '../contract/events.ts';
import type { MemberId, VoucherId } from '../domain/ids.ts';
import type { Reader, Trx } from './handles.ts';

/** The sale on the screen; it stands in the file so that a crash does not lose it. */
export type OpenSale = {
  readonly memberId: MemberId | null;
  /** Null exactly when there is no member. */
  readonly identifiedBy: 'scan' | 'search' | null;
  readonly amountText: string;
  readonly invoice: InvoiceRef | null;
  readonly voucherIds: readonly VoucherId[];
  /** Points wished to pay with; the sale takes as many of them as it can. */
  readonly spendPoints: number;
};

export const emptySale: OpenSale = {
  memberId: null,
  identifiedBy: null,
  amountText: '',
  invoice: null,
  voucherIds: [],
  spendPoints: 0,
};

export async function getOpenSale(db: Reader): Promise<OpenSale> {
  const row = await db.selectFrom('open_sale').selectAll().executeTakeFirstOrThrow();
  return {
    memberId: row.member_id,
    identifiedBy: row.identified_by,
    amountText: row.amount_text,
    invoice: row.invoice === null ? null : (JSON.parse(row.invoice) as InvoiceRef),
    voucherIds: JSON.parse(row.voucher_ids) as VoucherId[],
    spendPoints: row.spend_points,
  };
}

/** Replaces the open sale. */
export async function putOpenSale(trx: Trx, sale: OpenSale): Promise<void> {
  await trx
    .updateTable('open_sale')
    .set({
      member_id: sale.memberId,
      identified_by: sale.identifiedBy,
      amount_text: sale.amountText,
      invoice: sale.invoice === null ? null : JSON.stringify(sale.invoice),
      voucher_ids: JSON.stringify(sale.voucherIds),
      spend_points: sale.spendPoints,
    })
    .execute();
}
