import type { Migration } from '../migrate.ts';

/** HQ's public keys, what HQ said of each install, and the key of the one that is being asked for. */
const installs = `
CREATE TABLE hq_key (
  kid TEXT PRIMARY KEY,
  public_key TEXT NOT NULL,
  known_since_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

ALTER TABLE install ADD COLUMN certificate TEXT;
ALTER TABLE install ADD COLUMN confirmed INTEGER NOT NULL DEFAULT 1 CHECK (confirmed IN (0, 1));

CREATE TABLE next_install (
  slot INTEGER PRIMARY KEY CHECK (slot = 1),
  replaces TEXT NOT NULL,
  signing_key TEXT NOT NULL,
  public_key TEXT NOT NULL,
  reason TEXT NOT NULL,
  made_at_ms INTEGER NOT NULL
) STRICT;
`;

/** Where in HQ's stream this counter stands, checkably; and what is left to do of a healing. */
const state = `
ALTER TABLE sync_state ADD COLUMN cursor_mark TEXT;
ALTER TABLE sync_state ADD COLUMN dropping INTEGER NOT NULL DEFAULT 0 CHECK (dropping IN (0, 1));
ALTER TABLE sync_state ADD COLUMN offer_after INTEGER;
ALTER TABLE sync_state ADD COLUMN healed TEXT;
ALTER TABLE sync_state ADD COLUMN healed_at_ms INTEGER;
ALTER TABLE program ADD COLUMN told INTEGER NOT NULL DEFAULT 1 CHECK (told IN (0, 1));
`;

/** What HQ said may go while the view is dropped to be read anew; what was recorded here never. */
const triggers = ['ledger_entry', 'stamp_entry', 'coupon_use', 'receipt']
  .map((table) => {
    const kept = table === 'receipt' ? '' : `OLD.origin = 'record' OR `;
    return (
      `DROP TRIGGER ${table}_no_delete;\n` +
      `CREATE TRIGGER ${table}_no_delete BEFORE DELETE ON ${table}\n` +
      `WHEN ${kept}(SELECT dropping FROM sync_state) = 0\n` +
      `BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END;\n`
    );
  })
  .join('');

/** Forks, forgotten installs and restored HQs heal by themselves. */
export const healing: Migration = { version: 4, sql: installs + state + triggers };
