import type { Migration } from '../migrate.ts';

/**
 * What covers the points of a sale, read out of the log itself: an event that is put back from the tape
 * counts at once, and no counter beside the log can come back from the dead with an old copy of the file.
 */
const columns = [
  ['cover_by', 'TEXT', 'award', `raw_body->>'$.body.cover.by'`],
  ['cover_points', 'INTEGER', 'award', `raw_body->>'$.body.pointsSpent'`],
  [
    'cover_lease',
    'TEXT',
    'award',
    `coalesce(raw_body->>'$.body.cover.leaseId', raw_body->>'$.body.cover.lease.leaseId')`,
  ],
  [
    'lease_points',
    'INTEGER',
    'award',
    `iif(raw_body->>'$.body.cover.by' = 'lease', raw_body->>'$.body.pointsSpent', raw_body->>'$.body.cover.lease.points')`,
  ],
  ['cover_auth', 'TEXT', 'award', `raw_body->>'$.body.cover.authId'`],
  ['returned_right', 'TEXT', 'lease_return', `raw_body->>'$.body.rightId'`],
] as const;
const covers =
  columns
    .map(
      ([name, kind, type, value]) =>
        `ALTER TABLE event ADD COLUMN ${name} ${kind} GENERATED ALWAYS AS\n` +
        `  (CASE WHEN type = '${type}' AND json_valid(raw_body) THEN ${value} END) VIRTUAL;\n`,
    )
    .join('') +
  `
CREATE INDEX event_spending ON event (event_no, member_id, cover_points, cover_by) WHERE cover_points > 0;
CREATE INDEX event_by_lease ON event (cover_lease, lease_points, eid) WHERE cover_lease IS NOT NULL;
CREATE INDEX event_by_auth ON event (cover_auth) WHERE cover_auth IS NOT NULL;
CREATE INDEX event_by_return ON event (returned_right) WHERE returned_right IS NOT NULL;
`;

/** What HQ told: its policy, newest last, and the rights it says this install holds. */
const told = `
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
`;

/** Spending while HQ is away: policy, rights, and what of them the log has used. */
export const spending: Migration = { version: 5, sql: covers + told };
