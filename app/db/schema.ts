import type { ColumnType, Generated } from 'kysely';
import type { SerialSettings } from '../contract/serial-settings.ts';
import type {
  CouponId,
  DeviceId,
  EventId,
  InstallId,
  LotId,
  MemberId,
  ProgramId,
  RefundId,
  RightId,
  SaleId,
  ShiftId,
  StaffId,
  StoreId,
  VoucherId,
} from '../domain/ids.ts';
import type { RemarkTable, ShiftTable } from './schema-house.ts';

/** A column that may not be changed after the row is written. */
type Fixed<T> = ColumnType<T, T, never>;
/** A column the database works out itself. */
type Derived<T> = ColumnType<T, never, never>;

type EventTable = {
  /** Order of recording at this counter. */
  event_no: Generated<number>;
  eid: Fixed<EventId>;
  type: Fixed<string>;
  raw_body: Fixed<string>;
  member_id: Fixed<MemberId>;
  recorded_at_ms: Fixed<number>;
  /** Read out of the body by the database: what covers an award's points, and what was given back. */
  cover_by: Derived<'lease' | 'floor' | 'online' | null>;
  cover_points: Derived<number | null>;
  cover_lease: Derived<RightId | null>;
  lease_points: Derived<number | null>;
  cover_auth: Derived<RightId | null>;
  returned_right: Derived<RightId | null>;
  /** `<POS>:<its number>` of an award that a POS handed over. */
  pos_key: Derived<string | null>;
  /** The shift it belongs to, and who was at the counter. */
  shift_id: Derived<ShiftId | null>;
  staff_id: Derived<StaffId | null>;
};

type InstallTable = {
  install_id: InstallId;
  kind: 'local' | 'hq';
  is_current: 0 | 1;
  last_seq: Generated<number>;
  head_hash: Generated<string>;
  acked_seq: Generated<number>;
  /** Ed25519 private key in the form app/sync gave it. The whole file is encrypted. */
  signing_key: string | null;
  created_at_ms: number;
  /** A SignedDocument `install-certificate` as JSON; null until HQ gave one. */
  certificate: ColumnType<string | null, string | null | undefined, string | null>;
  /** 0 while a re-install waits for a manager. */
  confirmed: Generated<0 | 1>;
  /** The chain begins after this seq and hash: 0 and '' unless it was rebuilt from a pruned tape. */
  base_seq: Generated<number>;
  base_hash: Generated<string>;
};

type ChainTable = {
  install_id: Fixed<InstallId>;
  seq: Fixed<number>;
  eid: Fixed<EventId>;
  prev: Fixed<string>;
  hash: Fixed<string>;
};

type ReceiptTable = {
  eid: Fixed<EventId>;
  pos: Fixed<number>;
  status: Fixed<'applied' | 'duplicate' | 'quarantined'>;
  exceptions: Fixed<string>;
  at_ms: Fixed<number>;
};

type LedgerEntryTable = {
  entry_id: Generated<number>;
  eid: Fixed<EventId>;
  /** `record` = written with the own event; `receipt:<pos>` = came from HQ. */
  origin: Fixed<string>;
  leg: Fixed<number>;
  kind: Fixed<'earn' | 'spend' | 'expire' | 'adjust' | 'refund'>;
  member_id: Fixed<MemberId>;
  lot_id: Fixed<LotId>;
  points: Fixed<number>;
  expires_on: Fixed<string | null>;
  recorded_at_ms: Fixed<number>;
};

type MemberTable = {
  member_no: Generated<number>;
  member_id: MemberId;
  name: string;
  /** The name as it is searched: NFKC, lower case, single spaces. */
  name_key: string;
  mobile: string | null;
  mobile_reversed: string | null;
  birthday: string | null;
  tier_id: string;
  /** The code on the card; all codes stand in member_code. */
  card_code: string;
  line_state: 'none' | 'bound' | 'blocked';
  joined_on: string;
  source: 'hq' | 'counter';
  /**
   * Σ of the ledger entries of the member and all merged into it, kept in step by `insertEntries` and
   * `mergeMembers`; checked by `checkBalances`.
   */
  points: Generated<number>;
  last_sale_at_ms: number | null;
  tier_until: string | null;
  tier_since: string | null;
  inviter_id: MemberId | null;
  /** `MemberConsent` as JSON; null = not known. */
  consent: ColumnType<string | null, string | null | undefined, string | null>;
};

