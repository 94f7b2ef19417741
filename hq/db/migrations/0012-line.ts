import { keepApart } from './keep-apart.ts';

/**
 * What is due next, found without looking through all that waits; of one member, what waits in front of a
 * message.
 */
const due = `
DROP INDEX line_outbox_open;
CREATE INDEX line_outbox_open ON line_outbox (tenant_id, member_id, outbox_no)
  WHERE state IN ('waiting', 'parked');
CREATE INDEX line_outbox_due ON line_outbox (tenant_id, next_attempt_at_ms, outbox_no)
  WHERE state IN ('waiting', 'parked');
`;

/** When members are left in peace; the same time twice = never. */
const quiet = `
ALTER TABLE brand ADD COLUMN quiet_from text NOT NULL DEFAULT '22:00',
  ADD COLUMN quiet_until text NOT NULL DEFAULT '08:00';
`;

/** How much of LINE's month was used on each day, for a forecast. */
const quota = `
CREATE TABLE line_quota (
  tenant_id uuid NOT NULL DEFAULT counterfoil_tenant(),
  day text NOT NULL,
  used bigint NOT NULL,
  quota bigint,
  checked_at_ms bigint NOT NULL,
  PRIMARY KEY (tenant_id, day)
);
`;

/** The LINE outbox by the thousand a second, at hours that suit its readers, within the month's messages. */
export const lineSender = { version: 12, statements: [due, quiet, quota, keepApart('line_quota')] };
