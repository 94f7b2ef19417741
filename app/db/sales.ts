import { sql, type Selectable } from 'kysely';
import type { InvoiceRef } from '../contract/events.ts';
import { readInvoiceKey } from '../domain/einvoice.ts';
import type { EventId, MemberId, ProgramId, SaleId } from '../domain/ids.ts';
import type { SaleReason } from '../domain/sale-reason.ts';
import { findRow, fixedQuery } from './fixed-query.ts';
import type { Reader, Trx } from './handles.ts';
import { survivorOf } from './member-aliases.ts';
import { refundStands } from './refused-event.ts';
import type { Schema } from './schema.ts';

export type NewSale = {
  readonly saleId: SaleId;
  readonly eid: EventId;
  readonly saleNo: string;
  readonly memberId: MemberId;
  readonly atMs: number;
  readonly bizDate: string;
  readonly amountMinor: number;
  readonly discountMinor: number;
  readonly paidMinor: number;
  readonly points: number;
  readonly spentMinor: number;
  readonly pointsSpent: number;
  /** What the sale made of the tier; null when it stayed. */
  readonly tierAfter: { readonly tierId: string; readonly tierUntil: string | null } | null;
  readonly program: { readonly id: ProgramId; readonly version: number };
  readonly invoice: InvoiceRef | null;
  readonly reasons: readonly SaleReason[];
};

/** Stores a sale settled at this counter. */
export async function insertOwnSale(trx: Trx, sale: NewSale): Promise<void> {
  await findRow(trx, saleAdded, {
    sale_id: sale.saleId,
    eid: sale.eid,
    sale_no: sale.saleNo,
    member_id: sale.memberId,
    at_ms: sale.atMs,
    biz_date: sale.bizDate,
    amount_minor: sale.amountMinor,
    discount_minor: sale.discountMinor,
    paid_minor: sale.paidMinor,
    points: sale.points,
    program_id: sale.program.id,
    program_version: sale.program.version,
    invoice_number: sale.invoice?.number ?? null,
    invoice_date: sale.invoice?.date ?? null,
    reasons: JSON.stringify(sale.reasons),
    spent_minor: sale.spentMinor,
    points_spent: sale.pointsSpent,
    tier_id_after: sale.tierAfter?.tierId ?? null,
    tier_until_after: sale.tierAfter?.tierUntil ?? null,
  });
  await findRow(trx, lastSaleMarked, { memberId: sale.memberId, atMs: sale.atMs });
}

const saleAdded = fixedQuery((db, row: Omit<Selectable<Schema['sale']>, 'origin' | 'store_name'>) =>
  db.insertInto('sale').values({
    sale_id: row.sale_id,
    eid: row.eid,
    sale_no: row.sale_no,
    member_id: row.member_id,
    origin: 'own',
    store_name: null,
    at_ms: row.at_ms,
    biz_date: row.biz_date,
    amount_minor: row.amount_minor,
    discount_minor: row.discount_minor,
    paid_minor: row.paid_minor,
    points: row.points,
    program_id: row.program_id,
    program_version: row.program_version,
    invoice_number: row.invoice_number,
    invoice_date: row.invoice_date,
    reasons: row.reasons,
    spent_minor: row.spent_minor,
    points_spent: row.points_spent,
    tier_id_after: row.tier_id_after,
    tier_until_after: row.tier_until_after,
  }),
);

/** Of the member and of whom it was merged into: only one of them is listed. */
const lastSaleMarked = fixedQuery(
  (_db, { memberId, atMs }: { readonly memberId: MemberId; readonly atMs: number }) => sql`
    UPDATE member SET last_sale_at_ms = ${atMs}
    WHERE member_id IN (${memberId}, ${survivorOf(memberId)})
      AND (last_sale_at_ms IS NULL OR last_sale_at_ms < ${atMs})`,
);

export type ForeignSale = {
  readonly saleId: SaleId;
  readonly eid: EventId;
  readonly saleNo: string;
  readonly memberId: MemberId;
  readonly storeName: string;
  readonly atMs: number;
  readonly bizDate: string;
  readonly paidMinor: number;
  readonly spentMinor: number;
  readonly points: number;
};

