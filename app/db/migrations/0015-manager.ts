import type { Migration } from '../migrate.ts';

/**
 * What a manager filters and sorts a million members by. The orders carry what is filtered by, so that a
 * walk along one reads no member that it leaves out. Of these a sale moves the member in two (last sale,
 * points) and adds its lot to one: `ledger_by_expiry`. The last two hold events of this counter alone.
 */
const sql = `
CREATE INDEX member_by_facet ON member (tier_id, line_state, substr(birthday, 1, 2));
CREATE INDEX member_by_month ON member (substr(birthday, 1, 2), tier_id, line_state) WHERE birthday IS NOT NULL;
CREATE INDEX member_by_line ON member (line_state, tier_id) WHERE line_state <> 'none';
CREATE INDEX member_by_last_sale ON member (last_sale_at_ms, tier_id, line_state, substr(birthday, 1, 2));
CREATE INDEX member_by_points ON member (points, tier_id, line_state, substr(birthday, 1, 2));
CREATE INDEX member_by_joined ON member (joined_on, tier_id, line_state, substr(birthday, 1, 2));
CREATE INDEX ledger_by_expiry ON ledger_entry (expires_on, member_id) WHERE expires_on IS NOT NULL;
CREATE INDEX refund_own_by_time ON refund (at_ms) WHERE origin = 'own';
CREATE INDEX event_of_joining_by_time ON event (recorded_at_ms) WHERE type = 'member_stub';
`;

export const manager: Migration = { version: 15, sql };
