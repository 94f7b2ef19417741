import { sql } from 'kysely';
import type { InvoiceRef } from '../contract/events.ts';
import type { Reason } from '../domain/evaluate-sale.ts';
import type { EventId, MemberId, ProgramId, SaleId } from '../domain/ids.ts';
import type { Reader, Trx } from './handles.ts';

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
  readonly program: { readonly id: ProgramId; readonly version: number };
  readonly invoice: InvoiceRef | null;
  readonly reasons: readonly Reason[];
};

/** Stores a sale settled at this counter. */
export async function insertOwnSale(trx: Trx, sale: NewSale): Promise<void> {
  await trx
    .insertInto('sale')
    .values({
      sale_id: sale.saleId,
      eid: sale.eid,
      sale_no: sale.saleNo,
      member_id: sale.memberId,
      origin: 'own',
      store_name: null,
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
    })
    .execute();
  await markLastSales(trx, [sale]);
}

export type ForeignSale = {
  readonly saleId: SaleId;
  readonly eid: EventId;
  readonly saleNo: string;
  readonly memberId: MemberId;
  readonly storeName: string;
  readonly atMs: number;
  readonly bizDate: string;
  readonly paidMinor: number;
  readonly points: number;
};

/** Stores sales of other counters, as HQ's receipts tell them. A known sale stays as it is. */
export async function insertForeignSales(trx: Trx, sales: readonly ForeignSale[]): Promise<void> {
  if (sales.length === 0) return;
  await sql`
    INSERT INTO sale (sale_id, eid, sale_no, member_id, origin, store_name, at_ms, biz_date, paid_minor, points, reasons)
    SELECT value->>'saleId', value->>'eid', value->>'saleNo', value->>'memberId', 'hq', value->>'storeName',
           value->>'atMs', value->>'bizDate', value->>'paidMinor', value->>'points', '[]'
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
    FROM (SELECT value->>0 AS member_id, value->>1 AS at_ms FROM json_each(${JSON.stringify([...latest])})) AS latest
    WHERE member.member_id = latest.member_id
      AND (member.last_sale_at_ms IS NULL OR member.last_sale_at_ms < latest.at_ms)`.execute(trx);
}

/** How many sales this counter has settled on a business day. */
export async function getOwnSaleCount(db: Reader, bizDate: string): Promise<number> {
  const row = await db
    .selectFrom('sale')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where('biz_date', '=', bizDate)
    .where('origin', '=', sql.lit('own'))
    .executeTakeFirstOrThrow();
  return row.n;
}

/** `waiting`: not known to be at HQ. `rejected`: HQ holds it but gave it no effect. */
export type SaleAtHq = 'waiting' | 'at-hq' | 'rejected';

export type LastSale = {
  readonly saleId: SaleId;
  readonly saleNo: string;
  readonly atMs: number;
  readonly memberName: string;
  readonly paidMinor: number;
  readonly discountMinor: number;
  readonly points: number;
  readonly reasons: readonly Reason[];
  readonly atHq: SaleAtHq;
};

/** The last sales settled at this counter, newest first. */
export async function listLastSales(db: Reader, limit: number): Promise<readonly LastSale[]> {
  const rows = await db
    .selectFrom('sale')
    .leftJoin('member', 'member.member_id', 'sale.member_id')
    .select([
      'sale.sale_id',
      'sale.sale_no',
      'sale.at_ms',
      'sale.paid_minor',
      'sale.discount_minor',
      'sale.points',
      'sale.reasons',
    ])
    .select('member.name')
    .select([
      sql<number>`exists (SELECT 1 FROM receipt r WHERE r.eid = sale.eid AND r.status = 'applied')`.as(
        'applied',
      ),
      sql<number>`exists (SELECT 1 FROM receipt r WHERE r.eid = sale.eid)`.as('answered'),
      sql<number>`exists (SELECT 1 FROM chain c JOIN install i USING (install_id)
        WHERE c.eid = sale.eid AND i.kind = 'hq' AND c.seq <= i.acked_seq)`.as('acked'),
    ])
    .where('sale.origin', '=', sql.lit('own'))
    .orderBy('sale.at_ms', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    saleId: row.sale_id,
    saleNo: row.sale_no,
    atMs: row.at_ms,
    memberName: row.name ?? '',
    paidMinor: row.paid_minor,
    discountMinor: row.discount_minor ?? 0,
    points: row.points,
    reasons: JSON.parse(row.reasons) as Reason[],
    atHq: row.applied ? 'at-hq' : row.answered ? 'rejected' : row.acked ? 'at-hq' : 'waiting',
  }));
}

/** When (and at which other store; null = here) an e-invoice was used to earn; null if it was not. */
export async function findUsedInvoice(
  db: Reader,
  invoiceKey: string,
): Promise<{ readonly atMs: number; readonly storeName: string | null } | null> {
  const row = await db
    .selectFrom('used_invoice')
    .selectAll()
    .where('invoice_key', '=', invoiceKey)
    .executeTakeFirst();
  return row === undefined ? null : { atMs: row.at_ms, storeName: row.store_name };
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
  await trx
    .insertInto('used_invoice')
    .values({ invoice_key: invoiceKey, eid, at_ms: atMs, store_name: storeName })
    .execute();
}

/** The same from HQ's word; the first use that is known stays. */
export async function insertUsedInvoicesFromHq(
  trx: Trx,
  used: readonly NewUsedInvoice[],
): Promise<void> {
  if (used.length === 0) return;
  await sql`
    INSERT INTO used_invoice (invoice_key, eid, at_ms, store_name)
    SELECT value->>'invoiceKey', value->>'eid', value->>'atMs', value->>'storeName'
    FROM json_each(${JSON.stringify(used)}) WHERE true
    ON CONFLICT (invoice_key) DO NOTHING`.execute(trx);
}
