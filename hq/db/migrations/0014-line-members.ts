import { keepApart } from './keep-apart.ts';

/** The brand's LINE channels. What is secret is sealed with the operator's key, which is not in the database. */
const channel = `
CREATE TABLE line_channel (
  tenant_id uuid NOT NULL DEFAULT counterfoil_tenant(),
  slot int NOT NULL DEFAULT 1 CHECK (slot = 1),
  access_token_sealed text,
  access_token_at_ms bigint,
  channel_secret_sealed text,
  channel_secret_at_ms bigint,
  login_channel_id text,
  liff_id text,
  changed_at_ms bigint NOT NULL,
  PRIMARY KEY (tenant_id, slot)
);
`;

/** What a member agreed to in LINE, and when; the language they read. */
const account = `
ALTER TABLE line_account ADD COLUMN bound_at_ms bigint NOT NULL DEFAULT 0,
  ADD COLUMN language text NOT NULL DEFAULT 'zh-TW',
  ADD COLUMN marketing boolean NOT NULL DEFAULT false,
  ADD COLUMN marketing_at_ms bigint,
  ADD COLUMN consent_version text,
  ADD COLUMN consent_at_ms bigint;
`;

/** Whether a LINE user follows the account: the last word by the time of the event, bound or not. */
const friend = `
CREATE TABLE line_friend (
  tenant_id uuid NOT NULL DEFAULT counterfoil_tenant(),
  line_user_id text NOT NULL,
  state text NOT NULL CHECK (state IN ('following', 'blocked')),
  event_at_ms bigint NOT NULL,
  PRIMARY KEY (tenant_id, line_user_id)
);
`;

/** Every webhook event once, in the words it came in, for who must look it up or work it again. */
const webhook = `
CREATE TABLE line_webhook_event (
  tenant_id uuid NOT NULL DEFAULT counterfoil_tenant(),
  webhook_event_id text NOT NULL,
  type text NOT NULL,
  event_at_ms bigint NOT NULL,
  received_at_ms bigint NOT NULL,
  raw text NOT NULL,
  outcome text NOT NULL,
  PRIMARY KEY (tenant_id, webhook_event_id)
);
CREATE INDEX line_webhook_event_by_time ON line_webhook_event (tenant_id, received_at_ms);
`;

/** A one-time code that a counter shows so that this member's LINE is bound; only its hash is kept. */
const ticket = `
CREATE TABLE line_ticket (
  tenant_id uuid NOT NULL DEFAULT counterfoil_tenant(),
  ticket_hash text NOT NULL,
  member_id uuid NOT NULL,
  inst uuid NOT NULL,
  created_at_ms bigint NOT NULL,
  expires_at_ms bigint NOT NULL,
  used_at_ms bigint,
  PRIMARY KEY (tenant_id, ticket_hash)
);
`;

/** What members ask for under the law on personal data; a person answers. */
const request = `
CREATE TABLE member_request (
  tenant_id uuid NOT NULL DEFAULT counterfoil_tenant(),
  request_id uuid NOT NULL,
  member_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('delete', 'copy', 'correct')),
  note text NOT NULL DEFAULT '',
  created_at_ms bigint NOT NULL,
  due_on text NOT NULL,
  closed_at_ms bigint,
  PRIMARY KEY (tenant_id, request_id)
);
CREATE UNIQUE INDEX member_request_open ON member_request (tenant_id, member_id, kind)
  WHERE closed_at_ms IS NULL;
`;

/** Coupons published in LINE for everybody: one code for all, so the till counts its use per member. */
const coupon = `
CREATE TABLE line_coupon (
  tenant_id uuid NOT NULL DEFAULT counterfoil_tenant(),
  line_coupon_id text NOT NULL,
  coupon_id text NOT NULL,
  title text NOT NULL,
  code text NOT NULL,
  starts_at_ms bigint NOT NULL,
  ends_at_ms bigint NOT NULL,
  state text NOT NULL CHECK (state IN ('open', 'closed')),
  created_at_ms bigint NOT NULL,
  PRIMARY KEY (tenant_id, line_coupon_id)
);
`;

/** The member's side of LINE: channels, friends, webhooks, binding, requests, coupons. */
export const lineMembers = {
  version: 14,
  statements: [
    channel,
    account,
    friend,
    webhook,
    ticket,
    request,
    coupon,
    ...[
      'line_channel',
      'line_friend',
      'line_webhook_event',
      'line_ticket',
      'member_request',
      'line_coupon',
    ].map(keepApart),
  ],
};
