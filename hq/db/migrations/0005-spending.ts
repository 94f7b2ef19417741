/** The policies that were published, each signed as the counters got it. */
const policies = `
CREATE TABLE spend_policy (
  revision integer PRIMARY KEY CHECK (revision >= 1),
  policy jsonb NOT NULL,
  published_at_ms bigint NOT NULL
);
`;

/**
 * Rights: what one install may spend or redeem without asking again. Taken back only by that install's
 * own word, by processing what it spent, or by a person who writes the install off.
 */
const rights = `
CREATE TABLE spend_right (
  right_id uuid PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('lease', 'auth', 'pin')),
  inst uuid NOT NULL REFERENCES install,
  member_id uuid NOT NULL REFERENCES member,
  granted_points bigint NOT NULL CHECK (granted_points >= 0),
  spent_points bigint NOT NULL DEFAULT 0 CHECK (spent_points BETWEEN 0 AND granted_points),
  granted_at_ms bigint NOT NULL,
  expires_at_ms bigint NOT NULL,
  state text NOT NULL CHECK (state IN ('open', 'used', 'returned', 'written-off')),
  recalled_at_ms bigint,
  closed_at_ms bigint
);
CREATE INDEX spend_right_by_install ON spend_right (inst) WHERE state = 'open';
CREATE INDEX spend_right_by_member ON spend_right (member_id) WHERE state = 'open';

CREATE TABLE spend_right_voucher (
  right_id uuid NOT NULL REFERENCES spend_right,
  voucher_id uuid NOT NULL REFERENCES voucher,
  PRIMARY KEY (right_id, voucher_id)
);
CREATE INDEX spend_right_voucher_by_voucher ON spend_right_voucher (voucher_id);

CREATE TABLE right_spend (
  right_id uuid NOT NULL REFERENCES spend_right,
  eid uuid NOT NULL,
  points bigint NOT NULL CHECK (points >= 0),
  PRIMARY KEY (right_id, eid)
);
CREATE TRIGGER right_spend_append_only BEFORE UPDATE OR DELETE ON right_spend
  FOR EACH ROW EXECUTE FUNCTION refuse_rewrite();
`;

/** Spending while HQ is away: the policy, and what is reserved for whom. */
export const spending = { version: 5, statements: [policies, rights] };
