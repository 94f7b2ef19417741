import { sql } from 'kysely';
import type {
  EventId,
  InstallId,
  MemberId,
  ProgramId,
  SaleId,
  StoreId,
} from '../../app/domain/ids.ts';
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
  /** What counts for tiers. */
  readonly spentMinor: number;
  readonly pointsSpent: number;
  readonly valueMinor: number;
};

/** Stores sales; those of `voided` come undone already. */
export async function insertSales(
  trx: HqTrx,
  sales: readonly NewSale[],
  voided: ReadonlySet<SaleId> = new Set(),
): Promise<void> {
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
      spent_minor: sale.spentMinor,
      points_spent: sale.pointsSpent,
      value_minor: sale.valueMinor,
      refunded_minor: 0,
      refunded_spent_minor: 0,
      undone: false,
      voided: voided.has(sale.saleId),
    })),
  );
}

/** These sales were undone as a whole: their e-invoices are free. Unknown ones are left out. */
export async function markSalesVoided(trx: HqTrx, saleIds: readonly SaleId[]): Promise<void> {
  if (saleIds.length === 0) return;
  await trx.updateTable('sale').set({ voided: true }).where('sale_id', 'in', saleIds).execute();
}

/** The e-invoice of a sale became known after it was settled. */
export async function markSaleInvoice(
  trx: HqTrx,
  { saleId, invoiceKey }: { readonly saleId: SaleId; readonly invoiceKey: string },
): Promise<void> {
  await trx
    .updateTable('sale')
    .set({ invoice_key: invoiceKey })
    .where('sale_id', '=', saleId)
    .execute();
}

/** Which of these sales have counted before, and which e-invoices are used by one that stands, and where. */
export async function listKnownSales(
  db: HqHandle,
  wanted: { readonly saleIds: readonly SaleId[]; readonly invoiceKeys: readonly string[] },
): Promise<{
  readonly bySaleId: Map<SaleId, FirstUse>;
  readonly byInvoiceKey: Map<string, FirstUse>;
}> {
  const bySaleId = new Map<SaleId, FirstUse>();
  const byInvoiceKey = new Map<string, FirstUse>();
  if (wanted.saleIds.length + wanted.invoiceKeys.length === 0) return { bySaleId, byInvoiceKey };
  const rows = await db
    .selectFrom('sale')
    .innerJoin('store', 'store.store_id', 'sale.store_id')
    .select(['sale_id', 'eid', 'sale_no', 'at_ms', 'store.name', 'invoice_key', 'voided'])
    .where((eb) =>
      eb.or([
        ...(wanted.saleIds.length === 0 ? [] : [eb('sale_id', 'in', wanted.saleIds)]),
        ...(wanted.invoiceKeys.length === 0
          ? []
          : [eb.and([eb('invoice_key', 'in', wanted.invoiceKeys), eb('voided', '=', false)])]),
      ]),
    )
    .execute();
  for (const row of rows) {
    const use = {
      eid: row.eid,
      saleId: row.sale_id,
      saleNo: row.sale_no,
      storeName: row.name,
      atMs: row.at_ms,
    };
    bySaleId.set(row.sale_id, use);
    if (row.invoice_key !== null && !row.voided) byInvoiceKey.set(row.invoice_key, use);
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
  readonly pointsSpent: number;
  readonly refundedMinor: number;
  readonly undone: boolean;
  readonly invoiceKey: string | null;
  /** How many of its vouchers counted. */
  readonly vouchers: number;
  readonly lineState: 'none' | 'waiting' | 'accepted' | 'parked' | 'failed' | 'expired';
};

/** A place in the list of sales, between two of them. */
export type SalePlace = { readonly atMs: number; readonly saleId: SaleId };

/** Sales from newest to oldest by the time they were made; with `before`, those that follow it. */
export async function listLatestSales(
  db: HqHandle,
  page: { readonly before: SalePlace | null; readonly limit: number },
): Promise<SaleOverview[]> {
  const after =
    page.before === null
      ? sql`true`
      : sql`(sale.at_ms, sale.sale_id) < (${page.before.atMs}, ${page.before.saleId}::uuid)`;
  const rows = await sql<SaleOverview>`
    SELECT sale.sale_id AS "saleId", sale_no AS "saleNo", sale.at_ms AS "atMs",
      received_at_ms AS "receivedAtMs", store.name AS "storeName", counter_label AS "counterLabel",
      sale.member_id AS "memberId", member.name AS "memberName", paid_minor AS "paidMinor",
      discount_minor AS "discountMinor", points, points_spent AS "pointsSpent",
      refunded_minor AS "refundedMinor", undone, invoice_key AS "invoiceKey",
      (SELECT count(*)::integer FROM redemption WHERE redemption.eid = sale.eid) AS vouchers,
      coalesce((SELECT state FROM line_outbox WHERE line_outbox.eid = sale.eid AND line_outbox.kind = 'sale'),
        'none') AS "lineState"
    FROM (SELECT * FROM sale WHERE ${after} ORDER BY at_ms DESC, sale_id DESC LIMIT ${page.limit}) AS sale
      JOIN store USING (store_id)
      JOIN install ON install.install_id = sale.inst
      JOIN member ON member.member_id = sale.member_id
      JOIN event ON event.eid = sale.eid AND event.first_of_eid
    ORDER BY sale.at_ms DESC, sale.sale_id DESC`.execute(db);
  return rows.rows;
}
