/** Tiers with a period, who invited whom, and members who turned out to be one. */
const members = `
ALTER TABLE member
  ADD COLUMN tier_until text,
  ADD COLUMN tier_since text,
  ADD COLUMN inviter_id uuid,
  ADD COLUMN referral_eid uuid,
  ADD COLUMN merged_into uuid REFERENCES member;
CREATE INDEX member_merged ON member (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX member_tier_until ON member (tier_until, member_id) WHERE tier_until IS NOT NULL;
CREATE INDEX member_birthday ON member (birthday, member_id) WHERE birthday IS NOT NULL;

ALTER TABLE member_code ADD COLUMN weak boolean NOT NULL DEFAULT false;
`;

/**
 * A voucher may be used several times. \`nth\` counts its redemptions: two at the same moment draw the
 * same number, one of them fails and is done again, then seeing the other.
 */
const vouchers = `
ALTER TABLE voucher
  ADD COLUMN uses integer NOT NULL DEFAULT 1 CHECK (uses >= 1),
  ADD COLUMN issued_by uuid,
  ADD COLUMN because text NOT NULL DEFAULT '';
CREATE INDEX voucher_by_issue ON voucher (issued_by) WHERE issued_by IS NOT NULL;

ALTER TABLE redemption
  ADD COLUMN nth integer NOT NULL DEFAULT 1 CHECK (nth >= 1),
  ADD COLUMN uses integer NOT NULL DEFAULT 1 CHECK (uses >= 1);
ALTER TABLE redemption DROP CONSTRAINT redemption_pkey;
ALTER TABLE redemption ADD PRIMARY KEY (voucher_id, nth);
CREATE UNIQUE INDEX redemption_once_per_event ON redemption (voucher_id, eid);
`;

/** Sales with what paid for them, and what was taken back of them. */
const sales = `
ALTER TABLE sale
  ADD COLUMN spent_minor bigint NOT NULL DEFAULT 0,
  ADD COLUMN points_spent bigint NOT NULL DEFAULT 0,
  ADD COLUMN value_minor bigint NOT NULL DEFAULT 0,
  ADD COLUMN refunded_minor bigint NOT NULL DEFAULT 0,
  ADD COLUMN refunded_spent_minor bigint NOT NULL DEFAULT 0,
  ADD COLUMN undone boolean NOT NULL DEFAULT false;
UPDATE sale SET spent_minor = paid_minor;

ALTER TABLE event DROP CONSTRAINT event_status_check;
ALTER TABLE event ADD CONSTRAINT event_status_check
  CHECK (status IN ('applied', 'duplicate', 'quarantined', 'awaiting'));

CREATE TABLE refund (
  refund_no bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  refund_id uuid PRIMARY KEY,
  sale_id uuid NOT NULL,
  sale_eid uuid NOT NULL,
  eid uuid NOT NULL UNIQUE,
  inst uuid NOT NULL REFERENCES install,
  seq bigint NOT NULL,
  store_id uuid NOT NULL REFERENCES store,
  member_id uuid NOT NULL,
  at_ms bigint NOT NULL,
  biz_date text NOT NULL,
  content_hash text NOT NULL,
  state text NOT NULL CHECK (state IN ('awaiting', 'applied', 'no-effect')),
  mode text NOT NULL CHECK (mode IN ('void', 'refund')),
  money_minor bigint NOT NULL,
  amount_minor bigint NOT NULL,
  spent_minor bigint NOT NULL,
  complete boolean NOT NULL,
  result jsonb
);
CREATE INDEX refund_by_sale ON refund (sale_id, refund_no);
CREATE INDEX refund_by_sale_event ON refund (sale_eid) WHERE state = 'awaiting';
`;

/** What else a sale does, each as rows that are only ever added; sums and counts are derived. */
const ledgers = `
CREATE TABLE stamp_entry (
  eid uuid NOT NULL,
  leg integer NOT NULL CHECK (leg >= 0),
  member_id uuid NOT NULL,
  card_id text NOT NULL,
  card_no integer NOT NULL,
  stamps integer NOT NULL,
  completed boolean NOT NULL,
  at_ms bigint NOT NULL,
  PRIMARY KEY (eid, leg)
);
CREATE INDEX stamp_entry_by_member ON stamp_entry (member_id);
CREATE TRIGGER stamp_entry_append_only BEFORE UPDATE OR DELETE ON stamp_entry
  FOR EACH ROW EXECUTE FUNCTION refuse_rewrite();

CREATE TABLE coupon_use (
  eid uuid NOT NULL,
  use_id text NOT NULL,
  n integer NOT NULL,
  member_id uuid NOT NULL,
  store_id uuid,
  biz_date text NOT NULL,
  PRIMARY KEY (eid, use_id)
);
CREATE INDEX coupon_use_by_day ON coupon_use (use_id, biz_date);
CREATE INDEX coupon_use_by_member ON coupon_use (member_id, use_id);
CREATE TRIGGER coupon_use_append_only BEFORE UPDATE OR DELETE ON coupon_use
  FOR EACH ROW EXECUTE FUNCTION refuse_rewrite();

CREATE TABLE posting (
  posting_id uuid PRIMARY KEY,
  why text NOT NULL,
  member_id uuid NOT NULL,
  at_ms bigint NOT NULL,
  detail jsonb NOT NULL
);
CREATE INDEX posting_by_member ON posting (member_id);

CREATE TABLE nightly_run (
  day text PRIMARY KEY,
  started_at_ms bigint NOT NULL,
  finished_at_ms bigint NOT NULL
);

CREATE INDEX entry_by_lot ON entry (account, lot_id, expires_on, points) WHERE account <> 'liability';
`;

/** When a version was published; null for rules HQ began with. */
const programs = `
ALTER TABLE program ADD COLUMN published_at_ms bigint;
`;

/** What the loyalty engine needs: refunds, count tickets, stamps, limits, tiers and merges. */
export const loyalty = { version: 2, statements: [members, vouchers, sales, ledgers, programs] };
