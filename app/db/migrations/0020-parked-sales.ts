import type { Migration } from '../migrate.ts';

/**
 * Sales set aside for the next customer, as JSON of the open sale; and what of the store's inbox somebody has
 * seen. The index holds what HQ answered other than plainly "applied": a handful of rows among a million.
 */
const sql = `
CREATE TABLE parked_sale (
  parked_at_ms INTEGER PRIMARY KEY,
  sale TEXT NOT NULL
) STRICT;
CREATE TABLE inbox_seen (
  item_key TEXT PRIMARY KEY,
  seen_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX receipt_told ON receipt (at_ms) WHERE status <> 'applied' OR exceptions <> '[]';
`;

export const parkedSales: Migration = { version: 20, sql };
