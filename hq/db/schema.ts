import type { ColumnType, Generated, GeneratedAlways } from 'kysely';
import type {
  CouponId,
  EventId,
  InstallId,
  LotId,
  MemberId,
  ProgramId,
  RefundId,
  RightId,
  SaleId,
  StoreId,
  VoucherId,
} from '../../app/domain/ids.ts';
import type {
  LineAccountTable,
  LineChannelTable,
  LineCouponTable,
  LineFriendTable,
  LineGiftedTable,
  LineOutboxTable,
  LineTicketTable,
  LineWebhookEventTable,
  MemberRequestTable,
} from './schema-line.ts';
import type { Fixed, Json } from './schema-columns.ts';
import type { RemarkTable } from './schema-remarks.ts';
import type { AdminTable, AuditTable, ExceptionActionTable } from './schema-workbench.ts';

type BrandTable = {
  slot: 1;
  brand_name: string;
  /** Raised by every restore of HQ, so that counters notice. */
  timeline: string;
  admin_token_hash: string;
  /** Ed25519, PKCS #8 DER in base64url: signs documents for counters. Made at the first start. */
  signing_key: string | null;
  /** What one person may decide alone, in NT$. */
  two_person_minor: Generated<number>;
  /** When members are left in peace, `HH:MM` in Asia/Taipei. */
  quiet_from: Generated<string>;
  quiet_until: Generated<string>;
  /** When HQ last came back from a backup; null = never. */
  restored_at_ms: Generated<number | null>;
};

type StoreTable = { store_id: StoreId; name: string; tax_id: string };

type EnrolmentCodeTable = {
  /** The first three letters: they only find the code; the other five must fit. */
  selector: string;
  code_hash: string;
  store_id: StoreId;
  counter_label: string;
  created_at_ms: number;
  expires_at_ms: number;
  used_at_ms: number | null;
  used_by: InstallId | null;
  tries: number;
};

type InstallTable = {
  install_id: InstallId;
  store_id: StoreId;
  counter_label: string;
  /** Raw Ed25519 public key, base64url; null for the closed `history` installs. */
  public_key: string | null;
  last_seq: number;
  head_hash: string;
  host_name: string;
  app_version: string;
  created_at_ms: number;
  last_seen_ms: number | null;
  revoked_at_ms: number | null;
  /** The install whose place this one took, why, and when a manager agreed (null = not yet). */
  replaces: InstallId | null;
  reason: string | null;
  confirmed_at_ms: number | null;
  /** Its requests carry a nonce; one without is a replay. */
  uses_nonce: boolean;
};

type MemberTable = {
  member_id: MemberId;
  name: string;
  mobile: string | null;
  /** The number belongs to an earlier member too; left out of the unique index until merged. */
  mobile_shared: boolean;
  /** Typed by the member in LINE, and by nobody at a counter or at HQ. */
  mobile_from_line: Generated<boolean>;
  birthday: string | null;
  tier_id: string;
  joined_on: string;
  /** Made by HQ for a sale whose member it did not know. */
  placeholder: boolean;
  /** Last day of the tier's period, and the day it was reached; null for the lowest tier. */
  tier_until: string | null;
  tier_since: string | null;
  inviter_id: MemberId | null;
  /** The sale for which both sides got the reward; null while it is due. */
  referral_eid: EventId | null;
  /** The member this one turned out to be: always the last survivor, never one that was merged itself. */
  merged_into: MemberId | null;
  /** What they agreed to when joining (null = not known); `erased`: their personal data is deleted for good. */
  consent_on: string | null;
  consent_at: 'counter' | 'line' | 'hq' | null;
  consent_version: string | null;
  erased: Generated<boolean>;
};

type MemberCodeTable = {
  code: string;
  member_id: MemberId;
  nth: number;
  /** Came with a merge that nobody has confirmed. */
  weak: boolean;
};

type VoucherTable = {
  voucher_id: VoucherId;
  code: string;
  coupon_id: CouponId;
  member_id: MemberId;
  valid_from: string;
  valid_until: string;
  cancelled: boolean;
  /** How often it can be used in all; how often it was is told by its redemptions. */
  uses: number;
  /** The event or posting that gave it, and the gift, stamp card or refund behind that. */
  issued_by: EventId | null;
  because: string;
  /** The used voucher for which a refund gave this one back. */
  copy_of: VoucherId | null;
};

