import { keepApart } from './keep-apart.ts';

/**
 * What shops remark about members. No event, so that it can be erased: a row that was taken off keeps its place
 * without its words. `told_pos` is where in the stream counters were last told of it.
 */
const remark = `
CREATE TABLE remark (
  tenant_id uuid NOT NULL DEFAULT counterfoil_tenant(),
  remark_id uuid NOT NULL,
  member_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('tag', 'note')),
  text text NOT NULL,
  at_ms bigint NOT NULL,
  staff_id uuid,
  staff_name text,
  inst uuid NOT NULL,
  store_name text NOT NULL,
  removed_at_ms bigint,
  told_pos bigint,
  PRIMARY KEY (tenant_id, remark_id),
  FOREIGN KEY (tenant_id, member_id) REFERENCES member (tenant_id, member_id),
  CHECK ((removed_at_ms IS NULL) = (text <> ''))
);
CREATE INDEX remark_by_member ON remark (tenant_id, member_id);
${keepApart('remark')}
`;

/** What a member agreed to when joining; and that nothing may be written down about them any more. */
const member = `
ALTER TABLE member ADD COLUMN consent_on text,
  ADD COLUMN consent_at text CHECK (consent_at IN ('counter', 'line', 'hq')),
  ADD COLUMN consent_version text,
  ADD COLUMN erased boolean NOT NULL DEFAULT false;
`;

/** Tags, notes and consent. */
export const remarks = { version: 16, statements: [remark, member] };
