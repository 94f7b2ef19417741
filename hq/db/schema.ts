import type { ColumnType, GeneratedAlways } from 'kysely';
import type {
  CouponId,
  EventId,
  InstallId,
  LotId,
  MemberId,
  ProgramId,
  SaleId,
  StoreId,
  VoucherId,
} from '../../app/domain/ids.ts';

/** A column that may not be changed after the row is written. */
type Fixed<T> = ColumnType<T, T, never>;
/** JSON: parsed when read, text when written. */
type Json<T> = ColumnType<T, string, string>;

type BrandTable = {
  slot: 1;
  brand_name: string;
  /** Raised by every restore of HQ, so that counters notice. */
  timeline: string;
  admin_token_hash: string;
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
};

type MemberTable = {
  member_id: MemberId;
  name: string;
  mobile: string | null;
  /** The number belongs to an earlier member too; left out of the unique index until merged. */
  mobile_shared: boolean;
  birthday: string | null;
  tier_id: string;
  joined_on: string;
  /** Made by HQ for a sale whose member it did not know. */
  placeholder: boolean;
};

type VoucherTable = {
  voucher_id: VoucherId;
  code: string;
  coupon_id: CouponId;
  member_id: MemberId;
  valid_from: string;
  valid_until: string;
  cancelled: boolean;
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
  status: Fixed<'applied' | 'duplicate' | 'quarantined'>;
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

type LineOutboxTable = {
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
  attempts: number;
  state: 'waiting' | 'accepted' | 'parked' | 'failed' | 'expired';
  last_outcome: string | null;
  accepted_at_ms: number | null;
  request_id: string | null;
};

/** The tables as kysely sees them; the SQL of the migrations is the truth. */
export type HqTables = {
  brand: BrandTable;
  store: StoreTable;
  enrolment_code: EnrolmentCodeTable;
  install: InstallTable;
  member: MemberTable;
  member_code: { code: string; member_id: MemberId; nth: number };
  program: { program_id: ProgramId; version: number; body: Json<unknown> };
  voucher: VoucherTable;
  redemption: { voucher_id: VoucherId; eid: EventId; store_id: StoreId; at_ms: number };
  event: EventTable;
  entry: EntryTable;
  sale: SaleTable;
  change: { pos: number; kind: string; payload: Json<unknown> };
  exception: ExceptionTable;
  line_account: { member_id: MemberId; line_user_id: string; state: 'bound' | 'blocked' };
  line_outbox: LineOutboxTable;
  admin_session: { session_hash: string; created_at_ms: number; expires_at_ms: number };
};
