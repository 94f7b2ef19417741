import type { Migration } from '../migrate.ts';

/**
 * The open sale may have lines (JSON of `SaleLine[]`; NULL = an amount only), may come from a POS under
 * that one's number, and its member may be known by a signed member code. Built anew, because a CHECK
 * cannot be changed in place.
 */
const sql = `
CREATE TABLE open_sale_new (
  slot INTEGER PRIMARY KEY CHECK (slot = 1),
  member_id TEXT,
  identified_by TEXT CHECK (identified_by IN ('scan', 'search', 'token')),
  amount_text TEXT NOT NULL,
  invoice TEXT,
  voucher_ids TEXT NOT NULL,
  spend_points INTEGER NOT NULL DEFAULT 0,
  lines TEXT,
  pos_sale_no TEXT
) STRICT;
INSERT INTO open_sale_new
  SELECT slot, member_id, identified_by, amount_text, invoice, voucher_ids, spend_points, NULL, NULL FROM open_sale;
DROP TABLE open_sale;
ALTER TABLE open_sale_new RENAME TO open_sale;
`;

export const openSale: Migration = { version: 10, sql };
