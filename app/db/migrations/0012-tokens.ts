import type { Migration } from '../migrate.ts';

/**
 * Members' signed codes that were taken here: each redeems once. Few are kept (see `takeToken`). A member is
 * found by the last seven bytes of the id, which is all of it that a code of 120 characters has room for.
 */
const sql = `
CREATE TABLE used_token (
  token_no INTEGER PRIMARY KEY,
  token_key TEXT NOT NULL UNIQUE,
  member_id TEXT NOT NULL,
  text TEXT NOT NULL,
  taken_at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX used_token_by_member ON used_token (member_id);
CREATE INDEX member_by_tail ON member (substr(member_id, 22));
`;

export const tokens: Migration = { version: 12, sql };
