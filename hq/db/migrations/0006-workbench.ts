/**
 * People with a token of their own. The token of the brand stays the owner's: it has no row here, and
 * only it may add or revoke others.
 */
const admins = `
CREATE TABLE admin (
  admin_id uuid PRIMARY KEY,
  name text NOT NULL,
  token_hash text NOT NULL UNIQUE,
  created_at_ms bigint NOT NULL,
  revoked_at_ms bigint
);
CREATE UNIQUE INDEX admin_by_name ON admin (lower(name)) WHERE revoked_at_ms IS NULL;

ALTER TABLE admin_session ADD COLUMN admin_id uuid REFERENCES admin;

ALTER TABLE brand ADD COLUMN two_person_minor bigint NOT NULL DEFAULT 1000 CHECK (two_person_minor >= 0);
`;

/**
 * What people decide about exceptions. \`awaiting\`: above the limit, until a second person agrees. At
 * most one waits, and at most one ends an exception.
 */
const actions = `
CREATE TABLE exception_action (
  action_no bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  action_id uuid PRIMARY KEY,
  exception_id uuid NOT NULL REFERENCES exception,
  kind text NOT NULL,
  amount_minor bigint NOT NULL CHECK (amount_minor >= 0),
  points bigint NOT NULL CHECK (points >= 0),
  store_id uuid REFERENCES store,
  member_id uuid,
  note text NOT NULL,
  state text NOT NULL CHECK (state IN ('awaiting', 'done', 'refused', 'without-effect')),
  proposed_by uuid REFERENCES admin,
  proposed_at_ms bigint NOT NULL,
  decided_by uuid REFERENCES admin,
  decided_at_ms bigint,
  outcome json
);
CREATE UNIQUE INDEX exception_action_awaiting ON exception_action (exception_id) WHERE state = 'awaiting';
CREATE UNIQUE INDEX exception_action_done ON exception_action (exception_id) WHERE state = 'done';

CREATE TABLE redrive (
  eid uuid PRIMARY KEY,
  inst uuid NOT NULL REFERENCES install,
  seq bigint NOT NULL,
  status text NOT NULL CHECK (status IN ('applied', 'duplicate', 'awaiting')),
  at_ms bigint NOT NULL
);

CREATE INDEX exception_by_time ON exception (created_at_ms);
CREATE INDEX exception_by_event ON exception (eid) WHERE eid IS NOT NULL;
`;

/** Who did what at HQ, each line hashed with the one before it. \`json\`: the text as it was written. */
const audit = `
CREATE TABLE audit (
  audit_no bigint PRIMARY KEY CHECK (audit_no >= 1),
  at_ms bigint NOT NULL,
  admin_id uuid REFERENCES admin,
  admin_name text NOT NULL,
  action text NOT NULL,
  subject text NOT NULL,
  before json NOT NULL,
  after json NOT NULL,
  hash text NOT NULL
);
CREATE INDEX audit_by_subject ON audit (subject, audit_no);
`;

const appendOnly = ['audit', 'redrive', 'posting'];

/** As for events and entries: never changed, never removed, not even by the owner of the tables. */
const guards = `
${appendOnly
  .map(
    (table) => `
CREATE TRIGGER ${table}_append_only BEFORE UPDATE OR DELETE ON ${table}
  FOR EACH ROW EXECUTE FUNCTION refuse_rewrite();
CREATE TRIGGER ${table}_no_truncate BEFORE TRUNCATE ON ${table}
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewrite();`,
  )
  .join('')}
${['stamp_entry', 'coupon_use', 'right_spend']
  .map(
    (table) => `
CREATE TRIGGER ${table}_no_truncate BEFORE TRUNCATE ON ${table}
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewrite();`,
  )
  .join('')}
`;

/** The exceptions workbench: who decides, what was decided, and the record of it. */
export const workbench = { version: 6, statements: [admins, actions, audit, guards] };
