import type { Migration } from '../migrate.ts';

/**
 * Sales that a POS hands over, by its own number, and the POSes that may. The sale's event carries POS
 * and number too: they are read out of it, so that a number counts once also after the file was made
 * again from the tape. A sale taken off the counter in whatever way is cancelled with it.
 */
const sql = `
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
CREATE UNIQUE INDEX pos_sale_live ON pos_sale (state) WHERE state = 'live';
CREATE INDEX pos_sale_queued ON pos_sale (created_at_ms) WHERE state = 'queued';
CREATE INDEX pos_sale_recent ON pos_sale (updated_at_ms);
CREATE UNIQUE INDEX pos_sale_by_sale ON pos_sale (sale_id) WHERE sale_id IS NOT NULL;

CREATE TRIGGER pos_sale_left AFTER UPDATE OF pos_sale_no ON open_sale
WHEN OLD.pos_sale_no IS NOT NULL AND NEW.pos_sale_no IS NOT OLD.pos_sale_no
BEGIN
  UPDATE pos_sale SET state = 'cancelled', closed_by = 'counter'
  WHERE state = 'live' AND pos_sale_no = OLD.pos_sale_no;
END;

ALTER TABLE event ADD COLUMN pos_key TEXT GENERATED ALWAYS AS
  (CASE WHEN type = 'award' AND json_valid(raw_body)
    THEN raw_body->>'$.body.pos.name' || ':' || (raw_body->>'$.body.pos.no') END) VIRTUAL;
CREATE INDEX event_by_pos ON event (pos_key) WHERE pos_key IS NOT NULL;
`;

export const pos: Migration = { version: 13, sql };
