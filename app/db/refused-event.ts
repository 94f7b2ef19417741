import { sql, type RawBuilder } from 'kysely';

/**
 * SQL: whether HQ answered for an own event and gave it no effect. `eid` is a column or value; an event
 * of another counter has no receipt here and is never refused.
 */
export function isRefused(eid: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql<boolean>`(EXISTS (SELECT 1 FROM receipt WHERE receipt.eid = ${eid}) AND NOT EXISTS
    (SELECT 1 FROM receipt WHERE receipt.eid = ${eid} AND receipt.status = 'applied'))`;
}
