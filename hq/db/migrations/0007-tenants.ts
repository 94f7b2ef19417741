import { keepApart, ownTenant } from './keep-apart.ts';

/**
 * Whose rows a connection has to do with. A login named `hq_brand_` and the 32 hex digits of a brand's
 * id is bound to that brand: no statement changes who logged in. Any other login says it when it
 * connects; saying nothing is an error, so that a forgotten setting shows nothing instead of all.
 */
const whose = `
CREATE FUNCTION counterfoil_tenant() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT ${ownTenant}
$$;
CREATE FUNCTION counterfoil_tenant_or_none() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN starts_with(session_user::text, 'hq_brand_')
    THEN substr(session_user::text, 10)::uuid
    ELSE nullif(current_setting('counterfoil.tenant', true), '')::uuid END
$$;
`;

/** The brands of this database. Who has not chosen one yet sees which there are, and nothing else. */
const registry = `
CREATE TABLE tenant (
  tenant_id uuid PRIMARY KEY,
  created_at timestamptz NOT NULL DEFAULT now()
);
INSERT INTO tenant (tenant_id)
  SELECT gen_random_uuid() WHERE EXISTS (SELECT FROM brand) OR EXISTS (SELECT FROM store);
SELECT set_config('counterfoil.tenant',
  coalesce((SELECT tenant_id FROM tenant), gen_random_uuid())::text, true);
ALTER TABLE tenant ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant FORCE ROW LEVEL SECURITY;
CREATE POLICY own_or_choosing ON tenant
  USING (counterfoil_tenant_or_none() IS NULL OR tenant_id = counterfoil_tenant_or_none())
  WITH CHECK (tenant_id = counterfoil_tenant_or_none());
`;

type Table = {
  readonly name: string;
  readonly key: string;
  /** Further unique columns, each as the constraint of that name. */
  readonly unique?: Readonly<Record<string, string>>;
  /** Columns that name a row of another table of the same brand. */
  readonly refers?: Readonly<Record<string, string>>;
};

/** Every table with rows of a brand; the ones referred to stand first. */
export const brandTables: readonly Table[] = [
  { name: 'brand', key: 'slot' },
  { name: 'store', key: 'store_id' },
  { name: 'install', key: 'install_id', refers: { store_id: 'store' } },
  { name: 'enrolment_code', key: 'selector', refers: { store_id: 'store' } },
  { name: 'admin', key: 'admin_id', unique: { admin_token_hash_key: 'token_hash' } },
  { name: 'admin_session', key: 'session_hash', refers: { admin_id: 'admin' } },
  { name: 'member', key: 'member_id', refers: { merged_into: 'member' } },
  { name: 'member_code', key: 'code', refers: { member_id: 'member' } },
  { name: 'program', key: 'program_id, version' },
  {
    name: 'voucher',
    key: 'voucher_id',
    unique: { voucher_code_key: 'code' },
    refers: { member_id: 'member' },
  },
  {
    name: 'line_account',
    key: 'member_id',
    unique: { line_account_line_user_id_key: 'line_user_id' },
    refers: { member_id: 'member' },
  },
  { name: 'event', key: 'inst, seq', refers: { inst: 'install' } },
  { name: 'entry', key: 'eid, leg' },
  {
    name: 'sale',
    key: 'sale_id',
    unique: { sale_eid_key: 'eid' },
    refers: { inst: 'install', store_id: 'store', member_id: 'member' },
  },
  { name: 'redemption', key: 'voucher_id, nth', refers: { store_id: 'store' } },
  { name: 'change', key: 'pos' },
  {
    name: 'exception',
    key: 'exception_id',
    unique: { exception_exception_no_key: 'exception_no' },
  },
  {
    name: 'line_outbox',
    key: 'outbox_id',
    unique: { line_outbox_outbox_no_key: 'outbox_no', line_outbox_eid_kind_key: 'eid, kind' },
    refers: { member_id: 'member' },
  },
  {
    name: 'refund',
    key: 'refund_id',
    unique: { refund_refund_no_key: 'refund_no', refund_eid_key: 'eid' },
    refers: { inst: 'install', store_id: 'store' },
  },
  {
    name: 'invoice_wait',
    key: 'eid',
    unique: { invoice_wait_wait_no_key: 'wait_no' },
    refers: { inst: 'install' },
  },
  { name: 'stamp_entry', key: 'eid, leg' },
  { name: 'coupon_use', key: 'eid, use_id' },
  { name: 'posting', key: 'posting_id' },
  { name: 'nightly_run', key: 'day' },
  { name: 'spend_policy', key: 'revision' },
  { name: 'spend_right', key: 'right_id', refers: { inst: 'install', member_id: 'member' } },
  {
    name: 'spend_right_voucher',
    key: 'right_id, voucher_id',
    refers: { right_id: 'spend_right', voucher_id: 'voucher' },
  },
  { name: 'right_spend', key: 'right_id, eid', refers: { right_id: 'spend_right' } },
  {
    name: 'exception_action',
    key: 'action_id',
    unique: { exception_action_action_no_key: 'action_no' },
    refers: {
      exception_id: 'exception',
      store_id: 'store',
      proposed_by: 'admin',
      decided_by: 'admin',
    },
  },
  { name: 'redrive', key: 'eid', refers: { inst: 'install' } },
  { name: 'audit', key: 'audit_no', refers: { admin_id: 'admin' } },
];

