/** Who the brand is, its stores, and how counters come to belong to it. */
const house = `
CREATE TABLE brand (
  slot smallint PRIMARY KEY CHECK (slot = 1),
  brand_name text NOT NULL,
  timeline uuid NOT NULL,
  admin_token_hash text NOT NULL
);

CREATE TABLE store (
  store_id uuid PRIMARY KEY,
  name text NOT NULL,
  tax_id text NOT NULL CHECK (tax_id ~ '^[0-9]{8}$')
);

CREATE TABLE enrolment_code (
  selector text PRIMARY KEY,
  code_hash text NOT NULL,
  store_id uuid NOT NULL REFERENCES store,
  counter_label text NOT NULL,
  created_at_ms bigint NOT NULL,
  expires_at_ms bigint NOT NULL,
  used_at_ms bigint,
  used_by uuid,
  tries integer NOT NULL
);

CREATE TABLE install (
  install_id uuid PRIMARY KEY,
  store_id uuid NOT NULL REFERENCES store,
  counter_label text NOT NULL,
  public_key text,
  last_seq bigint NOT NULL,
  head_hash text NOT NULL,
  host_name text NOT NULL,
  app_version text NOT NULL,
  created_at_ms bigint NOT NULL,
  last_seen_ms bigint,
  revoked_at_ms bigint
);
CREATE INDEX install_by_store ON install (store_id);

CREATE TABLE admin_session (
  session_hash text PRIMARY KEY,
  created_at_ms bigint NOT NULL,
  expires_at_ms bigint NOT NULL
);
`;

/** People, the rules, and what people hold. */
const members = `
CREATE TABLE member (
  member_id uuid PRIMARY KEY,
  name text NOT NULL,
  mobile text,
  mobile_shared boolean NOT NULL,
  birthday text,
  tier_id text NOT NULL,
  joined_on text NOT NULL,
  placeholder boolean NOT NULL
);
CREATE UNIQUE INDEX member_mobile ON member (mobile) WHERE NOT mobile_shared;
CREATE INDEX member_mobile_tail ON member (reverse(mobile) text_pattern_ops);
CREATE INDEX member_name ON member (name text_pattern_ops);

CREATE TABLE member_code (
  code text PRIMARY KEY,
  member_id uuid NOT NULL REFERENCES member,
  nth smallint NOT NULL
);
CREATE INDEX member_code_by_member ON member_code (member_id);

CREATE TABLE program (
  program_id uuid NOT NULL,
  version integer NOT NULL,
  body jsonb NOT NULL,
  PRIMARY KEY (program_id, version)
);

CREATE TABLE voucher (
  voucher_id uuid PRIMARY KEY,
  code text NOT NULL UNIQUE,
  coupon_id uuid NOT NULL,
  member_id uuid NOT NULL REFERENCES member,
  valid_from text NOT NULL,
  valid_until text NOT NULL,
  cancelled boolean NOT NULL
);
CREATE INDEX voucher_by_member ON voucher (member_id);

CREATE TABLE line_account (
  member_id uuid PRIMARY KEY REFERENCES member,
  line_user_id text NOT NULL UNIQUE,
  state text NOT NULL CHECK (state IN ('bound', 'blocked'))
);
`;

