-- The schema after all migrations; written by schema.test.ts, never by hand.

CREATE TABLE chain (
  install_id TEXT NOT NULL REFERENCES install (install_id),
  seq INTEGER NOT NULL CHECK (seq >= 1),
  eid TEXT NOT NULL REFERENCES event (eid),
  prev TEXT NOT NULL,
  hash TEXT NOT NULL,
  PRIMARY KEY (install_id, seq)
) STRICT, WITHOUT ROWID;

CREATE INDEX chain_by_event ON chain (eid);

CREATE TRIGGER chain_no_delete BEFORE DELETE ON chain
BEGIN SELECT RAISE(ABORT, 'chain is append-only'); END;

CREATE TRIGGER chain_no_update BEFORE UPDATE ON chain
BEGIN SELECT RAISE(ABORT, 'chain is append-only'); END;

CREATE TABLE coupon_use (
  eid TEXT NOT NULL,
  origin TEXT NOT NULL,
  use_id TEXT NOT NULL,
  n INTEGER NOT NULL CHECK (n <> 0),
  member_id TEXT NOT NULL,
  store_name TEXT,
  biz_date TEXT NOT NULL, buyer_id TEXT,
  PRIMARY KEY (eid, origin, use_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX coupon_use_by_buyer ON coupon_use (buyer_id, use_id, n) WHERE buyer_id IS NOT NULL;

CREATE INDEX coupon_use_by_day ON coupon_use (use_id, biz_date, n, store_name);

CREATE INDEX coupon_use_by_member ON coupon_use (member_id, use_id, biz_date, n);

CREATE TRIGGER coupon_use_no_delete BEFORE DELETE ON coupon_use
WHEN OLD.origin = 'record' OR (SELECT dropping FROM sync_state) = 0
BEGIN SELECT RAISE(ABORT, 'coupon_use is append-only'); END;

CREATE TRIGGER coupon_use_no_update BEFORE UPDATE ON coupon_use
BEGIN SELECT RAISE(ABORT, 'coupon_use is append-only'); END;

CREATE TABLE device (
  device_id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  intake TEXT NOT NULL CHECK (intake IN ('serial', 'hid-pos', 'wedge', 'replay')),
  settings TEXT NOT NULL,
  created_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER house_device_gone AFTER DELETE ON device
BEGIN UPDATE tape_state SET house_rev = house_rev + 1; END;

CREATE TRIGGER house_device_new AFTER INSERT ON device
BEGIN UPDATE tape_state SET house_rev = house_rev + 1; END;

CREATE TABLE event (
  event_no INTEGER PRIMARY KEY,
  eid TEXT NOT NULL UNIQUE,
  type TEXT NOT NULL,
  raw_body TEXT NOT NULL,
  member_id TEXT NOT NULL,
  recorded_at_ms INTEGER NOT NULL
, cover_by TEXT GENERATED ALWAYS AS
  (CASE WHEN type = 'award' AND json_valid(raw_body) THEN raw_body->>'$.body.cover.by' END) VIRTUAL, cover_points INTEGER GENERATED ALWAYS AS
  (CASE WHEN type = 'award' AND json_valid(raw_body) THEN raw_body->>'$.body.pointsSpent' END) VIRTUAL, cover_lease TEXT GENERATED ALWAYS AS
  (CASE WHEN type = 'award' AND json_valid(raw_body) THEN coalesce(raw_body->>'$.body.cover.leaseId', raw_body->>'$.body.cover.lease.leaseId') END) VIRTUAL, lease_points INTEGER GENERATED ALWAYS AS
  (CASE WHEN type = 'award' AND json_valid(raw_body) THEN iif(raw_body->>'$.body.cover.by' = 'lease', raw_body->>'$.body.pointsSpent', raw_body->>'$.body.cover.lease.points') END) VIRTUAL, cover_auth TEXT GENERATED ALWAYS AS
  (CASE WHEN type = 'award' AND json_valid(raw_body) THEN raw_body->>'$.body.cover.authId' END) VIRTUAL, returned_right TEXT GENERATED ALWAYS AS
  (CASE WHEN type = 'lease_return' AND json_valid(raw_body) THEN raw_body->>'$.body.rightId' END) VIRTUAL, pos_key TEXT GENERATED ALWAYS AS
  (CASE WHEN type = 'award' AND json_valid(raw_body)
    THEN raw_body->>'$.body.pos.name' || ':' || (raw_body->>'$.body.pos.no') END) VIRTUAL, shift_id TEXT GENERATED ALWAYS AS
  (CASE WHEN json_valid(raw_body) THEN raw_body->>'$.shift' END) VIRTUAL, staff_id TEXT GENERATED ALWAYS AS
  (CASE WHEN json_valid(raw_body) THEN raw_body->>'$.staff.staffId' END) VIRTUAL) STRICT;

CREATE INDEX event_act_by_person ON event (CASE WHEN json_valid(raw_body) THEN raw_body->>'$.staff.staffId' END, event_no) WHERE type IN ('staff_act', 'refund');

CREATE INDEX event_act_by_time ON event (event_no) WHERE type IN ('staff_act', 'refund');

CREATE INDEX event_by_auth ON event (cover_auth) WHERE cover_auth IS NOT NULL;

CREATE INDEX event_by_lease ON event (cover_lease, lease_points, eid) WHERE cover_lease IS NOT NULL;

CREATE INDEX event_by_person ON event (eid, staff_id) WHERE staff_id IS NOT NULL;

CREATE INDEX event_by_pos ON event (pos_key) WHERE pos_key IS NOT NULL;

CREATE INDEX event_by_return ON event (returned_right) WHERE returned_right IS NOT NULL;

CREATE INDEX event_by_shift ON event (shift_id) WHERE shift_id IS NOT NULL;

CREATE INDEX event_of_joining ON event (member_id) WHERE type = 'member_stub';

CREATE INDEX event_of_joining_by_time ON event (recorded_at_ms) WHERE type = 'member_stub';

CREATE INDEX event_spending ON event (event_no, member_id, cover_points, cover_by) WHERE cover_points > 0;

CREATE TRIGGER event_no_delete BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, 'event is append-only'); END;

CREATE TRIGGER event_no_update BEFORE UPDATE ON event
BEGIN SELECT RAISE(ABORT, 'event is append-only'); END;

CREATE TABLE hq_key (
  kid TEXT PRIMARY KEY,
  public_key TEXT NOT NULL,
  known_since_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE inbox_seen (
  item_key TEXT PRIMARY KEY,
  seen_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE install (
  install_id TEXT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('local', 'hq')),
  is_current INTEGER NOT NULL CHECK (is_current IN (0, 1)),
  last_seq INTEGER NOT NULL DEFAULT 0,
  head_hash TEXT NOT NULL DEFAULT '',
  acked_seq INTEGER NOT NULL DEFAULT 0 CHECK (acked_seq BETWEEN 0 AND last_seq),
  signing_key TEXT,
  created_at_ms INTEGER NOT NULL
, certificate TEXT, confirmed INTEGER NOT NULL DEFAULT 1 CHECK (confirmed IN (0, 1)), base_seq INTEGER NOT NULL DEFAULT 0 CHECK (base_seq >= 0), base_hash TEXT NOT NULL DEFAULT '') STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX install_current ON install (is_current) WHERE is_current = 1;

CREATE TRIGGER house_install_changed AFTER UPDATE ON install
WHEN OLD.last_seq = NEW.last_seq AND OLD.acked_seq = NEW.acked_seq
BEGIN UPDATE tape_state SET house_rev = house_rev + 1; END;

CREATE TRIGGER house_install_new AFTER INSERT ON install
BEGIN UPDATE tape_state SET house_rev = house_rev + 1; END;

CREATE TABLE ledger_entry (
  entry_id INTEGER PRIMARY KEY,
  eid TEXT NOT NULL,
  origin TEXT NOT NULL,
  leg INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('earn', 'spend', 'expire', 'adjust', 'refund')),
  member_id TEXT NOT NULL,
  lot_id TEXT NOT NULL,
  points INTEGER NOT NULL,
  expires_on TEXT,
  recorded_at_ms INTEGER NOT NULL,
  UNIQUE (eid, origin, leg)
) STRICT;

CREATE INDEX ledger_by_expiry ON ledger_entry (expires_on, member_id) WHERE expires_on IS NOT NULL;

CREATE INDEX ledger_entry_by_member ON ledger_entry (member_id, lot_id, expires_on, points);

CREATE TRIGGER ledger_entry_no_delete BEFORE DELETE ON ledger_entry
WHEN OLD.origin = 'record' OR (SELECT dropping FROM sync_state) = 0
BEGIN SELECT RAISE(ABORT, 'ledger_entry is append-only'); END;

CREATE TRIGGER ledger_entry_no_update BEFORE UPDATE ON ledger_entry
BEGIN SELECT RAISE(ABORT, 'ledger_entry is append-only'); END;

CREATE TABLE member (
  member_no INTEGER PRIMARY KEY,
  member_id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL,
  mobile TEXT,
  mobile_reversed TEXT,
  birthday TEXT,
  tier_id TEXT NOT NULL,
  card_code TEXT NOT NULL,
  line_state TEXT NOT NULL CHECK (line_state IN ('none', 'bound', 'blocked')),
  joined_on TEXT NOT NULL,
  source TEXT NOT NULL CHECK (source IN ('hq', 'counter')),
  points INTEGER NOT NULL DEFAULT 0,
  last_sale_at_ms INTEGER
, tier_until TEXT, inviter_id TEXT, consent TEXT, tier_since TEXT) STRICT;

CREATE INDEX member_by_facet ON member (tier_id, line_state, substr(birthday, 1, 2));

CREATE INDEX member_by_joined ON member (joined_on, tier_id, line_state, substr(birthday, 1, 2));

CREATE INDEX member_by_last_sale ON member (last_sale_at_ms, tier_id, line_state, substr(birthday, 1, 2));

CREATE INDEX member_by_line ON member (line_state, tier_id) WHERE line_state <> 'none';

CREATE INDEX member_by_mobile ON member (mobile) WHERE mobile IS NOT NULL;

CREATE INDEX member_by_mobile_reversed ON member (mobile_reversed) WHERE mobile_reversed IS NOT NULL;

CREATE INDEX member_by_month ON member (substr(birthday, 1, 2), tier_id, line_state) WHERE birthday IS NOT NULL;

CREATE INDEX member_by_name ON member (name_key, member_no);

CREATE INDEX member_by_points ON member (points, tier_id, line_state, substr(birthday, 1, 2));

CREATE INDEX member_by_tail ON member (substr(member_id, 22));

CREATE TRIGGER member_counted AFTER INSERT ON member
BEGIN UPDATE tally SET n = n + 1 WHERE name = 'member'; END;

CREATE TRIGGER member_uncounted AFTER DELETE ON member
BEGIN UPDATE tally SET n = n - 1 WHERE name = 'member'; END;

CREATE TABLE member_alias (
  member_id TEXT PRIMARY KEY,
  into_id TEXT NOT NULL CHECK (into_id <> member_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX member_alias_by_survivor ON member_alias (into_id);

CREATE TABLE member_code (
  code TEXT PRIMARY KEY,
  member_no INTEGER NOT NULL REFERENCES member (member_no)
, weak INTEGER NOT NULL DEFAULT 0 CHECK (weak IN (0, 1))) STRICT, WITHOUT ROWID;

CREATE INDEX member_code_by_member ON member_code (member_no);

CREATE TABLE name_gram (
  gram TEXT NOT NULL,
  member_no INTEGER NOT NULL REFERENCES member (member_no), again INTEGER NOT NULL DEFAULT 0 CHECK (again IN (0, 1)),
  PRIMARY KEY (gram, member_no)
) STRICT, WITHOUT ROWID;

CREATE TABLE next_install (
  slot INTEGER PRIMARY KEY CHECK (slot = 1),
  replaces TEXT NOT NULL,
  signing_key TEXT NOT NULL,
  public_key TEXT NOT NULL,
  reason TEXT NOT NULL,
  made_at_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE "open_sale" (
  slot INTEGER PRIMARY KEY CHECK (slot = 1),
  member_id TEXT,
  identified_by TEXT CHECK (identified_by IN ('scan', 'search', 'token')),
  amount_text TEXT NOT NULL,
  invoice TEXT,
  voucher_ids TEXT NOT NULL,
  spend_points INTEGER NOT NULL DEFAULT 0,
  lines TEXT,
  pos_sale_no TEXT
, codes TEXT NOT NULL DEFAULT '[]') STRICT;

CREATE TRIGGER pos_sale_left AFTER UPDATE OF pos_sale_no ON open_sale
WHEN OLD.pos_sale_no IS NOT NULL AND NEW.pos_sale_no IS NOT OLD.pos_sale_no
BEGIN
  UPDATE pos_sale SET state = 'cancelled', closed_by = 'counter'
  WHERE state = 'live' AND pos_sale_no = OLD.pos_sale_no;
END;

CREATE TABLE parked_sale (
  parked_at_ms INTEGER PRIMARY KEY,
  sale TEXT NOT NULL
) STRICT;

CREATE TABLE pos_client (
  pos_name TEXT PRIMARY KEY,
  token_hash TEXT NOT NULL UNIQUE,
  paired_at_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE pos_sale (
  pos_name TEXT NOT NULL,
  pos_sale_no TEXT NOT NULL,
  digest TEXT NOT NULL,
  request TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('queued', 'live', 'settled', 'no-member', 'cancelled', 'voided')),
  closed_by TEXT CHECK (closed_by IN ('pos', 'counter', 'newer-sale', 'expired')),
  sale_id TEXT,
  refund_id TEXT,
  result TEXT,
  source_file TEXT,
  created_at_ms INTEGER NOT NULL,
  updated_at_ms INTEGER NOT NULL,
  PRIMARY KEY (pos_name, pos_sale_no)
) STRICT;

CREATE UNIQUE INDEX pos_sale_by_sale ON pos_sale (sale_id) WHERE sale_id IS NOT NULL;

CREATE UNIQUE INDEX pos_sale_live ON pos_sale (state) WHERE state = 'live';

CREATE INDEX pos_sale_queued ON pos_sale (created_at_ms) WHERE state = 'queued';

CREATE INDEX pos_sale_recent ON pos_sale (updated_at_ms);

CREATE TABLE program (
  program_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('local', 'hq')),
  effective_from TEXT NOT NULL,
  body TEXT NOT NULL, told INTEGER NOT NULL DEFAULT 1 CHECK (told IN (0, 1)),
  PRIMARY KEY (program_id, version)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER house_program_new AFTER INSERT ON program
BEGIN UPDATE tape_state SET house_rev = house_rev + 1; END;

CREATE TABLE receipt (
  eid TEXT NOT NULL REFERENCES event (eid),
  pos INTEGER NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('applied', 'duplicate', 'quarantined')),
  exceptions TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  PRIMARY KEY (eid, pos)
) STRICT, WITHOUT ROWID;

CREATE INDEX receipt_refused ON receipt (eid) WHERE status <> 'applied';

CREATE INDEX receipt_told ON receipt (at_ms) WHERE status <> 'applied' OR exceptions <> '[]';

CREATE TRIGGER receipt_no_delete BEFORE DELETE ON receipt
WHEN (SELECT dropping FROM sync_state) = 0
BEGIN SELECT RAISE(ABORT, 'receipt is append-only'); END;

CREATE TRIGGER receipt_no_update BEFORE UPDATE ON receipt
BEGIN SELECT RAISE(ABORT, 'receipt is append-only'); END;

CREATE TABLE redemption (
  voucher_id TEXT NOT NULL,
  eid TEXT NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('own', 'hq')),
  at_ms INTEGER NOT NULL,
  store_name TEXT, uses INTEGER NOT NULL DEFAULT 1 CHECK (uses >= 1),
  PRIMARY KEY (voucher_id, eid)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER redemption_within_uses BEFORE INSERT ON redemption WHEN NEW.origin = 'own' AND
  NEW.uses + (SELECT coalesce(sum(used.uses), 0) FROM redemption AS used
    WHERE used.voucher_id = NEW.voucher_id AND used.origin = 'own'
      AND (NOT EXISTS (SELECT 1 FROM receipt WHERE receipt.eid = used.eid)
        OR EXISTS (SELECT 1 FROM receipt WHERE receipt.eid = used.eid AND receipt.status = 'applied')))
  > coalesce((SELECT uses FROM voucher WHERE voucher_id = NEW.voucher_id), 1)
BEGIN SELECT RAISE(ABORT, 'voucher is used up'); END;

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

CREATE INDEX refund_by_event ON refund (eid);

CREATE INDEX refund_by_member ON refund (member_id, at_ms);

CREATE INDEX refund_by_sale ON refund (sale_id);

CREATE INDEX refund_own_by_time ON refund (at_ms) WHERE origin = 'own';

CREATE TABLE refusal_tally (
  biz_date TEXT NOT NULL,
  code TEXT NOT NULL,
  n INTEGER NOT NULL CHECK (n >= 1),
  PRIMARY KEY (biz_date, code)
) STRICT, WITHOUT ROWID;

CREATE TABLE remark (
  remark_id TEXT PRIMARY KEY,
  member_id TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('tag', 'note')),
  text TEXT NOT NULL,
  fold TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  staff TEXT,
  store_name TEXT,
  removed_at_ms INTEGER,
  mine INTEGER NOT NULL CHECK (mine IN (0, 1)),
  unsent INTEGER NOT NULL CHECK (unsent IN (0, 1)),
  tries INTEGER NOT NULL DEFAULT 0,
  retry_at_ms INTEGER NOT NULL DEFAULT 0,
  CHECK ((removed_at_ms IS NULL) = (text <> ''))
) STRICT, WITHOUT ROWID;

CREATE INDEX remark_by_member ON remark (member_id) WHERE removed_at_ms IS NULL;

CREATE INDEX remark_by_tag ON remark (fold, member_id, text) WHERE removed_at_ms IS NULL AND fold <> '';

CREATE INDEX remark_unsent ON remark (retry_at_ms) WHERE unsent = 1;

CREATE TRIGGER remark_added AFTER INSERT ON remark WHEN new.fold <> '' BEGIN
  INSERT OR IGNORE INTO tag_tally VALUES (new.fold, new.text, 0);
  UPDATE tag_tally SET n = n + 1 WHERE fold = new.fold;
END;

CREATE TRIGGER remark_dropped AFTER DELETE ON remark WHEN old.fold <> '' BEGIN
  UPDATE tag_tally SET n = n - 1 WHERE fold = old.fold;
  DELETE FROM tag_tally WHERE fold = old.fold AND n = 0;
END;

CREATE TRIGGER remark_removed AFTER UPDATE OF fold ON remark WHEN old.fold <> '' AND new.fold = '' BEGIN
  UPDATE tag_tally SET n = n - 1 WHERE fold = old.fold;
  DELETE FROM tag_tally WHERE fold = old.fold AND n = 0;
END;

CREATE TABLE sale (
  sale_id TEXT PRIMARY KEY,
  eid TEXT NOT NULL,
  sale_no TEXT NOT NULL,
  member_id TEXT NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('own', 'hq')),
  store_name TEXT,
  at_ms INTEGER NOT NULL,
  biz_date TEXT NOT NULL,
  amount_minor INTEGER,
  discount_minor INTEGER,
  paid_minor INTEGER NOT NULL,
  points INTEGER NOT NULL,
  program_id TEXT,
  program_version INTEGER,
  invoice_number TEXT,
  invoice_date TEXT,
  reasons TEXT NOT NULL
, spent_minor INTEGER NOT NULL DEFAULT 0, points_spent INTEGER NOT NULL DEFAULT 0, tier_id_after TEXT, tier_until_after TEXT) STRICT, WITHOUT ROWID;

CREATE INDEX sale_by_event ON sale (eid);

CREATE INDEX sale_own_by_invoice ON sale (invoice_number) WHERE origin = 'own' AND invoice_number IS NOT NULL;

CREATE INDEX sale_own_by_time ON sale (at_ms) WHERE origin = 'own';

CREATE INDEX sale_own_tier ON sale (member_id) WHERE origin = 'own' AND tier_id_after IS NOT NULL;

CREATE INDEX sale_spend ON sale (member_id, biz_date, spent_minor, origin, eid, at_ms);

CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TRIGGER house_setting_changed AFTER UPDATE ON setting WHEN OLD.value <> NEW.value
BEGIN UPDATE tape_state SET house_rev = house_rev + 1; END;

CREATE TRIGGER house_setting_new AFTER INSERT ON setting
BEGIN UPDATE tape_state SET house_rev = house_rev + 1; END;

CREATE TABLE shift (
  shift_id TEXT PRIMARY KEY,
  opened_at_ms INTEGER NOT NULL,
  opened_by TEXT,
  opened_eid TEXT,
  closed_at_ms INTEGER,
  closed_by TEXT,
  closed_eid TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX shift_by_time ON shift (opened_at_ms);

CREATE TABLE skipped_change (
  pos INTEGER PRIMARY KEY,
  kind TEXT NOT NULL
, tried_by TEXT NOT NULL DEFAULT '') STRICT;

CREATE TABLE snapshot_fetch (
  slot INTEGER PRIMARY KEY CHECK (slot = 1),
  install_id TEXT NOT NULL,
  answer TEXT NOT NULL
) STRICT;

CREATE TABLE spend_policy (
  revision INTEGER PRIMARY KEY CHECK (revision >= 1),
  document TEXT NOT NULL,
  policy TEXT NOT NULL
) STRICT;

CREATE TABLE spend_right (
  right_id TEXT PRIMARY KEY,
  install_id TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('lease', 'auth', 'pin')),
  member_id TEXT NOT NULL,
  granted_points INTEGER NOT NULL CHECK (granted_points >= 0),
  spent_points INTEGER NOT NULL CHECK (spent_points >= 0),
  voucher_id TEXT,
  expires_at_ms INTEGER NOT NULL,
  recalled INTEGER NOT NULL CHECK (recalled IN (0, 1)),
  heard_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX spend_right_by_member ON spend_right (member_id);

CREATE INDEX spend_right_by_voucher ON spend_right (voucher_id) WHERE voucher_id IS NOT NULL;

CREATE TABLE staff (
  staff_id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('cashier', 'manager')),
  pin_hash TEXT NOT NULL,
  pin_salt TEXT NOT NULL,
  badge_hash TEXT UNIQUE,
  wrong_tries INTEGER NOT NULL DEFAULT 0 CHECK (wrong_tries >= 0),
  wait_until_ms INTEGER,
  added_at_ms INTEGER NOT NULL,
  removed_at_ms INTEGER,
  last_sign_in_at_ms INTEGER
) STRICT, WITHOUT ROWID;

CREATE TRIGGER house_staff_changed
AFTER UPDATE OF name, role, pin_hash, pin_salt, badge_hash, removed_at_ms ON staff
BEGIN UPDATE tape_state SET house_rev = house_rev + 1; END;

CREATE TRIGGER house_staff_new AFTER INSERT ON staff
BEGIN UPDATE tape_state SET house_rev = house_rev + 1; END;

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

CREATE TRIGGER stamp_entry_no_delete BEFORE DELETE ON stamp_entry
WHEN OLD.origin = 'record' OR (SELECT dropping FROM sync_state) = 0
BEGIN SELECT RAISE(ABORT, 'stamp_entry is append-only'); END;

CREATE TRIGGER stamp_entry_no_update BEFORE UPDATE ON stamp_entry
BEGIN SELECT RAISE(ABORT, 'stamp_entry is append-only'); END;

CREATE TABLE store (
  store_id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  tax_id TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE sync_state (
  slot INTEGER PRIMARY KEY CHECK (slot = 1),
  cursor INTEGER NOT NULL DEFAULT 0,
  timeline TEXT,
  pulled_rows INTEGER NOT NULL DEFAULT 0,
  caught_up_at_ms INTEGER,
  last_contact_at_ms INTEGER,
  hq_offset_ms INTEGER,
  time_floor_ms INTEGER NOT NULL DEFAULT 0,
  problem TEXT
, cursor_mark TEXT, dropping INTEGER NOT NULL DEFAULT 0 CHECK (dropping IN (0, 1)), offer_after INTEGER, healed TEXT, healed_at_ms INTEGER, snapshot_pos INTEGER) STRICT;

CREATE TABLE tag_tally (
  fold TEXT PRIMARY KEY,
  text TEXT NOT NULL,
  n INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE tally (name TEXT PRIMARY KEY, n INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE tape_state (
  slot INTEGER PRIMARY KEY CHECK (slot = 1),
  house_rev INTEGER NOT NULL,
  begun INTEGER NOT NULL DEFAULT 0 CHECK (begun IN (0, 1))
) STRICT;

CREATE TABLE untold_member (
  member_id TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

CREATE TABLE "used_invoice" (
  invoice_key TEXT NOT NULL,
  eid TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  store_name TEXT,
  PRIMARY KEY (invoice_key, eid)
) STRICT, WITHOUT ROWID;

CREATE TABLE used_token (
  token_no INTEGER PRIMARY KEY,
  token_key TEXT NOT NULL UNIQUE,
  member_id TEXT NOT NULL,
  text TEXT NOT NULL,
  taken_at_ms INTEGER NOT NULL
) STRICT;

CREATE INDEX used_token_by_member ON used_token (member_id);

CREATE TABLE voucher (
  voucher_id TEXT PRIMARY KEY,
  code TEXT NOT NULL,
  coupon_id TEXT NOT NULL,
  member_id TEXT NOT NULL,
  valid_from TEXT NOT NULL,
  valid_until TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('issued', 'used', 'cancelled')),
  used_at_ms INTEGER,
  used_store_name TEXT
, uses INTEGER NOT NULL DEFAULT 1 CHECK (uses >= 1), uses_left INTEGER NOT NULL DEFAULT 1 CHECK (uses_left >= 0), issued_eid TEXT, copy_of TEXT) STRICT, WITHOUT ROWID;

CREATE INDEX voucher_by_code ON voucher (code);

CREATE INDEX voucher_by_member ON voucher (member_id, valid_until);

CREATE INDEX voucher_by_origin ON voucher (copy_of) WHERE copy_of IS NOT NULL;

CREATE TABLE voucher_cancel (
  voucher_id TEXT NOT NULL,
  eid TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  PRIMARY KEY (voucher_id, eid)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER voucher_cancel_no_delete BEFORE DELETE ON voucher_cancel
BEGIN SELECT RAISE(ABORT, 'voucher_cancel is append-only'); END;

CREATE TRIGGER voucher_cancel_no_update BEFORE UPDATE ON voucher_cancel
BEGIN SELECT RAISE(ABORT, 'voucher_cancel is append-only'); END;
