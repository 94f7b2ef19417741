/**
 * What people did at the counters is read out of the events themselves, newest first. A few in a hundred events
 * are such, and no other pays for the index.
 */
const byTime = `
CREATE INDEX event_of_people ON event (tenant_id, at_ms DESC, eid DESC)
  WHERE first_of_eid AND type IN ('staff_act', 'refund', 'shift_close');
`;

/** The record of what people did at the counters. */
export const staffActs = { version: 15, statements: [byTime] };
