import type { Migration } from '../migrate.ts';

/**
 * Tags and notes about members, and what each agreed to when joining. A remark is no event: it can be erased.
 * `fold` is the text of a tag as it is compared and searched ('' for a note). `mine`: made or removed at this
 * counter, so offered again to an HQ that lost it. `unsent`: HQ does not have it as it stands. What is removed
 * keeps its row without its words, so that nothing brings it back. Tags are counted by triggers: counting
 * 100,000 rows when a list is opened would hold up the till.
 */
const sql = `
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
CREATE TABLE tag_tally (
  fold TEXT PRIMARY KEY,
  text TEXT NOT NULL,
  n INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TRIGGER remark_added AFTER INSERT ON remark WHEN new.fold <> '' BEGIN
  INSERT OR IGNORE INTO tag_tally VALUES (new.fold, new.text, 0);
  UPDATE tag_tally SET n = n + 1 WHERE fold = new.fold;
END;
CREATE TRIGGER remark_removed AFTER UPDATE OF fold ON remark WHEN old.fold <> '' AND new.fold = '' BEGIN
  UPDATE tag_tally SET n = n - 1 WHERE fold = old.fold;
  DELETE FROM tag_tally WHERE fold = old.fold AND n = 0;
END;
CREATE TRIGGER remark_dropped AFTER DELETE ON remark WHEN old.fold <> '' BEGIN
  UPDATE tag_tally SET n = n - 1 WHERE fold = old.fold;
  DELETE FROM tag_tally WHERE fold = old.fold AND n = 0;
END;
ALTER TABLE member ADD COLUMN consent TEXT;
`;

export const remarks: Migration = { version: 21, sql };