type VoucherTable = {
  voucher_id: VoucherId;
  code: string;
  coupon_id: CouponId;
  member_id: MemberId;
  valid_from: string;
  valid_until: string;
  state: 'issued' | 'used' | 'cancelled';
  used_at_ms: number | null;
  used_store_name: string | null;
  uses: Generated<number>;
  /** As HQ said last; what was used here since is in `redemption`. */
  uses_left: Generated<number>;
  /** The own event that issued it, for vouchers made here. */
  issued_eid: EventId | null;
  /** The used voucher for which a refund gave this one back. */
  copy_of: VoucherId | null;
};

type SaleTable = {
  sale_id: SaleId;
  eid: EventId;
  sale_no: string;
  member_id: MemberId;
  origin: 'own' | 'hq';
  store_name: string | null;
  at_ms: number;
  biz_date: string;
  /** Null for sales of other counters: HQ tells what was paid, not what was asked. */
  amount_minor: number | null;
  discount_minor: number | null;
  paid_minor: number;
  points: number;
  program_id: ProgramId | null;
  program_version: number | null;
  invoice_number: string | null;
  invoice_date: string | null;
  reasons: string;
  spent_minor: Generated<number>;
  points_spent: Generated<number>;
  /** Of own sales that changed the tier: what it became. */
  tier_id_after: string | null;
  tier_until_after: string | null;
};

type RefundTable = {
  refund_id: RefundId;
  eid: EventId;
  sale_id: SaleId;
  member_id: MemberId;
  mode: 'void' | 'refund';
  origin: 'own' | 'hq';
  amount_minor: number;
  spent_minor: number;
  complete: 0 | 1;
  /** A `RefundResult`: of HQ once it has spoken. */
  result: string;
  at_ms: number;
};

type StampEntryTable = {
  eid: Fixed<EventId>;
  /** As in `ledger_entry`. */
  origin: Fixed<string>;
  leg: Fixed<number>;
  member_id: Fixed<MemberId>;
  card_id: Fixed<string>;
  card_no: Fixed<number>;
  stamps: Fixed<number>;
  completed: Fixed<0 | 1>;
  at_ms: Fixed<number>;
};

type CouponUseTable = {
  eid: Fixed<EventId>;
  /** As in `ledger_entry`. */
  origin: Fixed<string>;
  /** A coupon, reward or gift. */
  use_id: Fixed<string>;
  /** Below 0 when a refund gave uses back. */
  n: Fixed<number>;
  /** For whom it counts. */
  member_id: Fixed<MemberId>;
  /** Whose sale it was, where that is somebody else: gifts to who invited them. */
  buyer_id: Fixed<MemberId | null>;
  /** Null = this store. */
  store_name: Fixed<string | null>;
  biz_date: Fixed<string>;
};

type RedemptionTable = {
  voucher_id: VoucherId;
  eid: EventId;
  origin: 'own' | 'hq';
  at_ms: number;
  store_name: string | null;
  uses: Generated<number>;
};

type UsedTokenTable = {
  token_no: Generated<number>;
  token_key: string;
  member_id: MemberId;
  text: string;
  taken_at_ms: number;
};

type PosSaleTable = {
  pos_name: string;
  pos_sale_no: string;
  digest: string;
  request: string;
  state: 'queued' | 'live' | 'settled' | 'no-member' | 'cancelled' | 'voided';
  closed_by: 'pos' | 'counter' | 'newer-sale' | 'expired' | null;
  sale_id: SaleId | null;
  refund_id: RefundId | null;
  result: string | null;
  source_file: string | null;
  created_at_ms: number;
  updated_at_ms: number;
};

type OpenSaleTable = {
  slot: 1;
  member_id: MemberId | null;
  identified_by: 'scan' | 'search' | 'token' | null;
  amount_text: string;
  invoice: string | null;
  voucher_ids: string;
  spend_points: Generated<number>;
  /** `SaleLine[]` as JSON; null = an amount only. */
  lines: string | null;
  pos_sale_no: string | null;
  codes: Generated<string>;
};

type StaffTable = {
  staff_id: StaffId;
  name: string;
  role: 'cashier' | 'manager';
  /** As `hashPin` makes them; never the PIN. Empty of who was removed. */
  pin_hash: string;
  pin_salt: string;
  /** SHA-256 of the code on the badge, hex. */
  badge_hash: string | null;
  /** Wrong PINs since the last right one or the last wait. */
  wrong_tries: Generated<number>;
  wait_until_ms: ColumnType<number | null, number | null | undefined, number | null>;
  added_at_ms: number;
  removed_at_ms: ColumnType<number | null, number | null | undefined, number | null>;
  last_sign_in_at_ms: ColumnType<number | null, number | null | undefined, number | null>;
};