type RedemptionTable = {
  voucher_id: VoucherId;
  /** From 1, in the order HQ learned of them. */
  nth: number;
  uses: number;
  eid: EventId;
  store_id: StoreId;
  at_ms: number;
};

type EventTable = {
  inst: Fixed<InstallId>;
  seq: Fixed<number>;
  eid: Fixed<EventId>;
  /** False where the eid had come before: the row only keeps the chain whole. */
  first_of_eid: Fixed<boolean>;
  type: Fixed<string>;
  /** The UTF-8 bytes as they came. */
  raw_body: Fixed<Uint8Array>;
  body_hash: Fixed<string>;
  prev: Fixed<string>;
  hash: Fixed<string>;
  status: Fixed<'applied' | 'duplicate' | 'quarantined' | 'awaiting'>;
  at_ms: Fixed<number>;
  received_at_ms: Fixed<number>;
};

type EntryTable = {
  eid: Fixed<EventId>;
  leg: Fixed<number>;
  /** `member:<id>` or `liability`; Σ points of an event over both = 0. */
  account: Fixed<string>;
  kind: Fixed<'earn' | 'spend' | 'expire' | 'adjust' | 'refund'>;
  lot_id: Fixed<LotId>;
  points: Fixed<number>;
  expires_on: Fixed<string | null>;
};

type SaleTable = {
  sale_id: SaleId;
  eid: EventId;
  inst: InstallId;
  store_id: StoreId;
  sale_no: string;
  member_id: MemberId;
  at_ms: number;
  biz_date: string;
  amount_minor: number;
  discount_minor: number;
  paid_minor: number;
  points: number;
  program_id: ProgramId;
  program_version: number;
  tier_id: string;
  invoice_key: string | null;
  /** What counts for tiers. */
  spent_minor: number;
  points_spent: number;
  /** Paid with stored value and gift cards. */
  value_minor: number;
  /** What refunds took back so far: of the goods, and of what counts for tiers. */
  refunded_minor: number;
  refunded_spent_minor: number;
  /** Nothing of it is left. */
  undone: boolean;
  /** Undone as a whole at once, so that its e-invoice is free again. */
  voided: boolean;
};

/** An award without effect until its e-invoice is free. */
type InvoiceWaitTable = {
  wait_no: GeneratedAlways<number>;
  eid: EventId;
  sale_id: SaleId;
  invoice_key: string;
  inst: InstallId;
  seq: number;
};

type RefundTable = {
  refund_no: GeneratedAlways<number>;
  refund_id: RefundId;
  sale_id: SaleId;
  sale_eid: EventId;
  eid: EventId;
  inst: InstallId;
  seq: number;
  store_id: StoreId;
  member_id: MemberId;
  at_ms: number;
  biz_date: string;
  content_hash: string;
  /** `awaiting`: its sale has not come yet. `no-effect`: nothing was left, or the sale never counted. */
  state: 'awaiting' | 'applied' | 'no-effect';
  mode: 'void' | 'refund';
  /** Money handed back as the counter recorded it. */
  money_minor: number;
  /** Of HQ's result. */
  amount_minor: number;
  spent_minor: number;
  complete: boolean;
  /** HQ's result, null without effect. */
  result: Json<unknown>;
};

type StampEntryTable = {
  eid: Fixed<EventId>;
  leg: Fixed<number>;
  member_id: Fixed<MemberId>;
  card_id: Fixed<string>;
  card_no: Fixed<number>;
  stamps: Fixed<number>;
  completed: Fixed<boolean>;
  at_ms: Fixed<number>;
};

type CouponUseTable = {
  eid: Fixed<EventId>;
  /** A coupon, reward or gift. */
  use_id: Fixed<string>;
  /** Negative where a refund gave it back. */
  n: Fixed<number>;
  member_id: Fixed<MemberId>;
  /** Null for gifts of HQ. */
  store_id: Fixed<StoreId | null>;
  biz_date: Fixed<string>;
};

type PostingTable = {
  posting_id: EventId;
  why: string;
  member_id: MemberId;
  at_ms: number;
  detail: Json<Record<string, unknown>>;
};

