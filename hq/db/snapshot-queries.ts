import { addMonths } from '../../app/domain/time.ts';
import type { CalendarDate } from '../../app/domain/time.ts';

/**
 * What a snapshot reads of HQ's tables, each as a SELECT without parameters, in the order in which it is
 * written. They tell what the rows of the stream up to the same moment would have told a counter.
 */
export type SnapshotQueries = {
  /** pos, mark */
  readonly place: string;
  /** timeline, signing_key */
  readonly brand: string;
  /** member_id, name, mobile, mobile reversed, birthday, tier_id, joined_on, tier_until, inviter_id, line_state, last_sale_at_ms, code, weak, consent_on, consent_at, consent_version, tier_since: a row per code */
  readonly members: string;
  /** remark_id, member_id, kind, text, at_ms, staff_id, staff_name, store_name */
  readonly remarks: string;
  /** member_id, into_id */
  readonly aliases: string;
  /** account, lot_id, points, expires_on: in the order of the members' ids, as `members` is */
  readonly lots: string;
  /** account, eid, leg, kind, lot_id, points, expires_on, at_ms: all entries of the accounts */
  readonly entriesOf: (accounts: readonly string[]) => string;
  /** voucher_id, code, coupon_id, member_id, valid_from, valid_until, cancelled, uses, used, last_at_ms, last_store, copy_of */
  readonly vouchers: string;
  /** voucher_id, eid, at_ms, store_name */
  readonly redemptions: string;
  /** eid, leg, member_id, card_id, card_no, stamps, completed, at_ms */
  readonly stamps: string;
  /** eid, use_id, n, member_id, buyer_id, store_name, biz_date */
  readonly uses: string;
  /** sale_id, eid, sale_no, member_id, store_name, at_ms, paid_minor, points, spent_minor, invoice_key, biz_date */
  readonly sales: string;
  /** refund_id, eid, sale_id, member_id, result, at_ms */
  readonly refunds: string;
  /** body */
  readonly programs: string;
  /** store_id, name, tax_id */
  readonly stores: string;
  /** policy */
  readonly policy: string;
};

/** As of a day; sales, refunds and lapsed vouchers of more than `monthsKept` ago are left out. */
export function snapshotQueries(today: CalendarDate, monthsKept: number): SnapshotQueries {
  const after = literal(addMonths(today, -monthsKept));
  return {
    place: `SELECT pos, made_at_us FROM change ORDER BY pos DESC LIMIT 1`,
    brand: `SELECT timeline, signing_key FROM brand`,
    members: `
      SELECT m.member_id, m.name, m.mobile, reverse(ltrim(m.mobile, '+')), m.birthday, m.tier_id, m.joined_on, m.tier_until,
        CASE WHEN m.referral_eid IS NULL THEN m.inviter_id END, coalesce(l.state, 'none'),
        s.at_ms, c.code, c.weak, m.consent_on, m.consent_at, m.consent_version,
        m.tier_since
      FROM member AS m
        LEFT JOIN member_code AS c ON c.member_id = m.member_id
        LEFT JOIN line_account AS l ON l.member_id = m.member_id
        LEFT JOIN (SELECT coalesce(gone.merged_into, sale.member_id) AS member_id, max(at_ms) AS at_ms
          FROM sale LEFT JOIN member AS gone
            ON gone.member_id = sale.member_id AND gone.merged_into IS NOT NULL
          GROUP BY 1) AS s ON s.member_id = m.member_id
      WHERE NOT m.placeholder AND m.merged_into IS NULL
      ORDER BY m.member_id, c.nth, c.code`,
    remarks: `
      SELECT remark_id, member_id, kind, text, at_ms, staff_id, staff_name, store_name
      FROM remark WHERE removed_at_ms IS NULL ORDER BY remark_id`,
    aliases: `SELECT member_id, merged_into FROM member WHERE merged_into IS NOT NULL`,
    lots: `
      SELECT account, lot_id, sum(points), min(expires_on) FROM entry
      WHERE account <> 'liability' GROUP BY account, lot_id HAVING sum(points) <> 0
      ORDER BY account COLLATE "C"`,
    entriesOf: (accounts) => `
      SELECT account, entry.eid, entry.leg / 2, entry.kind, entry.lot_id, entry.points, entry.expires_on,
        coalesce(event.at_ms, posting.at_ms, 0)
      FROM entry
        LEFT JOIN event ON event.eid = entry.eid AND event.first_of_eid
        LEFT JOIN posting ON posting.posting_id = entry.eid
      WHERE account IN (${accounts.map(literal).join(', ')}) ORDER BY entry.eid, entry.leg`,
    vouchers: `
      SELECT v.voucher_id, v.code, v.coupon_id, v.member_id, v.valid_from, v.valid_until, v.cancelled,
        v.uses, coalesce(r.used, 0), r.at_ms, r.name, v.copy_of
      FROM voucher AS v LEFT JOIN (
        SELECT DISTINCT ON (voucher_id) voucher_id, sum(uses) OVER (PARTITION BY voucher_id) AS used, at_ms, name
        FROM redemption JOIN store USING (store_id) ORDER BY voucher_id, nth DESC) AS r USING (voucher_id)
      WHERE v.valid_until > ${after} ORDER BY v.voucher_id`,
    redemptions: `
      SELECT r.voucher_id, r.eid, r.at_ms, store.name
      FROM redemption AS r JOIN voucher AS v USING (voucher_id) JOIN store USING (store_id)
      WHERE v.valid_until > ${after} ORDER BY r.voucher_id, r.eid`,
    stamps: `
      SELECT eid, leg, member_id, card_id, card_no, stamps, completed::integer, at_ms
      FROM stamp_entry ORDER BY eid, leg`,
    uses: `
      SELECT u.eid, u.use_id, u.n, u.member_id,
        nullif(coalesce(sale.member_id, refund.member_id), u.member_id), coalesce(store.name, ''), u.biz_date
      FROM coupon_use AS u LEFT JOIN sale ON sale.eid = u.eid LEFT JOIN refund ON refund.eid = u.eid
        LEFT JOIN store ON store.store_id = u.store_id
      WHERE u.n <> 0 ORDER BY u.eid, u.use_id`,
    sales: salesSince(after),
    refunds: `
      SELECT refund_id, eid, sale_id, member_id, result, at_ms FROM refund
      WHERE state = 'applied' AND result IS NOT NULL AND biz_date > ${after} ORDER BY refund_id`,
    programs: `SELECT body FROM program ORDER BY program_id, version`,
    stores: `SELECT store_id, name, tax_id FROM store ORDER BY store_id`,
    policy: `SELECT policy FROM spend_policy ORDER BY revision DESC LIMIT 1`,
  };
}

/** Whoever bought before has bought: of what came earlier the newest sale that stands is kept. */
function salesSince(after: string): string {
  return `
    SELECT sale.sale_id, sale.eid, sale.sale_no, sale.member_id, store.name, sale.at_ms, sale.paid_minor,
      sale.points, sale.spent_minor, sale.invoice_key, sale.biz_date
    FROM (SELECT * FROM sale WHERE biz_date > ${after} UNION ALL
      (SELECT DISTINCT ON (member_id) * FROM sale WHERE biz_date <= ${after} AND NOT undone
        ORDER BY member_id, at_ms DESC)) AS sale
      JOIN store USING (store_id)
    ORDER BY sale.sale_id`;
}

function literal(text: string): string {
  return `'${text.replaceAll(`'`, `''`)}'`;
}
