import type { Generated, GeneratedAlways } from 'kysely';
import type { LastLineOutcome } from '../../app/contract/hq-admin.ts';
import type { CouponId, EventId, InstallId, MemberId } from '../../app/domain/ids.ts';

/** Which LINE account a member is bound to, and what they agreed to there. */
export type LineAccountTable = {
  member_id: MemberId;
  line_user_id: string;
  state: 'bound' | 'blocked';
  bound_at_ms: Generated<number>;
  /** The language the member reads: `zh-TW`, `en`, `ja` or `th`. */
  language: Generated<string>;
  /** Whether news may be sent; receipts are no news. */
  marketing: Generated<boolean>;
  marketing_at_ms: Generated<number | null>;
  /** The notice on personal data that was agreed to, and when; null where a counter did it. */
  consent_version: Generated<string | null>;
  consent_at_ms: Generated<number | null>;
};

/** The brand's channels; what is secret is sealed. */
export type LineChannelTable = {
  slot: 1;
  access_token_sealed: string | null;
  /** When it was set, for who wonders which one it is. */
  access_token_at_ms: number | null;
  channel_secret_sealed: string | null;
  channel_secret_at_ms: number | null;
  /** The LINE Login channel that the LIFF pages belong to: what an id token is for. */
  login_channel_id: string | null;
  liff_id: string | null;
  changed_at_ms: number;
};

/** Whether a LINE user follows the account, bound or not. */
export type LineFriendTable = {
  line_user_id: string;
  state: 'following' | 'blocked';
  event_at_ms: number;
};

/** Who had the gifts of joining. */
export type LineGiftedTable = {
  /** See `giveJoiningGifts`. */
  user_key: string;
};

export type LineWebhookEventTable = {
  webhook_event_id: string;
  type: string;
  event_at_ms: number;
  received_at_ms: number;
  /** The event as it came, JSON. */
  raw: string;
  /** What came of it: `applied`, `stale`, `ignored`, `failed`. */
  outcome: string;
};

/** A one-time code that a counter shows. */
export type LineTicketTable = {
  /** SHA-256, base64url. */
  ticket_hash: string;
  member_id: MemberId;
  inst: InstallId;
  created_at_ms: number;
  expires_at_ms: number;
  used_at_ms: number | null;
};

/** What a member asks for under the law on personal data. */
export type MemberRequestTable = {
  request_id: string;
  member_id: MemberId;
  kind: 'delete' | 'copy' | 'correct';
  note: string;
  created_at_ms: number;
  /** The last day to answer. */
  due_on: string;
  closed_at_ms: number | null;
};

export type LineCouponTable = {
  line_coupon_id: string;
  coupon_id: CouponId;
  title: string;
  /** One for everybody; at most 16 characters. */
  code: string;
  starts_at_ms: number;
  ends_at_ms: number;
  state: 'open' | 'closed';
  created_at_ms: number;
};

/** What members are to be told, and what became of it. */
export type LineOutboxTable = {
  outbox_no: GeneratedAlways<number>;
  /** Also the retry key. */
  outbox_id: string;
  member_id: MemberId;
  eid: EventId;
  kind: string;
  body: string;
  created_at_ms: number;
  first_attempt_at_ms: number | null;
  next_attempt_at_ms: number;
  /** Not told any more from then on; null = as long as its kind is of use. */
  tell_until_ms: Generated<number | null>;
  attempts: number;
  state: 'waiting' | 'accepted' | 'parked' | 'failed' | 'expired';
  last_outcome: LastLineOutcome | null;
  accepted_at_ms: number | null;
  request_id: string | null;
};