type ExceptionTable = {
  exception_no: GeneratedAlways<number>;
  exception_id: string;
  kind: string;
  eid: EventId | null;
  inst: InstallId | null;
  /** What is needed to judge it, both results where there are two. */
  detail: Json<Record<string, unknown>>;
  state: 'open' | 'closed';
  created_at_ms: number;
};

/** Tables with rows of brands. */
type BrandTables = {
  brand: BrandTable;
  store: StoreTable;
  enrolment_code: EnrolmentCodeTable;
  install: InstallTable;
  member: MemberTable;
  member_code: MemberCodeTable;
  program: {
    program_id: ProgramId;
    version: number;
    body: Json<unknown>;
    /** Null for rules HQ began with. */
    published_at_ms: number | null;
  };
  voucher: VoucherTable;
  redemption: RedemptionTable;
  event: EventTable;
  entry: EntryTable;
  sale: SaleTable;
  refund: RefundTable;
  invoice_wait: InvoiceWaitTable;
  stamp_entry: StampEntryTable;
  coupon_use: CouponUseTable;
  posting: PostingTable;
  nightly_run: {
    day: string;
    started_at_ms: number;
    /** Null while only the ledger was looked at. */
    finished_at_ms: number | null;
    rechecked_at_ms: Generated<number | null>;
  };
  change: { pos: number; kind: string; payload: Json<unknown>; made_at_us: Generated<number> };
  exception: ExceptionTable;
  line_account: LineAccountTable;
  line_channel: LineChannelTable;
  line_friend: LineFriendTable;
  line_gifted: LineGiftedTable;
  line_webhook_event: LineWebhookEventTable;
  line_ticket: LineTicketTable;
  member_request: MemberRequestTable;
  line_coupon: LineCouponTable;
  line_outbox: LineOutboxTable;
  line_quota: { day: string; used: number; quota: number | null; checked_at_ms: number };
  recovery_key: {
    recovery_no: GeneratedAlways<number>;
    kid: Fixed<string>;
    public_key: Fixed<string>;
    made_at_ms: Fixed<number>;
  };
  /** The key of an install's database, sealed to a recovery key. */
  sealed_key: {
    sealed_no: GeneratedAlways<number>;
    inst: Fixed<InstallId>;
    kid: Fixed<string>;
    sealed: ColumnType<unknown, string, never>;
    received_at_ms: Fixed<number>;
  };
  used_token: {
    token_key: Fixed<string>;
    eid: Fixed<EventId>;
    sale_id: Fixed<SaleId>;
    sale_no: Fixed<string>;
    store_name: Fixed<string>;
    at_ms: Fixed<number>;
  };
  remark: RemarkTable;
  spend_policy: { revision: number; policy: Json<unknown>; published_at_ms: number };
  /** Points of a member, vouchers, or both, reserved for one install. */
  spend_right: {
    right_id: RightId;
    kind: 'lease' | 'auth' | 'pin';
    inst: InstallId;
    member_id: MemberId;
    granted_points: number;
    spent_points: number;
    granted_at_ms: number;
    expires_at_ms: number;
    state: 'open' | 'used' | 'returned' | 'written-off';
    /** When HQ asked for it back; only its holder can end it. */
    recalled_at_ms: number | null;
    closed_at_ms: number | null;
  };
  spend_right_voucher: { right_id: RightId; voucher_id: VoucherId };
  right_spend: { right_id: Fixed<RightId>; eid: Fixed<EventId>; points: Fixed<number> };
  admin_session: {
    session_hash: string;
    created_at_ms: number;
    expires_at_ms: number;
    /** Null = the owner's token. */
    admin_id: string | null;
  };
  admin: AdminTable;
  exception_action: ExceptionActionTable;
  /** Quarantined events that were judged again with success. */
  redrive: {
    eid: Fixed<EventId>;
    inst: Fixed<InstallId>;
    seq: Fixed<number>;
    status: Fixed<'applied' | 'duplicate' | 'awaiting'>;
    at_ms: Fixed<number>;
  };
  audit: AuditTable;
};

/** Whose row it is: always the connection's own brand, filled in and checked by PostgreSQL. */
type OfBrand<T> = T & { tenant_id: ColumnType<string, undefined, never> };

/** The tables as kysely sees them; the SQL of the migrations is the truth. */
export type HqTables = { [T in keyof BrandTables]: OfBrand<BrandTables[T]> } & {
  tenant: { tenant_id: Fixed<string> };
};
