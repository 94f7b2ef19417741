import type { Migration } from '../migrate.ts';

/**
 * The people who work at this counter. A PIN is kept only as its keyed hash, a badge only as its hash; who
 * left stays as a name. What people did is read out of the events, newest first: `event_no` is the order. The
 * tape carries who may sign in (the house), but not each wrong try.
 */
const person = `CASE WHEN json_valid(raw_body) THEN raw_body->>'$.staff.staffId' END`;
const kinds = `type IN ('staff_act', 'refund')`;

const sql = `
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

CREATE TRIGGER house_staff_new AFTER INSERT ON staff
BEGIN UPDATE tape_state SET house_rev = house_rev + 1; END;
CREATE TRIGGER house_staff_changed
AFTER UPDATE OF name, role, pin_hash, pin_salt, badge_hash, removed_at_ms ON staff
BEGIN UPDATE tape_state SET house_rev = house_rev + 1; END;

CREATE INDEX event_act_by_time ON event (event_no) WHERE ${kinds};
CREATE INDEX event_act_by_person ON event (${person}, event_no) WHERE ${kinds};
`;

export const staff: Migration = { version: 17, sql };