type SyncStateTable = {
  slot: 1;
  cursor: number;
  timeline: string | null;
  pulled_rows: number;
  caught_up_at_ms: number | null;
  last_contact_at_ms: number | null;
  hq_offset_ms: number | null;
  time_floor_ms: number;
  problem: string | null;
  /** Says which row of HQ's stream the cursor stands on; null at 0 or when HQ never said. */
  cursor_mark: string | null;
  /** 1 while what HQ said is being dropped, to be read anew from 0. */
  dropping: 0 | 1;
  /** After the next complete pull, events after this event_no that HQ lacks are offered again; null = no need. */
  offer_after: number | null;
  /** What was healed last (see HealedKind) and when, for people. */
  healed: string | null;
  healed_at_ms: number | null;
  /** The view of HQ began with a snapshot of this position; null = with the stream's first row. */
  snapshot_pos: ColumnType<number | null, number | null | undefined, number | null>;
};

type NextInstallTable = {
  slot: 1;
  replaces: InstallId;
  signing_key: string;
  public_key: string;
  reason: string;
  made_at_ms: number;
};

/** The tables as kysely sees them; the SQL of the migrations is the truth. */
export type Schema = {
  event: EventTable;
  install: InstallTable;
  chain: ChainTable;
  receipt: ReceiptTable;
  ledger_entry: LedgerEntryTable;
  member: MemberTable;
  member_code: { code: string; member_no: number; weak: Generated<0 | 1> };
  member_alias: { member_id: MemberId; into_id: MemberId };
  /** `again`: see `NameGram`. */
  name_gram: { gram: string; member_no: number; again: Generated<0 | 1> };
  tally: { name: string; n: number };
  voucher: VoucherTable;
  sale: SaleTable;
  refund: RefundTable;
  stamp_entry: StampEntryTable;
  coupon_use: CouponUseTable;
  voucher_cancel: {
    voucher_id: Fixed<VoucherId>;
    eid: Fixed<EventId>;
    at_ms: Fixed<number>;
  };
  used_invoice: { invoice_key: string; eid: EventId; at_ms: number; store_name: string | null };
  redemption: RedemptionTable;
  used_token: UsedTokenTable;
  open_sale: OpenSaleTable;
  /** `sale` is the open sale it was, as JSON. */
  parked_sale: { parked_at_ms: number; sale: string };
  inbox_seen: { item_key: string; seen_at_ms: number };
  pos_client: { pos_name: string; token_hash: string; paired_at_ms: number };
  pos_sale: PosSaleTable;
  setting: { key: string; value: string };
  program: {
    program_id: ProgramId;
    version: number;
    origin: 'local' | 'hq';
    effective_from: string;
    body: string;
    /** 0 = HQ has not told of it since its view was dropped. */
    told: Generated<0 | 1>;
  };
  store: { store_id: StoreId; name: string; tax_id: string };
  device: {
    device_id: DeviceId;
    name: string;
    intake: 'serial' | 'hid-pos' | 'wedge' | 'replay';
    settings: string;
    created_at_ms: number;
  };
  staff: StaffTable;
  sync_state: SyncStateTable;
  hq_key: { kid: string; public_key: string; known_since_ms: number };
  next_install: NextInstallTable;
  /** The snapshot being fetched: HQ's answer as JSON, its key among it. */
  snapshot_fetch: { slot: 1; install_id: InstallId; answer: string };
  /** Members of whom HQ's stream has not told since its view was dropped. */
  untold_member: { member_id: MemberId };
  /** Rows of HQ's stream that the version `tried_by` of the app could not read. */
  skipped_change: { pos: number; kind: string; tried_by: string };
  remark: RemarkTable;
  /** How many rows of `remark` carry a tag; kept by triggers. */
  tag_tally: { fold: string; text: string; n: number };
  /** `house_rev` rises when something changes that the tape carries beside the events. */
  tape_state: { slot: 1; house_rev: number; begun: Generated<0 | 1> };
  spend_policy: { revision: number; document: string; policy: string };
  shift: ShiftTable;
  /** How often this counter refused what on a day, by the code of the notice. */
  refusal_tally: { biz_date: string; code: string; n: number };
  spend_right: {
    right_id: RightId;
    install_id: InstallId;
    kind: 'lease' | 'auth' | 'pin';
    member_id: MemberId;
    granted_points: number;
    spent_points: number;
    voucher_id: VoucherId | null;
    expires_at_ms: number;
    /** HQ asks for it back. */
    recalled: 0 | 1;
    heard_at_ms: number;
  };
};

/** By what a USB scanner is known again: `vendor:product:serial number`. */
export type HidIdentity = { readonly identity: string };
/** What `device.settings` holds; null for intakes that need none. */
export type DeviceSettings = SerialSettings | HidIdentity | null;
