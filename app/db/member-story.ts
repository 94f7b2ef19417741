import { sql, type RawBuilder } from 'kysely';
import type { LotId, MemberId, SaleId } from '../domain/ids.ts';
import { addDays, type CalendarDate } from '../domain/time.ts';
import type { Reader } from './handles.ts';
import { idsOf } from './member-aliases.ts';
import { isRefused } from './refused-event.ts';

/*
 * One member as a manager looks at it. Everything walks an index of the member's own rows (merged members
 * included), so that a member costs the same among ten and among a million.
 */

type Whose = { readonly memberId: MemberId };

/** A sale in a member's history, of any counter. */
export type HistorySale = {
  readonly saleId: SaleId;
  readonly saleNo: string;
  readonly atMs: number;
  /** Null = at this counter. */
  readonly storeName: string | null;
  readonly amountMinor: number | null;
  readonly discountMinor: number | null;
  readonly paidMinor: number;
  readonly points: number;
  readonly pointsSpent: number;
  /** Money given back, and points taken back with it. */
  readonly refundedMinor: number;
  readonly pointsTakenBack: number;
  readonly undone: boolean;
  /** HQ gave it no effect. */
  readonly rejected: boolean;
};

/** SQL: the refunds of the row `sale` that stand. */
const standingRefunds = sql`FROM refund WHERE refund.sale_id = sale.sale_id
  AND NOT ${isRefused(sql`refund.eid`)}`;

/** A page of a member's sales, newest first; `limit` rows of the page are read, not the history. */
export async function listHistorySales(
  db: Reader,
  { memberId, offset, limit }: Whose & { readonly offset: number; readonly limit: number },
): Promise<readonly HistorySale[]> {
  const { rows } = await sql<{
    sale_id: SaleId;
    sale_no: string;
    at_ms: number;
    store_name: string | null;
    amount_minor: number | null;
    discount_minor: number | null;
    paid_minor: number;
    points: number;
    points_spent: number;
    refunded_minor: number;
    taken_back: number;
    is_undone: number;
    is_rejected: number;
  }>`
    WITH page AS MATERIALIZED (
      SELECT sale_id, biz_date, at_ms FROM sale WHERE member_id IN (${idsOf(memberId)})
      ORDER BY biz_date DESC, at_ms DESC, sale_id DESC LIMIT ${limit} + 0 OFFSET ${offset} + 0)
    SELECT sale.sale_id, sale.sale_no, sale.at_ms, sale.store_name, sale.amount_minor, sale.discount_minor,
      sale.paid_minor, sale.points, sale.points_spent,
      (SELECT coalesce(sum(result->>'$.moneyMinor'), 0) ${standingRefunds}) AS refunded_minor,
      (SELECT coalesce(sum(result->>'$.clawedBack'), 0) ${standingRefunds}) AS taken_back,
      EXISTS (SELECT 1 ${standingRefunds} AND refund.complete = 1) AS is_undone,
      ${isRefused(sql`sale.eid`)} AS is_rejected
    FROM page CROSS JOIN sale ON sale.sale_id = page.sale_id
    ORDER BY page.biz_date DESC, page.at_ms DESC, page.sale_id DESC`.execute(db);
  return rows.map((row) => ({
    saleId: row.sale_id,
    saleNo: row.sale_no,
    atMs: row.at_ms,
    storeName: row.store_name,
    amountMinor: row.amount_minor,
    discountMinor: row.discount_minor,
    paidMinor: row.paid_minor,
    points: row.points,
    pointsSpent: row.points_spent,
    refundedMinor: row.refunded_minor,
    pointsTakenBack: row.taken_back,
    undone: row.is_undone === 1,
    rejected: row.is_rejected === 1,
  }));
}

/** Sums of a member's sales. */
export type SaleSums = {
  /** Of the last 365 days, without what was undone or HQ refused; money given back is taken off. */
  readonly yearSales: number;
  readonly yearPaidMinor: number;
  /** All that are known, whatever became of them. */
  readonly salesEver: number;
  readonly first: { readonly atMs: number; readonly storeName: string | null } | null;
};

