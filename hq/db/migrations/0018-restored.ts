/**
 * When HQ last came back from a backup (null = never): of what happened before, HQ does not know what it had
 * told members already.
 */
const brand = `
ALTER TABLE brand ADD COLUMN restored_at_ms bigint;
`;

/** What a restore means for messages to members. */
export const restoredAt = { version: 18, statements: [brand] };
