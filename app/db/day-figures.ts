import { sql, type RawBuilder } from 'kysely';
import type { StaffRef } from '../contract/staff.ts';
import type { LedgerEntry } from '../domain/evaluate-sale.ts';
import type { EventId, StaffId } from '../domain/ids.ts';
import { addDays, type CalendarDate } from '../domain/time.ts';
import type { Reader } from './handles.ts';
import { survivorOf } from './member-aliases.ts';
import { isRefused } from './refused-event.ts';

/*
 * What this counter did between two days of Asia/Taipei, both inclusive. Everything begins with a stretch of
 * time of this counter's own rows; the ledger and the past of the buyers are then looked up one by one.
 */

export type DaySpan = { readonly from: CalendarDate; readonly to: CalendarDate };

const taipeiOffsetMs = 28_800_000;
const dayMs = 86_400_000;

/** The first instant of the span and the first after it. */
function bounds({ from, to }: DaySpan): { readonly fromMs: number; readonly beforeMs: number } {
  const startOf = (date: CalendarDate) => Date.parse(`${date}T00:00:00+08:00`);
  return { fromMs: startOf(from), beforeMs: startOf(addDays(to, 1)) };
}

function within(column: RawBuilder<unknown>, span: DaySpan): RawBuilder<boolean> {
  const { fromMs, beforeMs } = bounds(span);
  return sql<boolean>`${column} >= ${fromMs} AND ${column} < ${beforeMs}`;
}

/** SQL: own sales of the span, for FROM. */
const ownSales = (span: DaySpan) =>
  sql`sale WHERE sale.origin = 'own' AND ${within(sql`sale.at_ms`, span)}`;
const ownRefunds = (span: DaySpan) =>
  sql`refund WHERE refund.origin = 'own' AND ${within(sql`refund.at_ms`, span)}`;
const joinings = (span: DaySpan) =>
  sql`event WHERE event.type = 'member_stub' AND ${within(sql`event.recorded_at_ms`, span)}`;
/** Without members whom HQ lost and was told of again. */
const newJoinings = (span: DaySpan) =>
  sql`${joinings(span)} AND event.raw_body->>'$.body.joinedOn' IS NULL`;

/** The sales of an hour of a day that HQ did not refuse. */
export type HourFigures = {
  readonly date: CalendarDate;
  /** 0 to 23. */
  readonly hour: number;
  readonly sales: number;
  readonly amountMinor: number;
  readonly discountMinor: number;
  readonly paidMinor: number;
  readonly points: number;
};

/** Sales by day and hour, in order; hours without sales are left out. */
export async function listHourFigures(db: Reader, span: DaySpan): Promise<readonly HourFigures[]> {
  const { rows } = await sql<HourFigures>`
    SELECT biz_date AS date, CAST((at_ms + ${taipeiOffsetMs}) % ${dayMs} / 3600000 AS INTEGER) AS hour, count(*) AS sales,
      sum(coalesce(amount_minor, paid_minor)) AS amountMinor,
      sum(coalesce(discount_minor, 0)) AS discountMinor,
      sum(paid_minor) AS paidMinor, sum(points) AS points
    FROM ${ownSales(span)} AND NOT ${isRefused(sql`sale.eid`)}
    GROUP BY 1, 2 ORDER BY 1, 2`.execute(db);
  return rows;
}

/** What else was counted in the span. */
export type SpanCounts = {
  readonly rejected: number;
  readonly refunds: number;
  readonly voids: number;
  readonly refundedMinor: number;
  readonly newMembers: number;
};

/** Sales that HQ refused, refunds and voids recorded in the span (whenever the sale was), joinings. */
export async function getSpanCounts(db: Reader, span: DaySpan): Promise<SpanCounts> {
  const stands = sql`NOT ${isRefused(sql`refund.eid`)}`;
  const { rows } = await sql<SpanCounts>`
    SELECT
      (SELECT count(*) FROM ${ownSales(span)} AND ${isRefused(sql`sale.eid`)}) AS rejected,
      (SELECT count(*) FROM ${ownRefunds(span)} AND mode = 'refund' AND ${stands}) AS refunds,
      (SELECT count(*) FROM ${ownRefunds(span)} AND mode = 'void' AND ${stands}) AS voids,
      (SELECT coalesce(sum(result->>'$.moneyMinor'), 0) FROM ${ownRefunds(span)} AND ${stands})
        AS refundedMinor,
      (SELECT count(*) FROM ${newJoinings(span)} AND NOT ${isRefused(sql`event.eid`)}) AS newMembers`.execute(
    db,
  );
  const [row] = rows;
  if (row === undefined) throw new Error('a row of counts is missing');
  return row;
}

export type PointsByKind = Readonly<Record<LedgerEntry['kind'], number>>;

/**
 * Net points of the ledger entries of everything recorded here in the span, by kind, as they stand now: what
 * HQ corrected since is among them, as `adjust`.
 */
