import type { EventId, InstallId, MemberId, ProgramId, SaleId, StoreId } from '../../app/domain/ids.ts';
import type { HqHandle, HqTrx } from './hq-db.ts';
import { insertMany } from './insert-many.ts';
import type { FirstUse } from './vouchers.ts';

/** A sale that counted. Amounts in whole NT$. */
export type NewSale = {
  readonly saleId: SaleId;
  readonly eid: EventId;
  readonly inst: InstallId;
  readonly storeId: StoreId;
  readonly saleNo: string;
  readonly memberId: MemberId;
  readonly atMs: number;
  readonly bizDate: string;
  readonly amountMinor: number;
  readonly discountMinor: number;
  readonly paidMinor: number;
  readonly points: number;
  readonly programId: ProgramId;
  readonly programVersion: number;
  readonly tierId: string;
  readonly invoiceKey: string | null;
};

export async function insertSales(trx: HqTrx, sales: readonly NewSale[]): Promise<void> {
  await insertMany(
    trx,
    'sale',
    sales.map((sale) => ({
      sale_id: sale.saleId,
      eid: sale.eid,
      inst: sale.inst,
      store_id: sale.storeId,
      sale_no: sale.saleNo,
      member_id: sale.memberId,
      at_ms: sale.atMs,
      biz_date: sale.bizDate,
      amount_minor: sale.amountMinor,
      discount_minor: sale.discountMinor,
      paid_minor: sale.paidMinor,
      points: sale.points,
      program_id: sale.programId,
      program_version: sale.programVersion,
      tier_id: sale.tierId,
      invoice_key: sale.invoiceKey,
    })),
  );
}

/** Which of these sales and e-invoices have counted before, and where. */
export async function listKnownSales(
  db: HqHandle,
  wanted: { readonly saleIds: readonly SaleId[]; readonly invoiceKeys: readonly string[] },
): Promise<{ readonly bySaleId: Map<SaleId, FirstUse>; readonly byInvoiceKey: Map<string, FirstUse> }> {
  const bySaleId = new Map<SaleId, FirstUse>();
  const byInvoiceKey = new Map<string, FirstUse>();
  if (wanted.saleIds.length === 0) return { bySaleId, byInvoiceKey };
  const rows = await db
    .selectFrom('sale')
    .innerJoin('store', 'store.store_id', 'sale.store_id')
    .select(['sale_id', 'eid', 'sale_no', 'at_ms', 'store.name', 'invoice_key'])
    .where((eb) =>
      wanted.invoiceKeys.length === 0
        ? eb('sale_id', 'in', wanted.saleIds)
        : eb.or([eb('sale_id', 'in', wanted.saleIds), eb('invoice_key', 'in', wanted.invoiceKeys)]),
    )
    .execute();
  for (const row of rows) {
    const use = { eid: row.eid, saleId: row.sale_id, saleNo: row.sale_no, storeName: row.name, atMs: row.at_ms };
    bySaleId.set(row.sale_id, use);
    if (row.invoice_key !== null) byInvoiceKey.set(row.invoice_key, use);
  }
  return { bySaleId, byInvoiceKey };
}

export type SaleOverview = {
  readonly saleId: SaleId;
  readonly saleNo: string;
  readonly atMs: number;
  readonly receivedAtMs: number;
  readonly storeName: string;
  readonly counterLabel: string;
  readonly memberId: MemberId;
  readonly memberName: string;
  readonly paidMinor: number;
  readonly discountMinor: number;
  readonly points: number;
};

/** The newest sales by the time they were made. */
export async function listLatestSales(db: HqHandle, limit: number): Promise<SaleOverview[]> {
  return await db
    .selectFrom('sale')
    .innerJoin('store', 'store.store_id', 'sale.store_id')
    .innerJoin('install', 'install.install_id', 'sale.inst')
    .innerJoin('member', 'member.member_id', 'sale.member_id')
    .innerJoin('event', (join) => join.onRef('event.eid', '=', 'sale.eid').on('event.first_of_eid', '=', true))
    .select([
      'sale_id as saleId',
      'sale_no as saleNo',
      'sale.at_ms as atMs',
      'received_at_ms as receivedAtMs',
      'store.name as storeName',
      'counter_label as counterLabel',
      'sale.member_id as memberId',
      'member.name as memberName',
      'paid_minor as paidMinor',
      'discount_minor as discountMinor',
      'points',
    ])
    .orderBy('sale.at_ms', 'desc')
    .limit(limit)
    .execute();
}
