import { emptySale, type OpenSale } from './open-sale.ts';
import { findRow, fixedQuery, listRows } from './fixed-query.ts';
import type { Reader, Trx } from './handles.ts';

/** A sale set aside; `parkedAtMs` also names it, because no two are parked at one moment. */
export type ParkedSale = { readonly parkedAtMs: number; readonly sale: OpenSale };

/** All parked sales, the oldest first. */
export async function listParkedSales(db: Reader): Promise<readonly ParkedSale[]> {
  return (await listRows(db, parkedRows, {})).map((row) => ({
    parkedAtMs: row.parked_at_ms,
    // What a later version adds to a sale is empty in one parked before.
    sale: { ...emptySale, ...(JSON.parse(row.sale) as Partial<OpenSale>) },
  }));
}

const parkedRows = fixedQuery((db) =>
  db.selectFrom('parked_sale').selectAll().orderBy('parked_at_ms'),
);

/** Sets a sale aside; when it was parked is later than any other that stands there. */
export async function insertParkedSale(
  trx: Trx,
  { sale, nowMs }: { readonly sale: OpenSale; readonly nowMs: number },
): Promise<number> {
  const newestMs = (await listParkedSales(trx)).at(-1)?.parkedAtMs ?? 0;
  const parkedAtMs = Math.max(nowMs, newestMs + 1);
  await findRow(trx, parkedAdded, { parkedAtMs, sale: JSON.stringify(sale) });
  return parkedAtMs;
}

const parkedAdded = fixedQuery(
  (db, given: { readonly parkedAtMs: number; readonly sale: string }) =>
    db.insertInto('parked_sale').values({ parked_at_ms: given.parkedAtMs, sale: given.sale }),
);

/** Takes a sale off the list; it is the caller's to put it somewhere else. */
export async function deleteParkedSale(trx: Trx, parkedAtMs: number): Promise<void> {
  await findRow(trx, parkedGone, { parkedAtMs });
}

const parkedGone = fixedQuery((db, { parkedAtMs }: { readonly parkedAtMs: number }) =>
  db.deleteFrom('parked_sale').where('parked_at_ms', '=', parkedAtMs),
);
