import type { ColumnType, Generated } from 'kysely';
import type { SerialSettings } from '../contract/counter-calls.ts';
import type {
  CouponId,
  DeviceId,
  EventId,
  InstallId,
  LotId,
  MemberId,
  ProgramId,
  SaleId,
  StoreId,
  VoucherId,
} from '../domain/ids.ts';

/** A column that may not be changed after the row is written. */
type Fixed<T> = ColumnType<T, T, never>;

type EventTable = {
  /** Order of recording at this counter. */
  event_no: Generated<number>;
  eid: Fixed<EventId>;
  type: Fixed<string>;
  raw_body: Fixed<string>;
  member_id: Fixed<MemberId>;
  recorded_at_ms: Fixed<number>;
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
  /** Σ of the member's ledger entries, kept in step by `insertEntries`; checked by `checkBalances`. */
  points: Generated<number>;
  last_sale_at_ms: number | null;
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
};

type RedemptionTable = {
  voucher_id: VoucherId;
  eid: EventId;
  origin: 'own' | 'hq';
  at_ms: number;
  store_name: string | null;
};

type OpenSaleTable = {
  slot: 1;
  member_id: MemberId | null;
  identified_by: 'scan' | 'search' | null;
  amount_text: string;
  invoice: string | null;
  voucher_ids: string;
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
};

/** The tables as kysely sees them; the SQL of the migrations is the truth. */
export type Schema = {
  event: EventTable;
  install: InstallTable;
  chain: ChainTable;
  receipt: ReceiptTable;
  ledger_entry: LedgerEntryTable;
  member: MemberTable;
  member_code: { code: string; member_no: number };
  name_gram: { gram: string; member_no: number };
  tally: { name: string; n: number };
  voucher: VoucherTable;
  sale: SaleTable;
  used_invoice: { invoice_key: string; eid: EventId; at_ms: number; store_name: string | null };
  redemption: RedemptionTable;
  open_sale: OpenSaleTable;
  setting: { key: string; value: string };
  program: {
    program_id: ProgramId;
    version: number;
    origin: 'local' | 'hq';
    effective_from: string;
    body: string;
  };
  store: { store_id: StoreId; name: string; tax_id: string };
  device: {
    device_id: DeviceId;
    name: string;
    intake: 'serial' | 'hid-pos' | 'wedge' | 'replay';
    settings: string;
    created_at_ms: number;
  };
  sync_state: SyncStateTable;
  skipped_change: { pos: number; kind: string };
};

/** What `device.settings` holds. */
export type DeviceSettings = SerialSettings | null;
