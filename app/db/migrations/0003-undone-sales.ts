import type { Migration } from '../migrate.ts';

/**
 * An undone sale frees its e-invoice, so one invoice may have been used more than once: each use is a
 * row, and which of them stands is derived.
 */
const invoices = `
CREATE TABLE used_invoice_now (
  invoice_key TEXT NOT NULL,
  eid TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  store_name TEXT,
  PRIMARY KEY (invoice_key, eid)
) STRICT, WITHOUT ROWID;
INSERT INTO used_invoice_now SELECT invoice_key, eid, at_ms, store_name FROM used_invoice;
DROP TABLE used_invoice;
ALTER TABLE used_invoice_now RENAME TO used_invoice;
`;

/** Of a voucher given back: the one it stands for. Of a gift to somebody else: whose sale brought it. */
const origins = `
ALTER TABLE voucher ADD COLUMN copy_of TEXT;
CREATE INDEX voucher_by_origin ON voucher (copy_of) WHERE copy_of IS NOT NULL;

ALTER TABLE coupon_use ADD COLUMN buyer_id TEXT;
CREATE INDEX coupon_use_by_buyer ON coupon_use (buyer_id, use_id, n) WHERE buyer_id IS NOT NULL;
`;

/** What is read at every scan, so that a member of thousands of sales costs no more than one of ten. */
const quickReads = `
DROP INDEX refund_by_member;
CREATE INDEX refund_by_member ON refund (member_id, at_ms);
CREATE INDEX receipt_refused ON receipt (eid) WHERE status <> 'applied';
`;

/** Undone sales free what they used; history is read by its last part. */
export const undoneSales: Migration = { version: 3, sql: invoices + origins + quickReads };
