import type { Migration } from '../migrate.ts';

/** Facts and money: what happened here, in the order it happened, never changed afterwards. */
const facts = `
CREATE TABLE event (
  event_no INTEGER PRIMARY KEY,
  eid TEXT NOT NULL UNIQUE,
  type TEXT NOT NULL,
  raw_body TEXT NOT NULL,
  member_id TEXT NOT NULL,
  recorded_at_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE install (
  install_id TEXT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('local', 'hq')),
  is_current INTEGER NOT NULL CHECK (is_current IN (0, 1)),
  last_seq INTEGER NOT NULL DEFAULT 0,
  head_hash TEXT NOT NULL DEFAULT '',
  acked_seq INTEGER NOT NULL DEFAULT 0 CHECK (acked_seq BETWEEN 0 AND last_seq),
  signing_key TEXT,
  created_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX install_current ON install (is_current) WHERE is_current = 1;

CREATE TABLE chain (
  install_id TEXT NOT NULL REFERENCES install (install_id),
  seq INTEGER NOT NULL CHECK (seq >= 1),
  eid TEXT NOT NULL REFERENCES event (eid),
  prev TEXT NOT NULL,
  hash TEXT NOT NULL,
  PRIMARY KEY (install_id, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX chain_by_event ON chain (eid);

CREATE TABLE receipt (
  eid TEXT NOT NULL REFERENCES event (eid),
  pos INTEGER NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('applied', 'duplicate', 'quarantined')),
  exceptions TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  PRIMARY KEY (eid, pos)
) STRICT, WITHOUT ROWID;

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
CREATE INDEX ledger_entry_by_member ON ledger_entry (member_id, lot_id, expires_on, points);
`;

/** What a trigger says when somebody tries to rewrite the past. */
const appendOnly = ['event', 'chain', 'receipt', 'ledger_entry']
  .flatMap((table) => ['UPDATE', 'DELETE'].map((verb) => ({ table, verb })))
  .map(
    ({ table, verb }) =>
      `CREATE TRIGGER ${table}_no_${verb.toLowerCase()} BEFORE ${verb} ON ${table}\n` +
      `BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END;\n`,
  )
  .join('');

/** People, what they hold, and how they are found. */
const members = `
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
) STRICT;
CREATE INDEX member_by_name ON member (name_key, member_no);
CREATE INDEX member_by_mobile ON member (mobile) WHERE mobile IS NOT NULL;
CREATE INDEX member_by_mobile_reversed ON member (mobile_reversed) WHERE mobile_reversed IS NOT NULL;

CREATE TABLE member_code (
  code TEXT PRIMARY KEY,
  member_no INTEGER NOT NULL REFERENCES member (member_no)
) STRICT, WITHOUT ROWID;
CREATE INDEX member_code_by_member ON member_code (member_no);

CREATE TABLE name_gram (
  gram TEXT NOT NULL,
  member_no INTEGER NOT NULL REFERENCES member (member_no),
  PRIMARY KEY (gram, member_no)
) STRICT, WITHOUT ROWID;
CREATE INDEX name_gram_by_member ON name_gram (member_no);

CREATE TABLE tally (name TEXT PRIMARY KEY, n INTEGER NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO tally VALUES ('member', 0);
CREATE TRIGGER member_counted AFTER INSERT ON member
BEGIN UPDATE tally SET n = n + 1 WHERE name = 'member'; END;
CREATE TRIGGER member_uncounted AFTER DELETE ON member
BEGIN UPDATE tally SET n = n - 1 WHERE name = 'member'; END;

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
) STRICT, WITHOUT ROWID;
CREATE INDEX voucher_by_code ON voucher (code);
CREATE INDEX voucher_by_member ON voucher (member_id, valid_until);
`;

/** Sales and what they used up. */
const sales = `
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
) STRICT, WITHOUT ROWID;
CREATE INDEX sale_own_by_day ON sale (biz_date) WHERE origin = 'own';
CREATE INDEX sale_own_by_time ON sale (at_ms) WHERE origin = 'own';
CREATE INDEX sale_by_member ON sale (member_id, at_ms);
CREATE INDEX sale_by_event ON sale (eid);

CREATE TABLE used_invoice (
  invoice_key TEXT PRIMARY KEY,
  eid TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  store_name TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE redemption (
  voucher_id TEXT NOT NULL,
  eid TEXT NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('own', 'hq')),
  at_ms INTEGER NOT NULL,
  store_name TEXT,
  PRIMARY KEY (voucher_id, eid)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX redemption_own ON redemption (voucher_id) WHERE origin = 'own';

CREATE TABLE open_sale (
  slot INTEGER PRIMARY KEY CHECK (slot = 1),
  member_id TEXT,
  identified_by TEXT CHECK (identified_by IN ('scan', 'search')),
  amount_text TEXT NOT NULL,
  invoice TEXT,
  voucher_ids TEXT NOT NULL
) STRICT;
INSERT INTO open_sale VALUES (1, NULL, NULL, '', NULL, '[]');
`;

/** Settings, rules, devices and how far the counter has come with HQ. */
const house = `
CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE program (
  program_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('local', 'hq')),
  effective_from TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (program_id, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE store (
  store_id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  tax_id TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE device (
  device_id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  intake TEXT NOT NULL CHECK (intake IN ('serial', 'hid-pos', 'wedge', 'replay')),
  settings TEXT NOT NULL,
  created_at_ms INTEGER NOT NULL
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
) STRICT;
INSERT INTO sync_state (slot) VALUES (1);

CREATE TABLE skipped_change (
  pos INTEGER PRIMARY KEY,
  kind TEXT NOT NULL
) STRICT;
`;

/** The first schema. */
export const first: Migration = { version: 1, sql: facts + appendOnly + members + sales + house };
