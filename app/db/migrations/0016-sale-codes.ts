import type { Migration } from '../migrate.ts';

/** The shared codes that were scanned on the open sale, as JSON, in the order they were put on it. */
const sql = `
ALTER TABLE open_sale ADD COLUMN codes TEXT NOT NULL DEFAULT '[]';
`;

export const saleCodes: Migration = { version: 16, sql };