/** Stores sales of other counters, as HQ's receipts tell them. A known sale stays as it is. */
export async function insertForeignSales(trx: Trx, sales: readonly ForeignSale[]): Promise<void> {
  if (sales.length === 0) return;
  await sql`
    INSERT INTO sale (sale_id, eid, sale_no, member_id, origin, store_name, at_ms, biz_date, paid_minor,
                      spent_minor, points, reasons)
    SELECT value->>'saleId', value->>'eid', value->>'saleNo', value->>'memberId', 'hq', value->>'storeName',
           value->>'atMs', value->>'bizDate', value->>'paidMinor',
           value->>'spentMinor', value->>'points', '[]'
    FROM json_each(${JSON.stringify(sales)}) WHERE true
    ON CONFLICT (sale_id) DO NOTHING`.execute(trx);
  await markLastSales(trx, sales);
}

/** Moves the members' last sale forward, never back. */
async function markLastSales(
  trx: Trx,
  sales: readonly { readonly memberId: MemberId; readonly atMs: number }[],
): Promise<void> {
  const latest = new Map<MemberId, number>();
  for (const { memberId, atMs } of sales) {
    latest.set(memberId, Math.max(atMs, latest.get(memberId) ?? atMs));
  }
  await sql`
    UPDATE member SET last_sale_at_ms = latest.at_ms
    FROM (WITH given AS (SELECT value->>0 AS member_id, value->>1 AS at_ms FROM json_each(${JSON.stringify([...latest])}))
          SELECT member_id, max(at_ms) AS at_ms FROM (
            SELECT member_id, at_ms FROM given
            UNION ALL SELECT into_id, at_ms FROM given CROSS JOIN member_alias USING (member_id))
          GROUP BY member_id) AS latest
    WHERE member.member_id = latest.member_id
      AND (member.last_sale_at_ms IS NULL OR member.last_sale_at_ms < latest.at_ms)`.execute(trx);
}

/** How many sales this counter has settled on a business day. */
export async function getOwnSaleCount(db: Reader, bizDate: string): Promise<number> {
  const fromMs = Date.parse(`${bizDate}T00:00:00+08:00`);
  return (await findRow(db, ownCount, { fromMs, beforeMs: fromMs + dayMs }))?.n ?? 0;
}

const dayMs = 86_400_000;

/** By time, and so by the index of the list of last sales: the business day is the day of the time. */
const ownCount = fixedQuery((db, given: { readonly fromMs: number; readonly beforeMs: number }) =>
  db
    .selectFrom('sale')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where('at_ms', '>=', given.fromMs)
    .where('at_ms', '<', given.beforeMs)
    .where('origin', '=', sql.lit('own')),
);

/**
 * When (and at which other store; null = here) an e-invoice was used to earn; null if it was not. A sale
 * that was undone as a whole used nothing: its e-invoice is free for the right member. Goods taken back
 * free nothing, the purchase was made.
 */
export async function findUsedInvoice(
  db: Reader,
  invoiceKey: string,
): Promise<{ readonly atMs: number; readonly storeName: string | null } | null> {
  const { rows } = await sql<{ at_ms: number; store_name: string | null }>`
    SELECT used.at_ms, used.store_name FROM used_invoice AS used
    WHERE used.invoice_key = ${invoiceKey} AND NOT EXISTS (
      SELECT 1 FROM sale JOIN refund ON refund.sale_id = sale.sale_id
      WHERE sale.eid = used.eid AND refund.mode = 'void' AND refund.complete = 1
        AND ${refundStands(sql`sale.eid`)})
    ORDER BY used.at_ms LIMIT 1`.execute(db);
  const [used] = rows;
  return used === undefined ? null : { atMs: used.at_ms, storeName: used.store_name };
}

/** The e-invoice of a sale of this counter; null where none is known. */
export async function findSaleInvoice(
  db: Reader,
  saleId: SaleId,
): Promise<Pick<InvoiceRef, 'number' | 'date'> | null> {
  const row = await db
    .selectFrom('sale')
    .select(['invoice_number', 'invoice_date'])
    .where('sale_id', '=', saleId)
    .executeTakeFirst();
  const { invoice_number: number = null, invoice_date: date = null } = row ?? {};
  return number === null || date === null ? null : { number, date };
}

