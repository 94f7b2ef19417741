import { sql, type RawBuilder } from 'kysely';

/**
 * SQL: whether HQ answered for an own event and gave it no effect. `eid` is a column or value; an event
 * of another counter has no receipt here and is never refused.
 */
export function isRefused(eid: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql<boolean>`(EXISTS (SELECT 1 FROM receipt WHERE receipt.eid = ${eid}) AND NOT EXISTS
    (SELECT 1 FROM receipt WHERE receipt.eid = ${eid} AND receipt.status = 'applied'))`;
}

/**
 * SQL: whether a row of `refund` stands. One that HQ gave no effect does not, unless its sale has none
 * either: then the goods came back all the same, and HQ keeps the refund for when the sale counts.
 */
export function refundStands(saleEid: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql<boolean>`(NOT ${isRefused(sql`refund.eid`)} OR ${isRefused(saleEid)})`;
}
