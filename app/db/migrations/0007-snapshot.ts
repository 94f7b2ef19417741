import type { Migration } from '../migrate.ts';

/**
 * `snapshot_pos`: the view of HQ began with a snapshot taken at this position, so what it holds of older
 * events cannot be told apart any more; to read the stream from its start it must be dropped first.
 * `snapshot_fetch`: the snapshot that is being fetched, with its key, so that a restart goes on with it.
 */
export const snapshot: Migration = {
  version: 7,
  sql: `
ALTER TABLE sync_state ADD COLUMN snapshot_pos INTEGER;

CREATE TABLE snapshot_fetch (
  slot INTEGER PRIMARY KEY CHECK (slot = 1),
  install_id TEXT NOT NULL,
  answer TEXT NOT NULL
) STRICT;
`,
};
