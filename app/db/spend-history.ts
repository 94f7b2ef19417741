import { sql } from 'kysely';
import type { MemberId } from '../domain/ids.ts';
import type { CalendarDate } from '../domain/time.ts';
import { findRow, fixedQuery } from './fixed-query.ts';
import type { Reader } from './handles.ts';
import { idsOf } from './member-aliases.ts';
import { isRefused } from './refused-event.ts';

/** What a member has spent, NT$ net of refunds, and whether any sale stands: 1, else 0. */
export type SpendHistory = {
  readonly spentMinor: number;
  readonly spentSinceTierMinor: number;
  readonly saleCount: 0 | 1;
};

/** A refund follows its sale, but the clocks of two counters may differ. */
const clockMarginMs = 2 * 86_400_000;

/** SQL: the own events that HQ gave no effect. Few, so they are read once and not asked for sale by sale. */
const refusedEids = sql`SELECT refused.eid FROM receipt AS refused
  WHERE refused.status <> 'applied' AND NOT EXISTS
    (SELECT 1 FROM receipt WHERE receipt.eid = refused.eid AND receipt.status = 'applied')`;

/**
 * Sums what is known here of all stores. `windowAfter`: sales after this day count for the tier;
 * `tierBeganOn`: sales after it count towards renewing (the one that reached the tier does not).
 * Refunds count against the sale they belong to. Sales HQ gave no effect count nothing. Only the time
 * since the earlier of the two days is read.
 */
export async function getSpendHistory(
  db: Reader,
  input: {
    readonly memberId: MemberId;
    readonly windowAfter: CalendarDate;
    readonly tierBeganOn: CalendarDate;
  },
): Promise<SpendHistory> {
  const { memberId, windowAfter, tierBeganOn } = input;
  const after = windowAfter < tierBeganOn ? windowAfter : tierBeganOn;
  const afterMs = Date.parse(`${after}T00:00:00+08:00`) - clockMarginMs;
  const found = await findRow(db, spent, { memberId, windowAfter, tierBeganOn, after, afterMs });
  if (found === undefined) throw new Error('a sum without a row');
  return {
    spentMinor: found.spent - found.back,
    spentSinceTierMinor: found.since - found.back_since,
    saleCount: found.has_bought,
  };
}

type Spent = {
  readonly spent: number;
  readonly since: number;
  readonly back: number;
  readonly back_since: number;
  /** Whether a sale stands; the rules ask no more than whether the next one is the first. */
  readonly has_bought: 0 | 1;
};
type Asked = {
  readonly memberId: MemberId;
  readonly windowAfter: CalendarDate;
  readonly tierBeganOn: CalendarDate;
  readonly after: CalendarDate;
  readonly afterMs: number;
};

const spent = fixedQuery(
  (_db, { memberId, windowAfter, tierBeganOn, after, afterMs }: Asked) => sql<Spent>`
    SELECT sales.spent, sales.since, refunds.spent AS back, refunds.since AS back_since,
      EXISTS (SELECT 1 FROM sale WHERE member_id IN (${idsOf(memberId)})
        AND NOT (origin = 'own' AND ${isRefused(sql`sale.eid`)})
        AND NOT EXISTS (SELECT 1 FROM refund WHERE refund.sale_id = sale.sale_id
          AND refund.complete = 1 AND NOT ${isRefused(sql`refund.eid`)})) AS has_bought
    FROM
      (SELECT coalesce(sum(spent_minor) FILTER (WHERE biz_date > ${windowAfter}), 0) AS spent,
          coalesce(sum(spent_minor) FILTER (WHERE biz_date > ${tierBeganOn}), 0) AS since
        FROM sale WHERE member_id IN (${idsOf(memberId)}) AND biz_date > ${after}
          AND NOT (origin = 'own' AND eid IN (${refusedEids}))) AS sales,
      (SELECT coalesce(sum(refund.spent_minor) FILTER (WHERE biz_date > ${windowAfter}), 0) AS spent,
          coalesce(sum(refund.spent_minor) FILTER (WHERE biz_date > ${tierBeganOn}), 0) AS since
        FROM refund JOIN sale ON sale.sale_id = refund.sale_id
        WHERE refund.member_id IN (${idsOf(memberId)}) AND refund.at_ms >= ${afterMs}
          AND refund.eid NOT IN (${refusedEids}) AND sale.eid NOT IN (${refusedEids})) AS refunds`,
);