/** Ids are of a brand too, so that nobody learns of a foreign row by being refused its id. */
const dropReferences = brandTables
  .filter(({ refers }) => refers !== undefined)
  .map(
    ({ name, refers = {} }) => `
ALTER TABLE ${name} ${Object.keys(refers)
      .map((column) => `DROP CONSTRAINT ${name}_${column}_fkey`)
      .join(', ')};
`,
  )
  .join('');

/** The default is worked out once for the rows that are there: no table is written anew. */
const columns = brandTables
  .map(
    ({ name, key, unique = {} }) => `
ALTER TABLE ${name} DROP CONSTRAINT ${name}_pkey,
  ADD COLUMN tenant_id uuid NOT NULL DEFAULT ${ownTenant},
  ADD PRIMARY KEY (tenant_id, ${key})${Object.entries(unique)
    .map(
      ([constraint, more]) =>
        `,\n  DROP CONSTRAINT ${constraint}, ADD CONSTRAINT ${constraint} UNIQUE (tenant_id, ${more})`,
    )
    .join('')};
`,
  )
  .join('');

/** PostgreSQL checks references past the policies: only the pair keeps them within the brand. */
const references = `
ALTER TABLE brand ADD CONSTRAINT brand_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant;
${brandTables
  .filter(({ refers }) => refers !== undefined)
  .map(
    ({ name, refers = {} }) => `
ALTER TABLE ${name} ${Object.entries(refers)
      .map(
        ([column, target]) =>
          `ADD CONSTRAINT ${name}_${column}_fkey FOREIGN KEY (tenant_id, ${column}) REFERENCES ${target}`,
      )
      .join(', ')};
`,
  )
  .join('')}`;

/**
 * \`mobile_tail\`: a search by the last digits as a range. PostgreSQL lets no function that is not known to
 * be leakproof (LIKE, reverse) choose rows before the policy has, so they would find no index.
 */
const indexes = `
DROP INDEX member_mobile_tail;
ALTER TABLE member ADD COLUMN mobile_tail text GENERATED ALWAYS AS (reverse(mobile)) STORED;
CREATE INDEX member_mobile_tail ON member (tenant_id, mobile_tail COLLATE "C");
${[
  ['member_mobile', 'UNIQUE INDEX', 'member', 'mobile', 'NOT mobile_shared'],
  ['event_eid', 'UNIQUE INDEX', 'event', 'eid', 'first_of_eid'],
  ['redemption_once_per_event', 'UNIQUE INDEX', 'redemption', 'voucher_id, eid', ''],
  ['sale_invoice', 'UNIQUE INDEX', 'sale', 'invoice_key', 'invoice_key IS NOT NULL AND NOT voided'],
  [
    'install_by_replaced',
    'UNIQUE INDEX',
    'install',
    'replaces, public_key',
    'replaces IS NOT NULL',
  ],
  ['admin_by_name', 'UNIQUE INDEX', 'admin', 'lower(name)', 'revoked_at_ms IS NULL'],
  [
    'exception_action_awaiting',
    'UNIQUE INDEX',
    'exception_action',
    'exception_id',
    "state = 'awaiting'",
  ],
  ['exception_action_done', 'UNIQUE INDEX', 'exception_action', 'exception_id', "state = 'done'"],
  ['sale_by_time', 'INDEX', 'sale', 'at_ms, sale_id', ''],
  [
    'line_outbox_open',
    'INDEX',
    'line_outbox',
    'member_id, outbox_no',
    "state IN ('waiting', 'parked')",
  ],
  ['line_outbox_by_state', 'INDEX', 'line_outbox', 'state', ''],
  ['member_tier_until', 'INDEX', 'member', 'tier_until, member_id', 'tier_until IS NOT NULL'],
  ['member_birthday', 'INDEX', 'member', 'birthday, member_id', 'birthday IS NOT NULL'],
  ['coupon_use_by_day', 'INDEX', 'coupon_use', 'use_id, biz_date', ''],
  [
    'entry_by_lot',
    'INDEX',
    'entry',
    'account, lot_id, expires_on, points',
    "account <> 'liability'",
  ],
  ['invoice_wait_by_key', 'INDEX', 'invoice_wait', 'invoice_key, wait_no', ''],
  ['exception_by_time', 'INDEX', 'exception', 'created_at_ms', ''],
  ['audit_by_subject', 'INDEX', 'audit', 'subject, audit_no', ''],
]
  .map(
    ([name, what, table, keys, where]) => `
DROP INDEX ${name};
CREATE ${what} ${name} ON ${table} (tenant_id, ${keys})${where === '' ? '' : ` WHERE ${where}`};
`,
  )
  .join('')}`;

const policies = brandTables.map(({ name }) => keepApart(name)).join('');

/** Several brands in one database, which PostgreSQL itself keeps apart. */
export const tenants = {
  version: 7,
  statements: [whose, registry, dropReferences, columns, references, indexes, policies],
};
