import { createTables, type Tables, type TableSpec } from './tables.ts';

const zeroed = {
  spent_minor: 0,
  points_spent: 0,
  value_minor: 0,
  refunded_minor: 0,
  refunded_spent_minor: 0,
  undone: false,
  voided: false,
};

/** HQ's tables, as far as pushes and pulls come by them: keys and constraints of the migrations. */
const specs: Readonly<Record<string, TableSpec>> = {
  brand: {
    key: ['slot'],
    defaults: {
      signing_key: null,
      quiet_from: '22:00',
      quiet_until: '08:00',
      restored_at_ms: null,
    },
  },
  store: { key: ['store_id'] },
  enrolment_code: { key: ['selector'] },
  install: {
    key: ['install_id'],
    index: ['replaces'],
    defaults: {
      last_seen_ms: null,
      revoked_at_ms: null,
      replaces: null,
      reason: null,
      confirmed_at_ms: null,
      uses_nonce: false,
    },
  },
  member: {
    key: ['member_id'],
    index: ['mobile', 'merged_into'],
    defaults: {
      mobile_from_line: false,
      consent_on: null,
      consent_at: null,
      consent_version: null,
      erased: false,
    },
    unique: [{ columns: ['mobile'], where: (row) => row['mobile_shared'] !== true }],
  },
  member_code: { key: ['code'], index: ['member_id'], defaults: { weak: false } },
  program: { key: ['program_id', 'version'], json: ['body'], defaults: { published_at_ms: null } },
  voucher: {
    key: ['voucher_id'],
    index: ['copy_of', 'code'],
    unique: [{ columns: ['code'] }],
    defaults: { issued_by: null, because: '', copy_of: null, cancelled: false },
  },
  redemption: {
    key: ['voucher_id', 'nth'],
    index: ['voucher_id', 'eid'],
    unique: [{ columns: ['voucher_id', 'eid'] }],
  },
  event: {
    key: ['inst', 'seq'],
    index: ['eid', 'inst'],
    unique: [{ columns: ['eid'], where: (row) => row['first_of_eid'] === true }],
    appendOnly: true,
  },
  entry: { key: ['eid', 'leg'], index: ['account', 'eid'], appendOnly: true },
  sale: {
    key: ['sale_id'],
    index: ['eid', 'member_id', 'invoice_key'],
    unique: [
      { columns: ['eid'] },
      {
        columns: ['invoice_key'],
        where: (row) => row['invoice_key'] !== null && row['voided'] !== true,
      },
    ],
    defaults: zeroed,
  },
  refund: {
    key: ['refund_id'],
    index: ['sale_id', 'sale_eid', 'eid'],
    unique: [{ columns: ['eid'] }],
    auto: 'refund_no',
    json: ['result'],
  },
  invoice_wait: { key: ['eid'], index: ['invoice_key', 'sale_id'], auto: 'wait_no' },
  stamp_entry: { key: ['eid', 'leg'], index: ['member_id'], appendOnly: true },
  coupon_use: { key: ['eid', 'use_id'], index: ['use_id', 'member_id'], appendOnly: true },
  posting: { key: ['posting_id'], index: ['member_id'], json: ['detail'] },
  change: { key: ['pos'], json: ['payload'], dense: true, stamp: 'made_at_us' },
  exception: { key: ['exception_id'], auto: 'exception_no', json: ['detail'] },
  exception_action: { key: ['action_id'], auto: 'action_no', json: ['outcome'] },
  line_account: { key: ['member_id'], defaults: { language: 'zh-TW', marketing: false } },
  line_outbox: {
    key: ['outbox_id'],
    auto: 'outbox_no',
    unique: [{ columns: ['eid', 'kind'] }],
    index: ['eid'],
  },
  used_token: { key: ['token_key'] },
  remark: { key: ['remark_id'], index: ['member_id'] },
  spend_policy: { key: ['revision'], json: ['policy'] },
  spend_right: {
    key: ['right_id'],
    index: ['inst', 'member_id'],
    defaults: { spent_points: 0, closed_at_ms: null, recalled_at_ms: null },
  },
  spend_right_voucher: { key: ['right_id', 'voucher_id'], index: ['right_id', 'voucher_id'] },
  right_spend: { key: ['right_id', 'eid'], index: ['right_id', 'eid'], appendOnly: true },
};

/** An empty HQ. */
export function createHqTables(): Tables {
  return createTables(specs, '23505');
}
