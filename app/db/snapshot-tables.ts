import type { Schema } from './schema.ts';

/**
 * Where the rows of each table come from when a snapshot of HQ takes the place of this counter's file.
 *
 * - `counter`: HQ has none; all of this counter's rows are taken along.
 * - `slot`: one row, this counter's.
 * - `both`: HQ's rows stand, and of this counter's those in `where` are added; on the same key HQ's stands.
 * - `members`: as `both`, under new member numbers (see `copyMembers`).
 * - `snapshot`: as they came; this counter has none of its own.
 * - `kept`: worked out by triggers, or only of use while a snapshot is fetched.
 */
type Decision =
  | { readonly from: 'counter' | 'slot' | 'members' | 'snapshot' | 'kept' }
  | { readonly from: 'both'; readonly where: string; readonly without?: string };

/** One decision for every table of the schema: a new table fails to compile until it has one. */
export const snapshotTables: Readonly<Record<keyof Schema, Decision>> = {
  event: { from: 'counter' },
  install: { from: 'counter' },
  chain: { from: 'counter' },
  receipt: { from: 'counter' },
  voucher_cancel: { from: 'counter' },
  setting: { from: 'counter' },
  device: { from: 'counter' },
  staff: { from: 'counter' },
  hq_key: { from: 'counter' },
  next_install: { from: 'counter' },
  spend_right: { from: 'counter' },
  skipped_change: { from: 'counter' },
  pos_client: { from: 'counter' },
  pos_sale: { from: 'counter' },
  used_token: { from: 'counter' },
  shift: { from: 'counter' },
  refusal_tally: { from: 'counter' },
  parked_sale: { from: 'counter' },
  inbox_seen: { from: 'counter' },
  // Whom the snapshot names, HQ knows.
  untold_member: {
    from: 'both',
    where: 'member_id NOT IN (SELECT member_id FROM fresh.member)',
  },
  open_sale: { from: 'slot' },
  sync_state: { from: 'slot' },
  tape_state: { from: 'slot' },
  // Numbers of their own: entries are told apart by (eid, origin, leg).
  ledger_entry: { from: 'both', where: `origin = 'record'`, without: 'entry_id' },
  stamp_entry: { from: 'both', where: `origin = 'record'` },
  coupon_use: { from: 'both', where: `origin = 'record'` },
  sale: { from: 'both', where: `origin = 'own'` },
  refund: { from: 'both', where: `origin = 'own'` },
  redemption: { from: 'both', where: `origin = 'own'` },
  used_invoice: { from: 'both', where: 'store_name IS NULL' },
  voucher: { from: 'both', where: 'true' },
  program: { from: 'both', where: 'true' },
  store: { from: 'both', where: 'true' },
  // Here this counter's stand: see `copyOwnRows`.
  remark: { from: 'both', where: 'mine = 1' },
  member: { from: 'members' },
  member_code: { from: 'members' },
  name_gram: { from: 'members' },
  member_alias: { from: 'snapshot' },
  spend_policy: { from: 'snapshot' },
  tally: { from: 'kept' },
  tag_tally: { from: 'kept' },
  snapshot_fetch: { from: 'kept' },
};

/** How many events of its own a counter may have recorded for its rows to be taken along in time. */
export const ownEventsMax = 1_000;
