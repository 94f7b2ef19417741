import type { Migration } from '../migrate.ts';

/** What a sale counted and spent, what it did to the tier, and what was taken back of it. */
const sales = `
ALTER TABLE sale ADD COLUMN spent_minor INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sale ADD COLUMN points_spent INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sale ADD COLUMN tier_id_after TEXT;
ALTER TABLE sale ADD COLUMN tier_until_after TEXT;
UPDATE sale SET spent_minor = paid_minor;
CREATE INDEX sale_spend ON sale (member_id, biz_date, spent_minor, origin, eid);
CREATE INDEX sale_own_by_invoice ON sale (invoice_number) WHERE origin = 'own' AND invoice_number IS NOT NULL;
CREATE INDEX sale_own_tier ON sale (member_id) WHERE origin = 'own' AND tier_id_after IS NOT NULL;

CREATE TABLE refund (
  refund_id TEXT PRIMARY KEY,
  eid TEXT NOT NULL,
  sale_id TEXT NOT NULL,
  member_id TEXT NOT NULL,
  mode TEXT NOT NULL CHECK (mode IN ('void', 'refund')),
  origin TEXT NOT NULL CHECK (origin IN ('own', 'hq')),
  amount_minor INTEGER NOT NULL CHECK (amount_minor >= 0),
  spent_minor INTEGER NOT NULL CHECK (spent_minor >= 0),
  complete INTEGER NOT NULL CHECK (complete IN (0, 1)),
  result TEXT NOT NULL,
  at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX refund_by_sale ON refund (sale_id);
CREATE INDEX refund_by_member ON refund (member_id);
CREATE INDEX refund_by_event ON refund (eid);

ALTER TABLE open_sale ADD COLUMN spend_points INTEGER NOT NULL DEFAULT 0;
`;

/** Stamps, uses and cancellations: rows that are only ever added; states and counts are derived. */
const facts = `
CREATE TABLE stamp_entry (
  eid TEXT NOT NULL,
  origin TEXT NOT NULL,
  leg INTEGER NOT NULL CHECK (leg >= 0),
  member_id TEXT NOT NULL,
  card_id TEXT NOT NULL,
  card_no INTEGER NOT NULL CHECK (card_no >= 1),
  stamps INTEGER NOT NULL,
  completed INTEGER NOT NULL CHECK (completed IN (0, 1)),
  at_ms INTEGER NOT NULL,
  PRIMARY KEY (eid, origin, leg)
) STRICT, WITHOUT ROWID;
CREATE INDEX stamp_entry_by_member ON stamp_entry (member_id, card_id, card_no, stamps, at_ms);

CREATE TABLE coupon_use (
  eid TEXT NOT NULL,
  origin TEXT NOT NULL,
  use_id TEXT NOT NULL,
  n INTEGER NOT NULL CHECK (n <> 0),
  member_id TEXT NOT NULL,
  store_name TEXT,
  biz_date TEXT NOT NULL,
  PRIMARY KEY (eid, origin, use_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX coupon_use_by_day ON coupon_use (use_id, biz_date, n, store_name);
CREATE INDEX coupon_use_by_member ON coupon_use (member_id, use_id, biz_date, n);

CREATE TABLE voucher_cancel (
  voucher_id TEXT NOT NULL,
  eid TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  PRIMARY KEY (voucher_id, eid)
) STRICT, WITHOUT ROWID;
`;

const appendOnly = ['stamp_entry', 'coupon_use', 'voucher_cancel']
  .flatMap((table) => ['UPDATE', 'DELETE'].map((verb) => ({ table, verb })))
  .map(
    ({ table, verb }) =>
      `CREATE TRIGGER ${table}_no_${verb.toLowerCase()} BEFORE ${verb} ON ${table}\n` +
      `BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END;\n`,
  )
  .join('');

/** Tiers with a period, who invited whom, members that turned out to be one, and doubtful codes. */
const members = `
ALTER TABLE member ADD COLUMN tier_until TEXT;
ALTER TABLE member ADD COLUMN inviter_id TEXT;
ALTER TABLE member_code ADD COLUMN weak INTEGER NOT NULL DEFAULT 0 CHECK (weak IN (0, 1));

CREATE TABLE member_alias (
  member_id TEXT PRIMARY KEY,
  into_id TEXT NOT NULL CHECK (into_id <> member_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX member_alias_by_survivor ON member_alias (into_id);
`;

/**
 * A voucher may be used several times. One use per voucher was kept by a unique index; now a trigger
 * keeps this counter from recording more uses than a voucher has.
 */
const vouchers = `
ALTER TABLE voucher ADD COLUMN uses INTEGER NOT NULL DEFAULT 1 CHECK (uses >= 1);
ALTER TABLE voucher ADD COLUMN uses_left INTEGER NOT NULL DEFAULT 1 CHECK (uses_left >= 0);
ALTER TABLE voucher ADD COLUMN issued_eid TEXT;
UPDATE voucher SET uses_left = 0 WHERE state <> 'issued';

ALTER TABLE redemption ADD COLUMN uses INTEGER NOT NULL DEFAULT 1 CHECK (uses >= 1);
DROP INDEX redemption_own;
CREATE TRIGGER redemption_within_uses BEFORE INSERT ON redemption WHEN NEW.origin = 'own' AND
  NEW.uses + (SELECT coalesce(sum(uses), 0) FROM redemption WHERE voucher_id = NEW.voucher_id AND origin = 'own')
  > coalesce((SELECT uses FROM voucher WHERE voucher_id = NEW.voucher_id), 1)
BEGIN SELECT RAISE(ABORT, 'voucher is used up'); END;
`;

/** What the loyalty engine needs: refunds, count tickets, stamps, limits, tier periods and merges. */
export const loyalty: Migration = {
  version: 2,
  sql: sales + facts + appendOnly + members + vouchers,
};