export async function getSpanPoints(db: Reader, span: DaySpan): Promise<PointsByKind> {
  const { rows } = await sql<{ kind: LedgerEntry['kind']; points: number }>`
    WITH recorded AS MATERIALIZED (
      SELECT eid FROM ${ownSales(span)} UNION ALL SELECT eid FROM ${ownRefunds(span)}
      UNION ALL SELECT eid FROM ${joinings(span)})
    SELECT entry.kind, sum(entry.points) AS points
    FROM recorded CROSS JOIN ledger_entry AS entry ON entry.eid = recorded.eid
    GROUP BY entry.kind`.execute(db);
  const of = (kind: LedgerEntry['kind']) => rows.find((row) => row.kind === kind)?.points ?? 0;
  return {
    earn: of('earn'),
    spend: of('spend'),
    refund: of('refund'),
    adjust: of('adjust'),
    expire: of('expire'),
  };
}

/** Who bought in the span, and how many of them had bought before its first day, here or elsewhere. */
export async function getBuyers(
  db: Reader,
  span: DaySpan,
): Promise<{ readonly buyers: number; readonly returningBuyers: number }> {
  const { rows } = await sql<{ buyers: number; returningBuyers: number }>`
    WITH buyer AS MATERIALIZED (
      SELECT DISTINCT ${survivorOf(sql.ref('sale.member_id'))} AS member_id
      FROM ${ownSales(span)} AND NOT ${isRefused(sql`sale.eid`)})
    SELECT count(*) AS buyers, coalesce(sum(
      EXISTS (SELECT 1 FROM sale AS earlier
        WHERE earlier.member_id = buyer.member_id AND earlier.biz_date < ${span.from})
      OR EXISTS (SELECT 1 FROM member_alias AS alias
        CROSS JOIN sale AS earlier ON earlier.member_id = alias.member_id
        WHERE alias.into_id = buyer.member_id AND earlier.biz_date < ${span.from})), 0) AS returningBuyers
    FROM buyer`.execute(db);
  return rows[0] ?? { buyers: 0, returningBuyers: 0 };
}

/** Net uses of coupons, rewards and gifts by the sales and refunds of the span, most used first. */
export async function listSpanUses(
  db: Reader,
  span: DaySpan,
): Promise<readonly { readonly id: string; readonly uses: number }[]> {
  const { rows } = await sql<{ id: string; uses: number }>`
    WITH recorded AS MATERIALIZED (
      SELECT eid FROM ${ownSales(span)} UNION ALL SELECT eid FROM ${ownRefunds(span)})
    SELECT one.use_id AS id, sum(one.n) AS uses
    FROM recorded CROSS JOIN coupon_use AS one ON one.eid = recorded.eid
    GROUP BY one.use_id HAVING sum(one.n) <> 0 ORDER BY 2 DESC, 1`.execute(db);
  return rows;
}

/** What one person did in the span; null = nobody was signed in. */
export type StaffFigures = {
  readonly staff: StaffRef | null;
  readonly sales: number;
  readonly paidMinor: number;
  readonly points: number;
  readonly refunds: number;
  readonly newMembers: number;
};

type Recorded = Omit<StaffFigures, 'staff'> & {
  readonly staffId: StaffId | null;
  readonly newest: EventId;
};

/**
 * Sales that stand, refunds and voids, joinings of the span by who was at the counter, most sales first,
 * those of nobody among them; at most `limit` people and nobody.
 */
export async function listStaffFigures(
  db: Reader,
  span: DaySpan,
  limit: number,
): Promise<readonly StaffFigures[]> {
  // The person of an event stands in an index of its own: no body is read.
  const by = (eid: RawBuilder<unknown>) =>
    sql`(SELECT staff_id FROM event AS own WHERE own.eid = ${eid} AND own.staff_id IS NOT NULL)`;
  const { rows } = await sql<Recorded>`
    WITH done AS (
      SELECT eid, ${by(sql`sale.eid`)} AS staff_id, 1 AS sales, paid_minor AS paid, points, 0 AS refunds, 0 AS joined
        FROM ${ownSales(span)} AND NOT ${isRefused(sql`sale.eid`)}
      UNION ALL SELECT eid, ${by(sql`refund.eid`)}, 0, 0, 0, 1, 0
        FROM ${ownRefunds(span)} AND NOT ${isRefused(sql`refund.eid`)}
      UNION ALL SELECT eid, staff_id, 0, 0, 0, 0, 1
        FROM ${newJoinings(span)} AND NOT ${isRefused(sql`event.eid`)})
    SELECT staff_id AS staffId, sum(sales) AS sales, sum(paid) AS paidMinor, sum(points) AS points,
      sum(refunds) AS refunds, sum(joined) AS newMembers, max(eid) AS newest
    FROM done GROUP BY 1 ORDER BY staff_id IS NULL, 2 DESC, 1 LIMIT ${limit + 1} + 0`.execute(db);
  const figures: StaffFigures[] = [];
  for (const { staffId, newest, ...row } of rows)
    figures.push({
      staff: staffId === null ? null : { staffId, name: await nameIn(db, newest) },
      ...row,
    });
  return figures;
}

/** The name of a person as an event has it. */
async function nameIn(db: Reader, eid: EventId): Promise<string> {
  const { rows } = await sql<{ name: string | null }>`
    SELECT raw_body->>'$.staff.name' AS name FROM event WHERE eid = ${eid}`.execute(db);
  return rows[0]?.name ?? '?';
}
