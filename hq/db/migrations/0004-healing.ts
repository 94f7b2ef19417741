/** The key HQ signs documents with; made at the next start where it is missing. */
const brand = `
ALTER TABLE brand ADD COLUMN signing_key text;
`;

/** An install that took the place of another waits for a manager before it may spend offline. */
const installs = `
ALTER TABLE install ADD COLUMN replaces uuid;
ALTER TABLE install ADD COLUMN reason text;
ALTER TABLE install ADD COLUMN confirmed_at_ms bigint;
ALTER TABLE install ADD COLUMN uses_nonce boolean NOT NULL DEFAULT false;
UPDATE install SET confirmed_at_ms = created_at_ms;
CREATE UNIQUE INDEX install_by_replaced ON install (replaces, public_key) WHERE replaces IS NOT NULL;
`;

/**
 * When each change was written, to the microsecond: tells one timeline from another. A row at the same
 * position but of another moment means that HQ came back from a backup in between.
 */
const changes = `
ALTER TABLE change ADD COLUMN made_at_us bigint NOT NULL DEFAULT 0;
ALTER TABLE change ALTER COLUMN made_at_us SET DEFAULT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint;
`;

/** Forks, forgotten installs and restores are healed, and told. */
export const healing = { version: 4, statements: [brand, installs, changes] };
