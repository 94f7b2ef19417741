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

/** The LINE outbox by the thousand a second. */
export const lineSender = { version: 12, statements: [due] };