/** What a member bought, in sums. */
export async function getSaleSums(
  db: Reader,
  { memberId, today }: Whose & { readonly today: CalendarDate },
): Promise<SaleSums> {
  const ids = idsOf(memberId);
  const { rows: years } = await sql<{ n: number; paid: number }>`
    SELECT count(*) AS n, coalesce(sum(paid_minor - back), 0) AS paid FROM (
      SELECT sale.paid_minor,
        (SELECT coalesce(sum(result->>'$.moneyMinor'), 0) ${standingRefunds}) AS back
      FROM sale WHERE sale.member_id IN (${ids}) AND sale.biz_date > ${addDays(today, -365)}
        AND NOT ${isRefused(sql`sale.eid`)}
        AND NOT EXISTS (SELECT 1 ${standingRefunds} AND refund.complete = 1))`.execute(db);
  const { rows: ever } = await sql<{ n: number }>`
    SELECT count(*) AS n FROM sale WHERE member_id IN (${ids})`.execute(db);
  const { rows: firsts } = await sql<{ at_ms: number; store_name: string | null }>`
    SELECT at_ms, store_name FROM sale WHERE member_id IN (${ids})
    ORDER BY biz_date, at_ms LIMIT 1`.execute(db);
  const [first] = firsts;
  return {
    yearSales: years[0]?.n ?? 0,
    yearPaidMinor: years[0]?.paid ?? 0,
    salesEver: ever[0]?.n ?? 0,
    first: first === undefined ? null : { atMs: first.at_ms, storeName: first.store_name },
  };
}

/** When the first points of each of these lots came in; a lot that HQ only summed up has no such entry. */
export async function listLotStarts(
  db: Reader,
  { memberId, lotIds }: Whose & { readonly lotIds: readonly LotId[] },
): Promise<ReadonlyMap<LotId, number>> {
  const { rows } = await sql<{ lot_id: LotId; at_ms: number }>`
    SELECT entry.lot_id, min(entry.recorded_at_ms) AS at_ms
    FROM (${idsOf(memberId)}) AS whose CROSS JOIN json_each(${JSON.stringify(lotIds)}) AS lot
      CROSS JOIN ledger_entry AS entry
        ON entry.member_id = whose.member_id AND entry.lot_id = lot.value
    WHERE entry.points > 0 GROUP BY entry.lot_id`.execute(db);
  return new Map(rows.map((row) => [row.lot_id, row.at_ms]));
}

/** A thing that happened to a member. `id` is a tier or a stamp card; `n` points or money, by kind. */
export type HistoryStep = {
  readonly kind: 'tier' | 'card-full' | 'refund' | 'void' | 'expired' | 'adjusted';
  readonly atMs: number;
  readonly id: string | null;
  readonly n: number | null;
};

/** What changed for a member, newest first, at most `limit` of each kind. */
export async function listHistorySteps(
  db: Reader,
  { memberId, limit }: Whose & { readonly limit: number },
): Promise<readonly HistoryStep[]> {
  const ids = idsOf(memberId);
  const newest = (part: RawBuilder<unknown>) =>
    sql`SELECT * FROM (${part} ORDER BY 2 DESC LIMIT ${limit} + 0)`;
  const tiers = sql`SELECT 'tier' AS kind, at_ms, tier_id_after AS id, NULL AS n FROM sale
    WHERE member_id IN (${ids}) AND origin = 'own' AND tier_id_after IS NOT NULL
      AND NOT ${isRefused(sql`sale.eid`)}`;
  const cards = sql`SELECT 'card-full' AS kind, max(at_ms) AS at_ms, card_id AS id, card_no AS n
    FROM stamp_entry WHERE member_id IN (${ids}) GROUP BY card_id, card_no HAVING max(completed) = 1`;
  const refunds = sql`SELECT mode AS kind, at_ms, NULL AS id, result->>'$.moneyMinor' AS n FROM refund
    WHERE member_id IN (${ids}) AND NOT ${isRefused(sql`refund.eid`)}`;
  // By the index of the member: kinds are read from the rows, which are the member's own.
  const points = (kind: 'expire' | 'adjust', name: string) =>
    sql`SELECT ${sql.lit(name)} AS kind, recorded_at_ms AS at_ms, NULL AS id, sum(points) AS n
      FROM ledger_entry WHERE member_id IN (${ids}) AND kind = ${sql.lit(kind)}
      GROUP BY eid, recorded_at_ms HAVING sum(points) <> 0`;
  const parts = [
    tiers,
    cards,
    refunds,
    points('expire', 'expired'),
    points('adjust', 'adjusted'),
  ].map(newest);
  const { rows } = await sql<{
    kind: HistoryStep['kind'];
    at_ms: number;
    id: string | null;
    n: number | null;
  }>`${sql.join(parts, sql` UNION ALL `)} ORDER BY 2 DESC`.execute(db);
  return rows.map(({ kind, at_ms: atMs, id, n }) => ({ kind, atMs, id, n }));
}
