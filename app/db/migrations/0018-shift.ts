import type { Migration } from '../migrate.ts';

/**
 * Shifts, as the events that opened and closed them say; which event belongs to which shift, and who was at
 * the counter, is read out of the events themselves. And how often this counter refused what, by day.
 */
const sql = `
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

ALTER TABLE event ADD COLUMN shift_id TEXT GENERATED ALWAYS AS
  (CASE WHEN json_valid(raw_body) THEN raw_body->>'$.shift' END) VIRTUAL;
ALTER TABLE event ADD COLUMN staff_id TEXT GENERATED ALWAYS AS
  (CASE WHEN json_valid(raw_body) THEN raw_body->>'$.staff.staffId' END) VIRTUAL;
CREATE INDEX event_by_shift ON event (shift_id) WHERE shift_id IS NOT NULL;
CREATE INDEX event_by_person ON event (eid, staff_id) WHERE staff_id IS NOT NULL;

CREATE TABLE refusal_tally (
  biz_date TEXT NOT NULL,
  code TEXT NOT NULL,
  n INTEGER NOT NULL CHECK (n >= 1),
  PRIMARY KEY (biz_date, code)
) STRICT, WITHOUT ROWID;
`;

export const shift: Migration = { version: 18, sql };
