import { sql } from 'kysely';
import type { SaleId } from '../../app/domain/ids.ts';
import type { HqHandle } from './hq-db.ts';
import type { SalePlace } from './sales.ts';

/** A sale that stands, with the bytes of the event that recorded it. */
export type SaleBody = SalePlace & { readonly bizDate: string; readonly rawBody: string };

const dayMs = 86_400_000;
/** A counter's clock may put a sale on another day than its instant says. */
const slackMs = 2 * dayMs;
const lowestId = '00000000-0000-0000-0000-000000000000' as SaleId;

/**
 * The sales of a stretch of days that were not undone, oldest first, in pages: short reads between
 * which HQ serves others. `after`: the last one of the page before, null for the first.
 */
export async function listSaleBodyPage(
  db: HqHandle,
  range: { readonly from: string; readonly until: string },
  page: { readonly after: SalePlace | null; readonly limit: number },
): Promise<SaleBody[]> {
  const start = { atMs: Date.parse(range.from) - slackMs, saleId: lowestId };
  const { atMs, saleId } = page.after ?? start;
  const rows = await db
    .selectFrom('sale')
    .innerJoin('event', (join) =>
      join.onRef('event.eid', '=', 'sale.eid').on('event.first_of_eid', '=', true),
    )
    .select(['sale.sale_id', 'sale.at_ms', 'sale.biz_date', 'event.raw_body'])
    .where(sql<boolean>`(sale.at_ms, sale.sale_id) > (${atMs}, ${saleId}::uuid)`)
    .where('sale.at_ms', '<', Date.parse(range.until) + slackMs)
    .where('sale.biz_date', '>=', range.from)
    .where('sale.biz_date', '<=', range.until)
    .where('sale.undone', '=', false)
    .orderBy('sale.at_ms')
    .orderBy('sale.sale_id')
    .limit(page.limit)
    .execute();
  return rows.map((row) => ({
    saleId: row.sale_id,
    atMs: row.at_ms,
    bizDate: row.biz_date,
    rawBody: Buffer.from(row.raw_body).toString('utf8'),
  }));
}