/** What the counters told, and what it did. */
const facts = `
CREATE TABLE event (
  inst uuid NOT NULL REFERENCES install,
  seq bigint NOT NULL CHECK (seq >= 1),
  eid uuid NOT NULL,
  first_of_eid boolean NOT NULL,
  type text NOT NULL,
  raw_body bytea NOT NULL,
  body_hash text NOT NULL,
  prev text NOT NULL,
  hash text NOT NULL,
  status text NOT NULL CHECK (status IN ('applied', 'duplicate', 'quarantined')),
  at_ms bigint NOT NULL,
  received_at_ms bigint NOT NULL,
  PRIMARY KEY (inst, seq)
);
CREATE UNIQUE INDEX event_eid ON event (eid) WHERE first_of_eid;

CREATE TABLE entry (
  eid uuid NOT NULL,
  leg integer NOT NULL CHECK (leg >= 0),
  account text NOT NULL CHECK (account = 'liability' OR account LIKE 'member:%'),
  kind text NOT NULL CHECK (kind IN ('earn', 'spend', 'expire', 'adjust', 'refund')),
  lot_id uuid NOT NULL,
  points bigint NOT NULL,
  expires_on text,
  PRIMARY KEY (eid, leg)
);
CREATE INDEX entry_by_account ON entry (account) WHERE account <> 'liability';

CREATE TABLE sale (
  sale_id uuid PRIMARY KEY,
  eid uuid NOT NULL UNIQUE,
  inst uuid NOT NULL REFERENCES install,
  store_id uuid NOT NULL REFERENCES store,
  sale_no text NOT NULL,
  member_id uuid NOT NULL REFERENCES member,
  at_ms bigint NOT NULL,
  biz_date text NOT NULL,
  amount_minor bigint NOT NULL,
  discount_minor bigint NOT NULL,
  paid_minor bigint NOT NULL,
  points bigint NOT NULL,
  program_id uuid NOT NULL,
  program_version integer NOT NULL,
  tier_id text NOT NULL,
  invoice_key text UNIQUE
);
CREATE INDEX sale_by_time ON sale (at_ms, sale_id);
CREATE INDEX sale_by_member ON sale (member_id, at_ms);

CREATE TABLE redemption (
  voucher_id uuid PRIMARY KEY,
  eid uuid NOT NULL,
  store_id uuid NOT NULL REFERENCES store,
  at_ms bigint NOT NULL
);

CREATE INDEX redemption_by_event ON redemption (eid);

CREATE TABLE change (
  pos bigint PRIMARY KEY CHECK (pos >= 1),
  kind text NOT NULL,
  payload jsonb NOT NULL
);

CREATE TABLE exception (
  exception_no bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  exception_id uuid PRIMARY KEY,
  kind text NOT NULL,
  eid uuid,
  inst uuid,
  detail jsonb NOT NULL,
  state text NOT NULL CHECK (state IN ('open', 'closed')),
  created_at_ms bigint NOT NULL
);

CREATE TABLE line_outbox (
  outbox_no bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  outbox_id uuid PRIMARY KEY,
  member_id uuid NOT NULL REFERENCES member,
  eid uuid NOT NULL,
  kind text NOT NULL,
  body text NOT NULL,
  created_at_ms bigint NOT NULL,
  first_attempt_at_ms bigint,
  next_attempt_at_ms bigint NOT NULL,
  attempts integer NOT NULL,
  state text NOT NULL CHECK (state IN ('waiting', 'accepted', 'parked', 'failed', 'expired')),
  last_outcome text,
  accepted_at_ms bigint,
  request_id text,
  UNIQUE (eid, kind)
);
CREATE INDEX line_outbox_open ON line_outbox (member_id, outbox_no) WHERE state IN ('waiting', 'parked');
CREATE INDEX line_outbox_by_state ON line_outbox (state);
`;

/** The past cannot be rewritten, and no event can create points out of nothing. */
const guards = `
CREATE FUNCTION refuse_rewrite() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE ON event
  FOR EACH ROW EXECUTE FUNCTION refuse_rewrite();
CREATE TRIGGER event_no_truncate BEFORE TRUNCATE ON event
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewrite();
CREATE TRIGGER entry_append_only BEFORE UPDATE OR DELETE ON entry
  FOR EACH ROW EXECUTE FUNCTION refuse_rewrite();
CREATE TRIGGER entry_no_truncate BEFORE TRUNCATE ON entry
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewrite();

CREATE FUNCTION refuse_unbalanced() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM inserted GROUP BY eid HAVING sum(points) <> 0) THEN
    RAISE EXCEPTION 'the legs of an event do not add up to 0'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER entry_balanced AFTER INSERT ON entry
  REFERENCING NEW TABLE AS inserted FOR EACH STATEMENT EXECUTE FUNCTION refuse_unbalanced();
`;

/** The first schema. */
export const first = { version: 1, statements: [house, members, facts, guards] };
