import type Database from 'better-sqlite3';
import { hqKeysOf } from './hq-keys-of.ts';
import { policyPurpose, spendPolicySchema } from '../contract/spend-policy.ts';
import { signedDocumentSchema } from '../contract/signed-document.ts';
import { verifyDocument } from './sign-document.ts';
import { snapshotTables } from './snapshot-tables.ts';

/** Where the snapshot stands in HQ's stream. */
export type CopiedPlace = { readonly cursor: number; readonly mark: string | null };

/**
 * Takes everything this counter has recorded or been told beside the stream from `main` into the snapshot
 * attached as `fresh`, in one transaction. Members enrolled here get new numbers, points of members of
 * whom both know are added up anew, and the policy stays only if HQ's known key signed it.
 */
export function copyOwnRows(raw: Database.Database, place: CopiedPlace): void {
  raw.transaction(() => {
    // What was remarked or taken off here goes to HQ once more, which answers for what it knows better.
    raw.exec(`DELETE FROM fresh.remark
      WHERE remark_id IN (SELECT remark_id FROM main.remark WHERE mine = 1)`);
    for (const [table, decision] of Object.entries(snapshotTables)) {
      const columns = columnsOf(raw, table);
      if (decision.from === 'counter') copy(raw, { table, columns, where: 'true', verb: 'INSERT' });
      if (decision.from === 'both') {
        const { where, without } = decision;
        const taken = columns.filter((column) => column !== without);
        copy(raw, { table, columns: taken, where, verb: 'INSERT OR IGNORE' });
      }
      if (decision.from === 'slot') {
        raw.exec(`DELETE FROM fresh.${table}`);
        copy(raw, { table, columns, where: 'true', verb: 'INSERT' });
      }
    }
    raw.exec('UPDATE fresh.remark SET unsent = 1 WHERE mine = 1');
    copyMembers(raw);
    recount(raw);
    checkPolicies(raw);
    raw
      .prepare(
        `UPDATE fresh.sync_state SET cursor = ?, cursor_mark = ?, snapshot_pos = ?, caught_up_at_ms = NULL,
           pulled_rows = (SELECT n FROM fresh.tally WHERE name = 'member')`,
      )
      .run(place.cursor, place.mark, place.cursor);
    // The rules HQ brought stand on the tape too: it writes the house anew.
    raw.exec('UPDATE fresh.tape_state SET house_rev = house_rev + 1');
  })();
}

function columnsOf(raw: Database.Database, table: string): readonly string[] {
  return raw
    .prepare<[string], { name: string }>('SELECT name FROM pragma_table_info(?)')
    .all(table)
    .map(({ name }) => name);
}

function copy(
  raw: Database.Database,
  given: {
    readonly table: string;
    readonly columns: readonly string[];
    readonly where: string;
    readonly verb: 'INSERT' | 'INSERT OR IGNORE';
  },
): void {
  const { table, where, verb } = given;
  const columns = given.columns.join(', ');
  raw.exec(
    `${verb} INTO fresh.${table} (${columns}) SELECT ${columns} FROM main.${table} WHERE ${where}`,
  );
}

/** Members enrolled here, after HQ's; a code that HQ gave to somebody is that one's. */
function copyMembers(raw: Database.Database): void {
  const columns = columnsOf(raw, 'member')
    .filter((column) => column !== 'member_no')
    .join(', ');
  const pairs = `main.member AS own JOIN fresh.member AS new ON new.member_id = own.member_id`;
  raw.exec(`
    INSERT OR IGNORE INTO fresh.member (${columns}) SELECT ${columns} FROM main.member ORDER BY member_no;
    INSERT OR IGNORE INTO fresh.member_code (code, member_no, weak)
      SELECT code, new.member_no, weak FROM ${pairs}
        JOIN main.member_code AS code ON code.member_no = own.member_no;
    INSERT OR IGNORE INTO fresh.name_gram (gram, member_no, again)
      SELECT gram, new.member_no, again FROM main.name_gram AS gram
        JOIN main.member AS own ON own.member_no = gram.member_no
        JOIN fresh.member AS new ON new.member_id = own.member_id
      WHERE new.name_key = own.name_key;`);
}

/** Members for whom something was recorded here: their sums are HQ's and ours together. */
function recount(raw: Database.Database): void {
  const ids = `SELECT member.member_id UNION ALL
    SELECT alias.member_id FROM fresh.member_alias AS alias WHERE alias.into_id = member.member_id`;
  raw.exec(`
    UPDATE fresh.member SET
      points = coalesce((SELECT sum(entry.points) FROM fresh.ledger_entry AS entry
        WHERE entry.member_id IN (${ids})), 0),
      last_sale_at_ms = nullif(max(coalesce(last_sale_at_ms, 0), coalesce(
        (SELECT max(at_ms) FROM main.sale AS sale WHERE sale.member_id IN (${ids})), 0)), 0)
    WHERE member_id IN (
      SELECT coalesce(alias.into_id, own.member_id) FROM (
        SELECT member_id FROM main.ledger_entry UNION SELECT member_id FROM main.sale) AS own
      LEFT JOIN fresh.member_alias AS alias ON alias.member_id = own.member_id)`);
  // A tier reached here that HQ has not heard of yet.
  raw.exec(`
    UPDATE fresh.member SET tier_id = pending.tier_id_after, tier_until = pending.tier_until_after,
      tier_since = iif(pending.tier_until_after IS NULL, NULL, pending.biz_date)
    FROM (SELECT member_id, tier_id_after, tier_until_after, biz_date, max(at_ms) FROM main.sale
      WHERE origin = 'own' AND tier_id_after IS NOT NULL GROUP BY member_id) AS pending
    WHERE member.member_id = pending.member_id`);
}

function checkPolicies(raw: Database.Database): void {
  const keys = hqKeysOf(raw);
  const rows = raw
    .prepare<[], { revision: number; document: string }>(
      'SELECT revision, document FROM fresh.spend_policy',
    )
    .all();
  for (const { revision, document } of rows) {
    const parsed = signedDocumentSchema.safeParse(JSON.parse(document));
    const isSigned =
      parsed.success &&
      verifyDocument(keys, policyPurpose, parsed.data, spendPolicySchema).kind === 'verified';
    if (!isSigned) raw.prepare('DELETE FROM fresh.spend_policy WHERE revision = ?').run(revision);
  }
}
