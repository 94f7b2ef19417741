import type { Migration } from '../migrate.ts';

/**
 * A use of a voucher in a sale HQ gave no effect no longer counts against the voucher here, as it counts
 * nowhere else. Members of whom HQ's stream of today does not tell are remembered, so that nobody takes
 * them for members HQ knows.
 */
export const recovery: Migration = {
  version: 8,
  sql: `
DROP TRIGGER redemption_within_uses;
CREATE TRIGGER redemption_within_uses BEFORE INSERT ON redemption WHEN NEW.origin = 'own' AND
  NEW.uses + (SELECT coalesce(sum(used.uses), 0) FROM redemption AS used
    WHERE used.voucher_id = NEW.voucher_id AND used.origin = 'own'
      AND (NOT EXISTS (SELECT 1 FROM receipt WHERE receipt.eid = used.eid)
        OR EXISTS (SELECT 1 FROM receipt WHERE receipt.eid = used.eid AND receipt.status = 'applied')))
  > coalesce((SELECT uses FROM voucher WHERE voucher_id = NEW.voucher_id), 1)
BEGIN SELECT RAISE(ABORT, 'voucher is used up'); END;

CREATE TABLE untold_member (
  member_id TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

CREATE INDEX event_of_joining ON event (member_id) WHERE type = 'member_stub';
`,
};
