/** The ledger is looked at after the night is done, and may take longer than the night has; each has its own mark. */
const night = `
ALTER TABLE nightly_run ALTER COLUMN finished_at_ms DROP NOT NULL;
ALTER TABLE nightly_run ADD COLUMN rechecked_at_ms bigint;
`;

/** Until when a message is true; null = as long as its kind is of use. */
const message = `
ALTER TABLE line_outbox ADD COLUMN tell_until_ms bigint;
`;

/** A member's page counts whom they brought. */
const inviters = `
CREATE INDEX member_by_inviter ON member (tenant_id, inviter_id) WHERE inviter_id IS NOT NULL;
`;

/** Nights of big brands, messages that come too late, and a count that grew with the brand. */
export const nights = { version: 20, statements: [night, message, inviters] };
