import { sql, type RawBuilder } from 'kysely';
import type { EventId, MemberId, SaleId } from '../domain/ids.ts';
import type { SaleReason } from '../domain/sale-reason.ts';
import { fixedQuery, listRows } from './fixed-query.ts';
import type { Reader } from './handles.ts';
import { idsOf } from './member-aliases.ts';
import { findMemberByCode } from './members.ts';
import { readReasons } from './read-reasons.ts';
import { refundStands } from './refused-event.ts';

/** `waiting`: not known to be at HQ. `rejected`: HQ holds it but gave it no effect. */
export type SaleAtHq = 'waiting' | 'at-hq' | 'rejected';

/** A sale settled at this counter, with what became of it. */
export type OwnSale = {
  readonly saleId: SaleId;
  readonly eid: EventId;
  readonly saleNo: string;
  readonly atMs: number;
  /** As it was recorded; a merged member is read through its alias. */
  readonly memberId: MemberId;
  readonly memberName: string;
  readonly paidMinor: number;
  readonly discountMinor: number;
  readonly points: number;
  readonly pointsSpent: number;
  readonly reasons: readonly SaleReason[];
  readonly atHq: SaleAtHq;
  /** Goods value taken back so far, and whether nothing is left. */
  readonly refundedMinor: number;
  readonly undone: boolean;
};

/** How many of the newest sales are looked through for the end of a number: some weeks of a busy till. */
const searchedSalesMax = 5_000;

/** A sale that is this much after now was made under a clock that was ahead, and put right since. */
const aheadMs = 24 * 3_600_000;

type LastSales = { readonly limit: number; readonly nowMs: number };

/**
 * The last sales settled at this counter, newest first; those of a clock that was more than a day ahead come
 * after all others, so that they are not the last ones until their day comes.
 */
export async function listLastSales(
  db: Reader,
  { limit, nowMs }: LastSales,
): Promise<readonly OwnSale[]> {
  const untilMs = nowMs + aheadMs;
  const rows = await listRows(db, lastSales, { limit, untilMs });
  const left = limit - rows.length;
  const ahead = left === 0 ? [] : await listRows(db, aheadSales, { limit: left, untilMs });
  return [...rows, ...ahead].map(ownSaleOf);
}

type Until = { readonly limit: number; readonly untilMs: number };

/** `+ 0`: by the bare value of a limit SQLite would plan anew at each run (35 µs become 150). */
const lastSales = fixedQuery((_db, { limit, untilMs }: Until) =>
  selectOwnSales(sql`sale.origin = 'own' AND sale.at_ms <= ${untilMs} + 0
    ORDER BY sale.at_ms DESC LIMIT ${limit} + 0`),
);
const aheadSales = fixedQuery((_db, { limit, untilMs }: Until) =>
  selectOwnSales(sql`sale.origin = 'own' AND sale.at_ms > ${untilMs} + 0
    ORDER BY sale.at_ms DESC LIMIT ${limit} + 0`),
);

/** A sale of this counter; null when it is another's or unknown. */
export async function findOwnSale(db: Reader, saleId: SaleId): Promise<OwnSale | null> {
  const [sale] = await listOwnSales(db, sql`sale.sale_id = ${saleId} AND sale.origin = 'own'`);
  return sale ?? null;
}

/**
 * Sales of this counter whose number ends with the text, that were read from the e-invoice of that number
 * (any case), or of the member whose card code it is, newest first; all when the text is empty.
 */
export async function findOwnSales(
  db: Reader,
  { text, limit, nowMs }: LastSales & { readonly text: string },
): Promise<readonly OwnSale[]> {
  const wanted = text.trim().toUpperCase().replace(/\s/g, '');
  if (wanted === '') return await listLastSales(db, { limit, nowMs });
  const invoiceNumber = wanted.replace(/^([A-Z]{2})-?(\d{8})$/, '$1$2');
  const member = await findMemberByCode(db, wanted);
  const ofMember =
    member === null
      ? sql``
      : sql`UNION SELECT * FROM (SELECT sale_id FROM sale WHERE origin = 'own'
          AND member_id IN (${idsOf(member.memberId)}) ORDER BY at_ms DESC LIMIT ${limit})`;
  const found = sql`sale.sale_id IN (
      SELECT sale_id FROM (SELECT sale_id, sale_no FROM sale WHERE origin = 'own'
        ORDER BY at_ms DESC LIMIT ${sql.lit(searchedSalesMax)})
      WHERE substr(sale_no, -length(${wanted})) = ${wanted}
      UNION SELECT sale_id FROM sale WHERE origin = 'own' AND invoice_number = ${invoiceNumber}
      ${ofMember})`;
  return await listOwnSales(db, sql`${found} ORDER BY sale.at_ms DESC LIMIT ${limit}`);
}

type RowInDb = {
  sale_id: SaleId;
  eid: EventId;
  sale_no: string;
  at_ms: number;
  member_id: MemberId;
  name: string | null;
  paid_minor: number;
  discount_minor: number | null;
  points: number;
  points_spent: number;
  reasons: string;
  is_applied: number;
  is_answered: number;
  is_acked: number;
  refunded_minor: number;
  is_undone: number;
};

async function listOwnSales(db: Reader, where: RawBuilder<unknown>): Promise<readonly OwnSale[]> {
  const { rows } = await selectOwnSales(where).execute(db);
  return rows.map(ownSaleOf);
}

function selectOwnSales(where: RawBuilder<unknown>): RawBuilder<RowInDb> {
  const standing = sql`FROM refund WHERE refund.sale_id = sale.sale_id
    AND ${refundStands(sql`sale.eid`)}`;
  return sql<RowInDb>`
    SELECT sale.sale_id, sale.eid, sale.sale_no, sale.at_ms, sale.member_id, sale.paid_minor,
      sale.discount_minor, sale.points, sale.points_spent, sale.reasons,
      coalesce(
        (SELECT name FROM member_alias AS alias JOIN member ON member.member_id = alias.into_id
          WHERE alias.member_id = sale.member_id),
        (SELECT name FROM member WHERE member.member_id = sale.member_id)) AS name,
      EXISTS (SELECT 1 FROM receipt WHERE receipt.eid = sale.eid AND status = 'applied') AS is_applied,
      EXISTS (SELECT 1 FROM receipt WHERE receipt.eid = sale.eid) AS is_answered,
      EXISTS (SELECT 1 FROM chain JOIN install USING (install_id)
        WHERE chain.eid = sale.eid AND install.kind = 'hq' AND chain.seq <= install.acked_seq) AS is_acked,
      (SELECT coalesce(sum(refund.amount_minor), 0) ${standing}) AS refunded_minor,
      EXISTS (SELECT 1 ${standing} AND refund.complete = 1) AS is_undone
    FROM sale WHERE ${where}`;
}

function ownSaleOf(row: RowInDb): OwnSale {
  return {
    saleId: row.sale_id,
    eid: row.eid,
    saleNo: row.sale_no,
    atMs: row.at_ms,
    memberId: row.member_id,
    memberName: row.name ?? '',
    paidMinor: row.paid_minor,
    discountMinor: row.discount_minor ?? 0,
    points: row.points,
    pointsSpent: row.points_spent,
    reasons: readReasons(row.reasons),
    atHq: atHqOf(row),
    refundedMinor: row.refunded_minor,
    undone: row.is_undone === 1,
  };
}

function atHqOf(row: RowInDb): SaleAtHq {
  if (row.is_applied === 1) return 'at-hq';
  if (row.is_answered === 1) return 'rejected';
  return row.is_acked === 1 ? 'at-hq' : 'waiting';
}
