import { sql } from 'kysely';
import type { MemberId } from '../domain/ids.ts';
import type { CalendarDate } from '../domain/time.ts';
import { findRow, fixedQuery } from './fixed-query.ts';
import type { Reader } from './handles.ts';
import { idsOf } from './member-aliases.ts';

/** On how many days after `from` the member bought something that was not taken back whole. */
export async function countVisits(
  db: Reader,
  given: { readonly memberId: MemberId; readonly from: CalendarDate },
): Promise<number> {
  return (await findRow(db, visits, given))?.n ?? 0;
}

const visits = fixedQuery(
  (_db, { memberId, from }: { readonly memberId: MemberId; readonly from: CalendarDate }) => sql<{
    n: number;
  }>`
    SELECT count(DISTINCT biz_date) AS n FROM sale
    WHERE member_id IN (${idsOf(memberId)}) AND biz_date > ${from}
      AND NOT EXISTS (SELECT 1 FROM refund WHERE refund.sale_id = sale.sale_id AND refund.complete = 1)`,
);
