import type { Migration } from '../migrate.ts';

/**
 * `tried_by`: the version of the app that could not read the row; a newer one reads it again ('' = before this
 * was noted). `tier_since`: the day a tier with an end was reached or renewed, as HQ or the sale says it; null
 * where nobody said.
 */
const sql = `
ALTER TABLE skipped_change ADD COLUMN tried_by TEXT NOT NULL DEFAULT '';
ALTER TABLE member ADD COLUMN tier_since TEXT;
`;

export const readAgain: Migration = { version: 23, sql };