/** The e-invoice of a sale became known after it was settled. */
export async function markSaleInvoice(
  trx: Trx,
  { saleId, invoice }: { readonly saleId: SaleId; readonly invoice: InvoiceRef },
): Promise<void> {
  await trx
    .updateTable('sale')
    .set({ invoice_number: invoice.number, invoice_date: invoice.date })
    .where('sale_id', '=', saleId)
    .execute();
}

/**
 * E-invoices that HQ says were entered later, of sales of this counter among others: a copy of it told HQ, or it
 * did so itself, on a disk that is gone.
 */
export async function markToldInvoices(
  trx: Trx,
  told: readonly { readonly invoiceKey: string; readonly eid: EventId }[],
): Promise<void> {
  if (told.length === 0) return;
  const rows = told.map(({ invoiceKey, eid }) => ({ eid, ...readInvoiceKey(invoiceKey) }));
  await sql`
    UPDATE sale SET invoice_number = told.value->>'number', invoice_date = told.value->>'date'
    FROM json_each(${JSON.stringify(rows)}) AS told
    WHERE sale.eid = told.value->>'eid' AND sale.origin = 'own'`.execute(trx);
}

/** The e-invoice is not this sale's, whose `eid` that is: another one has it, or it has another one. */
export async function freeSaleInvoice(
  trx: Trx,
  given: {
    readonly saleId: SaleId;
    readonly eid: EventId;
    readonly invoice: InvoiceRef;
    readonly invoiceKey: string;
  },
): Promise<void> {
  const { saleId, eid, invoice, invoiceKey } = given;
  await trx
    .deleteFrom('used_invoice')
    .where('invoice_key', '=', invoiceKey)
    .where('eid', '=', eid)
    .execute();
  await trx
    .updateTable('sale')
    .set({ invoice_number: null, invoice_date: null })
    .where('sale_id', '=', saleId)
    .where('invoice_number', '=', invoice.number)
    .where('invoice_date', '=', invoice.date)
    .execute();
}

export type NewUsedInvoice = {
  readonly invoiceKey: string;
  readonly eid: EventId;
  readonly atMs: number;
  readonly storeName: string | null;
};

/** Marks an e-invoice as used by a sale of this counter. Throws if it is used already. */
export async function insertUsedInvoice(trx: Trx, used: NewUsedInvoice): Promise<void> {
  const { invoiceKey, eid, atMs, storeName } = used;
  if ((await findUsedInvoice(trx, invoiceKey)) !== null)
    throw new Error(`the e-invoice ${invoiceKey} is used already`);
  await trx
    .insertInto('used_invoice')
    .values({ invoice_key: invoiceKey, eid, at_ms: atMs, store_name: storeName })
    .execute();
}

/**
 * The same for a use that may be known: from the tape, or once HQ has taken it after all. Where HQ told of it before
 * it is this counter's own from now on, and stays when what HQ told is dropped.
 */
export async function putBackUsedInvoice(
  trx: Trx,
  { invoiceKey, eid, atMs }: Omit<NewUsedInvoice, 'storeName'>,
): Promise<void> {
  await trx
    .insertInto('used_invoice')
    .values({ invoice_key: invoiceKey, eid, at_ms: atMs, store_name: null })
    .onConflict((oc) => oc.columns(['invoice_key', 'eid']).doUpdateSet({ store_name: null }))
    .execute();
}

/** From HQ's word; a use that is known stays as it is. */
export async function insertUsedInvoicesFromHq(
  trx: Trx,
  used: readonly NewUsedInvoice[],
): Promise<void> {
  if (used.length === 0) return;
  await sql`
    INSERT INTO used_invoice (invoice_key, eid, at_ms, store_name)
    SELECT value->>'invoiceKey', value->>'eid', value->>'atMs', value->>'storeName'
    FROM json_each(${JSON.stringify(used)}) WHERE true
    ON CONFLICT (invoice_key, eid) DO NOTHING`.execute(trx);
}
